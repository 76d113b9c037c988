"""Asleep or dead: what is known of a board that does not answer, and what follows from it.

`judge` is a pure function from evidence to a verdict. What the evidence does not tell stays
unknown: a board that never answered and one that is not plugged in look the same on a wire.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LOW_SOC_PCT = 10.0
"""At or below it a pack is about to switch its board off to save what is left, in per cent."""
REST_S = 60.0
"""A board is thought to rest after so many seconds without current; makers' settings begin here."""
UNASKED_S = 10.0
"""A board that nobody asked for so many seconds may sleep."""
REST_A = 0.05
"""Less current than this, in amperes, is none: boards show up to some tens of milliamperes."""
ENOUGH_ASKS = 4
"""A board that sleeps lightly answers by the second or third ask."""
LEAST_GARBAGE = 3
"""A byte or two come from a plug that was touched, more of them were sent."""


class Verdict(StrEnum):
    """What is the matter with a board.

    Attributes:
        AWAKE: it answers. WOKEN: it was asleep and answers now. ASLEEP: it probably sleeps.
        SILENT: nothing tells sleep, death, a pulled plug and swapped wires apart.
        MUTE: it answered before, and no longer, whatever was tried.
        ECHO: nothing but our own bytes come back. TAKEN: it is near, and lets nobody in.
        WRONG_SPEED: bytes, but no frame. DAMAGED: the same where frames came before.
        FOREIGN: somebody talks, and not to us. NOT_THERE: there is no port, host or radio of it.
        UNASKED: it could not be asked. UNKNOWN: nobody tried yet.
    """

    AWAKE = "awake"
    WOKEN = "woken"
    ASLEEP = "asleep"
    SILENT = "silent"
    MUTE = "mute"
    ECHO = "echo"
    TAKEN = "taken"
    WRONG_SPEED = "wrong_speed"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NOT_THERE = "not_there"
    UNASKED = "unasked"
    UNKNOWN = "unknown"


class Way(StrEnum):
    """What lies between us and a board."""

    WIRE = "wire"
    NETWORK = "network"
    RADIO = "radio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen. None = nobody looked, or it was not told.

    Attributes:
        way: what lies between us and the board.
        opened: whether port, converter or radio link could be opened.
        problem: key of the error that it could not be opened with.
        heard: over Bluetooth, whether it announces itself now.
        asked: how often it was asked, one after the other.
        answered: numbers of the asks that were answered, the first ask is 1.
        garbage: bytes that belong to no frame. frames: good frames that were no answer.
        echoed: bytes of ours that came back. early: bytes that came before anything was asked.
        answered_before: it answered earlier, in this connection.
        others_answer: another board on the same line answers.
        sleeps: boards of this kind are known to fall asleep.
        rest_s: for how many seconds no current had flowed when it was read last.
        unasked_s: for how many seconds nobody had asked it when it first failed to answer.
        soc_pct: charge when it was read last, in per cent.
        undervoltage: it was protecting itself from under-voltage then.
    """

    way: Way = Way.WIRE
    opened: bool | None = None
    problem: str = ""
    heard: bool | None = None
    asked: int = 0
    answered: tuple[int, ...] = ()
    garbage: int = 0
    frames: int = 0
    echoed: int = 0
    early: int = 0
    answered_before: bool = False
    others_answer: bool = False
    sleeps: bool = False
    rest_s: float | None = None
    unasked_s: float | None = None
    soc_pct: float | None = None
    undervoltage: bool = False

    @property
    def is_empty(self) -> bool:
        """True when the pack was about to switch its board off as it was read last."""
        return self.undervoltage or (self.soc_pct is not None and self.soc_pct <= LOW_SOC_PCT)

    @property
    def rested(self) -> bool:
        """True when it had reason to fall asleep: no current, or nobody asked."""
        return (self.rest_s or 0.0) >= REST_S or (self.unasked_s or 0.0) >= UNASKED_S

    @property
    def was_tried(self) -> bool:
        """True when it was asked so often that a board in light sleep would have answered."""
        return self.asked >= ENOUGH_ASKS


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of evidence: a key of `asleep_words.REASONS`, and what its placeholders mean."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A verdict with the evidence for it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    evidence: Evidence

    @property
    def sleeps(self) -> bool:
        """True when the board is asleep, as far as anybody can tell."""
        return self.verdict is Verdict.ASLEEP


_GONE = frozenset(
    (
        "port_missing",
        "host_refused",
        "host_unknown",
        "host_timeout",
        "host_unreachable",
        "ble_asleep",
        "ble_not_found",
    )
)
"""Errors that say: there is nothing at this address."""
_LETS_NOBODY_IN = frozenset(("ble_refused", "ble_gatt_unreachable"))


def judge(evidence: Evidence) -> Diagnosis:
    """Return what follows from the evidence, with a line for each thing that speaks for it."""
    return Diagnosis(_verdict(evidence), tuple(_reasons(evidence)), evidence)


def _verdict(seen: Evidence) -> Verdict:
    if seen.opened is False:
        return _not_opened(seen)
    if seen.answered:
        return _answered(seen)
    if seen.asked == 0:
        return Verdict.UNKNOWN
    if seen.garbage >= LEAST_GARBAGE:
        return Verdict.DAMAGED if seen.answered_before else Verdict.WRONG_SPEED
    if seen.frames and not seen.others_answer:
        return Verdict.FOREIGN
    if _sleeps(seen):
        return Verdict.ASLEEP
    if seen.echoed:
        return Verdict.ECHO
    if seen.answered_before and seen.was_tried:
        return Verdict.MUTE
    return Verdict.SILENT


def _not_opened(seen: Evidence) -> Verdict:
    if seen.problem in _LETS_NOBODY_IN:
        return Verdict.TAKEN
    if seen.problem in _GONE:
        return Verdict.ASLEEP if seen.way is Way.RADIO and _sleeps(seen) else Verdict.NOT_THERE
    return Verdict.UNASKED


def _answered(seen: Evidence) -> Verdict:
    if seen.asked - seen.answered[-1] >= ENOUGH_ASKS:
        return Verdict.MUTE
    first = seen.answered[0]
    # Where bytes were damaged, it may be the first answer that was lost, and not a sleep.
    if first == 1 or seen.garbage:
        return Verdict.AWAKE
    return Verdict.WOKEN


def _sleeps(seen: Evidence) -> bool:
    """Return whether it answered before and had reason to sleep, and asking could not wake it."""
    if not (seen.answered_before and seen.sleeps):
        return False
    # An empty pack switches its board off: only a charger wakes that. Light sleep ends by asking.
    return seen.is_empty or (seen.rested and not (seen.was_tried and seen.way is not Way.RADIO))


def _reasons(seen: Evidence) -> list[Reason]:
    told = [*_reach(seen), *_talk(seen)]
    if seen.answered:
        return told
    if seen.others_answer:
        told.append(Reason("others_answer"))
    if seen.answered_before:
        told += _past(seen)
    elif seen.asked:
        told.append(Reason("never_answered"))
    return told


def _reach(seen: Evidence) -> list[Reason]:
    """Return how far we got."""
    if seen.opened:
        return [Reason(f"opened_{seen.way}")]
    if seen.opened is None:
        return []
    if seen.way is Way.RADIO and seen.heard:
        return [Reason("heard"), Reason("not_connected")]
    if seen.way is Way.RADIO and seen.heard is False:
        return [Reason("not_heard")]
    return [Reason("gone" if seen.problem in _GONE else "not_opened")]


def _talk(seen: Evidence) -> list[Reason]:
    """Return what was asked and what came."""
    told = []
    if seen.early:
        told.append(Reason("early", {"n": seen.early}))
    if seen.answered:
        first = seen.answered[0]
        told.append(Reason("answered_first") if first == 1 else Reason("answered", {"n": first}))
        mute = seen.asked - seen.answered[-1]
        if mute:
            told.append(Reason("then_mute", {"n": mute}))
    elif seen.asked:
        told.append(Reason("asked", {"n": seen.asked}))
    if seen.garbage:
        told.append(Reason("garbage", {"n": seen.garbage}))
    if seen.frames and not seen.answered:
        told.append(Reason("frames", {"n": seen.frames}))
    if seen.echoed:
        told.append(Reason("echoed"))
    elif seen.asked and not (seen.answered or seen.garbage or seen.frames):
        told.append(Reason("no_byte"))
    return told


def _past(seen: Evidence) -> list[Reason]:
    """Return what is known of the time before it fell silent."""
    told = [Reason("answered_before")]
    if seen.undervoltage:
        told.append(Reason("undervoltage"))
    elif seen.is_empty:
        told.append(Reason("low_soc", {"n": f"{seen.soc_pct:.0f}"}))
    if (seen.rest_s or 0.0) >= REST_S:
        told.append(Reason("rested", {"n": f"{(seen.rest_s or 0.0) / 60:.0f}"}))
    if (seen.unasked_s or 0.0) >= UNASKED_S:
        told.append(Reason("unasked", {"n": f"{seen.unasked_s:.0f}"}))
    told.append(Reason("sleeps" if seen.sleeps else "sleep_unknown"))
    return told
