"""The line under the frames that records them to a file: its name, size and time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mingtang_desk.core.errors import StorageError, UnsupportedError
from mingtang_desk.device.model import Mode
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.remote_words import is_remote
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Dot, icon_button, label, plain
from mingtang_desk.ui.widgets.elided import ElidedText

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

NARROW_PX = 460
_KILO = 1024


class RecordingLine(QWidget):
    """Starts and ends the recording of one device; `failed` carries what went wrong."""

    failed = Signal(object)
    file_wanted = Signal()

    def __init__(self, hub: DeviceHub, theme: Theme) -> None:
        super().__init__()
        self._hub = hub
        self._session: DeviceSession | None = None
        self._since: dict[str, float] = {}
        self._last: Path | None = None
        self._narrow = False
        self.button = plain(theme)
        self.button.clicked.connect(self.toggle)
        self.dot = Dot(theme, "bad")
        self.text = ElidedText(theme)
        self.folder = icon_button(theme, "external-link")
        self.folder.clicked.connect(self.open_folder)
        self.open_file = icon_button(theme, "folder-open")
        self.open_file.clicked.connect(self.file_wanted)
        self.amount = label("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.dot)
        row.addWidget(self.text, 1)
        row.addWidget(self.amount)
        row.addWidget(self.folder)
        row.addWidget(self.open_file)

    def fit(self, width: int) -> None:
        """Leave out size and time where there is no room for them."""
        self._narrow = width < NARROW_PX
        self.show_state()

    def show_session(self, session: DeviceSession | None) -> None:
        """Record another device from now on; a recording that runs goes on."""
        self._session = session
        self.show_state()

    def toggle(self) -> None:
        """Start, or stop."""
        session = self._session
        if session is None:
            return
        try:
            if self._hub.capture_path(session) is None:
                self._last = self._hub.start_capture(session)
            else:
                self._hub.stop_capture(session)
        except (StorageError, UnsupportedError) as error:
            self.failed.emit(error)
        self.show_state()

    def open_folder(self) -> None:
        """Show the folder of the recording in the file manager."""
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last.parent)))

    def show_state(self) -> None:
        """Say what is recorded; call it now and then, the file grows."""
        session = self._session
        path = None if session is None else self._hub.capture_path(session)
        running = path is not None
        self.button.setText(self.tr("Stop") if running else self.tr("Record"))
        there = session is None or not is_remote(session.uri)
        self.button.setToolTip(
            self.tr("Write every byte that crosses this link to a file, from now on")
            if there
            else error_words(UnsupportedError("cloud_no_bytes")).message
        )
        live = session is not None and session.model.mode is not Mode.REPLAY
        self.button.setEnabled(live and there)
        self.dot.setVisible(running)
        if session is not None and path is not None:
            now = session.model.clock.monotonic()
            seconds = int(now - self._since.setdefault(str(path), now))
            self._last = path
            self.text.set_text(path.name, "text")
            self.text.setToolTip(str(path))
            self.amount.setText(f"{_size(path)} · {seconds // 60}:{seconds % 60:02}")
        else:
            saved = "" if self._last is None else self.tr("Saved: {file}")
            self.text.set_text(saved.format(file=self._last and self._last.name), "muted")
            self.amount.setText("")
        self.amount.setVisible(running and not self._narrow)
        self.folder.setVisible(self._last is not None)
        self.folder.name(self.tr("Open the folder of the recordings"))
        self.open_file.name(self.tr("Show the frames of a captured file…"))


def _size(path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return "?"
    return f"{size} B" if size < _KILO else f"{size / _KILO:.1f} kB"
