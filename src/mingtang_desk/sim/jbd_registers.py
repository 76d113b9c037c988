"""The settings registers 10..3F of a JBD board with the TI front end, and what they mean.

One row per setting: where it stands and how a count becomes a model value. From the rows come the
limits that the protection works with, the start values, and the faults that name a setting.
Source: docs/protocols/jbd.md, section 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FIRST_REGISTER = 0x10
LAST_REGISTER = 0x3F
DESIGN_CAPACITY = 0x10
FULL_CAPACITY = 0x11
FULL_VOLTAGE = 0x12
EMPTY_VOLTAGE = 0x13
PRODUCTION_DATE = 0x15
SERIAL = 0x16
CYCLES = 0x17
SHUNT = 0x2C
FUNCTIONS = 0x2D
NTC_ENABLE = 0x2E
CELL_COUNT = 0x2F
HARDWARE_CURRENT = 0x38
VOLTAGE_AT_80_60_40_20 = (0x32, 0x33, 0x34, 0x35)

FUNCTION_BALANCE = 1 << 2
FUNCTION_BALANCE_CHARGING_ONLY = 1 << 3
FUNCTION_UNIT_SWITCH = 1 << 12
FINE_SHUNT = 0x8000
DOUBLE_LEVELS = 0x8000
ZERO_C = 2731

SHORT_MV = (22.0, 33.0, 44.0, 56.0, 67.0, 78.0, 89.0, 100.0)
SHORT_DELAY_US = (70.0, 100.0, 200.0, 400.0)
DISCHARGE_2_MV = (
    *(8.0, 11.0, 14.0, 17.0, 19.0, 22.0, 25.0, 28.0),
    *(31.0, 33.0, 36.0, 39.0, 42.0, 44.0, 47.0, 50.0),
)
DISCHARGE_2_DELAY_S = (0.008, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28)
HARDWARE_OV_DELAY_S = (1.0, 2.0, 4.0, 8.0)
HARDWARE_UV_DELAY_S = (1.0, 4.0, 8.0, 16.0)


def shunt_mohm(registers: Mapping[int, int]) -> float:
    """The shunt that the board believes in: steps of 0.1 mOhm, of 0.01 with the top bit set."""
    raw = registers[SHUNT]
    return (raw & ~FINE_SHUNT) / (100 if raw & FINE_SHUNT else 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting in (a part of) a register.

    Attributes:
        register: its number.
        shift: lowest bit.
        bits: width.
        per_unit: counts in one model unit.
        zero: count that stands for 0 model units.
        negative: stored as a negative 16-bit number of the same magnitude.
        codes: model values by code, for coded fields.
        by_shunt: the codes are mV across the shunt and the value is a current.
    """

    register: int
    shift: int = 0
    bits: int = 16
    per_unit: int = 1
    zero: int = 0
    negative: bool = False
    codes: tuple[float, ...] = ()
    by_shunt: bool = False

    @property
    def mask(self) -> int:
        """The field's bits within its register."""
        return ((1 << self.bits) - 1) << self.shift

    def count(self, word: int) -> int:
        """The field's bits taken out of a register word."""
        return (word & self.mask) >> self.shift

    def insert(self, word: int, count: int) -> int:
        """A register word with this field replaced."""
        return (word & ~self.mask) | ((count << self.shift) & self.mask)

    def value(self, registers: Mapping[int, int]) -> float:
        """The setting in model units."""
        count = self.count(registers[self.register])
        if self.codes:
            return self.codes[count] * self._code_factor(registers)
        if self.negative:
            return abs(count - 0x10000 if count & 0x8000 else count) / self.per_unit
        return (count - self.zero) / self.per_unit

    def word(self, registers: Mapping[int, int], value: float) -> int:
        """The register word that holds `value`, for coded fields the nearest that there is.

        Raises:
            FieldRangeError: the value does not fit into the field.
        """
        word = registers[self.register]
        if self.codes:
            wanted = value / self._code_factor(registers)
            nearest = min(range(len(self.codes)), key=lambda code: abs(self.codes[code] - wanted))
            return self.insert(word, nearest)
        count = round(value * self.per_unit) + self.zero
        if self.negative:
            count = -count & 0xFFFF
        if not 0 <= count < 1 << self.bits:
            raise FieldRangeError(value)
        return self.insert(word, count)

    def _code_factor(self, registers: Mapping[int, int]) -> float:
        if not self.by_shunt:
            return 1.0
        return (2 if registers[HARDWARE_CURRENT] & DOUBLE_LEVELS else 1) / shunt_mohm(registers)


class FieldRangeError(ValueError):
    """A value does not fit into its register."""

    def __init__(self, value: float) -> None:
        super().__init__(f"{value} does not fit")


def _pair(register: int, first: str, second: str) -> dict[str, Field]:
    """Two one-byte values in one register, seconds each."""
    return {
        first: Field(register=register, shift=8, bits=8),
        second: Field(register=register, bits=8),
    }


def _temperature(register: int) -> Field:
    return Field(register=register, per_unit=10, zero=ZERO_C)


FIELDS: dict[str, Field] = {
    "nominal_ah": Field(register=DESIGN_CAPACITY, per_unit=100),
    "full_ah": Field(register=FULL_CAPACITY, per_unit=100),
    "cell_count": Field(register=CELL_COUNT),
    "chg_otp_c": _temperature(0x18),
    "chg_otr_c": _temperature(0x19),
    "chg_utp_c": _temperature(0x1A),
    "chg_utr_c": _temperature(0x1B),
    "dsg_otp_c": _temperature(0x1C),
    "dsg_otr_c": _temperature(0x1D),
    "dsg_utp_c": _temperature(0x1E),
    "dsg_utr_c": _temperature(0x1F),
    "pack_ovp_v": Field(register=0x20, per_unit=100),
    "pack_ovr_v": Field(register=0x21, per_unit=100),
    "pack_uvp_v": Field(register=0x22, per_unit=100),
    "pack_uvr_v": Field(register=0x23, per_unit=100),
    "cell_ovp_v": Field(register=0x24, per_unit=1000),
    "cell_ovr_v": Field(register=0x25, per_unit=1000),
    "cell_uvp_v": Field(register=0x26, per_unit=1000),
    "cell_uvr_v": Field(register=0x27, per_unit=1000),
    "chg_ocp_1_a": Field(register=0x28, per_unit=100),
    "dsg_ocp_1_a": Field(register=0x29, per_unit=100, negative=True),
    "balance_start_v": Field(register=0x2A, per_unit=1000),
    "balance_delta_v": Field(register=0x2B, per_unit=1000),
    "cell_secondary_ovp_v": Field(register=0x36, per_unit=1000),
    "cell_secondary_uvp_v": Field(register=0x37, per_unit=1000),
    "scp_a": Field(register=0x38, shift=8, bits=3, codes=SHORT_MV, by_shunt=True),
    "scp_delay_us": Field(register=0x38, shift=11, bits=2, codes=SHORT_DELAY_US),
    "dsg_ocp_2_a": Field(register=0x38, bits=4, codes=DISCHARGE_2_MV, by_shunt=True),
    "dsg_ocp_2_delay_s": Field(register=0x38, shift=4, bits=3, codes=DISCHARGE_2_DELAY_S),
    "cell_secondary_ovp_delay_s": Field(register=0x39, shift=14, bits=2, codes=HARDWARE_OV_DELAY_S),
    "cell_secondary_uvp_delay_s": Field(register=0x39, shift=12, bits=2, codes=HARDWARE_UV_DELAY_S),
    "scp_recovery_s": Field(register=0x39, bits=8),
    **_pair(0x3A, "chg_utp_delay_s", "chg_otp_delay_s"),
    **_pair(0x3B, "dsg_utp_delay_s", "dsg_otp_delay_s"),
    **_pair(0x3C, "pack_uvp_delay_s", "pack_ovp_delay_s"),
    **_pair(0x3D, "cell_uvp_delay_s", "cell_ovp_delay_s"),
    **_pair(0x3E, "chg_ocp_1_delay_s", "chg_ocp_1_recovery_s"),
    **_pair(0x3F, "dsg_ocp_1_delay_s", "dsg_ocp_1_recovery_s"),
}


def limits(registers: Mapping[int, int]) -> dict[str, float]:
    """All settings in model units, by setting key."""
    return {key: field.value(registers) for key, field in FIELDS.items()}


def is_settings_register(register: int) -> bool:
    """True for 10..3F."""
    return FIRST_REGISTER <= register <= LAST_REGISTER


def is_acceptable(register: int, word: int) -> bool:
    """What a board takes: a shunt of nothing or a pack of no cells it does not."""
    if register == SHUNT:
        return word & ~FINE_SHUNT != 0
    if register == CELL_COUNT:
        return 3 <= word <= 32
    return True
