"""Capacities, the shunt, and the voltages that a board takes for a state of charge (JBD)."""

from collections.abc import Iterator
from itertools import pairwise

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.bounds import ANY, EPSILON, Side, bound
from mingtang_desk.rules.currents import levels
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

_SHUNT = "x_jbd_shunt_mohm"
_FULL, _EMPTY = "x_jbd_cell_full_v", "x_jbd_cell_empty_v"
_CURVE = (
    "x_jbd_cell_100_pct_v",
    *(f"x_jbd_cell_{pct}_pct_v" for pct in (90, 80, 70, 60, 50, 40, 30, 20, 10)),
)
_MAX_MV, _SHORT_MIN_MV = 200.0, 22.0
"""Full scale of the current measurement, smallest threshold of a short circuit, TI bq769x0."""

_SHARE = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) is {times} times {b} ({b_value}).")
_SHUNT_ZERO = QT_TRANSLATE_NOOP("Finding", "{a} is {a_value}: no current can be measured.")
_OVER_SCALE = QT_TRANSLATE_NOOP(
    "Finding",
    "{a} ({a_value}) gives {drop} mV over {b} ({b_value} mΩ), more than the {most} mV that are "
    "measured.",
)
_UNDER_SCALE = QT_TRANSLATE_NOOP(
    "Finding",
    "{a} ({a_value}) gives {drop} mV over {b} ({b_value} mΩ), less than the smallest threshold of "
    "{most} mV.",
)
_CURVE_RISES = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must not be below {b} ({b_value}).")
_NEVER_FULL = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is above {b} ({b_value}): 100 % is never reached."
)
_NEVER_EMPTY = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is below {b} ({b_value}): the pack cuts off before 0 %."
)


def _capacity(facts: Facts) -> Iterator[Hit]:
    full, nominal = facts.numbers.get("full_ah"), facts.numbers.get("nominal_ah")
    if full is None or nominal is None or nominal <= 0:
        return
    share = full / nominal
    bad, odd = not 0.05 <= share <= 5, not 0.5 <= share <= 1.2
    if bad or odd:
        yield Hit(
            severity=Severity.ERROR if bad else Severity.WARNING,
            keys=("full_ah", "nominal_ah"),
            message=_SHARE,
            words={"times": f"{share:.2f}"},
        )


def _shunt(facts: Facts) -> Iterator[Hit]:
    shunt = facts.numbers.get(_SHUNT)
    if shunt is None:
        return
    if shunt <= 0:
        yield Hit(severity=Severity.ERROR, keys=(_SHUNT,), message=_SHUNT_ZERO)
        return
    limits = {level.key: level.amps for level in levels(facts)}
    short = facts.numbers.get("scp_a")
    if short is not None:
        limits["scp_a"] = short
    for key, amps in limits.items():
        drop = amps * shunt
        # Levels are stored in whole amperes of a table of millivolts: a percent is rounding.
        if drop > _MAX_MV * 1.01:
            words = {"drop": f"{drop:.4g}", "most": f"{_MAX_MV:g}"}
            yield Hit(severity=Severity.ERROR, keys=(key, _SHUNT), message=_OVER_SCALE, words=words)
        elif key == "scp_a" and 0 < drop < _SHORT_MIN_MV * 0.99:
            words = {"drop": f"{drop:.4g}", "most": f"{_SHORT_MIN_MV:g}"}
            yield Hit(
                severity=Severity.WARNING, keys=(key, _SHUNT), message=_UNDER_SCALE, words=words
            )


def _curve(facts: Facts) -> Iterator[Hit]:
    chain = (_FULL, *_CURVE[1:], _EMPTY)
    for points in (chain, _CURVE):
        present = [key for key in points if key in facts.numbers]
        for high, low in pairwise(present):
            new = points is chain or high == _CURVE[0]
            if new and facts.numbers[high] < facts.numbers[low] - EPSILON:
                yield Hit(severity=Severity.ERROR, keys=(high, low), message=_CURVE_RISES)


def _ends(facts: Facts) -> Iterator[Hit]:
    full, ovp = facts.numbers.get(_FULL), facts.numbers.get("cell_ovp_v")
    if full is not None and ovp is not None and full > ovp + EPSILON:
        yield Hit(
            severity=Severity.ERROR if full > ovp + 0.2 + EPSILON else Severity.WARNING,
            keys=(_FULL, "cell_ovp_v"),
            message=_NEVER_FULL,
        )
    empty, uvp = facts.numbers.get(_EMPTY), facts.numbers.get("cell_uvp_v")
    if empty is not None and uvp is not None and empty < uvp - EPSILON:
        yield Hit(
            severity=Severity.ERROR if empty < uvp - 0.2 - EPSILON else Severity.WARNING,
            keys=(_EMPTY, "cell_uvp_v"),
            message=_NEVER_EMPTY,
        )


_CURVE_SOURCE = QT_TRANSLATE_NOOP(
    "FindingSource", "JBD protocol document V11, registers 12, 13 and 32 to 35"
)

BOARD: tuple[Rule, ...] = (
    Rule(
        key="capacity",
        title="`full_ah` is 0.5 to 1.2 times `nominal_ah`, else a warning; 0.05 to 5 times, else "
        "an error",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The board counts the charge against these; a capacity that cannot be true makes SOC "
            "and remaining range wrong from the first minute.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Cells are within a few percent of their data sheet when new; field practice",
        ),
        find=_capacity,
    ),
    bound(
        "capacity_high",
        ("nominal_ah", "full_ah"),
        Side.ABOVE,
        {ANY: (1200, 3000)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "No pack behind one board is that large; mAh were probably written as Ah.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "16-bit registers of 10 mAh end at 655 Ah (JBD); largest prismatic cells: about"
            " 1000 Ah",
        ),
    ),
    Rule(
        key="shunt",
        title=f"`{_SHUNT}` above 0, and every current limit within {_MAX_MV:g} mV over it, else an "
        f"error; short circuit at {_SHORT_MIN_MV:g} mV at least, else a warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "All currents are measured as millivolts over the shunt; beyond the range of the chip "
            "a limit is never seen.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "TI bq769x0, SLUSBK2: ±200 mV, short circuit 22 to 200 mV"
        ),
        find=_shunt,
    ),
    bound(
        "shunt_high",
        _SHUNT,
        Side.ABOVE,
        {ANY: (5, 20)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "Shunts of power boards are 0.1 to 5 mΩ; a larger one would burn, so the figure is "
            "wrong and with it every current.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Field practice; the register counts 0.1 mΩ (0.01 mΩ with its top bit)"
        ),
    ),
    Rule(
        key="soc_curve",
        title="the cell voltages from 100 % to 0 % never rise towards empty, else an error",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "A cell at rest has a higher voltage the fuller it is; a curve that turns back gives "
            "two states of charge for one voltage.",
        ),
        source=_CURVE_SOURCE,
        find=_curve,
    ),
    Rule(
        key="soc_ends",
        title="100 % not above `cell_ovp_v`: error; 0 % not below `cell_uvp_v`: warning, by more "
        "than 0.2 V: error",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The board sets SOC to 100 % and 0 % at these voltages; beyond the protections they "
            "are never reached, and the count drifts without correction.",
        ),
        source=_CURVE_SOURCE,
        find=_ends,
    ),
)
