"""A QR code as a widget: dark on light in every theme, or no telephone reads it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_SIDE, _QUIET = 200, 4
"""Pixels of the picture; modules of the white frame that readers want."""


def qr_image(text: str) -> QImage:
    """Return the modules of a QR code, one pixel each, without its frame."""
    import zxingcpp  # loads slowly

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    rows = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    height, width = rows.shape or (0, 0)
    data = rows.tobytes()
    return QImage(data, width, height, width, QImage.Format.Format_Grayscale8).copy()


class QrCode(QWidget):
    """Shows one; nothing while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show the code of a text, "" = none."""
        self.image = qr_image(text) if text else None
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in whole pixels, so that its edges are sharp."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)  # a code is read dark on white
        if self.image is None:
            return
        modules = self.image.width() + 2 * _QUIET
        scale = max(min(self.width(), self.height()) // modules, 1)
        side = self.image.width() * scale
        shown = self.image.scaled(side, side)
        painter.drawImage((self.width() - side) // 2, (self.height() - side) // 2, shown)
