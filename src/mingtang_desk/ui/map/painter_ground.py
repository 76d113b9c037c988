"""The ground of the painted map: grid, tiles, scale, attribution."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from mingtang_desk.ui.map.mercator import (
    TILE,
    Place,
    grid_step,
    metres_per_pixel,
    nice_length,
    place_at,
)
from mingtang_desk.ui.map.painting import draw_attribution, draw_scale, grid_label
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.sources import Tiles
from mingtang_desk.ui.map.tile_images import TileImages
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_LABEL_PX, _TOP_PX, _SCALE_PX = 76.0, 32.0, 28.0
"""Room of a label, of the row at the top and of the scale: none is cut or written over another."""


def paint_grid(painter: QPainter, theme: Theme, seen: Projection) -> None:
    """Draw lines of longitude and latitude, with their degrees at the edges."""
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setFont(font(Size.DRAWING))
    across, down, _ = _grid(seen)
    for _, x in across:
        painter.drawLine(QPointF(x, 0), QPointF(x, seen.height))
    for _, y in down:
        painter.drawLine(QPointF(0, y), QPointF(seen.width, y))
    painter.setPen(QPen(theme.color("muted"), 1))
    for at, text in grid_words(seen):
        painter.drawText(at, text)


def grid_words(seen: Projection) -> list[tuple[QPointF, str]]:
    """Return the degrees at the edges and where they begin, px; none is cut or meets another."""
    across, down, step = _grid(seen)
    return [
        *(
            (QPointF(x + 4, 12), grid_label(lon, step, "EW"))
            for lon, x in across
            if x < seen.width - _LABEL_PX
        ),
        *(
            (QPointF(4, y - 4), grid_label(lat, step, "NS"))
            for lat, y in down
            if _TOP_PX < y < seen.height - _SCALE_PX
        ),
    ]


def _grid(seen: Projection) -> tuple[list[tuple[float, float]], list[tuple[float, float]], float]:
    """Return the longitudes with their x, the latitudes with their y, and the step in degrees."""
    north_west = place_at(seen.left, seen.top, seen.zoom)
    south_east = place_at(seen.left + seen.width, seen.top + seen.height, seen.zoom)
    step = grid_step(seen.zoom)
    lons = [n * step for n in range(ceil(north_west.lon / step), floor(south_east.lon / step) + 1)]
    lats = [n * step for n in range(ceil(south_east.lat / step), floor(north_west.lat / step) + 1)]
    across = [(lon, round(seen.drawn(Place(0.0, lon)).x()) + 0.5) for lon in lons]
    down = [(lat, round(seen.drawn(Place(lat, 0.0)).y()) + 0.5) for lat in lats]
    return across, down, step


def paint_tiles(painter: QPainter, tiles: Tiles, images: TileImages, seen: Projection) -> None:
    """Draw the tiles of the source; beyond its deepest level they are magnified."""
    deep = max(seen.zoom - tiles.max_zoom, 0)
    zoom, size = seen.zoom - deep, float(TILE << deep)
    if zoom < tiles.min_zoom or (tiles.file is None and not tiles.url):
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, deep > 0)
    for x in range(floor(seen.left / size), ceil((seen.left + seen.width) / size)):
        for y in range(floor(seen.top / size), ceil((seen.top + seen.height) / size)):
            for layer in range(2 if tiles.over else 1):
                picture = images.tile(zoom, x, y, layer)
                if picture is not None:
                    at = QRectF(round(x * size - seen.left), round(y * size - seen.top), size, size)
                    painter.drawPixmap(at, picture, QRectF(picture.rect()))


def paint_edges(painter: QPainter, theme: Theme, tiles: Tiles, seen: Projection) -> None:
    """Draw the scale, and whose map it is."""
    lat = place_at(0, seen.top + seen.height / 2, seen.zoom).lat
    metres = metres_per_pixel(lat, seen.zoom)
    length = nice_length(metres * 100)
    draw_scale(painter, theme, QPointF(10, seen.height - 10), length, length / metres)
    note = QCoreApplication.translate("Map", tiles.attribution)
    if note:
        draw_attribution(painter, theme, QPointF(seen.width, seen.height), note)
