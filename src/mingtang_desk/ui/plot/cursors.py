"""Crosshair and range of the plot: where they stand, and the figures they say."""

from PySide6.QtCore import QCoreApplication, QObject, Signal

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.plot.lane import Mark
from mingtang_desk.ui.plot.measure import Between, at, between, near
from mingtang_desk.ui.plot.quantities import Quantity, digits
from mingtang_desk.ui.plot.series import Series
from mingtang_desk.ui.plot.table import FigureBox, FigureRow, Figures
from mingtang_desk.ui.plot.times import DAY, moment_text, span_text
from mingtang_desk.ui.plot.view import PlotView

_COLUMNS = (
    QT_TRANSLATE_NOOP("Plot", "change"),
    QT_TRANSLATE_NOOP("Plot", "mean"),
    QT_TRANSLATE_NOOP("Plot", "lowest"),
    QT_TRANSLATE_NOOP("Plot", "highest"),
)
_RANGE = QT_TRANSLATE_NOOP("Plot", "{begin} to {end}: {span}")


class Cursors(QObject):
    """The two modes; `changed` is emitted when the crosshair stands at another time.

    Attributes:
        cross, ranging: which of them is on; statistics: the range also says mean and extremes.
        when: where the crosshair stands, None while it is off or nowhere.
    """

    changed = Signal()

    def __init__(self, view: PlotView, box: FigureBox) -> None:
        super().__init__(view)
        self._view, self._box = view, box
        self._series: tuple[Series, ...] = ()
        self.cross = self.ranging = False
        self.statistics = True
        self.when: float | None = None
        view.hovered.connect(self._hovered)
        view.cursed.connect(self._dragged)

    def set_series(self, series: tuple[Series, ...]) -> None:
        """Take the curves that are shown."""
        self._series = series
        self.show()

    def set_cross(self, on: bool) -> None:
        """Switch the crosshair; at first it stands in the middle of what is seen."""
        self.cross = on
        self._go(self._nearest(sum(self._view.span) / 2) if on else None)

    def set_ranging(self, on: bool) -> None:
        """Switch the range; at first it is the middle third of what is seen."""
        self.ranging = on
        begin, end = self._view.span
        third = (end - begin) / 3
        self._view.set_mark(Mark.FIRST, begin + third if on else None)
        self._view.set_mark(Mark.SECOND, end - third if on else None)
        self.show()

    def set_statistics(self, on: bool) -> None:
        """Say mean and extremes of the range too, or not."""
        self.statistics = on
        self.show()

    def step(self, count: int) -> bool:
        """Move the crosshair by samples; False while it is off."""
        if not self.cross:
            return False
        here = self._view.span[1] if self.when is None else self.when
        self._go(self._nearest(here, count))
        return True

    def show(self) -> None:
        """Write the figures for where the cursors stand now."""
        view = self._view
        first, second = view.mark_at(Mark.FIRST), view.mark_at(Mark.SECOND)
        if self.ranging and first is not None and second is not None:
            edges = (view.pixel_of(first), view.pixel_of(second))
            self._box.show_figures(self._of_range(first, second), view.plot_area(), edges)
        elif self.cross and self.when is not None:
            avoid = (view.pixel_of(self.when),)
            self._box.show_figures(self._of_moment(self.when), view.plot_area(), avoid)
        else:
            self._box.hide()

    def _of_moment(self, when: float) -> Figures:
        rows = [
            FigureRow(
                token=s.token,
                name=s.name,
                texts=(digits(s.of, at(s.times, s.values, when)),),
                unit=s.unit,
            )
            for s in self._series
        ]
        return Figures(title=self._words(when), columns=("",), rows=tuple(rows))

    def _of_range(self, first: float, second: float) -> Figures:
        begin, end = sorted((first, second))
        translate = QCoreApplication.translate
        title = translate("Plot", _RANGE).format(
            begin=self._words(begin), end=self._words(end), span=span_text(end - begin)
        )
        heads = _COLUMNS if self.statistics else _COLUMNS[:1]
        rows = []
        for s in self._series:
            found = between(s.times, s.values, begin, end)
            texts = _texts(s.of, found)[: len(heads)]
            rows.append(FigureRow(token=s.token, name=s.name, texts=texts, unit=s.unit))
        columns = tuple(translate("Plot", head) for head in heads)
        return Figures(title=title, columns=columns, rows=tuple(rows))

    def _words(self, when: float) -> str:
        begin, end = self._view.span
        return moment_text(when, dated=end - begin > DAY)

    def _hovered(self, when: float | None) -> None:
        if self.cross and when is not None:
            self._go(when)

    def _dragged(self, mark: Mark, when: float) -> None:
        if mark in (Mark.FIRST, Mark.SECOND):
            self._view.set_mark(mark, when)
            self.show()

    def _go(self, when: float | None) -> None:
        self.when = when
        self._view.set_mark(Mark.CROSS, when)
        self.show()
        self.changed.emit()

    def _nearest(self, when: float, step: int = 0) -> float:
        times = next((s.times for s in self._series if s.times.size), None)
        found = None if times is None else near(times, when, step)
        return when if found is None else found


def _texts(of: Quantity, found: Between) -> tuple[str, ...]:
    return (
        digits(of, found.change, sign=True),
        *(digits(of, value) for value in (found.mean, found.low, found.high)),
    )
