"""What of the requests from afar may go to a shared board: reads, and writes while they are let in.

The server judges what it sends; nothing of that is believed here. Bytes have to be one whole,
checked request that the driver of this very board knows, for this very address on its bus.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from mingtang_desk.cloud.decode import Json, plain
from mingtang_desk.cloud.share_state import Asked
from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LockedError,
    MingtangError,
    NotPermittedError,
)
from mingtang_desk.device.roles import WriteClass
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.judging import driver_writes, frames_of, mode_step
from mingtang_desk.session.relay import Passed, Relay

CHANNEL = 0x41
"""The only channel there is: the line of the board."""
MOST_BYTES = 1024
BURST, PER_S = 40.0, 20.0
"""Requests at once, and of each second: less than a bus can carry, and no flood."""
LOOKING_S = 300.0
_NAMES = 20
_CLASSES = (WriteClass.RAW,)
"""What somebody here has to be allowed to let writes in: nobody can tell what they will be."""


@dataclass(slots=True)
class Counts:
    """Requests since the share began; written ones are among those passed on."""

    passed: int = 0
    written: int = 0
    refused: int = 0


class Guard:
    """The judge of one share.

    Args:
        hub: its lock and its roles count here too; relay: the way to the board.
        number: of the battery; server: `host[:port]` of the server.

    Attributes:
        last: the last request.
    """

    def __init__(self, hub: DeviceHub, relay: Relay, *, number: str, server: str) -> None:
        self._hub, self._relay = hub, relay
        self._number, self._server = number, server
        self._loop = asyncio.get_running_loop()
        self._until: float | None = None
        self._tokens, self._filled = BURST, self._loop.time()
        self._names: OrderedDict[str, float] = OrderedDict()
        self.counts = Counts()
        self.last: Asked | None = None

    @property
    def writing_left_s(self) -> float | None:
        """So long writes are let in, None = they are not."""
        if self._until is None or self._why_not() is not None:
            return None
        left = self._until - self._loop.time()
        return left if left > 0 else None

    @property
    def looking(self) -> tuple[str, ...]:
        """Who asked for something in the last minutes, the latest last."""
        since = self._loop.time() - LOOKING_S
        return tuple(name for name, at in self._names.items() if at >= since)

    def allow(self, seconds: float) -> None:
        """Let writes in for so long.

        Raises:
            LockedError: the desk itself only reads.
            NotPermittedError: whoever is signed in may not send raw bytes.
        """
        if (error := self._why_not()) is not None:
            raise error
        self._until = self._loop.time() + seconds

    def forbid(self) -> None:
        """Let no writes in any more."""
        self._until = None

    def judge(self, message: Json) -> Passed:
        """Return what is to be passed on of a request of the server.

        Raises:
            LinkDeniedError: `bench_<why not>`.
        """
        self._must_be_slow()
        data = self._data_of(message)
        driver = self._relay.driver
        if driver is None:
            raise self.denied("link_down")
        does, step = driver_writes(data, driver), mode_step(data, driver)
        if does is None:
            raise self.denied("unknown_bytes")
        address = self._relay.address
        if address is not None and any(f.raw[0] != address for f in frames_of(driver, data)):
            raise self.denied("other_board")
        if not does or step is not None:
            return Passed(data=data, step=step)
        if (error := self.why_read_only()) is not None:
            raise error
        who = f"{_name_of(message) or '?'} @ {self._server}"
        return Passed(data=data, writes=True, who=who, why_not=self.why_read_only)

    def why_read_only(self) -> LinkDeniedError | None:
        """Return why no write is let in now; leave that has lapsed does not come back by itself."""
        if self.writing_left_s is not None:
            return None
        is_role = isinstance(self._why_not(), NotPermittedError)
        self.forbid()
        return self.denied("not_permitted" if is_role else "read_only")

    def note(self, message: Json, *, problem: str = "", wrote: bool = False) -> None:
        """Count a request, and remember whose it was."""
        by, kind = _name_of(message), message.get("kind")
        if by:
            self._names[by] = self._loop.time()
            self._names.move_to_end(by)
            while len(self._names) > _NAMES:
                self._names.popitem(last=False)
        counts = self.counts
        counts.refused += bool(problem)
        counts.passed += not problem
        counts.written += wrote
        self.last = Asked(
            at=self._hub.clock.now(),
            by=by,
            kind=plain(kind, 40) if isinstance(kind, str) else "",
            problem=problem,
        )

    def _why_not(self) -> MingtangError | None:
        """Return why nobody here may let writes in, None = somebody may."""
        if not self._hub.writing_unlocked:
            return LockedError("write_locked")
        try:
            self._hub.gate.check(_CLASSES)
        except MingtangError as error:
            return error
        return None

    def _must_be_slow(self) -> None:
        now = self._loop.time()
        self._tokens = min(BURST, self._tokens + (now - self._filled) * PER_S)
        self._filled = now
        if self._tokens < 1:
            raise self.denied("too_fast")
        self._tokens -= 1

    def _data_of(self, message: Json) -> bytes:
        if message.get("device") != self._number or message.get("channel") != CHANNEL:
            raise self.denied("other_board")
        text = message.get("hex")
        try:
            data = bytes.fromhex(text) if isinstance(text, str) else b""
        except ValueError:
            data = b""
        if not 0 < len(data) <= MOST_BYTES:
            raise self.denied("unknown_bytes")
        return data

    def denied(self, problem: str) -> LinkDeniedError:
        """Return the error of a request that is not let through."""
        return LinkDeniedError(
            f"bench_{problem}", reason=DeniedReason.FORBIDDEN, where=self._number
        )


def _name_of(message: Json) -> str:
    by = message.get("by")
    return plain(by, 64).strip() if isinstance(by, str) else ""
