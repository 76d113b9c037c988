"""How a shared board is doing, as panels and the command line show it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mingtang_desk.core.errors import MingtangError


class SharePhase(StrEnum):
    """How the link to the server is.

    OPENING: for the first time. LIVE: it stands. BROKEN: it broke and is tried again. ENDED: the
    board is not shared any more.
    """

    OPENING = "opening"
    LIVE = "live"
    BROKEN = "broken"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request from afar.

    Attributes:
        at: when; by: login of who asked, as the server says, "" = it does not say.
        kind: of the command there (`bms_read`), "" = it does not say.
        problem: key of why it was refused (`bench_read_only`), "" = it was passed on.
    """

    at: datetime
    by: str
    kind: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareState:
    """One look at a share.

    Attributes:
        server, number: where it is, and as which battery.
        error: why the link is not better, or why it ended.
        board_linked: the board answers here.
        looking: logins that asked for something in the last minutes.
        passed, written, refused: requests so far; written ones are among those passed on.
        last: the last request.
        writing_left_s: so long writes are let through, None = they are not.
        sent: samples that the server has; waiting: what it does not have yet.
    """

    server: str
    number: str
    phase: SharePhase
    error: MingtangError | None = None
    board_linked: bool = False
    looking: tuple[str, ...] = ()
    passed: int = 0
    written: int = 0
    refused: int = 0
    last: Asked | None = None
    writing_left_s: float | None = None
    sent: int = 0
    waiting: int = 0
