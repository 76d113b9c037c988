"""What can be asked of batteries and of their boards; see `provider.py`."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from mingtang_desk.cloud.models import (
    Battery,
    BatteryDetails,
    Command,
    CommandPage,
    CommandStep,
    FleetCounts,
    LatestPlace,
    Place,
    Report,
)
from mingtang_desk.cloud.models_me import AccountPage
from mingtang_desk.cloud.samples import Sample


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
