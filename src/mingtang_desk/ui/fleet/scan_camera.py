"""Reading a bar code by the camera: what it sees, and the code as soon as there is one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mingtang_desk.core.errors import UnsupportedError
from mingtang_desk.ui.fleet.scan_codes import codes_in
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoSink

_LOOK_MS = 150
_HIGH_PX = 200


class CameraView(QWidget):
    """What the camera sees; `stop` lets go of the camera.

    Signals: `found(code)` once; `failed(why)` when the camera gives up.

    Attributes:
        is_on: it looks for a code.
    """

    found = Signal(str)
    failed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._camera: QCamera | None = None
        self._capture: QMediaCaptureSession | None = None
        self._sink: QVideoSink | None = None
        self.is_on = False
        self._is_reading = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._picture = _Picture()
        self._words = label("muted", wrap=True)
        self.end_button = plain(theme)
        self.end_button.clicked.connect(self.stop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._words, 1)
        foot.addWidget(self.end_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._picture)
        outer.addLayout(foot)
        self.hide()

    def begin(self) -> None:
        """Look through the camera of this machine.

        Raises:
            UnsupportedError: there is none, or what plays pictures is not installed.
        """
        try:
            from PySide6.QtMultimedia import (
                QCamera,
                QMediaCaptureSession,
                QMediaDevices,
                QVideoSink,
            )
        except ImportError as error:
            raise UnsupportedError("camera_missing_library", detail=str(error)) from error
        device = QMediaDevices.defaultVideoInput()
        if device.isNull():
            raise UnsupportedError("camera_none")
        self._camera = QCamera(device, self)
        self._camera.errorOccurred.connect(lambda _, why: self._give_up(why))
        self._capture = QMediaCaptureSession(self)
        self._capture.setCamera(self._camera)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(lambda frame: self.look_at(frame.toImage()))
        self._capture.setVideoSink(self._sink)
        self._camera.start()
        self.watch()

    def watch(self) -> None:
        """Look for a code in the pictures that come in from now on."""
        self.is_on = True
        self._timer.start()
        self.show()

    def look_at(self, image: QImage) -> None:
        """Take what is seen now."""
        if self.is_on and not image.isNull():
            self._image = image
            self._picture.show_image(image)

    def stop(self) -> None:
        """Let go of the camera; a second call is harmless."""
        if not self.is_on:
            return
        self.is_on = False
        self._timer.stop()
        if self._camera is not None:
            self._camera.stop()
        for part in (self._camera, self._capture, self._sink):
            if part is not None:
                part.deleteLater()
        self._camera = self._capture = self._sink = None
        self._image = QImage()
        self._picture.show_image(self._image)
        self.hide()

    def retranslate(self) -> None:
        """Write all words."""
        self._words.setText(self.tr("Hold the bar code of a battery in front of the camera."))
        self.end_button.setText(self.tr("Stop"))
        self._picture.setAccessibleName(self.tr("What the camera sees"))

    def _give_up(self, why: str) -> None:
        self.stop()
        self.failed.emit(why)

    def _look(self) -> None:
        if not self._is_reading and not self._image.isNull():
            self._is_reading = True
            spawn(self, self._read(self._image), done=self._looked)

    async def _read(self, image: QImage) -> None:
        codes = await asyncio.to_thread(codes_in, image)
        if codes and self.is_on:
            self.stop()
            self.found.emit(codes[0])

    def _looked(self) -> None:
        self._is_reading = False


class _Picture(QWidget):
    """The last frame, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_image(self, image: QImage) -> None:
        """Show another one."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        """A low strip."""
        return QSize(240, _HIGH_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the middle."""
        painter = QPainter(self)
        if self._image.isNull():
            return
        keep = Qt.AspectRatioMode.KeepAspectRatio
        size = self._image.size().scaled(self.size(), keep)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)
