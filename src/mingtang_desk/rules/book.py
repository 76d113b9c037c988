"""All rules in order, and the linter over one set of values."""

from collections.abc import Mapping

from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.board import BOARD
from mingtang_desk.rules.cells import CELLS
from mingtang_desk.rules.currents import CURRENTS
from mingtang_desk.rules.facts import NOTHING, Facts, Known
from mingtang_desk.rules.finding import Finding, Rule
from mingtang_desk.rules.order import ORDER
from mingtang_desk.rules.packs import PACKS
from mingtang_desk.rules.temperatures import TEMPERATURES
from mingtang_desk.rules.times import TIMES

CHAPTERS: Mapping[str, tuple[Rule, ...]] = {
    "Order": ORDER,
    "Cells": CELLS,
    "Pack": PACKS,
    "Current": CURRENTS,
    "Temperature": TEMPERATURES,
    "Times": TIMES,
    "Board": BOARD,
}
RULES: tuple[Rule, ...] = tuple(rule for chapter in CHAPTERS.values() for rule in chapter)


def lint(values: Mapping[str, SettingValue], known: Known = NOTHING) -> tuple[Finding, ...]:
    """Return what is wrong or unusual about a set, errors first, else in the order of the book.

    Args:
        values: settings in model units; keys that no rule knows are ignored.
        known: what is known of the pack where the set does not say it.
    """
    facts = Facts(values, known)
    found = [
        Finding(
            rule=rule.key,
            severity=hit.severity,
            keys=hit.keys,
            values=tuple(values[key] for key in hit.keys),
            message=hit.message,
            reason=rule.reason,
            source=rule.source,
            limit=hit.limit,
            is_gap=hit.is_gap,
            words=hit.words,
        )
        for rule in RULES
        for hit in rule.find(facts)
    ]
    return tuple(sorted(found, key=lambda finding: not finding.is_error))
