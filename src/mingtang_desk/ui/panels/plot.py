"""Plot: chosen values over time, live, of a recording or of a track, measured and exported."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Topic
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.link_words import StateWords, no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.past_words import plot_words
from mingtang_desk.ui.plot.actions import PlotActions
from mingtang_desk.ui.plot.chooser import Chooser, chooser_over
from mingtang_desk.ui.plot.cursors import Cursors
from mingtang_desk.ui.plot.export import ask_file, save_shown
from mingtang_desk.ui.plot.lane import Curve, Mark
from mingtang_desk.ui.plot.legend import PlotLegend
from mingtang_desk.ui.plot.past_plot import PastPlot
from mingtang_desk.ui.plot.replayed import Replayed
from mingtang_desk.ui.plot.series import Series, curves_of, legend_items, series_of
from mingtang_desk.ui.plot.store import SeriesStore
from mingtang_desk.ui.plot.table import FigureBox
from mingtang_desk.ui.plot.title_line import TitleLine
from mingtang_desk.ui.plot.track import Track
from mingtang_desk.ui.plot.view import PlotView
from mingtang_desk.ui.plot.window import TimeWindow
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button
from mingtang_desk.ui.widgets.past_banner import PastBanner
from mingtang_desk.ui.widgets.state_note import AgeBanner, StateNote

_ZOOM = 1.6


class PlotPanel(Panel):
    """The plot of one device; values of every open device are kept meanwhile.

    Attributes:
        series: the curves that are drawn, with their values.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme, self._plotted = context.theme, context.plotted
        self._plotted.keep_in(context.prefs)
        self.store = SeriesStore(context.hub)
        self.replayed, self.past = Replayed(self), PastPlot(context.past, self)
        self.window_of_time = TimeWindow()
        self.view = PlotView(theme)
        self.box = FigureBox(theme, self.view)
        self.cursors = Cursors(self.view, self.box)
        self.legend = PlotLegend(theme)
        self.live = Button(theme, "primary")
        self.live.setObjectName("plot-live")
        self.live.clicked.connect(self.go_home)
        self.live.hide()
        self.actions_of = buttons = PlotActions(theme, self, self.act)
        self.header = [TitleLine(self.legend, buttons.row, buttons.needed)]
        self.banner, self.of_past = AgeBanner(theme), PastBanner(theme, context.past)
        self.note = StateNote(theme, "list-plus")
        self.note.action.clicked.connect(self.choose)
        self.chooser: Chooser | None = None
        self.dialog: QFileDialog | None = None
        self._curves: tuple[Curve, ...] = ()
        self.series: tuple[Series, ...] = ()
        self._paused = False
        self._stacked = context.prefs.values.plot_stacked
        self.body.addWidget(self.of_past)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.note, 1)
        over = QVBoxLayout(self.view)
        over.setContentsMargins(0, 10, 64, 0)
        over.addWidget(self.live, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.view.ranged.connect(self._ranged)
        self.view.cursed.connect(self._cursed)
        self.view.stepped.connect(self.cursors.step)
        self.view.pause_wanted.connect(lambda: self.act("paused", not self._paused))
        self.view.home_wanted.connect(self.go_home)
        self.view.menu_wanted.connect(buttons.pop_up)
        self.cursors.changed.connect(self._write_legend)
        self.replayed.loaded.connect(self._show)
        self.past.turned.connect(self._turned)
        self.past.moved.connect(self._past_moved)
        self._plotted.changed.connect(self._show)
        self._plotted.failed.connect(self.show_error)
        context.prefs.changed.connect(self._preferred)
        for name, on in (("stacked", self._stacked), ("statistics", self.cursors.statistics)):
            buttons.check(name, on)
        self.start()

    @property
    def whole(self) -> Replayed | PastPlot:
        """What is told whole, with a cursor in it, while it is `on`."""
        return self.past if self.past.on else self.replayed

    @property
    def track(self) -> Track | None:
        """All values of the device shown."""
        if self.whole.on:
            return self.whole.track
        return None if self.session is None else self.store.track(self.session)

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device, from the start."""
        self.replayed.bind(session)
        self.past.bind(session)
        self._begin()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Draw what came, or say how old it is."""
        if topics & {Topic.SAMPLE, Topic.LINK, Topic.IDENTITY}:
            self.replayed.look()
            self._show()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.actions_of.retranslate()
        self.note.action.setText(self.tr("Choose values…"))
        self.view.setAccessibleName(self.tr("Plot of the chosen values"))
        if self.chooser is not None:
            self.chooser.retranslate()
        self._curves = ()
        self._show()

    def stop(self) -> None:
        """Let go of every device."""
        super().stop()
        self.store.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find another place for the box of figures."""
        super().resizeEvent(event)
        self.cursors.show()

    def act(self, name: str, on: bool) -> None:
        """Do what a button, a menu entry or a key stands for."""
        match name:
            case "choose":
                self.choose()
            case "cross":
                self.cursors.set_cross(on)
                self.view.steps = on
            case "ranging":
                self.cursors.set_ranging(on)
            case "statistics":
                self.cursors.set_statistics(on)
            case "stacked":
                self._stack(on)
            case "zoom_in" | "zoom_out":
                self._zoom(1 / _ZOOM if name == "zoom_in" else _ZOOM)
            case "fit":
                self.view.fit(tight=True)
            case "whole":
                self._pause(False)
                self.window_of_time.whole()
                self._show()
            case "paused" if on:
                self._pause(True)
            case "paused":
                self.go_home()
            case "export":
                self.export()
        self.actions_of.check(name, on)

    def choose(self) -> None:
        """Open the list of values."""
        self.chooser = chooser_over(self.window(), self.chooser, self.context.theme, self._plotted)
        track = self.track
        reported = () if track is None else track.reported
        self.chooser.offer(reported, self.context.prefs.values.temperature)

    def go_home(self) -> None:
        """Follow the newest values again, or show all of the recording."""
        self._pause(False)
        self.window_of_time.home()
        self._show()

    def export(self) -> None:
        """Ask for a file and write what is shown into it."""
        self.dialog = ask_file(self, self.context.prefs.values.folder, self.save)

    def save(self, path: Path) -> None:
        """Write what is shown into a file."""
        spawn(self, save_shown(path, self.series, self.view.span, self.context.prefs))

    def _begin(self) -> None:
        """Show other times; cursors were for those before."""
        self._pause(False)
        for name in ("cross", "ranging"):
            if self.actions_of.actions[name].isChecked():
                self.act(name, False)
        self.window_of_time = TimeWindow(recorded=self.whole.on)
        self._curves = ()
        self._show()

    def _turned(self, is_other: bool) -> None:
        """Show the past instead of what is live, or the other way, or more of the past."""
        if is_other:
            self._begin()
        else:
            self._curves = ()
            self._show()

    def _past_moved(self) -> None:
        if self.track and not self.view.isHidden():
            self.of_past.tell(on=True)
            self._move()
            self._write_legend()
        self._need()

    def _need(self) -> None:
        if self.isVisible():
            self.past.need()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the past only in sight."""
        super().showEvent(event)
        self._need()

    def _show(self) -> None:
        """Draw what is there, or say why there is nothing."""
        self.series = series_of(
            self.track, self._plotted.keys, self.context.prefs.values.temperature
        )
        state = self._state()
        session = self.session
        shown = state is None
        self.note.setVisible(not shown)
        choice = session is not None and bool(self.track)
        self.note.action.setVisible(choice)
        if state is not None:
            self.note.say(state.title, state.hint, "list-plus" if choice else "plug")
        old = None
        if shown and session is not None and not self.whole.on:
            old = state_words(session.model, session.uri)
        self.banner.say(*(old if old is not None else ("", "")))
        self.of_past.tell(on=self.past.on)
        self._need()
        self.view.setVisible(shown)
        self.view.pauses = shown and not self.whole.on
        self.actions_of.enable(shown)
        if shown:
            self._draw()
        self._write_legend()

    def _state(self) -> StateWords | None:
        session = self.session
        if session is None:
            return no_device_words()
        if self.lacks(Capability.STATUS):
            return StateWords(self.tr("This board reports no status."), "")
        if self.past.on and not self.track:
            return plot_words(lacks=self.past.lacks, is_read=self.track is not None)
        if not self.track:
            found = state_words(session.model, session.uri)
            return found or StateWords(self.tr("Loading the recording…"), "")
        if not self._plotted.keys:
            hint = self.tr("Choose values here, or click a cell.")
            return StateWords(self.tr("Nothing chosen"), hint)
        if not self.series:
            hint = self.tr("Choose others: what it does not report is grey in the list.")
            return StateWords(self.tr("This board reports none of the chosen values."), hint)
        return None

    def _draw(self) -> None:
        curves = curves_of(self.series)
        renewed = curves != self._curves
        if renewed:
            self._curves = curves
            self.view.set_curves(curves, stacked=self._stacked)
        if renewed or not (self._paused or self.whole.on):
            self.view.set_data({s.key: (s.times, s.values) for s in self.series})
        self._move()

    def _move(self) -> None:
        """Show the time that is to be shown now, with the cursors in it."""
        track, present = self.track, self.whole.present
        if not track:
            return
        times = track.times
        last = float(times[-1])
        here = last if present is None else present
        if (wanted := self.window_of_time.range(float(times[0]), last, here)) != self.view.span:
            self.view.set_range(*wanted)
        self.view.set_mark(Mark.PRESENT, present)
        self.cursors.set_series(self.series)
        self._offer_home()

    def _write_legend(self) -> None:
        when = self.cursors.when if self.cursors.cross else self.whole.present
        items = legend_items(self._plotted.keys, self.series, when)
        old = self.model is not None and self.model.stale and not self.whole.on
        self.legend.show_items(items if self.session is not None else (), muted=old)
        self.view.setAccessibleDescription(self.legend.accessibleName())

    def _offer_home(self) -> None:
        away = self.window_of_time.away or self._paused
        self.live.setText(self.tr("Whole") if self.whole.on else self.tr("Live"))
        self.live.setToolTip(
            self.tr("Show all of it again")
            if self.whole.on
            else self.tr("Follow the newest values again (double click)")
        )
        self.live.setVisible(away)

    def _pause(self, on: bool) -> None:
        """Leave the picture as it is, or not; values are kept meanwhile."""
        self._paused = on
        if on:
            self.window_of_time.moved(*self.view.span)
        self.actions_of.check("paused", on)
        self._offer_home()

    def _stack(self, on: bool) -> None:
        self._stacked = on
        self.context.prefs.keep(self.show_error, plot_stacked=on)
        self._curves = ()
        self._show()

    def _zoom(self, factor: float) -> None:
        about = self.cursors.when if self.cursors.cross else None
        self.window_of_time.zoom(factor, about)
        self._move()

    def _ranged(self, begin: float, end: float) -> None:
        self.window_of_time.moved(begin, end)
        self.cursors.show()
        self._offer_home()

    def _cursed(self, mark: Mark, when: float) -> None:
        if mark is Mark.PRESENT:
            self.whole.seek(when)
            self._show()

    def _preferred(self, names: set[Any]) -> None:
        if "temperature" in names:
            self._curves = ()
            self._show()
