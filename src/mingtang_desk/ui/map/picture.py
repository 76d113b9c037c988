"""Pictures of tiles: of the kinds that are shown, and no larger than a tile can be."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from mingtang_desk.ui.map.map_file import kind_of

MOST_PX = 2048
"""Of a side. Some kilobytes can say of themselves that they are gigabytes of pixels."""


def picture_of(data: bytes | None) -> QImage | None:
    """Return the picture of a tile; None where it is none, damaged, or too large to be one."""
    if data is None or not is_tile(data):
        return None
    image = QImage()
    return image if image.loadFromData(data) else None


def is_tile(data: bytes) -> bool:
    """Return whether bytes begin as the picture of a tile; only their head is read."""
    if not kind_of(data):
        return False
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    size = QImageReader(buffer).size()
    return 0 < size.width() <= MOST_PX and 0 < size.height() <= MOST_PX
