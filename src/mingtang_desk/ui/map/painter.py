"""The map drawn by a painter: at once at start, for good where WebEngine is missing or fails."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.map.mercator import (
    TILE,
    Bounds,
    Place,
    grid_step,
    metres_per_pixel,
    nice_length,
    place_at,
    world,
    zoom_for,
)
from mingtang_desk.ui.map.painting import (
    HIT,
    draw_attribution,
    draw_marker,
    draw_popup,
    draw_scale,
    grid_label,
)
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.tile_images import TileImages
from mingtang_desk.ui.map.view import Camera, Marker
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS

MIN_ZOOM, MAX_ZOOM = 2, 19
_FIT_MARGIN = 48
_DRAG = 4
_KEY_STEP = 80
_ONLINE = QT_TRANSLATE_NOOP(
    "Map", "Maps from a server need Qt WebEngine, which is not in use here."
)
_KEYS = {
    Qt.Key.Key_Left: (-_KEY_STEP, 0),
    Qt.Key.Key_Right: (_KEY_STEP, 0),
    Qt.Key.Key_Up: (0, -_KEY_STEP),
    Qt.Key.Key_Down: (0, _KEY_STEP),
}


class PainterMap(QWidget):
    """Implements `MapView`: tiles of a file or a grid, tracks, markers; mouse and keys move it.

    Attributes:
        final: True when no page will take its place; it says then what it cannot show.
    """

    def __init__(self, scene: MapScene, theme: Theme) -> None:
        super().__init__()
        self._scene, self._theme = scene, theme
        self._camera = scene.camera
        self._images = TileImages()
        self._open = ""
        self._pressed: QPointF | None = None
        self._dragged = False
        self.final = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(KEEPS_ARROWS, True)
        self.setMinimumSize(QSize(80, 60))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def popup(self) -> str:
        """Address of the device whose popup is open, "" for none."""
        return self._open

    def dress(self) -> None:
        """Take colours and source anew."""
        self._images.use(self._scene.tiles.file, dark=self._theme.scheme is not Scheme.LIGHT)
        self.update()

    def show_scene(self) -> None:
        """Draw markers and tracks anew."""
        self.update()

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        self._camera = Camera(camera.centre, max(MIN_ZOOM, min(MAX_ZOOM, camera.zoom)))
        self.update()

    def fit(self, bounds: Bounds) -> None:
        """Show an area as large as possible."""
        room = max(self.width() - 2 * _FIT_MARGIN, 64), max(self.height() - 2 * _FIT_MARGIN, 64)
        self.go(Camera(bounds.centre, max(MIN_ZOOM, zoom_for(bounds, *room, most=17))))
        self._scene.moved(self._camera, by_hand=False)

    def open_popup(self, uri: str) -> None:
        """Show the data of a device beside its marker; "" shows none."""
        self._open = uri
        self.update()

    def place_of(self, place: Place) -> QPointF:
        """Return where a place lies in the widget."""
        x, y = world(place, self._camera.zoom)
        left, top = self._corner()
        return QPointF(x - left, y - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        self._paint_grid(painter)
        self._paint_tiles(painter)
        for marker in self._scene.markers:
            self._paint_track(painter, marker)
        for marker in sorted(self._scene.markers, key=lambda each: each.selected):
            draw_marker(painter, self._theme, marker, self.place_of(marker.place))
        self._paint_edges(painter)
        for marker in self._scene.markers:
            if marker.uri == self._open:
                at = self.place_of(marker.place)
                draw_popup(painter, self._theme, marker, at, QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map with the mouse."""
        if self._pressed is None:
            return
        way = self._pressed - event.position()
        if self._dragged or way.manhattanLength() > _DRAG:
            self._dragged = True
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._shift(way.x(), way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or open the popup of what was clicked."""
        if self._pressed is None:
            return
        self._pressed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if not self._dragged:
            hit = self._marker_at(event.position())
            self.open_popup("" if hit is None else hit.uri)
            if hit is not None:
                self._scene.pick(hit.uri)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; what is under the mouse stays there."""
        turn = event.angleDelta().y()
        if turn:
            self._zoom(1 if turn > 0 else -1, event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come nearer."""
        self._zoom(1, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus zoom, Escape closes the popup."""
        key = event.key()
        if key in _KEYS:
            self._shift(*_KEYS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(-1 if key == Qt.Key.Key_Minus else 1, QPointF(self.rect().center()))
        elif key == Qt.Key.Key_Escape and self._open:
            self.open_popup("")
        else:
            super().keyPressEvent(event)

    def _corner(self) -> tuple[float, float]:
        x, y = world(self._camera.centre, self._camera.zoom)
        return x - self.width() / 2, y - self.height() / 2

    def _shift(self, x: float, y: float) -> None:
        left, top = self._corner()
        middle = place_at(
            left + x + self.width() / 2, top + y + self.height() / 2, self._camera.zoom
        )
        self.go(Camera(middle, self._camera.zoom))
        self._scene.moved(self._camera, by_hand=True)

    def _zoom(self, steps: int, at: QPointF) -> None:
        zoom = max(MIN_ZOOM, min(MAX_ZOOM, self._camera.zoom + steps))
        if zoom == self._camera.zoom:
            return
        if self._scene.following:
            at = QPointF(self.width() / 2, self.height() / 2)
        left, top = self._corner()
        x, y = world(place_at(left + at.x(), top + at.y(), self._camera.zoom), zoom)
        middle = place_at(x - at.x() + self.width() / 2, y - at.y() + self.height() / 2, zoom)
        self.go(Camera(middle, zoom))
        self._scene.moved(self._camera, by_hand=False)

    def _marker_at(self, at: QPointF) -> Marker | None:
        near = [m for m in self._scene.markers if _far(self.place_of(m.place), at) <= HIT]
        return min(near, key=lambda each: _far(self.place_of(each.place), at), default=None)

    def _paint_grid(self, painter: QPainter) -> None:
        left, top = self._corner()
        zoom = self._camera.zoom
        north_west = place_at(left, top, zoom)
        south_east = place_at(left + self.width(), top + self.height(), zoom)
        step = grid_step(zoom)
        lines, words = QPen(self._theme.color("line"), 1), QPen(self._theme.color("muted"), 1)
        painter.setPen(lines)
        painter.setFont(font(Size.DRAWING))
        for n in range(ceil(north_west.lon / step), floor(south_east.lon / step) + 1):
            x = round(self.place_of(Place(0.0, n * step)).x()) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
            painter.setPen(words)
            painter.drawText(QPointF(x + 4, 12), grid_label(n * step, step, "EW"))
            painter.setPen(lines)
        for n in range(ceil(south_east.lat / step), floor(north_west.lat / step) + 1):
            y = round(self.place_of(Place(n * step, 0.0)).y()) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            painter.setPen(words)
            painter.drawText(QPointF(4, y - 4), grid_label(n * step, step, "NS"))
            painter.setPen(lines)

    def _paint_tiles(self, painter: QPainter) -> None:
        file = self._scene.tiles.file
        if file is None:
            return
        deep = max(self._camera.zoom - file.max_zoom, 0)
        zoom, size = self._camera.zoom - deep, float(TILE << deep)
        if zoom < file.min_zoom:
            return
        left, top = self._corner()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, deep > 0)
        for x in range(floor(left / size), ceil((left + self.width()) / size)):
            for y in range(floor(top / size), ceil((top + self.height()) / size)):
                picture = self._images.tile(zoom, x, y)
                if picture is not None:
                    where = QRectF(round(x * size - left), round(y * size - top), size, size)
                    painter.drawPixmap(where, picture, QRectF(picture.rect()))

    def _paint_track(self, painter: QPainter, marker: Marker) -> None:
        track = self._scene.track(marker.uri)
        colour = self._theme.color(marker.colour)
        left, top = self._corner()
        zoom = self._camera.zoom
        points = [world(place, zoom) for place in track.places]
        line = [QPointF(x - left, y - top) for x, y in points]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if track.done < len(line):
            painter.setPen(QPen(colour, 2, Qt.PenStyle.DotLine))
            painter.drawPolyline(QPolygonF(line[max(track.done - 1, 0) :]))
        pen = QPen(colour, 3 if marker.selected else 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(line[: track.done]))

    def _paint_edges(self, painter: QPainter) -> None:
        metres = metres_per_pixel(self._camera.centre.lat, self._camera.zoom)
        length = nice_length(metres * 100)
        draw_scale(painter, self._theme, QPointF(10, self.height() - 10), length, length / metres)
        tiles = self._scene.tiles
        note = QCoreApplication.translate("Map", tiles.attribution)
        if tiles.url:
            note = QCoreApplication.translate("Map", _ONLINE) if self.final else ""
        if note:
            draw_attribution(painter, self._theme, QPointF(self.width(), self.height()), note)


def _far(one: QPointF, other: QPointF) -> float:
    way = one - other
    return float(max(abs(way.x()), abs(way.y())))
