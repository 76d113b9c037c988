"""Findings of the rules in the language of the screen, with names, units and reasons."""

from collections.abc import Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.rules.finding import NAMES, Finding, shown
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.degrees import span, unit_of
from mingtang_desk.ui.shown import word

_WARNING = QT_TRANSLATE_NOOP("SettingForm", "Warning: {finding}")
_SOURCE = QT_TRANSLATE_NOOP("SettingForm", "Source: {source}")


def finding_text(finding: Finding, specs: Mapping[str, SettingSpec], degrees: str = "c") -> str:
    """Return what was found."""
    words = dict(finding.words)
    if "chemistry" in words:
        words["chemistry"] = word(words["chemistry"])
    for name, key, value in zip(NAMES, finding.keys, finding.values, strict=False):
        words[name] = texts.label_of_key(key, specs.values())
        words[f"{name}_value"] = _value(specs.get(key), value, degrees)
    if finding.limit is not None:
        words["limit"] = _limit(specs.get(finding.keys[0]), finding.limit, finding.is_gap, degrees)
    return texts.translated("Finding", finding.message).format_map(words)


def signed(finding: Finding, text: str) -> str:
    """Return a finding so that errors and warnings differ by more than their colour."""
    if finding.is_error:
        return f"! {text}"
    return texts.translated("SettingForm", _WARNING).format(finding=text)


def reason_text(finding: Finding) -> str:
    """Return why it matters and what that rests on, two lines; "" where a server does not say."""
    if not finding.reason:
        return ""
    named = texts.translated("FindingSource", finding.source)
    source = texts.translated("SettingForm", _SOURCE).format(source=named)
    return f"{texts.translated('FindingReason', finding.reason)}\n{source}"


def _value(spec: SettingSpec | None, value: SettingValue, degrees: str) -> str:
    return shown(value) if spec is None else texts.value_text(spec, value, degrees=degrees)


def _limit(spec: SettingSpec | None, limit: float, is_gap: bool, degrees: str) -> str:
    if spec is None:
        return shown(limit)
    if is_gap:
        return f"{span(spec, limit, degrees):g} {unit_of(spec, degrees)}"
    return texts.value_text(spec, limit, degrees=degrees)
