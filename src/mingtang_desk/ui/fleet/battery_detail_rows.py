"""Captions and values below each other; values break, can be selected, and are never HTML."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mingtang_desk.ui.widgets.basics import label, set_look

_LOOKS = {
    "text": "",
    "muted": "muted",
    "ok_text": "ok",
    "warn_text": "warn",
    "bad_text": "bad",
    "accent_text": "strong",
}


class Detail(NamedTuple):
    """One row; an empty caption is left out with its value."""

    caption: str
    value: str
    token: str = "text"


class DetailRows(QWidget):
    """Rows of a grid; a new value costs no new widgets."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def show_rows(self, rows: Sequence[Detail]) -> None:
        """Show these rows."""
        while len(self._labels) < len(rows):
            self._add()
        for at, (caption, value) in enumerate(self._labels):
            row = rows[at] if at < len(rows) else Detail("", "")
            for widget, text in ((caption, row.caption), (value, row.value)):
                if widget.text() != text:
                    widget.setText(text)
                widget.setVisible(bool(row.caption))
            value.setAccessibleName(f"{row.caption}: {row.value}")
            set_look(value, _LOOKS.get(row.token, ""))

    @property
    def shown(self) -> dict[str, str]:
        """What is shown, by caption."""
        return {
            caption.text(): value.text()
            for caption, value in self._labels
            if not caption.isHidden() and caption.text()
        }

    def _add(self) -> None:
        caption, value = label("muted", wrap=True), label(wrap=True)
        caption.setMinimumWidth(96)
        caption.setMaximumWidth(150)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        at = len(self._labels)
        self._grid.addWidget(caption, at, 0)
        self._grid.addWidget(value, at, 1)
        self._labels.append((caption, value))
