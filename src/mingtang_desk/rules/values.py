"""A set as it stands in a file: each value by itself, then all of them together."""

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from mingtang_desk.core.errors import DeviceError, MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.checks import check_value, coerce
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.rules.book import lint
from mingtang_desk.rules.facts import NOTHING, Known
from mingtang_desk.rules.finding import Finding, Severity
from mingtang_desk.rules.units import meant

CATALOGUE = QT_TRANSLATE_NOOP(
    "FindingSource", "The desk's catalogue of settings (docs/settings-rules.md)"
)
_LEVEL = re.compile(r"(chg|dsg)_ocp_[1-9]_(a|delay_s|recovery_s)")
_TIME = re.compile(r"(?P<stem>\w+?)_(?:delay|recovery)_(?:s|ms|us)")
_PROBLEM = QT_TRANSLATE_NOOP("Finding", "{problem}")
_UNKNOWN = QT_TRANSLATE_NOOP("Finding", "There is no setting “{a}”.")
_SIMILAR = QT_TRANSLATE_NOOP("Finding", "There is no setting “{a}”; “{similar}” is similar.")
_NOT_HERE = QT_TRANSLATE_NOOP("Finding", "Boards of this protocol have no setting “{a}”.")
_NO_RULE = QT_TRANSLATE_NOOP("Finding", "The desk knows no setting “{a}” and cannot judge it.")
_RANGE_REASON = QT_TRANSLATE_NOOP(
    "FindingReason", "No board stores this value; the desk refuses to send it."
)
_UNKNOWN_REASON = QT_TRANSLATE_NOOP(
    "FindingReason", "A set with a setting that does not exist is refused as a whole."
)


def lint_set(
    values: Mapping[str, object],
    specs: Mapping[str, SettingSpec],
    board: Mapping[str, SettingSpec] | None = None,
    known: Known = NOTHING,
) -> tuple[Finding, ...]:
    """Return everything about a set, errors first.

    Args:
        values: as a file holds them, whatever they are.
        specs: every setting that any board may have.
        board: the settings of the protocol that the set is for, None = not said.
        known: what else is known of the pack.
    """
    found: list[Finding] = []
    good: dict[str, SettingValue] = {}
    for key, raw in values.items():
        spec = specs.get(key)
        if spec is None:
            found.append(_unknown(key, raw, specs))
            continue
        if board is not None and key not in board:
            found.append(_finding(Severity.WARNING, key, raw, _NOT_HERE, _UNKNOWN_REASON))
        try:
            good[key] = coerce(spec, raw)
            if not spec.read_only:
                check_value(spec, good[key], None)
        except DeviceError as error:
            good.pop(key, None)
            found.append(_refused(spec, raw, error))
    found += (_with_offer(each, specs) for each in lint(good, known))
    return tuple(sorted(found, key=lambda finding: not finding.is_error))


def _refused(spec: SettingSpec, raw: object, error: MingtangError) -> Finding:
    problem = _finding(Severity.ERROR, spec.key, raw, _PROBLEM, _RANGE_REASON)
    return replace(problem, words={"problem": error.message}, offer=meant(spec, raw))


def _with_offer(finding: Finding, specs: Mapping[str, SettingSpec]) -> Finding:
    """Return a finding with what was meant, where another unit explains it (140 °F as °C)."""
    if not finding.is_error:
        return finding
    key, value = finding.keys[0], finding.values[0]
    offer = meant(specs[key], value)
    return finding if offer is None else replace(finding, offer=offer)


def _unknown(key: str, raw: object, specs: Mapping[str, SettingSpec]) -> Finding:
    if key.startswith("x_") or _LEVEL.fullmatch(key) or _is_time_of(key, specs):
        return _finding(Severity.WARNING, key, raw, _NO_RULE, _UNKNOWN_REASON)
    similar = get_close_matches(key, specs, n=1, cutoff=0.7)
    if not similar:
        return _finding(Severity.ERROR, key, raw, _UNKNOWN, _UNKNOWN_REASON)
    named = _finding(Severity.ERROR, key, raw, _SIMILAR, _UNKNOWN_REASON)
    return replace(named, words={"similar": similar[0]})


def _is_time_of(key: str, specs: Mapping[str, SettingSpec]) -> bool:
    """Return whether a key is the time of a setting that the desk knows, as CONTRACT names them."""
    match = _TIME.fullmatch(key)
    return match is not None and any(f"{match['stem']}_{unit}" in specs for unit in ("v", "a", "c"))


def _finding(severity: Severity, key: str, raw: object, message: str, reason: str) -> Finding:
    value: SettingValue = raw if isinstance(raw, int | float | str) else str(raw)
    return Finding(
        rule="value" if reason is _RANGE_REASON else "unknown",
        severity=severity,
        keys=(key,),
        values=(value,),
        message=message,
        reason=reason,
        source=CATALOGUE,
    )
