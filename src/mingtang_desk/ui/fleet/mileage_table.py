"""Mileage as a table and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from mingtang_desk.cloud.models_rides import Mileage
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.core.spreadsheet import plain_cell
from mingtang_desk.ui.shown import NOT_REPORTED

COLUMNS = (
    QT_TRANSLATE_NOOP("Mileage", "Period"),
    QT_TRANSLATE_NOOP("Mileage", "km"),
    QT_TRANSLATE_NOOP("Mileage", "Trips"),
    QT_TRANSLATE_NOOP("Mileage", "Wh"),
    QT_TRANSLATE_NOOP("Mileage", "Wh/km"),
    QT_TRANSLATE_NOOP("Mileage", "Watched"),
)
_ALL = QT_TRANSLATE_NOOP("Mileage", "all of it")
_PART = QT_TRANSLATE_NOOP("Mileage", "? not all")
_TOTAL = QT_TRANSLATE_NOOP("Mileage", "Total")
FIELDS = ("period", "distance_m", "trips", "energy_wh", "wh_per_km", "is_sure")


def tr(text: str) -> str:
    """Translate a text of this table."""
    return QCoreApplication.translate("Mileage", text)


def period_word(period: str) -> str:
    """Return a period in words."""
    return tr(_TOTAL) if period == "total" else period


def watched_word(item: Mileage) -> str:
    """Return whether all of a period was watched."""
    return tr(_ALL if item.is_sure else _PART)


class MileageTable(QTableWidget):
    """One row a period of which something is known, the newest first."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        self.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
        self.setMinimumHeight(80)

    def show_items(self, items: Sequence[Mileage]) -> None:
        """Show other mileage."""
        self.setHorizontalHeaderLabels([tr(text) for text in COLUMNS])
        for n in range(len(COLUMNS)):
            head = self.horizontalHeaderItem(n)
            side = Qt.AlignmentFlag.AlignRight if 1 <= n <= 4 else Qt.AlignmentFlag.AlignLeft
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setRowCount(len(items))
        for row, item in enumerate(reversed(items)):
            for column, text in enumerate(_texts(item)):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.UserRole, item.period)
                if 1 <= column <= 4:
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    cell.setTextAlignment(right)
                self.setItem(row, column, cell)

    def period(self, row: int) -> str:
        """Return the period of a row."""
        item = self.item(row, 0)
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))


def csv_of(items: Sequence[Mileage]) -> str:
    """Return mileage as CSV; what is not known is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for item in items:
        writer.writerow([_cell(getattr(item, name)) for name in FIELDS])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else plain_cell(value)


def _texts(item: Mileage) -> tuple[str, ...]:
    return (
        period_word(item.period),
        f"{item.distance_m / 1000:.1f}",
        str(item.trips),
        NOT_REPORTED if item.energy_wh is None else f"{item.energy_wh:.0f}",
        NOT_REPORTED if item.wh_per_km is None else f"{item.wh_per_km:.1f}",
        watched_word(item),
    )
