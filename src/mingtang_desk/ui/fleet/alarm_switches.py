"""Which alarms are raised (MISSION G4), for the account or one battery; which of them tell here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.cloud.models_alarms import AlarmSettings, QuietHours
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.alarm_draft import SwitchDraft
from mingtang_desk.ui.fleet.alarm_switch_row import SwitchRow
from mingtang_desk.ui.fleet.alarm_words import (
    BOARD_TYPES,
    CLOUD_TYPES,
    SEVERITIES,
    TRACKER_TYPES,
    severity_word,
)
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, choice, label, plain, primary, rule
from mingtang_desk.ui.widgets.error_line import ErrorLine
from mingtang_desk.ui.widgets.scroll import scrolling

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

GROUPS: tuple[tuple[str, ...], ...] = (
    tuple(key for key in CLOUD_TYPES if key != "storm"),
    tuple(TRACKER_TYPES),
    tuple(BOARD_TYPES),
)
"""By who finds them. A storm is raised whatever is set: it tells that something else is wrong."""


class AlarmSwitches(QWidget):
    """The page of switches; `left()` leads back to the list."""

    left = Signal()

    def __init__(self, theme: Theme, prefs: Preferences) -> None:
        super().__init__()
        self._theme, self._prefs = theme, prefs
        self._fleet: Fleet | None = None
        self._number = ""
        self.draft: SwitchDraft | None = None
        self.rows: dict[str, SwitchRow] = {}
        self.back = Button(theme, "link", icon="chevron-left", token="muted")
        self.back.clicked.connect(self.left)
        self.scope = choice()
        self.scope.addItems(["", ""])
        self.scope.activated.connect(self.load)
        self.here = label("strong")
        self.told = {key: QCheckBox() for key in SEVERITIES}
        self.sound = QCheckBox()
        for box in (*self.told.values(), self.sound):
            box.clicked.connect(self._keep)
        self.types_title, self.quiet_title = label("strong"), label("strong")
        self.quiet = QCheckBox()
        self.quiet.clicked.connect(self._quiet_edited)
        self.begin, self.end = _clock(), _clock()
        for edit in (self.begin, self.end):
            edit.editingFinished.connect(self._quiet_edited)
        self.until = label("muted")
        self.quiet_mark = label("small")
        self.quiet_reset = Button(theme, "link", icon="undo-2", token="muted")
        self.quiet_reset.clicked.connect(self._quiet_inherited)
        self.quiet_note = label("muted", wrap=True)
        self.reason = label("warn", wrap=True)
        self.titles = [label("muted") for _ in GROUPS]
        self.error_line = ErrorLine(theme, self)
        self.save_button, self.discard_button = primary(theme), plain(theme)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.load)
        self._lay_out()
        self.retranslate()

    def show_for(self, fleet: Fleet, number: str) -> None:
        """Show the switches of the account, or of the chosen battery."""
        if fleet is not self._fleet:
            self.draft = None
        if number != self._number or fleet is not self._fleet:
            self._fleet, self._number = fleet, number
            if not number or self.scope.currentIndex() == 1:
                self.scope.setCurrentIndex(0)
        self._write_scope()
        self.load()

    def load(self) -> None:
        """Read them anew; what is not saved is given up."""
        fleet = self._fleet
        if not self._number:
            self.scope.setCurrentIndex(0)
        if fleet is not None and fleet.provider.switches is not None:
            spawn(self, self._load(fleet))

    def save(self) -> None:
        """Save what is changed."""
        fleet, draft = self._fleet, self.draft
        if fleet is not None and draft is not None and draft.count:
            spawn(self, self._save(fleet, draft))

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed."""
        self.error_line.show_error(error)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.back.setText(self.tr("All alarms"))
        self.here.setText(self.tr("Told on this desk at once"))
        for key, box in self.told.items():
            box.setText(severity_word(key))
        self.sound.setText(self.tr("with a sound"))
        self.types_title.setText(self.tr("Raised by the server"))
        titles = (self.tr("Vehicle"), self.tr("Tracker"), self.tr("Board"))
        for title, text in zip(self.titles, titles, strict=True):
            title.setText(text)
        self.quiet_title.setText(self.tr("Quiet hours"))
        self.quiet.setText(self.tr("from"))
        self.until.setText(self.tr("to"))
        self.begin.setAccessibleName(self.tr("Quiet hours begin, HH:MM"))
        self.end.setAccessibleName(self.tr("Quiet hours end, HH:MM"))
        self.quiet_reset.name(self.tr("Inherit the quiet hours again"))
        self.quiet_note.setText(
            self.tr("Local time of each battery. Alarms are listed then, nobody is told.")
        )
        self.scope.setAccessibleName(self.tr("Whose switches"))
        self.discard_button.setText(self.tr("Discard"))
        for row in self.rows.values():
            row.retranslate()
        self._write_scope()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(6)
        told = QHBoxLayout()
        told.setSpacing(12)
        for box in self.told.values():
            told.addWidget(box)
        told.addStretch(1)
        hours = QHBoxLayout()
        hours.setSpacing(8)
        for part in (self.quiet, self.begin, self.until, self.end):
            hours.addWidget(part)
        hours.addStretch(1)
        hours.addWidget(self.quiet_mark)
        hours.addWidget(self.quiet_reset)
        self._column.addWidget(self.here)
        self._column.addLayout(told)
        self._column.addWidget(self.sound)
        self._column.addWidget(rule())
        whose = QHBoxLayout()
        whose.addWidget(self.types_title, 1)
        self._column.addLayout(whose)
        self._column.addWidget(self.scope)
        self._column.addWidget(self.reason)
        self._column.addWidget(self.quiet_title)
        self._column.addLayout(hours)
        self._column.addWidget(self.quiet_note)
        self._groups = [QVBoxLayout() for _ in GROUPS]
        for title, group in zip(self.titles, self._groups, strict=True):
            group.setSpacing(0)
            self._column.addWidget(rule())
            self._column.addWidget(title)
            self._column.addLayout(group)
        self._column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.discard_button)
        buttons.addWidget(self.save_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(scrolling(inner), 1)
        layout.addWidget(self.error_line)
        layout.addLayout(buttons)

    async def _load(self, fleet: Fleet) -> None:
        switches = fleet.provider.switches
        assert switches is not None
        self._shown(fleet, await switches.read(self._asked()))

    async def _save(self, fleet: Fleet, draft: SwitchDraft) -> None:
        switches = fleet.provider.switches
        assert switches is not None
        number = self._asked()
        self.save_button.setEnabled(False)
        try:
            fresh = await switches.read(number)
            self._shown(fleet, await switches.write(draft.body(fresh.own), number))
        finally:
            self._show()

    def _asked(self) -> str | None:
        return self._number if self.scope.currentIndex() == 1 and self._number else None

    def _shown(self, fleet: Fleet, settings: AlarmSettings) -> None:
        if fleet is not self._fleet:
            return
        self.draft = SwitchDraft(read=settings)
        known = {key for group in GROUPS for key in group}
        others = tuple(key for key in settings.types if key not in known and key != "storm")
        for at, (group, layout) in enumerate(zip(GROUPS, self._groups, strict=True)):
            for key in (*group, *(others if at == len(GROUPS) - 1 else ())):
                if key in settings.types and key not in self.rows:
                    row = self.rows[key] = SwitchRow(self._theme, key)
                    row.edited.connect(partial(self._edited, key))
                    row.inherit.connect(partial(self._inherited, key))
                    row.retranslate()
                    layout.addWidget(row)
        self._show()

    def _edited(self, kind: str, name: str, value: bool | float | str) -> None:
        if self.draft is not None:
            self.draft.set(kind, name, value)
            self._show()

    def _inherited(self, kind: str) -> None:
        if self.draft is not None:
            self.draft.inherit(kind)
            self._show()

    def _quiet_edited(self) -> None:
        if self.draft is None:
            return
        whole = self.begin.hasAcceptableInput() and self.end.hasAcceptableInput()
        if not self.quiet.isChecked():
            self.draft.set_quiet(None)
        elif whole:
            self.draft.set_quiet(QuietHours(from_=self.begin.text(), to=self.end.text()))
        else:
            self.draft.set_quiet(QuietHours(from_="22:00", to="07:00"))
        self._show()

    def _quiet_inherited(self) -> None:
        if self.draft is not None:
            self.draft.inherit_quiet()
            self._show()

    def _refusal(self) -> str:
        if self._fleet is not None and not self._fleet.can("alarm_settings"):
            role = self.tr("Your role may look at these switches, not change them.")
            return lacks_right(self._fleet, role)
        return ""

    def _show(self) -> None:
        self._show_told()
        draft, usable = self.draft, self._refusal()
        self.reason.setText(usable)
        self.reason.setVisible(bool(usable))
        count = 0 if draft is None else draft.count
        self.save_button.setText(self.tr("Save %n change(s)", "", count))
        self.save_button.setVisible(bool(count))
        self.save_button.setEnabled(bool(count) and not usable)
        self.discard_button.setVisible(bool(count))
        if draft is None:
            return
        for key, row in self.rows.items():
            here = key in draft.read.types
            row.setVisible(here)
            if here:
                changed: Mapping[str, object] = draft.changed.get(key, {})
                row.show_switch(
                    draft.switch(key),
                    own=draft.is_own(key),
                    changed=frozenset(changed),
                    usable=usable,
                )
        self._show_quiet(draft, usable)

    def _show_quiet(self, draft: SwitchDraft, usable: str) -> None:
        hours = draft.quiet if draft.quiet_changed else draft.read.quiet
        self.quiet.setChecked(hours is not None)
        if hours is not None:
            self.begin.setText(hours.from_)
            self.end.setText(hours.to)
        for edit in (self.begin, self.end):
            edit.setEnabled(hours is not None and not usable)
        self.quiet.setEnabled(not usable)
        own = draft.quiet_is_own
        self.quiet_mark.setText(self.tr("set here") if own else self.tr("inherited"))
        self.quiet_reset.setVisible(own and not usable)

    def _show_told(self) -> None:
        values = self._prefs.values
        for key, box in self.told.items():
            box.setChecked(key in values.alarm_notices)
        self.sound.setChecked(values.alarm_sound)

    def _keep(self) -> None:
        told = tuple(key for key, box in self.told.items() if box.isChecked())
        self._prefs.keep(self.show_error, alarm_notices=told, alarm_sound=self.sound.isChecked())

    def _write_scope(self) -> None:
        profile = None if self._fleet is None else self._fleet.profile
        account = "" if profile is None else profile.account_name
        self.scope.setItemText(0, self.tr("Account {name}").format(name=account).strip())
        self.scope.setItemText(
            1,
            self.tr("Battery {number}").format(number=self._number)
            if self._number
            else self.tr("The chosen battery (none is chosen)"),
        )


def _clock() -> QLineEdit:
    made = QLineEdit()
    made.setFixedWidth(62)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    pattern = QRegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$")
    made.setValidator(QRegularExpressionValidator(pattern, made))
    return made
