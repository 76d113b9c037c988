"""Control (MISSION D1 to D3): state first, the action beside it, two presses for everything."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue import control_notes as notes
from mingtang_desk.device.catalogue.controls import CONTROLS, NO_SLEEP, Action, ControlSpec
from mingtang_desk.device.control_guard import Evidence, way_back
from mingtang_desk.device.model import DeviceModel, Mode, Topic
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.session.control import ControlResult, most_of
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.session.trial import TRIAL_S, Outcome, Trial
from mingtang_desk.ui.forms import control_texts
from mingtang_desk.ui.forms.confirm import ConfirmCard
from mingtang_desk.ui.forms.control_row import ControlRow
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.forms.trial_cards import TrialCards
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel, words
from mingtang_desk.ui.shown import word
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, label
from mingtang_desk.ui.widgets.lock_line import LockLine
from mingtang_desk.ui.widgets.scroll import reveal, scrolling
from mingtang_desk.ui.widgets.state_note import StateNote


class ControlPanel(Panel):
    """Switches and commands of one board."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.rows: dict[Action, ControlRow] = {}
        self.card: ConfirmCard | None = None
        self._busy: set[tuple[str, Action]] = set()
        self.notice = StateNote(theme)
        self.reason = label("warn", wrap=True)
        self.lock = LockLine(context.hub, theme)
        self.more = Button(theme, "link", icon="chevron-right", token="muted")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_missing)
        self.missing = label("muted", wrap=True)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        for spec in CONTROLS:
            self._add(spec)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.missing)
        self._column.addStretch(1)
        page, inner = QWidget(), QWidget()
        inner.setLayout(self._column)
        self._scroll = scrolling(inner)
        self.trials = TrialCards(theme, self._column, self.rows, self._scroll)
        self.trials.kept.connect(lambda trial: spawn(self, self._keep(trial)))
        self.trials.wanted_back.connect(self._put_back)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.lock)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._grow_older)
        self._clock.start()
        self._end_hub = context.hub.observe(self._hub_changed)
        self.start()

    def ask(self, action: Action, value: str | None) -> None:
        """Show what a press would do, and wait for the second one."""
        self.close_card()
        row = self.rows[action]
        row.hush()
        sample = None if self.model is None else self.model.sample
        most = most_of(row.spec, sample)
        card = self.card = ConfirmCard(self.context.theme, row.spec, value, most=most)
        card.cancelled.connect(lambda: self.close_card(back_to=action))
        card.accepted.connect(self._accepted)
        self._column.insertWidget(self._column.indexOf(row) + 1, card)
        self._note()
        self._show()
        card.show()
        (card.entry or card.cancel).setFocus()
        # Where it does not fit whole, what flows now is read first.
        view = self._scroll.viewport().size()
        fits = card.heightForWidth(view.width()) <= view.height()
        reveal(self._scroll, card if fits else card.title)

    def close_card(self, *, back_to: Action | None = None) -> None:
        """Ask no more; nothing was sent."""
        if self.card is None:
            return
        self._column.removeWidget(self.card)
        self.card.hide()
        self.card.deleteLater()
        self.card = None
        if back_to is not None:
            shown = [b for b in self.rows[back_to].buttons.values() if not b.isHidden()]
            shown[0].setFocus()

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device; a question about the former one is withdrawn."""
        self.close_card()
        for row in self.rows.values():
            row.hush()
        self.trials.show_open(())
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show what the board reports."""
        if topics - {Topic.SAMPLE, Topic.SETTINGS, Topic.COUNTERS, Topic.WRITE}:
            self._show()
        else:
            self._show_states()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self._show()

    def stop(self) -> None:
        """Let go of device and hub."""
        self._clock.stop()
        self._end_hub()
        super().stop()

    def _add(self, spec: ControlSpec) -> None:
        row = self.rows[spec.action] = ControlRow(self.context.theme, spec)
        row.wanted.connect(lambda value, action=spec.action: self.ask(action, value))
        self._column.addWidget(row)

    def _accepted(self) -> None:
        card, session = self.card, self.session
        if card is None or session is None:
            return
        action = card.spec.action
        value: SettingValue | None = card.number if card.entry is not None else card.value
        self.close_card()
        self._busy.add((session.model.uri, action))
        self.rows[action].say(lambda: self.tr("Sending and reading back…"))
        self._show()
        spawn(self, self._send(session, card.spec, value))

    async def _send(
        self, session: DeviceSession, spec: ControlSpec, value: SettingValue | None
    ) -> None:
        row = self.rows[spec.action]
        is_trial = way_back(spec.action, value) and session.dead_men.can_put_back(spec.action)
        trial_s = TRIAL_S if is_trial else None
        try:
            result = await self.context.hub.control(session, spec.action, value, trial_s=trial_s)
        except MingtangError as error:
            if session is self.session:
                evidence = error.values.get("evidence")
                known = evidence if isinstance(evidence, Evidence) else None
                at = self._now()
                row.say(
                    lambda: _joined(
                        self.tr("× Not confirmed"),
                        control_texts.proven(spec, _text(value), known),
                        at,
                    ),
                    "bad",
                )
            raise
        finally:
            self._busy.discard((session.model.uri, spec.action))
            self._show()
        if session is not self.session:
            return
        at = self._now()
        row.say(
            lambda: _joined(*self._ended(spec, value, result), at),
            "ok" if result.confirmed else "warn",
        )

    def _ended(
        self, spec: ControlSpec, value: SettingValue | None, result: ControlResult
    ) -> tuple[str, str]:
        """Return how a press ended, and what shows it."""
        proof = control_texts.proven(spec, _text(value), result.evidence)
        if result.confirmed and spec.switch:
            state = word(str(value))
            return self.tr("✓ The board confirms: {state}").format(state=state), proof
        if result.confirmed:
            what = control_texts.verb(spec, _text(value))
            return self.tr("✓ Confirmed: {what}").format(what=what), proof
        return self.tr("? Sent, but the board does not confirm it"), ""

    def _hub_changed(self, event: HubEvent, _: DeviceSession | None) -> None:
        if event is HubEvent.WRITING:
            self._show()

    def _show(self) -> None:
        model, session = self.model, self.session
        if model is None or not model.protocol:
            if session is None:
                self.notice.say(*no_device_words())
            else:
                self.notice.say(*(state_words(session.model, session.uri) or ("", "")))
            self.stack.setCurrentIndex(0)
            return
        if not any(row.spec.needs in model.capabilities for row in self.rows.values()) and (
            model.mode is not Mode.REPLAY
        ):
            self.notice.say(self.tr("This board has nothing to switch."), self.lack_reason())
            self.stack.setCurrentIndex(0)
            return
        why = why_not(model)
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.lock.want(not why)
        self._show_states()
        self._show_rows(model)
        self._show_trials()
        if self.card is not None:
            self.card.set_usable(not why and self.context.hub.writing_unlocked)
        self.stack.setCurrentIndex(1)

    def _show_rows(self, model: DeviceModel) -> None:
        """Show what this board has; what it lacks is one line each."""
        why = why_not(model)
        locked_state = self.rows[Action.LOCK].state
        absent, told = list[str](), set[Capability]()
        for action, row in self.rows.items():
            here = row.spec.needs in model.capabilities
            other = {"locked": Action.LOCK, "unlocked": Action.UNLOCK}.get(locked_state or "")
            row.setVisible(here and action is not other)
            row.set_usable(not why and (model.uri, action) not in self._busy)
            if not here and row.spec.needs not in told:
                told.add(row.spec.needs)
                absent.append(self._why_missing(row.spec))
        self.more.setText(self.tr("Not on this board: {n}").format(n=len(absent)))
        tells = bool(absent) and model.mode is not Mode.REPLAY
        self.more.setVisible(tells)
        lines = [self.lack_reason(), *absent, translated("Control", NO_SLEEP)]
        self.missing.setText("\n".join(line for line in lines if line))
        self.missing.setVisible(self.more.isChecked() and tells)

    def _why_missing(self, spec: ControlSpec) -> str:
        """Return a line about a control that this board does not have."""
        name = translated("Control", spec.label)
        driver = None if self.session is None else self.session.driver
        reason = "" if driver is None else driver.missing.get(spec.needs, "")
        if reason:
            return self.tr("{name}: {why}").format(name=name, why=words("Reason", reason))
        return self.tr("This board has no “{name}”.").format(name=name)

    def _note(self) -> None:
        """Say beside the question what flows now."""
        card, model, session = self.card, self.model, self.session
        if card is None or model is None or session is None:
            return
        action, value = card.spec.action, card.value
        driver = session.driver
        effects = () if driver is None else driver.write_side_effects
        card.show_notes(
            notes.state_note(action, value, None if model.stale else model.sample),
            notes.link_note(action, value, session.uri.scheme),
            notes.side_note(action, effects)
            or notes.trial_note(
                action,
                value,
                can_put_back=session.dead_men.can_put_back(action),
                seconds=TRIAL_S,
            ),
        )

    def _show_trials(self) -> None:
        """Show what is on trial below its row, and how each ended."""
        session = self.session
        for trial in self.trials.show_open(() if session is None else session.dead_men.open):
            if trial.outcome is not None:
                says = partial(_trial_end, trial.outcome, self._now())
                self.rows[trial.action].say(says)

    def _now(self) -> str:
        """Return the time of a press that ended now."""
        now = None if self.model is None else self.model.clock.now().astimezone()
        return f"{now:%H:%M:%S}" if now else ""

    async def _keep(self, trial: Trial) -> None:
        if self.session is not None:
            await self.session.dead_men.keep(trial)
            self._show_trials()

    def _put_back(self, trial: Trial) -> None:
        if self.session is not None:
            self.session.dead_men.put_back(trial)
            self._show_trials()

    def _show_states(self) -> None:
        model = self.model
        if model is None:
            return
        self._note()
        before = self.rows[Action.LOCK].state
        for row in self.rows.values():
            row.show_model(model)
        if self.rows[Action.LOCK].state != before:
            self._show_rows(model)

    def _grow_older(self) -> None:
        self._show_trials()
        if self.model is not None and self.isVisible():
            self._show_states()

    def _show_missing(self, shown: bool) -> None:
        self.more.set_icon("chevron-down" if shown else "chevron-right")
        self.missing.setVisible(shown)


def _joined(*parts: str) -> str:
    """Return how a press ended, what shows it, and when."""
    return " · ".join(filter(None, parts))


def _trial_end(outcome: Outcome, at: str) -> str:
    return _joined(control_texts.trial_end(outcome), at)


def _text(value: SettingValue | None) -> str | None:
    return None if value is None else str(value)
