"""What the list shows: keeps filter and order, and asks for them anew as seldom as is enough."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.fleet.list_columns import KEYS
from mingtang_desk.ui.fleet.list_view import FleetTableView
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.fleet_view import FleetView

_REST_S = 1.0
"""Live changes put the list into another order no more often."""
_SHARE = 10
"""And no more than a tenth of the time is spent with that."""
_NEW_REST_S = 0.2
"""Rows that come in are shown sooner."""
_ASK_MS = 400
_LEAST_ASKED = 4


class ListContents(QObject):
    """Filter, order and rows of one list.

    Signals: `shown` after other rows are listed or counts changed.

    Args:
        panel: owner of what is asked of the server.
        view: shows the rows.

    Attributes:
        counts: of each type; missing: numbers of a pasted list that are not there.
    """

    shown = Signal()

    def __init__(self, panel: Panel, view: FleetTableView) -> None:
        super().__init__(panel)
        self._panel, self._view = panel, view
        self._fleet: Fleet | None = None
        self._looks: FleetView | None = None
        self._kind, self._account, self._text = "all", "", ""
        self._accounts: frozenset[str] | None = None
        self._extra: frozenset[str] = frozenset()
        self._touched: set[str] = set()
        self._is_renewed = False
        self._made_at = self._made_s = 0.0
        self.counts: Mapping[str, int] = {}
        self.missing: tuple[str, ...] = ()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._again)
        self._ask = QTimer(self, singleShot=True, interval=_ASK_MS)
        self._ask.timeout.connect(self._ask_server)

    def bind(self, fleet: Fleet | None) -> None:
        """Show the batteries of another fleet, or none."""
        self._fleet = fleet
        self._accounts, self._account, self._extra = None, "", frozenset()
        self._touched.clear()
        self.counts = {}
        self.missing = ()
        if fleet is None:
            self._looks = None
            self._view.rows.look_up = lambda _: None
            self._view.list_numbers(())
            return
        from mingtang_desk.cloud.fleet_view import FleetView

        self._looks = FleetView(fleet.table)
        self._view.rows.look_up, self._view.rows.now = fleet.table.get, fleet.now
        self._make()

    def renew(self) -> None:
        """Note that rows came or went."""
        self._is_renewed = True

    def touch(self, number: str) -> None:
        """Note that a battery changed, "" = several."""
        if number:
            self._touched.add(number)
        else:
            self._is_renewed = True

    def show_changes(self, *, at_once: bool = False) -> None:
        """Show what was noted: rows in sight at once, another order as often as is good."""
        if self._touched:
            self._draw_touched()
        if not (self._touched or self._is_renewed):
            return
        rest = max(_NEW_REST_S if self._is_renewed else _REST_S, self._made_s * _SHARE)
        left = self._made_at + rest - time.monotonic()
        if at_once or left <= 0:
            self._make()
        elif not self._later.isActive() or self._later.remainingTime() > left * 1000:
            self._later.start(int(left * 1000) + 1)

    def search(self, text: str) -> None:
        """Look for a text."""
        if text == self._text:
            return
        self._text, self._extra = text, frozenset()
        self._make()
        self._ask.stop()
        if not self._view.rows.numbers and len(text.strip()) >= _LEAST_ASKED and not self.missing:
            self._ask.start()

    def pick_type(self, kind: str) -> None:
        """Show one type."""
        self._kind = kind
        self._make()

    def pick_account(self, account: str) -> None:
        """Show an account with all below it, "" = one's own."""
        self._account = account
        if account and self._fleet is not None:
            spawn(self._panel, self._narrow(self._fleet, account))
        else:
            self._accounts = None
            self._make()

    async def one_found(self, text: str) -> str:
        """Return the battery that is meant by what was typed, "" = it could be several.

        Raises:
            CloudError: the server had to be asked and cannot be.
        """
        from mingtang_desk.cloud.fleet_search import sure

        fleet = self._fleet
        if fleet is None or not text.strip():
            return ""
        self.search(text)
        shown = self._view.rows.numbers
        if not shown and self._ask.isActive():
            self._ask.stop()
            await self._find(fleet, text)
            shown = self._view.rows.numbers
        return sure(fleet.table, text, shown)

    async def one_scanned(self, code: str) -> str:
        """Return the battery that a bar code is of, "" = none or several.

        Raises:
            CloudError: the server had to be asked and cannot be.
        """
        from mingtang_desk.cloud.fleet_search import find, read_search, scanned

        fleet = self._fleet
        if fleet is None:
            return ""
        number = scanned(fleet.table, code)
        if number:
            return number
        found = find(fleet.table, read_search(code)).numbers
        if not found and fleet.is_live:
            found = frozenset(await fleet.provider.batteries.find(code)) & fleet.table.rows.keys()
        return next(iter(found)) if len(found) == 1 else ""

    def stop(self) -> None:
        """Do nothing later."""
        self._later.stop()
        self._ask.stop()

    def _again(self) -> None:
        self.show_changes(at_once=True)

    def _draw_touched(self) -> None:
        first, last = self._view.seen_rows()
        numbers = self._view.rows.numbers
        if any(numbers[row] in self._touched for row in range(first, last + 1)):
            self._view.rows.touch(first, last)

    def _make(self) -> None:
        looks, fleet = self._looks, self._fleet
        if looks is None or fleet is None:
            return
        from mingtang_desk.cloud.fleet_search import read_search
        from mingtang_desk.cloud.fleet_view import Filter

        began = time.monotonic()
        sort = self._panel.context.prefs.values.fleet_sort
        key = sort.removeprefix("-")
        found = looks.view(
            Filter(
                kind=self._kind,
                accounts=self._accounts,
                search=read_search(self._text),
                extra=self._extra,
            ),
            key if key in KEYS else "number",
            down=sort.startswith("-"),
        )
        self.counts, self.missing = found.counts, found.missing
        told = fleet.told
        if told is not None and not fleet.is_whole and self._accounts is None:
            # The server counted all; the list is still coming in.
            self.counts = {kind: getattr(told, kind) for kind in found.counts if kind != "alarm"}
        self._view.list_numbers(found.numbers)
        self._touched.clear()
        self._is_renewed = False
        self._made_at = time.monotonic()
        self._made_s = self._made_at - began
        self._later.stop()
        self.shown.emit()

    async def _narrow(self, fleet: Fleet, account: str) -> None:
        from mingtang_desk.cloud.fleet_tree import accounts_within

        tree = fleet.provider.tree
        if tree is None:
            return
        accounts = await accounts_within(tree, account)
        if account == self._account and fleet is self._fleet:
            self._accounts = accounts
            self._make()

    def _ask_server(self) -> None:
        if self._fleet is not None and self._fleet.is_live:
            spawn(self._panel, self._find(self._fleet, self._text))

    async def _find(self, fleet: Fleet, text: str) -> None:
        """Let the server look for what a list does not show: IMEI, SIM, tracker."""
        if not fleet.is_live:
            return
        try:
            found = await fleet.provider.batteries.find(text)
        except CloudError as error:
            if error.key == "cloud_refused":
                return  # it does not search for such a text
            raise
        if text == self._text and fleet is self._fleet:
            self._extra = frozenset(found) & fleet.table.rows.keys()
            self._make()
