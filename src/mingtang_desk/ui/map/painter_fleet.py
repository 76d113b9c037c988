"""Batteries and clusters of the painted map."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from mingtang_desk.ui.map.mercator import metres_per_pixel, place_at
from mingtang_desk.ui.map.painting import ARROW, draw_tag
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.view import Spot
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

RADIUS = 8.0
_BADGE = 8.0


def radius_of(spot: Spot) -> float:
    """Return how large a spot is drawn, pixels."""
    return RADIUS if spot.count == 1 else 13.0 + 3.0 * math.log10(spot.count)


def paint_spot(
    painter: QPainter, theme: Theme, spot: Spot, seen: Projection, *, focused: bool
) -> None:
    """Draw a battery as a dot with its sign and tag, several as a ring with their count."""
    at = seen.spot(spot.x, spot.y)
    if spot.accuracy_m:
        _accuracy(painter, theme, spot, at, seen)
    if spot.count > 1:
        _cluster(painter, theme, spot, at)
    else:
        _battery(painter, theme, spot, at)
    if focused:
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius_of(spot) + 5, radius_of(spot) + 5)


def _battery(painter: QPainter, theme: Theme, spot: Spot, at: QPointF) -> None:
    painter.save()
    painter.translate(at)
    fill = theme.color(spot.colour)
    if spot.selected:
        halo = theme.color("accent").toRgb()
        halo.setAlphaF(0.35)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(halo)
        painter.drawEllipse(QPointF(0, 0), RADIUS + 6, RADIUS + 6)
    painter.setPen(QPen(theme.color("panel"), 2))
    painter.setBrush(fill)
    if spot.course_deg is not None:
        painter.rotate(spot.course_deg)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ARROW]))
        painter.rotate(-spot.course_deg)
    painter.drawEllipse(QPointF(0, 0), RADIUS, RADIUS)
    if spot.sign:
        _letter(painter, theme, spot.sign, QRectF(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS))
    painter.restore()
    if spot.tag:
        draw_tag(painter, theme, spot.tag, at + QPointF(0, RADIUS + 4), muted=spot.stale)


def _cluster(painter: QPainter, theme: Theme, spot: Spot, at: QPointF) -> None:
    radius = radius_of(spot)
    painter.setPen(QPen(theme.color(spot.colour), 3))
    painter.setBrush(theme.color("panel"))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(theme.color("text"))
    painter.setFont(font(Size.SMALL, strong=True))
    box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(spot.count))
    if not spot.sign:
        return
    text = f"{spot.sign}{spot.signed}"
    painter.setFont(font(Size.DRAWING, strong=True))
    width = max(QFontMetricsF(painter.font()).horizontalAdvance(text) + 8, 2 * _BADGE)
    corner = at + QPointF(radius * 0.7 - 4, -radius * 0.7 - 2 * _BADGE + 4)
    badge = QRectF(corner.x(), corner.y(), width, 2 * _BADGE)
    painter.setPen(QPen(theme.color("panel"), 1.5))
    painter.setBrush(theme.color(spot.colour))
    painter.drawRoundedRect(badge, _BADGE, _BADGE)
    painter.setPen(theme.color("on_fill"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def _letter(painter: QPainter, theme: Theme, sign: str, box: QRectF) -> None:
    painter.setPen(theme.color("on_fill"))
    painter.setFont(font(Size.SMALL, strong=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)


def _accuracy(painter: QPainter, theme: Theme, spot: Spot, at: QPointF, seen: Projection) -> None:
    lat = place_at(spot.x, spot.y, 0).lat
    radius = (spot.accuracy_m or 0.0) / metres_per_pixel(lat, seen.zoom)
    if RADIUS < radius < 4000:
        fill = theme.color("accent").toRgb()
        painter.setPen(QPen(fill, 1, Qt.PenStyle.DashLine))
        fill.setAlphaF(0.12)
        painter.setBrush(fill)
        painter.drawEllipse(at, radius, radius)
