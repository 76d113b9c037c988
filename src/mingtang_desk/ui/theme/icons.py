"""Outline icons (Lucide, licence beside them) drawn in any colour."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from mingtang_desk.core.assets import resource_path


def draw_icon(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """Return `resources/icons/<name>.svg` at `size` logical pixels.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    # QtSvg takes a moment to load; a window without icons has no need of it.
    from PySide6.QtSvg import QSvgRenderer

    svg = resource_path(f"icons/{name}.svg").read_bytes()
    svg = svg.replace(b"currentColor", colour.name().encode())
    pixels = round(size * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
