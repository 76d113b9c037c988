"""What can be compared: open devices, the last snapshot, golden sets, published sets, files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.errors import DeviceError, InputFileError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.presets import Proposal
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.device.settings_file import SettingsDocument, parse
from mingtang_desk.history.records import SnapshotRecord
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.protocols.jbd import fig
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.golden_files import GoldenShelf, load_text
from mingtang_desk.session.presets import proposal, set_presets
from mingtang_desk.ui.spec import PanelContext

_NOW = QT_TRANSLATE_NOOP("Golden", "{name}, on the device")
_SNAPSHOT = QT_TRANSLATE_NOOP("Golden", "Last snapshot in the history")
_PRESET = QT_TRANSLATE_NOOP("Golden", "Preset: {name}")


@runtime_checkable
class KnowsSnapshots(Protocol):
    """The part of a history that keeps settings as they once were."""

    async def snapshots(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[SnapshotRecord]:
        """Return snapshots, newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to compare.

    Attributes:
        key: stable name.
        label: what it is called on screen.
        load: reads it.
    """

    key: str
    label: str
    load: Callable[[], Awaitable[SettingsDocument]]


def sources(context: PanelContext, shelf: GoldenShelf | None) -> Iterator[Source]:
    """Yield everything that can be compared now, the selected device first."""
    current = context.selection.current
    sessions = sorted(context.hub.sessions, key=lambda session: session is not current)
    for session in sessions:
        if Capability.SETTINGS_READ in session.model.capabilities:
            name = _tr(_NOW).format(name=session.model.name)
            yield Source(key=session.model.uri, label=name, load=_of_session(session))
    if isinstance(context.history, KnowsSnapshots) and current is not None:
        yield Source(
            key="snapshot", label=_tr(_SNAPSHOT), load=_of_snapshot(context.history, current)
        )
    for document in () if shelf is None else shelf.documents():
        yield of_document(document, f"golden:{document.path}")
    for preset in set_presets().values():
        label = _tr(_PRESET).format(name=preset.label)
        yield Source(key=f"preset:{preset.key}", label=label, load=_of_preset(preset.key))


def of_document(document: SettingsDocument, key: str) -> Source:
    """Return a source of a document that is there already."""

    async def load() -> SettingsDocument:
        return document

    return Source(key=key, label=document.name, load=load)


def open_file(path: Path) -> tuple[SettingsDocument, tuple[str, ...]]:
    """Read a settings file, ours or one of a JBD PC tool; return it and what was left out of it.

    Raises:
        InputFileError: it is missing, cut off, or of another kind.
    """
    text = load_text(path)
    try:
        return parse(text, path), ()
    except InputFileError:
        if not fig.looks_like(text):
            raise
    found = fig.parse(text)
    if not found.settings:
        raise InputFileError("fig_invalid", path=path, detail="; ".join(found.refused) or "–")
    left = (*(f"{name} {value}".strip() for name, value in found.unknown.items()), *found.refused)
    document = SettingsDocument(path=path, protocol="jbd", settings=dict(found.settings))
    return document, left


def document_of(reading: SettingsReading, name: str) -> SettingsDocument:
    """Return a reading as a document."""
    return SettingsDocument(
        path=PurePath(name),
        protocol=reading.protocol,
        device_id=reading.device_id,
        settings=dict(reading.values),
    )


def proposed(made: Proposal) -> SettingsDocument:
    """Return a proposal as a document."""
    return SettingsDocument(path=PurePath(made.label), settings=dict(made.settings), proposal=True)


def _of_session(session: DeviceSession) -> Callable[[], Awaitable[SettingsDocument]]:
    async def load() -> SettingsDocument:
        reading = session.model.settings or await session.read_settings()
        return document_of(reading, session.model.name)

    return load


def _of_snapshot(
    history: KnowsSnapshots, session: DeviceSession
) -> Callable[[], Awaitable[SettingsDocument]]:
    async def load() -> SettingsDocument:
        found = await history.snapshots(session.key, limit=20)
        now = session.model.settings
        older = [row for row in found if now is None or row.reading.time < now.time]
        if not older:
            raise DeviceError("snapshot_missing", device=session.model.name)
        reading = older[0].reading
        at = reading.time.astimezone()
        return document_of(reading, f"{session.model.name}, {at:%Y-%m-%d %H:%M}")

    return load


def _of_preset(key: str) -> Callable[[], Awaitable[SettingsDocument]]:
    async def load() -> SettingsDocument:
        return proposed(proposal(key))

    return load


def _tr(text: str) -> str:
    return QCoreApplication.translate("Golden", text)
