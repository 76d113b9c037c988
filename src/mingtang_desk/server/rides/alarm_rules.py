"""Which alarms are wanted: set at accounts, inherited down the tree, overridden at a battery.

Of each value the nearest that is set wins: battery, account, its parent, and so on to the defaults
of `kinds`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.rides.kinds import Severity, base_of, kind_of
from mingtang_desk.server.store.tables.rides import ALARM_RULES
from mingtang_desk.server.times import now_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of one kind.

    Attributes:
        enabled: a kind that is switched off raises nothing.
        severity: how bad it is.
        raise_delay_s: it has to last so long.
        threshold: what raises it, where the server itself compares.
    """

    enabled: bool
    severity: Severity
    raise_delay_s: float
    threshold: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Everything that is wanted for a battery.

    Attributes:
        set: by kind, only what somebody set.
        quiet: from when until when nobody is to be told, local time; None = never.
    """

    set: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    quiet: tuple[time, time] | None = None

    def of(self, key: str) -> Wish:
        """Return what is wanted of the kind of a key."""
        kind, found = kind_of(key), self.set.get(base_of(key), {})
        threshold = found.get("threshold", kind.threshold)
        return Wish(
            enabled=bool(found.get("enabled", True)),
            severity=Severity(str(found.get("severity", kind.severity))),
            raise_delay_s=float(str(found.get("raise_delay_s", kind.raise_delay_s))),
            threshold=None if threshold is None else float(str(threshold)),
        )

    def is_quiet(self, ms: int, zone_min: int) -> bool:
        """Whether a moment lies in the quiet hours of a zone."""
        if self.quiet is None:
            return False
        moment = datetime.fromtimestamp(ms / 1000, UTC) + timedelta(minutes=zone_min)
        begin, end, now = *self.quiet, moment.time()
        return begin <= now < end if begin <= end else now >= begin or now < end


class AlarmRules:
    """All of them, in memory: rules ask at every alarm."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._set: dict[tuple[str, int], Mapping[str, object]] = {}
        self._known: dict[tuple[str, int], Wishes] = {}

    async def start(self) -> None:
        """Read them."""
        async with self._core.store.read() as connection:
            rows = (await connection.execute(select(ALARM_RULES))).all()
        self._set = {(row.account_path, row.device): json.loads(row.body) for row in rows}
        self._known = {}

    def for_device(self, device: Device) -> Wishes:
        """Return what holds for a battery."""
        return self._resolved(device.account_path, device.pk if ("", device.pk) in self._set else 0)

    def for_account(self, path: str) -> Wishes:
        """Return what holds at an account."""
        return self._resolved(path, 0)

    def own(self, path: str, pk: int) -> Mapping[str, object]:
        """Return what is set at an account (pk 0) or a battery (path empty) itself."""
        return self._set.get((path, pk), {})

    async def put(self, path: str, pk: int, body: Mapping[str, object], who: str) -> None:
        """Set what holds at an account (pk 0) or a battery (path empty); empty = inherit all."""
        table = ALARM_RULES.c
        insert = sqlite_insert if self._core.store.is_sqlite else postgresql_insert
        async with self._core.store.write() as tx:
            if not body:
                await tx.connection.execute(
                    delete(ALARM_RULES).where(table.account_path == path, table.device == pk)
                )
            else:
                values = {
                    "body": json.dumps(body),
                    "changed_ms": now_ms(self._core.clock),
                    "changed_by": who,
                }
                await tx.connection.execute(
                    insert(ALARM_RULES)
                    .values(account_path=path, device=pk, **values)
                    .on_conflict_do_update(index_elements=["account_path", "device"], set_=values)
                )
        if body:
            self._set[path, pk] = body
        else:
            self._set.pop((path, pk), None)
        self._known = {}

    def forget(self, pk: int) -> None:
        """Forget a battery that was removed."""
        self._set.pop(("", pk), None)
        self._known = {key: wishes for key, wishes in self._known.items() if key[1] != pk}

    def _resolved(self, path: str, pk: int) -> Wishes:
        known = self._known.get((path, pk))
        if known is None:
            known = self._known[path, pk] = self._resolve(path, pk)
        return known

    def _resolve(self, path: str, pk: int) -> Wishes:
        layers = [self._set.get((above, 0), {}) for above in paths_down_to(path)]
        if pk:
            layers.append(self._set.get(("", pk), {}))
        found: dict[str, dict[str, object]] = {}
        quiet: tuple[time, time] | None = None
        for layer in layers:
            types = layer.get("types")
            if isinstance(types, Mapping):
                for key, values in types.items():
                    found.setdefault(key, {}).update(values)
            if "quiet" in layer:
                quiet = _hours(layer["quiet"])
        return Wishes(set=found, quiet=quiet)


def paths_down_to(path: str) -> list[str]:
    """Return the paths of an account and all above it, the topmost first."""
    steps = path.split("/")[1:]
    return ["/" + "/".join(steps[: n + 1]) for n in range(len(steps))]


def _hours(value: object) -> tuple[time, time] | None:
    if not isinstance(value, Mapping):
        return None
    return time.fromisoformat(str(value["from"])), time.fromisoformat(str(value["to"]))
