"""One setting as a row of a form: name, value on the board, entry, and what the entry means."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from mingtang_desk.device.settings import Kind, SettingLimits, SettingSpec, SettingValue
from mingtang_desk.device.transaction import same
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.found import NOTHING_FOUND, Found
from mingtang_desk.ui.forms.typed import ERASE, Typed, interpret
from mingtang_desk.ui.widgets.basics import label, set_look
from mingtang_desk.ui.widgets.layouts import empty

_FIELD_PX, _CHOICE_PX, _LINE_PX = 92, 112, 28


class Arrangement(Enum):
    """How a row lies: all in one line, the button below, or the name above everything."""

    WIDE = "wide"
    MIDDLE = "middle"
    NARROW = "narrow"


class SettingRow(QWidget):
    """One row. What is typed is only pending; nothing leaves the desk from here.

    Args:
        spec: the setting.
    """

    edited = Signal(str, str)
    setup_wanted = Signal(str)
    next_wanted = Signal(str)

    def __init__(self, spec: SettingSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._value: SettingValue | None = None
        self._limits: SettingLimits | None = None
        self._typed: Typed | None = None
        self._found = NOTHING_FOUND
        self._values: Sequence[SettingValue] = ()
        self._arrangement: Arrangement | None = None
        self._degrees = "c"
        self.name = label(wrap=True)
        self.current = label("muted")
        if spec.kind is not Kind.TEXT:
            self.current.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.entry: QLineEdit | QComboBox = QLineEdit(self)
        self._dress_entry()
        self.fixed = label("muted")
        self.fixed.setFixedWidth(_FIELD_PX)
        self.fixed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.message = label("muted", wrap=True)
        self.offer = QPushButton(self)
        set_look(self.offer, "link")
        self.offer.clicked.connect(self.take_offer)
        self.setup = QPushButton(self)
        self.setup.clicked.connect(lambda: self.setup_wanted.emit(self.spec.key))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self.arrange(Arrangement.MIDDLE)
        self.retranslate()

    @property
    def typed(self) -> Typed | None:
        """What is typed, None when the field is empty."""
        return self._typed

    @property
    def changed(self) -> bool:
        """True when a valid entry differs from the value on the board."""
        typed = self._typed
        return (
            typed is not None
            and typed.value is not None
            and not same(typed.value, self._value, self._limits)
        )

    @property
    def invalid(self) -> bool:
        """True when something is typed that cannot be written."""
        return self._typed is not None and self._typed.error is not None

    @property
    def contradicts(self) -> bool:
        """True when the rules forbid what is typed together with the rest."""
        return self.changed and self._found.look == "bad"

    @property
    def text(self) -> str:
        """What is typed, as typed."""
        if isinstance(self.entry, QLineEdit):
            return self.entry.text()
        data = self.entry.currentData()
        return "" if data is None else str(data)

    def show_value(self, value: SettingValue | None, limits: SettingLimits | None) -> None:
        """Show what is on the board, and what it can store."""
        self._value = value
        if limits != self._limits:
            self._limits = limits
            self._match_entry()
            self._lay_out()
        self.retranslate()
        self._judge()

    def set_degrees(self, degrees: str) -> None:
        """Show temperatures in "c" or "f"; what is typed is judged by them anew."""
        if degrees != self._degrees:
            self._degrees = degrees
            self.retranslate()

    def set_text(self, text: str) -> None:
        """Put a pending text into the field, as if it were typed."""
        if isinstance(self.entry, QLineEdit):
            if self.entry.text() != text:
                self.entry.setText(text)
        else:
            self.entry.setCurrentIndex(max(0, self.entry.findData(text)))
        self._judge()

    def set_found(self, found: Found) -> None:
        """Show what the rules say of the entry."""
        if found != self._found:
            self._found = found
            self._judge()

    def set_usable(self, usable: bool) -> None:
        """Enable or disable the field; a read-only setting stays disabled."""
        self.entry.setEnabled(usable and not self._shown_only())
        self.setup.setEnabled(usable)
        self.offer.setEnabled(usable)

    def take_offer(self) -> None:
        """Replace the text by the value that is offered: what was meant, or none at all."""
        if self._erasable():
            self.set_text(ERASE)
            self.entry.setFocus()
        elif self._typed is not None and self._typed.offer is not None:
            self.set_text(self._value_text(self._typed.offer, unit=False))
            self.entry.setFocus()

    def arrange(self, arrangement: Arrangement) -> None:
        """Lay the row out for the width of its form."""
        if arrangement is not self._arrangement:
            self._arrangement = arrangement
            self._lay_out()

    def retranslate(self) -> None:
        """Set every word anew."""
        name = texts.label_of(self.spec)
        self.name.setText(name)
        self.current.setText(self._value_text(self._value))
        self.entry.setAccessibleName(self.tr("New value of {name}").format(name=name))
        tip = texts.help_text(self.spec, self._limits, self._degrees)
        for widget in (self.name, self.entry):
            widget.setToolTip(tip)
            widget.setWhatsThis(tip)
        shown_only = self._shown_only()
        self.fixed.setText(self.tr("shown only"))
        self.fixed.setVisible(shown_only)
        self.entry.setVisible(not shown_only)
        if isinstance(self.entry, QComboBox):
            self._name_choices(self.entry)
        self.setup.setText(self.tr("Setup…"))
        self.setup.setAccessibleName(self.tr("Set up {name}…").format(name=name))
        self._judge()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes an offer or goes on, Esc empties the field; a wheel changes nothing."""
        if watched is not self.entry:
            return False
        if event.type() == QEvent.Type.Wheel and isinstance(self.entry, QComboBox):
            event.ignore()
            return True
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and self.text:
            self.set_text("")
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._typed is not None and self._typed.offer is not None:
                self.take_offer()
            else:
                self.next_wanted.emit(self.spec.key)
            return True
        return False

    def _value_text(self, value: SettingValue | None, *, unit: bool = True) -> str:
        return texts.value_text(self.spec, value, unit=unit, degrees=self._degrees)

    def _lay_out(self) -> None:
        empty(self._grid)
        if self.spec.kind is Kind.TEXT:
            self._place_text()
        else:
            self._place_value()
        self._grid.setColumnStretch(0, 1)

    def _place_text(self) -> None:
        """Texts are long: name, value and field stand below each other."""
        self._grid.addWidget(self.name, 0, 0)
        self._grid.addWidget(self.fixed, 0, 1)
        for line, part in enumerate((self.current, self.entry), 1):
            self._grid.addWidget(part, line, 0, 1, 2)
        self._grid.addWidget(self.message, 3, 0)
        self._grid.addWidget(self.setup, 3, 1)
        self._grid.addWidget(self.offer, 3, 1)

    def _place_value(self) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        wide = self._arrangement is Arrangement.WIDE
        narrow = self._arrangement is Arrangement.NARROW
        line = 1 if narrow else 0
        self._grid.addWidget(self.name, 0, 0, 1, 3 if narrow else 1)
        self._grid.addWidget(self.current, line, 0 if narrow else 1, 1, 2 if narrow else 1)
        self._grid.addWidget(self.entry, line, 2, right)
        self._grid.addWidget(self.fixed, line, 2, right)
        self._grid.addWidget(self.setup, 0 if wide else line + 1, 3 if wide else 2, right)
        self._grid.addWidget(self.message, line + 1, 0, 1, 3 if self._shown_only() else 2)
        # Offer and button never stand together: one is for refused texts, the other for good ones.
        self._grid.addWidget(self.offer, line + 1, 2, right)
        for row in (0, 1):
            self._grid.setRowMinimumHeight(row, _LINE_PX if row == line else 0)
        policy = self.setup.sizePolicy()
        policy.setRetainSizeWhenHidden(wide)
        self.setup.setSizePolicy(policy)

    def _erasable(self) -> bool:
        """Return whether a text is on the board that an empty one may replace."""
        if self.spec.kind is not Kind.TEXT or self._typed is not None or not self._value:
            return False
        return not self._shown_only() and (self._limits is None or self._limits.erasable)

    def _shown_only(self) -> bool:
        return bool(texts.read_only_reason(self.spec, self._limits))

    def _match_entry(self) -> None:
        """Use a list where the board knows only certain values, a field elsewhere."""
        kept = self.text
        allowed = tuple(self._limits.allowed) if self._limits else ()
        wants_list = self.spec.kind is Kind.CHOICE or bool(allowed)
        if wants_list:
            box = self.entry if isinstance(self.entry, QComboBox) else QComboBox(self)
            box.blockSignals(True)
            box.clear()
            box.addItem("", None)
            self._values = self.spec.choices or allowed
            for value in self._values:
                box.addItem("", f"{value}")
            self._name_choices(box)
            box.blockSignals(False)
            self._replace_entry(box)
        elif isinstance(self.entry, QComboBox):
            self._replace_entry(QLineEdit(self))
        if kept:
            self.set_text(kept)

    def _name_choices(self, box: QComboBox) -> None:
        for place, value in enumerate(self._values, start=1):
            box.setItemText(place, self._value_text(value, unit=False))

    def _replace_entry(self, entry: QLineEdit | QComboBox) -> None:
        if entry is self.entry:
            return
        old, self.entry = self.entry, entry
        self._grid.replaceWidget(old, entry)
        QWidget.setTabOrder(old, entry)
        old.removeEventFilter(self)
        old.hide()
        old.deleteLater()
        self._dress_entry()

    def _dress_entry(self) -> None:
        text_like = self.spec.kind is Kind.TEXT
        if not text_like:
            choice = isinstance(self.entry, QComboBox)
            self.entry.setFixedWidth(_CHOICE_PX if choice else _FIELD_PX)
        self.entry.installEventFilter(self)
        self.entry.setObjectName(f"entry-{self.spec.key}")
        if isinstance(self.entry, QLineEdit):
            if not text_like:
                self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.entry.textChanged.connect(self._typed_now)
        else:
            self.entry.currentIndexChanged.connect(self._typed_now)

    def _typed_now(self) -> None:
        self._judge()
        self.edited.emit(self.spec.key, self.text)

    def _judge(self) -> None:
        text = self.text
        self._typed = (
            interpret(self.spec, text, self._limits, self._value, self._degrees)
            if text.strip()
            else None
        )
        message, look = self._meaning()
        self.message.setText(message)
        set_look(self.message, look)
        self.message.setVisible(bool(message))
        self.message.setToolTip(self._found.reason if self.changed else "")
        wrong = self.invalid or self.contradicts
        set_look(self.entry, "invalid" if wrong else "changed" if self.changed else "")
        self.entry.setAccessibleDescription(message)
        offer = self._typed.offer if self._typed else None
        self.offer.setVisible(offer is not None or self._erasable())
        if self._erasable():
            self.offer.setText(self.tr("Erase"))
            self.offer.setAccessibleName(
                self.tr("Erase {name}").format(name=texts.label_of(self.spec))
            )
        if offer is not None:
            value = self._value_text(offer)
            self.offer.setText(self.tr("Use {value}").format(value=value))
        self.setup.setVisible(self.changed and not wrong)

    def _meaning(self) -> tuple[str, str]:
        """Return what the entry means, one line, and its look."""
        if self._typed is None:
            return texts.board_reason(self._limits), "muted"
        if self._typed.error is not None:
            if self._typed.offer is not None and self._typed.error.key == "out_of_range":
                value = self._value_text(self._typed.offer)
                return texts.question(self.spec, self.text, self._typed.offer, value), "bad"
            return texts.refusal(self.spec, self._limits, self._typed.error, self._degrees), "bad"
        assert self._typed.value is not None
        if not self.changed:
            return self.tr("Same as on the board"), "muted"
        if self._found.text:
            return self._found.text, self._found.look
        effect = texts.change_text(self.spec, self._value, self._typed.value, self._degrees)
        if self._typed.converted:
            value = self._value_text(self._typed.value)
            effect = self.tr("= {value}").format(value=value) + (f" · {effect}" if effect else "")
        return effect, "muted"
