"""The map drawn by a painter: at once at start, for good where WebEngine is missing or fails."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.map.mercator import Bounds, Place, zoom_for
from mingtang_desk.ui.map.overlays import Mark
from mingtang_desk.ui.map.painter_fleet import paint_spot
from mingtang_desk.ui.map.painter_ground import paint_edges, paint_grid, paint_tiles
from mingtang_desk.ui.map.painter_hits import Hits
from mingtang_desk.ui.map.painter_layers import (
    LinePicture,
    Picture,
    paint_area,
    paint_handles,
    paint_mark,
)
from mingtang_desk.ui.map.painting import draw_marker, draw_popup
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.spot_card import SpotCard
from mingtang_desk.ui.map.tile_images import TileImages
from mingtang_desk.ui.map.view import Camera, Marker
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS

MIN_ZOOM, MAX_ZOOM = 2, 19
_FIT_MARGIN = 48
_DRAG = 4
_KEY_STEP = 80
_KEYS = {
    Qt.Key.Key_Left: (-_KEY_STEP, 0),
    Qt.Key.Key_Right: (_KEY_STEP, 0),
    Qt.Key.Key_Up: (0, -_KEY_STEP),
    Qt.Key.Key_Down: (0, _KEY_STEP),
}
_SKETCH_KEYS = {
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
}


class PainterMap(QWidget):
    """Implements `MapView`: tiles of a file or a grid, tracks, markers; mouse and keys move it.

    Attributes:
        final: True when no page will take its place; it says then what it cannot show.
        card: that of a battery.
    """

    def __init__(self, scene: MapScene, theme: Theme) -> None:
        super().__init__()
        self._scene, self._theme = scene, theme
        self._camera = scene.camera
        self._images = TileImages()
        self._lines = LinePicture(theme)
        self._spots = Picture()
        self._hits = Hits(scene)
        self._open = ""
        self._pressed: QPointF | None = None
        self._dragged = False
        self._handle = ""
        self.final = False
        self.card = SpotCard(theme, self)
        self.card.pressed.connect(self._card_pressed)
        self.card.picked.connect(scene.fleet.open)
        self.card.closed.connect(self._close_card)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(KEEPS_ARROWS, True)
        self.setMinimumSize(QSize(80, 60))
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def popup(self) -> str:
        """Address of the device whose popup is open, "" for none."""
        return self._open

    @property
    def seen(self) -> Projection:
        """What is seen now."""
        shift, zoom = self._scene.shift, self._camera.zoom
        whole = Projection(left=0, top=0, width=0, height=0, zoom=zoom, shift=shift)
        middle = whole.at(self._camera.centre)
        return Projection(
            left=middle.x() - self.width() / 2,
            top=middle.y() - self.height() / 2,
            width=self.width(),
            height=self.height(),
            zoom=zoom,
            shift=shift,
        )

    def dress(self) -> None:
        """Take colours and source anew."""
        self._images.use(self._scene.tiles.file, dark=self._theme.scheme is not Scheme.LIGHT)
        self._lines.clear()
        self._spots.drop()
        self.update()

    def show_scene(self) -> None:
        """Draw markers and tracks anew."""
        self.update()

    def show_fleet(self) -> None:
        """Draw the batteries of the fleet anew."""
        self._spots.drop()
        self._place_card()
        self.update()

    def show_card(self) -> None:
        """Show the card of the fleet, or none."""
        card = self._scene.fleet.card
        self.card.show_card(card)
        if card is not None:
            self._open = ""
        self._place_card()
        self.update()

    def show_layer(self, key: str) -> None:
        """Draw a layer anew; one that is gone is drawn no more."""
        self._lines.take(key, self._scene.context.map.layers.get(key), self.seen)
        self.update()

    def show_mark(self, key: str, mark: Mark) -> None:
        """Draw one mark of a layer anew."""
        self.update()

    def show_sketch(self) -> None:
        """Draw what is being drawn by hand, and what can be dragged."""
        drawing = self._scene.sketch.drawing is not None
        self.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.OpenHandCursor)
        self.update()

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        self._camera = Camera(camera.centre, max(MIN_ZOOM, min(MAX_ZOOM, camera.zoom)))
        self._place_card()
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
        return self.seen.at(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all of it."""
        scene, seen, theme = self._scene, self.seen, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg"))
        paint_grid(painter, theme, seen)
        paint_tiles(painter, scene.tiles, self._images, seen)
        layers = scene.context.map.layers
        for key in layers:
            for area in scene.sketch.areas(key):
                paint_area(painter, theme, area, seen)
        self._lines.paint(painter, seen, self.devicePixelRatioF())
        for marker in scene.markers:
            self._paint_track(painter, marker, seen)
        for layer in layers.values():
            for mark in layer.marks:
                paint_mark(painter, theme, mark, seen)
        for marker in sorted(scene.markers, key=lambda each: each.selected):
            if not marker.twin:
                draw_marker(painter, theme, marker, seen.at(marker.place))
        if scene.fleet.spots:
            self._spots.paint(painter, seen, self.devicePixelRatioF(), self._paint_spots)
        self._paint_sketch(painter, seen)
        paint_edges(painter, theme, scene.tiles, seen, final=self.final)
        for marker in scene.markers:
            if marker.uri == self._open and not marker.twin:
                at = seen.at(marker.place)
                draw_popup(painter, theme, marker, at, QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the map or a handle, or to draw."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed, self._dragged = event.position(), False
        if self._scene.sketch.drawing is not None:
            self._scene.sketch.press(self.seen.place(event.position()))
            return
        self._handle = self._hits.handle(event.position(), self.seen)
        self._scene.sketch.choose(self._handle)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, a handle, or what is drawn, with the mouse."""
        if self._scene.sketch.drawing is not None:
            self._scene.sketch.move(self.seen.place(event.position()))
            return
        if self._pressed is None:
            self.setToolTip(self._hits.title(event.position(), self.seen))
            return
        way = self._pressed - event.position()
        if self._dragged or way.manhattanLength() > _DRAG:
            self._dragged = True
            if self._handle:
                place = self.seen.place(event.position())
                self._scene.sketch.drag(self._handle, place, end=False)
                return
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._shift(way.x(), way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or open what was clicked."""
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = None
        handle, self._handle = self._handle, ""
        if self._scene.sketch.drawing is not None:
            self._scene.sketch.release(self.seen.place(event.position()))
            return
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if handle:
            if self._dragged:
                self._scene.sketch.drag(handle, self.seen.place(event.position()), end=True)
        elif not self._dragged:
            self._clicked(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of a battery."""
        spot = self._hits.spot(QPointF(event.pos()), self.seen)
        if spot is not None:
            self._scene.fleet.menu(spot.key, self, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; what is under the mouse stays there."""
        turn = event.angleDelta().y()
        if turn:
            self._zoom(1 if turn > 0 else -1, event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come nearer, or end a polygon."""
        if self._scene.sketch.drawing is not None:
            self._scene.sketch.double()
        else:
            self._zoom(1, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus zoom, N goes through what is seen, Escape closes."""
        key = event.key()
        named = _SKETCH_KEYS.get(Qt.Key(key))
        if named is not None and self._scene.sketch.key(named):
            return
        if key in _KEYS:
            self._shift(*_KEYS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(-1 if key == Qt.Key.Key_Minus else 1, QPointF(self.rect().center()))
        elif key == Qt.Key.Key_N:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._hits.next(back=back)
            self._spots.drop()
            self.update()
        elif named == "Enter" and self._hits.focused:
            self._scene.fleet.hit(self._hits.focused)
        elif key == Qt.Key.Key_Escape and self._scene.fleet.card is not None:
            self._close_card()
        elif key == Qt.Key.Key_Escape and self._open:
            self.open_popup("")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or less."""
        super().resizeEvent(event)
        self._scene.resized(self)
        self._place_card()

    def _clicked(self, at: QPointF) -> None:
        scene, seen = self._scene, self.seen
        mark = self._hits.mark(at, seen)
        spot = self._hits.spot(at, seen) if mark is None else None
        if mark is not None:
            scene.context.map.clicked.emit(*mark)
            return
        if spot is not None:
            scene.fleet.hit(spot.key)
            return
        scene.fleet.close_card()
        marker = self._hits.marker(at, seen)
        self.open_popup("" if marker is None else marker.uri)
        area = self._hits.area(at, seen) if marker is None else None
        if marker is not None:
            scene.pick(marker.uri)
        elif area is not None:
            scene.context.map.clicked.emit(*area)

    def _card_pressed(self, key: str) -> None:
        at = self.card.mapToGlobal(QPoint(self.card.width() - 40, self.card.height()))
        self._scene.fleet.act(key, self, at)

    def _close_card(self) -> None:
        self._scene.fleet.close_card()
        self.setFocus()

    def _place_card(self) -> None:
        card = self._scene.fleet.card
        if card is not None:
            self.card.put(self.seen.spot(card.x, card.y).toPoint(), self)

    def _shift(self, x: float, y: float) -> None:
        seen = self.seen
        middle = seen.place(QPointF(x + self.width() / 2, y + self.height() / 2))
        self.go(Camera(middle, self._camera.zoom))
        self._scene.moved(self._camera, by_hand=True)

    def _zoom(self, steps: int, at: QPointF) -> None:
        zoom = max(MIN_ZOOM, min(MAX_ZOOM, self._camera.zoom + steps))
        if zoom == self._camera.zoom:
            return
        half = QPointF(self.width() / 2, self.height() / 2)
        if self._scene.following:
            at = half
        seen = self.seen
        scale = 2.0 ** (zoom - seen.zoom)
        x, y = (seen.left + at.x()) * scale - at.x(), (seen.top + at.y()) * scale - at.y()
        there = Projection(
            left=x, top=y, width=seen.width, height=seen.height, zoom=zoom, shift=seen.shift
        )
        self.go(Camera(there.place(half), zoom))
        self._scene.moved(self._camera, by_hand=False)

    def _paint_spots(self, painter: QPainter, seen: Projection) -> None:
        for spot in self._scene.fleet.spots:
            focused = spot.key == self._hits.focused
            paint_spot(painter, self._theme, spot, seen, focused=focused)

    def _paint_track(self, painter: QPainter, marker: Marker, seen: Projection) -> None:
        track = self._scene.track(marker.uri)
        colour = self._theme.color(marker.colour)
        line = [seen.at(place) for place in track.places]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if track.done < len(line):
            painter.setPen(QPen(colour, 2, Qt.PenStyle.DotLine))
            painter.drawPolyline(QPolygonF(line[max(track.done - 1, 0) :]))
        pen = QPen(colour, 3 if marker.selected else 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(line[: track.done]))

    def _paint_sketch(self, painter: QPainter, seen: Projection) -> None:
        shown = self._scene.sketch.shown
        if shown.area is not None:
            paint_area(painter, self._theme, shown.area, seen)
        if shown.line:
            painter.setPen(QPen(self._theme.color("accent"), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            points = [seen.at(place) for place in shown.line]
            painter.drawPolyline(QPolygonF(points))
            painter.drawEllipse(points[0], 4, 4)
        paint_handles(painter, self._theme, shown.handles, seen)
