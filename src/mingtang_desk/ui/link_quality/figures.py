"""The figures of a link: what each is, and the small tiles that show them."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.link_quality import LIMIT_PCT, MINUTE_S, WEAK_DBM, LinkLog, total
from mingtang_desk.ui.shown import NOT_REPORTED, age, number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

HEIGHT = 40
_GAP, _ROW_GAP = 8, 6
_WIDTHS = (58, 108, 122, 58, 66, 108)
"""What each figure needs, in their order: those with a note more."""

_HELP: tuple[tuple[str, str], ...] = (
    (
        QT_TRANSLATE_NOOP("LinkQuality", "Errors"),
        QT_TRANSLATE_NOOP(
            "LinkQuality",
            "Share of the requests without a whole answer, over the last minute. Answers that came "
            "damaged and answers that did not come both count.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("LinkQuality", "Answer time"),
        QT_TRANSLATE_NOOP(
            "LinkQuality",
            "From the last byte sent to the last byte of the answer: mean of the last minute, and "
            "the longest.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("LinkQuality", "Frames"),
        QT_TRANSLATE_NOOP(
            "LinkQuality",
            "Frames received a second over the last minute, and damaged ones since the reset.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("LinkQuality", "Retries"),
        QT_TRANSLATE_NOOP("LinkQuality", "Requests that had to be sent again, since the reset."),
    ),
    (
        QT_TRANSLATE_NOOP("LinkQuality", "Timeouts"),
        QT_TRANSLATE_NOOP(
            "LinkQuality", "Requests nobody answered whole and in time, since the reset."
        ),
    ),
    (
        QT_TRANSLATE_NOOP("LinkQuality", "Signal"),
        QT_TRANSLATE_NOOP(
            "LinkQuality",
            "How loud the board was when it was found over Bluetooth. While connected it does not "
            "announce itself, and the value keeps its age. A wire has none.",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFigure:
    """One figure in words; `token` is the colour of its value."""

    caption: str
    value: str
    unit: str = ""
    note: str = ""
    token: str = "text"

    @property
    def text(self) -> str:
        """The figure as one line."""
        note = f"({self.note})" if self.note else ""
        return " ".join(part for part in (f"{self.caption}:", self.value, self.unit, note) if part)


def figures_of(log: LinkLog, now: datetime) -> tuple[LinkFigure, ...]:
    """Return the figures in the order of their tiles; "—" for what is not known."""
    counts, totals = total(log.last(MINUTE_S)), log.totals
    error, latency, longest = counts.error_pct, counts.latency_mean_s, counts.latency_max_s
    captions = [_tr(caption) for caption, _ in _HELP]
    bad = 0 if log.heard is None else log.heard[0]
    return (
        LinkFigure(
            caption=captions[0],
            value=_number(error, 1),
            unit=_unit(error, "%"),
            token="warn_text" if (error or 0.0) >= LIMIT_PCT else "text",
        ),
        LinkFigure(
            caption=captions[1],
            value=_number(None if latency is None else latency * 1000, 0),
            unit=_unit(latency, "ms"),
            note="" if longest is None else _tr("max {n}").format(n=number(longest * 1000, 0)),
        ),
        LinkFigure(
            caption=captions[2],
            value=_number(counts.frames_per_s, 1),
            unit=_unit(counts.frames_per_s, "/s"),
            note=_tr("{n} damaged").format(n=totals.bad) if totals.bad else "",
        ),
        LinkFigure(caption=captions[3], value=_number(totals.retried, 0)),
        LinkFigure(caption=captions[4], value=_number(totals.timeouts, 0)),
        LinkFigure(
            caption=captions[5],
            value=NOT_REPORTED if log.heard is None else number(log.heard[0], 0),
            unit="" if log.heard is None else "dBm",
            note="" if log.heard is None else age(max((now - log.heard[1]).total_seconds(), 0.0)),
            token="warn_text" if bad <= WEAK_DBM else "text",
        ),
    )


class FigureTile(QWidget):
    """Caption, value, unit and note in two lines; painted, a new figure costs no layout."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = LinkFigure(caption="", value="")
        self._small, self._large = font(Size.SMALL), font(Size.CELL, strong=True)
        self._small_metrics, self._metrics = QFontMetrics(self._small), QFontMetrics(self._large)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def figure(self) -> LinkFigure:
        """What is shown."""
        return self._shown

    def show_figure(self, figure: LinkFigure) -> None:
        """Show a figure."""
        if figure != self._shown:
            self._shown = figure
            self.setAccessibleName(figure.text)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for a value and a short note."""
        return QSize(_WIDTHS[1], HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A value must be readable."""
        return QSize(_WIDTHS[0], HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two lines."""
        figure, small, colour = self._shown, self._small_metrics, self._theme.color
        painter = QPainter(self)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(self._small)
        painter.setPen(colour("muted"))
        painter.drawText(
            QPointF(0, small.ascent()), small.elidedText(figure.caption, elide, self.width())
        )
        line = HEIGHT - 5.0
        x = float(self._metrics.horizontalAdvance(figure.value)) + 4
        if figure.unit:
            painter.drawText(QPointF(x, line), figure.unit)
            x += small.horizontalAdvance(figure.unit) + 8
        rest = int(self.width() - x)
        if figure.note and rest > 30:
            painter.drawText(QPointF(x, line), small.elidedText(figure.note, elide, rest))
        painter.setFont(self._large)
        painter.setPen(colour(figure.token))
        painter.drawText(QPointF(0, line), figure.value)


class FigureGrid(QWidget):
    """The tiles in as many columns as there is room for, in full rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.tiles = [FigureTile(theme) for _ in _HELP]
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_ROW_GAP)
        self._lay_out(len(self.tiles))

    def retranslate(self) -> None:
        """Write the help texts in the present language."""
        for tile, (caption, text) in zip(self.tiles, _HELP, strict=True):
            tile.setWhatsThis(f"{_tr(caption)}\n{_tr(text)}")
            tile.setToolTip(_tr(text))

    def show_figures(self, figures: tuple[LinkFigure, ...]) -> None:
        """Show figures, one a tile."""
        for tile, figure in zip(self.tiles, figures, strict=True):
            tile.show_figure(figure)

    def minimumSizeHint(self) -> QSize:
        """Two columns; the rows follow the width."""
        return QSize(152, self._grid.minimumSize().height())

    def height_for(self, width: int) -> int:
        """Return the height it takes at a width, pixels."""
        rows = len(self.tiles) // _columns(width)
        return rows * (HEIGHT + _ROW_GAP) - _ROW_GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take other columns."""
        super().resizeEvent(event)
        self._lay_out(_columns(self.width()))

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
        for column, width in enumerate(_needed(columns)):
            self._grid.setColumnStretch(column, width)
        self.updateGeometry()


def _needed(columns: int) -> list[int]:
    """Return the width each of so many columns needs."""
    return [max(_WIDTHS[column::columns]) for column in range(columns)]


def _columns(width: int) -> int:
    """Return how many columns of full rows there is room for."""
    fits = (n for n in (6, 3) if sum(_needed(n)) + (n - 1) * _GAP <= width)
    return next(fits, 2)


def _number(value: float | None, decimals: int) -> str:
    return NOT_REPORTED if value is None else number(value, decimals)


def _unit(value: float | None, unit: str) -> str:
    return "" if value is None else unit


def _tr(text: str) -> str:
    return QCoreApplication.translate("LinkQuality", text)


_MARKED = (
    QT_TRANSLATE_NOOP("LinkQuality", "max {n}"),
    QT_TRANSLATE_NOOP("LinkQuality", "{n} damaged"),
)
