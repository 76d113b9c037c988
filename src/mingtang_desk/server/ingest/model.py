"""What the pipeline carries: readings of a battery, whatever way they came."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum

import msgspec

from mingtang_desk.device.sample import PackSample
from mingtang_desk.server.devices.device import Device


class Source(StrEnum):
    """Which way a reading came."""

    JT808 = "jt808"
    WEBSOCKET = "websocket"
    HTTP = "http"
    COMMAND = "command"
    SIMULATION = "simulation"


class Flag(IntFlag):
    """What is to be known of a position beside its numbers; column `flags`."""

    NO_FIX = 1 << 0
    LATE = 1 << 1
    CLOCK = 1 << 2
    """The tracker's time was impossible: `time_ms` is the server's."""
    WEAK = 1 << 3
    TELEPORT = 1 << 4
    ACC_ON = 1 << 5
    ACC_KNOWN = 1 << 6


NO_FLAGS = Flag(0)


# A struct, not a dataclass: made once or twice for every row, six times as fast.
class PositionReading(msgspec.Struct, frozen=True, kw_only=True):
    """A report of a tracker.

    Attributes:
        device: whose.
        time_ms: when it was taken, by the tracker's clock where that can be true.
        received_ms: when it came.
        lat, lon: WGS-84 degrees; None without a fix.
        speed_kmh, course_deg, altitude_m, satellites, hdop, signal: None = not reported.
        mileage_m: of the tracker's own odometer.
        accuracy_m: how far off the place may be by whoever reports it, None = not known.
        alarm_bits, status_bits: of JT/T 808, 0 on other ways.
        flags: see `Flag`.
        event: what it was sent for ("vibration", "power_cut"), "" = nothing but time.
        extra: further items, ready for JSON.
        source: which way it came.
    """

    device: Device
    time_ms: int
    received_ms: int
    lat: float | None = None
    lon: float | None = None
    altitude_m: float | None = None
    speed_kmh: float | None = None
    course_deg: float | None = None
    satellites: int | None = None
    hdop: float | None = None
    signal: int | None = None
    mileage_m: float | None = None
    accuracy_m: float | None = None
    alarm_bits: int = 0
    status_bits: int = 0
    flags: Flag = NO_FLAGS
    event: str = ""
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    source: Source = Source.JT808

    @property
    def has_fix(self) -> bool:
        """Whether it says where."""
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class BmsReading:
    """A sample of the board behind a tracker or gateway."""

    device: Device
    time_ms: int
    received_ms: int
    sample: PackSample
    source: Source = Source.JT808


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReading:
    """A sign of life, or its end: a link came or went, or a tracker said that it sleeps.

    Attributes:
        linked: whether a link stands now.
        sleeping: it announced that it sleeps.
    """

    device: Device
    time_ms: int
    received_ms: int
    linked: bool
    sleeping: bool = False
    source: Source = Source.JT808


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsReading:
    """Settings of the board behind a gateway, as it read them.

    Attributes:
        values: a settings file of CONTRACT section 4, ready for JSON, None = of counters alone.
        counters: as section 5 has them, None = none came.
    """

    device: Device
    time_ms: int
    received_ms: int
    values: Mapping[str, object] | None
    counters: Mapping[str, object] | None = None
    source: Source = Source.WEBSOCKET


type Reading = PositionReading | BmsReading | ContactReading | SettingsReading
