"""Values of a board as a sample: which value goes where is worked out once, not at every poll."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from mingtang_desk.device.sample import (
    LockState,
    PackInfo,
    PackSample,
    Position,
    SampleQuality,
    Temperature,
    TrackerState,
)
from mingtang_desk.wire.profile.reader import OPEN, SHORT, Row
from mingtang_desk.wire.profile.rows import Bits, Cells, Target, Value

FLOATS = (
    *("pack_v", "current_a", "power_w", "soc_pct", "soh_pct", "remaining_ah", "full_ah"),
    *("nominal_ah", "cell_min_v", "cell_max_v", "cell_delta_v"),
)
FLAGS = ("charge_mosfet", "discharge_mosfet", "balancer")
STATUS_FIELDS = (*FLOATS, *FLAGS, "cycles", "device_time")
"""Names that a profile's section `status` may have."""

INFO_FIELDS = (
    *("model", "battery_code", "vendor_code", "firmware", "hardware", "serial"),
    *("production_date", "chemistry", "cell_count"),
)
_TEXT_FIELDS = frozenset(INFO_FIELDS[:6])
LOCK_FIELDS = ("function", "status")
TRACKER_FIELDS = ("sim", "signal", "fix", "satellites")
POSITION_FIELDS = ("lat", "lon", "speed_kmh", "course_deg")
_YES = {"yes": True, "no": False, True: True, False: False}
_FARTHEST_LAT, _FARTHEST_LON = 90.0, 180.0

type Values = Mapping[str, Any]


class Assembler:
    """Puts values together that the rows of one board give.

    Args:
        key: protocol key.
        rows: every row that a sample may hold, also those of the slow rhythm.
    """

    def __init__(self, key: str, rows: Iterable[Row]) -> None:
        self._key = key
        all_rows = tuple(rows)
        values = [row for row in all_rows if isinstance(row, Value)]
        self._floats = [(r.name, r.key) for r in values if _in(r, "status", FLOATS)]
        self._plain = [
            (r.name, r.key) for r in values if _in(r, "status", (*FLAGS, "cycles", "device_time"))
        ]
        self._temperatures = tuple(r.name for r in values if r.section == "temperatures")
        self._temperature_keys = tuple(r.key for r in values if r.section == "temperatures")
        self._info = [(r.name, r.key) for r in values if r.section == "info"]
        self._lock = [(r.name, r.key) for r in values if r.section == "lock"]
        self._tracker = [(r.name, r.key) for r in values if r.section == "tracker"]
        self._position = [(r.name, r.key) for r in values if r.section == "position"]
        self._extras = [(f"x_{key}_{r.name}", r.key) for r in values if r.section == "extras"]
        cells = sorted((r for r in all_rows if isinstance(r, Cells)), key=lambda r: r.first)
        self._cells = tuple(r.key for r in cells)
        bits = [r for r in all_rows if isinstance(r, Bits)]
        self._bits = {
            target: [(r.key, _namer(r.names)) for r in bits if r.target is target]
            for target in Target
        }
        self._raw = [(_raw_name(r, [b for b in bits if b.target is r.target]), r.key) for r in bits]

    def sample(
        self,
        time: datetime,
        values: Values,
        *,
        device_id: str | None,
        wire: Mapping[str, bytes] = MappingProxyType({}),
    ) -> PackSample:
        """Return the sample of a board; what `values` does not hold is not reported."""
        get = values.get
        found: dict[str, Any] = {}
        for name, key in self._floats:
            value = get(key)
            if value is not None:
                found[name] = float(value)
        for name, key in self._plain:
            found[name] = get(key)
        info = _pack_info(tuple([(name, get(key)) for name, key in self._info]))
        cells = self.cell_v(values, info.cell_count)
        derived = _derive(found, cells)
        found["info"] = info
        if self._lock:
            found["lock"] = _lock(tuple([(name, get(key)) for name, key in self._lock]))
        if self._tracker:
            found["tracker"] = _tracker(tuple([(name, get(key)) for name, key in self._tracker]))
        if self._position:
            found["position"] = _place({name: get(key) for name, key in self._position})
        if self._extras:
            found["extras"] = {
                name: value for name, key in self._extras if (value := get(key)) is not None
            }
        return PackSample(
            time=time,
            protocol=self._key,
            device_id=device_id,
            cell_v=cells,
            cell_balancing=self._balancing(values, len(cells)),
            temperatures=_sensors(
                self._temperatures, tuple([get(key) for key in self._temperature_keys])
            ),
            protections=self._names(values, Target.PROTECTIONS),
            alarms=self._names(values, Target.ALARMS),
            faults=self._names(values, Target.FAULTS),
            quality=_quality(derived, tuple(_strange(found, cells, info.cell_count))),
            raw={name: _number(bits) for name, key in self._raw if (bits := get(key)) is not None},
            wire=wire,
            **found,
        )

    def cell_v(self, values: Values, count: int | None) -> tuple[float, ...]:
        """Return the voltages of all cells; a board says itself how many of them there are."""
        rows = [got for key in self._cells if (got := values.get(key)) is not None]
        cells: tuple[float, ...] = rows[0] if len(rows) == 1 else sum(rows, ())
        return cells if count is None else cells[:count]

    def _balancing(self, values: Values, count: int) -> tuple[bool, ...]:
        groups = self._bits[Target.BALANCING]
        if not groups:
            return ()
        return _flags(tuple([bit for key, _ in groups for bit in values.get(key, ())]), count)

    def _names(self, values: Values, target: Target) -> tuple[str, ...]:
        groups = self._bits[target]
        if len(groups) == 1:
            key, namer = groups[0]
            return namer(values.get(key, ()))
        names = [name for key, namer in groups for name in namer(values.get(key, ()))]
        return tuple(dict.fromkeys(names))


def _in(row: Value, section: str, names: tuple[str, ...]) -> bool:
    return row.section == section and row.name in names


def _namer(names: Mapping[int, str]) -> Callable[[tuple[int, ...]], tuple[str, ...]]:
    """Return the keys of bits that are set; several bits may mean the same."""

    @lru_cache(256)
    def named(bits: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names[bit] for bit in bits if bit in names))

    return named


def _raw_name(row: Bits, same: list[Bits]) -> str:
    """Return what the raw value of bits is called; the address tells several apart."""
    name = f"{row.target.value.removesuffix('s')}_bits"
    return name if len(same) == 1 else f"{name}_{row.place.address:04x}"


@lru_cache(256)
def _sensors(names: tuple[str, ...], values: tuple[Any, ...]) -> tuple[Temperature, ...]:
    return tuple(map(_sensor, names, values))


def _sensor(name: str, value: Any) -> Temperature:
    if value == OPEN:
        return Temperature(name=name, c=None, state="open")
    if value == SHORT:
        return Temperature(name=name, c=None, state="short")
    return Temperature(name=name, c=None if value is None else float(value))


@lru_cache(64)
def _pack_info(values: tuple[tuple[str, Any], ...]) -> PackInfo:
    known: dict[str, Any] = {
        name: (value or "") if name in _TEXT_FIELDS else value for name, value in values
    }
    return PackInfo(**known)


@lru_cache(512)
def _flags(bits: tuple[int, ...], count: int) -> tuple[bool, ...]:
    return tuple([cell in bits for cell in range(count)])


@lru_cache(64)
def _quality(derived: tuple[str, ...], strange: tuple[str, ...]) -> SampleQuality:
    return SampleQuality(derived=derived, implausible=strange)


@lru_cache(256)
def _number(bits: tuple[int, ...]) -> int:
    return sum([1 << bit for bit in bits])


@lru_cache(64)
def _lock(values: tuple[tuple[str, Any], ...]) -> LockState:
    return LockState(**dict(values))


@lru_cache(256)
def _tracker(values: tuple[tuple[str, Any], ...]) -> TrackerState:
    known = dict(values)
    if "fix" in known:
        known["fix"] = _YES.get(known["fix"])
    return TrackerState(**known)


def _place(values: dict[str, Any]) -> Position | None:
    """Return the position, None where there is none; what lies on no globe is none either."""
    lat, lon = values.get("lat"), values.get("lon")
    if lat is None or lon is None or abs(lat) > _FARTHEST_LAT or abs(lon) > _FARTHEST_LON:
        return None
    return Position(**values)


def _derive(found: dict[str, Any], cells: tuple[float, ...]) -> tuple[str, ...]:
    """Add what the desk computes where the board does not say it; return the names of it."""
    derived: list[str] = []

    def add(name: str, value: object) -> None:
        if found.get(name) is None:
            found[name] = value
            derived.append(name)

    volts, amps = found.get("pack_v"), found.get("current_a")
    if volts is not None and amps is not None:
        add("power_w", round(volts * amps, 3))
    if cells:
        low, high = min(cells), max(cells)
        add("cell_min_v", low)
        add("cell_max_v", high)
        add("cell_delta_v", round(high - low, 3))
    if amps is not None:
        state: Literal["idle", "charge", "discharge"]
        state = "idle" if amps == 0 else "charge" if amps > 0 else "discharge"
        add("state", state)
    return tuple(derived)


def _strange(found: dict[str, Any], cells: tuple[float, ...], count: int | None) -> Iterable[str]:
    """Name what contradicts itself; it is shown all the same."""
    if cells and count is not None and len(cells) != count:
        yield "cell_v"
    soc = found.get("soc_pct")
    if soc is not None and not 0 <= soc <= 100:
        yield "soc_pct"
