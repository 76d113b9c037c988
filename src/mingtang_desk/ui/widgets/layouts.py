"""Rows of buttons, and layouts that are laid out anew."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget


def button_row(*widgets: QWidget) -> QHBoxLayout:
    """Return a row with buttons at its right end."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row


def empty(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets stay with their parent.

    `takeAt` alone will not do: the item it gives back lives on, and as long as it does Qt tells it
    and not the new item of the same widget that a text has another height, so that words are cut.
    """
    while layout.count():
        item = layout.itemAt(0)
        widget = None if item is None else item.widget()
        if widget is None:
            layout.takeAt(0)
        else:
            layout.removeWidget(widget)
