"""Which battery of the fleet the panels show: chosen in the list, on the map, or by an alarm."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.session.device_session import DeviceSession

SCHEME = "cloud"
_NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}")
"""What a server may call a battery; anything else is no part of an address."""
_WRITES = ("bms_write", "bms_control")
_END_S = 10.0

_log = logging.getLogger(__name__)


class Chosen(QObject):
    """The chosen battery; `changed` carries its number, "" = none.

    `panel_wanted` carries the key of a panel that is to be brought up.

    Choosing opens `cloud://server/number` in the hub, so that Status, Settings and all other panels
    of a board follow, from the moment it is chosen: none of them shows another one while a server
    takes its time. The one that was only looked at before is closed; `keep` lets it stay.

    Signals: `panel_wanted(key)` bring a panel up; `alarm_wanted(id)` show an alarm in its panel;
    `batch_wanted(numbers)` do something with several batteries; `navigate_wanted(number)`
    show the way to a battery; `instruction_wanted(key)` ask something of the chosen one;
    `day_wanted` carries from and to of a stretch whose track is wanted (aware datetimes).

    Attributes:
        number: of the chosen battery, "" = none.
        day: the stretch that was wanted last, for a panel that is made only then.
    """

    changed = Signal(str)
    panel_wanted = Signal(str)
    alarm_wanted = Signal(str)
    batch_wanted = Signal(object)
    navigate_wanted = Signal(str)
    instruction_wanted = Signal(str)
    day_wanted = Signal(object, object)

    def __init__(
        self,
        hub: DeviceHub,
        selection: Selection,
        cloud: CloudDesk | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hub, self._selection, self._cloud = hub, selection, cloud
        self._looked_at: DeviceSession | None = None
        self._opening: asyncio.Task[None] | None = None
        self._given_up: set[asyncio.Task[None]] = set()
        self.number = ""
        self.day: tuple[datetime, datetime] | None = None
        selection.changed.connect(self._selected)
        self._end = None if cloud is None else cloud.observe(self._fleet_changed)

    def choose(self, number: str) -> None:
        """Show a battery in all panels, "" = none."""
        if number == self.number:
            return
        self.number = number
        self.changed.emit(number)
        former, self._opening = self._opening, None
        if former is not None and not former.done():
            former.cancel()
            self._given_up.add(former)
            former.add_done_callback(self._given_up.discard)
        if number:
            self._opening = spawn(self, self._open(number))

    def want_day(self, start: datetime, end: datetime) -> None:
        """Ask for the track of a stretch of time."""
        self.day = (start, end)
        self.day_wanted.emit(start, end)
        self.panel_wanted.emit("track")

    def keep(self) -> None:
        """Let the battery stay open when another one is chosen."""
        if self._looked_at is not None and self._looked_at.uri.text == self.uri(self.number):
            self._looked_at = self._opening = None  # it is not given up on the way either

    def uri(self, number: str) -> str:
        """Return the address of a battery of the open fleet, "" = no fleet is open."""
        fleet = None if self._cloud is None else self._cloud.fleet
        if fleet is None or not _NUMBER.fullmatch(number):
            return ""
        place = fleet.provider.who.server.partition("://")[2]
        return f"{SCHEME}://{place}/{number}"

    def stop(self) -> None:
        """Follow nothing any more; a second call is harmless."""
        if self._end is not None:
            self._end()
            self._end = None

    async def _open(self, number: str) -> None:
        while self._given_up:  # what they opened is being closed
            await asyncio.wait(self._given_up, timeout=_END_S)
        fleet = None if self._cloud is None else self._cloud.fleet
        uri = self.uri(number)
        if fleet is None or not uri or fleet.provider.boards is None:
            if self._looked_at is not None and self._selection.current is self._looked_at:
                self._selection.select(None)
            self._look_at(None)
            return
        for session in self._hub.sessions:
            if session.uri.text == uri:
                if session is not self._looked_at:
                    self._look_at(None)
                self._selection.select(session)
                return
        end = self._hub.observe(self._hub_changed)
        try:
            await self._hub.open(uri, keep=True)  # shown by `_hub_changed`
        except MingtangError as error:
            _log.warning("%s", error)
        finally:
            end()

    def _look_at(self, session: DeviceSession | None) -> None:
        """Close what was only looked at, and look at this one.

        Where something is being written, or nobody knows yet how that ended, it stays open.
        """
        former, self._looked_at = self._looked_at, session
        if former is not None and former is not session and not _is_written_to(former):
            spawn(self, self._hub.close(former))

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        opening = self._opening
        is_ours = opening is not None and not opening.done() and event is HubEvent.OPENED
        if is_ours and session is not None and session.uri.text == self.uri(self.number):
            self._selection.select(session)
            self._look_at(session)

    def _selected(self, session: DeviceSession | None) -> None:
        """Follow a battery that was selected among the devices."""
        if session is None or session.uri.scheme != SCHEME or self._given_up:
            return
        number = session.uri.target.partition("/")[2]
        if number and number != self.number and session.uri.text == self.uri(number):
            self.number = number
            self.changed.emit(number)

    def _fleet_changed(self) -> None:
        if self.number:
            self.number = ""
            self.changed.emit("")
        self._look_at(None)  # nobody may look any more: what it showed is not left standing


def _is_written_to(session: DeviceSession) -> bool:
    remote = session.model.remote
    is_busy = remote is not None and remote.doing.startswith(_WRITES)
    return is_busy or session.model.interrupted is not None
