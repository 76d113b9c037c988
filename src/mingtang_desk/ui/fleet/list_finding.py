"""What a search that was sent, or a code that was scanned, leads to in the list."""

from PySide6.QtCore import QObject, Qt, Signal

from mingtang_desk.ui.fleet.list_contents import ListContents
from mingtang_desk.ui.fleet.list_view import FleetTableView
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.tasks import spawn


class ListFinding(QObject):
    """Goes to what is found.

    Signals: `found(number)`; `scanned(number)`, which may have to be brought into the list first;
    `unknown(code)`.

    Args:
        panel: owner of what is asked of the server.
        contents: what is listed.
        view: shows it.
    """

    found = Signal(str)
    scanned = Signal(str)
    unknown = Signal(str)

    def __init__(self, panel: Panel, contents: ListContents, view: FleetTableView) -> None:
        super().__init__(panel)
        self._panel, self._contents, self._view = panel, contents, view

    def send(self, text: str) -> None:
        """Find the battery that was searched; where there are several, go to them."""
        spawn(self._panel, self._find(text))

    def scan(self, code: str) -> None:
        """Find the battery with a code on it."""
        spawn(self._panel, self._look_up(code))

    async def _find(self, text: str) -> None:
        number = await self._contents.one_found(text)
        if number:
            self._view.go_to(number)
            self.found.emit(number)
        elif self._view.rows.numbers:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._view.current():
                self._view.go_to(self._view.rows.numbers[0])

    async def _look_up(self, code: str) -> None:
        number = await self._contents.one_scanned(code)
        if number:
            self.scanned.emit(number)
        else:
            self.unknown.emit(code)
