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
_FLOWS = QT_TRANSLATE_NOOP("Outcome", "The flag says off, but {amps} A still flowed.")
_DEAD_MEN: Mapping[str, str] = {
    "kept": QT_TRANSLATE_NOOP("Outcome", "Kept as it was switched; nothing was sent."),
    "restored": QT_TRANSLATE_NOOP("Outcome", "Put back by itself, since nobody kept it."),
    "already": QT_TRANSLATE_NOOP("Outcome", "It was back before anything had to be sent."),
    "by_hand": QT_TRANSLATE_NOOP("Outcome", "Put back by hand."),
    "not_needed": QT_TRANSLATE_NOOP("Outcome", "The switch was never thrown."),
    "failed": QT_TRANSLATE_NOOP("Outcome", "It could not be put back."),
}
_DEAD_MAN = "dead_man:"
_COMMAND = "command:"
_BY_SERVER = QT_TRANSLATE_NOOP("Outcome", "Done by the server, command {id}.")


def trial_word(effects: Iterable[str]) -> str:
    """Return sign and word of a trial that ended without being sent, "" for any other entry."""
    for effect in effects:
        how = effect.removeprefix(_DEAD_MAN)
        if effect.startswith(_DEAD_MAN) and how in ("kept", "not_needed"):
            return texts.translated("Outcome", _TRIALS[how])
    return ""


_TRIALS: Mapping[str, str] = {
    "kept": QT_TRANSLATE_NOOP("Outcome", "✓ kept"),
    "not_needed": QT_TRANSLATE_NOOP("Outcome", "– not needed"),
}


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
        elif key.startswith("current_flows:"):
            amps = key.removeprefix("current_flows:")
            lines.append(texts.translated("Outcome", _FLOWS).format(amps=amps))
        elif key.removeprefix(_DEAD_MAN) in _DEAD_MEN:
            lines.append(texts.translated("Outcome", _DEAD_MEN[key.removeprefix(_DEAD_MAN)]))
        elif key.startswith(_COMMAND):
            shown = key.removeprefix(_COMMAND)
            lines.append(texts.translated("Outcome", _BY_SERVER).format(id=shown))
        else:
            lines.append(key)
    if changed:
        lines.append(texts.translated("Outcome", _ALSO_CHANGED).format(names=" · ".join(changed)))
    return lines
