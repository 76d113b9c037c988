"""Over-current levels of charge and discharge, short circuit, what the board is rated for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.bounds import EPSILON
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

_LIMIT = re.compile(r"(chg|dsg)_ocp_(\d+)_a")
_FALL = QT_TRANSLATE_NOOP(
    "Finding",
    "{a} ({a_value}) acts after {c} ({c_value}) and must be below {b} ({b_value}), which acts "
    "after {d} ({d_value}).",
)
_SAME_DELAY = QT_TRANSLATE_NOOP(
    "Finding",
    "{a} ({a_value}) and {b} ({b_value}) act after the same time ({c_value}): the higher one never "
    "acts.",
)
_TWICE = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) and {b} ({b_value}) are one and the same level."
)
_ZERO = QT_TRANSLATE_NOOP("Finding", "{a} is {a_value}: every current is too much.")
_OFF = QT_TRANSLATE_NOOP("Finding", "{a} is {a_value}: this level is taken to be off.")
_OVER_RATED = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) is above the rated current {limit}.")
_FAR_OVER_RATED = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is {times} times the rated current {limit}."
)
_SHORT = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must be above {b} ({b_value}).")
_SHORT_NEAR = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is hardly above {b} ({b_value}): below {limit}."
)
_NEAR = 1.3
# How many times the rated current a level may be, by the seconds it lasts; at first longest.
_TIMES = {"chg": ((0.0, 2.0),), "dsg": ((30.0, 1.5), (10.0, 2.0), (0.0, 3.0))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One over-current level; `delay_s` is None where the set does not say it."""

    scope: str
    key: str
    amps: float
    delay_key: str
    delay_s: float | None


def levels(facts: Facts) -> list[Level]:
    """Return every level with a limit, as the set numbers them."""
    found = []
    for key in sorted(facts.numbers):
        match = _LIMIT.fullmatch(key)
        if match is not None:
            delay_key = f"{key.removesuffix('_a')}_delay_s"
            found.append(
                Level(
                    scope=match[1],
                    key=key,
                    amps=facts.numbers[key],
                    delay_key=delay_key,
                    delay_s=facts.numbers.get(delay_key),
                )
            )
    return found


def is_off(level: Level) -> bool:
    """Return whether a level beyond the first is switched off: neither current nor time."""
    return level.amps == 0 and not level.delay_s and not level.key.endswith("_1_a")


def _zero(facts: Facts) -> Iterator[Hit]:
    for level in levels(facts):
        if is_off(level):
            yield Hit(severity=Severity.WARNING, keys=(level.key,), message=_OFF)
        elif level.amps <= 0:
            yield Hit(severity=Severity.ERROR, keys=(level.key,), message=_ZERO)
    if facts.numbers.get("scp_a", 1.0) <= 0:
        yield Hit(severity=Severity.ERROR, keys=("scp_a",), message=_ZERO)


def _fall(facts: Facts) -> Iterator[Hit]:
    found = [level for level in levels(facts) if level.amps > 0]
    for scope in ("chg", "dsg"):
        timed = sorted(
            ((each.delay_s, -each.amps, each) for each in found if each.scope == scope
             and each.delay_s is not None and each.delay_s >= 0),
            key=lambda row: row[:2],
        )  # fmt: skip
        for (_, _, quick), (_, _, slow) in pairwise(timed):
            keys = (slow.key, quick.key, slow.delay_key, quick.delay_key)
            if slow.delay_s == quick.delay_s:
                same = slow.amps == quick.amps
                yield Hit(
                    severity=Severity.WARNING if same else Severity.ERROR,
                    keys=keys,
                    message=_TWICE if same else _SAME_DELAY,
                )
            elif slow.amps >= quick.amps:
                yield Hit(severity=Severity.ERROR, keys=keys, message=_FALL)


def _rated(facts: Facts) -> Iterator[Hit]:
    rated = facts.rated_a
    if rated is None or rated <= 0:
        return
    own = ("rated_current_a",) if "rated_current_a" in facts.numbers else ()
    for level in levels(facts):
        lasts = 0.0 if level.delay_s is None else level.delay_s
        most = next(times for least, times in _TIMES[level.scope] if lasts >= least or not least)
        if level.amps > most * rated + EPSILON:
            yield Hit(
                severity=Severity.ERROR,
                keys=(level.key, *own),
                message=_FAR_OVER_RATED,
                limit=rated,
                words={"times": f"{level.amps / rated:.1f}"},
            )
        elif level.amps > rated:
            yield Hit(
                severity=Severity.WARNING,
                keys=(level.key, *own),
                message=_OVER_RATED,
                limit=rated,
            )


def _short(facts: Facts) -> Iterator[Hit]:
    short = facts.numbers.get("scp_a")
    found = levels(facts)
    if short is None or short <= 0 or not found:
        return
    highest = max(found, key=lambda level: level.amps)
    if short <= highest.amps:
        yield Hit(severity=Severity.ERROR, keys=("scp_a", highest.key), message=_SHORT)
    elif short < _NEAR * highest.amps:
        yield Hit(
            severity=Severity.WARNING,
            keys=("scp_a", highest.key),
            message=_SHORT_NEAR,
            limit=round(_NEAR * highest.amps, 2),
        )


CURRENTS: tuple[Rule, ...] = (
    Rule(
        key="current_zero",
        title="over-current and short-circuit limits above 0: error; a second or third level with "
        "limit and delay 0 is taken to be off: warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "With a limit of 0 A the board cuts off as soon as any current flows, or never, "
            "depending on its firmware.",
        ),
        source=QT_TRANSLATE_NOOP("FindingSource", "Definition of the settings"),
        find=_zero,
    ),
    Rule(
        key="levels_fall",
        title="sorted by delay, the limits of charge and of discharge fall: rising or equal is an "
        "error, also two limits with one delay; two identical levels are a warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The longer a current lasts, the less of it the board stands. A slower level that is "
            "not lower never acts, and the protection it should give is missing.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "The manual's own 17S set (49 A 10 s, 38 A 30 s, 27 A 120 s); Seplos V3 "
            "register map (three levels with duration)",
        ),
        find=_fall,
    ),
    Rule(
        key="above_rating",
        title="over-current limits against `rated_current_a`: above is a warning; charge above 2 "
        "times, discharge above 3 times (2 times from 10 s, 1.5 times from 30 s on) an error",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The switches carry the rated current for long and more of it only for moments; beyond "
            "that they overheat and fail shorted, and then nothing can cut off any more.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "The manual's own 17S set has 49 A on a board of 45 A; Daly data sheets: "
            "discharge over-current up to 3 times the rated current; times: field practice",
        ),
        find=_rated,
    ),
    Rule(
        key="short_circuit",
        title="`scp_a` above every over-current limit, else an error; 1.3 times as much, else a "
        "warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The short circuit acts within microseconds: at or below an over-current limit every "
            "start of a motor counts as a short.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "TI bq769x0, SLUSBK2: short-circuit thresholds above those of over-current",
        ),
        find=_short,
    ),
)
