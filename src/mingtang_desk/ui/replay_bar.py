"""The replay bar: there while the selected device is a recording. Cursor, play, speed, steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.model import LinkPhase, Topic
from mingtang_desk.ui.follower import DeviceFollower
from mingtang_desk.ui.replay import recording_of
from mingtang_desk.ui.replay.keys import ReplayKeys
from mingtang_desk.ui.replay.opening import ask_for_recording
from mingtang_desk.ui.replay.track import Track
from mingtang_desk.ui.replay.words import SPEEDS, event_line, offset, speed_words
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Button, icon_button
from mingtang_desk.ui.widgets.card import CardPart
from mingtang_desk.ui.widgets.elided import ElidedText

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.replay_session import ReplaySession

TICK_MS = 100
_FULL_PX = 1160
"""Below this width the date goes, the note gives way by itself."""


class ReplayBar(CardPart):
    """Follows the selected device; `wanted` carries the address of a recording to open."""

    wanted = Signal(str)

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context.theme)
        self.setObjectName("replay-bar")
        self._context = context
        self._recording: ReplaySession | None = None
        self._ends: tuple[Callable[[], None], ...] = ()
        self.dialog: QFileDialog | None = None
        theme = context.theme
        self.to_event_before = self._button("skip-back", lambda play: play.step_event(-1))
        self.to_sample_before = self._button("chevron-left", lambda play: play.step(-1))
        self.play = self._button("play", lambda play: play.set_playing(not play.playing))
        self.play.setObjectName("replay-play")
        self.to_sample_after = self._button("chevron-right", lambda play: play.step(1))
        self.to_event_after = self._button("skip-forward", lambda play: play.step_event(1))
        self.loop = self._button("repeat", lambda play: self._use_loop(not play.loop))
        self.loop.setCheckable(True)
        self.time = ElidedText(theme, strong=True)
        self.offset = ElidedText(theme, token="muted", size=Size.SMALL)
        self.track = Track(theme)
        self.track.wanted.connect(lambda t: self._do(lambda play: play.wind(t)))
        self.note = ElidedText(theme, token="warn_text", size=Size.SMALL)
        self.speed = QComboBox()
        self.speed.setObjectName("replay-speed")
        self.speed.activated.connect(self._speed_chosen)
        self._arrange()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_cursor)
        self.keys = ReplayKeys(
            self,
            {
                "Space": self.play.click,
                "Left": self.to_sample_before.click,
                "Right": self.to_sample_after.click,
                "P": self.to_event_before.click,
                "N": self.to_event_after.click,
            },
        )
        self.hide()
        self._retranslate()
        self.follower = DeviceFollower(
            context.hub, context.selection, self, bind=self._bind, refresh=lambda _: None
        )
        self.follower.start()

    def ask_for_file(self) -> None:
        """Let a recording be chosen."""
        self.dialog = ask_for_recording(self.window(), self._context.prefs, self.wanted.emit)

    def stop(self) -> None:
        """Let go of the device."""
        self._tick.stop()
        self.keys.stop()
        self.follower.stop()
        self._let_go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way: the date first."""
        super().resizeEvent(event)
        self._show_cursor()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _button(self, icon: str, action: Callable[[ReplaySession], None]) -> Button:
        made = icon_button(self._context.theme, icon, "text")
        # A click must leave the keyboard where it is, or Space would press this one again.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self._do(action))
        return made

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        for button in (
            self.to_event_before,
            self.to_sample_before,
            self.play,
            self.to_sample_after,
            self.to_event_after,
        ):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.time)
        row.addSpacing(8)
        row.addWidget(self.track, 1)
        row.addSpacing(8)
        row.addWidget(self.offset)
        row.addSpacing(8)
        row.addWidget(self.note)
        row.addSpacing(8)
        row.addWidget(self.speed)
        row.addWidget(self.loop)
        self.setFixedHeight(40)

    def _bind(self, session: DeviceSession | None) -> None:
        self._let_go()
        self._recording = recording = recording_of(session)
        if recording is not None:
            self._ends = (
                recording.observe_cursor(self._show),
                recording.model.observe(self._model_changed),
            )
            self._take_preferences(recording)
        self._show_recording()

    def _let_go(self) -> None:
        for end in self._ends:
            end()
        self._ends = ()

    def _take_preferences(self, recording: ReplaySession) -> None:
        values = self._context.prefs.values
        if "speed" not in recording.uri.options:
            recording.set_speed(values.replay_speed)
        recording.set_loop(values.replay_loop)

    def _model_changed(self, topic: Topic) -> None:
        if topic in (Topic.LINK, Topic.IDENTITY):
            self._show_recording()

    def _show_recording(self) -> None:
        """Show another recording, or how far it is loaded."""
        recording = self._recording
        shown = recording is not None and recording.model.phase in (
            LinkPhase.CONNECTING,
            LinkPhase.LIVE,
        )
        self.setVisible(shown)
        loaded = recording if shown and recording is not None and recording.recording else None
        for widget in self._controls():
            widget.setEnabled(loaded is not None)
        self.keys.set_on(loaded is not None)
        if loaded is not None:
            self.track.show_recording(loaded.duration_s, loaded.events)
            self.track.show_loading(None)
            for button in (self.to_event_before, self.to_event_after):
                button.setEnabled(bool(loaded.events))
            for button in (self.to_sample_before, self.to_sample_after):
                button.setEnabled(bool(loaded.recorded))
        self._show_note()
        self._show()

    def _controls(self) -> tuple[Button | QComboBox | Track, ...]:
        return (
            self.to_event_before,
            self.to_sample_before,
            self.play,
            self.to_sample_after,
            self.to_event_after,
            self.track,
            self.speed,
            self.loop,
        )

    def _show_note(self) -> None:
        """Say what is wrong with the file."""
        recording = None if self._recording is None else self._recording.recording
        parts = []
        if recording is not None and recording.cut_line is not None:
            parts.append(self.tr("Cut off in line {n}").format(n=recording.cut_line))
        if recording is not None and not recording.samples:
            parts.append(self.tr("No sample in it"))
        if recording is not None and recording.every > 1:
            parts.append(self.tr("One sample in {n}").format(n=recording.every))
        self.note.set_text(" · ".join(parts))
        self.note.setToolTip(
            self.tr("Who recorded was stopped there; everything before is shown.")
            if recording is not None and recording.cut_line is not None
            else ""
        )
        self.note.setVisible(bool(parts))

    def _show(self) -> None:
        """Show what the buttons say, then the cursor."""
        recording = self._recording
        if recording is None or self.isHidden():
            self._tick.stop()
            return
        playing = recording.recording is not None and recording.playing
        self.play.set_icon("pause" if playing else "play")
        self.play.name(self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))
        self.loop.setChecked(recording.loop)
        self._show_speed(recording.speed)
        if playing or recording.recording is None:
            self._tick.start()
        else:
            self._tick.stop()
        self._show_cursor()

    def _show_cursor(self) -> None:
        recording = self._recording
        if recording is None:
            return
        loaded = recording.recording
        if loaded is None:
            self.track.show_loading(recording.progress)
            percent = f"{recording.progress * 100:.0f}"
            self.time.set_text(self.tr("Loading… {n} %").format(n=percent), "muted")
            self.offset.set_text("")
            return
        t = recording.position_s
        local = loaded.time_of(t).astimezone()
        words = f"{local:%H:%M:%S}.{local.microsecond // 100_000}"
        if self.width() >= _FULL_PX:
            words = f"{local:%Y-%m-%d} {words}"
        self.time.set_text(words, "text")
        self.offset.set_text(f"{offset(t)} / {offset(loaded.duration_s)}")
        here = [event_line(event) for event in loaded.events if event.t == t]
        self.offset.setToolTip("\n".join(here))
        self.track.show_position(t)

    def _show_speed(self, speed: float) -> None:
        at = self.speed.findData(speed)
        if at < 0:  # the address asked for one of its own
            self.speed.addItem(speed_words(speed), speed)
            at = self.speed.count() - 1
        self.speed.setCurrentIndex(at)

    def _do(self, action: Callable[[ReplaySession], None]) -> None:
        if self._recording is not None and self._recording.recording is not None:
            action(self._recording)
            self._show()

    def _speed_chosen(self) -> None:
        speed = float(self.speed.currentData())
        self._do(lambda play: play.set_speed(speed))
        self._remember(replay_speed=speed)

    def _use_loop(self, on: bool) -> None:
        if self._recording is not None:
            self._recording.set_loop(on)
        self._remember(replay_loop=on)

    def _remember(self, **values: object) -> None:
        self._context.prefs.keep(self._say, **values)

    def _say(self, error: MingtangError) -> None:
        self.note.set_text(error.message)
        self.note.show()

    def _retranslate(self) -> None:
        self.to_event_before.name(self.tr("Previous event (P)"))
        self.to_sample_before.name(self.tr("Previous sample (←)"))
        self.to_sample_after.name(self.tr("Next sample (→)"))
        self.to_event_after.name(self.tr("Next event (N)"))
        self.loop.name(self.tr("Begin again at the end"))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("Speed"))
        self.track.setAccessibleName(self.tr("Place in the recording"))
        chosen = self.speed.currentData()
        self.speed.clear()
        for speed in SPEEDS:
            self.speed.addItem(speed_words(speed), speed)
        self._show_speed(1.0 if chosen is None else float(chosen))
        self._show_note()
        self._show()
