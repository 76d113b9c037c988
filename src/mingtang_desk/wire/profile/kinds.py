"""Kinds of places, numbers and encodings that a register map is made of."""

from enum import StrEnum


class Space(StrEnum):
    """Which of Modbus' four tables a place is in."""

    HOLDING = "holding"
    INPUT = "input"
    COIL = "coil"
    DISCRETE = "discrete"

    @property
    def is_bits(self) -> bool:
        """True where an address is one bit."""
        return self in (Space.COIL, Space.DISCRETE)

    @property
    def read_function(self) -> int:
        """Function code that reads it."""
        return {Space.COIL: 1, Space.DISCRETE: 2, Space.HOLDING: 3, Space.INPUT: 4}[self]


class Type(StrEnum):
    """How the registers of a value become a whole number or a text.

    HIGH and LOW are the bytes of one register; CLOCK is year - 2000, month, day, hour, minute,
    second, a byte each; DATE is year - 2000 (7 bits), month (4), day (5).
    """

    U16 = "u16"
    I16 = "i16"
    HIGH = "high"
    LOW = "low"
    U32 = "u32"
    I32 = "i32"
    TEXT = "text"
    CLOCK = "clock"
    DATE = "date"

    @property
    def registers(self) -> int:
        """Registers it takes; texts say theirs themselves."""
        return {Type.U32: 2, Type.I32: 2, Type.CLOCK: 3}.get(self, 1)

    @property
    def is_number(self) -> bool:
        """True where a scale and missing values make sense."""
        return self not in (Type.TEXT, Type.CLOCK, Type.DATE)

    @property
    def bounds(self) -> tuple[int, int]:
        """Smallest and largest raw value of a number."""
        return {
            Type.I16: (-0x8000, 0x7FFF),
            Type.HIGH: (0, 0xFF),
            Type.LOW: (0, 0xFF),
            Type.U32: (0, 0xFFFFFFFF),
            Type.I32: (-0x80000000, 0x7FFFFFFF),
        }.get(self, (0, 0xFFFF))


class Encoding(StrEnum):
    """A raw number that is no plain count.

    TOWER: 0-100 are themselves, 101-200 mean 100 - raw, FF38-FFFF are signed; others are no value
    (China Tower temperatures). SIGN_BIT: the top bit is the sign, the rest the magnitude. BCD: two
    decimal digits a byte.
    """

    PLAIN = "plain"
    TOWER = "tower"
    SIGN_BIT = "sign_bit"
    BCD = "bcd"

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Smallest and largest number it can hold; None = what the type holds."""
        return {
            Encoding.TOWER: (-100, 100),
            Encoding.SIGN_BIT: (-0x7FFF, 0x7FFF),
            Encoding.BCD: (0, 9999),
        }.get(self)
