"""The card between the first and the second press: what it may cut off, and the way back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from mingtang_desk.device.catalogue.control_notes import Note
from mingtang_desk.device.catalogue.controls import ControlSpec
from mingtang_desk.ui.forms import control_texts
from mingtang_desk.ui.forms.numbers import typed_number
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.ask_card import AskCard
from mingtang_desk.ui.widgets.basics import Button, label, set_look


class ConfirmCard(AskCard):
    """Asks once more; `accepted` is the second press. Nothing is sent before it."""

    accepted = Signal()

    def __init__(
        self, theme: Theme, spec: ControlSpec, value: str | None, *, most: float = 100.0
    ) -> None:
        super().__init__(theme, Button(theme, "danger"))
        self.spec, self.value, self._most = spec, value, most
        self._usable = True
        self.title = label("strong", wrap=True)
        self.now, self.warning = label("warn", wrap=True), label(wrap=True)
        self.link, self.trial = label(wrap=True), label(wrap=True)
        self.way_back = label("muted", wrap=True)
        self._notes: Sequence[Note | None] = (None, None, None)
        self.entry: QLineEdit | None = None
        self.go.clicked.connect(self.accepted)
        words = (self.title, self.now, self.warning, self.link, self.trial, self.way_back)
        for widget in words:
            self.column.addWidget(widget)
        if spec.takes_number:
            self.entry = QLineEdit()
            self.entry.setFixedWidth(92)
            self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.entry.textChanged.connect(self._dress)
            self.column.addWidget(self.entry, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_foot()
        self.retranslate()

    @property
    def number(self) -> float | None:
        """The number typed, with or without its unit; None while it is none that is allowed."""
        typed = None if self.entry is None else typed_number(self.entry.text(), self.spec.unit)
        return typed if typed is not None and 0 <= typed <= self._most else None

    def show_notes(self, now: Note | None, link: Note | None, trial: Note | None) -> None:
        """Say what flows now, what may become of the link, and what puts it back by itself."""
        if (now, link, trial) != tuple(self._notes):
            self._notes = (now, link, trial)
            self.retranslate()

    def set_usable(self, usable: bool) -> None:
        """Allow or refuse the second press (device offline, writing locked)."""
        self._usable = usable
        self._dress()

    def retranslate(self) -> None:
        """Set every word anew."""
        what, said = (
            control_texts.verb(self.spec, self.value),
            translated("Control", self.spec.label),
        )
        effect = control_texts.effect(self.spec, self.value)
        # "Set clock?", not "Set: Set clock?": some controls are named by their verb.
        named = said.casefold().startswith(what.casefold())
        title = self.tr("{name}?") if named else self.tr("{what}: {name}?")
        self.title.setText(title.format(what=what, name=said))
        self.warning.setText(effect.warning)
        for widget, note in zip((self.now, self.link, self.trial), self._notes, strict=True):
            widget.setText("" if note is None else control_texts.said(note))
            widget.setVisible(note is not None)
        self.way_back.setText(self.tr("Way back: {text}").format(text=effect.way_back))
        self.way_back.setVisible(bool(effect.way_back))
        self.cancel.setText(self.tr("Cancel"))
        self.go.setText(self.tr("{what} now").format(what=what))
        self.go.setAccessibleName(self.tr("{what} now: {name}").format(what=what, name=said))
        spoken = (self.title, self.now, self.warning, self.link, self.trial, self.way_back)
        self.setAccessibleName(" ".join(part.text() for part in spoken if part.text()))
        if self.entry is not None:
            self.entry.setPlaceholderText(f"0-{self._most:g} {self.spec.unit}")
            self.entry.setAccessibleName(said)
        self._dress()

    def _dress(self) -> None:
        wrong = self.entry is not None and bool(self.entry.text()) and self.number is None
        if self.entry is not None:
            set_look(self.entry, "invalid" if wrong else "")
        self.go.setEnabled(self._usable and (self.entry is None or self.number is not None))
