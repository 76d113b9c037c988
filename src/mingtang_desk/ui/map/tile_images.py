"""Pictures of tiles for the painter: decoded once, darkened for dark windows, some kept."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QImage, QPixmap, qRgba

from mingtang_desk.ui.map.picture import picture_of
from mingtang_desk.ui.map.sources import Tiles
from mingtang_desk.ui.map.tile_net import TileNet

_KEPT = 256
# As the filter of the page: invert(1) hue-rotate(180deg) contrast(0.82) brightness(0.9).
_CONTRAST, _BRIGHTNESS = 0.82, 0.9


type Key = tuple[int, int, int, int]


class TileImages:
    """The tiles of one source.

    Args:
        net: fetches tiles of a server.
        come: called when one of them is there.

    Attributes:
        fetching: tiles of a server are asked for; until then they are missing.
    """

    def __init__(self, net: TileNet, come: Callable[[], object]) -> None:
        self._net, self._come = net, come
        self._tiles = Tiles(key="")
        self._dark = False
        self._kept: OrderedDict[Key, QPixmap | None] = OrderedDict()
        self._wanted: set[Key] = set()
        self.fetching = False

    def use(self, tiles: Tiles, *, dark: bool) -> None:
        """Take another source, or other colours."""
        if tiles is not self._tiles or dark != self._dark:
            self._tiles, self._dark = tiles, dark
            self._kept.clear()
            self._wanted.clear()

    def forget_missing(self) -> None:
        """Ask again for what was not there."""
        for key in [key for key, picture in self._kept.items() if picture is None]:
            del self._kept[key]

    def tile(self, zoom: int, x: int, y: int, layer: int = 0) -> QPixmap | None:
        """Return a tile, `y` counted from the north; None where there is none, or not yet."""
        key = (layer, zoom, x, y)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._tiles.file is not None:
            return self._keep(key, self._tiles.file.tile(zoom, x, y))
        if self.fetching and key not in self._wanted:
            self._wanted.add(key)
            self._net.get(*key, partial(self._fetched, self._tiles, key))
        return None

    def _fetched(self, tiles: Tiles, key: Key, data: bytes | None) -> None:
        if tiles is self._tiles:
            self._wanted.discard(key)
            self._keep(key, data)
            self._come()

    def _keep(self, key: Key, data: bytes | None) -> QPixmap | None:
        found = self._kept[key] = self._picture(data)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def _picture(self, data: bytes | None) -> QPixmap | None:
        image = picture_of(data)
        if image is None:
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
