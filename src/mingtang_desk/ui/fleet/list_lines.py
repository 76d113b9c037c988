"""The lines at the list: what was done or is missing above it, how much is listed below it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.list_columns import figure
from mingtang_desk.ui.fleet.list_view import FleetTableView
from mingtang_desk.ui.widgets.basics import label

_MOST_MISSING = 20


class NoteLine(QWidget):
    """Says which numbers are missing, else what was done; hidden while there is neither."""

    def __init__(self) -> None:
        super().__init__()
        self._label, self._done = label("muted", wrap=True), ""
        self._missing: Sequence[str] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        self.hide()

    def text(self) -> str:
        """Return what it says."""
        return self._label.text()

    def say(self, text: str) -> None:
        """Say what was done, "" = nothing."""
        self._done = text
        self._show()

    def say_missing(self, numbers: Sequence[str]) -> None:
        """Say which numbers were not found."""
        self._missing = numbers
        self._show()

    def _show(self) -> None:
        text, missing = self._done, self._missing
        if missing:
            few = ", ".join(missing[:_MOST_MISSING])
            more = " …" if len(missing) > _MOST_MISSING else ""
            text = self.tr("%n numbers were not found:", "", len(missing)) + f" {few}{more}"
        self._label.setText(text)
        self.setVisible(bool(text))


class FootLine(QWidget):
    """Says how many batteries are listed, and selected."""

    def __init__(self, view: FleetTableView) -> None:
        super().__init__()
        self._view, self._label = view, label("small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)

    def text(self) -> str:
        """Return what it says."""
        return self._label.text()

    def show_counts(self, everything: int) -> None:
        """Count anew; `everything`: batteries of the fleet."""
        shown = len(self._view.rows.numbers)
        text = self.tr("{shown} of {all}").format(shown=figure(shown), all=figure(everything))
        selected = self._view.selected_count()
        if selected > 1:
            text += " · " + self.tr("%n selected", "", selected)
        self._label.setText(text)
