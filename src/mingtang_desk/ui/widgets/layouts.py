"""Taking widgets out of a layout so that they can be laid out anew."""

from PySide6.QtWidgets import QLayout


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
