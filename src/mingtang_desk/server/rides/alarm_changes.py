"""What becomes of an alarm in the tables, and what those who listen are told of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.rides.storms import Storm
from mingtang_desk.server.store.bulk import Bulk
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.rides import ALARMS
from mingtang_desk.server.times import iso_ms

_MERGE = "UPDATE alarms SET count = ?, last_ms = ? WHERE id = ?"


@dataclass(slots=True, kw_only=True)
class Open:
    """An alarm that is not over.

    Attributes:
        id, kind, source, raised_ms: as stored.
        last_ms: of the last report in it; count: of reports.
    """

    id: str
    kind: str
    source: str
    raised_ms: int
    last_ms: int
    count: int


@dataclass(frozen=True, slots=True)
class Raised:
    """A new one; its place and threshold are looked up where the rule did not know them."""

    row: dict[str, object]
    number: str
    setting: str

    @property
    def is_quick(self) -> bool:
        """Whether the rule knew all of it."""
        return self.row["lat"] is not None and not self.setting

    def add(self, bulk: Bulk) -> None:
        """Write it with a group of SQLite, and tell."""
        names = tuple(self.row)
        statement = (
            f"INSERT INTO alarms ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        )
        bulk.add(statement, [tuple(self.row.values())])
        tell(bulk, self.row, self.number)

    async def write(self, tx: Transaction) -> None:
        """Write it, and tell."""
        row = dict(self.row)
        if row["lat"] is None or self.setting:
            state = DEVICE_STATE.c
            query = select(state.lat, state.lon, state.position_ms, state.settings).where(
                state.device == row["device"]
            )
            known = (await tx.connection.execute(query)).one_or_none()
            if known is not None and row["lat"] is None:
                row |= {"lat": known.lat, "lon": known.lon, "position_ms": known.position_ms}
            if known is not None and row["threshold"] is None and known.settings is not None:
                row["threshold"] = _setting(known.settings, self.setting)
        await tx.connection.execute(insert(ALARMS).values(row))
        tell(tx, row, self.number)


@dataclass(frozen=True, slots=True)
class Merged:
    """Another report in it."""

    open: Open

    @property
    def is_quick(self) -> bool:
        """It needs nothing of the tables."""
        return True

    def add(self, bulk: Bulk) -> None:
        """Write it with a group of SQLite."""
        bulk.add(_MERGE, [(self.open.count, self.open.last_ms, self.open.id)])

    async def write(self, tx: Transaction) -> None:
        """Write it, and tell."""
        await tx.connection.execute(
            update(ALARMS)
            .where(ALARMS.c.id == self.open.id)
            .values(count=self.open.count, last_ms=self.open.last_ms)
        )


@dataclass(frozen=True, slots=True)
class Cleared:
    """Its end."""

    id: str
    time_ms: int

    async def write(self, tx: Transaction) -> None:
        """Write it, and tell."""
        query = (
            select(ALARMS, DEVICES.c.number.label("device_number"))
            .outerjoin(DEVICES, DEVICES.c.pk == ALARMS.c.device)
            .where(ALARMS.c.id == self.id)
        )
        row = (await tx.connection.execute(query)).one_or_none()
        if row is None or row.cleared_ms is not None:
            return
        await tx.connection.execute(
            update(ALARMS).where(ALARMS.c.id == self.id).values(cleared_ms=self.time_ms)
        )
        told = dict(row._mapping) | {"cleared_ms": self.time_ms}
        tell(tx, told, row.device_number or "")


@dataclass(frozen=True, slots=True)
class StormRaised:
    """A new storm."""

    storm: Storm
    number: int
    now: int

    async def write(self, tx: Transaction) -> None:
        """Write it, and tell."""
        row: dict[str, object] = {
            "id": self.storm.id,
            "number": self.number,
            "device": None,
            "account_path": self.storm.path,
            "kind": "storm",
            "source": self.storm.kind,
            "severity": "critical",
            "raised_ms": self.now,
            "received_ms": self.now,
            "last_ms": self.now,
            "count": self.storm.count,
            "body": "{}",
        }
        await tx.connection.execute(insert(ALARMS).values(row))
        tell(tx, row, "")


@dataclass(frozen=True, slots=True)
class StormGrown:
    """Another alarm in a storm."""

    storm: Storm

    async def write(self, tx: Transaction) -> None:
        """Write it, and tell."""
        await tx.connection.execute(
            update(ALARMS)
            .where(ALARMS.c.id == self.storm.id)
            .values(count=self.storm.count, last_ms=self.storm.last_ms)
        )


def _setting(settings: str, key: str) -> float | None:
    """Return a value of the settings of a board, given as a file of CONTRACT section 4 or flat."""
    document = json.loads(settings)
    inner = document.get("settings", document)
    value = inner.get(key) if isinstance(inner, Mapping) else None
    return float(value) if isinstance(value, int | float) else None


def tell(tx: Transaction | Bulk, row: Mapping[str, object], number: str) -> None:
    """Tell of a row of `alarms` after the commit."""
    device, cleared = row["device"], row.get("cleared_ms")
    tx.emit(
        Event(
            kind=Kind.ALARM,
            device=device if isinstance(device, int) else 0,
            number=number,
            account_path=str(row["account_path"]),
            value=summary(row) | {"cleared": iso_ms(cleared if isinstance(cleared, int) else None)},
        )
    )


def state_of(row: Mapping[str, object]) -> str:
    """Return how far an alarm is: raised, acknowledged or cleared."""
    if row.get("cleared_ms") is not None:
        return "cleared"
    return "raised" if row.get("acked_ms") is None else "acknowledged"


def summary(row: Mapping[str, object]) -> dict[str, object]:
    """Return what everybody who listens is told of a row of `alarms`."""
    raised = row["raised_ms"]
    acked = row.get("acked_ms")
    return {
        "id": row["id"],
        "alarm_number": row["number"],
        "type": row["kind"],
        "source": row.get("source") or None,
        "severity": row["severity"],
        "state": state_of(row),
        "time": iso_ms(raised if isinstance(raised, int) else None),
        "count": row.get("count"),
        "value": row.get("value"),
        "threshold": row.get("threshold"),
        "unit": row.get("unit") or None,
        "lat": row.get("lat"),
        "lon": row.get("lon"),
        "acknowledged": iso_ms(acked if isinstance(acked, int) else None),
        "acknowledged_by": row.get("acked_by"),
        "is_historic": bool(row.get("is_historic")),
        "is_quiet": bool(row.get("is_quiet")),
        "storm": row.get("storm"),
    }
