"""Arming (MISSION A10, A11): how far it is, counting down; arm, disarm, by itself after a ride."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.battery_words import time_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Chip, label, plain

if TYPE_CHECKING:
    from mingtang_desk.cloud.models_rides import Guard

STILL_S = 180
"""So long it has to stand still (docs/server/rides.md)."""
_FILLS = {"disarmed": "muted", "arming": "accent", "armed": "ok", "alarm": "bad"}


class GuardCard(QWidget):
    """`arm()`, `disarm()`: buttons; `auto(on)`: the switch."""

    arm = Signal()
    disarm = Signal()
    auto = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._guard: Guard | None = None
        self._now: datetime | None = None
        self._refusal = ""
        self.title = label("strong")
        self.chip = Chip(theme)
        self.says = label("muted", wrap=True)
        self.tracker = label("muted", wrap=True)
        self.arm_button, self.disarm_button = plain(theme, "lock"), plain(theme, "lock-open")
        self.arm_button.clicked.connect(self.arm)
        self.disarm_button.clicked.connect(self.disarm)
        self.auto_box = QCheckBox()
        self.auto_box.clicked.connect(self.auto)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.chip)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.arm_button, 1)
        buttons.addWidget(self.disarm_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.says)
        layout.addWidget(self.tracker)
        layout.addLayout(buttons)
        layout.addWidget(self.auto_box)
        self.retranslate()

    @property
    def left_s(self) -> int | None:
        """Seconds until it is armed, None where nothing counts down; 0 = any moment."""
        guard, now = self._guard, self._now
        if guard is None or now is None or guard.state != "arming" or guard.since is None:
            return None
        return max(STILL_S - int((now - guard.since).total_seconds()), 0)

    def show_guard(self, guard: Guard | None, now: datetime, *, refusal: str = "") -> None:
        """Show how far it is.

        Args:
            guard: as the server tells it, None = it was not read yet.
            now: what time it is at the server.
            refusal: why this login may not change it, "" = it may.
        """
        self._guard, self._now, self._refusal = guard, now, refusal
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Guard"))
        self.arm_button.setText(self.tr("Arm"))
        self.disarm_button.setText(self.tr("Disarm"))
        self.auto_box.setText(self.tr("Arm by itself after every ride"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show(self) -> None:
        guard = self._guard
        words = {
            "disarmed": self.tr("Disarmed"),
            "arming": self.tr("Arming"),
            "armed": self.tr("Armed"),
            "alarm": self.tr("Alarm"),
        }
        state = "" if guard is None else guard.state
        self.chip.setVisible(guard is not None)
        self.chip.show_state(words.get(state, state), _FILLS.get(state, "muted"))
        self.says.setText(self._words())
        told = None if guard is None else guard.tracker_armed
        self.tracker.setVisible(told is not None)
        self.tracker.setText(
            self.tr("The tracker says that it is armed itself.")
            if told
            else self.tr("The tracker says that it is not armed itself.")
        )
        free = guard is not None and not self._refusal
        self.arm_button.setEnabled(free and state == "disarmed")
        self.disarm_button.setEnabled(free and state != "disarmed")
        self.auto_box.setEnabled(free)
        self.auto_box.setChecked(guard is not None and guard.auto)
        tips = (
            (self.arm_button, self.tr("A vibration, a move or the ignition then raises an alarm")),
            (self.disarm_button, self.tr("No such alarm any more; those that are open end")),
            (self.auto_box, self.tr("Three minutes after it came to rest")),
        )
        for widget, tip in tips:
            widget.setToolTip(self._refusal or tip)

    def _words(self) -> str:
        guard, left = self._guard, self.left_s
        if guard is None:
            return self._refusal or self.tr("Reading…")
        if guard.state == "disarmed":
            return self.tr("Vibrations raise no alarm.")
        if guard.state == "arming":
            if left is None:
                return self.tr("It is armed once it has stood still for three minutes.")
            if left == 0:
                return self.tr("It has stood for three minutes: armed with its next report.")
            clock = f"{left // 60}:{left % 60:02}"
            return self.tr("It stands still; armed in {time} min.").format(time=clock)
        since = time_words(guard.armed_at)
        if guard.state == "alarm":
            return self.tr("It was shaken or moved. Armed since {time}.").format(time=since)
        return self.tr("Armed since {time}: a vibration raises an alarm.").format(time=since)
