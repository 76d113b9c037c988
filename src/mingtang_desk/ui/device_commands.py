"""What the keyboard does to the selected device. None of it writes to the device.

It reads, lets go of the link, keeps files and comments; writes start in panels, behind a review.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Mode
from mingtang_desk.ui.tasks import spawn, stop_work

if TYPE_CHECKING:
    from mingtang_desk.core.errors import MingtangError
    from mingtang_desk.interfaces.storage import DeviceKey
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.golden.saving import SettingsSaver
    from mingtang_desk.ui.spec import PanelContext


@runtime_checkable
class KeepsEvents(Protocol):
    """The part of a history that keeps a comment."""

    async def store_event(
        self, device: DeviceKey, time: datetime, key: str, values: Mapping[str, object]
    ) -> None:
        """Keep an event."""
        ...


class DeviceCommands(QObject):
    """Commands of one window.

    Args:
        owner: shows what failed; its tasks end with it.
    """

    def __init__(self, context: PanelContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self._reading: set[str] = set()

    @cached_property
    def saver(self) -> SettingsSaver:
        """What saves settings as files; the drivers it knows load after the first paint."""
        from mingtang_desk.ui.golden.saving import SettingsSaver

        return SettingsSaver(self._context.prefs, self._owner, self._say)

    @property
    def session(self) -> DeviceSession | None:
        """The selected device."""
        return self._context.selection.current

    def read_all(self, session: DeviceSession | None, shown_by: QWidget) -> None:
        """Read everything of a device anew; what fails is said by `shown_by`."""
        if session is None or session.model.uri in self._reading:
            return
        uri = session.model.uri
        self._reading.add(uri)

        def ended() -> None:
            self._reading.discard(uri)

        spawn(shown_by, _read_all(session), done=ended, stoppable=True)

    def release_link(self) -> None:
        """Let go of the link of the device, or take it back."""
        session = self.session
        if session is None or session.model.mode is Mode.REPLAY:
            return
        if session.released:
            session.resume()
        else:
            spawn(self._owner, session.release())

    def save_settings(self) -> None:
        """Save the settings of the device as a file; they are read first where nobody did yet."""
        self.saver.save(self.session)

    def comment(self, text: str) -> None:
        """Keep a comment in the history, at the time of the sample on screen."""
        session, history = self.session, self._context.history
        if session is None or not text.strip() or not isinstance(history, KeepsEvents):
            return
        sample = session.model.sample
        at = session.model.clock.now() if sample is None else sample.time
        values = {"text": text.strip(), "who": self._context.hub.who}
        spawn(self._owner, history.store_event(session.key, at, "comment", values))

    @property
    def can_comment(self) -> bool:
        """True when there is a device to comment on, and a history to keep it."""
        return self.session is not None and isinstance(self._context.history, KeepsEvents)

    def stop(self) -> int:
        """Stop what connects or reads; return how much that was. A write goes on."""
        return stop_work(self._owner)

    def _say(self, error: MingtangError | None) -> None:
        show = getattr(self._owner, "show_error", None)
        if show is not None:
            show(error)


async def _read_all(session: DeviceSession) -> None:
    await session.read_sample()
    can = session.model.capabilities
    if Capability.SETTINGS_READ in can:
        await session.read_settings()
    if Capability.COUNTERS in can:
        await session.read_counters()
