"""What the painted map draws; the hand that moves it is in `painter`."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
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

MIN_ZOOM, MAX_ZOOM = 2, 19
_FIT_MARGIN = 48
_NEAR_PX = 3.0


class PainterCanvas(QWidget):
    """Implements `MapView`: tiles of a file or a grid, tracks, layers, batteries, devices.

    Attributes:
        final: True when no page will take its place; tiles of a server are fetched then.
        card: that of a battery.
    """

    def __init__(self, scene: MapScene, theme: Theme) -> None:
        super().__init__()
        self._scene, self._theme = scene, theme
        self._camera = scene.camera
        self._images = TileImages(scene.net, self.update)
        scene.net.again.connect(self._ask_again)
        self._lines = LinePicture(theme)
        self._spots = Picture()
        self._hits = Hits(scene)
        self._open = ""
        self.final = False
        self.card = SpotCard(theme, self)
        self.setMinimumSize(QSize(80, 60))
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
        middle -= QPointF(0, self._lowered(middle))
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
        self._images.use(self._scene.tiles, dark=self._theme.scheme is not Scheme.LIGHT)
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
        self._images.fetching = self.final
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
        paint_edges(painter, theme, scene.tiles, seen)
        for marker in scene.markers:
            if marker.uri == self._open and not marker.twin:
                at = seen.at(marker.place)
                draw_popup(painter, theme, marker, at, QRectF(self.rect()))

    def _ask_again(self) -> None:
        self._images.forget_missing()
        self.update()

    def _lowered(self, middle: QPointF) -> float:
        """Return how far the middle is lowered to show the card of what is there, pixels."""
        card, scale = self._scene.fleet.card, 2.0**self._camera.zoom
        if card is None or self.card.isHidden():
            return 0.0
        away = QPointF(card.x * scale, card.y * scale) - middle
        if away.manhattanLength() > _NEAR_PX:
            return 0.0
        half = self.height() / 2
        return min(max(self.card.height() + 26 - half, 0.0), max(half - 24, 0.0))

    def _place_card(self) -> None:
        card = self._scene.fleet.card
        if card is not None:
            self.card.put(self.seen.spot(card.x, card.y).toPoint(), self)

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
