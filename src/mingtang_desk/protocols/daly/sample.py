"""Replies put together to one sample. Source: docs/protocols/daly.md, section 2."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.sample import PackInfo, PackSample, SampleQuality, State, Temperature
from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.protocols.daly import fields
from mingtang_desk.wire.fields import compiled

_STATES: tuple[State, ...] = ("idle", "charge", "discharge")


@dataclass(slots=True)
class Replies:
    """The newest reply to each command; of commands with several frames, by frame number."""

    single: dict[int, bytes] = field(default_factory=dict)
    cells: dict[int, bytes] = field(default_factory=dict)
    sensors: dict[int, bytes] = field(default_factory=dict)

    def take(self, frame: Frame) -> None:
        """Keep a reply."""
        data = frame.payload
        match frame.command:
            case fields.CELLS:
                self.cells[data[0]] = data[1:7]
            case fields.SENSORS:
                self.sensors[data[0]] = data[1:8]
            case _:
                self.single[frame.command] = data

    @property
    def tell(self) -> bool:
        """Whether there is one that makes a sample."""
        return bool(self.single.keys() & {fields.TOTALS, fields.SWITCHES, fields.COUNTS})

    @property
    def counts(self) -> tuple[int, int] | None:
        """Cells and sensors by 94; None before it came."""
        data = self.single.get(fields.COUNTS)
        return None if data is None else (data[0], data[1])


def frames_for(count: int, each: int) -> int:
    """Return how many frames hold so many values."""
    return -(-count // each)


def build_sample(replies: Replies, time: datetime) -> PackSample:
    """Return what replies say together.

    Raises:
        DecodeError: the counts cannot be.
    """
    single = replies.single
    strange: list[str] = []
    derived: list[str] = []
    pack_v = current_a = soc = power_w = None
    if fields.TOTALS in single:
        pack_v, raw_current, soc = compiled(fields.TOTAL_FIELDS)(single[fields.TOTALS])
        current_a = (fields.CURRENT_ZERO - raw_current) / 10
        power_w = round(pack_v * current_a, 3)
        derived.append("power_w")
        if soc > 100:
            strange.append("soc_pct")
    state, charge, discharge, remaining = _switches(single)
    if current_a and state in ("charge", "discharge") and (current_a > 0) != (state == "charge"):
        strange.append("current_a")
    count, sensors, cycles = _counts(single)
    cells = _cells(replies, count)
    if any(v >= fields.DEAD_WIRE_V for v in cells):
        strange.append("cell_v")
    low, high = min(cells, default=None), max(cells, default=None)
    delta = None if low is None or high is None else round(high - low, 3)
    if cells:
        derived += ["cell_min_v", "cell_max_v", "cell_delta_v"]
    bits, raw = _faults(single)
    return PackSample(
        time=time,
        protocol="daly",
        pack_v=pack_v,
        current_a=current_a,
        power_w=power_w,
        soc_pct=soc,
        remaining_ah=remaining,
        cycles=cycles,
        cell_v=cells,
        cell_min_v=low,
        cell_max_v=high,
        cell_delta_v=delta,
        cell_balancing=_balancing(single, len(cells)),
        temperatures=_temperatures(replies, sensors),
        charge_mosfet=charge,
        discharge_mosfet=discharge,
        protections=_keys(bits, fields.PROTECTION_BITS),
        alarms=_keys(bits, fields.ALARM_BITS),
        faults=_keys(bits, fields.FAULT_BITS),
        info=PackInfo(cell_count=count),
        state=state,
        quality=SampleQuality(implausible=tuple(strange), derived=tuple(derived)),
        raw=raw,
    )


def _switches(
    single: Mapping[int, bytes],
) -> tuple[State | None, bool | None, bool | None, float | None]:
    if fields.SWITCHES not in single:
        return None, None, None, None
    state, charge, discharge, remaining = compiled(fields.SWITCH_FIELDS)(single[fields.SWITCHES])
    known = _STATES[state] if state < len(_STATES) else None
    return known, bool(charge), bool(discharge), remaining


def _counts(single: Mapping[int, bytes]) -> tuple[int | None, int | None, int | None]:
    if fields.COUNTS not in single:
        return None, None, None
    data = single[fields.COUNTS]
    cells, sensors, cycles = compiled(fields.COUNT_FIELDS)(data)
    if cells > fields.MOST_CELLS or sensors > fields.MOST_SENSORS:
        detail = f"{cells} cells and {sensors} sensors"
        raise DecodeError("frame_invalid", what="counts", detail=detail, data=data)
    return cells, sensors, cycles


def _cells(replies: Replies, count: int | None) -> tuple[float, ...]:
    """Cells in volts; nothing where a frame is missing: a gap would move the cells behind it."""
    if count is None:
        return ()
    needed = range(1, frames_for(count, fields.CELLS_A_FRAME) + 1)
    if any(number not in replies.cells for number in needed):
        return ()
    data = b"".join(replies.cells[number] for number in needed)
    return tuple(int.from_bytes(data[2 * i : 2 * i + 2], "big") / 1000 for i in range(count))


def _temperatures(replies: Replies, count: int | None) -> tuple[Temperature, ...]:
    if count is None:
        return ()
    needed = range(1, frames_for(count, fields.SENSORS_A_FRAME) + 1)
    if any(number not in replies.sensors for number in needed):
        return ()
    data = b"".join(replies.sensors[number] for number in needed)[:count]
    return tuple(
        Temperature(
            name=f"cell_{number}",
            c=None if raw in (0, fields.UNUSED_SENSOR) else float(raw - fields.DEGREES_ZERO),
            state="open" if raw in (0, fields.UNUSED_SENSOR) else None,
        )
        for number, raw in enumerate(data, 1)
    )


def _balancing(single: Mapping[int, bytes], count: int) -> tuple[bool, ...]:
    data = single.get(fields.BALANCING)
    if data is None:
        return ()
    bits = int.from_bytes(data, "little")
    return tuple(bool(bits >> cell & 1) for cell in range(count))


def _faults(single: Mapping[int, bytes]) -> tuple[int, dict[str, object]]:
    data = single.get(fields.FAULTS)
    if data is None:
        return 0, {}
    return int.from_bytes(data[:7], "little"), {"fault_bits": data[:7].hex(), "fault_code": data[7]}


def _keys(bits: int, table: tuple[tuple[int, str], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for bit, key in table if bits >> bit & 1))
