"""The search of the list: typed, pasted, or a bar code by scanner, camera or photograph."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import MingtangError, UnsupportedError
from mingtang_desk.ui.fleet.scan_wedge import Wedge
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import plain

if TYPE_CHECKING:
    from mingtang_desk.ui.fleet.scan_camera import CameraView

_SETTLE_MS = 50
_MOST_CHARACTERS = 100_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_TEXT = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class SearchBar(QWidget):
    """The field and what reads bar codes.

    Signals: `changed(text)` a moment after the text changed; `sent(text)` with Enter;
    `scanned(code)`; `nothing_read` when there is no code in a picture.

    Args:
        theme: of the desk.
        say: shows what failed.
    """

    changed = Signal(str)
    sent = Signal(str)
    scanned = Signal(str)
    nothing_read = Signal()

    def __init__(self, theme: Theme, say: Callable[[MingtangError | None], None]) -> None:
        super().__init__()
        self._theme, self._say = theme, say
        self._wedge = Wedge()
        self.camera: CameraView | None = None
        self.dialog: QFileDialog | None = None
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(_MOST_CHARACTERS)
        self.field.textChanged.connect(self._edited)
        self.scan_button = plain(theme)
        self.scan_menu = QMenu(self)
        self._by_camera = self.scan_menu.addAction("")
        self._by_camera.triggered.connect(self.scan_by_camera)
        self._by_picture = self.scan_menu.addAction("")
        self._by_picture.triggered.connect(self.ask_picture)
        self.scan_button.setMenu(self.scan_menu)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.scan_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(row)
        self.listen(self.field)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.text()

    def write(self, text: str) -> None:
        """Put another text into the field, which is searched at once."""
        self.field.setText(text)
        self._settle.stop()
        self.changed.emit(text)

    def listen(self, widget: QObject) -> None:
        """Take what is typed or scanned while a widget has the keyboard."""
        widget.installEventFilter(self)

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed in the line of the panel."""
        self._say(error)

    def scan_by_camera(self) -> None:
        """Look through the camera until a code is seen."""
        try:
            self.camera_view().begin()
        except MingtangError as error:
            self._say(error)

    def camera_view(self) -> CameraView:
        """Return the view of the camera, made when it is first wanted."""
        if self.camera is None:
            from mingtang_desk.ui.fleet.scan_camera import CameraView

            self.camera = CameraView(self._theme)
            self.camera.found.connect(self.scanned)
            self.camera.failed.connect(self._camera_failed)
            self.camera.retranslate()
            self._column.addWidget(self.camera)
        return self.camera

    def ask_picture(self) -> None:
        """Ask for a photograph."""
        dialog = self.dialog = QFileDialog(self, self.tr("Read a bar code from a picture"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Pictures (*.png *.jpg *.jpeg *.bmp *.webp)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(lambda path: self.read_picture(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_picture(self, path: Path) -> None:
        """Read the code in a photograph."""
        spawn(self, self._read(path))

    def stop(self) -> None:
        """Let go of the camera."""
        self._settle.stop()
        if self.camera is not None:
            self.camera.stop()

    def retranslate(self) -> None:
        """Write all words."""
        self.field.setPlaceholderText(self.tr("Number, name, last digits"))
        self.field.setAccessibleName(self.tr("Find batteries"))
        self.field.setToolTip(
            self.tr(
                "Part of a number or name, the last digits, IMEI or SIM, or a pasted list of "
                "numbers. Enter opens the battery that was found. A bar code scanner can be used "
                "anywhere in this panel."
            )
        )
        self.scan_button.setText(self.tr("Scan"))
        self.scan_button.setToolTip(self.tr("Read the bar code of a battery"))
        self._by_camera.setText(self.tr("By the camera"))
        self._by_picture.setText(self.tr("From a picture…"))
        if self.camera is not None:
            self.camera.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys: those of a scanner, and in the list those that type something."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event, is_field=watched is self.field)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, *, is_field: bool) -> bool:
        if is_field and event.matches(QKeySequence.StandardKey.Paste):
            # Lines of a list would be run together by a field of one line.
            self.field.insert(", ".join(QGuiApplication.clipboard().text().split("\n")))
            return True
        at_ms = event.timestamp()
        if event.key() in _ENTER:
            code = self._wedge.enter(at_ms)
            if code:
                self.write(code)
                self.scanned.emit(code)
                return True
            if is_field:
                self._settled()
                self.sent.emit(self.text)
                return True
            return False
        if event.key() == Qt.Key.Key_Escape and self.text:
            self.write("")
            return True
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & _NO_TEXT:
            return False
        if not is_field and text.isspace():
            return False  # selects in a list
        self._wedge.key(text, at_ms)
        if is_field:
            return False
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        self.field.insert(text)
        return True

    def _camera_failed(self, why: str) -> None:
        self._say(UnsupportedError("camera_failed", detail=why.rstrip(".")))

    async def _read(self, path: Path) -> None:
        from mingtang_desk.ui.fleet.scan_codes import codes_of

        codes = await asyncio.to_thread(codes_of, path)
        if codes:
            self.write(codes[0])
            self.scanned.emit(codes[0])
        else:
            self.nothing_read.emit()

    def _edited(self) -> None:
        self._settle.start()

    def _settled(self) -> None:
        self._settle.stop()
        self.changed.emit(self.text)
