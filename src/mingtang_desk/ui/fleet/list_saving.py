"""Saving what is listed: where to is asked, then a CSV file is written."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.fleet.list_export import save_rows
from mingtang_desk.ui.fleet.list_view import FleetTableView
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.tasks import spawn


class ListSaving(QObject):
    """Signal: `saved(count)`.

    Args:
        panel: owner of the question and of what is written.
        view: what is listed.

    Attributes:
        dialog: the last question.
    """

    saved = Signal(int)

    def __init__(self, panel: Panel, view: FleetTableView) -> None:
        super().__init__(panel)
        self._panel, self._view = panel, view
        self.dialog: QFileDialog | None = None

    def ask(self) -> None:
        """Ask where to save what is listed."""
        self.dialog = ask_where(
            self._panel,
            heading=self.tr("Save the listed batteries"),
            kinds=self.tr("Comma-separated values (*.csv)"),
            suffix="csv",
            name=self.tr("batteries"),
            then=lambda path: spawn(self._panel, self._save(path)),
            folder=self._panel.context.prefs.values.folder,
        )

    async def _save(self, path: Path) -> None:
        table = self._view.rows
        rows = [row for row in map(table.look_up, table.numbers) if row]
        await save_rows(path, rows)
        self._panel.context.prefs.set(folder=str(path.parent))
        self.saved.emit(len(rows))
