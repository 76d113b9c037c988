"""What this desk notifies of: from which alarms on, and with a sound or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.account_part import Fields, Say, Section, Tick
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import choice, label

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

SEVERITIES = {
    "critical": QT_TRANSLATE_NOOP("NotifyFrom", "Critical alarms only"),
    "warning": QT_TRANSLATE_NOOP("NotifyFrom", "Warnings and critical alarms"),
    "info": QT_TRANSLATE_NOOP("NotifyFrom", "Every alarm"),
    "off": QT_TRANSLATE_NOOP("NotifyFrom", "Nothing"),
}
_TOLD = {
    "critical": ("critical",),
    "warning": ("warning", "critical"),
    "info": ("info", "warning", "critical"),
    "off": (),
}
"""What each choice is among the severities that are told (`prefs.alarm_notices`)."""


class NotifySection(Section):
    """Kept at this computer; which alarms are raised at all the server keeps."""

    def __init__(self, theme: Theme, prefs: Preferences, say: Say) -> None:
        super().__init__(theme, say)
        self._prefs = prefs
        self.fields = Fields()
        self.severity = self.fields.add(choice())
        for key in SEVERITIES:
            self.severity.addItem("", key)
        self.sound = Tick()
        self.note = label("muted", wrap=True)
        for widget in (self.fields, self.sound, self.note):
            self.body.addWidget(widget)
        self._show()
        self.severity.activated.connect(self._keep)
        self.sound.box.clicked.connect(self._keep)
        prefs.changed.connect(self._show)
        self.start()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Notifications on this computer"))
        self.fields.name(self.tr("Notify of"))
        for index, text in enumerate(SEVERITIES.values()):
            self.severity.setItemText(index, words("NotifyFrom", text))
        self.sound.say(self.tr("With a sound"))
        self.note.setText(
            self.tr(
                "Which alarms are raised at all is switched in the panel Alarms, for everybody."
            )
        )

    def show_fleet(self, fleet: Fleet) -> None:
        """Lead to the switches of alarms, where a cloud has them."""
        self.note.setVisible(fleet.provider.switches is not None)

    def _keep(self) -> None:
        told, sound = _TOLD[str(self.severity.currentData())], self.sound.is_on
        self._prefs.keep(self.show_error, alarm_notices=told, alarm_sound=sound)

    def _show(self) -> None:
        values = self._prefs.values
        told = set(values.alarm_notices)
        # Any other choice of the panel Alarms is none of these: the list shows none then.
        key = next((key for key, row in _TOLD.items() if set(row) == told), "")
        self.severity.setCurrentIndex(self.severity.findData(key))
        self.sound.box.setChecked(values.alarm_sound)
        self.sound.setEnabled(bool(told))
