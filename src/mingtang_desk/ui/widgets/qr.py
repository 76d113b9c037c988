"""A QR code for the camera of a phone: whole pixels, dark on white in every theme."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

SIDE = 240
_QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 asks."""


class QrPicture(QWidget):
    """`show_text` draws a text as a QR code, "" = nothing.

    `side`: of the square, pixels.
    """

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        self._text, self._rows = "", tuple[bytes, ...]()
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def show_text(self, text: str) -> None:
        """Draw another text."""
        if text != self._text:
            self._text, self._rows = text, modules_of(text) if text else ()
            self.update()

    def sizeHint(self) -> QSize:
        """Never smaller: a phone has to read it over a desk."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw white paper and dark modules; themes do not reach in here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if not self._rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        # On a screen of odd scaling modules are whole pixels of the screen, not of the desk.
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        side, count = round(self.width() * ratio), len(self._rows)
        module = max(side // (count + 2 * _QUIET), 1)
        left = (side - module * count) // 2
        for y, row in enumerate(self._rows):
            for x, value in enumerate(row):
                if value == 0:
                    painter.fillRect(
                        left + x * module, left + y * module, module, module, Qt.GlobalColor.black
                    )


def modules_of(text: str) -> tuple[bytes, ...]:
    """Return the rows of a QR code without its quiet zone; 0 is dark."""
    import zxingcpp  # loads slowly, and a window is painted before it is needed

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    data = image.tobytes()
    wide = math.isqrt(len(data))  # it is square
    return tuple(data[at : at + wide] for at in range(0, len(data), wide))
