"""The card between the first and the second press: what it may cut off, and the way back."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.device.catalogue.controls import ControlSpec
from mingtang_desk.ui.forms import control_texts
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label, plain, set_look


class ConfirmCard(QWidget):
    """Asks once more; `accepted` is the second press. Nothing is sent before it."""

    accepted = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, spec: ControlSpec, value: str | None) -> None:
        super().__init__()
        self.spec, self.value = spec, value
        self._theme, self._usable = theme, True
        self.title = label("strong", wrap=True)
        self.warning, self.way_back = label(wrap=True), label("muted", wrap=True)
        self.entry: QLineEdit | None = None
        self.cancel, self.go = plain(theme), Button(theme, "danger")
        self.cancel.clicked.connect(self.cancelled)
        self.go.clicked.connect(self.accepted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(15, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.warning, self.way_back):
            layout.addWidget(widget)
        if spec.takes_number:
            self.entry = QLineEdit()
            self.entry.setFixedWidth(92)
            self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.entry.textChanged.connect(self._dress)
            layout.addWidget(self.entry, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go)
        layout.addLayout(buttons)
        self.retranslate()

    @property
    def number(self) -> float | None:
        """The percentage typed, None while it is none from 0 to 100."""
        try:
            typed = float(self.entry.text().strip().rstrip("%")) if self.entry else -1.0
        except ValueError:
            return None
        return typed if 0 <= typed <= 100 else None

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
        self.way_back.setText(self.tr("Way back: {text}").format(text=effect.way_back))
        self.way_back.setVisible(bool(effect.way_back))
        self.cancel.setText(self.tr("Cancel"))
        self.go.setText(self.tr("{what} now").format(what=what))
        self.go.setAccessibleName(self.tr("{what} now: {name}").format(what=what, name=said))
        self.setAccessibleName(f"{self.title.text()} {effect.warning}")
        if self.entry is not None:
            self.entry.setPlaceholderText("0-100 %")
            self.entry.setAccessibleName(said)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with a bar in the colour of care at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color("warn"))

    def _dress(self) -> None:
        wrong = self.entry is not None and bool(self.entry.text()) and self.number is None
        if self.entry is not None:
            set_look(self.entry, "invalid" if wrong else "")
        self.go.setEnabled(self._usable and (self.entry is None or self.number is not None))
