"""The settings registers of a Mingtang board: where each stands, its scale, what it may be.

Source: docs/protocols/mingtang.md, section 3.5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FIRST, LAST = 0x2200, 0x2232
CHEMISTRY_CODES = {"nmc": 0, "lfp": 1, "lto": 2, "lmo": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting.

    Attributes:
        key: setting key.
        register: its first register.
        low: lowest raw value that the board takes.
        high: highest raw value.
        words: registers that it takes, high word first.
        per_unit: counts in one model unit.
        signed: two's complement.
        writable: False = shown only.
    """

    key: str
    register: int
    low: int
    high: int
    words: int = 1
    per_unit: int = 1
    signed: bool = False
    writable: bool = True

    @property
    def registers(self) -> range:
        """The registers that hold it."""
        return range(self.register, self.register + self.words)

    def raw(self, registers: Mapping[int, int]) -> int:
        """The number in its registers."""
        data = b"".join(registers[r].to_bytes(2, "big") for r in self.registers)
        return int.from_bytes(data, "big", signed=self.signed)

    def value(self, registers: Mapping[int, int]) -> float:
        """The setting in model units."""
        return self.raw(registers) / self.per_unit

    def split(self, raw: int) -> dict[int, int]:
        """The words that hold a raw value, by register."""
        data = raw.to_bytes(2 * self.words, "big", signed=self.signed)
        words = (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
        return dict(zip(self.registers, words, strict=True))

    def encode(self, value: float) -> dict[int, int]:
        """The words that hold a value in model units.

        Raises:
            SettingRangeError: the board does not take it.
        """
        raw = round(value * self.per_unit)
        if not self.low <= raw <= self.high:
            raise SettingRangeError(self)
        return self.split(raw)


class SettingRangeError(ValueError):
    """A board does not take a value.

    Attributes:
        allowed: the range in words.
    """

    def __init__(self, field: Field) -> None:
        self.allowed = f"{field.low / field.per_unit:g} to {field.high / field.per_unit:g}"
        super().__init__(f"{field.key} has to be {self.allowed}")


def _row(register: int, *keys: str, per_unit: int, low: int, high: int) -> Iterator[Field]:
    for i, key in enumerate(keys):
        signed = low < 0
        yield Field(
            key=key, register=register + i, per_unit=per_unit, low=low, high=high, signed=signed
        )


def _cells(register: int, *keys: str) -> Iterator[Field]:
    return _row(register, *keys, per_unit=1000, low=500, high=5000)


def _differences(register: int, *keys: str) -> Iterator[Field]:
    return _row(register, *keys, per_unit=1000, low=1, high=5000)


def _packs(register: int, *keys: str) -> Iterator[Field]:
    return _row(register, *keys, per_unit=100, low=100, high=20000)


def _temperatures(register: int, scope: str) -> Iterator[Field]:
    keys = (f"{scope}_{kind}_c" for kind in ("otp", "otr", "utp", "utr"))
    return _row(register, *keys, per_unit=10, low=-600, high=1500)


def _current(register: int, key: str) -> Iterator[Field]:
    return _row(register, key, per_unit=10, low=1, high=10000)


def _times(register: int, *keys: str) -> Iterator[Field]:
    return _row(register, *keys, per_unit=1, low=0, high=0xFFFF)


def _levels(register: int, scope: str) -> Iterator[Field]:
    for level in (1, 2, 3):
        stem, first = f"{scope}_ocp_{level}", register + 3 * (level - 1)
        yield from _current(first, f"{stem}_a")
        yield from _times(first + 1, f"{stem}_delay_s", f"{stem}_recovery_s")


FIELDS = {
    field.key: field
    for field in (
        Field(key="nominal_ah", register=0x2200, words=2, per_unit=100, low=1, high=1000000),
        Field(key="cell_count", register=0x2202, low=1, high=32),
        Field(key="chemistry", register=0x2203, low=0, high=3),
        *_cells(0x2204, "cell_ovp_v", "cell_ovr_v", "cell_uvp_v", "cell_uvr_v"),
        *_differences(0x2208, "cell_delta_protect_v"),
        *_packs(0x2209, "pack_ovp_v", "pack_ovr_v", "pack_uvp_v", "pack_uvr_v"),
        *_packs(0x220D, "secondary_ovp_v", "secondary_uvp_v"),
        Field(
            key="rated_current_a", register=0x220F, per_unit=10, low=1, high=10000, writable=False
        ),
        *_temperatures(0x2210, "board"),
        *_temperatures(0x2214, "chg"),
        *_temperatures(0x2218, "dsg"),
        *_levels(0x221C, "chg"),
        *_levels(0x2225, "dsg"),
        *_current(0x222E, "scp_a"),
        *_times(0x222F, "scp_delay_us", "scp_recovery_s"),
        *_cells(0x2231, "balance_start_v"),
        *_differences(0x2232, "balance_delta_v"),
    )
}
OWNER = {register: field for field in FIELDS.values() for register in field.registers}
# What the board has no register for, in model units.
FIXED = {
    "cell_ovp_delay_s": 2.0,
    "cell_uvp_delay_s": 4.0,
    "pack_ovp_delay_s": 2.0,
    "pack_uvp_delay_s": 4.0,
    "secondary_ovp_delay_s": 1.0,
    "secondary_uvp_delay_s": 2.0,
    "cell_delta_protect_delay_s": 5.0,
    **{f"{scope}_{o}tp_delay_s": 3.0 for scope in ("board", "chg", "dsg") for o in "ou"},
}
DELTA_RECOVERY = 0.8
"""A cell difference has to fall below this part of its limit before the protection ends."""


def limits(registers: Mapping[int, int]) -> dict[str, float]:
    """All settings in model units, by setting key, with what the board has no register for."""
    values = {key: field.value(registers) for key, field in FIELDS.items()}
    delta_v = values["cell_delta_protect_v"] * DELTA_RECOVERY
    return values | FIXED | {"cell_delta_recovery_v": delta_v}


def factory(settings: Mapping[str, float]) -> dict[int, int]:
    """The registers of a whole set in model units."""
    registers: dict[int, int] = {}
    for key, field in FIELDS.items():
        registers |= field.encode(settings[key])
    return registers
