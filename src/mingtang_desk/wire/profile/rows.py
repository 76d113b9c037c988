"""What a profile says: places, values, groups of bits, controls, parts of a board."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from mingtang_desk.wire.profile.kinds import Encoding, Space, Type
from mingtang_desk.wire.scale import UNITY, Scale

FORMAT = "mingtang-profile/1"
MILLI = Scale(den=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands.

    Attributes:
        address: first register or coil; count: how many.
    """

    space: Space
    address: int
    count: int = 1

    @property
    def end(self) -> int:
        """Address behind the last one."""
        return self.address + self.count


_NO_CHOICES: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value.

    Attributes:
        key: "section.name" ("status.pack_v", "settings.cell_ovp_v", "temperatures.board").
        bit: which bit of the number, for flags inside a register; None = the whole number.
        missing: raw values that mean "not reported".
        open, short: raw values of a sensor that is open or shorted.
        choices: raw number to word; a number that is not there is not reported.
        slow: True = read when connecting and once a minute, not with every poll.
        minimum, maximum: what the board accepts, before scaling; None = what the type holds.
        low_first: 32-bit values have their low register first.
        label, unit, help: of what no catalogue knows (`extras`, `x_` settings), in English.
        line: where it stands in the file, 0 = in none.
    """

    key: str
    place: Place
    type: Type = Type.U16
    scale: Scale = UNITY
    encoding: Encoding = Encoding.PLAIN
    bit: int | None = None
    missing: tuple[int, ...] = ()
    open: tuple[int, ...] = ()
    short: tuple[int, ...] = ()
    choices: Mapping[int, str] = _NO_CHOICES
    slow: bool = False
    minimum: int | None = None
    maximum: int | None = None
    low_first: bool = False
    read_only: bool = False
    label: str = ""
    unit: str = ""
    help: str = ""
    line: int = field(default=0, compare=False)

    @property
    def section(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """The part of the key behind the dot."""
        return self.key.partition(".")[2]

    @property
    def bounds(self) -> tuple[int, int]:
        """Smallest and largest number, before scaling, that may be written."""
        low, high = self.encoding.bounds or self.type.bounds
        return (
            low if self.minimum is None else self.minimum,
            high if self.maximum is None else self.maximum,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Cells in a row of registers; `first` is the number of the first one, from 1."""

    key: str
    place: Place
    first: int = 1
    scale: Scale = MILLI
    line: int = field(default=0, compare=False)


class Target(StrEnum):
    """Which list of a sample a group of bits fills."""

    PROTECTIONS = "protections"
    ALARMS = "alarms"
    FAULTS = "faults"
    BALANCING = "balancing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bits:
    """Bits that are names (or cells): of one number, or of coils.

    Attributes:
        names: bit number to key; a bit without a name is kept in the raw value only.
    """

    key: str
    target: Target
    place: Place
    names: Mapping[int, str] = _NO_CHOICES
    low_first: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """How one action is done.

    Attributes:
        action: key of `device.catalogue.controls.Action`.
        place: coil or register that is written; a clock takes three registers.
        type, scale: of a number that is written (set-soc).
        value: fixed number that is written, None = the switch's or the given value.
        on, off: numbers that mean on and off; None = the coil's own.
    """

    action: str
    place: Place
    type: Type = Type.U16
    scale: Scale = UNITY
    value: int | None = None
    on: int | None = None
    off: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A number that tells whether a part is there: it answers, and equals one of `equals`.

    Attributes:
        equals: empty = any answer will do.
    """

    place: Place
    equals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A set of rows that stand or fall together.

    Attributes:
        key: "" for what every board of the profile has.
        probe: None = always there.
        replaces: keys of rows of other parts that count no more when this part is there.
        reason: what to say when it is not there.
    """

    key: str = ""
    probe: Probe | None = None
    replaces: tuple[str, ...] = ()
    reason: str = ""
    values: tuple[Value, ...] = ()
    cells: tuple[Cells, ...] = ()
    bits: tuple[Bits, ...] = ()
    controls: tuple[Control, ...] = ()

    @property
    def rows(self) -> "tuple[Value | Cells | Bits, ...]":
        """Everything it reads."""
        return (*self.values, *self.cells, *self.bits)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of everything it reads."""
        return tuple(row.key for row in self.rows)

    @property
    def places(self) -> tuple[Place, ...]:
        """First place of everything it reads; of cells a board may have but some."""
        return tuple(
            replace(row.place, count=1) if isinstance(row, Cells) else row.place
            for row in self.rows
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """How a board of this profile is known.

    Attributes:
        expect: key of a base value to (least, most) in model units; else it is another device.
        requires: parts without which `protocol=auto` does not choose this profile.
        id, name: keys of texts, the first one that is written counts.
    """

    expect: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A whole register map.

    Attributes:
        key: protocol key, also in `x_<key>_<name>`.
        reply_address: under which the board answers; None = the one it was asked under.
        max_gap: registers that may be read along unasked, 0 = none.
        write_single, write_many: function codes that the board takes for one and several registers.
        max_write: registers of several settings that may be set by one request, all or none of
            them; 0 = each setting by itself.
        parts: the base first.
    """

    key: str
    label: str
    source: str = ""
    baud: int = 9600
    address: int = 1
    reply_address: int | None = None
    max_registers: int = 125
    max_coils: int = 2000
    max_gap: int = 8
    write_single: int = 6
    write_many: int = 16
    max_write: int = 0
    identify: Identify = Identify()
    parts: tuple[Part, ...] = (Part(),)
