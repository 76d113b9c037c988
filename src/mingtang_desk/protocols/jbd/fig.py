"""Settings files of the JBD PC tools (`.fig`): a register name and its raw number on each line.

Names and what they stand for are public knowledge: they are those of the register table. A register
that has two settings stands as two lines, a byte each. What is not known is reported, not guessed.
Source: docs/protocols/jbd.md, section 5.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mingtang_desk.device.settings import SettingValue
from mingtang_desk.protocols.jbd import settings
from mingtang_desk.protocols.jbd.coded import KEYS as CODED
from mingtang_desk.protocols.jbd.places import PLACES
from mingtang_desk.protocols.jbd.status import decode_text

HEADER = "FileCode"
"""First line of a file; no source says what its number means."""

_LINE = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*[=:\s]\s*(.*?)\s*")
_WORD, _HIGH, _LOW = "word", "high", "low"
_TEXTS: Mapping[str, int] = {"ManufacturerName": 0xA0, "DeviceName": 0xA1, "BarCode": 0xA2}
_NAMES: Mapping[str, tuple[int, str]] = {
    name: (register, part)
    for register, part, name in (
        (0x10, _WORD, "DesignCapacity"),
        (0x11, _WORD, "CycleCapacity"),
        (0x12, _WORD, "FullChargeVol"),
        (0x13, _WORD, "ChargeEndVol"),
        (0x14, _WORD, "DischargingRate"),
        (0x15, _WORD, "ManufactureDate"),
        (0x16, _WORD, "SerialNumber"),
        (0x17, _WORD, "CycleCount"),
        (0x18, _WORD, "ChgOverTemp"),
        (0x19, _WORD, "ChgOTRelease"),
        (0x1A, _WORD, "ChgLowTemp"),
        (0x1B, _WORD, "ChgUTRelease"),
        (0x1C, _WORD, "DisOverTemp"),
        (0x1D, _WORD, "DsgOTRelease"),
        (0x1E, _WORD, "DisLowTemp"),
        (0x1F, _WORD, "DsgUTRelease"),
        (0x20, _WORD, "PackOverVoltage"),
        (0x21, _WORD, "PackOVRelease"),
        (0x22, _WORD, "PackUnderVoltage"),
        (0x23, _WORD, "PackUVRelease"),
        (0x24, _WORD, "CellOverVoltage"),
        (0x25, _WORD, "CellOVRelease"),
        (0x26, _WORD, "CellUnderVoltage"),
        (0x27, _WORD, "CellUVRelease"),
        (0x28, _WORD, "OverChargeCurrent"),
        (0x29, _WORD, "OverDisCurrent"),
        (0x2A, _WORD, "BalanceStartVoltage"),
        (0x2B, _WORD, "BalanceWindow"),
        (0x2C, _WORD, "SenseResistor"),
        (0x2D, _WORD, "BatteryConfig"),
        (0x2E, _WORD, "NtcConfig"),
        (0x2F, _WORD, "PackNum"),
        (0x30, _WORD, "fet_ctrl_time_set"),
        (0x31, _WORD, "led_disp_time_set"),
        (0x32, _WORD, "VoltageCap80"),
        (0x33, _WORD, "VoltageCap60"),
        (0x34, _WORD, "VoltageCap40"),
        (0x35, _WORD, "VoltageCap20"),
        (0x36, _WORD, "HardCellOverVoltage"),
        (0x37, _WORD, "HardCellUnderVoltage"),
        (0x38, _HIGH, "HardChgOverCurrent"),
        (0x38, _LOW, "HardDsgOverCurrent"),
        (0x39, _HIGH, "HardTime"),
        (0x39, _LOW, "SCReleaseTime"),
        (0x3A, _HIGH, "ChgUTDelay"),
        (0x3A, _LOW, "ChgOTDelay"),
        (0x3B, _HIGH, "DsgUTDelay"),
        (0x3B, _LOW, "DsgOTDelay"),
        (0x3C, _HIGH, "PackUVDelay"),
        (0x3C, _LOW, "PackOVDelay"),
        (0x3D, _HIGH, "CellUVDelay"),
        (0x3D, _LOW, "CellOVDelay"),
        (0x3E, _HIGH, "ChgOCDelay"),
        (0x3E, _LOW, "ChgOCRDelay"),
        (0x3F, _HIGH, "DsgOCDelay"),
        (0x3F, _LOW, "DsgOCRDelay"),
    )
}
_RAW = (settings.SHORT_RAW_KEY, settings.HARDWARE_RAW_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigFile:
    """What such a file says.

    Attributes:
        settings: by our key, in model units.
        unknown: names that are not known, with their values; they were left out.
        refused: lines of a known name whose value is none, in words; they were left out.
    """

    settings: Mapping[str, SettingValue]
    unknown: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def looks_like(text: str) -> bool:
    """Return whether a text has lines of such a file."""
    return any(
        match[1] in _NAMES or match[1] in _TEXTS
        for line in text.splitlines()
        if (match := _LINE.fullmatch(line)) is not None
    )


def parse(text: str) -> FigFile:
    """Return the settings that a file holds; of a name that stands twice the second is refused."""
    given: dict[tuple[int, str], int] = {}
    texts: dict[str, SettingValue] = {}
    unknown: dict[str, str] = {}
    refused: list[str] = []
    ours = {register: key for key, register in settings.TEXTS.items()}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip("\r") + " ")
        name, value = (line.strip(), "") if match is None else (match[1], match[2])
        if name in _TEXTS:
            texts[ours[_TEXTS[name]]] = decode_text(value.encode("ascii", "replace"))
        elif name not in _NAMES:
            if name != HEADER:
                unknown[name] = value
        elif _NAMES[name] in given:
            refused.append(f"line {number}: {name} stands twice")
        elif (raw := _raw(value, _NAMES[name][1])) is None:
            refused.append(f"line {number}: {name} = “{value}” is no number of its register")
        else:
            given[_NAMES[name]] = raw
    return FigFile(settings=_decoded(given) | texts, unknown=unknown, refused=tuple(refused))


def _raw(value: str, part: str) -> int | None:
    """Return the raw number of a line; the files write signed registers without their sign."""
    most = 0xFFFF if part == _WORD else 0xFF
    if not value.isascii() or not value.isdigit() or int(value[:9]) > most:
        return None
    return int(value)


def _decoded(given: Mapping[tuple[int, str], int]) -> dict[str, SettingValue]:
    numbers: dict[int, int] = {}
    for (register, part), raw in given.items():
        numbers[register] = numbers.get(register, 0) | (raw << 8 if part == _HIGH else raw)
    words = {register: number.to_bytes(2, "big") for register, number in numbers.items()}
    values = settings.decode(words)
    return {key: value for key, value in values.items() if key not in _RAW and _has(key, given)}


def _has(key: str, given: Mapping[tuple[int, str], int]) -> bool:
    """Return whether the file had the byte that a setting stands in."""
    if key in CODED:
        high = key in ("scp_a", "scp_delay_us", "cell_secondary_ovp_delay_s")
        high = high or key == "cell_secondary_uvp_delay_s"
        return (CODED[key], _HIGH if high else _LOW) in given
    part = PLACES[key].part if key in PLACES else _WORD
    return part == _WORD or (PLACES[key].register, part) in given
