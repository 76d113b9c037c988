"""Alarms: raised, merged, acknowledged, cleared. What is open is in memory, so that rules may ask.

Rules call `raised` and `cleared` and hand on the changes they get; nothing is stored or told before
those are written.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.rides.alarm_changes import (
    Cleared,
    Merged,
    Open,
    Raised,
    StormGrown,
    StormRaised,
    tell,
)
from mingtang_desk.server.rides.alarm_rules import AlarmRules
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.pending import batched
from mingtang_desk.server.rides.storms import Storms
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.rides import ALARMS
from mingtang_desk.server.times import now_ms

MERGED_S = 60.0
"""The same again within this is counted in the alarm that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule says of an alarm.

    Attributes:
        device: whose.
        kind: key of CONTRACT section 3; source: its sensor, cell or fence.
        time_ms, received_ms: by the tracker's and the server's clock.
        value, threshold, unit: what was measured, and what it should not have passed.
        setting: key of the setting of the board that is the threshold, to be looked up.
        place: WGS-84; None = where the battery was last.
        is_historic: told too late to act on.
        detail: what else is to be shown, ready for JSON.
    """

    device: Device
    kind: str
    source: str = ""
    time_ms: int
    received_ms: int
    value: float | None = None
    threshold: float | None = None
    unit: str = ""
    setting: str = ""
    place: tuple[float, float] | None = None
    is_historic: bool = False
    detail: Mapping[str, object] = field(default_factory=dict)


class Alarms:
    """All alarms.

    Attributes:
        rules: which are wanted.
    """

    def __init__(self, core: Core) -> None:
        self.rules = AlarmRules(core)
        self._core = core
        self._open: dict[int, dict[tuple[str, str], Open]] = {}
        self._storms = Storms()
        self._number = 0

    async def start(self) -> None:
        """Read what is open and what is wanted."""
        await self.rules.start()
        self._open = {}
        async with self._core.store.read() as connection:
            await self._read(connection, true())
            number = (await connection.execute(select(func.max(ALARMS.c.number)))).scalar()
        self._number = number or 0

    async def reload(self, connection: AsyncConnection, pks: Collection[int]) -> None:
        """Take what is open of some batteries from the table, after a transaction that failed."""
        self.forget(pks)
        for some in batched(pks):
            await self._read(connection, ALARMS.c.device.in_(some))
        ids = self._storms.ids
        if ids:
            query = select(ALARMS.c.id).where(ALARMS.c.id.in_(ids))
            stored = set((await connection.execute(query)).scalars())
            self._storms.forget(set(ids) - stored)

    async def _read(self, connection: AsyncConnection, where: ColumnElement[bool]) -> None:
        table = ALARMS.c
        columns = (table.id, table.device, table.kind, table.source)
        query = (
            select(*columns, table.raised_ms, table.last_ms, table.count)
            .where(table.cleared_ms.is_(None), table.device.is_not(None), where)
            .order_by(table.number)
        )
        for row in await connection.execute(query):
            values = dict(row._mapping)
            device = values.pop("device")
            self._open.setdefault(device, {})[row.kind, row.source] = Open(**values)

    def forget(self, pks: Iterable[int]) -> None:
        """Forget what is open of some batteries."""
        for pk in pks:
            self._open.pop(pk, None)

    def open_of(self, pk: int) -> Mapping[tuple[str, str], Open]:
        """Return what is open of a battery, by kind and source."""
        return self._open.get(pk, {})

    # --- for rules

    def raised(self, found: Found, *, anew: bool = False) -> list[Change]:
        """Return what an alarm changes: nothing where its kind is switched off.

        Args:
            found: what was found.
            anew: it is another one even if one is open, which then ends.
        """
        if not self.rules.for_device(found.device).of(found.kind).enabled:
            return []
        key = (found.kind, found.source)
        before = self._open.get(found.device.pk, {}).get(key)
        if before is not None and not anew:
            before.count += 1
            before.last_ms = max(before.last_ms, found.time_ms)
            return [Merged(before)]
        changes: list[Change] = []
        if before is not None:
            changes += self.cleared(found.device, found.kind, found.source, found.time_ms)
        made = self._made(found, changes)
        self._open.setdefault(found.device.pk, {})[key] = made
        return changes

    def listed(self, found: Found, before: Open | None) -> tuple[list[Change], Open | None]:
        """Return what an alarm changes that is over already, and it.

        Args:
            found: what was found.
            before: the last of its kind; what is near to it is counted in it.
        """
        if not self.rules.for_device(found.device).of(found.kind).enabled:
            return [], before
        if before is not None and abs(found.time_ms - before.raised_ms) <= MERGED_S * 1000:
            before.count += 1
            before.last_ms = max(before.last_ms, found.time_ms)
            return [Merged(before)], before
        changes: list[Change] = []
        made = self._made(found, changes, over=True)
        return changes, made

    def _made(self, found: Found, changes: list[Change], *, over: bool = False) -> Open:
        """Return a new alarm; what that changes is added."""
        made = Open(
            id=new_id(),
            kind=found.kind,
            source=found.source,
            raised_ms=found.time_ms,
            last_ms=found.time_ms,
            count=1,
        )
        storm = None if found.is_historic else self._stormed(found, changes)
        row = self._row(found, made, storm)
        if over:
            row["cleared_ms"] = found.time_ms
        changes.append(Raised(row, found.device.number, found.setting))
        return made

    def _stormed(self, found: Found, changes: list[Change]) -> str | None:
        """Return the id of the storm that a new alarm is part of; what that changes is added."""
        now, path = now_ms(self._core.clock), found.device.account_path
        storm = self._storms.joined(found.kind, path, now)
        if storm is not None:
            changes.append(StormGrown(storm))
            return storm.id
        brewed = self._storms.brewed(found.kind, path, found.device.pk, now, new_id())
        if brewed is None:
            return None
        changes.append(StormRaised(brewed, self._next_number(), now))
        return brewed.id

    def _row(self, found: Found, made: Open, storm: str | None) -> dict[str, object]:
        now, place = now_ms(self._core.clock), found.place
        wishes = self.rules.for_device(found.device)
        return {
            "id": made.id,
            "number": self._next_number(),
            "device": found.device.pk,
            "account_path": found.device.account_path,
            "kind": found.kind,
            "source": found.source,
            "severity": wishes.of(found.kind).severity.value,
            "raised_ms": found.time_ms,
            "received_ms": found.received_ms,
            "last_ms": found.time_ms,
            "count": 1,
            "value": found.value,
            "threshold": found.threshold,
            "unit": found.unit,
            "lat": None if place is None else place[0],
            "lon": None if place is None else place[1],
            "position_ms": None if place is None else found.time_ms,
            "is_historic": found.is_historic,
            "is_quiet": wishes.is_quiet(now, found.device.zone_min),
            "storm": storm,
            "body": json.dumps(dict(found.detail), ensure_ascii=False),
        }

    def merged(
        self, device: Device, kind: str, source: str, time_ms: int, count: int
    ) -> list[Change]:
        """Return what a report changes that belongs to an open alarm."""
        before = self._open.get(device.pk, {}).get((kind, source))
        if before is None:
            return []
        before.count, before.last_ms = count, max(before.last_ms, time_ms)
        return [Merged(before)]

    def cleared(self, device: Device, kind: str, source: str, time_ms: int) -> list[Change]:
        """Return what the end of an alarm changes; nothing where none is open."""
        mine = self._open.get(device.pk)
        before = None if mine is None else mine.pop((kind, source), None)
        if mine is not None and not mine:
            del self._open[device.pk]
        return [] if before is None else [Cleared(before.id, time_ms)]

    def all_cleared(self, device: Device, kinds: Iterable[str], time_ms: int) -> list[Change]:
        """Return what the end of all alarms of some kinds changes."""
        mine = [key for key in self._open.get(device.pk, {}) if key[0] in kinds]
        return [c for kind, source in mine for c in self.cleared(device, kind, source, time_ms)]

    # --- for people

    async def acknowledge(self, ids: Sequence[str], who: Principal) -> list[str]:
        """Note that somebody has seen alarms; return the ids of those that exist for them."""
        table = ALARMS.c
        query = (
            select(ALARMS, DEVICES.c.number.label("device_number"))
            .outerjoin(DEVICES, DEVICES.c.pk == table.device)
            .where(table.id.in_(ids), who.scope(table.account_path))
        )
        async with self._core.store.write() as tx:
            rows = [dict(row._mapping) for row in await tx.connection.execute(query)]
            for row in rows:
                if row["acked_ms"] is not None:
                    continue
                row |= {"acked_ms": tx.now_ms, "acked_by": who.login}
                await tx.connection.execute(
                    update(ALARMS)
                    .where(table.id == row["id"])
                    .values(acked_ms=row["acked_ms"], acked_by=row["acked_by"])
                )
                tell(tx, row, row["device_number"] or "")
        return [row["id"] for row in rows]

    async def storms_over(self) -> None:
        """End storms that have blown out."""
        over = self._storms.ended(now_ms(self._core.clock))
        if over:
            async with self._core.store.write() as tx:
                for storm in over:
                    await Cleared(storm.id, storm.last_ms).write(tx)

    def _next_number(self) -> int:
        self._number += 1
        return self._number
