"""What a fleet tells whoever observes it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.cloud.decode import Json
from mingtang_desk.cloud.stream import StreamEvent


class FleetPhase(StrEnum):
    """How the link to the server is.

    LOADING: the list comes in. LIVE: everything that happens is heard. BROKEN: the link broke and
    is tried again, what is shown grows old. ENDED: the login ended, somebody has to log in again.
    """

    LOADING = "loading"
    LIVE = "live"
    BROKEN = "broken"
    ENDED = "ended"


class FleetTopic(StrEnum):
    """What happened.

    LIST: rows came, went or are all new. ROWS: a battery changed.
    LINK: phase, error, profile, progress.
    ALARM, COMMAND, PLACE, SAMPLE: an event as the server told it.
    """

    LIST = "list"
    ROWS = "rows"
    LINK = "link"
    ALARM = "alarm"
    COMMAND = "command"
    PLACE = "place"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetEvent:
    """One thing that happened; `number`: of the battery, "" = of none; `values`: of the event."""

    topic: FleetTopic
    number: str = ""
    values: Json | None = None


type FleetObserver = Callable[[FleetEvent], None]
type Hearer = Callable[[StreamEvent], None]
