"""`--set name=value` for a Mingtang board."""

from collections.abc import Mapping
from datetime import datetime

from mingtang_desk.sim.clock import YEARS
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.mingtang_protection import SENSORS
from mingtang_desk.sim.mingtang_settings import CHEMISTRY_CODES, FIELDS
from mingtang_desk.sim.options import COUNTER_PREFIX, LOAD_NUMBERS, Options, error_names
from mingtang_desk.sim.protection import PROTECTION_KEYS
from mingtang_desk.sim.tracker import SIM_CODES

NUMBERS: dict[str, tuple[float, float]] = {
    "soc_pct": (0, 100),
    "remaining_ah": (0, 10000),
    "cycles": (0, 65535),
    "current_a": (-1000, 1000),
    **LOAD_NUMBERS,
    "charger_v": (0, 200),
    "ambient_c": (-60, 150),
    "pack_v": (0, 655.32),
    "address": (1, 247),
}
TRACKER_NUMBERS: dict[str, tuple[float, float]] = {
    "signal": (0, 65534),
    "satellites": (0, 65534),
    "fix": (0, 1),
    "lat": (-90, 90),
    "lon": (-180, 180),
    "ride": (0, 1),
}
TEXTS = {"battery_code": 24, "vendor_code": 48, "serial": 24}
WORDS: Mapping[str, Mapping[str, int | None]] = {
    "sim": SIM_CODES,
    "lock_function": {"off": 0, "on": 1, "unknown": None},
    "lock_status": {"unlocked": 0, "locked": 1, "unknown": None},
}
CLOCK = "clock"


def set_names(*, cells: int, has_extension: bool) -> tuple[str, ...]:
    """All names that `--set` takes for a board with so many cells."""
    own = (*TRACKER_NUMBERS, *TEXTS, *WORDS, CLOCK) if has_extension else ("battery_code",)
    return (
        *NUMBERS,
        *own,
        *(f"cell_v_{n}" for n in range(1, cells + 1)),
        *(f"cell_mohm_{n}" for n in range(1, cells + 1)),
        *(f"temp_c_{n}" for n in range(1, SENSORS + 1)),
        *error_names(cells=cells, sensors=SENSORS),
        *(f"{COUNTER_PREFIX}{key}" for key in (*PROTECTION_KEYS, "restarts") if has_extension),
        *FIELDS,
    )


class MingtangOptions(Options):
    """Checked values of `--set`; a name that was not given reads as None."""

    numbers = NUMBERS | TRACKER_NUMBERS
    texts = TEXTS

    def word(self, name: str, default: int | None) -> int | None:
        """One of a few words; the code that it stands for."""
        return self._word(name, WORDS[name], default)

    def setting(self, key: str) -> float | None:
        """A setting in model units; whether it fits is known to its field."""
        value = self._given.get(key)
        if key == "chemistry" and value in CHEMISTRY_CODES:
            return CHEMISTRY_CODES[value]
        return super().setting(key)

    def moment(self, default: str) -> str:
        """What the clock shows at first, ISO; empty = it is not set."""
        value = self._given.get(CLOCK)
        if not value:
            return default if value is None else ""
        try:
            when = datetime.fromisoformat(value)
        except ValueError:
            when = None
        if when is None or when.year not in YEARS or when.tzinfo is not None:
            raise SimOptionError("set clock", value, "2023-06-16T13:48:51, from 2000 to 2255")
        return when.replace(microsecond=0).isoformat()

    def _word(
        self, name: str, allowed: Mapping[str, int | None], default: int | None
    ) -> int | None:
        value = self._given.get(name)
        if value is None:
            return default
        if value not in allowed:
            raise SimOptionError(f"set {name}", value, allowed)
        return allowed[value]
