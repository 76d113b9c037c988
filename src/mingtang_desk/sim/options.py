"""`--set name=value` for a board: which names it takes and what their values may be."""

import re
from collections.abc import Mapping
from datetime import date

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.frontend import ChannelErrors
from mingtang_desk.sim.protection import PROTECTION_KEYS

# A load or charger that comes and goes: so many amperes, from a moment of the pack's own time, for
# so long, again and again.
LOAD_NUMBERS: dict[str, tuple[float, float]] = {
    "load_a": (-1000, 1000),
    "load_after_s": (0, 1e6),
    "load_for_s": (0.1, 1e6),
    "load_every_s": (0.1, 1e9),
}
# Ranges are what the registers and the physics of the simulator can hold.
NUMBERS: dict[str, tuple[float, float]] = {
    "soc_pct": (0, 100),
    "remaining_ah": (0, 655.35),
    "cycles": (0, 65535),
    "current_a": (-1000, 1000),
    **LOAD_NUMBERS,
    "charger_v": (0, 200),
    "ambient_c": (-60, 150),
    "pack_v": (0, 655.35),
    "serial": (0, 65535),
    "unit_switch": (0, 1),
}
# How far the channels of a board are off as they were soldered: what calibration is for.
ERRORS: dict[str, tuple[float, float]] = {
    "current_gain": (0.5, 2.0),
    "charge_gain": (0.5, 2.0),
    "discharge_gain": (0.5, 2.0),
    "current_offset_a": (-10.0, 10.0),
}
CELL_ERROR_RANGE = (-1.0, 1.0)
SENSOR_ERROR_RANGE = (-50.0, 50.0)
CELL_RANGE = (0.001, 65.0)
CELL_MOHM_RANGE = (0.001, 1000.0)
SENSOR_RANGE = (-100.0, 200.0)
TEXTS = {"device_name": 31, "barcode": 31, "maker": 31, "password": 6}
DATES = ("production_date",)
VERSIONS = ("firmware",)
CHOICES = {"tail": ("0", "4", "9", "11")}
COUNTER_PREFIX = "count_"


def set_names(*, cells: int, sensors: int, keys: tuple[str, ...]) -> tuple[str, ...]:
    """All names that `--set` takes for a board with so many cells and sensors."""
    return (
        *NUMBERS,
        *TEXTS,
        *DATES,
        *VERSIONS,
        *CHOICES,
        *(f"cell_v_{n}" for n in range(1, cells + 1)),
        *(f"cell_mohm_{n}" for n in range(1, cells + 1)),
        *(f"temp_c_{n}" for n in range(1, sensors + 1)),
        *error_names(cells=cells, sensors=sensors),
        *(f"{COUNTER_PREFIX}{key}" for key in PROTECTION_KEYS),
        *keys,
    )


def error_names(*, cells: int, sensors: int) -> tuple[str, ...]:
    """Names of `--set` for channels that are off."""
    return (
        *ERRORS,
        *(f"cell_error_v_{n}" for n in range(1, cells + 1)),
        *(f"temp_error_c_{n}" for n in range(1, sensors + 1)),
    )


class Options:
    """Checked values of `--set`; a name that was not given reads as None.

    Attributes:
        numbers: range by name.
        texts: longest length by name.
    """

    numbers: Mapping[str, tuple[float, float]] = NUMBERS
    texts: Mapping[str, int] = TEXTS

    def __init__(self, given: Mapping[str, str], names: tuple[str, ...]) -> None:
        for name in given:
            if name not in names:
                raise SimOptionError("set", name, names)
        self._given = given

    def is_given(self, name: str) -> bool:
        """True when it was named at all."""
        return name in self._given

    def number(self, name: str) -> float | None:
        """A number within the range of its name."""
        return self._number(name, *self.numbers[name])

    def whole(self, name: str) -> int | None:
        """A whole number within the range of its name."""
        return self._whole(name, *self.numbers[name])

    def cell_v(self, index: int) -> float | None:
        """Start voltage of a cell."""
        return self._number(f"cell_v_{index + 1}", *CELL_RANGE)

    def cell_mohm(self, index: int) -> float | None:
        """Ohmic resistance of a cell; its slow part goes with it."""
        return self._number(f"cell_mohm_{index + 1}", *CELL_MOHM_RANGE)

    def sensor_c(self, index: int) -> float | None:
        """Start temperature of a sensor."""
        return self._number(f"temp_c_{index + 1}", *SENSOR_RANGE)

    def errors(self, *, cells: int, sensors: int) -> ChannelErrors:
        """How far the channels are off; those not named are right."""
        given = {name: self._number(name, *ERRORS[name]) for name in ERRORS}
        current = {name: 1.0 if value is None else value for name, value in given.items()}
        return ChannelErrors(
            gain=current["current_gain"],
            charge_gain=current["charge_gain"],
            discharge_gain=current["discharge_gain"],
            offset_a=given["current_offset_a"] or 0.0,
            cell_v=self._errors("cell_error_v", cells, CELL_ERROR_RANGE),
            sensor_c=self._errors("temp_error_c", sensors, SENSOR_ERROR_RANGE),
        )

    def _errors(self, name: str, count: int, ends: tuple[float, float]) -> tuple[float, ...]:
        return tuple(self._number(f"{name}_{n}", *ends) or 0.0 for n in range(1, count + 1))

    def counter(self, key: str) -> int | None:
        """How often a protection has fired before."""
        return self._whole(f"{COUNTER_PREFIX}{key}", 0, 65535)

    def setting(self, key: str) -> float | None:
        """A setting in model units; whether it fits is known to its field."""
        return self._number(key, -100000, 100000)

    def text(self, name: str) -> str | None:
        """Printable ASCII of a limited length."""
        value = self._given.get(name)
        longest = self.texts[name]
        if value is None:
            return None
        is_password = name == "password"
        if (
            not value.isascii()
            or not value.isprintable()
            or len(value) > longest
            or (is_password and len(value) != longest)
        ):
            length = f"exactly {longest}" if is_password else f"up to {longest}"
            raise SimOptionError(f"set {name}", value, f"{length} printable ASCII characters")
        return value

    def day(self, name: str) -> date | None:
        """A date, ISO."""
        value = self._given.get(name)
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if not 2000 <= day.year <= 2127:
            raise SimOptionError(f"set {name}", value, "YYYY-MM-DD from 2000 to 2127")
        return day

    def version(self, name: str) -> int | None:
        """A version like 2.1, one hexadecimal digit each side."""
        value = self._given.get(name)
        if value is None:
            return None
        match = re.fullmatch(r"([0-9A-Fa-f])\.([0-9A-Fa-f])", value)
        if match is None:
            raise SimOptionError(f"set {name}", value, "two digits like 2.1")
        return int(match[1] + match[2], 16)

    def choice(self, name: str) -> int | None:
        """One of a few numbers."""
        value = self._given.get(name)
        if value is None:
            return None
        if value not in CHOICES[name]:
            raise SimOptionError(f"set {name}", value, CHOICES[name])
        return int(value)

    def _number(self, name: str, low: float, high: float) -> float | None:
        value = self._given.get(name)
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise SimOptionError(f"set {name}", value, f"{low:g} to {high:g}")
        return number

    def _whole(self, name: str, low: float, high: float) -> int | None:
        number = self._number(name, low, high)
        if number is None:
            return None
        if number != int(number):
            raise SimOptionError(f"set {name}", str(number), "a whole number")
        return int(number)
