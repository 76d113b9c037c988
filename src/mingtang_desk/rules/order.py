"""Order: a protection trips beyond its own recovery, low limits are below high ones."""

from collections.abc import Iterator
from itertools import pairwise

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

_ABOVE = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must be above {b} ({b_value}).")
_NOT_BELOW = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must not be below {b} ({b_value}).")
_CLOSE = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) and {b} ({b_value}) are nearer to each other than {limit}."
)
_FAR = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) and {b} ({b_value}) are further apart than {limit}."
)
_EQUAL = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is the same as {b} ({b_value}): it is no second line of defence."
)

_CHAINS: tuple[tuple[str, ...], ...] = (
    ("cell_uvp_v", "cell_uvr_v", "cell_ovr_v", "cell_ovp_v"),
    ("pack_uvp_v", "pack_uvr_v", "pack_ovr_v", "pack_ovp_v"),
    *(
        tuple(f"{scope}_{end}_c" for end in ("utp", "utr", "otr", "otp"))
        for scope in ("board", "chg", "dsg", "mos")
    ),
)
_BEYOND: tuple[tuple[str, str], ...] = (
    ("secondary_ovp_v", "pack_ovp_v"),
    ("pack_uvp_v", "secondary_uvp_v"),
    ("cell_secondary_ovp_v", "cell_ovp_v"),
    ("cell_uvp_v", "cell_secondary_uvp_v"),
)
_GAPS: tuple[tuple[str, str, float, float], ...] = (
    # protection, its recovery, smallest and largest usual gap in V or degrees
    ("cell_ovp_v", "cell_ovr_v", 0.02, 0.5),
    ("cell_uvp_v", "cell_uvr_v", 0.05, 1.0),
    *((f"{s}_otp_c", f"{s}_otr_c", 2.0, 40.0) for s in ("board", "chg", "dsg", "mos")),
    *((f"{s}_utp_c", f"{s}_utr_c", 2.0, 40.0) for s in ("board", "chg", "dsg", "mos")),
)


def _chains(facts: Facts) -> Iterator[Hit]:
    for chain in _CHAINS:
        present = [key for key in chain if key in facts.numbers]
        for low, high in pairwise(present):
            if facts.numbers[high] <= facts.numbers[low]:
                yield Hit(severity=Severity.ERROR, keys=(high, low), message=_ABOVE)


def _secondary(facts: Facts) -> Iterator[Hit]:
    for high, low in _BEYOND:
        a, b = facts.numbers.get(high), facts.numbers.get(low)
        if a is None or b is None or a > b:
            continue
        if a == b:
            keys = (high, low) if "secondary" in high else (low, high)
            yield Hit(severity=Severity.WARNING, keys=keys, message=_EQUAL)
        else:
            yield Hit(severity=Severity.ERROR, keys=(high, low), message=_NOT_BELOW)


def _gaps(facts: Facts) -> Iterator[Hit]:
    for trip, recovery, least, most in _GAPS:
        a, b = facts.numbers.get(trip), facts.numbers.get(recovery)
        if a is None or b is None:
            continue
        inward = b < a if "_o" in trip else b > a
        gap = round(abs(a - b), 6)
        if inward and not least <= gap <= most:
            near = gap < least
            yield Hit(
                severity=Severity.WARNING,
                keys=(trip, recovery),
                message=_CLOSE if near else _FAR,
                limit=least if near else most,
                is_gap=True,
            )


ORDER: tuple[Rule, ...] = (
    Rule(
        key="order",
        title="UVP < UVR < OVR < OVP per cell and pack, UTP < UTR < OTR < OTP per sensor: error",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "A protection that recovers at or beyond its own trip switches on and off without end, "
            "or never lets go; limits that cross leave no range in which the pack works.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Definition of the protections; hysteresis as in TI bq769x0, SLUSBK2"
        ),
        find=_chains,
    ),
    Rule(
        key="secondary",
        title="secondary limits of cell and pack lie beyond the first ones: inside is an error, "
        "equal a warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The secondary protection is the last line: inside the first one it acts first, and "
            "many boards then stay off until they are reset by hand.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "JBD protocol document V11, registers 36 and 37; the manual's own 17S set",
        ),
        find=_secondary,
    ),
    Rule(
        key="hysteresis",
        title="gap between protection and recovery: cell OVP 0.02 to 0.5 V, cell UVP 0.05 to 1 V, "
        "temperatures 2 to 40 °C, else a warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "With hardly any gap the board chatters as soon as the load ends and the voltage "
            "relaxes; with a very wide one the pack seems dead long after the cause is gone.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Field practice; vendor defaults of JBD, JK and Seplos lie well inside"
        ),
        find=_gaps,
    ),
)
