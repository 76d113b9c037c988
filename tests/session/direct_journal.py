"""The journal of the history itself, without its thread: the same tables, the same lookups."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import create_engine

from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import NO_RAW, FieldResult, RawBytes
from mingtang_desk.history import journal_lookup, journal_table
from mingtang_desk.history.devices import DeviceIndex
from mingtang_desk.history.records import microseconds
from mingtang_desk.history.schema import METADATA
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry

NOW_US = microseconds(datetime(2026, 11, 22, tzinfo=UTC))


class DirectJournal:
    """Survives what happens to the desk, as a file does; `broken_end` loses the end of a write."""

    def __init__(self) -> None:
        self._connection = create_engine("sqlite://").connect()
        METADATA.create_all(self._connection)
        self._devices = DeviceIndex()
        self.dies = False

    def close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()

    async def begin(
        self,
        device: DeviceKey,
        *,
        kind: str,
        who: str,
        old: Mapping[str, SettingValue],
        sent: Mapping[str, SettingValue],
        undoes: int | None = None,
        raw: RawBytes = NO_RAW,
    ) -> int:
        await asyncio.sleep(0)
        number = self._devices.ensure(self._connection, device, NOW_US)
        return journal_table.begin_entry(
            self._connection,
            number,
            kind=kind,
            who=who,
            opened_us=NOW_US,
            old=old,
            sent=sent,
            undoes=undoes,
            raw=raw,
        )

    async def finish(
        self,
        entry: int,
        fields: Mapping[str, FieldResult],
        side_effects: tuple[str, ...],
        raw: RawBytes = NO_RAW,
    ) -> None:
        await asyncio.sleep(0)
        if not self.dies:
            journal_table.finish_entry(
                self._connection,
                entry,
                closed_us=NOW_US,
                fields=fields,
                side_effects=side_effects,
                raw=raw,
            )

    async def settle(
        self, entry: int, fields: Mapping[str, FieldResult], raw: RawBytes = NO_RAW
    ) -> None:
        await asyncio.sleep(0)
        journal_table.settle_entry(
            self._connection, entry, closed_us=NOW_US, fields=fields, raw=raw
        )

    async def unsettled(self, device: DeviceKey) -> JournalEntry | None:
        await asyncio.sleep(0)
        return journal_lookup.unsettled(self._connection, device)

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        await asyncio.sleep(0)
        return journal_lookup.undoable(self._connection, device)

    @property
    def entries(self) -> list[JournalEntry]:
        """Oldest first."""
        return journal_table.all_entries(self._connection)
