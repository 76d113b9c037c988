"""Words and figures of the wizard."""

from mingtang_desk.core.errors import UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import (
    RULES,
    CalibrationPoint,
    Target,
    TargetKind,
    TargetRule,
    Verdict,
    parse_target,
)
from mingtang_desk.device.calibration_record import target_words
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.stability import Stability, Steadiness
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.target_names import key_name, say
from mingtang_desk.ui.value_names import status_name

MINUS = "−"
LOOKS = {
    Verdict.GOOD: "ok",
    Verdict.IMPROVED: "warn",
    Verdict.UNCHANGED: "warn",
    Verdict.WORSE: "bad",
    Verdict.UNKNOWN: "bad",
}
SIGNS = {
    Verdict.GOOD: "✓",
    Verdict.IMPROVED: "▲",
    Verdict.UNCHANGED: "=",
    Verdict.WORSE: "×",
    Verdict.UNKNOWN: "?",
}
STEADY_LOOKS = {
    Steadiness.STABLE: "ok",
    Steadiness.SETTLING: "muted",
    Steadiness.DRIFTING: "warn",
    Steadiness.NOISY: "warn",
}
_SENSOR = QT_TRANSLATE_NOOP("Calibration", "Temperature sensor {n}: {name}")
_JOURNAL = QT_TRANSLATE_NOOP("Calibration", "Calibrate {what}: {old} → {sent} {unit}")
_JOURNAL_UNDO = QT_TRANSLATE_NOOP("Calibration", "Undo calibration of {what}")


def target_name(target: Target, sample: PackSample | None = None) -> str:
    """Return what a target is called; a sensor by its role too, where a sample tells it."""
    index = target.number - 1
    if target.kind is TargetKind.NTC and sample is not None and index < len(sample.temperatures):
        name = status_name(f"temperature.{sample.temperatures[index].name}")
        return say(_SENSOR).format(n=target.number, name=name)
    return target_words(target, say)


def figure(value: float | None, rule: TargetRule, *, sign: bool = False) -> str:
    """Return a value with its unit, an ellipsis where there is none."""
    if value is None:
        return "…"
    rounded = round(value, rule.decimals) + 0.0  # no minus before a zero
    text = f"{rounded:{'+' if sign and rounded else ''}.{rule.decimals}f}".replace("-", MINUS)
    return f"{text} {rule.unit}"


def steady_words(judged: Stability, rule: TargetRule) -> str:
    """Return a judgement with its figures."""
    digits = rule.decimals + 1
    drift = f"{judged.per_minute:+.{digits}f}".replace("-", MINUS)
    return say(_FIGURES).format(
        state=phrase(judged.state.value),
        drift=drift,
        spread=f"{judged.spread:.{digits}f}",
        unit=rule.unit,
    )


_FIGURES = QT_TRANSLATE_NOOP("Calibration", "{state} · drift {drift} {unit}/min · spread {spread}")


def journal_words(key: str, old: object, sent: object) -> str:
    """Return a line of the journal."""
    name, undone = key.removesuffix(".correction"), key.endswith(".correction")
    if undone:
        return say(_JOURNAL_UNDO).format(what=key_name(name))
    try:
        unit = RULES[parse_target(name).kind].unit
    except UsageError:
        unit = ""
    values = {"what": key_name(name), "old": _plain(old), "sent": _plain(sent), "unit": unit}
    return say(_JOURNAL).format(**values).rstrip()


def error_text(point: CalibrationPoint) -> str:
    """Return the error before and after, in one line."""
    rule = RULES[point.target.kind]
    before = figure(point.error_before, rule, sign=True)
    return f"{before} → {figure(point.error_after, rule, sign=True)}"


def _plain(value: object) -> str:
    return f"{value:g}".replace("-", MINUS) if isinstance(value, int | float) else "?"
