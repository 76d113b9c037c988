"""How a write ended, in signs, colours and words; the same in review and journal."""

from collections.abc import Iterable, Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.device.transaction import INTERRUPTED, FieldResult, FieldState
from mingtang_desk.ui.forms import texts

SIGNS: Mapping[FieldState, str] = {
    FieldState.APPLIED: "✓",
    FieldState.CLAMPED: "≠",
    FieldState.REFUSED: "×",
    FieldState.UNKNOWN: "?",
}
LOOKS: Mapping[FieldState, str] = {
    FieldState.APPLIED: "ok",
    FieldState.CLAMPED: "warn",
    FieldState.REFUSED: "bad",
    FieldState.UNKNOWN: "warn",
}
_WORDS: Mapping[FieldState, str] = {
    FieldState.APPLIED: QT_TRANSLATE_NOOP("Outcome", "applied"),
    FieldState.CLAMPED: QT_TRANSLATE_NOOP("Outcome", "clamped"),
    FieldState.REFUSED: QT_TRANSLATE_NOOP("Outcome", "refused"),
    FieldState.UNKNOWN: QT_TRANSLATE_NOOP("Outcome", "unknown"),
}
_MEANINGS: Mapping[FieldState, str] = {
    FieldState.APPLIED: QT_TRANSLATE_NOOP("Outcome", "The board reads back {value}."),
    FieldState.CLAMPED: QT_TRANSLATE_NOOP("Outcome", "The board stored {value} instead."),
    FieldState.REFUSED: QT_TRANSLATE_NOOP("Outcome", "The board kept {value}."),
    FieldState.UNKNOWN: QT_TRANSLATE_NOOP(
        "Outcome", "It could not be read back; read the settings before you rely on it."
    ),
}
_COUNTS: Mapping[FieldState, str] = {
    FieldState.APPLIED: QT_TRANSLATE_NOOP("Outcome", "{count} applied"),
    FieldState.CLAMPED: QT_TRANSLATE_NOOP("Outcome", "{count} clamped"),
    FieldState.REFUSED: QT_TRANSLATE_NOOP("Outcome", "{count} refused"),
    FieldState.UNKNOWN: QT_TRANSLATE_NOOP("Outcome", "{count} unknown"),
}
_COUNTERS_CLEARED = QT_TRANSLATE_NOOP(
    "Outcome", "The board's counters were cleared; they are kept in the history."
)
_BROKEN_OFF = QT_TRANSLATE_NOOP(
    "Outcome",
    "The write was interrupted; the Settings panel offers to finish it or to roll it back.",
)
_ALSO_CHANGED = QT_TRANSLATE_NOOP("Outcome", "Also changed, though not written: {names}.")


def word(state: FieldState) -> str:
    """Return sign and word of a state."""
    return f"{SIGNS[state]} {texts.translated('Outcome', _WORDS[state])}"


def meaning(spec: SettingSpec, result: FieldResult, degrees: str = "c") -> str:
    """Return what a state means for this field."""
    value = texts.value_text(spec, result.read, degrees=degrees)
    return texts.translated("Outcome", _MEANINGS[result.state]).format(value=value)


def summary(results: Iterable[FieldResult]) -> str:
    """Return how many fields ended how, each with its sign, worst last."""
    states = [result.state for result in results]
    return " · ".join(
        f"{SIGNS[state]} {texts.translated('Outcome', _COUNTS[state])}".format(
            count=states.count(state)
        )
        for state in FieldState
        if state in states
    )


def side_effects(keys: Iterable[str], specs: Mapping[str, SettingSpec]) -> list[str]:
    """Return what else a write did, a line each."""
    lines, changed = [], []
    for key in keys:
        if key == "counters_cleared":
            lines.append(texts.translated("Outcome", _COUNTERS_CLEARED))
        elif key == INTERRUPTED:
            lines.append(texts.translated("Outcome", _BROKEN_OFF))
        elif key.startswith("changed:"):
            changed.append(texts.label_of_key(key.removeprefix("changed:"), specs.values()))
        else:
            lines.append(key)
    if changed:
        lines.append(texts.translated("Outcome", _ALSO_CHANGED).format(names=" · ".join(changed)))
    return lines
