"""What the panels of the fleet ask of a cloud, part by part, whoever runs it.

`FleetProvider` is one login at one server; its parts are in `parts.py` and the files beside it. A
part that is None is something that cloud cannot do: the panels leave out what belongs to it. Our
own server (`own.py`) has all parts. All parts speak the models of this package: SI units, UTC,
WGS-84, `None` = not known; all raise `CloudRefusalError` where the server says no or the login has
ended, and `CloudError` where it cannot be reached.
"""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Protocol

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.models import Profile
from mingtang_desk.cloud.parts import (
    BatteriesPart,
    BoardsPart,
    CommandsPart,
    EditsPart,
    PlacesPart,
    TreePart,
)
from mingtang_desk.cloud.parts_alarms import AcksPart, AlarmsPart, SwitchesPart
from mingtang_desk.cloud.parts_me import MePart
from mingtang_desk.cloud.parts_rides import FencesPart, GuardPart, RidesPart
from mingtang_desk.cloud.stream import StreamEvent


class FleetProvider(Protocol):
    """One login at one server."""

    @property
    def who(self) -> Remembered:
        """The login."""
        ...

    @property
    def rights(self) -> frozenset[str]:
        """What this login may do, by the names of `server.accounts.rights.Right`."""
        ...

    @property
    def batteries(self) -> BatteriesPart:
        """The list of batteries."""
        ...

    @property
    def edits(self) -> EditsPart | None:
        """Changing what is said of a battery."""
        ...

    @property
    def places(self) -> PlacesPart:
        """Where they are and were."""
        ...

    @property
    def tree(self) -> TreePart | None:
        """Accounts below one's own."""
        ...

    @property
    def rides(self) -> RidesPart | None:
        """Trips, stops, mileage."""
        ...

    @property
    def fences(self) -> FencesPart | None:
        """Geofences."""
        ...

    @property
    def guard(self) -> GuardPart | None:
        """Arming."""
        ...

    @property
    def alarms(self) -> AlarmsPart | None:
        """Alarms."""
        ...

    @property
    def acks(self) -> AcksPart | None:
        """Saying that an alarm was seen."""
        ...

    @property
    def switches(self) -> SwitchesPart | None:
        """Which types of alarms are raised."""
        ...

    @property
    def commands(self) -> CommandsPart | None:
        """Commands with a fate."""
        ...

    @property
    def boards(self) -> BoardsPart | None:
        """Samples, settings and counters of boards."""
        ...

    @property
    def me(self) -> MePart | None:
        """One's own login."""
        ...

    async def open(self) -> Profile | None:
        """Look who this is and what that one may do; None where the cloud does not say.

        Everything but `who` is right only afterwards.
        """
        ...

    async def time(self) -> tuple[datetime, int]:
        """Return what time it is at the server, and the number of its last event."""
        ...

    def events(self, since: int | None = None) -> AsyncGenerator[StreamEvent]:
        """Yield what happens, as `stream.LiveStream.events` does.

        `Change.values` are those of our server (docs/server/push.md): of `pos` the members of
        `models.Place`, of `bms` a sample of CONTRACT, of `presence` `state`, `since` and `seen`, of
        `alarm` a summary, of `command` a command.
        """
        ...
