"""A list of which the server tells a page at a time."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Signal

type Index = QModelIndex | QPersistentModelIndex


class PagedModel(QAbstractListModel):
    """`more_wanted` is emitted where the list is scrolled to its end.

    Attributes:
        has_more: the server has older ones.
    """

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.has_more = False

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether the server has older ones."""
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Ask for older ones."""
        self.more_wanted.emit()
