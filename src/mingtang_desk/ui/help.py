"""F1: what is known of the field with the keyboard, or the whole keyboard table.

A widget answers by `whatsThis`, or by `help_text()` where the text is made when it is wanted; the
first line of it is the title. The nearest one above the focus is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mingtang_desk.ui.keyboard import IN_PANELS, REPLAY, STOP, KeyRow
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.overlay import Overlay
from mingtang_desk.ui.widgets.scroll import scrolling

type Listed = Sequence[tuple[str, str]]


@runtime_checkable
class Explains(Protocol):
    """A widget that makes its help when it is asked."""

    def help_text(self) -> str:
        """Return a title line and what is known, line by line; "" = nothing."""
        ...


def explained(widget: QWidget | None) -> tuple[QWidget, str] | None:
    """Return the nearest widget above with a help text, and the text."""
    while widget is not None and not widget.isWindow():
        text = widget.help_text() if isinstance(widget, Explains) else widget.whatsThis()
        if text:
            return widget, text
        widget = widget.parentWidget()
    return None


class _Help(Overlay):
    """Closes when the language changes: what it says is of the moment when it was asked."""

    def changeEvent(self, event: QEvent) -> None:
        """Leave rather than go on in the former language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.leave()


class FieldHelp(_Help):
    """The help of one field, beside it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, shade=False)
        self.setObjectName("field-help")
        self.title = label("title", wrap=True)
        self.text = label(wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = label("small", wrap=True)
        for part in (self.title, self.text, self.more):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def explain(self, widget: QWidget, text: str) -> None:
        """Show a text beside a widget of the window."""
        title, _, rest = text.partition("\n")
        self.title.setText(title)
        self.text.setText(rest)
        self.text.setVisible(bool(rest))
        self.more.setText(self.tr("Esc closes. F1 again lists all keys."))
        width = 340
        height = 20 + sum(
            part.heightForWidth(width - 24) + 8
            for part in (self.title, self.text, self.more)
            if part.text()
        )
        self.wanted = QSize(width, height)
        top_left = widget.mapTo(self.window(), QPoint(0, 0))
        self.open(QRect(top_left, widget.size()))


class KeyboardHelp(_Help):
    """Every key of the desk in two columns."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self.setObjectName("keyboard-help")
        self.title = label("title")
        self.note = label("muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        holder = QWidget()
        holder.setLayout(self._grid)
        area = scrolling(holder)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.title)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.note)

    def show_keys(self, commands: Listed, panels: Listed) -> None:
        """Open it with the commands of the menu and the keys of the panels."""
        self._clear()
        self.title.setText(self.tr("Keyboard"))
        self.note.setText(
            self.tr("No key writes to a device: what would be written is shown first.")
        )
        left = [*commands, _row(STOP)]
        right = [
            (self.tr("Panels"), ""),
            *panels,
            (self.tr("Recording"), ""),
            *map(_row, REPLAY),
            (self.tr("In panels"), ""),
            *map(_row, IN_PANELS),
        ]
        for column, rows in enumerate((left, right)):
            for line, (text, keys) in enumerate(rows):
                self._put(line, column * 3, text, keys)
        for column, stretch in ((1, 1), (4, 1)):
            self._grid.setColumnStretch(column, stretch)
        self._grid.setColumnMinimumWidth(2, 12)
        self._grid.setRowStretch(max(len(left), len(right)), 1)
        self.wanted = QSize(860, 96 + 25 * max(len(left), len(right)))
        self.open()

    def _put(self, line: int, column: int, text: str, keys: str) -> None:
        words = label("" if keys else "muted", wrap=bool(keys))
        words.setText(text)
        if keys:
            chip = label("key")
            chip.setText(keys)
            self._grid.addWidget(chip, line, column, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(words, line, column + 1)
        else:
            self._grid.addWidget(words, line, column, 1, 2)

    def _clear(self) -> None:
        for made in self.findChildren(QLabel):
            if made.parentWidget() is self._grid.parentWidget():
                self._grid.removeWidget(made)
                made.hide()
                made.deleteLater()


def _row(row: KeyRow) -> tuple[str, str]:
    return QCoreApplication.translate("Keyboard", row.text), row.keys
