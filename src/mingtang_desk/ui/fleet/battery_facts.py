"""What is known of the chosen battery: read from the server, heard, and changed there."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.cloud.decode import AnswerError, Json, moment
from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.fleet.battery_rows import Clocks
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent
    from mingtang_desk.cloud.models import BatteryDetails, Command
    from mingtang_desk.cloud.models_rides import Guard

_LOCATED_S = 120.0


class BatteryFacts(QObject):
    """Facts of one battery.

    Signals: `changed` when there is something new to show, `saved` after an edit was taken.

    Args:
        panel: owner of what is asked of the server; it shows what fails.

    Attributes:
        details, guard: as last read, None = not yet.
        place, board: times of the last position and of the last sample.
        located: the question where it is, None = not asked.
    """

    changed = Signal()
    saved = Signal()

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._fleet: Fleet | None = None
        self._number = ""
        self._reading_guard = False
        self.details: BatteryDetails | None = None
        self.guard: Guard | None = None
        self.place, self.board = Clocks(), Clocks()
        self.located: Command | None = None

    @property
    def is_locating(self) -> bool:
        """Whether the tracker was asked where it is and the answer is awaited."""
        return self.located is not None and not self.located.is_over

    def bind(self, fleet: Fleet | None, number: str) -> None:
        """Read what there is of another battery."""
        self._fleet, self._number = fleet, number
        self._forget()
        self.renew()

    def renew(self) -> None:
        """Read everything again."""
        if self._fleet is not None and self._number:
            spawn(self._panel, self._read(self._fleet, self._number))

    def renew_details(self) -> None:
        """Read again what no event tells."""
        if self._fleet is not None and self._number:
            spawn(self._panel, self._read_details(self._fleet, self._number))

    def renew_guard(self) -> None:
        """Read the guard again, unless that is under way."""
        fleet = self._fleet
        if fleet is not None and fleet.provider.guard is not None and not self._reading_guard:
            self._reading_guard = True
            spawn(self._panel, self._read_guard(fleet, self._number))

    def take(self, event: FleetEvent) -> None:
        """Take what was told of this battery."""
        from mingtang_desk.cloud.fleet import FleetTopic

        if event.topic is FleetTopic.PLACE:
            self.place = _clocks_of(event.values) or self.place
        elif event.topic is FleetTopic.SAMPLE:
            self.board = _clocks_of(event.values) or self.board

    def set_guard(self, *, armed: bool) -> None:
        """Arm or disarm."""
        fleet = self._fleet
        if fleet is not None and fleet.provider.guard is not None and self._number:
            spawn(self._panel, self._set_guard(fleet, self._number, armed=armed))

    def set_auto(self, on: bool) -> None:
        """Arm by itself after a ride, or not; what is armed now stays."""
        fleet, guard = self._fleet, self.guard
        if fleet is not None and guard is not None:
            armed = guard.state != "disarmed"
            spawn(self._panel, self._set_guard(fleet, self._number, armed=armed, auto=on))

    def locate(self) -> bool:
        """Ask the tracker where it is now; return whether it can be asked."""
        fleet = self._fleet
        if fleet is None or fleet.provider.commands is None or not self._number:
            return False
        spawn(self._panel, self._locate(fleet, self._number), done=self.changed.emit)
        return True

    def change(self, body: dict[str, object]) -> None:
        """Change name, type or note."""
        fleet = self._fleet
        if fleet is not None and fleet.provider.edits is not None:
            spawn(self._panel, self._change(fleet, self._number, body))

    def _forget(self) -> None:
        self.details = self.guard = self.located = None
        self.place, self.board = Clocks(), Clocks()

    def _is_still(self, fleet: Fleet, number: str) -> bool:
        return number == self._number and fleet is self._fleet

    async def _read(self, fleet: Fleet, number: str) -> None:
        await self._read_details(fleet, number)
        if self._is_still(fleet, number):
            self.renew_guard()
        place = board = Clocks()
        try:
            latest = await fleet.provider.places.latest(number)
            place = Clocks(measured=latest.time, received=latest.received)
        except CloudError as error:
            if error.key != "cloud_not_known_yet":
                raise
        if fleet.provider.boards is not None:
            try:
                told = await fleet.provider.boards.sample(number)
                board = Clocks(measured=told.measured, received=told.received)
            except CloudError as error:
                if error.key != "cloud_not_known_yet":
                    raise
        if self._is_still(fleet, number):
            self.place = self.place if self.place.received else place
            self.board = self.board if self.board.received else board
            self.changed.emit()

    async def _read_details(self, fleet: Fleet, number: str) -> None:
        details = await fleet.provider.batteries.one(number)
        if self._is_still(fleet, number):
            self.details = details
            self.changed.emit()

    async def _read_guard(self, fleet: Fleet, number: str) -> None:
        part = fleet.provider.guard
        assert part is not None
        try:
            guard = await part.of(number)
        finally:
            self._reading_guard = False
        self._took(fleet, number, guard)

    async def _set_guard(
        self, fleet: Fleet, number: str, *, armed: bool, auto: bool | None = None
    ) -> None:
        part = fleet.provider.guard
        assert part is not None
        set_ = part.arm if armed else part.disarm
        self._took(fleet, number, await set_(number, auto=auto))

    def _took(self, fleet: Fleet, number: str, guard: Guard) -> None:
        if self._is_still(fleet, number):
            self.guard = guard
            self.changed.emit()

    async def _locate(self, fleet: Fleet, number: str) -> None:
        commands = fleet.provider.commands
        assert commands is not None
        asked = await commands.ask(number, {"kind": "locate"})
        async with aclosing(commands.fate(asked, within_s=_LOCATED_S)) as steps:
            async for command in steps:
                if not self._is_still(fleet, number):
                    return
                self.located = command
                self.changed.emit()

    async def _change(self, fleet: Fleet, number: str, body: dict[str, object]) -> None:
        edits = fleet.provider.edits
        assert edits is not None
        details = await edits.change(number, body)
        fleet.take(details)
        if self._is_still(fleet, number):
            self.details = details
            self.saved.emit()


def _clocks_of(values: Json | None) -> Clocks | None:
    """Return the times of an event, None where it has none that are any."""
    if values is None:
        return None
    measured, received = values.get("time"), values.get("received")
    try:
        return Clocks(
            measured=None if measured is None else moment(measured, "time"),
            received=None if received is None else moment(received, "received"),
        )
    except AnswerError:
        return None
