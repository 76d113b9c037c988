"""What the panels of the fleet ask of a cloud, part by part, whoever runs it.

`FleetProvider` is one login at one server. A part that is None is something that cloud cannot do:
the panels leave out what belongs to it. Our own server (`own.py`) has all parts. All parts speak
the models of this package: SI units, UTC, WGS-84, `None` = not known; all raise `CloudRefusalError`
where the server says no or the login has ended, and `CloudError` where it cannot be reached.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.models import (
    Battery,
    BatteryDetails,
    Command,
    CommandPage,
    CommandStep,
    FleetCounts,
    LatestPlace,
    Place,
    Profile,
    Report,
)
from mingtang_desk.cloud.models_alarms import Alarm, AlarmPage, AlarmSettings
from mingtang_desk.cloud.models_me import AccountPage, Agreement, Recovery, Sessions, TotpSecret
from mingtang_desk.cloud.models_rides import Fence, Guard, MileageList, Stop, Trip
from mingtang_desk.cloud.samples import Sample
from mingtang_desk.cloud.stream import StreamEvent


class BatteriesPart(Protocol):
    """The list of batteries."""

    def pages(self) -> AsyncGenerator[tuple[Battery, ...]]:
        """Yield all batteries one may see, page by page, by number."""
        ...

    async def one(self, number: str) -> BatteryDetails:
        """Return everything of a battery but its samples."""
        ...

    async def find(self, text: str) -> tuple[str, ...]:
        """Return numbers of batteries by what a list does not show, as IMEI, SIM or tracker."""
        ...


class EditsPart(Protocol):
    """Changing what is said of a battery."""

    async def change(self, number: str, body: Mapping[str, object]) -> BatteryDetails:
        """Change `name`, `kind` or `note`; what is left out stays."""
        ...


class TreePart(Protocol):
    """Accounts below one's own."""

    async def counts(self, account: str | None = None) -> FleetCounts:
        """Count the batteries of each type of an account, and of each right below it."""
        ...

    async def below(self, account: str | None, cursor: str | None = None) -> AccountPage:
        """Return accounts right below one; None = below one's own."""
        ...


class PlacesPart(Protocol):
    """Where batteries are and were."""

    async def latest(self, number: str) -> LatestPlace:
        """Return the last report with a fix."""
        ...

    def track(self, number: str, start: datetime, end: datetime) -> AsyncGenerator[Sequence[Place]]:
        """Yield all reports of a stretch, oldest first, page by page."""
        ...

    async def address(self, lat: float, lon: float) -> str:
        """Return a place in words, "" = nobody knows."""
        ...


class RidesPart(Protocol):
    """Trips, stops and mileage."""

    async def trips(self, number: str, start: datetime, end: datetime) -> tuple[Trip, ...]:
        """Return all trips of a stretch, oldest first."""
        ...

    async def stops(self, number: str, start: datetime, end: datetime) -> tuple[Stop, ...]:
        """Return all stops of a stretch, oldest first."""
        ...

    async def mileage(
        self,
        number: str,
        start: datetime,
        end: datetime,
        bucket: str,
        zone: str | None = None,
    ) -> MileageList:
        """Return mileage; `bucket`: day, week, month or total.

        `zone`: IANA name of the zone whose days count, None = the battery's own.
        """
        ...


class FencesPart(Protocol):
    """Geofences."""

    async def of(self, number: str | None = None) -> tuple[Fence, ...]:
        """Return all fences, or those of a battery."""
        ...

    async def make(self, body: Mapping[str, object]) -> Fence:
        """Make a fence; `body`: FenceIn of docs/openapi.json."""
        ...

    async def change(self, fence_id: str, body: Mapping[str, object]) -> Fence:
        """Put another fence in its place."""
        ...

    async def remove(self, fence_id: str) -> None:
        """Take a fence away."""
        ...


class GuardPart(Protocol):
    """Arming."""

    async def of(self, number: str) -> Guard:
        """Return how far the arming is."""
        ...

    async def arm(self, number: str, *, auto: bool | None = None) -> Guard:
        """Arm; `auto`: after every ride too, None = as it is."""
        ...

    async def disarm(self, number: str, *, auto: bool | None = None) -> Guard:
        """Disarm, and end what the guard raised."""
        ...


class AlarmsPart(Protocol):
    """Alarms as they were raised."""

    async def page(
        self,
        *,
        state: str | None = None,
        number: str | None = None,
        query: str | None = None,
        kind: str | None = None,
        severity: str | None = None,
        storm: str | None = None,
        cursor: str | None = None,
    ) -> AlarmPage:
        """Return a page of alarms, the newest first.

        Args:
            state: raised, acknowledged, cleared, or open = one of the first two.
            number: of the battery.
            query: part of a number or name of a battery, or the number of an alarm.
            kind: type of the alarm.
            severity: info, warning or critical.
            storm: id of the storm that they are part of.
            cursor: of the page before.
        """
        ...

    async def one(self, alarm_id: str) -> Alarm:
        """Return an alarm with its address."""
        ...


class AcksPart(Protocol):
    """Saying that an alarm was seen."""

    async def acknowledge(self, alarm_ids: Sequence[str]) -> tuple[str, ...]:
        """Acknowledge alarms; return the ids of those that were open."""
        ...


class SwitchesPart(Protocol):
    """Which types of alarms are raised."""

    async def read(self, number: str | None = None) -> AlarmSettings:
        """Return the switches of one's account, or of a battery."""
        ...

    async def write(self, body: Mapping[str, object], number: str | None = None) -> AlarmSettings:
        """Change them; `body`: AlarmSettingsIn of docs/openapi.json."""
        ...


class CommandsPart(Protocol):
    """Commands to batteries, whose fate the server owns."""

    async def of(self, number: str, cursor: str | None = None) -> CommandPage:
        """Return a page of the commands to a battery, the newest first."""
        ...

    async def ask(self, number: str, order: Mapping[str, object]) -> Command:
        """Ask something of a battery (docs/server/commands.md); it is never done twice."""
        ...

    async def one(self, command_id: str) -> Command:
        """Return a command as it stands."""
        ...

    async def steps(self, command_id: str) -> tuple[CommandStep, ...]:
        """Return what happened on the way of a command, the oldest first."""
        ...

    async def cancel(self, command_id: str) -> Command:
        """Take a command back that still waits."""
        ...

    def fate(self, command: Command, *, within_s: float) -> AsyncGenerator[Command]:
        """Yield a command each time its state changes, until it is over."""
        ...


class BoardsPart(Protocol):
    """What the server heard last of a board."""

    async def sample(self, number: str) -> Report:
        """Return the last sample."""
        ...

    async def settings(self, number: str) -> Report:
        """Return the settings that were read last, as a settings file."""
        ...

    async def stats(self, number: str) -> Report:
        """Return the counters that were read last."""
        ...

    def history(
        self, number: str, start: datetime, end: datetime, *, cells: bool = False
    ) -> AsyncGenerator[Sequence[Sample]]:
        """Yield all samples of a stretch of up to 31 days, oldest first, page by page.

        `cells`: with the volts of the cells.
        """
        ...


class MePart(Protocol):
    """One's own login."""

    async def profile(self) -> Profile:
        """Return who is logged in."""
        ...

    async def change(self, **fields: str) -> Profile:
        """Change `name` or `language` ("en", "zh")."""
        ...

    async def change_password(self, old: str, new: str) -> None:
        """Change the password; other sessions end."""
        ...

    async def prove(self, password: str) -> None:
        """Say the password again, for what needs it to be fresh."""
        ...

    async def sessions(self) -> Sessions:
        """Return all logins of this user."""
        ...

    async def end_session(self, session_id: str) -> None:
        """End one of them."""
        ...

    async def agreement(self) -> Agreement:
        """Return the user agreement."""
        ...

    async def accept_agreement(self, version: str) -> None:
        """Accept a version of it."""
        ...

    async def begin_totp(self) -> TotpSecret:
        """Begin a second factor; it counts once a code of it was confirmed."""
        ...

    async def confirm_totp(self, code: str) -> Recovery:
        """Confirm it; the codes for emergencies are shown this once."""
        ...

    async def end_totp(self, password: str) -> None:
        """Do without a second factor again."""
        ...


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
