"""The batteries of the open fleet on the map: what is drawn of them, and the card of one."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.ui.fleet.actions import battery_menu
from mingtang_desk.ui.map.fleet_look import (
    Live,
    card_of_battery,
    card_of_several,
    key_of,
    spot_of,
)
from mingtang_desk.ui.map.fleet_places import FleetPlaces
from mingtang_desk.ui.map.fleet_points import Gathered
from mingtang_desk.ui.map.mercator import Place, place_at
from mingtang_desk.ui.map.view import Card, Spot
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

type Box = tuple[float, float, float, float]
"""Left, top, right, bottom in the picture of the world one tile wide."""

_ADDRESS_M = 100.0
_ASK_S = 20.0
_ONE_SPOT_PX = 3.0
_NEAREST = 19
_LOW_PX = 320.0
"""A map lower than this has a brief card, so that something is seen beside it."""


class FleetOnMap(FleetPlaces):
    """Follows the open fleet; `changed` when other spots are to be drawn, `card_changed` likewise.

    Attributes:
        spots: what is drawn.
        card: the open one, None = none is.

    `near` carries a place and a zoom: look there.
    """

    changed = Signal()
    card_changed = Signal()
    near = Signal(object, int)

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(context, parent)
        self.spots: tuple[Spot, ...] = ()
        self.card: Card | None = None
        self._view: tuple[Box, int] | None = None
        self._wide = (0.0, 0.0, 0.0, 0.0)
        self._gathered: dict[str, Gathered] = {}
        self._open = ""
        self._address: tuple[str, Place, str | None] | None = None
        context.chosen.changed.connect(self._chosen)
        self._attach()

    def look(self, view: Box, zoom: int) -> None:
        """Hear what is seen: left, top, right, bottom in the world one tile wide."""
        was_low = self._is_low
        before, self._view = self._view, (view, zoom)
        if self._open and was_low is not self._is_low:
            self._tell_card()
        if before is None or before[1] != zoom or not _inside(view, self._wide):
            self.draw()

    def hit(self, key: str) -> None:
        """Open what was clicked: a battery, or a cluster, which is looked at from nearer."""
        found = self._gathered.get(key)
        if found is None:
            return
        if found.count == 1:
            self.open(found.numbers[0])
            return
        left, top, right, bottom = found.box
        zoom = 0 if self._view is None else self._view[1]
        spread = max(right - left, bottom - top) * 2.0**_NEAREST
        if zoom >= _NEAREST or spread < _ONE_SPOT_PX:
            self._open, self._address = key_of(found), None
            self._tell_card()
            return
        wide = 1e9 if self._view is None else self._view[0][2] - self._view[0][0]
        nearer = zoom
        while nearer < _NEAREST and max(right - left, bottom - top) < wide / 2.0:
            nearer, wide = nearer + 1, wide / 2.0
        middle = self._shift.back(_middle(found))
        self.near.emit(middle, min(max(nearer, zoom + 1), _NEAREST))

    def open(self, number: str) -> None:
        """Choose a battery and open its card."""
        self.context.chosen.choose(number)
        self._open = number
        self.draw()
        self._ask()

    def close_card(self) -> None:
        """Show no card any more."""
        if self._open:
            self._open, self._address = "", None
            self._tell_card()

    def act(self, key: str, owner: QWidget, at: QPoint) -> None:
        """Do what a button of the card says."""
        if key == "more":
            self.menu(self._open, owner, at)
        elif self._points is not None and self._open in self._points:
            self.context.chosen.choose(self._open)
            self.context.chosen.panel_wanted.emit(key)

    def menu(self, key: str, owner: QWidget, at: QPoint) -> None:
        """Open the menu of what was clicked."""
        found = self._gathered.get(key)
        numbers = (key,) if found is None else found.numbers
        known = self._fleet is not None and self._fleet.table.get(numbers[0]) is not None
        if known:
            menu = battery_menu(self.context, numbers, owner)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

    def forget(self) -> None:
        """Let go of what belongs to the fleet of before."""
        self._gathered = {}
        self._open, self._address = "", None
        if self.spots:
            self.spots = ()
            self.changed.emit()
        self._tell_card()

    def draw(self) -> None:
        """Gather anew what is seen."""
        fleet, points = self._fleet, self._points
        if fleet is None or points is None or self._view is None or not self._awake:
            return
        chosen = self.context.chosen.number
        apart = {number for number in (chosen, self._open) if number}
        self._gathered = {}
        spots = []
        self._wide = _wider(self._view[0])
        for found in points.gather(self._wide, self._view[1], apart=apart):
            spot = spot_of(
                fleet, found, self._live.get(found.numbers[0]), zoom=self._view[1], chosen=chosen
            )
            if spot is not None:
                self._gathered[spot.key] = found
                spots.append(spot)
        made = tuple(sorted(spots, key=lambda each: (each.selected, each.y)))
        if made != self.spots:
            self.spots = made
            self.changed.emit()
        if self._open:
            self._tell_card()

    # --- inside ----------------------------------------------------------------------------------

    def _tell_card(self) -> None:
        made = self._card()
        if made is None:
            self._open = ""
        if made != self.card:
            self.card = made
            self.card_changed.emit()

    def _card(self) -> Card | None:
        fleet, points = self._fleet, self._points
        if fleet is None or points is None or not self._open:
            return None
        row = fleet.table.get(self._open)
        if row is not None and row.number in points:
            self._ask()
            known = self._address
            return card_of_battery(
                fleet,
                row,
                points.gather_one(row.number),
                live=self._live.get(row.number),
                address=None if known is None or known[0] != row.number else known[2],
                brief=self._is_low,
            )
        found = self._gathered.get(self._open)
        return None if found is None or found.count < 2 else card_of_several(fleet, found)

    @property
    def _is_low(self) -> bool:
        if self._view is None:
            return False
        (_, top, _, bottom), zoom = self._view
        return (bottom - top) * 2.0**zoom < _LOW_PX

    def _ask(self) -> None:
        """Ask for the address of the open battery, where it is not known yet."""
        place = self.place(self._open)
        if place is None or self._fleet is None:
            return
        known = self._address if self._address and self._address[0] == self._open else None
        if known and (known[2] is None or haversine_m(*known[1], *place) < _ADDRESS_M):
            return
        self._address = (self._open, place, None)
        spawn(self, self._answer(self._fleet, self._open, place))

    async def _answer(self, fleet: Fleet, number: str, place: Place) -> None:
        """Ask what only an open card needs; the rest of it is worth as much without."""
        if number not in self._live:
            with suppress(MingtangError, TimeoutError):
                async with asyncio.timeout(_ASK_S):
                    last = await fleet.provider.places.latest(number)
                self._live.setdefault(
                    number,
                    Live(
                        course_deg=last.course_deg,
                        speed_kmh=last.speed_kmh,
                        accuracy_m=last.accuracy_m,
                    ),
                )
        words = ""
        with suppress(MingtangError, TimeoutError):
            async with asyncio.timeout(_ASK_S):
                words = await fleet.provider.places.address(place.lat, place.lon)
        if self._open == number and self._address is not None and self._address[1] == place:
            self._address = (number, place, words)
            self.draw()
            self._tell_card()

    def _chosen(self, number: str) -> None:
        if self._open and number != self._open:
            self.close_card()
        self.draw()


def _middle(found: Gathered) -> Place:
    left, top, right, bottom = found.box
    return place_at((left + right) / 2, (top + bottom) / 2, 0)


def _wider(view: Box) -> Box:
    """Return an area that is half as large again on each side."""
    left, top, right, bottom = view
    x, y = (right - left) / 2, (bottom - top) / 2
    return left - x, top - y, right + x, bottom + y


def _inside(view: Box, wide: Box) -> bool:
    return wide[0] <= view[0] and wide[1] <= view[1] and wide[2] >= view[2] and wide[3] >= view[3]
