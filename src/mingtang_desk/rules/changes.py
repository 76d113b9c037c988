"""What may be written to a board: every value by itself, and no set that the book forbids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.checks import check_value
from mingtang_desk.device.settings import SettingLimits, SettingSpec, SettingValue
from mingtang_desk.rules.book import lint
from mingtang_desk.rules.facts import NOTHING, Known
from mingtang_desk.rules.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the book says of a set with some values changed.

    Attributes:
        errors: those that touch a changed setting; they forbid the write.
        warnings: those that touch a changed setting and did not stand on the board before.
        standing: whatever else is on the board, changed or not.
    """

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    standing: tuple[Finding, ...]


def judge_changes(
    changes: Mapping[str, SettingValue],
    current: Mapping[str, SettingValue],
    known: Known = NOTHING,
) -> Verdict:
    """Return what the book says of writing `changes` over `current`.

    An error about settings that are not touched blocks nothing, so that a bad set can be mended
    one step after the other; one that a change touches and does not mend does.
    """
    after = lint({**current, **changes}, known)
    touching = [finding for finding in after if set(finding.keys) & set(changes)]
    before = lint(current, known) if touching else ()
    errors = tuple(finding for finding in touching if finding.is_error)
    warnings = tuple(
        finding for finding in touching if not finding.is_error and finding not in before
    )
    rest = tuple(each for each in after if each not in errors and each not in warnings)
    return Verdict(errors=errors, warnings=warnings, standing=rest)


def check_values(
    changes: Mapping[str, SettingValue],
    specs: Mapping[str, SettingSpec],
    limits: Mapping[str, SettingLimits],
) -> dict[str, SettingValue]:
    """Return all changes as the board can store them, or refuse them all.

    Raises:
        UnsupportedError: a key that this board does not have, or as `check_value`.
        OutOfRangeError: as `check_value`.
    """
    checked: dict[str, SettingValue] = {}
    for key, value in changes.items():
        if key not in specs:
            raise UnsupportedError("setting_unknown", name=key)
        checked[key] = check_value(specs[key], value, limits.get(key))
    return checked


def check_all(
    changes: Mapping[str, SettingValue],
    specs: Mapping[str, SettingSpec],
    limits: Mapping[str, SettingLimits],
    current: Mapping[str, SettingValue],
    known: Known = NOTHING,
) -> dict[str, SettingValue]:
    """Return all changes as the board can store them, or refuse them all.

    Raises:
        UnsupportedError: a key that this board does not have, or as `check_value`.
        OutOfRangeError: as `check_value`, or a rule forbids the set.
    """
    checked = check_values(changes, specs, limits)
    errors = judge_changes(checked, current, known).errors
    if errors:
        raise refusal(errors)
    return checked


def refusal(errors: Sequence[Finding]) -> OutOfRangeError:
    """Return the error of a set that the book forbids; its `findings` can be translated."""
    detail = " ".join(finding.text for finding in errors)
    return OutOfRangeError("cross_check", detail=detail, findings=tuple(errors))
