"""Where the batteries of the open fleet are, kept fresh by what the fleet hears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.ui.map.fleet_look import Live, live_of
from mingtang_desk.ui.map.fleet_points import FleetPoints
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.shift import Shift
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.decode import Json
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

REDRAW_MS = 250
"""Batteries of a fleet move every few seconds; more often would only cost."""
_AGE_MS = 10_000
_THREAD_FROM = 5000


class FleetPlaces(QObject):
    """Follows the open fleet; `noticed` when fleet, link, or whether there are places changed.

    Override `draw`, called after changes while somebody looks, and `forget`, called where another
    fleet was opened, or none.
    """

    noticed = Signal()

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self._fleet: Fleet | None = None
        self._points: FleetPoints | None = None
        self._shift = Shift()
        self._live: dict[str, Live] = {}
        self._changed: set[str] = set()
        self._all = self._building = self._awake = False
        self._end_fleet: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._timer.timeout.connect(self.work)
        self._aging = QTimer(self, interval=_AGE_MS)
        self._aging.timeout.connect(self.draw)
        cloud = context.cloud
        self._end_cloud = None if cloud is None else cloud.observe(self._attach)

    def draw(self) -> None:
        """Draw anew."""

    def forget(self) -> None:
        """Let go of what belongs to the fleet of before."""

    @property
    def fleet(self) -> Fleet | None:
        """The open fleet."""
        return self._fleet

    def __len__(self) -> int:
        return 0 if self._points is None else len(self._points)

    def place(self, number: str) -> Place | None:
        """Return where a battery is, None = not known."""
        return None if self._points is None else self._points.place(number)

    def draws(self, uri: str) -> bool:
        """Return whether a device is drawn here, as a battery."""
        number = uri.rpartition("/")[2]
        if self._points is None or number not in self._points:
            return False
        return self.context.chosen.uri(number) == uri

    def extent(self) -> tuple[Place, Place] | None:
        """Return the corners of where all of them are."""
        return None if self._points is None else self._points.bounds()

    def set_awake(self, on: bool) -> None:
        """Draw only while somebody looks."""
        self._awake = on
        if on:
            self._aging.start()
            self.work()
        else:
            self._aging.stop()
            self._timer.stop()

    def use(self, shift: Shift) -> None:
        """Draw on a map of another datum."""
        self._shift = shift
        if self._points is not None:
            self._points.use(shift)
        self.draw()

    def stop(self) -> None:
        """Follow nothing any more; a second call is harmless."""
        self.set_awake(False)
        for end in (self._end_fleet, self._end_cloud):
            if end is not None:
                end()
        self._end_fleet = self._end_cloud = None

    def work(self) -> None:
        """Take what changed, and draw it."""
        self._timer.stop()
        fleet, points = self._fleet, self._points
        if fleet is None or points is None or self._building:
            return
        if self._all:
            self._all = False
            if len(fleet.table) >= _THREAD_FROM:
                spawn(self, self._build(fleet))
                return
            self._changed.clear()
            points.replace(fleet.table)
            self.noticed.emit()
        elif self._changed:
            rows = [fleet.table.get(number) for number in self._changed]
            before = len(points)
            points.put(row for row in rows if row is not None)
            self._changed.clear()
            if (len(points) == 0) is not (before == 0):
                self.noticed.emit()
        self.draw()

    async def _build(self, fleet: Fleet) -> None:
        """Make the arrays of a large fleet beside the loop; what changes meanwhile comes after."""
        self._building = True
        self._changed.clear()
        made = FleetPoints()
        made.use(self._shift)
        try:
            await asyncio.to_thread(made.replace, tuple(fleet.table))
        finally:
            self._building = False
        if fleet is self._fleet:
            made.use(self._shift)
            self._points = made
            self.noticed.emit()
            self.work()
            self.draw()
        else:
            self._soon()  # another one was opened meanwhile, and waits

    def _attach(self) -> None:
        if self._end_fleet is not None:
            self._end_fleet()
            self._end_fleet = None
        cloud = self.context.cloud
        fleet = self._fleet = None if cloud is None else cloud.fleet
        self._live.clear()
        self._changed.clear()
        self._points = None
        if fleet is not None:
            self._points = FleetPoints()
            self._points.use(self._shift)
            self._all = True
            self._end_fleet = fleet.observe(self._heard)
            self._soon()
        self.forget()
        self.noticed.emit()

    def _heard(self, event: FleetEvent) -> None:
        match event.topic.value:
            case "list":
                self._all = True
            case "rows" | "alarm":
                self._changed.add(event.number)
            case "place":
                self._take_live(event.number, event.values or {})
                self._changed.add(event.number)
            case "link":
                self.noticed.emit()
                return
            case _:
                return
        self._soon()

    def _take_live(self, number: str, values: Json) -> None:
        self._live[number] = live_of(values)

    def _soon(self) -> None:
        if self._awake and not self._timer.isActive():
            self._timer.start()
