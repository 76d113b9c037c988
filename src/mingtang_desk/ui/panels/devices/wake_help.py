"""The help of the panel with boards that do not answer: for an open device, or an address."""

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.asleep import Diagnosis, Evidence, judge
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.silence import FOUND_AWAKE, evidence_of, may_sleep, way_of
from mingtang_desk.session.wake_rows import wake_row
from mingtang_desk.ui.link_words import short_where
from mingtang_desk.ui.panels.devices.wake_line import WakeLine
from mingtang_desk.ui.panels.devices.wake_view import WakeView
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn

_AWAKE = judge(Evidence(opened=True, asked=1, answered=(1,)))


class WakeHelp(QObject):
    """Line and view, and what happens between them.

    Args:
        shown: called after the view came or went.

    Attributes:
        session: the device the view is about, None for an address that is not open.
    """

    def __init__(self, context: PanelContext, owner: Any, *, shown: Callable[[], None]) -> None:
        super().__init__(owner)
        self._context, self._owner, self._shown = context, owner, shown
        self.line, self.view = WakeLine(context.theme), WakeView(context.theme)
        self.session: DeviceSession | None = None
        self._uri = ""
        self._failed: Diagnosis | None = None
        self._task: asyncio.Task[Any] | None = None
        self.line.wanted.connect(self.open)
        self.view.wanted.connect(self._go)
        self.view.stopped.connect(self._stop)
        self.view.left.connect(self.close)

    def failed(self, uri: str, error: MingtangError | None) -> None:
        """Take an address that could not be opened, where its error may mean sleep."""
        seen = None
        if error is not None and uri:
            seen = evidence_of(error, way_of(uri.partition(":")[0]))
        self._uri = uri
        found = None if seen is None else judge(seen)
        self._failed = found if found is not None and may_sleep(found) else None

    def look(self, *, listed: bool) -> None:
        """Show the line where it helps: for the selected device, or the address that failed."""
        diagnosis = self._failed if not listed else self._of(self._context.selection.current)
        self.line.say(diagnosis)
        self.line.setVisible(diagnosis is not None and self.view.isHidden())
        if self.view.isHidden() or self.view.running or self.session is None:
            return
        if self.session not in self._context.hub.sessions:
            self.close()
        else:
            self._show(self.session)

    def open(self) -> None:
        """Show the help for the selected device, or for the address that failed."""
        current = self._context.selection.current
        failed = self._failed
        if failed is not None and self.line.diagnosis is failed:
            self.session = None
            address = parse_uri(self._uri)
            driver = None if address.protocol.startswith("aiobmsble:") else _driver(self._uri)
            self.view.show_board(short_where(address), wake_row(address.protocol, driver), failed)
        elif current is not None and self._of(current) is not None:
            self.session = current
            self._show(current)
        else:
            return
        self.view.show()
        self._shown()

    def close(self) -> None:
        """Go back to the list."""
        self._stop()
        self.session = None
        self.view.hide()
        self._shown()

    def _of(self, session: DeviceSession | None) -> Diagnosis | None:
        return None if session is None else session.model.diagnosis

    def _show(self, session: DeviceSession) -> None:
        model = session.model
        diagnosis = model.diagnosis or self.view.diagnosis
        if model.phase is LinkPhase.LIVE and diagnosis.verdict not in FOUND_AWAKE:
            diagnosis = _AWAKE
        self.view.show_board(model.name, session.waker.row, diagnosis)

    def _go(self) -> None:
        if not self.view.running:
            self.view.begin()
            task = spawn(self._owner, self._try(), done=lambda: self._ended(task), stoppable=True)
            self._task = task

    async def _try(self) -> None:
        hub, opened = self._context.hub, None
        session = self.session
        if session is None:
            session = opened = await hub.open(self._uri, keep=True)
        try:
            diagnosis = await session.wake(self.view.take)
        except BaseException:
            if opened is not None:
                await hub.close(opened)
            raise
        self.view.end(diagnosis)
        if opened is None:
            return
        if diagnosis.verdict in FOUND_AWAKE:
            self.session, self._failed = opened, None
            self._context.selection.select(opened)
            self._context.prefs.remember(self._uri, opened.model.name)
        else:
            self._failed = diagnosis
            await hub.close(opened)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if self._task is task:  # and not one that was begun since the view told the end
            self._task = None
            if self.view.running:
                self.view.end()
        self._shown()

    def _stop(self) -> None:
        task = self._task
        if task is not None:
            task.cancel()
            self._ended(task)


def _driver(uri: str) -> Any:
    """Return the driver an address names, None where it is to be found out or cannot be."""
    address = parse_uri(uri)
    try:
        return find_driver(address.protocol, address.options.get("profile", ""))
    except MingtangError:
        return None
