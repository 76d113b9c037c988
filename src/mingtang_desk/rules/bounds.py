"""Rules that are a bound of one setting, by chemistry or for all: rows, and the one function."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

ANY = ""
"""The row of bounds for whatever has none of its own."""
EPSILON = 1e-9
TINY = 1e-6
"""An error below this is one of 0 alone."""

type Bound = tuple[float | None, float]
"""Beyond the first it is a warning (None = there is none), beyond the second an error."""


class Side(StrEnum):
    """On which side of the bound it is wrong."""

    ABOVE = "above"
    BELOW = "below"


_NOTHING = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must be above 0.")
_MESSAGES = {
    (Side.ABOVE, Severity.ERROR, True): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is above {limit}, too high for {chemistry} cells."
    ),
    (Side.BELOW, Severity.ERROR, True): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is below {limit}, too low for {chemistry} cells."
    ),
    (Side.ABOVE, Severity.WARNING, True): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is above {limit}, unusual for {chemistry} cells."
    ),
    (Side.BELOW, Severity.WARNING, True): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is below {limit}, unusual for {chemistry} cells."
    ),
    (Side.ABOVE, Severity.ERROR, False): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is too high: above {limit}."
    ),
    (Side.BELOW, Severity.ERROR, False): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is too low: below {limit}."
    ),
    (Side.ABOVE, Severity.WARNING, False): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is unusually high: above {limit}."
    ),
    (Side.BELOW, Severity.WARNING, False): QT_TRANSLATE_NOOP(
        "Finding", "{a} ({a_value}) is unusually low: below {limit}."
    ),
}


def bound(
    key: str,
    settings: str | tuple[str, ...],
    side: Side,
    bounds: Mapping[str, Bound],
    *,
    reason: str,
    source: str,
    cells_not_lto: bool = False,
) -> Rule:
    """Return a rule that is a bound of one or more settings.

    Args:
        key: name of the rule.
        settings: keys of the settings.
        side: where it is wrong.
        bounds: by chemistry, `ANY` for the rest.
        reason: why, marked in context "FindingReason".
        source: what it rests on.
        cells_not_lto: cells that are certainly not LTO are held to the row of NMC.
    """
    keys = (settings,) if isinstance(settings, str) else settings

    def find(facts: Facts) -> Iterator[Hit]:
        chemistry = facts.chemistry
        if not chemistry and cells_not_lto and facts.not_lto:
            chemistry = "nmc"
        own = chemistry in bounds
        limits = bounds.get(chemistry, bounds.get(ANY))
        for name in keys:
            value = facts.numbers.get(name)
            if value is not None and limits is not None:
                yield from _judge(facts, name, value, side, limits, own and bool(facts.chemistry))

    return Rule(key=key, title=_title(keys, side, bounds), reason=reason, source=source, find=find)


def beyond(value: float, limit: float | None, side: Side) -> bool:
    """Return whether a value is on the wrong side of a limit."""
    if limit is None:
        return False
    return value > limit + EPSILON if side is Side.ABOVE else value < limit - EPSILON


def _judge(
    facts: Facts, name: str, value: float, side: Side, limits: Bound, by_chemistry: bool
) -> Iterator[Hit]:
    for severity, limit in ((Severity.ERROR, limits[1]), (Severity.WARNING, limits[0])):
        if beyond(value, limit, side):
            yield Hit(
                severity=severity,
                keys=facts.with_chemistry(name) if by_chemistry else (name,),
                message=_NOTHING if limit == TINY else _MESSAGES[side, severity, by_chemistry],
                limit=limit,
                words={"chemistry": facts.chemistry} if by_chemistry else {},
            )
            return


def _title(keys: tuple[str, ...], side: Side, bounds: Mapping[str, Bound]) -> str:
    parts = []
    for chemistry, (warn, error) in bounds.items():
        name = f"{chemistry.upper()} " if chemistry else "others " if len(bounds) > 1 else ""
        words = [] if warn is None else [f"warning {side} {warn:g}"]
        words.append("error at 0" if error == TINY else f"error {side} {error:g}")
        parts.append(name + ", ".join(words))
    return f"{', '.join(f'`{key}`' for key in keys)}: {'; '.join(parts)}"
