"""Which battery of the fleet the panels show: chosen in the list, on the map, or by an alarm."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.session.device_session import DeviceSession

SCHEME = "cloud"


class Chosen(QObject):
    """The chosen battery; `changed` carries its number, "" = none.

    `panel_wanted` carries the key of a panel that is to be brought up.

    Choosing opens `cloud://server/number` in the hub, so that Status, Settings and all other panels
    of a board follow. The one that was only looked at before is closed; `keep` lets it stay.

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
        if number:
            spawn(self, self._open(number))

    def want_day(self, start: datetime, end: datetime) -> None:
        """Ask for the track of a stretch of time."""
        self.day = (start, end)
        self.day_wanted.emit(start, end)
        self.panel_wanted.emit("track")

    def keep(self) -> None:
        """Let the battery stay open when another one is chosen."""
        self._looked_at = None

    def uri(self, number: str) -> str:
        """Return the address of a battery of the open fleet, "" = no fleet is open."""
        fleet = None if self._cloud is None else self._cloud.fleet
        if fleet is None:
            return ""
        place = fleet.provider.who.server.partition("://")[2]
        return f"{SCHEME}://{place}/{number}"

    def stop(self) -> None:
        """Follow nothing any more; a second call is harmless."""
        if self._end is not None:
            self._end()
            self._end = None

    async def _open(self, number: str) -> None:
        uri = self.uri(number)
        fleet = None if self._cloud is None else self._cloud.fleet
        if not uri or fleet is None or fleet.provider.boards is None:
            return
        known = {session.uri.text for session in self._hub.sessions}
        session = await self._hub.open(uri, keep=True)
        if number != self.number:  # another one was chosen meanwhile
            if uri not in known:
                await self._hub.close(session)
            return
        self._selection.select(session)
        before = self._looked_at
        if before is not session:
            self._looked_at = session if uri not in known else None
            if before is not None:
                await self._hub.close(before)

    def _selected(self, session: DeviceSession | None) -> None:
        """Follow a battery that was selected among the devices."""
        if session is None or session.uri.scheme != SCHEME:
            return
        number = session.uri.target.partition("/")[2]
        if number and number != self.number and session.uri.text == self.uri(number):
            self.number = number
            self.changed.emit(number)

    def _fleet_changed(self) -> None:
        if self.number:
            self.number = ""
            self.changed.emit("")
        before, self._looked_at = self._looked_at, None
        if before is not None:  # nobody may look any more: what it showed is not left standing
            spawn(self, self._hub.close(before))
