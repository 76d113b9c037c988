"""What can be found, and how well each of it answers to what was typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import SettingSpec, SettingsReading
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.fuzzy import best


class Kind(StrEnum):
    """What an item is; in the order in which equally good ones are shown."""

    COMMAND = "command"
    SETTING = "setting"
    PANEL = "panel"
    DEVICE = "device"


KINDS: Mapping[Kind, str] = {
    Kind.COMMAND: QT_TRANSLATE_NOOP("Palette", "Command"),
    Kind.SETTING: QT_TRANSLATE_NOOP("Palette", "Setting"),
    Kind.PANEL: QT_TRANSLATE_NOOP("Palette", "Panel"),
    Kind.DEVICE: QT_TRANSLATE_NOOP("Palette", "Device"),
}
_ORDER = list(Kind)
_FIRST: Mapping[Kind, float] = {Kind.COMMAND: 1.0, Kind.PANEL: 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be found.

    Attributes:
        note: what stands at the right of it: a key, a value.
        names: what it answers to; the first one is shown.
        run: goes there, or does it.
    """

    kind: Kind
    names: tuple[str, ...]
    note: str
    run: Callable[[], object]

    @property
    def title(self) -> str:
        """The name shown."""
        return self.names[0]


def find(items: Iterable[Item], wanted: str) -> list[Item]:
    """Return what answers to `wanted`, the best first; all in their order when it is empty."""
    if not wanted.strip():
        return sorted(items, key=lambda item: _ORDER.index(item.kind))
    scored = [
        (points + _FIRST.get(item.kind, 0.0), item)
        for item in items
        if (points := best(wanted, item.names)) is not None
    ]
    # Answers that are about equally good stay in the order of their catalogue.
    scored.sort(key=lambda pair: (-round(pair[0]), _ORDER.index(pair[1].kind)))
    return [item for _, item in scored]


def setting_items(
    specs: Mapping[str, SettingSpec],
    reading: SettingsReading | None,
    go: Callable[[str], object],
    degrees: str = "c",
) -> list[Item]:
    """Return the settings a board has; they answer to label, key and English label."""
    here = [
        spec
        for key, spec in specs.items()
        if reading is None or key in reading.values or key in reading.limits
    ]
    return [
        Item(
            kind=Kind.SETTING,
            names=(texts.label_of(spec), spec.key, spec.label),
            note=_setting_note(spec, reading, degrees),
            run=lambda key=spec.key: go(key),  # type: ignore[misc]
        )
        for spec in here
    ]


def _setting_note(spec: SettingSpec, reading: SettingsReading | None, degrees: str) -> str:
    if reading is None or spec.key not in reading.values:
        return ""
    return texts.value_text(spec, reading.values[spec.key], degrees=degrees)


def kind_word(kind: Kind) -> str:
    """Return what an item is, in the present language."""
    return QCoreApplication.translate("Palette", KINDS[kind])
