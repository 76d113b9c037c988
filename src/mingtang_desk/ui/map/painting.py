"""Parts of the painted map: marker, popup, scale, notes at the edge."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from mingtang_desk.ui.map.view import Marker
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

HIT = 14.0
"""How near to the middle of a marker a click has to be, px."""

_RADIUS = 7.0
_PAD = 10.0
_LINE = 18.0
_LABEL_GAP = 14.0
ARROW = ((0.0, -21.0), (8.0, -8.5), (-8.0, -8.5))


def draw_marker(painter: QPainter, theme: Theme, marker: Marker, at: QPointF) -> None:
    """Draw a dot with its course; grey with its age when it is stale, ringed when selected."""
    fill = theme.color("muted" if marker.stale else marker.colour)
    edge = theme.color("panel")
    painter.save()
    painter.translate(at)
    if marker.selected:
        halo = fill.toRgb()
        halo.setAlphaF(0.28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(QPointF(0, 0), _RADIUS + 9, _RADIUS + 9)
    painter.setPen(QPen(edge, 2))
    painter.setBrush(fill)
    if marker.course_deg is not None and not marker.stale:
        painter.rotate(marker.course_deg)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ARROW]))
        painter.rotate(-marker.course_deg)
    painter.drawEllipse(QPointF(0, 0), _RADIUS, _RADIUS)
    painter.restore()
    if marker.age:
        draw_tag(painter, theme, marker.age, at + QPointF(0, _RADIUS + 10))


def draw_popup(
    painter: QPainter, theme: Theme, marker: Marker, at: QPointF, room: QRectF
) -> QRectF:
    """Draw name and data of a device over its marker, inside `room`; return where."""
    strong, small = font(Size.TEXT, strong=True), font(Size.SMALL)
    words = QFontMetricsF(small)
    labels = max((words.horizontalAdvance(label) for label, _ in marker.rows), default=0.0)
    values = max((words.horizontalAdvance(value) for _, value in marker.rows), default=0.0)
    heading = QFontMetricsF(strong)
    width = max(labels + _LABEL_GAP + values, min(heading.horizontalAdvance(marker.name), 260.0))
    width = min(width + 2 * _PAD, room.width() - 8)
    height = _LINE * (len(marker.rows) + 1) + 2 * _PAD
    left = max(room.left() + 4, min(at.x() - width / 2, room.right() - width - 4))
    top = at.y() - height - 22
    if top < room.top() + 4:
        top = min(at.y() + 22, max(room.bottom() - height - 4, room.top() + 4))
    box = QRectF(round(left) + 0.5, round(top) + 0.5, width, height)
    path = QPainterPath()
    path.addRoundedRect(box, 6, 6)
    painter.fillPath(path, theme.color("raised"))
    painter.strokePath(path, QPen(theme.color("line"), 1))
    inner = box.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    line = QRectF(inner.left(), inner.top(), inner.width(), _LINE)
    painter.setFont(strong)
    painter.setPen(theme.color("text"))
    name = heading.elidedText(marker.name, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
    painter.setFont(small)
    for label, value in marker.rows:
        line.translate(0, _LINE)
        painter.setPen(theme.color("muted"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
        painter.setPen(theme.color("muted" if marker.stale else "text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, value)
    return box


def draw_scale(painter: QPainter, theme: Theme, at: QPointF, metres: float, width: float) -> None:
    """Draw the scale, its lower left corner at `at`."""
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    box = QRectF(at.x(), at.y() - 18, width, 18)
    ground = theme.color("panel").toRgb()
    ground.setAlphaF(0.75)
    painter.fillRect(box, ground)
    painter.setPen(QPen(theme.color("muted"), 1))
    painter.drawPolyline(
        QPolygonF([box.topLeft(), box.bottomLeft(), box.bottomRight(), box.topRight()])
    )
    painter.setFont(font(Size.DRAWING))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_attribution(painter: QPainter, theme: Theme, corner: QPointF, text: str) -> None:
    """Write where the map comes from, with the lower right corner at `corner`."""
    small = font(Size.DRAWING)
    width = QFontMetricsF(small).horizontalAdvance(text) + 12
    box = QRectF(corner.x() - width, corner.y() - 18, width, 18)
    ground = theme.color("panel").toRgb()
    ground.setAlphaF(0.75)
    painter.fillRect(box, ground)
    painter.setFont(small)
    painter.setPen(theme.color("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def grid_label(degrees: float, step: float, signs: str) -> str:
    """Return a label of a grid line: "114.05° E"; `signs` are those of plus and minus."""
    places = max(0, len(f"{step:.4f}".rstrip("0").partition(".")[2]))
    plus, minus = ("E", "W") if signs == "EW" else ("N", "S")
    side = "" if abs(degrees) < step / 2 else f" {plus if degrees > 0 else minus}"
    return f"{abs(degrees):.{places}f}°{side}"


def draw_tag(
    painter: QPainter, theme: Theme, text: str, at: QPointF, *, muted: bool = False
) -> None:
    """Draw short words on a ground, `at` is the middle of the upper edge."""
    small = font(Size.DRAWING)
    width = QFontMetricsF(small).horizontalAdvance(text) + 10
    box = QRectF(at.x() - width / 2, at.y(), width, 16)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(small)
    painter.setPen(theme.color("muted" if muted else "text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
