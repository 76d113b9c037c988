"""The box of figures beside a cursor: a row per curve, its colour, columns of digits."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_PAD, _GAP, _SWATCH, _APART = 8, 12, 10, 12
_LEADING = 4
_NAME_PX = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One curve: colour token, name, a text per column, unit."""

    token: str
    name: str
    texts: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the box shows: a title line, names of the columns ("" where one needs none), rows."""

    title: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[FigureRow, ...] = ()


class FigureBox(QWidget):
    """Lies over the plot, lets the mouse through, and keeps away from the cursor."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._view = theme, parent
        self.figures = Figures()
        self._name_px = _NAME_PX
        self._font = font(Size.SMALL)
        self._metrics = QFontMetrics(self._font)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)
        self.hide()

    def show_figures(self, figures: Figures, area: QRectF, avoid: tuple[float, ...]) -> None:
        """Show figures inside `area`, as far from the pixels in `avoid` as there is room."""
        self.figures = figures
        self._name_px = _NAME_PX
        if self.sizeHint().width() > area.width() - 8:
            # Where it is narrow the axes give way too.
            area = QRectF(self._view.rect())
        room = area.size().toSize() - QSize(8, 8)
        while self.sizeHint().width() > room.width() and len(self.figures.columns) > 1:
            # The last columns go first, then the names give way.
            self.figures = _without_last_column(self.figures)
        over = self.sizeHint().width() - room.width()
        if over > 0:
            self._name_px = max(self._widths()[0] - over, 40)
        wanted = self.sizeHint().boundedTo(room)
        self.setGeometry(QRect(_corner(area, wanted, avoid), wanted))
        self.setAccessibleName(self._words())
        self.setVisible(bool(figures.rows))
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        figures, line = self.figures, self._metrics.height() + _LEADING
        lines = len(figures.rows) + bool(figures.title) + any(figures.columns)
        widths = self._widths()
        width = _SWATCH + 6 + sum(widths) + _GAP * (len(widths) - 1) + 2 * _PAD
        width = max(width, self._metrics.horizontalAdvance(figures.title) + 2 * _PAD)
        return QSize(width, lines * line + 2 * _PAD - _LEADING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, title, names of columns, rows; what does not fit is counted."""
        theme, figures, line = self._theme, self.figures, self._metrics.height() + _LEADING
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._font)
        top = _PAD
        if figures.title:
            painter.setPen(theme.color("text"))
            self._text(painter, _PAD, top, self.width() - 2 * _PAD, figures.title)
            top += line
        widths = self._widths()
        if any(figures.columns):
            painter.setPen(theme.color("muted"))
            self._columns(painter, top, widths, figures.columns)
            top += line
        room = max((self.height() - top - _PAD + _LEADING) // line, 0)
        hidden = len(figures.rows) - room
        shown = figures.rows if hidden <= 0 else figures.rows[: max(room - 1, 0)]
        for row in shown:
            middle = top + self._metrics.height() // 2
            painter.setPen(QPen(theme.color(row.token), 2))
            painter.drawLine(_PAD, middle, _PAD + _SWATCH, middle)
            painter.setPen(theme.color("muted"))
            self._text(painter, _PAD + _SWATCH + 6, top, widths[0], row.name)
            painter.setPen(theme.color("text"))
            self._columns(painter, top, widths, row.texts)
            painter.setPen(theme.color("muted"))
            x = _PAD + _SWATCH + 6 + sum(widths[:-1]) + _GAP * (len(widths) - 2) + 4
            self._text(painter, x, top, widths[-1] + _GAP, row.unit)
            top += line
        if hidden > 0:
            painter.setPen(theme.color("muted"))
            more = len(figures.rows) - len(shown)
            self._text(painter, _PAD, top, self.width() - 2 * _PAD, f"+{more}")

    def _columns(
        self, painter: QPainter, top: int, widths: list[int], texts: tuple[str, ...]
    ) -> None:
        x = _PAD + _SWATCH + 6 + widths[0] + _GAP
        for width, text in zip(widths[1:-1], texts, strict=True):
            place = QRect(x, top, width, self._metrics.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), text)
            x += width + _GAP

    def _text(self, painter: QPainter, x: int, top: int, width: int, text: str) -> None:
        cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(x, top + self._metrics.ascent(), cut)

    def _widths(self) -> list[int]:
        """Return the widths of name, each column, and unit."""
        advance, figures = self._metrics.horizontalAdvance, self.figures
        name = max((advance(row.name) for row in figures.rows), default=0)
        columns = [
            max([advance(head), *(advance(row.texts[n]) for row in figures.rows)])
            for n, head in enumerate(figures.columns)
        ]
        unit = max((advance(row.unit) for row in figures.rows), default=0)
        return [min(name, self._name_px) + 2, *columns, max(unit - _GAP + 6, 0)]

    def _words(self) -> str:
        rows = (f"{row.name} {' '.join(row.texts)} {row.unit}" for row in self.figures.rows)
        return "; ".join(part for part in (self.figures.title, *rows) if part)


def _without_last_column(figures: Figures) -> Figures:
    rows = tuple(replace(row, texts=row.texts[:-1]) for row in figures.rows)
    return replace(figures, columns=figures.columns[:-1], rows=rows)


def _corner(area: QRectF, size: QSize, avoid: tuple[float, ...]) -> QPoint:
    """Return where a box stands: beside one cursor, in the freer corner for two."""
    left, right = int(area.left()) + 4, int(area.right()) - size.width() - 4
    top = int(area.top()) + 4
    if len(avoid) == 1:
        after = int(avoid[0]) + _APART
        before = int(avoid[0]) - _APART - size.width()
        x = after if after <= right else before if before >= left else right
    else:
        middle = sum(avoid) / len(avoid) if avoid else area.right()
        x = left if middle > area.center().x() else right
    return QPoint(max(min(x, right), left), top)
