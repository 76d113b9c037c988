"""How far a simulated terminal has come: state of its link, counters, what waits for an answer."""

from dataclasses import dataclass
from enum import Enum, auto

from mingtang_desk.sim.tracker.rows import Row


class State(Enum):
    """How far it has come on its link."""

    OFF = auto()
    REGISTERING = auto()
    AUTHENTICATING = auto()
    ONLINE = auto()


@dataclass(slots=True)
class Counters:
    """What happened so far.

    Attributes:
        links: connections that were made.
        sent: telegrams that left, faults not counted.
        reported, acknowledged: rows that left, and those that the platform confirmed.
        late: rows that left in a batch.
        refused: rows and registrations that the platform did not take.
        dropped: rows that no room was left for.
        orders: telegrams of the platform that wanted something.
        foreign: telegrams for another number.
    """

    links: int = 0
    sent: int = 0
    reported: int = 0
    acknowledged: int = 0
    late: int = 0
    refused: int = 0
    dropped: int = 0
    orders: int = 0
    foreign: int = 0


@dataclass(slots=True)
class Waiting:
    """A telegram that has not been answered.

    Attributes:
        kind, body: to send it again.
        rows: that it carries.
        due_s: wall time at which patience ends.
        tries: how often it was sent.
    """

    kind: int
    body: bytes
    rows: list[Row]
    due_s: float
    tries: int = 1
