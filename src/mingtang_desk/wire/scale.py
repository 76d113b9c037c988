"""Two-way scales: whole numbers on the wire, values in model units, and exactly back again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """model = (raw + offset) * num / den; `to_wire(to_model(raw)) == raw` for every raw value.

    Attributes:
        num, den: whole numbers, so that 4718 / 100 is the nearest float to 47.18.
        offset: added to the raw value before scaling (-2731 for tenths of a kelvin).
    """

    den: int = 1
    num: int = 1
    offset: int = 0

    def to_model(self, raw: int) -> float:
        """Return the value in model units."""
        return (raw + self.offset) * self.num / self.den

    def to_wire(self, value: float) -> int:
        """Return the nearest raw value."""
        return round(value * self.den / self.num) - self.offset

    @property
    def step(self) -> float:
        """Smallest difference in model units."""
        return abs(self.num) / self.den


UNITY = Scale()
"""Raw and model are the same whole number."""

TENTH_KELVIN = Scale(den=10, offset=-2731)
"""Tenths of a kelvin to degrees Celsius, with the 273.1 that BMS makers use."""
