"""The seams of storage: journal and sample store reach `session` through these, from `app`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from mingtang_desk.device.transaction import NO_RAW, FieldResult, RawBytes

if TYPE_CHECKING:
    from mingtang_desk.device.sample import CounterReading, PackSample
    from mingtang_desk.device.settings import SettingsReading, SettingValue

RESUME, LEFT = "resume", "left"
WRITES = ("settings", "undo", RESUME)
"""Kinds of entries that write settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKey:
    """Who is written about: protocol, the board's own id (None where it has none), and its address.

    Two boards of one id on different addresses stay two devices.

    Attributes:
        unique: the id is given to one board, not to a model; it says nothing about who it is.
    """

    protocol: str
    device_id: str | None
    uri: str
    name: str = ""
    unique: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One write transaction or control as the journal keeps it.

    Attributes:
        id: number in the journal, grows.
        kind: "settings", "undo", "resume" (the rest of a write that was broken off, with its old
            values), "left" (the decision to leave one as it is), "control" or "raw" (bytes as they
            were sent and heard).
        fields: per key, as far as known; state is None while the entry is open.
        closed: None = opened and never closed (the desk died in between): its end is unknown.
        undoes: the entry that is undone, resumed or left.
        raw: the bytes behind it, empty where none were kept.
    """

    id: int
    device: DeviceKey
    kind: str
    who: str
    opened: datetime
    closed: datetime | None
    sent: Mapping[str, SettingValue]
    old: Mapping[str, SettingValue]
    fields: Mapping[str, FieldResult]
    side_effects: tuple[str, ...] = ()
    undoes: int | None = None
    raw: RawBytes = NO_RAW


class Journal(Protocol):
    """Keeps what was written to devices. Every call returns only when it is durable on disk."""

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
        """Open an entry before the first byte leaves; return its number.

        Raises:
            StorageError: it could not be made durable; the caller must not send.
        """
        ...

    async def finish(
        self,
        entry: int,
        fields: Mapping[str, FieldResult],
        side_effects: tuple[str, ...],
        raw: RawBytes = NO_RAW,
    ) -> None:
        """Close an entry with how each field ended."""
        ...

    async def settle(
        self, entry: int, fields: Mapping[str, FieldResult], raw: RawBytes = NO_RAW
    ) -> None:
        """Say how those fields of an entry ended of which that was unknown so far; close it.

        It gets the side effect `INTERRUPTED`.
        """
        ...

    async def unsettled(self, device: DeviceKey) -> JournalEntry | None:
        """Return the newest write of this device if it was broken off, else None.

        The entry that decided to leave one as it is (`LEFT`) is returned for it.
        """
        ...

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        """Return the newest settings entry of this device not undone and no undo, or None."""
        ...


@runtime_checkable
class ListsEntries(Protocol):
    """The part of a history that tells what was written."""

    async def journal_entries(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[JournalEntry]:
        """Return entries of one device or of all, newest first."""
        ...


class SampleStore(Protocol):
    """Keeps what was seen. No call of it may ever delay a poll."""

    async def store_sample(self, device: DeviceKey, sample: PackSample) -> None:
        """Keep one sample; returns when it is stored (committed)."""
        ...

    def put_sample(self, device: DeviceKey, sample: PackSample) -> None:
        """Keep one sample soon; returns at once."""
        ...

    async def store_settings(self, device: DeviceKey, reading: SettingsReading) -> None:
        """Keep a snapshot of settings."""
        ...

    async def store_counters(
        self, device: DeviceKey, counters: CounterReading, reason: str
    ) -> None:
        """Keep counters; `reason` says why they were read ("before_save", "read")."""
        ...

    async def store_event(
        self, device: DeviceKey, time: datetime, key: str, values: Mapping[str, object]
    ) -> None:
        """Keep an event: connected, lost, protection on or off, settings read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDocument:
    """What a person made about a pack, or about none: a record that is read again years later.

    Attributes:
        id: number in this history.
        kind: "calibration", "bench_check", "job" and the like; says what `body` holds.
        made, changed: aware UTC times; equal until it is changed.
        who: who changed it last.
        title: one line for lists.
        body: JSON; its maker knows the members.
    """

    id: int
    device: DeviceKey | None
    kind: str
    made: datetime
    changed: datetime
    who: str
    title: str
    body: Mapping[str, object]


class Documents(Protocol):
    """Keeps documents. Changes return only when they are durable on disk."""

    async def add_document(
        self,
        device: DeviceKey | None,
        *,
        kind: str,
        who: str,
        title: str,
        body: Mapping[str, object],
    ) -> int:
        """Keep a new document; return its number.

        Raises:
            StorageError: it could not be kept.
        """
        ...

    async def change_document(
        self, number: int, *, who: str, title: str, body: Mapping[str, object]
    ) -> None:
        """Keep a document as it is now.

        Raises:
            StorageError: there is none of this number, or it could not be kept.
        """
        ...

    async def documents(
        self, device: DeviceKey | None = None, *, kind: str | None = None, limit: int | None = None
    ) -> list[DeskDocument]:
        """Return documents of one device or of all, the last changed first."""
        ...
