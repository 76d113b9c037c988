"""One type of alarms in the page of switches: on or off, severity, delay, threshold."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.cloud.models_alarms import AlarmSwitch
from mingtang_desk.ui.fleet.alarm_words import SEVERITIES, severity_word, type_word
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, choice, label, set_look
from mingtang_desk.ui.widgets.tips import plain_tip

_INDENT = 22
_MOST_S = 86_400.0


class SwitchRow(QWidget):
    """`edited(name, value)`: the user changed something; `inherit()`: nothing of its own here."""

    edited = Signal(str, object)
    inherit = Signal()

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self.kind, self._filling = kind, False
        self.box = QCheckBox()
        self.mark = label("small")
        self.reset = Button(theme, "link", icon="undo-2", token="muted")
        self.severity: QComboBox = choice()
        self.delay_word, self.threshold_word = label("muted"), label("muted")
        self.delay, self.threshold = _spin(_MOST_S), _spin(100.0)
        for widget in (self.severity, self.delay, self.threshold):
            widget.installEventFilter(self)
        self.severity.addItems([""] * len(SEVERITIES))
        # A name too long for a narrow panel is cut there, and whole in the tooltip.
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.box, 1)
        first.addWidget(self.mark)
        first.addWidget(self.reset)
        self._more = QWidget()
        second = QGridLayout(self._more)
        second.setContentsMargins(_INDENT, 0, 0, 0)
        second.setSpacing(6)
        for at, part in enumerate((self.severity, self.delay_word, self.delay)):
            second.addWidget(part, 0, at)
        second.addWidget(self.threshold_word, 1, 1)
        second.addWidget(self.threshold, 1, 2)
        second.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._more)
        self.box.toggled.connect(lambda on: self._tell("enabled", on))
        self.severity.activated.connect(lambda at: self._tell("severity", tuple(SEVERITIES)[at]))
        self.delay.valueChanged.connect(lambda value: self._tell("raise_delay_s", value))
        self.threshold.valueChanged.connect(lambda value: self._tell("threshold", value))
        self.reset.clicked.connect(self.inherit)

    def show_switch(
        self, switch: AlarmSwitch, *, own: bool, changed: frozenset[str], usable: str
    ) -> None:
        """Show how a type is treated.

        Args:
            switch: its values.
            own: something of it is set right here.
            changed: names of values that are not saved yet.
            usable: why it cannot be changed, "" = it can.
        """
        self._filling = True
        self.box.setChecked(switch.enabled)
        if switch.severity in SEVERITIES:
            self.severity.setCurrentIndex(tuple(SEVERITIES).index(switch.severity))
        self.delay.setValue(switch.raise_delay_s)
        has_threshold = switch.threshold is not None
        self.threshold.setValue(switch.threshold or 0.0)
        self._filling = False
        for part in (self.threshold_word, self.threshold):
            part.setVisible(has_threshold)
        self._more.setVisible(switch.enabled)
        self.mark.setText(self.tr("set here") if own else self.tr("inherited"))
        self.reset.setVisible(own and not usable)
        for name, widget in (
            ("enabled", self.box),
            ("severity", self.severity),
            ("raise_delay_s", self.delay),
            ("threshold", self.threshold),
        ):
            set_look(widget, "changed" if name in changed else "")
            widget.setEnabled(not usable)
            widget.setToolTip(usable)
        self.box.setToolTip(plain_tip(usable or self.box.text()))
        set_look(self.mark, "strong" if changed else "small")

    def retranslate(self) -> None:
        """Write every text in the present language."""
        name = type_word(self.kind)
        self.box.setText(name)
        for at, key in enumerate(SEVERITIES):
            self.severity.setItemText(at, severity_word(key))
        self.severity.setAccessibleName(self.tr("Severity of “{name}”").format(name=name))
        self.delay_word.setText(self.tr("after"))
        self.delay.setSuffix(self.tr(" s"))
        self.delay.setAccessibleName(self.tr("Delay of “{name}”").format(name=name))
        self.threshold_word.setText(self.tr("below"))
        self.threshold.setSuffix(" %")
        self.threshold.setAccessibleName(self.tr("Threshold of “{name}”").format(name=name))
        self.reset.name(self.tr("Inherit “{name}” again").format(name=name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page, and not change what lies under it."""
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _tell(self, name: str, value: object) -> None:
        if not self._filling:
            self.edited.emit(name, value)


def _spin(most: float) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setDecimals(0)
    made.setRange(0.0, most)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setFixedWidth(74)
    made.setKeyboardTracking(False)
    return made
