"""How one cell tile is drawn; texts are laid out once and kept, hatches never run under digits."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPixmap, QRegion, QStaticText

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

RADIUS = 4.0
HEADER = 22
"""Room of number and signs, px: the bar stays below them, they always stand on one ground."""
_KEPT_TEXTS = 400
_KEPT_GROUNDS = 96
_HATCH_STEP = 6
_ROOM_FOR_PARALLEL = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tile: texts, share of the bar (0 to 1), marks; cells in `parallel` are said beside it."""

    place: QRect
    number: str
    value: str
    note: str
    fill: float
    highest: bool
    lowest: bool
    outside: bool
    balancing: bool
    implausible: bool
    stale: bool
    parallel: int = 1

    @property
    def signs(self) -> str:
        """The signs of its marks, the weightiest first."""
        pairs = (
            (self.outside, "!"),
            (self.highest, "▲"),
            (self.lowest, "▼"),
            (self.balancing, "≈"),
            (self.implausible, "?"),
        )
        return "".join(sign for on, sign in pairs if on)


_SIGN_TOKENS = {
    "!": "bad_text",
    "▲": "high_text",
    "▼": "low_text",
    "≈": "balancing_text",
    "?": "warn_text",
}


class TilePainter(QObject):
    """Draws tiles with the theme's colours."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._small = font(Size.DRAWING)
        self._value = font(Size.CELL, strong=True)
        self._narrow, self._narrowest = font(15, strong=True), font(13, strong=True)
        self._large = self._value
        self._roomy = False
        self._ratio = 1.0
        self._grounds: dict[tuple[object, ...], QPixmap] = {}
        theme.changed.connect(self._forget)
        self._texts: dict[tuple[str, int], QStaticText] = {}

    def begin(self, width: int, ratio: float) -> None:
        """Prepare for tiles of this width on a screen with this pixel ratio."""
        self._large = self._value if width >= 64 else self._narrow
        if width < 54:
            self._large = self._narrowest
        self._roomy = width >= _ROOM_FOR_PARALLEL
        if ratio != self._ratio:
            self._ratio = ratio
            self._forget()

    def draw(self, painter: QPainter, tile: Tile) -> None:
        """Draw one tile: ground, bar, hatch and frame from a kept picture, then texts and signs."""
        color = self._theme.color
        place = QRectF(tile.place)
        small, large = self._small, self._large
        value, note = self._text(tile.value, large), self._text(tile.note, small)
        value_at, note_at = _centred(place, value, 0.5), _centred(place, note, 1.0)
        painter.drawPixmap(tile.place.topLeft(), self._ground(tile, value_at, note_at))
        painter.setFont(small)
        painter.setPen(color("muted"))
        number = tile.number
        if tile.parallel > 1 and self._roomy:
            number = f"{number} · {tile.parallel}P"
        painter.drawStaticText(place.topLeft() + QPointF(7, 5), self._text(number, small))
        painter.setPen(color("cell_note"))
        painter.drawStaticText(note_at.topLeft(), note)
        painter.setFont(large)
        painter.setPen(color("cell_note" if tile.stale else "text"))
        painter.drawStaticText(value_at.topLeft(), value)
        right = place.right() - 6
        for sign in reversed(tile.signs):
            in_font = self._value if sign == "!" else small
            text = self._text(sign, in_font)
            right -= text.size().width()
            painter.setPen(color(_SIGN_TOKENS[sign]))
            painter.setFont(in_font)
            painter.drawStaticText(QPointF(right, place.top() + (1 if sign == "!" else 5)), text)
            right -= 2

    def _ground(self, tile: Tile, value_at: QRectF, note_at: QRectF) -> QPixmap:
        place = QRectF(0, 0, tile.place.width(), tile.place.height())
        height = round((place.height() - HEADER) * tile.fill)
        hatched = tile.stale or tile.balancing
        # Only a hatch depends on how wide the digits are.
        widths = (value_at.width(), note_at.width()) if hatched else ()
        key = (tile.place.width(), tile.place.height(), height, tile.signs, tile.stale, *widths)
        found = self._grounds.get(key)
        if found is not None:
            return found
        if len(self._grounds) >= _KEPT_GROUNDS:
            self._grounds.clear()
        size = tile.place.size() * self._ratio
        picture = self._grounds[key] = QPixmap(size)
        picture.setDevicePixelRatio(self._ratio)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(place, self._theme.color("panel"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(place, RADIUS, RADIUS)
        corner = QPointF(tile.place.topLeft())
        digits = (value_at.translated(-corner), note_at.translated(-corner))
        if height > 0:
            self._bar(painter, tile, place, height, digits)
        self._frame(painter, tile, place)
        painter.end()
        return picture

    def _forget(self) -> None:
        self._grounds.clear()

    def _bar(
        self,
        painter: QPainter,
        tile: Tile,
        place: QRectF,
        height: int,
        digits: tuple[QRectF, QRectF],
    ) -> None:
        color = self._theme.color
        bar = QRectF(place)
        bar.setTop(place.bottom() - height)
        shape = QPainterPath()
        shape.addRoundedRect(place, RADIUS, RADIUS)
        painter.save()
        painter.setClipRect(bar)
        painter.fillPath(shape, color("stale_fill" if tile.stale else "cell_fill"))
        if tile.stale or tile.balancing:
            # Digits keep a ground of one colour: what lies under them is cut out of the hatch.
            free = QRegion(bar.toAlignedRect().adjusted(1, 0, -1, -1))
            for text in digits:
                free -= QRegion(text.toAlignedRect().adjusted(-4, -2, 4, 2))
            painter.setClipRegion(free)
            painter.setPen(QPen(color("hatch" if tile.stale else "balancing"), 1))
            x = bar.left() - bar.height()
            while x < bar.right():
                painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + bar.height(), bar.top()))
                x += _HATCH_STEP
            painter.setClipRect(bar)
        painter.setPen(QPen(color("line" if tile.stale else "cell_edge"), 1))
        painter.drawLine(bar.topLeft() + QPointF(0, 0.5), bar.topRight() + QPointF(0, 0.5))
        painter.restore()

    def _frame(self, painter: QPainter, tile: Tile, place: QRectF) -> None:
        marks = (
            (tile.outside, "bad"),
            (tile.highest, "high"),
            (tile.lowest, "low"),
            (tile.balancing, "balancing"),
        )
        token = next((token for on, token in marks if on), None)
        width = 1.0 if token is None else 2.0
        painter.setPen(QPen(self._theme.color(token or "line"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2
        painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def _text(self, text: str, in_font: QFont) -> QStaticText:
        key = (text, in_font.pixelSize())
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.clear()
            found = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(font=in_font)
            self._texts[key] = found
        return found


def _centred(place: QRectF, text: QStaticText, where: float) -> QRectF:
    """Return the place of a text: in the middle (0.5) or at the bottom (1.0) of a tile."""
    size = text.size()
    top = (
        place.center().y() - size.height() / 2 + 2
        if where == 0.5
        else place.bottom() - size.height() - 6
    )
    return QRectF(QPointF(round(place.center().x() - size.width() / 2), round(top)), size)
