"""The accounts beside the list where there is room, else over it; or no accounts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_BESIDE_FROM_PX = 900
_TREE_PX = 180


class ListSplit(QSplitter):
    """Shares its room between the accounts and the list.

    Args:
        tree: the accounts.
        pages: the list, or what stands in its place.
    """

    def __init__(self, tree: QWidget, pages: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._tree = tree
        self.setChildrenCollapsible(False)
        self.setHandleWidth(9)
        self.addWidget(tree)
        self.addWidget(pages)
        self.setStretchFactor(1, 1)

    def fit(self, width: int, height: int) -> None:
        """Turn to the side that a panel of this size has room at."""
        beside = width >= _BESIDE_FROM_PX
        side = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != side:
            self.setOrientation(side)
            self._share(width, height)

    def show_tree(self, shown: bool, width: int, height: int) -> None:
        """Show the accounts or not, in a panel of this size."""
        self._tree.setVisible(shown)
        self._share(width, height)

    def _share(self, width: int, height: int) -> None:
        if self.orientation() == Qt.Orientation.Horizontal:
            self.setSizes([_TREE_PX, max(width - _TREE_PX, 1)])
        else:
            self.setSizes([_TREE_PX * 2 // 3, max(height - _TREE_PX, 1)])
