"""The menu of the list: order, columns, export, reading it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.list_columns import COLUMNS, title_of
from mingtang_desk.ui.fleet.list_view import FleetTableView
from mingtang_desk.ui.panel import words

_ORDER = QT_TRANSLATE_NOOP("FleetList", "Order")
_COLUMNS = QT_TRANSLATE_NOOP("FleetList", "Columns")
_SAVE = QT_TRANSLATE_NOOP("FleetList", "Save the list as CSV…")
_AGAIN = QT_TRANSLATE_NOOP("FleetList", "Read the list again")


def list_menu(
    parent: QWidget,
    view: FleetTableView,
    order: str,
    *,
    sort: Callable[[str], None],
    save: Callable[[], None],
    again: Callable[[], None] | None,
) -> QMenu:
    """Return the menu; it deletes itself when it closes.

    Args:
        parent: it is a child of it.
        view: whose columns can be chosen.
        order: what is sorted by now.
        sort: gets another order.
        save: exports what is listed.
        again: reads the list again, None = there is none.
    """
    menu = QMenu(parent)
    orders = menu.addMenu(words("FleetList", _ORDER))
    for column in COLUMNS:
        for sign, arrow in (("", "↑"), ("-", "↓")):
            wanted = sign + column.key
            action = orders.addAction(f"{title_of(column)} {arrow}")
            action.setCheckable(True)
            action.setChecked(order == wanted)
            action.triggered.connect(lambda _, wanted=wanted: sort(wanted))
    view.fill_columns_menu(menu.addMenu(words("FleetList", _COLUMNS)))
    menu.addSeparator()
    saving = menu.addAction(words("FleetList", _SAVE))
    saving.setEnabled(bool(view.rows.numbers))
    saving.triggered.connect(lambda: save())
    reading = menu.addAction(words("FleetList", _AGAIN))
    reading.setEnabled(again is not None)
    if again is not None:
        reading.triggered.connect(lambda: again())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
