"""The strip on top, always there: mode, device, link, age of data, write lock, alarms, menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from mingtang_desk.device.model import DeviceModel, LinkPhase, LinkStats, Topic
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui import remote_words
from mingtang_desk.ui.fleet.alarm_chip import AlarmChip
from mingtang_desk.ui.fleet.share_chip import ShareChip
from mingtang_desk.ui.follower import DeviceFollower
from mingtang_desk.ui.link_words import mode_words, where_words
from mingtang_desk.ui.remote_words import clocks
from mingtang_desk.ui.roles.words import role_word
from mingtang_desk.ui.shown import age, number, word
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Button, Chip, Dot, icon_button, set_look
from mingtang_desk.ui.widgets.card import CardPart
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.workspace_switch import WorkspaceSwitch

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

TICK_MS = 250
_FULL_PX, _HALF_PX = 1360, 1120
"""Below these widths the strip gives way: first what the device is, then words of buttons."""


class Strip(CardPart):
    """Follows the selected device; `mode_changed` carries the state that colours the frame."""

    mode_changed = Signal(str)
    alarms_wanted = Signal()
    sign_in_wanted = Signal()
    wake_wanted = Signal()

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context.theme)
        self._context = context
        theme = context.theme
        self.chip = Chip(theme, minimum=60)
        self.dot = Dot(theme)
        self.name = ElidedText(theme, strong=True, middle=True)
        self.workspaces = WorkspaceSwitch(theme)
        self.what = ElidedText(theme, token="muted", size=Size.SMALL)
        self.link = ElidedText(theme, token="muted", size=Size.SMALL, middle=True)
        self.health = ElidedText(theme, token="muted", size=Size.SMALL)
        right_side = Qt.AlignmentFlag.AlignRight
        self.age = ElidedText(theme, size=Size.SMALL, align=right_side, whole=True)
        self.alarms = Button(theme, "", icon="triangle-alert", token="muted")
        self.alarms.setObjectName("strip-alarms")
        self.alarms.clicked.connect(self.alarms_wanted)
        self.lock = Button(theme, "", icon="lock")
        self.lock.setObjectName("strip-lock")
        self.lock.setCheckable(True)
        self.lock.clicked.connect(self.toggle_lock)
        self.person = Button(theme, "", icon="user")
        self.person.setObjectName("strip-person")
        self.person.clicked.connect(self.sign_in_wanted)
        self.fleet_alarms, self.share = AlarmChip(context), ShareChip(context)
        self.menu = icon_button(theme, "menu", "text")
        self.menu.setObjectName("strip-menu")
        self.wake = Button(theme)
        self.wake.setObjectName("strip-wake")
        self.wake.clicked.connect(self.wake_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        for widget in (self.chip, self.workspaces, self.dot, self.name, self.what):
            row.addWidget(widget)
        row.addStretch(1)
        for right in (
            self.link,
            self.health,
            self.age,
            self.wake,
            self.alarms,
            self.fleet_alarms,
            self.share,
            self.person,
            self.lock,
            self.menu,
        ):
            row.addWidget(right)
        row.setStretchFactor(self.name, 0)
        self.setFixedHeight(46)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_age)
        self._end = context.hub.observe(self._hub_changed)
        roles = context.roles
        self._end_roles = roles.observe(self._show_person) if roles is not None else None
        self.follower = DeviceFollower(
            context.hub, context.selection, self, bind=self._bind, refresh=self._refresh
        )
        self.follower.start()
        self._retranslate()
        self._tick.start()

    def toggle_lock(self) -> None:
        """Unlock writing, or lock it again; asks nothing, shows it."""
        self._context.hub.set_writing(not self._context.hub.writing_unlocked)
        self._show_lock()

    def stop(self) -> None:
        """Let go of hub and device."""
        self._tick.stop()
        self.share.stop()
        self.fleet_alarms.stop()
        self._end()
        if self._end_roles is not None:
            self._end_roles()
        self.follower.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way: what a device is and its link go before its name, words before signs."""
        super().resizeEvent(event)
        half = self.width() < _HALF_PX
        self.what.setVisible(self.width() >= _FULL_PX)
        self.link.setVisible(not half)
        self.workspaces.set_short(half)
        self._show_lock()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.menu.name(self.tr("Menu"))
        self._show_person()
        self.wake.setText(self.tr("Wake…"))
        self.wake.setToolTip(self.tr("This board does not answer: what is known, and what helps"))
        self._show()
        self._show_lock()

    def _bind(self, session: DeviceSession | None) -> None:
        self._show()

    def _refresh(self, topics: frozenset[Topic]) -> None:
        self._show()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.WRITING:
            self._show_lock()

    def _show(self) -> None:
        session, model = self.follower.session, self.follower.model
        self._show_mode()
        self.dot.setVisible(session is not None)
        self.wake.setVisible(model is not None and model.diagnosis is not None)
        self.dot.set_token(self._context.selection.colour(session))
        self.name.set_text(self.tr("No device") if model is None else model.name)
        self.what.set_text("" if model is None else _what(model))
        self.link.set_text("" if session is None else where_words(session.uri))
        self._show_health(model)
        self._show_alarms(model)
        self._show_age()

    def _show_mode(self) -> None:
        mode = mode_words(self.follower.model)
        if self.chip.text != mode.text or self.chip.state != mode.state:
            self.chip.show_state(mode.text, mode.state)
            self.mode_changed.emit(mode.state)

    def _show_health(self, model: DeviceModel | None) -> None:
        if model is None:
            self.health.set_text("")
            return
        if model.remote is not None:
            self.health.set_text(remote_words.doing(model.remote), "muted")
            self.health.setToolTip(self.health.text)
            return
        link = model.link
        parts = []
        if link.samples_per_s is not None:
            parts.append(self.tr("{n} samples/s").format(n=number(link.samples_per_s, 1)))
        parts.append(self.tr("%n bad frame(s)", "", link.bad))
        if link.retried:
            parts.append(self.tr("%n retried", "", link.retried))
        self.health.set_text(" · ".join(parts), "warn_text" if link.bad else "muted")
        self.health.setToolTip(self._link_tip(link))

    def _link_tip(self, link: LinkStats) -> str:
        latency = "—" if link.latency_s is None else number(link.latency_s * 1000, 0)
        lines = (
            self.tr("Good frames: {n}").format(n=link.good),
            self.tr("Damaged frames: {n}").format(n=link.bad),
            self.tr("Bytes in no frame: {n}").format(n=link.ignored_bytes),
            self.tr("Requests sent again: {n}").format(n=link.retried),
            self.tr("Requests nobody answered: {n}").format(n=link.timeouts),
            self.tr("Latency: {n} ms").format(n=latency),
        )
        return "\n".join(lines)

    def _show_alarms(self, model: DeviceModel | None) -> None:
        sample = None if model is None else model.sample
        count = 0
        if sample is not None:
            count = len(sample.protections) + len(sample.alarms) + len(sample.faults)
        serious = sample is not None and bool(sample.protections or sample.faults)
        token = "bad_text" if serious else "warn_text" if count else "muted"
        self.alarms.set_icon("triangle-alert", token)
        self.alarms.setText(str(count))
        self.alarms.name(self.tr("%n warning(s), show them in Status", "", count))

    def _show_age(self) -> None:
        model = self.follower.model
        seconds = None if model is None else model.age_s
        if model is None or seconds is None:
            self.age.set_text("")
            return
        self.age.set_text(age(seconds), "warn_text" if model.stale else "text")
        self.age.setToolTip("\n".join(clocks(model.remote)) if model.remote is not None else "")
        self._show_mode()

    def _show_person(self) -> None:
        """Show who is signed in; whoever has less than before writes no more."""
        roles = self._context.roles
        self.person.setVisible(roles is not None and roles.on)
        if roles is None:
            return
        if not roles.may_write:
            self._context.hub.set_writing(False)
        if roles.who:
            self.person.setText(roles.who)
            tip = self.tr("{name}, {role}. Click to sign out (Ctrl+Shift+L).")
            self.person.name(tip.format(name=roles.who, role=role_word(roles.role)))
        else:
            self.person.setText(self.tr("Sign in"))
            self.person.name(self.tr("Nobody is signed in; the desk only reads (Ctrl+Shift+L)."))

    def _show_lock(self) -> None:
        unlocked = self._context.hub.writing_unlocked
        self.lock.setChecked(unlocked)
        self.lock.set_icon("lock-open" if unlocked else "lock", "on_fill" if unlocked else "text")
        set_look(self.lock, "armed" if unlocked else "")
        self.lock.setText(self.tr("Writing unlocked") if unlocked else self.tr("Read only"))
        self.lock.name(
            self.tr("Writing is allowed. Click to make the desk read-only again (Ctrl+L).")
            if unlocked
            else self.tr("The desk only reads. Click to allow writing (Ctrl+L).")
        )


def _what(model: DeviceModel) -> str:
    """Return what a device is: "13S ternary · 50 Ah · JBD"."""
    parts = []
    sample = model.sample
    if sample is not None:
        count = sample.info.cell_count or len(sample.cell_v)
        kind = word(sample.info.chemistry) if sample.info.chemistry else ""
        parts.append(f"{count}S {kind}".strip() if count else kind)
        if sample.nominal_ah is not None:
            parts.append(f"{sample.nominal_ah:g} Ah")
    if model.phase is not LinkPhase.CONNECTING:
        parts.append(model.protocol_label)
    return " · ".join(part for part in parts if part)
