"""The linter over a whole set, against the single values of the same set checked one by one.

Like for like in input only: the rules do more. The figure in question is the time itself, which
has to stay under 5 ms a set on a slow machine.
"""

from collections.abc import Callable

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.checks import check_value
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.book import lint
from mingtang_desk.rules.values import lint_set
from tests.bench.table import Row, interleaved
from tests.unit.rules.bad import BAD
from tests.unit.rules.sane import MANUAL_17S, Set

CALLS = 50
GOAL_MS = 5.0


def single_values(values: Set) -> Callable[[], list[SettingValue]]:
    """Type, range and step of each value, nothing between them."""

    def call() -> list[SettingValue]:
        return [check_value(SETTINGS[key], value, None) for key, value in values.items()]

    return call


def row(name: str, ours: Callable[[], object], values: Set) -> Row:
    """A row whose goal is the time."""
    timing = interleaved(ours, single_values(values), calls=CALLS)
    mine, theirs = (seconds * 1e3 for seconds in timing.medians)
    return Row(
        name=name,
        ours=mine,
        theirs=theirs,
        ratio=f"{mine / theirs:.1f} x the time of single values",
        unit="ms",
        goal=f"under {GOAL_MS:g} ms",
        met=mine < GOAL_MS,
        note="range and step of each value alone",
    )


def run() -> list[Row]:
    """See that it finds what it has to, then time it."""
    assert not any(finding.is_error for finding in lint(MANUAL_17S))
    bad, key = BAD["limits_of_13s_on_17s"]
    assert any(key in finding.keys for finding in lint(bad) if finding.is_error)
    return [
        row("linting the 17S set", lambda: lint(MANUAL_17S), MANUAL_17S),
        row("the same as a file, a bad one", lambda: lint_set(bad, SETTINGS), bad),
    ]
