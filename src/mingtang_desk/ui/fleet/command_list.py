"""Every instruction in its group, and the card below one that asks before it goes out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.command_card import CommandCard
from mingtang_desk.ui.fleet.command_row import CommandRow
from mingtang_desk.ui.fleet.command_table import GROUPS, INSTRUCTIONS, Instruction
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.scroll import reveal, scrolling


class CommandList(QWidget):
    """Signals: `wanted(row)` when one is pressed, `accepted(row, order, password)` on its card.

    Attributes:
        rows: by key of their instruction.
        link_note: stands above them all.
        card: the one that is open, None = none is.
    """

    wanted = Signal(object)
    accepted = Signal(object, object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: dict[str, CommandRow] = {}
        self.card: CommandCard | None = None
        self.link_note = label("warn", wrap=True)
        self._titles: dict[str, QLabel] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.link_note)
        for key in GROUPS:
            title = self._titles[key] = label("strong")
            title.setContentsMargins(0, 8, 0, 2)
            self._column.addWidget(title)
            for instruction in INSTRUCTIONS:
                if instruction.group == key:
                    row = self.rows[instruction.key] = CommandRow(theme, instruction)
                    row.wanted.connect(lambda each=instruction: self.wanted.emit(each))
                    self._column.addWidget(row)
        self._column.addStretch(1)
        self._scroll = scrolling(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def open_card(self, row: Instruction, number: str, *, may_override: bool) -> None:
        """Ask once more below a row; `number`: of the battery. See `CommandCard`."""
        card = self.card = CommandCard(self._theme, row, number, may_override=may_override)
        card.cancelled.connect(self.close_card)
        card.accepted.connect(lambda order, password: self.accepted.emit(row, order, password))
        holder = self.rows[row.key]
        self._column.insertWidget(self._column.indexOf(holder) + 1, card)
        card.show()
        card.first().setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self._scroll, card)

    def close_card(self) -> None:
        """Ask no more; nothing was sent."""
        card, self.card = self.card, None
        if card is not None:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
            self.rows[card.row.key].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, key: str) -> None:
        """Scroll to a row."""
        reveal(self._scroll, self.rows[key])

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for key, title in self._titles.items():
            title.setText(translated("Instruction", GROUPS[key]))
        for row in self.rows.values():
            row.retranslate()
