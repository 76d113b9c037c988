"""The map drawn by a painter: at once at start, for good where WebEngine is missing or fails."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)

from mingtang_desk.ui.map.painter_canvas import MAX_ZOOM, MIN_ZOOM, PainterCanvas
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS

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


class PainterMap(PainterCanvas):
    """The painted map under mouse and keys."""

    def __init__(self, scene: MapScene, theme: Theme) -> None:
        super().__init__(scene, theme)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._handle = ""
        self.card.pressed.connect(self._card_pressed)
        self.card.picked.connect(scene.fleet.open)
        self.card.closed.connect(self._close_card)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(KEEPS_ARROWS, True)
        self.setMouseTracking(True)

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
