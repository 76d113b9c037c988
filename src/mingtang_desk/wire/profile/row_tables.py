"""A table of a profile that describes a value, a group of bits, or something that is written."""

from dataclasses import replace
from fractions import Fraction

from mingtang_desk.wire.profile.kinds import Encoding, Space, Type
from mingtang_desk.wire.profile.rows import Place, Value
from mingtang_desk.wire.profile.tables import Table
from mingtang_desk.wire.scale import UNITY, Scale

_SPACES = {
    "at": Space.HOLDING,
    "input": Space.INPUT,
    "coil": Space.COIL,
    "discrete": Space.DISCRETE,
}
_HIGHEST = 0xFFFF
_FINEST = 10**9


class RowTable(Table):
    """Places, types and scales with their checks."""

    def raws(self, key: str, kind: Type) -> tuple[int, ...]:
        """Return raw values, those of signed types as signed numbers (0x8000 = -32768)."""
        low, high = kind.bounds
        span = high - low + 1
        found: list[int] = []
        for number in self.numbers(key):
            raw = number - span if low < 0 and high < number < span else number
            if not low <= raw <= high:
                self.problem(key, f"{number} is no raw value of {kind.value}")
            found.append(raw)
        return tuple(found)

    def choices(self) -> dict[int, str]:
        """Return words by raw number."""
        found: dict[int, str] = {}
        for key, word in self.entries("choices"):
            try:
                found[int(key, 0)] = word if isinstance(word, str) else ""
            except ValueError:
                self.problem("choices", "has to be a whole number", key)
            if not isinstance(word, str) or not word:
                self.problem("choices", "has to be a text", key)
        return found

    def scale(self, default: str = "1") -> Scale:
        """Return model units per raw unit: a number, or a fraction as text ("1/3")."""
        self._asked |= {"scale", "offset"}
        offset = self.optional_whole("offset") or 0
        given = self._entries.get("scale", default)
        try:
            # As written: 0.01 is one hundredth, not the float next to it; True is no number.
            part = Fraction(str(given))
        except (ValueError, ZeroDivisionError):
            self.problem("scale", "has to be a number or a fraction like “1/3”")
            return UNITY
        if part == 0 or max(abs(part.numerator), part.denominator) > _FINEST:
            self.problem("scale", "is too large, too small, or zero")
            return UNITY
        return Scale(den=part.denominator, num=part.numerator, offset=offset)

    def encoding(self) -> Encoding:
        """Return how raw numbers are meant."""
        word = self.word("encoding", Encoding.PLAIN.value, tuple(e.value for e in Encoding))
        return Encoding(word)

    def low_first(self, default: bool) -> bool:
        """Return whether the low register of a 32-bit value comes first."""
        word = self.word(
            "word_order", "low_first" if default else "high_first", ("high_first", "low_first")
        )
        return word == "low_first"

    def place(self, count: int, max_registers: int, max_coils: int) -> Place:
        """Return where the table says that something stands."""
        self._asked |= set(_SPACES)
        given = [key for key in _SPACES if key in self._entries]
        if len(given) != 1:
            self.problem("", "needs one of “at”, “input”, “coil”, “discrete”")
            return Place(space=Space.HOLDING, address=0)
        space = _SPACES[given[0]]
        address = self.optional_whole(given[0], 0, _HIGHEST) or 0
        if address + count - 1 > _HIGHEST:
            self.problem(given[0], f"ends behind {_HIGHEST}")
        limit = max_coils if space.is_bits else max_registers
        if count > limit:
            self.problem("", f"takes {count} places, a board gives {limit} at once")
        return Place(space=space, address=address, count=count)

    def typed_place(self, max_registers: int, max_coils: int) -> tuple[Type, Place]:
        """Return type and place of a value; texts say how many registers they take."""
        word = self.word("type", Type.U16.value, tuple(t.value for t in Type))
        kind = Type(word)
        count = kind.registers
        if kind is Type.TEXT:
            count = self.whole("registers", 0, least=1, most=125) or 1
        place = self.place(count, max_registers, max_coils)
        if place.space.is_bits:
            if "type" in self._entries:
                self.problem("type", "a coil is one bit and has no type")
            return Type.U16, replace(place, count=1)
        return kind, place

    def bits_place(self, max_registers: int, max_coils: int) -> Place:
        """Return the place of a group of bits: so many coils, or one or two registers."""
        if "coil" in self._entries or "discrete" in self._entries:
            count = self.whole("count", 0, least=1, most=2000) or 1
            return self.place(count, max_registers, max_coils)
        word = self.word("type", "u16", ("u16", "u32"))
        return self.place(Type(word).registers, max_registers, max_coils)

    def bit(self, kind: Type, place: Place) -> int | None:
        """Return which bit of a number is meant."""
        found = self.optional_whole("bit", 0, 31)
        width = 8 if kind in (Type.HIGH, Type.LOW) else 16 * kind.registers
        if found is not None and (place.space.is_bits or not kind.is_number or found >= width):
            self.problem("bit", f"{kind.value} has no bit {found}")
            return None
        return found

    def limited(self, row: Value) -> Value:
        """Return a value with the range that the board accepts, given in model units."""
        ends = {key: self._raw_end(key, row) for key in ("minimum", "maximum")}
        self._fits(row)
        self.end()
        low, high = ends["minimum"], ends["maximum"]
        if row.scale.num < 0:
            low, high = high, low
        row = replace(row, minimum=low, maximum=high)
        if row.bounds[0] > row.bounds[1]:
            self.problem("minimum", "is above the maximum")
        return row

    def _raw_end(self, key: str, row: Value) -> int | None:
        self._asked.add(key)
        given = self._entries.get(key)
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) < 1e12:
            self.problem(key, "has to be a number")
            return None
        raw = row.scale.to_wire(given)
        low, high = row.bounds
        if not low <= raw <= high:
            self.problem(key, f"{given} does not fit into {row.type.value} with this scale")
            return None
        return raw

    def _fits(self, row: Value) -> None:
        """Note what cannot go together."""
        plain = row.type.is_number and row.bit is None and not row.place.space.is_bits
        extra = (row.scale, row.encoding) != (UNITY, Encoding.PLAIN) or bool(row.choices)
        if not plain and (extra or row.missing or row.open or row.short):
            self.problem("", "a bit, text or time has no scale, encoding, choices or missing value")
        if row.choices and row.scale != UNITY:
            self.problem("scale", "choices and a scale do not go together")
        if row.encoding is not Encoding.PLAIN and row.type is not Type.U16:
            self.problem("encoding", f"“{row.encoding.value}” is made of u16")
