"""What speaks against values before they are sent: the one place that asks the rules."""

from collections.abc import Iterator, Mapping

from mingtang_desk.core.errors import DeviceError, OutOfRangeError
from mingtang_desk.device.checks import check_value, coerce, cross_findings
from mingtang_desk.device.settings import Kind, SettingLimits, SettingSpec, SettingValue

_THOUSANDTHS = ("V",)
_FAR = 5.0
"""Further than this factor from the present value is no good guess (71.75 V against 7.175 V)."""


def offer_for(
    spec: SettingSpec,
    value: SettingValue,
    limits: SettingLimits | None = None,
    current: SettingValue | None = None,
) -> SettingValue | None:
    """Return what a value out of range was probably meant as (4250 is 4.250 V), else None."""
    if spec.kind is not Kind.NUMBER or spec.unit not in _THOUSANDTHS:
        return None
    if isinstance(value, str | bool):
        return None
    try:
        meant = check_value(spec, round(float(value) / 1000, 9), limits)
    except DeviceError:
        return None
    if isinstance(meant, str) or isinstance(current, str | bool) or not current:
        return meant
    return meant if 1 / _FAR <= float(meant) / float(current) <= _FAR else None


def in_other_unit(
    spec: SettingSpec,
    value: object,
    error: OutOfRangeError,
    limits: SettingLimits | None = None,
    current: SettingValue | None = None,
) -> OutOfRangeError | None:
    """Return the refusal of a value that names what was probably meant, None if that is unclear."""
    offer = None
    if isinstance(value, int | float | str):
        offer = offer_for(spec, value, limits, current)
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
    values: Mapping[str, SettingValue], touched: Mapping[str, SettingValue]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (keys, text) of every error among the values that one of the touched takes part in."""
    for finding in cross_findings(values):
        if set(finding.keys) & set(touched):
            yield finding.keys, finding.text


def proposal_findings(
    settings: Mapping[str, SettingValue], specs: Mapping[str, SettingSpec]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (keys, text) of everything that is wrong with a whole set, no board asked."""
    good: dict[str, SettingValue] = {}
    for key, value in settings.items():
        if key not in specs:
            continue
        try:
            good[key] = coerce(specs[key], value)
            if not specs[key].read_only:
                check_value(specs[key], good[key], None)
        except DeviceError as error:
            yield (key,), error.message
    for finding in cross_findings(good):
        yield finding.keys, finding.text
