"""What a setting means (`SettingSpec`), what a board can store (`SettingLimits`), a reading.

Values are in model units (V, A, Ah, s, degrees C); current limits are positive magnitudes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

type SettingValue = float | int | str | bool


class Group(StrEnum):
    """The page a setting stands on."""

    NORMAL = "normal"
    TEMP = "temp"
    CURRENT = "current"
    MORE = "more"


class Kind(StrEnum):
    """What sort of value it is."""

    NUMBER = "number"
    INTEGER = "integer"
    TEXT = "text"
    CHOICE = "choice"
    BITS = "bits"


class Risk(StrEnum):
    """How much harm a wrong value can do: EASY, CAREFUL (behaviour), DANGEROUS (safety limits)."""

    EASY = "easy"
    CAREFUL = "careful"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingSpec:
    """Meaning of one setting.

    Attributes:
        key: stable name, unit as suffix (CONTRACT.md section 4).
        label: English text, marked for translation in context "Setting".
        unit: model unit shown on screen ("V", "A", "Ah", "s", "µs", "°C", "%", "mΩ" or "").
        minimum, maximum: sane limits in model units; None = no limit of the catalogue's own.
        decimals: digits shown after the point.
        screen_factor, screen_unit: forms may show millivolts; both notations are accepted.
        choices: for Kind.CHOICE, allowed values.
        read_only: shown, never written, on any board.
        help: what it does, one or two sentences, marked in context "SettingHelp".
        too_high, too_low: what goes wrong then, one sentence each, marked likewise; "" where
            nothing does (texts, choices, serial numbers).
        identity: it says which board this is (battery code, serial, barcode, production date); it
            is not copied to another one unless asked for.
    """

    key: str
    label: str
    group: Group
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    kind: Kind = Kind.NUMBER
    risk: Risk = Risk.DANGEROUS
    choices: tuple[str, ...] = ()
    read_only: bool = False
    identity: bool = False
    help: str = ""
    too_high: str = ""
    too_low: str = ""
    renamed_from: tuple[str, ...] = ()


def identity_keys(specs: Mapping[str, SettingSpec]) -> frozenset[str]:
    """Return the settings that say which board this is: no part of what another one should get."""
    return frozenset(key for key, spec in specs.items() if spec.identity)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLimits:
    """What one board can store for one setting.

    Attributes:
        minimum, maximum: in model units, inclusive; None = no limit.
        step: smallest difference the board can store, in model units; None = any.
        allowed: the only values it can store (coded registers), ascending; empty = any in range.
        writable: False = shown only; `reason` says why, marked for translation in context "Reason".
        max_bytes: for texts, the longest the board can store (UTF-8).
        ascii_only: for texts, letters, digits and signs of ASCII and nothing else.
        erasable: for texts, an empty one may be written; it erases what is there.
    """

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    allowed: tuple[float, ...] = ()
    writable: bool = True
    reason: str = ""
    max_bytes: int | None = None
    ascii_only: bool = False
    erasable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsReading:
    """Settings as they were read from a board at one time.

    Attributes:
        values: by setting key, model units.
        raw: register or field name -> raw bytes, for support and byte-exact undo.
        limits: what the board can store, by setting key.
    """

    time: datetime
    protocol: str
    device_id: str | None
    values: Mapping[str, SettingValue]
    raw: Mapping[str, bytes] = field(default_factory=dict)
    limits: Mapping[str, SettingLimits] = field(default_factory=dict)
