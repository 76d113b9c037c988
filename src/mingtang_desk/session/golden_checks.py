"""What speaks against values before they are sent: the one place that asks the rules."""

from collections.abc import Iterator, Mapping

from mingtang_desk.core.errors import OutOfRangeError
from mingtang_desk.device.settings import SettingLimits, SettingSpec, SettingValue
from mingtang_desk.rules.changes import judge_changes, refusal
from mingtang_desk.rules.facts import NOTHING, Known
from mingtang_desk.rules.units import meant
from mingtang_desk.rules.values import lint_set


def in_other_unit(
    spec: SettingSpec,
    value: object,
    error: OutOfRangeError,
    limits: SettingLimits | None = None,
    current: SettingValue | None = None,
) -> OutOfRangeError | None:
    """Return the refusal of a value that names what was probably meant, None if that is unclear."""
    offer = meant(spec, value, limits, current)
    if offer is None:
        return None
    return OutOfRangeError(
        "settings_other_unit",
        name=spec.key,
        value=f"{value:g}" if isinstance(value, int | float) else value,
        offer=f"{offer:g}" if isinstance(offer, float) else offer,
        unit=spec.unit,
        minimum=error.values.get("minimum", "…"),
        maximum=error.values.get("maximum", "…"),
    )


def contradictions(
    changes: Mapping[str, SettingValue],
    current: Mapping[str, SettingValue],
    known: Known = NOTHING,
) -> Iterator[tuple[tuple[str, ...], OutOfRangeError]]:
    """Yield (keys, refusal) of every error that writing `changes` over `current` would leave."""
    for finding in judge_changes(changes, current, known).errors:
        yield finding.keys, refusal((finding,))


def proposal_findings(
    settings: Mapping[str, object], specs: Mapping[str, SettingSpec]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (keys, text) of every error of a whole set, no board asked."""
    known = {key: value for key, value in settings.items() if key in specs}
    for finding in lint_set(known, specs):
        if finding.is_error:
            yield finding.keys, finding.text
