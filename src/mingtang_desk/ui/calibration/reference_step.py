"""Step 2: where the truth comes from. What is known of the instrument is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.device.calibration import RULES, Target, TargetKind
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.instruments.meter import EXAMPLES
from mingtang_desk.ui.forms.numbers import typed_number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label, plain, rule, set_look

_NAMES = ("maker", "model", "serial", "due")
TYPED, METER = "typed", "meter"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceChoice:
    """What was entered.

    Attributes:
        value: what was typed, None = the meter at `address` is read.
        accepted: an instrument whose calibration has run out was accepted.
    """

    value: float | None
    address: str
    instrument: Instrument
    accepted: bool


class ReferenceStep(QWidget):
    """Chooses a reference; `changed` after each keystroke, `tried` asks for a test reading."""

    changed = Signal()
    tried = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._target: Target | None = None
        self._today = date.min
        self.by_meter, self.by_hand = Button(theme, "segment"), Button(theme, "segment")
        for button in (self.by_meter, self.by_hand):
            button.setCheckable(True)
            button.setAutoExclusive(True)
        self.by_meter.setChecked(True)
        self.by_meter.toggled.connect(self._switched)
        self.address, self.value = QLineEdit(), QLineEdit()
        self.unit = label("muted")
        self.attempt = plain(theme)
        self.attempt.clicked.connect(self.tried)
        self.address.returnPressed.connect(self.tried)
        self.said = label("muted", wrap=True)
        self.address_hint = label("muted", wrap=True)
        self.value_hint = label("muted", wrap=True)
        self.about = label("strong")
        self.captions = {name: label("muted") for name in _NAMES}
        self.entries = {name: QLineEdit() for name in _NAMES}
        self.due_note = label("warn", wrap=True)
        self.accept = QCheckBox()
        for entry in (self.address, self.value, *self.entries.values()):
            entry.textChanged.connect(self._changed)
        self.accept.toggled.connect(self.changed)
        self._lay_out()

    @property
    def choice(self) -> ReferenceChoice | None:
        """What was entered, None while it is not complete or not right."""
        value: float | None = None
        if self.by_hand.isChecked():
            value = self._number()
            if value is None:
                return None
        elif not self.address.text().strip():
            return None
        due = self._due()
        if due is None and self.entries["due"].text().strip():
            return None
        overdue = due is not None and due < self._today
        if overdue and not self.accept.isChecked():
            return None
        maker, model, serial = (self.entries[name].text().strip() for name in _NAMES[:3])
        return ReferenceChoice(
            value=value,
            address=self.address.text().strip(),
            instrument=Instrument(maker=maker, model=model, serial=serial, due=due),
            accepted=self.accept.isChecked(),
        )

    def show_target(self, target: Target, today: date) -> None:
        """Say in which unit a reading is typed; a zero is none but zero."""
        if target != self._target:
            self._target = target
            self.value.setText("0.00" if target.kind is TargetKind.ZERO else "")
            self.say_meter("")
        self._today = today
        self.retranslate()

    def recall(self, remembered: Mapping[str, str]) -> None:
        """Fill in what was used last."""
        self.address.setText(remembered.get("address", ""))
        for name, entry in self.entries.items():
            entry.setText(remembered.get(name, ""))
        (self.by_hand if remembered.get("way") == TYPED else self.by_meter).setChecked(True)
        self._switched()

    def remembered(self) -> dict[str, str]:
        """Return what is to be remembered."""
        texts = {name: entry.text().strip() for name, entry in self.entries.items()}
        way = TYPED if self.by_hand.isChecked() else METER
        return texts | {"address": self.address.text().strip(), "way": way}

    def take_identity(self, instrument: Instrument) -> None:
        """Fill in what a meter says of itself; what it does not say stays as it was typed."""
        for name in _NAMES[:3]:
            told = getattr(instrument, name)
            if told:
                self.entries[name].setText(told)

    def say_meter(self, text: str, look: str = "muted") -> None:
        """Say how a test reading ended."""
        self.said.setText(text)
        set_look(self.said, look)
        self.said.setVisible(bool(text))

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.by_meter.setText(self.tr("Read a meter"))
        self.by_hand.setText(self.tr("Type a reading"))
        self.attempt.setText(self.tr("Try"))
        self.attempt.setToolTip(self.tr("Ask the meter who it is and what it reads"))
        self.address.setPlaceholderText(EXAMPLES.partition(",")[0])
        self.address.setAccessibleName(self.tr("Address of the meter"))
        self.address_hint.setText(
            self.tr("SCPI over TCP or a USB serial port, such as {examples}").format(
                examples=EXAMPLES
            )
        )
        self.value_hint.setText(
            self.tr("What the meter shows now. Currents as magnitudes, without a sign.")
        )
        self.value.setAccessibleName(self.tr("Reading of the meter"))
        self.about.setText(self.tr("The instrument, for the record"))
        texts = {
            "maker": self.tr("Maker"),
            "model": self.tr("Model"),
            "serial": self.tr("Serial number"),
            "due": self.tr("Calibrated until"),
        }
        for name, text in texts.items():
            self.captions[name].setText(text)
            self.entries[name].setAccessibleName(text)
        self.entries["due"].setPlaceholderText(self.tr("YYYY-MM-DD"))
        self.accept.setText(self.tr("Use it all the same"))
        if self._target is not None:
            self.unit.setText(RULES[self._target.kind].unit)
        self._show()

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(4)
        ways.addWidget(self.by_meter)
        ways.addWidget(self.by_hand)
        ways.addStretch(1)
        meter, hand = QWidget(), QWidget()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.address, 1)
        row.addWidget(self.attempt)
        column = QVBoxLayout(meter)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.address_hint)
        column.addWidget(self.said)
        self.value.setFixedWidth(120)
        typed = QHBoxLayout()
        typed.setSpacing(8)
        typed.addWidget(self.value)
        typed.addWidget(self.unit)
        typed.addStretch(1)
        column = QVBoxLayout(hand)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(typed)
        column.addWidget(self.value_hint)
        self.pages = (meter, hand)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for line, name in enumerate(_NAMES):
            grid.addWidget(self.captions[name], line, 0)
            grid.addWidget(self.entries[name], line, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        layout.addLayout(ways)
        for page in self.pages:
            layout.addWidget(page)
        layout.addWidget(rule())
        layout.addWidget(self.about)
        layout.addLayout(grid)
        layout.addWidget(self.due_note)
        layout.addWidget(self.accept)
        layout.addStretch(1)

    def _number(self) -> float | None:
        unit = "" if self._target is None else RULES[self._target.kind].unit
        return typed_number(self.value.text(), unit)

    def _due(self) -> date | None:
        try:
            return date.fromisoformat(self.entries["due"].text().strip())
        except ValueError:
            return None

    def _switched(self) -> None:
        meter, hand = self.pages
        meter.setVisible(self.by_meter.isChecked())
        hand.setVisible(self.by_hand.isChecked())
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Mark what is not right, and say what follows from the date."""
        due, typed = self._due(), bool(self.entries["due"].text().strip())
        wrong = self._number() is None and bool(self.value.text())
        set_look(self.value, "invalid" if wrong else "")
        set_look(self.entries["due"], "invalid" if typed and due is None else "")
        overdue = due is not None and due < self._today
        text = ""
        if overdue:
            text = self.tr("Its own calibration has run out; the record will say so.")
        elif not typed:
            text = self.tr("Without a date nobody can tell later whether the meter was right.")
        self.due_note.setText(text)
        self.due_note.setVisible(bool(text))
        self.accept.setVisible(overdue)
