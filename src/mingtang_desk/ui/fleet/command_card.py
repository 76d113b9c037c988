"""The card before an instruction goes out: what it may cut off, the way back, what is needed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from mingtang_desk.ui.fleet.command_table import Class, Field, Instruction
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.ask_card import AskCard
from mingtang_desk.ui.widgets.basics import Button, label, primary

_LONGEST_S = {Field.INTERVAL: 65_535, Field.VALIDITY: 7 * 86_400}
_TEXT_MOST = 500


class CommandCard(AskCard):
    """`accepted(order, password)`: the second press; `cancelled()`. Nothing is sent before.

    Args:
        theme: colours.
        row: what is asked.
        number: of the battery; it has to be typed for what resets.
        may_override: this login may send it to a vehicle that moves.
    """

    accepted = Signal(object, str)

    def __init__(
        self, theme: Theme, row: Instruction, number: str, *, may_override: bool = False
    ) -> None:
        momentary = row.kind is Class.MOMENTARY
        super().__init__(
            theme,
            Button(theme, "danger") if momentary else primary(theme),
            bar="warn" if momentary else "accent",
        )
        self.row, self._number = row, number
        self._says: Callable[[], str] = lambda: ""
        self.title = label("strong", wrap=True)
        self.warning, self.way_back = label(wrap=True), label("muted", wrap=True)
        self.moving = label("muted", wrap=True)
        self.override = QCheckBox()
        self.override.setVisible(row.stands and may_override)
        self.moving.setVisible(row.stands)
        self.entries = {name: QLineEdit() for name in row.fields}
        self.typed, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._names = {name: label("muted") for name in row.fields}
        self._typed_name, self._password_name = label("muted", wrap=True), label("muted", wrap=True)
        self.refused = label("bad", wrap=True)
        self.go.clicked.connect(self._accept)
        self._lay_out()
        for entry in (*self.entries.values(), self.typed, self.password):
            entry.textChanged.connect(self._dress)
            entry.returnPressed.connect(self._accept)
        self.retranslate()

    @property
    def order(self) -> dict[str, object] | None:
        """The body that would be sent, None while something is missing."""
        order = dict(self.row.order)
        for name, entry in self.entries.items():
            text = entry.text().strip()
            if name is Field.TEXT:
                if not 0 < len(text) <= _TEXT_MOST:
                    return None
                order[name] = text
            else:
                least = 0 if name is Field.INTERVAL else 1
                if not text.isdecimal() or not least <= int(text) <= _LONGEST_S[name]:
                    return None
                order[name] = int(text)
        if self.row.typed and (self.typed.text().strip() != self._number):
            return None
        if self.row.typed and not self.password.text():
            return None
        if self.row.kind is Class.MOMENTARY:
            order["confirm"] = True
        if self.override.isChecked():
            order["override_interlock"] = True
        return order

    def show_refusal(self, says: Callable[[], str]) -> None:
        """Say why it was not sent; the card stays, so that it can be tried again."""
        self._says = says
        self.password.clear()
        self.set_busy(False)
        self._write_refusal()

    def set_busy(self, busy: bool) -> None:
        """Take no second press while the first one is under way."""
        self.setEnabled(not busy)

    def first(self) -> QWidget:
        """Return what gets the keyboard."""
        entries = [*self.entries.values(), *([self.typed] if self.row.typed else [])]
        return entries[0] if entries else self.cancel

    def retranslate(self) -> None:
        """Write every text in the present language."""
        name = translated("Instruction", self.row.label).rstrip("…")
        self.title.setText(self.tr("{name}?").format(name=name))
        self.warning.setText(translated(self.row.context, self.row.warning))
        self.warning.setVisible(bool(self.row.warning))
        back = translated(self.row.context, self.row.way_back)
        self.way_back.setText(self.tr("Way back: {text}").format(text=back))
        self.way_back.setVisible(bool(back))
        self.moving.setText(
            self.tr(
                "It may cut power: the server refuses it while the vehicle moves faster than "
                "3 km/h."
            )
        )
        self.override.setText(self.tr("Send it even while it moves"))
        self.override.setToolTip(self.tr("Only owners may. The rider may lose power at speed."))
        texts = {
            Field.INTERVAL: self.tr("Every so many seconds"),
            Field.VALIDITY: self.tr("For so many seconds"),
            Field.TEXT: self.tr("Text"),
        }
        for field, entry in self.entries.items():
            self._names[field].setText(texts[field])
            entry.setAccessibleName(texts[field])
        self._typed_name.setText(
            self.tr("Type the number {number} to confirm").format(number=self._number)
        )
        self.typed.setAccessibleName(self._typed_name.text())
        self._password_name.setText(self.tr("Your password, once more"))
        self.password.setAccessibleName(self._password_name.text())
        self.cancel.setText(self.tr("Cancel"))
        self.go.setText(self.tr("Send now"))
        self.go.setAccessibleName(self.tr("Send now: {name}").format(name=name))
        self.setAccessibleName(f"{self.title.text()} {self.warning.text()}".strip())
        self._write_refusal()
        self._dress()

    def _lay_out(self) -> None:
        layout = self.column
        for part in (self.title, self.warning, self.way_back, self.moving, self.override):
            layout.addWidget(part)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        pairs = [(self._names[name], entry) for name, entry in self.entries.items()]
        for at, (name, entry) in enumerate(pairs):
            grid.addWidget(name, at, 0)
            grid.addWidget(entry, at, 1)
        layout.addLayout(grid)
        if self.row.typed:
            for widget in (self._typed_name, self.typed, self._password_name, self.password):
                layout.addWidget(widget)
        else:
            for entry in (self.typed, self.password):
                entry.setParent(self)
                entry.hide()
            for name in (self._typed_name, self._password_name):
                name.setParent(self)
                name.hide()
        layout.addWidget(self.refused)
        self.add_foot()

    def _accept(self) -> None:
        order = self.order
        if order is not None:
            self._says = lambda: ""
            self._write_refusal()
            self.accepted.emit(order, self.password.text())

    def _write_refusal(self) -> None:
        self.refused.setText(self._says())
        self.refused.setVisible(bool(self.refused.text()))

    def _dress(self) -> None:
        self.go.setEnabled(self.order is not None)
