"""One control: its name, the state the board reports, the buttons beside it, and how it ended."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.device.catalogue.controls import ControlSpec
from mingtang_desk.device.catalogue.status import STATUS, Shape, StatusSpec
from mingtang_desk.device.model import DeviceModel, Quality, Value
from mingtang_desk.ui.forms import control_texts
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.shown import age, status_value, word
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Chip, LabelLook, label, plain, set_look

_GOOD, _LOCKED = ("on", "unlocked"), "locked"
_BUTTON_PX = 96
_NARROWEST_PX = 200
_FRESH_S = 3.0
"""Up to this age a state is of now; the age itself would only flicker."""


class ControlRow(QWidget):
    """One row; `wanted` is the first press of a button."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, spec: ControlSpec) -> None:
        super().__init__()
        self.spec = spec
        self._status: StatusSpec | None = next(
            (row for row in STATUS if row.key == spec.state_key), None
        )
        self._value: Value | None = None
        self.name, self.age = label(wrap=True), label("muted")
        self.chip, self.figure = Chip(theme), label("muted")
        self.result = label("muted", wrap=True)
        self._says: Callable[[], str] = str
        values: tuple[str | None, ...] = ("on", "off") if spec.switch else (None,)
        self.buttons = {value: plain(theme) for value in values}
        self._line = line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(8)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for text in (self.name, self.age, self.figure):
            self._words.addWidget(text)
        self._words.setStretch(0, 1)
        line.addLayout(self._words, 1)
        self._tail = tail = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        tail.setSpacing(8)
        tail.addStretch(1)
        tail.addWidget(self.chip)
        for value, button in self.buttons.items():
            button.setMinimumWidth(_BUTTON_PX)
            button.clicked.connect(lambda _=False, value=value: self.wanted.emit(value))
            tail.addWidget(button)
        line.addLayout(tail)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(line)
        outer.addWidget(self.result, 0, Qt.AlignmentFlag.AlignTop)
        self.result.hide()
        self.retranslate()

    @property
    def state(self) -> str | None:
        """What the board reports: on, off, locked, unlocked; None = it does not."""
        got = None if self._value is None else self._value.value
        if isinstance(got, bool):
            return "on" if got else "off"
        return got if isinstance(got, str) else None

    def show_model(self, model: DeviceModel) -> None:
        """Show the state that the board reports now."""
        value = None if self._status is None else model.value(self._status)
        before, self._value = self._value, value
        if value is None or before is None or _seen(value) != _seen(before):
            self._dress()

    def set_usable(self, usable: bool) -> None:
        """Enable or disable the buttons."""
        for button in self.buttons.values():
            button.setEnabled(usable)

    def say(self, says: Callable[[], str], look: LabelLook = "muted") -> None:
        """Show how the last press ended; `says` is asked again in another language."""
        self._says = says
        set_look(self.result, look)
        self._say()

    def hush(self) -> None:
        """Say nothing more of the last press."""
        self.say(str)

    def retranslate(self) -> None:
        """Set every word anew."""
        name = translated("Control", self.spec.label)
        self.name.setText(name)
        for value, button in self.buttons.items():
            verb = control_texts.verb(self.spec, value)
            button.setText(self.tr("{verb}…").format(verb=verb))
            button.setAccessibleName(self.tr("{verb}: {name}…").format(verb=verb, name=name))
        self._say()
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def minimumSizeHint(self) -> QSize:
        """Gives way: what does not fit beside the name goes below it."""
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the arrangement for this width."""
        super().resizeEvent(event)
        self._arrange()

    def _say(self) -> None:
        text = self._says()
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def _arrange(self) -> None:
        """Age and figure stand beside the name where all fits, below it elsewhere.

        Where not even chip and buttons fit beside a word of the name, they stand below it.
        """
        metrics, name = QFontMetrics(self.name.font()), self.name.text()
        pressed = _widths(self.chip, *self.buttons.values())
        ways = QBoxLayout.Direction
        word = max(map(metrics.horizontalAdvance, name.split()), default=0)
        beside = word + pressed <= self.width()
        self._line.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._line.setSpacing(8 if beside else 4)
        in_line = beside or pressed <= self.width() + 8
        self._tail.setDirection(ways.LeftToRight if in_line else ways.TopToBottom)
        needed = metrics.horizontalAdvance(name) + _widths(self.age, self.figure)
        fits = needed + (pressed if beside else 0) <= self.width()
        self._words.setDirection(ways.LeftToRight if fits else ways.TopToBottom)
        self._words.setSpacing(8 if fits else 0)
        self.figure.setWordWrap(not fits)

    def _dress(self) -> None:
        status, value = self._status, self._value
        figure = status is not None and status.shape in (Shape.NUMBER, Shape.TIME)
        self.chip.setVisible(status is not None and not figure)
        self.figure.setVisible(figure)
        if status is None:
            self.age.hide()
            return
        got = None if value is None else value.value
        self.figure.setText(str(status_value(status, got)))
        stale = value is not None and value.quality is Quality.STALE
        state = self.state
        text = self.tr("unknown") if state is None else word(state).upper()
        look = "muted" if stale or state is None else "ok" if state in _GOOD else "muted"
        self.chip.show_state(text, "warn" if state == _LOCKED and not stale else look)
        self.age.setVisible(value is not None and (stale or (value.age_s or 0.0) > _FRESH_S))
        if value is not None and value.age_s is not None:
            self.age.setText(age(value.age_s))
        name = translated("Control", self.spec.label)
        old = "" if self.age.isHidden() else self.age.text()
        self.chip.setToolTip(self.age.text())
        self.chip.setAccessibleName(f"{name}: {text} {old}".strip())
        for to, button in self.buttons.items():
            button.setVisible(to is None or state is None or to != state)
        self._arrange()


def _widths(*parts: QWidget) -> int:
    """Return the room that those of them need that are there, each with its gap."""
    wide = [
        max(part.sizeHint().width(), part.minimumWidth()) for part in parts if not part.isHidden()
    ]
    return sum(wide) + 8 * len(wide)


def _seen(value: Value) -> tuple[object, ...]:
    """Return what of a value is shown; an age only while it matters."""
    old = value.quality is Quality.STALE or (value.age_s or 0.0) > _FRESH_S
    return value.value, value.quality, int(value.age_s or 0) if old else None
