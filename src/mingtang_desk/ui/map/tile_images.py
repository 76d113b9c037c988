"""Pictures of tiles for the painter: decoded once, darkened for dark windows, some kept."""

from collections import OrderedDict
from typing import Any

from PySide6.QtGui import QImage, QPixmap, qRgba

from mingtang_desk.ui.map.map_file import TileFile

_KEPT = 256
# As the filter of the page: invert(1) hue-rotate(180deg) contrast(0.82) brightness(0.9).
_CONTRAST, _BRIGHTNESS = 0.82, 0.9


class TileImages:
    """The tiles of one file."""

    def __init__(self) -> None:
        self._file: TileFile | None = None
        self._dark = False
        self._kept: OrderedDict[tuple[int, int, int], QPixmap | None] = OrderedDict()

    def use(self, file: TileFile | None, *, dark: bool) -> None:
        """Take another file, or other colours."""
        if file is not self._file or dark != self._dark:
            self._file, self._dark = file, dark
            self._kept.clear()

    def tile(self, zoom: int, x: int, y: int) -> QPixmap | None:
        """Return a tile, `y` counted from the north; None where the file has none."""
        key = (zoom, x, y)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = self._kept[key] = self._load(zoom, x, y)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def _load(self, zoom: int, x: int, y: int) -> QPixmap | None:
        data = None if self._file is None else self._file.tile(zoom, x, y)
        image = QImage()
        if data is None or not image.loadFromData(data):
            return None
        return QPixmap.fromImage(night(image) if self._dark else image)


def night(image: QImage) -> QImage:
    """Return a picture with light and dark changed over and its hues kept, as the page's filter."""
    if image.format() == QImage.Format.Format_Indexed8:
        table = [_night_colour(entry) for entry in image.colorTable()]
        image.setColorTable(table)
        return image
    import numpy as np

    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(plain.bits(), np.uint8).reshape(plain.height(), -1, 4)
    rgb = pixels[..., :3].astype(np.float32)
    turned = rgb.max(-1, keepdims=True) + rgb.min(-1, keepdims=True)
    dark = np.dstack([_flatten(255.0 - turned + rgb), pixels[..., 3:]]).clip(0, 255).round()
    flat = np.ascontiguousarray(dark.astype(np.uint8))
    made = QImage(flat.tobytes(), plain.width(), plain.height(), 4 * plain.width(), plain.format())
    return made.copy()


def _night_colour(entry: int) -> int:
    parts = [(entry >> shift) & 255 for shift in (16, 8, 0)]
    turned = 255 - max(parts) - min(parts)
    red, green, blue = (max(0, min(255, round(_flatten(part + turned)))) for part in parts)
    return qRgba(red, green, blue, entry >> 24)


def _flatten[T: (float, Any)](value: T) -> T:
    return ((value - 127.5) * _CONTRAST + 127.5) * _BRIGHTNESS
