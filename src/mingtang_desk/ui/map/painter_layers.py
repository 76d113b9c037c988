"""Layers of the painted map: lines, areas, marks, handles.

Lines are drawn into a picture that is wider than what is seen; while the map is moved the picture
is moved, so that a track of a hundred thousand points costs its drawing once for each zoom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from mingtang_desk.ui.map.lines import DrawnLine, Thinned
from mingtang_desk.ui.map.mercator import metres_per_pixel, place_at
from mingtang_desk.ui.map.overlays import Area, Layer, Mark
from mingtang_desk.ui.map.painting import ARROW, draw_tag
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.view import Handle
from mingtang_desk.ui.theme import Theme

MARK_RADIUS = 11.0
HANDLE_RADIUS = 6.0
BEYOND = 256.0
"""How much more than what is seen a picture has on each side, pixels."""
MOST_SEEN = 12_000
_HUGE_PX = 20_000.0
_DASH = (4.0, 3.0)


class Picture:
    """Something drawn once, wider than what is seen, and moved with the map until it changes."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._seen: Projection | None = None

    def drop(self) -> None:
        """Draw it anew the next time."""
        self._picture = None

    def paint(
        self,
        painter: QPainter,
        seen: Projection,
        ratio: float,
        draw: Callable[[QPainter, Projection], None],
    ) -> None:
        """Show it; `draw` is called where the picture has to be made."""
        drawn = self._seen
        if self._picture is None or drawn is None or not _covers(drawn, seen):
            drawn = self._seen = Projection(
                left=seen.left - BEYOND,
                top=seen.top - BEYOND,
                width=seen.width + 2 * BEYOND,
                height=seen.height + 2 * BEYOND,
                zoom=seen.zoom,
                shift=seen.shift,
            )
            picture = QPixmap(round(drawn.width * ratio), round(drawn.height * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            pen = QPainter(picture)
            pen.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(pen, drawn)
            pen.end()
            self._picture = picture
        painter.drawPixmap(QPointF(drawn.left - seen.left, drawn.top - seen.top), self._picture)


class LinePicture:
    """The lines of all layers of one map."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines: dict[str, list[DrawnLine]] = {}
        self._picture = Picture()

    def take(self, key: str, layer: Layer | None, seen: Projection) -> None:
        """Take the lines of a layer; None = it has none."""
        known = self._lines.pop(key, [])
        lines = [] if layer is None else [line for line in layer.lines if len(line.points) > 1]
        if lines:
            self._lines[key] = [DrawnLine(line, self._theme, seen.shift) for line in lines]
        if lines or known:
            self._picture.drop()

    def clear(self) -> None:
        """Forget all of it: colours or datum are other ones."""
        self._lines.clear()
        self._picture.drop()

    def paint(self, painter: QPainter, seen: Projection, ratio: float) -> None:
        """Draw what is seen of them."""
        if self._lines:
            self._picture.paint(painter, seen, ratio, self._draw)

    def _draw(self, painter: QPainter, seen: Projection) -> None:
        for lines in self._lines.values():
            for line in lines:
                _draw_line(painter, self._theme, line, line.at(seen.zoom), seen)


def _covers(drawn: Projection, seen: Projection) -> bool:
    return (
        drawn.zoom == seen.zoom
        and drawn.shift is seen.shift
        and drawn.left <= seen.left
        and drawn.top <= seen.top
        and drawn.left + drawn.width >= seen.left + seen.width
        and drawn.top + drawn.height >= seen.top + seen.height
    )


def _draw_line(
    painter: QPainter, theme: Theme, line: DrawnLine, thin: Thinned, seen: Projection
) -> None:
    x, y = thin.x - seen.left, thin.y - seen.top
    pieces = []
    for first, last, colour in thin.stretches:
        part_x, part_y = x[first : last + 1], y[first : last + 1]
        beyond = part_x.max() < 0 or part_y.max() < 0
        if not beyond and part_x.min() <= seen.width and part_y.min() <= seen.height:
            pieces.append((part_x, part_y, colour))
    # So many points in sight are a scribble, in which nobody misses every other one.
    step = max(1, -(-sum(part.size for part, _, _ in pieces) // MOST_SEEN))
    pen = QPen()
    pen.setWidthF(line.line.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if line.line.dashed:
        pen.setDashPattern(_DASH)
    for part_x, part_y, colour in pieces:
        pen.setColor(theme.named(line.palette[colour]))
        painter.setPen(pen)
        xs, ys = [*part_x[:-1:step].tolist(), part_x[-1]], [*part_y[:-1:step].tolist(), part_y[-1]]
        points = [QPointF(a, b) for a, b in zip(xs, ys, strict=True)]
        painter.drawPolyline(QPolygonF(points))


def area_path(area: Area, seen: Projection) -> QPainterPath:
    """Return the outline of an area in pixels; empty where there is nothing to draw."""
    path = QPainterPath()
    if area.centre is not None:
        at = seen.at(area.centre)
        lat = place_at(0, seen.top + at.y(), seen.zoom).lat
        radius = area.radius_m / metres_per_pixel(lat, seen.zoom)
        if radius < _HUGE_PX:
            path.addEllipse(at, radius, radius)
    elif len(area.corners) > 1:
        path.addPolygon(QPolygonF([seen.at(corner) for corner in area.corners]))
        path.closeSubpath()
    return path


def paint_area(painter: QPainter, theme: Theme, area: Area, seen: Projection) -> None:
    """Draw an area."""
    path = area_path(area, seen)
    if not path.boundingRect().intersects(QRectF(0, 0, seen.width, seen.height)):
        return
    line = theme.named(area.colour)
    fill = line.toRgb()
    fill.setAlphaF(0.22 if area.selected else 0.1)
    pen = QPen(line, 3 if area.selected else 2)
    if area.dashed:
        pen.setDashPattern(_DASH)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawPath(path)


def paint_mark(painter: QPainter, theme: Theme, mark: Mark, seen: Projection) -> None:
    """Draw a mark: an icon on a disc, or a dot; an arrow where it heads."""
    at = seen.at(mark.place)
    if not QRectF(-60, -60, seen.width + 120, seen.height + 120).contains(at):
        return
    fill = theme.named(mark.colour)
    painter.save()
    painter.translate(at)
    painter.setPen(QPen(theme.color("panel"), 2))
    painter.setBrush(fill)
    radius = MARK_RADIUS if mark.icon else 6.0
    if mark.course_deg is not None:
        painter.rotate(mark.course_deg)
        painter.drawPolygon(QPolygonF([QPointF(x, y - (radius - 7.0)) for x, y in ARROW]))
        painter.rotate(-mark.course_deg)
    if mark.icon:
        painter.setBrush(theme.color("raised"))
        painter.setPen(QPen(fill, 2))
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    if mark.icon:
        side = 14
        ratio = painter.device().devicePixelRatioF()
        token = mark.colour if not mark.colour.startswith("#") else "text"
        picture = theme.pixmap(mark.icon, token, side, ratio)
        painter.drawPixmap(QPointF(-side / 2, -side / 2), picture)
    painter.restore()
    if mark.label:
        draw_tag(painter, theme, mark.label, at + QPointF(0, radius + 3))


def paint_handles(
    painter: QPainter, theme: Theme, handles: Sequence[Handle], seen: Projection
) -> None:
    """Draw what can be dragged; what would make a corner is smaller."""
    for handle in handles:
        at = seen.at(handle.place)
        small = handle.kind == "middle"
        radius = HANDLE_RADIUS - 2 if small else HANDLE_RADIUS
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(theme.color("accent" if handle.chosen else "panel"))
        if handle.kind == "centre":
            painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        else:
            painter.drawEllipse(at, radius, radius)
