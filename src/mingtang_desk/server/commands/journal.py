"""The journal of the desk's write transaction, kept in the log of a command."""

from collections.abc import Mapping

from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import NO_RAW, FieldResult, RawBytes
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry
from mingtang_desk.server.commands.flight import Flight

OPENED, CLOSED = "write_opened", "write_closed"


class CommandJournal:
    """Implements `interfaces.storage.Journal` for one flight; every call is durable."""

    def __init__(self, flight: Flight) -> None:
        self._flight = flight
        self._entries = 0

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
        """Keep what will be written. From here on the device counts as touched."""
        flight = self._flight
        self._entries += 1
        flight.note(
            OPENED,
            entry=self._entries,
            kind=kind,
            protocol=device.protocol,
            device_id=device.device_id,
            old=dict(old),
            sent=dict(sent),
            raw_before={name: data.hex() for name, data in raw.before.items()},
        )
        await flight.keep()
        flight.touched = True
        return self._entries

    async def finish(
        self,
        entry: int,
        fields: Mapping[str, FieldResult],
        side_effects: tuple[str, ...],
        raw: RawBytes = NO_RAW,
    ) -> None:
        """Keep how each field ended."""
        self._flight.sent = frozenset(raw.sent)
        self._flight.note(
            CLOSED,
            entry=entry,
            fields={
                key: {"old": f.old, "sent": f.sent, "read": f.read, "state": f.state.value}
                for key, f in fields.items()
            },
            side_effects=list(side_effects),
            raw_sent=[data.hex() for data in raw.sent],
            raw_after={name: data.hex() for name, data in raw.after.items()},
        )
        await self._flight.keep()

    async def settle(
        self, entry: int, fields: Mapping[str, FieldResult], raw: RawBytes = NO_RAW
    ) -> None:
        """Keep how fields ended of which that was unknown."""
        await self.finish(entry, fields, ("interrupted",), raw)

    async def unsettled(self, device: DeviceKey) -> JournalEntry | None:
        """Return None: a command that was broken off is looked into by itself."""
        return None

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        """Return None: an undo is a command of its own, with the old values of the log."""
        return None
