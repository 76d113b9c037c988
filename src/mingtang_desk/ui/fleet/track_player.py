"""The player of a track: buttons, speed, timeline, values; it moves the one cursor."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.cloud.playback import Playback
from mingtang_desk.cloud.player import SPEEDS, Player
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.alarm_words import type_word
from mingtang_desk.ui.fleet.track_timeline import TrackTimeline
from mingtang_desk.ui.fleet.track_words import (
    FLAGS,
    VALUES,
    clock,
    course,
    duration,
    table_word,
    tr,
    value_text,
)
from mingtang_desk.ui.replay.keys import ReplayKeys
from mingtang_desk.ui.shown import NOT_REPORTED, word
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Button, choice, icon_button, label
from mingtang_desk.ui.widgets.elided import ElidedText

TICK_MS = 40
_ROWS = ("speed_kmh", "course", "soc_pct", "current_a", "satellites", "flags")
_WORDS = {
    **VALUES,
    "course": QT_TRANSLATE_NOOP("Track", "Course"),
    "satellites": QT_TRANSLATE_NOOP("Track", "Satellites"),
    "flags": QT_TRANSLATE_NOOP("Track", "Marks of the report"),
}
_WIDE_PX = 520


class TrackPlayer(QWidget):
    """`moved` carries the time of the cursor whenever it is elsewhere.

    `led` carries it where the user moved it, or lets it play.

    Attributes:
        player: the cursor.
        timeline: plots and slider.
        values: label of each value by its key.
    """

    moved = Signal(float)
    led = Signal(float)

    def __init__(self, context: PanelContext, owner: QWidget) -> None:
        super().__init__()
        self._context, theme = context, context.theme
        self.player = Player(Playback())
        self.to_start = self._button("skip-back", self.go_to_start)
        self.back = self._button("chevron-left", lambda: self.step(-1))
        self.play = self._button("play", self.toggle)
        self.play.setObjectName("track-play")
        self.forward = self._button("chevron-right", lambda: self.step(1))
        self.to_end = self._button("skip-forward", self.go_to_end)
        self.time = ElidedText(theme, strong=True)
        self.state = ElidedText(theme, token="muted", size=Size.SMALL)
        self.speed = choice()
        self.speed.setObjectName("track-speed")
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.activated.connect(self._speed_chosen)
        self.skip = QCheckBox()
        self.skip.setChecked(context.prefs.values.track_skip)
        self.skip.toggled.connect(self._skip_toggled)
        self.timeline = TrackTimeline(theme)
        self.timeline.wanted.connect(self.seek)
        self.values: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._arrange()
        self._elapsed = QElapsedTimer()
        self._tick = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._advance)
        self.keys = ReplayKeys(
            owner,
            {
                "Space": self.toggle,
                "Left": lambda: self.step(-1),
                "Right": lambda: self.step(1),
                "Home": self.go_to_start,
                "End": self.go_to_end,
                "+": lambda: self.faster(1),
                "=": lambda: self.faster(1),  # the same key without Shift
                "-": lambda: self.faster(-1),
            },
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self.retranslate()

    @property
    def track(self) -> Playback:
        """What is played."""
        return self.player.track

    def use(self, track: Playback) -> None:
        """Play another track from its start; the speed stays."""
        self._tick.stop()
        self.player = Player(track)
        values = self._context.prefs.values
        self.player.speed = values.track_speed if values.track_speed in SPEEDS else 1.0
        self.player.skips = self.skip.isChecked()
        self.keys.set_on(bool(track))
        self._show_buttons()
        self.show_cursor()

    def grow(self, track: Playback) -> None:
        """Take the same track with more at its end; a cursor that stood there goes along."""
        player = self.player
        was_at_end = player.t >= player.track.end and not player.playing
        player.track = track
        if was_at_end:
            player.t = track.end
        self.show_cursor()

    def toggle(self) -> None:
        """Play or pause."""
        self.player.play(not self.player.playing)
        self._elapsed.restart()
        if self.player.playing:
            self._tick.start()
        else:
            self._tick.stop()
        self._show_buttons()
        self._lead()

    def pause(self) -> None:
        """Play no more."""
        self.player.playing = False
        self._tick.stop()
        self._show_buttons()

    def seek(self, t: float) -> None:
        """Go to a time."""
        self.player.seek(t)
        self._lead()

    def step(self, points: int) -> None:
        """Go to the next point, or back to the one before."""
        self.pause()
        self.player.step(points)
        self._lead()

    def go_to_start(self) -> None:
        """Go to the first point."""
        self.seek(self.track.start)

    def go_to_end(self) -> None:
        """Go to the last point."""
        self.seek(self.track.end)

    def faster(self, steps: int) -> None:
        """Take a higher speed, or a lower one."""
        self.player.faster(steps)
        self._keep_speed()

    def stop(self) -> None:
        """Let go of keys and timer."""
        self._tick.stop()
        self.keys.stop()

    def show_cursor(self) -> None:
        """Show where the cursor is, here; `moved` tells all others."""
        if not self.track:
            return
        t = self.player.t
        self.timeline.show_time(t)
        where = self.track.at(t)
        point = self.track.points[where.index]
        self.time.set_text(clock(t, dated=True))
        if not self.player.playing:
            self.timeline.setAccessibleDescription(self.time.text)
        if where.stand is not None:
            left = where.stand.end - where.stand.start
            self.state.set_text(self.tr("stands for {time}").format(time=duration(left)))
        elif where.gap:
            self.state.set_text(self.tr("nothing was heard here"))
        else:
            self.state.set_text("")
        for name in ("speed_kmh", "soc_pct", "current_a"):
            value = None if where.gap else self.track.column(name)[where.index]
            self._write(name, value_text(name, value))
        self._write("course", course(None if where.waits else point.course_deg))
        satellites = NOT_REPORTED if point.satellites is None else str(point.satellites)
        self._write("satellites", satellites)
        flags = [table_word(FLAGS, flag) for flag in point.flags]
        flags += [type_word(alarm) for alarm in point.alarms]
        self._write("flags", ", ".join(flags) or word("none"))
        self.moved.emit(t)

    def retranslate(self) -> None:
        """Write all texts."""
        self.to_start.name(self.tr("To the start (Home)"))
        self.back.name(self.tr("Previous point (←)"))
        self.forward.name(self.tr("Next point (→)"))
        self.to_end.name(self.tr("To the end (End)"))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("Speed, of real time (+ and −)"))
        self.skip.setText(self.tr("Skip stops"))
        self.skip.setToolTip(self.tr("Do not wait in stops and where nothing was heard"))
        self.timeline.setAccessibleName(self.tr("Place in the track"))
        for name, shown in self._names.items():
            shown.setText(tr(_WORDS[name]))
        self.timeline.redraw()
        self._show_buttons()
        self.show_cursor()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def lay_out(self, width: int) -> None:
        """Put values side by side where there is room, and all above the plots into one row."""
        columns = 3 if width >= _WIDE_PX else 1
        if columns > 1:
            self._buttons.addWidget(self.time)
            self._buttons.addWidget(self.state, 1)
            self._buttons.addWidget(self.skip)
        else:
            self._words.addWidget(self.time)
            self._words.addWidget(self.state, 1)
            self._foot.insertWidget(0, self.skip)
        for n, name in enumerate(_ROWS):
            row, column = divmod(n, columns)
            self._grid.addWidget(self._names[name], row, 2 * column)
            self._grid.addWidget(self.values[name], row, 2 * column + 1)
        for column in range(6):
            self._grid.setColumnStretch(column, column % 2 if column < 2 * columns else 0)

    def _button(self, icon: str, action: object) -> Button:
        made = icon_button(self._context.theme, icon, "text")
        # A click must leave the keyboard where it is, or Space would press this one again.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if callable(action):
            made.clicked.connect(lambda: action())
        return made

    def _arrange(self) -> None:
        self._buttons, self._words, self._foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        buttons, words, foot = self._buttons, self._words, self._foot
        buttons.setSpacing(0)
        for button in (self.to_start, self.back, self.play, self.forward, self.to_end):
            buttons.addWidget(button)
        buttons.addSpacing(8)
        buttons.addWidget(self.speed)
        buttons.addSpacing(12)
        buttons.addStretch(0)  # takes what is left where the words stand below
        words.setSpacing(8)
        foot.addWidget(self.skip)
        foot.addStretch(1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for name in _ROWS:
            self._names[name] = label("muted")
            self.values[name] = label(wrap=name == "flags")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        for part in (buttons, words):
            outer.addLayout(part)
        outer.addWidget(self.timeline)
        outer.addLayout(foot)
        outer.addLayout(self._grid)
        self.lay_out(0)

    def _advance(self) -> None:
        self.player.advance(self._elapsed.restart() / 1000)
        if not self.player.playing:
            self._tick.stop()
            self._show_buttons()
        self._lead()

    def _lead(self) -> None:
        self.show_cursor()
        if self.track:
            self.led.emit(self.player.t)

    def _write(self, name: str, text: str) -> None:
        if self.values[name].text() != text:
            self.values[name].setText(text)
            self.values[name].setAccessibleName(f"{tr(_WORDS[name])}: {text}")

    def _show_buttons(self) -> None:
        playing = self.player.playing
        self.play.set_icon("pause" if playing else "play")
        self.play.name(self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))
        self.speed.setCurrentIndex(max(self.speed.findData(self.player.speed), 0))

    def _speed_chosen(self) -> None:
        self.player.speed = float(self.speed.currentData())
        self._keep_speed()

    def _keep_speed(self) -> None:
        self._show_buttons()
        self._context.prefs.keep(lambda _: None, track_speed=self.player.speed)

    def _skip_toggled(self, on: bool) -> None:
        self.player.skips = on
        self._context.prefs.keep(lambda _: None, track_skip=on)
