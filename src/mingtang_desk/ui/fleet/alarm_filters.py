"""Search and filters above the list of alarms; together they say what is wanted."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.alarm_model import Wanted
from mingtang_desk.ui.fleet.alarm_words import (
    BOARD_TYPES,
    CLOUD_TYPES,
    SEVERITIES,
    TRACKER_TYPES,
    severity_word,
    type_word,
)
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import choice, icon_button
from mingtang_desk.ui.widgets.tips import plain_tip

_SETTLE_MS = 250
_STATES = ("open", "raised", "", "cleared")
_TYPES = ("", *CLOUD_TYPES, *TRACKER_TYPES, *BOARD_TYPES)
_LEVELS = ("", *SEVERITIES)


class AlarmFilters(QWidget):
    """`changed()` is emitted a moment after the last key, at once after a choice."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._number = ""
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.mine = icon_button(theme, "battery-charging")
        self.mine.setCheckable(True)
        self.state, self.kind, self.severity = _narrow(), _narrow(), _narrow()
        self.state.addItems([""] * len(_STATES))
        self.kind.addItems([""] * len(_TYPES))
        self.kind.setMaxVisibleItems(20)
        self.severity.addItems([""] * len(_LEVELS))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda: self._settle.start())
        self.mine.clicked.connect(self.changed)
        for box in (self.state, self.kind, self.severity):
            box.activated.connect(self.changed)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.search, 1)
        first.addWidget(self.mine)
        second.setSpacing(8)
        for box in (self.state, self.severity, self.kind):
            second.addWidget(box, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(first)
        layout.addLayout(second)
        self.retranslate()

    @property
    def wanted(self) -> Wanted:
        """What the list is to show."""
        return Wanted(
            state=_STATES[self.state.currentIndex()],
            query=self.search.text().strip(),
            kind=_TYPES[self.kind.currentIndex()],
            severity=_LEVELS[self.severity.currentIndex()],
            number=self._number if self.mine.isChecked() else "",
        )

    def show_battery(self, number: str) -> bool:
        """Say which battery is chosen; return whether that changes the list."""
        was, self._number = self._number, number
        if not number:
            self.mine.setChecked(False)
        self.mine.setEnabled(bool(number))
        self._write_mine()
        return self.mine.isChecked() and was != number

    def only(self, number: str) -> None:
        """Show the alarms of one battery alone."""
        self.show_battery(number)
        self.mine.setChecked(bool(number))
        self.changed.emit()

    def clear(self) -> None:
        """Take back every filter but the state."""
        self.search.clear()
        self._settle.stop()
        self.mine.setChecked(False)
        self.kind.setCurrentIndex(0)
        self.severity.setCurrentIndex(0)

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._settle.stop()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.search.setPlaceholderText(self.tr("Number, name or alarm number"))
        self.search.setAccessibleName(self.tr("Search alarms"))
        states = (
            self.tr("Open"),
            self.tr("Not acknowledged"),
            self.tr("All"),
            self.tr("Over"),
        )
        for at, text in enumerate(states):
            self.state.setItemText(at, text)
        for at, key in enumerate(_TYPES):
            self.kind.setItemText(at, type_word(key) if key else self.tr("Type"))
        for at, key in enumerate(_LEVELS):
            self.severity.setItemText(at, severity_word(key) if key else self.tr("Severity"))
        self.state.setAccessibleName(self.tr("State"))
        self.kind.setAccessibleName(self.tr("Type"))
        self.severity.setAccessibleName(self.tr("Severity"))
        self._write_mine()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _write_mine(self) -> None:
        words = (
            self.tr("Only battery {number}").format(number=self._number)
            if self._number
            else self.tr("Only the chosen battery; none is chosen")
        )
        self.mine.setAccessibleName(words)
        self.mine.setToolTip(plain_tip(words))


def _narrow() -> QComboBox:
    """Return a list that gives way in a narrow panel and opens as wide as its words."""
    made = choice()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(5)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    made.view().setMinimumWidth(220)
    return made
