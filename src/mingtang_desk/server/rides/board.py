"""What a board complains of, as alarms with their cell or sensor, value and threshold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.sample import PackSample, Temperature
from mingtang_desk.server.ingest.model import BmsReading
from mingtang_desk.server.rides.alarms import Alarms, Found
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.kinds import CLEAR_PCT, CLEAR_S, base_of
from mingtang_desk.server.rides.pending import Pending

CLASSES = ("protection", "alarm", "fault")
_GOING = "going"
"""Marks in `Pending` that something open is away."""
_LOW = ("low_capacity", "")
_BOARDS = frozenset((*PROTECTIONS, *ALARMS, *FAULTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a sample says of a key.

    Attributes:
        source: cell or sensor, "" = the pack.
        value: what it measured; unit: of it.
        setting: key of the board's setting that is the threshold.
    """

    source: str = ""
    value: float | None = None
    unit: str = ""
    setting: str = ""


def keys_of(sample: PackSample) -> Iterator[tuple[str, str]]:
    """Return what a sample tells, each key once with its gravest class."""
    told: set[str] = set()
    for name, keys in zip(CLASSES, (sample.protections, sample.alarms, sample.faults), strict=True):
        for key in keys:
            if key not in told:
                told.add(key)
                yield key, name


def measured(key: str, sample: PackSample) -> Measured:
    """Return the value behind a key, and where it was measured."""
    base, level = base_of(key), key.rpartition("_")[2]
    match base:
        case "cell_ov" | "cell_uv":
            return _cell(base, sample)
        case "pack_ov" | "secondary_ov" | "pack_uv" | "secondary_uv":
            return Measured(value=sample.pack_v, unit="V", setting=f"{base}p_v")
        case "chg_oc" | "dsg_oc":
            n = level if level in ("1", "2", "3") else "1"
            value = None if sample.current_a is None else abs(sample.current_a)
            return Measured(value=value, unit="A", setting=f"{base}p_{n}_a")
        case "short":
            value = None if sample.current_a is None else abs(sample.current_a)
            return Measured(value=value, unit="A", setting="scp_a")
        case "cell_delta":
            return Measured(value=sample.cell_delta_v, unit="V", setting="cell_delta_protect_v")
        case "low_soc" | "high_soc":
            return Measured(value=sample.soc_pct, unit="%")
        case "ntc":
            broken = [each.name for each in sample.temperatures if each.state in ("open", "short")]
            return Measured(source=broken[0] if broken else "")
        case _ if base.endswith(("_ot", "_ut")):
            return _sensor(base, sample)
        case _:
            return Measured()


def _cell(base: str, sample: PackSample) -> Measured:
    cells = sample.cell_v
    setting = f"{base}p_v"
    if not cells:
        value = sample.cell_max_v if base == "cell_ov" else sample.cell_min_v
        return Measured(value=value, unit="V", setting=setting)
    value = max(cells) if base == "cell_ov" else min(cells)
    return Measured(source=f"cell_{cells.index(value) + 1}", value=value, unit="V", setting=setting)


def _sensor(base: str, sample: PackSample) -> Measured:
    """The hottest or coldest sensor that the protection looks at."""
    scope = base.rpartition("_")[0]
    names = {"board": ("board",), "mos": ("mosfet", "mos")}.get(scope, ("cell", "ext"))
    found = [
        (each.c, each)
        for each in sample.temperatures
        if each.c is not None and each.name.startswith(names)
    ]
    setting = f"{base}p_c"
    if not found:
        return Measured(unit="°C", setting=setting)
    pick = max if base.endswith("_ot") else min
    value, sensor = pick(found, key=_degrees)
    return Measured(source=sensor.name, value=value, unit="°C", setting=setting)


def _degrees(each: tuple[float, Temperature]) -> float:
    return each[0]


def board(alarms: Alarms, pending: Pending, reading: BmsReading) -> Sequence[Change]:
    """Return what a sample raises and what it ends.

    One alarm a key: its cell or sensor is where it was first seen.
    """
    sample, device = reading.sample, reading.device
    opened = alarms.open_of(device.pk)
    told = sample.protections or sample.alarms or sample.faults
    if not told and not opened and not pending.has(device.pk):
        return ()
    changes: list[Change] = []
    present = dict(keys_of(sample)) if told else {}
    mine = {kind: source for kind, source in opened if kind in present or _is_boards(kind)}
    for key, class_ in present.items():
        pending.gone(device.pk, (key, _GOING))
        if key in mine:
            continue
        delay = alarms.rules.for_device(device).of(key).raise_delay_s
        if pending.lasted(device.pk, (key, ""), reading.time_ms, delay):
            found = measured(key, sample)
            changes += alarms.raised(
                Found(
                    device=device,
                    kind=key,
                    source=found.source,
                    time_ms=reading.time_ms,
                    received_ms=reading.received_ms,
                    value=found.value,
                    unit=found.unit,
                    setting=found.setting,
                    detail={"class": class_},
                )
            )
    for key, mark in pending.keys(device.pk):
        if not mark and key not in present and _is_boards(key):
            pending.gone(device.pk, (key, ""))
    for key, source in mine.items():
        away = key not in present
        if away and pending.lasted(device.pk, (key, _GOING), reading.time_ms, CLEAR_S):
            changes += alarms.cleared(device, key, source, reading.time_ms)
    return changes


def _is_boards(key: str) -> bool:
    return key.startswith("x_") or base_of(key) in _BOARDS


def low_capacity(alarms: Alarms, pending: Pending, reading: BmsReading) -> Sequence[Change]:
    """Raise low capacity under its threshold; end it clearly above."""
    soc, device = reading.sample.soc_pct, reading.device
    if soc is None:
        return ()
    if _LOW in alarms.open_of(device.pk):
        wish = alarms.rules.for_device(device).of("low_capacity")
        if soc > (wish.threshold or 0.0) + CLEAR_PCT:
            return alarms.cleared(device, *_LOW, reading.time_ms)
        return ()
    wish = alarms.rules.for_device(device).of("low_capacity")
    if wish.threshold is None or soc > wish.threshold:
        pending.gone(device.pk, _LOW)
        return ()
    if not pending.lasted(device.pk, _LOW, reading.time_ms, wish.raise_delay_s):
        return ()
    return alarms.raised(
        Found(
            device=device,
            kind="low_capacity",
            time_ms=reading.time_ms,
            received_ms=reading.received_ms,
            value=soc,
            threshold=wish.threshold,
            unit="%",
        )
    )
