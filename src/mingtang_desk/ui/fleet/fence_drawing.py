"""What one owner asked the user to draw on the map; drawings of others are none of its business."""

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.ui.map.overlays import Area, MapDesk, Shape


class HandDrawing(QObject):
    """`drawn` carries the area that was drawn for this owner; `changed` when `asked` did."""

    drawn = Signal(object)
    changed = Signal()

    def __init__(self, desk: MapDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.asked: Shape | None = None
        desk.drawn.connect(self._drawn)
        desk.draw_changed.connect(self._drawing_changed)

    def toggle(self, shape: Shape) -> None:
        """Let the user draw something, or not any more."""
        if self.asked is shape:
            self.stop()
        else:
            self.asked = shape
            self._desk.draw(shape)
        self.changed.emit()

    def stop(self) -> None:
        """Wait for nothing any more."""
        asked, self.asked = self.asked, None
        if asked is not None and self._desk.drawing is asked:
            self._desk.draw(None)

    def _drawn(self, area: Area) -> None:
        asked, self.asked = self.asked, None
        if asked is None:
            return
        self.changed.emit()
        fits = bool(area.corners) if asked is Shape.POLYGON else area.centre is not None
        if fits:
            self.drawn.emit(area)

    def _drawing_changed(self) -> None:
        drawing = self._desk.drawing
        if drawing is None:
            # What was drawn is told in the same turn; afterwards nothing is waited for.
            QTimer.singleShot(0, self, self._ended)
        elif drawing is not self.asked:
            self.asked = None  # somebody else draws
            self.changed.emit()

    def _ended(self) -> None:
        if self._desk.drawing is None and self.asked is not None:
            self.asked = None
            self.changed.emit()
