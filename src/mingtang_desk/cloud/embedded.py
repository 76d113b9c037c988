"""The server on this machine as the desk sees it; what starts it lives in `app`."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A server on this machine that answers.

    Attributes:
        http: its address.
        account, password: of a demo, "" otherwise.
        setup: link that makes its first owner, "" = it has one, or another window started it.
        trackers: host:port where trackers connect, "" = nowhere.
        is_lan: trackers in the network reach it, not those on this machine alone.
        is_ours: it was started here and ends with this window.
    """

    http: str
    account: str = ""
    password: str = field(default="", repr=False)
    setup: str = field(default="", repr=False)
    trackers: str = ""
    is_lan: bool = False
    is_ours: bool = True


class Embedded(Protocol):
    """Starts the server on this machine, as a program of its own."""

    @property
    def standing(self) -> Standing | None:
        """The server that runs, None = none does."""
        ...

    @property
    def address(self) -> str:
        """Where it runs, or ran the last time; "" = it never did."""
        ...

    async def start(self, *, demo: bool) -> Standing:
        """Start it and wait until it answers; one that runs already is given as it is.

        Raises:
            MingtangError: its packages are missing, or it does not start.
        """
        ...

    async def listen(self, *, lan: bool) -> Standing:
        """Let trackers of the network reach it, or those on this machine alone: it starts anew.

        Raises:
            MingtangError: another window runs it, or it does not start.
        """
        ...

    async def stop(self) -> None:
        """End it, where it was started here; a second call is harmless."""
        ...
