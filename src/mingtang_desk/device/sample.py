"""One instant of a pack, whatever board it came from.

Units are the suffixes (V, A, Ah, W, degrees C, %). Current and power are positive while charging.
`None` means that this board does not report it; 0.0 means that it reported zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

type State = Literal["idle", "charge", "discharge"]
type NtcState = Literal["ok", "open", "short"]

_EMPTY: Mapping[str, object] = MappingProxyType({})
_NO_BYTES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperature:
    """One temperature sensor.

    Attributes:
        name: `board mosfet cell_1..n ext_1..n balancer ambient`; sensors without a role are
            `cell_n`.
        c: degrees Celsius; None when the sensor is open, shorted or not reported.
        state: None when the board cannot tell.
    """

    name: str
    c: float | None
    state: NtcState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInfo:
    """What the pack says of itself; texts are empty where it does not say.

    Attributes:
        firmware: the vendor's own text of its version.
        chemistry: `nmc lfp lmo lto`, None when unknown.
    """

    model: str = ""
    battery_code: str = ""
    vendor_code: str = ""
    firmware: str = ""
    hardware: str = ""
    serial: str = ""
    production_date: date | None = None
    chemistry: str | None = None
    cell_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockState:
    """The 485 lock: whether the function is enabled, and whether the pack is locked now."""

    function: Literal["on", "off"] | None = None
    status: Literal["locked", "unlocked"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerState:
    """The GPS tracker of the pack: SIM word, signal (vendor scale), position fix, satellites."""

    sim: str | None = None
    signal: int | None = None
    fix: bool | None = None
    satellites: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the pack was, as its tracker says: WGS-84 degrees, north and east positive.

    Attributes:
        speed_kmh: over ground; None = not reported.
        course_deg: clockwise from north, 0 to 360; None = not reported.
    """

    lat: float
    lon: float
    speed_kmh: float | None = None
    course_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleQuality:
    """What to think of the values: names of implausible ones, names of those the desk computed."""

    implausible: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing is implausible."""
        return not self.implausible


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSample:
    """All values of one instant of a pack.

    Attributes:
        time: when the reply arrived, aware UTC.
        device_time: the board's own clock, naive as the board keeps it.
        pack_v: pack voltage as the board reports it (its own register, not the sum of the cells).
        current_a: positive while charging.
        cell_v: cell voltages, shape (n_cells,), index 0 is cell 1; a dead sense wire reads 0.0.
        cell_balancing: which cells balance now, shape (n_cells,), empty when not reported.
        balancer: the balance function is enabled.
        charge_mosfet: True = conducting.
        protections: keys of what the board has done; `alarms` what it warns of; `faults` what is
            broken.
        position: None = not located, or not reported.
        raw: values as they came for support, by name.
        extras: what a board has beyond, keys `x_<protocol>_<name>`.
        wire: payload bytes that the values were decoded from, by block (`device.origins`); live
            only, it is neither stored nor compared.
    """

    time: datetime
    protocol: str
    device_id: str | None = None
    device_time: datetime | None = None
    pack_v: float | None = None
    current_a: float | None = None
    power_w: float | None = None
    soc_pct: float | None = None
    soh_pct: float | None = None
    remaining_ah: float | None = None
    full_ah: float | None = None
    nominal_ah: float | None = None
    cycles: int | None = None
    cell_v: tuple[float, ...] = ()
    cell_min_v: float | None = None
    cell_max_v: float | None = None
    cell_delta_v: float | None = None
    cell_balancing: tuple[bool, ...] = ()
    temperatures: tuple[Temperature, ...] = ()
    charge_mosfet: bool | None = None
    discharge_mosfet: bool | None = None
    balancer: bool | None = None
    protections: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    info: PackInfo = PackInfo()
    lock: LockState = LockState()
    tracker: TrackerState = TrackerState()
    position: Position | None = None
    state: State | None = None
    quality: SampleQuality = SampleQuality()
    raw: Mapping[str, object] = field(default=_EMPTY)
    extras: Mapping[str, object] = field(default=_EMPTY)
    wire: Mapping[str, bytes] = field(default=_NO_BYTES, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterReading:
    """How often each protection has fired since the counters were last cleared.

    Attributes:
        values: by key of `device.counters`; None = this board has no such counter.
        derived: keys the desk computed (the two sums).
    """

    time: datetime
    values: Mapping[str, int | None]
    derived: tuple[str, ...] = ()
