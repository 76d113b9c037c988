"""Registers 38 and 39: short circuit, second over-current, hardware delays, as table codes.

The tables are those of the TI front end, the only ones two sources agree on. Which front end a
board has cannot be read from it: values are shown, but written only when the user has named it
(`ic=ti` in the URI). Source: docs/protocols/jbd.md, section 5.
"""

from collections.abc import Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import SettingLimits, SettingValue

SHOWN_ONLY = QT_TRANSLATE_NOOP(
    "Reason", "This value is shown for support; it is changed through its decoded fields."
)
IC_UNKNOWN = QT_TRANSLATE_NOOP(
    "Reason",
    "The front-end chip of this board is not known; add ic=ti to its address if it is a TI one.",
)
SHUNT_UNKNOWN = QT_TRANSLATE_NOOP(
    "Reason", "The shunt of this board is not known, so amperes cannot be set."
)

SHORT_MV = (22, 33, 44, 56, 67, 78, 89, 100)
SHORT_DELAY_US = (70, 100, 200, 400)
SECOND_MV = (8, 11, 14, 17, 19, 22, 25, 28, 31, 33, 36, 39, 42, 44, 47, 50)
SECOND_DELAY_MS = (8, 20, 40, 80, 160, 320, 640, 1280)
HARDWARE_OV_S = (1, 2, 4, 8)
HARDWARE_UV_S = (1, 4, 8, 16)
DOUBLE = 0x8000

KEYS: Mapping[str, int] = {
    "scp_a": 0x38,
    "scp_delay_us": 0x38,
    "dsg_ocp_2_a": 0x38,
    "dsg_ocp_2_delay_s": 0x38,
    "cell_secondary_ovp_delay_s": 0x39,
    "cell_secondary_uvp_delay_s": 0x39,
}
_PLACES: Mapping[str, tuple[int, int, tuple[int, ...], float]] = {
    # key: (lowest bit, mask, table, divisor to model units)
    "scp_a": (8, 7, SHORT_MV, 1),
    "scp_delay_us": (11, 3, SHORT_DELAY_US, 1),
    "dsg_ocp_2_a": (0, 15, SECOND_MV, 1),
    "dsg_ocp_2_delay_s": (4, 7, SECOND_DELAY_MS, 1000),
    "cell_secondary_ovp_delay_s": (14, 3, HARDWARE_OV_S, 1),
    "cell_secondary_uvp_delay_s": (12, 3, HARDWARE_UV_S, 1),
}
_AMPS = ("scp_a", "dsg_ocp_2_a")


def _values(key: str, word: int, shunt_mohm: float) -> tuple[float, ...]:
    _, _, table, divisor = _PLACES[key]
    if key not in _AMPS:
        return tuple(entry / divisor for entry in table)
    if shunt_mohm <= 0:
        return ()
    factor = 2 if word & DOUBLE else 1
    return tuple(round(entry * factor / shunt_mohm, 3) for entry in table)


def decode(numbers: Mapping[int, int], shunt_mohm: float) -> dict[str, SettingValue]:
    """Return the decoded fields of registers 38 and 39; amperes only where the shunt is known."""
    found: dict[str, SettingValue] = {}
    for key, register in KEYS.items():
        if register not in numbers:
            continue
        low, mask, _, _ = _PLACES[key]
        values = _values(key, numbers[register], shunt_mohm)
        if values:
            found[key] = values[numbers[register] >> low & mask]
    return found


def scale_words(key: str) -> str:
    """Return how the bits of a register become a field: "bits 8-10, code of 22, 33, … mV"."""
    low, mask, table, divisor = _PLACES[key]
    unit = "mV over the shunt" if key in _AMPS else "µs" if key == "scp_delay_us" else "s"
    codes = ", ".join(f"{entry / divisor:g}" for entry in table)
    return f"bits {low}-{low + mask.bit_length() - 1}, code of {codes} {unit}"


def limits(numbers: Mapping[int, int], shunt_mohm: float, ic: str) -> dict[str, SettingLimits]:
    """Return the only values each coded field can take, and whether it may be written."""
    table: dict[str, SettingLimits] = {}
    for key, register in KEYS.items():
        if register not in numbers:
            continue
        values = _values(key, numbers[register], shunt_mohm)
        reason = "" if values else SHUNT_UNKNOWN
        if ic != "ti":
            reason = IC_UNKNOWN
        table[key] = SettingLimits(allowed=values, writable=not reason, reason=reason)
    return table


def encode(key: str, value: float, word: int, shunt_mohm: float) -> int:
    """Return the register with one coded field set to the nearest table value, the rest kept."""
    low, mask, _, _ = _PLACES[key]
    values = _values(key, word, shunt_mohm)
    index = min(range(len(values)), key=lambda at: abs(values[at] - value))
    return word & ~(mask << low) & 0xFFFF | index << low
