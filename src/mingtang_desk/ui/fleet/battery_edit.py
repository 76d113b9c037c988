"""Changing name, type and note of a battery."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.cloud.models import BatteryDetails
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary, set_look
from mingtang_desk.ui.widgets.layouts import button_row

_NAMES = ("name", "kind", "note")
_MOST = {"name": 100, "kind": 100, "note": 1000}


class BatteryEdit(QWidget):
    """`saved(body)`: what is to be changed; `left()`: nothing is."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._details: BatteryDetails | None = None
        self.fields = {name: QLineEdit() for name in _NAMES}
        self._captions = {name: label("muted") for name in _NAMES}
        self.save_button, self.cancel_button = primary(theme), plain(theme)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.left)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, (name, field) in enumerate(self.fields.items()):
            field.setMaxLength(_MOST[name])
            field.textChanged.connect(self._dress)
            field.returnPressed.connect(self._save)
            grid.addWidget(self._captions[name], at, 0)
            grid.addWidget(field, at, 1)
        buttons = button_row(self.cancel_button, self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addLayout(buttons)
        self.retranslate()

    @property
    def body(self) -> dict[str, object]:
        """What differs from what the server has."""
        details = self._details
        if details is None:
            return {}
        typed = {name: field.text().strip() for name, field in self.fields.items()}
        return {name: text for name, text in typed.items() if getattr(details, name) != text}

    def begin(self, details: BatteryDetails) -> None:
        """Fill the fields."""
        self._details = details
        for name, field in self.fields.items():
            field.setText(getattr(details, name))
        self._dress()
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        words = {"name": self.tr("Name"), "kind": self.tr("Type"), "note": self.tr("Note")}
        for name, text in words.items():
            self._captions[name].setText(text)
            self.fields[name].setAccessibleName(text)
        self.save_button.setText(self.tr("Save"))
        self.cancel_button.setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        if self.body:
            self.saved.emit(self.body)

    def _dress(self) -> None:
        body = self.body
        for name, field in self.fields.items():
            set_look(field, "changed" if name in body else "")
        self.save_button.setEnabled(bool(body))
