"""Link: how well the line to the board does over time, what is wrong with it, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.device.link_quality import LinkLog, LinkPoint, judge
from mingtang_desk.device.model import DeviceModel, LinkPhase, Topic
from mingtang_desk.ui.link_quality.curves import Data, curves_for, data_of, legend_of
from mingtang_desk.ui.link_quality.figures import FigureGrid, figures_of
from mingtang_desk.ui.link_quality.report import as_text, save_points
from mingtang_desk.ui.link_quality.words import VerdictWords, verdict_words
from mingtang_desk.ui.link_words import mode_words, no_device_words, state_words, where_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.plot.export import ask_file
from mingtang_desk.ui.plot.lane import Curve, Mark
from mingtang_desk.ui.plot.legend import PlotLegend
from mingtang_desk.ui.plot.replayed import Replayed
from mingtang_desk.ui.plot.title_line import TitleLine
from mingtang_desk.ui.plot.view import PlotView
from mingtang_desk.ui.plot.window import TimeWindow
from mingtang_desk.ui.remote_words import is_remote
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, Chip, icon_button, label
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

_LANE_PX, _ONE_PX, _TIMES_PX = 48, 36, 22
"""Least height of a strip of the plot, of one that is alone, and of the times under it."""
_APART, _UNDER, _EDGE = 8, 2, 12
_THERE = (LinkPhase.LIVE, LinkPhase.SILENT)


class LinkPanel(Panel):
    """The quality of one link; the points are kept by its session, seen or not."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.note = StateNote(theme)
        self.chip = Chip(theme, minimum=72)
        self.title = label("strong", wrap=True)
        self.hint = label("muted", wrap=True)
        self.figures = FigureGrid(theme)
        self.view = PlotView(theme)
        self.legend = PlotLegend(theme)
        self.live = Button(theme, "primary")
        self.copy_button = icon_button(theme, "copy")
        self.save_button = icon_button(theme, "download")
        self.reset_button = icon_button(theme, "trash-2")
        self.dialog: QFileDialog | None = None
        self.replayed = Replayed(self)
        self.window_of_time = TimeWindow()
        self._curves: tuple[Curve, ...] = ()
        self._lanes = 0
        self._data: Data = {}
        self._drawn: tuple[LinkPoint, tuple[Curve, ...]] | None = None
        self._words = VerdictWords("", "muted", "", "")
        self._log: LinkLog | None = None
        self._end_log: Callable[[], None] = _nothing
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show)
        buttons = (self.copy_button, self.save_button, self.reset_button)
        self.header = [TitleLine(self.legend, buttons, buttons)]
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.export)
        self.reset_button.clicked.connect(self.reset)
        self.live.clicked.connect(self.go_home)
        self.live.hide()
        self.view.ranged.connect(self._ranged)
        self.view.home_wanted.connect(self.go_home)
        self.view.cursed.connect(self._cursed)
        self.replayed.loaded.connect(self._show)
        self.verdict = self._verdict_line()
        over = QVBoxLayout(self.view)
        over.setContentsMargins(0, 10, 12, 0)
        over.addWidget(self.live, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.view, 1)
        self.body.addStretch(0)
        self.start()

    def bind(self, session: DeviceSession | None) -> None:
        """Show another link, from the newest point."""
        self.replayed.bind(session)
        self.window_of_time = TimeWindow(recorded=self.replayed.on)
        self._curves, self._drawn = (), None
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show what changed; points come by themselves."""
        if self.replayed.on:
            self.replayed.look()
            self._show()
        elif topics & {Topic.LINK, Topic.IDENTITY}:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.copy_button.name(self.tr("Copy as text"))
        self.save_button.name(self.tr("Save every second as CSV…"))
        self.reset_button.name(self.tr("Count anew from now on"))
        self.live.setText(self.tr("Live"))
        self.view.setAccessibleName(self.tr("Errors, answer time and samples over time"))
        self.figures.retranslate()
        self._show()

    def stop(self) -> None:
        """Let go of the link."""
        self._watch(None)
        self._soon.stop()
        super().stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def copy(self) -> None:
        """Put what is shown into the clipboard."""
        session, log = self.session, self._log
        if session is None or log is None:
            return
        now = session.model.clock.now()
        when = f"{now.astimezone():%Y-%m-%d %H:%M:%S}"
        heading = f"{session.model.name} · {where_words(session.uri)} · {when}"
        text = as_text(heading, self._words, figures_of(log, now))
        QGuiApplication.clipboard().setText(text)

    def export(self) -> None:
        """Ask for a file and write every point into it."""
        self.dialog = ask_file(self, self.context.prefs.values.folder, self.save, name="link")

    def save(self, path: Path) -> None:
        """Write every point into a file, and remember its folder."""
        if self._log is None:
            return
        spawn(self, self._save(path, self._log.points))

    async def _save(self, path: Path, points: Sequence[LinkPoint]) -> None:
        await save_points(path, points)
        self.context.prefs.keep(self.show_error, folder=str(path.parent))

    def reset(self) -> None:
        """Count anew."""
        if self.session is not None:
            self.session.reset_quality()

    def go_home(self) -> None:
        """Follow the newest points again, or show all of the recording."""
        self.window_of_time.home()
        self._show()

    def _verdict_line(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(_APART)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.title, 1)
        made = QWidget()
        lines = QVBoxLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(_UNDER)
        lines.addLayout(row)
        lines.addWidget(self.hint)
        return made

    def _watch(self, log: LinkLog | None) -> None:
        if log is not self._log:
            self._end_log()
            self._log = log
            self._end_log = _nothing if log is None else log.observe(self._came)

    def _came(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _show(self) -> None:
        """Show the link as it is now, or say why there is nothing to show."""
        session = self.session
        log = None if session is None else session.model.quality
        self._watch(log)
        full = log is not None and log.totals.seconds > 0.0
        self.note.setVisible(not full)
        for part in (self.verdict, self.figures):
            part.setVisible(full)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(full)
        self.reset_button.setEnabled(full and not self.replayed.on)
        if session is None:
            self.note.say(*no_device_words(), "plug")
        elif is_remote(session.uri):
            self.note.say(
                self.tr("There is no link here"),
                self.tr("A server speaks with this board. Status says how old its values are."),
                "plug",
            )
        elif log is None or not full:
            # Right after a reset values may be old, which says nothing of the link.
            there = session.model.phase in _THERE and session.model.sample is not None
            state = None if there else state_words(session.model, session.uri)
            hint = self.tr("Counted once a second while the link is there.")
            title = self.tr("Nothing was counted yet")
            self.note.say(*(state if state is not None else (title, hint)), "plug")
        else:
            self._say(session, log)
            self.figures.show_figures(figures_of(log, session.model.clock.now()))
            self._draw(session.model, log)
        if not full:
            self.legend.show_items((), muted=False)
        self._fit()

    def _say(self, session: DeviceSession, log: LinkLog) -> None:
        model = session.model
        state = None
        if not self.replayed.on and model.phase not in _THERE:
            state = state_words(model, session.uri)
        if state is not None:
            self._words = VerdictWords(*mode_words(model), *state)
        else:
            self._words = verdict_words(
                judge(log),
                radio=session.uri.scheme == "ble",
                recorded=log.recorded,
                signal_dbm=None if log.heard is None else log.heard[0],
            )
        self.chip.show_state(self._words.chip, self._words.state)
        self.title.setText(self._words.title)
        self.title.setToolTip(self._words.hint)
        self.hint.setText(self._words.hint)

    def _draw(self, model: DeviceModel, log: LinkLog) -> None:
        points = log.points
        if not points:
            return
        curves = curves_for(points, max(self._lanes, 1))
        if curves != self._curves:
            self._curves = curves
            self.view.set_curves(curves, stacked=True)
        if (points[-1], curves) != self._drawn:  # a recording that plays has the same points
            self._drawn = points[-1], curves
            self._data = data_of(points, model.poll_s)
            self.view.set_data(self._data)
        self.legend.show_items(legend_of(curves, self._data), muted=model.phase not in _THERE)
        first, last = points[0].time.timestamp(), points[-1].time.timestamp()
        present = self.replayed.present
        wanted = self.window_of_time.range(first, last, last if present is None else present)
        if wanted != self.view.span:
            self.view.set_range(*wanted)
        self.view.set_mark(Mark.PRESENT, present)
        self.live.setVisible(self.window_of_time.away)

    def _fit(self) -> None:
        """Show the hint, then strips of the plot, only where there is height for them."""
        if self.note.isVisibleTo(self):
            self.view.hide()
            return
        width, chip = self.width() - 2 * _EDGE, self.chip.sizeHint()
        title = self.title.heightForWidth(max(width - chip.width() - _APART, 60))
        need = max(title, chip.height()) + self.figures.height_for(width) + 2 * _APART + _EDGE
        hint = self.hint.heightForWidth(max(width, 60)) + _UNDER if self.hint.text() else 0
        self.hint.setVisible(bool(hint) and need + hint <= self.height())
        room = self.height() - need - hint - _TIMES_PX
        lanes = max(room // _LANE_PX, int(room >= _ONE_PX))
        self.view.setVisible(lanes > 0)
        if lanes != self._lanes:
            self._lanes = lanes
            self._soon.start()

    def _ranged(self, begin: float, end: float) -> None:
        self.window_of_time.moved(begin, end)
        self.live.setVisible(True)

    def _cursed(self, mark: Mark, when: float) -> None:
        if mark is Mark.PRESENT:
            self.replayed.seek(when)
            self._show()


def _nothing() -> None:
    """End nothing."""
