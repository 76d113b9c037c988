"""Who was heard of when, in memory; tells when somebody is not heard of any more."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, literal, select, update

from mingtang_desk.geo.online import Presence
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.presence import (
    NEVER_SEEN,
    Seen,
    after,
    passed,
    seen_of,
    told,
    unlinked,
)
from mingtang_desk.server.ingest.model import Reading
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import iso_ms, now_ms

_log = logging.getLogger(__name__)
EVERY_S = 5.0
"""How often it is looked who was not heard of."""
AT_ONCE = 500
"""So many are told in one transaction, so that ingest never waits long."""
_COLUMNS = [DEVICE_STATE.c[name] for name in NEVER_SEEN.columns()]


class PresenceWatch:
    """What is known of the contact with each battery.

    Ingest calls `take` for each reading and writes what it returns in the transaction of the
    reading. What is kept here may be ahead of the table by the readings on their way.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._seen: dict[int, Seen] = {}
        self._devices: Mapping[int, Device] = {}
        self._looked_ms = 0
        self._task: asyncio.Task[None] | None = None

    async def start(self, devices: Mapping[int, Device]) -> None:
        """Read what is known, note that nothing is linked any more, and begin to watch.

        Args:
            devices: all batteries by key, kept up to date by their owner.
        """
        self._devices = devices
        now = self._looked_ms = now_ms(self._core.clock)
        async with self._core.store.write() as tx:
            await ensure_states(tx)
            rows = await tx.connection.execute(select(DEVICE_STATE.c.device, *_COLUMNS))
            for row in rows:
                self._seen[row.device] = seen_of(row._mapping)
            changed = []
            for pk, seen in self._seen.items():
                if seen.linked_ms is not None:
                    self._seen[pk] = alone = unlinked(seen, now)
                    changed.append({"pk": pk, **alone.columns()})
            await _write(tx, changed)
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def of(self, pk: int) -> Seen:
        """Return what is known of a battery."""
        return self._seen.get(pk, NEVER_SEEN)

    def take(self, reading: Reading) -> Seen:
        """Return what is known once a reading has come; its `columns()` are to be written.

        Where `told` of `of(pk)` was another before, an event of `presence_event` is to be told.
        """
        pk = reading.device.pk
        seen = self._seen[pk] = after(self._seen.get(pk, NEVER_SEEN), reading)
        return seen

    async def told_interval(self, tx: Transaction, pk: int, ordered_s: float | None) -> None:
        """Note that a battery confirmed the interval of its reports, None = its own again."""
        seen = self._seen[pk] = told(self.of(pk), ordered_s)
        await _write(tx, [{"pk": pk, **seen.columns()}])

    def forget(self, pk: int) -> None:
        """A battery is gone."""
        self._seen.pop(pk, None)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.look()
            except Exception:  # noqa: BLE001 - the next round is tried all the same
                _log.warning("presence could not be stored; it is tried again", exc_info=True)

    async def look(self) -> int:
        """Tell who is not heard of any more and whose time ran out; return how many."""
        count = 0
        while (more := await self._look_once()) == AT_ONCE:
            count += more
        return count + more + await self._expired()

    async def _look_once(self) -> int:
        now = now_ms(self._core.clock)
        state = DEVICE_STATE.c
        due = select(state.device).where(state.tell_ms <= now).order_by(state.tell_ms)
        async with self._core.store.read() as connection:
            pks = (await connection.execute(due.limit(AT_ONCE))).scalars().all()
        if not pks:
            return 0
        async with self._core.store.write() as tx:
            rows = []
            for pk in pks:
                before = self.of(pk)
                seen = self._seen[pk] = passed(before, now)
                row = {"pk": pk, **seen.columns()}
                device = self._devices.get(pk)
                is_other = seen.told != before.told or seen.told != Presence.ONLINE
                if device is not None and is_other and _is_watched(device, now):
                    row["state_seq"] = tx.emit(presence_event(device, seen, now))
                rows.append(row)
            await _write(tx, [row for row in rows if "state_seq" in row])
            await _write(tx, [row for row in rows if "state_seq" not in row])
        return len(pks)

    async def _expired(self) -> int:
        """Tell whose time ran out since the last look."""
        now, since = now_ms(self._core.clock), self._looked_ms
        expires = DEVICES.c.expires_ms
        query = select(DEVICES.c.pk).where(
            expires > since, expires <= now, DEVICES.c.enabled_ms.is_not(None)
        )
        async with self._core.store.read() as connection:
            pks = (await connection.execute(query)).scalars().all()
        for start in range(0, len(pks), AT_ONCE):
            async with self._core.store.write() as tx:
                rows: list[dict[str, object]] = []
                for pk in pks[start : start + AT_ONCE]:
                    if (device := self._devices.get(pk)) is not None:
                        seq = tx.emit(presence_event(device, self.of(pk), now))
                        rows.append({"pk": pk, "state_seq": seq})
                await _write(tx, rows)
        self._looked_ms = now
        return len(pks)


def presence_of(
    enabled: bool, expires_ms: int | None, seen: Seen, now: int
) -> tuple[Presence, int | None]:
    """Return the state of a battery and since when, at a moment in milliseconds."""
    if not enabled:
        return Presence.NOT_ENABLED, None
    if expires_ms is not None and now >= expires_ms:
        return Presence.EXPIRED, expires_ms
    presence = seen.contact(now)
    return presence, seen.since(presence)


def presence_event(device: Device, seen: Seen, now: int) -> Event:
    """Return what those who listen are told of a battery's state."""
    presence, since = presence_of(device.enabled, device.expires_ms, seen, now)
    value = {"state": presence.value, "since": iso_ms(since), "seen": iso_ms(seen.seen_ms)}
    return Event(
        kind=Kind.PRESENCE,
        device=device.pk,
        number=device.number,
        account_path=device.account_path,
        value=value,
    )


def _is_watched(device: Device, now: int) -> bool:
    return device.enabled and not device.is_expired(now)


async def ensure_states(tx: Transaction) -> None:
    """Give a row of state to every battery that has none."""
    missing = (
        select(DEVICES.c.pk, literal(False))
        .join(DEVICE_STATE, DEVICE_STATE.c.device == DEVICES.c.pk, isouter=True)
        .where(DEVICE_STATE.c.device.is_(None))
    )
    columns = ["device", "parked"]
    query = insert(DEVICE_STATE).from_select(columns, missing, include_defaults=False)
    await tx.connection.execute(query)


async def _write(tx: Transaction, rows: Sequence[Mapping[str, object]]) -> None:
    """Update `device_state`; each row names the same columns, and its device as `pk`."""
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "pk"}
        query = update(DEVICE_STATE).where(DEVICE_STATE.c.device == bindparam("pk"))
        await tx.connection.execute(query.values(values), rows)
