"""Parts of the panel Account: a page or a section that says errors in the line of its panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, rule

BESIDE_BAR_PX = 8
"""Between what scrolls and its scroll bar."""

type Say = Callable[[MingtangError | None], None]

ROLES = {
    "owner": QT_TRANSLATE_NOOP("CloudRole", "owner"),
    "manager": QT_TRANSLATE_NOOP("CloudRole", "manager"),
    "operator": QT_TRANSLATE_NOOP("CloudRole", "operator"),
    "viewer": QT_TRANSLATE_NOOP("CloudRole", "viewer"),
}


def cloud_role(role: str) -> str:
    """Return a role of a server in words; one that is not known as it is."""
    return words("CloudRole", ROLES[role]) if role in ROLES else role


class Part(QWidget):
    """Override `retranslate`; `start` is the last call of `__init__`. Fill `body`."""

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__()
        self.theme, self._say = theme, say
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self._ready = False

    def start(self) -> None:
        """Write all texts."""
        self._ready = True
        self.retranslate()

    def show_error(self, error: MingtangError | None) -> None:
        """Show an error in the line of the panel; None clears it."""
        self._say(error)

    def retranslate(self) -> None:
        """Write every text in the present language."""

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._ready:
            self.retranslate()


class Section(Part):
    """A part with a title over a hairline."""

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self.title = label("strong")
        self.body.addWidget(self.title)
        self.body.addWidget(rule())


class Fields(QWidget):
    """Named entry fields below each other, the names above them: they fit a narrow dock."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[QLabel, QWidget]] = []
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(4)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add[T: QWidget](self, widget: T) -> T:
        """Append a field."""
        name = label("muted")
        name.setBuddy(widget)
        self._form.addRow(name, widget)
        self._rows.append((name, widget))
        return widget

    def name(self, *names: str) -> None:
        """Write the names, in the order of the fields."""
        for (shown, widget), text in zip(self._rows, names, strict=True):
            shown.setText(text)
            widget.setAccessibleName(text)

    def show_row(self, widget: QWidget, shown: bool) -> None:
        """Show or hide a field with its name."""
        self._form.setRowVisible(widget, shown)


def secret() -> QLineEdit:
    """Return a field whose text is not shown, and that no keyboard learns."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
        | Qt.InputMethodHint.ImhNoAutoUppercase
    )
    return made


def busy_line() -> QProgressBar:
    """Return a thin line that says that something is under way; hidden at first."""
    made = QProgressBar()
    made.setRange(0, 0)
    made.setTextVisible(False)
    made.hide()
    return made


class Tick(QWidget):
    """A box to tick with words that wrap, which those of a check box do not."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox()
        self._words = label(wrap=True)
        self._words.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the words ticks too."""
        self.box.click()

    @property
    def is_on(self) -> bool:
        """It is ticked."""
        return self.box.isChecked()

    def say(self, text: str) -> None:
        """Write the words."""
        self._words.setText(text)
        self.box.setAccessibleName(text)


class Text(QPlainTextEdit):
    """A long text of a server: plain, to be read and copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(8)

    def show_text(self, text: str) -> None:
        """Show a text; what is no sign to be printed is left out."""
        lines = ("".join(s for s in line if s.isprintable()) for line in text.split("\n"))
        self.setPlainText("\n".join(lines))
