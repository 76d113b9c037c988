"""The accounts below one's own: opened step by step, with counts; one of them narrows the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from mingtang_desk.cloud.decode import plain
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.list_columns import figure
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label
from mingtang_desk.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.fleet_tree import Branch
    from mingtang_desk.cloud.models import TypeCounts
    from mingtang_desk.cloud.parts import TreePart

_ID = Qt.ItemDataRole.UserRole
_MORE = Qt.ItemDataRole.UserRole + 1
_COUNT = 1
_ROW_PX = 26


class AccountTree(QWidget):
    """A tree of accounts.

    Signals: `picked(id, name)`, "" = one's own with all below; `known(there_are_some)` when it is
    known whether there is anything below.

    Args:
        theme: of the desk.
        say: shows what failed.
    """

    picked = Signal(str, str)
    known = Signal(bool)

    def __init__(self, theme: Theme, say: Callable[[MingtangError | None], None]) -> None:
        super().__init__()
        self._say = say
        self._part: TreePart | None = None
        self._name = ""
        self._is_read = False
        self._fleet: Fleet | None = None
        self.title = label("muted")
        self.refresh_button = icon_button(theme, "refresh-cw")
        self.refresh_button.clicked.connect(self.refresh)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.header().hide()
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setMinimumSectionSize(24)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.itemExpanded.connect(self._expanded)
        self.tree.currentItemChanged.connect(self._current_changed)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.refresh_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(head)
        outer.addWidget(self.tree, 1)

    @property
    def account(self) -> str:
        """Id of the account that is wanted, "" = one's own."""
        item = self.tree.currentItem()
        return "" if item is None else str(item.data(0, _ID))

    @property
    def is_due(self) -> bool:
        """Whether there is a tree that was not read yet."""
        return self._part is not None and not self._is_read

    def pick_top(self) -> None:
        """Want one's own account with all below it."""
        top = self.tree.topLevelItem(0)
        if top is not None:
            self.tree.setCurrentItem(top)

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed in the line of the panel."""
        self._say(error)

    def show_fleet(self, fleet: Fleet | None) -> None:
        """Show the accounts of another login, or none."""
        self._fleet = fleet
        self._part = None if fleet is None else fleet.provider.tree
        self._is_read = False
        self._clear()
        if self._part is None:
            self.known.emit(False)

    def refresh(self) -> None:
        """Read all again; what is wanted and open stays so."""
        if self._part is not None:
            self._is_read = True
            self.refresh_button.setEnabled(False)
            spawn(self, self._load_top(self._part), done=self._refreshed)

    def retranslate(self) -> None:
        """Write all words."""
        self.title.setText(self.tr("Accounts"))
        self.tree.setAccessibleName(self.tr("Accounts and how many batteries each has"))
        self.refresh_button.name(self.tr("Read the accounts again"))
        top = self.tree.topLevelItem(0)
        if top is not None:
            top.setText(0, self._name or self.tr("All accounts"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 reads again."""
        if event.key() == Qt.Key.Key_F5:
            self.refresh()
        else:
            super().keyPressEvent(event)

    def _refreshed(self) -> None:
        if isValid(self.refresh_button):
            self.refresh_button.setEnabled(True)
            self._is_read = self.tree.topLevelItemCount() > 0

    async def _load_top(self, part: TreePart) -> None:
        from mingtang_desk.cloud.fleet_tree import branches

        found = await branches(part, None)
        counts = (await part.counts(None)).counts
        if part is not self._part:
            return
        open_ids = {str(item.data(0, _ID)) for item in _all_items(self.tree) if item.isExpanded()}
        wanted = self.account
        self.tree.blockSignals(True)
        self.tree.clear()
        profile = None if self._fleet is None else self._fleet.profile
        self._name = "" if profile is None else plain(profile.account_name, 200)
        top = _item(self._name or self.tr("All accounts"), "", counts)
        self.tree.addTopLevelItem(top)
        _fill(top, found)
        top.setExpanded(True)
        self.tree.setCurrentItem(top)
        self.tree.blockSignals(False)
        self.known.emit(bool(found))
        await self._open_again(top, open_ids, wanted, part)
        if self.account != wanted:
            self.picked.emit(self.account, "")

    async def _open_again(
        self, top: QTreeWidgetItem, open_ids: set[str], wanted: str, part: TreePart
    ) -> None:
        """Open what was open, and pick what was picked."""
        waiting = [top]
        while waiting:
            item = waiting.pop()
            for child in _children(item):
                account = str(child.data(0, _ID))
                if account == wanted:
                    self.tree.blockSignals(True)
                    self.tree.setCurrentItem(child)
                    self.tree.blockSignals(False)
                if account in open_ids and child.data(0, _MORE):
                    await self._load(child, part)
                    if part is not self._part or not isValid(child):
                        return
                    child.setExpanded(True)
                    waiting.append(child)

    async def _load(self, item: QTreeWidgetItem, part: TreePart) -> None:
        from mingtang_desk.cloud.fleet_tree import branches

        found = await branches(part, str(item.data(0, _ID)))
        if part is self._part and isValid(item):
            _fill(item, found)

    def _expanded(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _MORE) and item.childCount() == 0 and self._part is not None:
            spawn(self, self._load(item, self._part))

    def _current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(str(item.data(0, _ID)), item.text(0))

    def _clear(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        self.tree.blockSignals(False)


def _item(name: str, account: str, counts: TypeCounts | None) -> QTreeWidgetItem:
    count = "" if counts is None else figure(counts.all)
    item = QTreeWidgetItem([name, count])
    item.setData(0, _ID, account)
    item.setSizeHint(0, QSize(0, _ROW_PX))
    item.setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setToolTip(0, plain_tip(name))
    return item


def _fill(item: QTreeWidgetItem, found: tuple[Branch, ...]) -> None:
    item.takeChildren()
    for branch in found:
        child = _item(plain(branch.name, 200), branch.id, branch.counts)
        child.setData(0, _MORE, branch.has_more)
        if branch.has_more:
            policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
            child.setChildIndicatorPolicy(policy)
        item.addChild(child)


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(at) for at in range(item.childCount()))
    return [child for child in found if child is not None]


def _all_items(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    top = tree.topLevelItem(0)
    found: list[QTreeWidgetItem] = []
    waiting = [] if top is None else [top]
    while waiting:
        item = waiting.pop()
        found.append(item)
        waiting += _children(item)
    return found
