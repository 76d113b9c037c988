"""The rules, in literal lists: one for each kind of reading.

A rule gets what all rules share and a reading, and returns what is to be stored. It must not wait.
The cheap question comes first: nearly every reading changes nothing.
"""

from collections.abc import Sequence

from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    PositionReading,
    Reading,
)
from mingtang_desk.server.rides.board import board, low_capacity
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.fencing import fences
from mingtang_desk.server.rides.guarding import guard, motion, remember
from mingtang_desk.server.rides.shared import Rule, Rules
from mingtang_desk.server.rides.tracker_alarms import tracker, tracker_arming

OLDEST_MS = 400 * 86_400_000
NEWEST_MS = 86_400_000
"""Rows so far from the moment of their coming make no trips: their clock was wrong."""


def is_back(rules: Rules, reading: Reading) -> Sequence[Change]:
    """End the alarm of a battery that was offline."""
    device = reading.device
    if ("offline", "") not in rules.alarms.open_of(device.pk):
        return ()
    if isinstance(reading, ContactReading) and not reading.linked:
        return ()
    return rules.alarms.cleared(device, "offline", "", reading.received_ms)


def ridden(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Note which stretch of time has to be looked at again."""
    if -NEWEST_MS <= reading.received_ms - reading.time_ms <= OLDEST_MS:
        rules.journeys.mark(reading.device.pk, reading.time_ms)
    return ()


def waiting(rules: Rules, reading: PositionReading | BmsReading) -> Sequence[Change]:
    """Store what has to last, where the rules before this one changed it."""
    pk = reading.device.pk
    return (rules.pending.kept(pk),) if pk in rules.pending.changed else ()


def by_board(rules: Rules, reading: BmsReading) -> Sequence[Change]:
    """Raise what the board calls a protection, an alarm or a fault."""
    return board(rules.alarms, rules.pending, reading)


def by_charge(rules: Rules, reading: BmsReading) -> Sequence[Change]:
    """Raise low capacity."""
    return low_capacity(rules.alarms, rules.pending, reading)


def is_dull(rules: Rules, reading: PositionReading) -> bool:
    """Whether a row of a battery that nothing is asked of can only be part of a ride.

    Nearly every row is: one look instead of eight. A row that any rule could have a word on is not.
    """
    pk = reading.device.pk
    return (
        not reading.alarm_bits
        and not reading.event
        and not reading.extra
        and not rules.alarms.open_of(pk)
        and not rules.pending.has(pk)
        and rules.watches.is_free(reading.device)
    )


DULL_RULES: tuple[tuple[str, Rule[PositionReading]], ...] = (("ridden", ridden),)
POSITION_RULES: tuple[tuple[str, Rule[PositionReading]], ...] = (
    ("motion", motion),
    ("guard", guard),
    ("fences", fences),
    ("remember", remember),
    ("tracker", tracker),
    ("waiting", waiting),
    ("tracker_arming", tracker_arming),
    ("is_back", is_back),
    ("ridden", ridden),
)
BMS_RULES: tuple[tuple[str, Rule[BmsReading]], ...] = (
    ("board", by_board),
    ("low_capacity", by_charge),
    ("waiting", waiting),
    ("is_back", is_back),
)
CONTACT_RULES: tuple[tuple[str, Rule[ContactReading]], ...] = (("is_back", is_back),)
