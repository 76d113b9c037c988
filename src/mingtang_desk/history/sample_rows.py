"""How one sample lies in a row: columns, body, context, seal."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from mingtang_desk.device.sample import (
    LockState,
    PackInfo,
    PackSample,
    Position,
    SampleQuality,
    Temperature,
    TrackerState,
)
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.records import microseconds, moment_of
from mingtang_desk.history.rows import check_seal, pack, seal, unpack_object
from mingtang_desk.history.schema import CONTEXTS

_FLOATS = (
    "pack_v", "current_a", "power_w", "soc_pct", "soh_pct", "remaining_ah", "full_ah", "nominal_ah",
    "cell_min_v", "cell_max_v", "cell_delta_v",
)  # fmt: skip
_FLAGS = ("charge_mosfet", "discharge_mosfet", "balancer")
_SEALED = ("ts", "device", "us", "context", *_FLOATS, "cycles", *_FLAGS, "state", "body")

type Row = dict[str, Any]


def row_of(device: int, context: int, sample: PackSample) -> Row:
    """Return the row of a sample, given the numbers of its device and of its context."""
    ts, us = divmod(microseconds(sample.time), 1000)
    row: Row = {"ts": ts, "device": device, "us": us}
    for name in _FLOATS:
        value = getattr(sample, name)
        # SQLite keeps neither NaN nor the sign of a zero.
        row[name] = None if value is None or value != value else float(value) + 0.0
    row["cycles"] = sample.cycles
    for name in _FLAGS:
        row[name] = getattr(sample, name)
    row["state"] = sample.state
    row["body"] = pack(_body(sample))
    row["context"] = context
    row["crc"] = seal(*[row[name] for name in _SEALED])
    return row


def place_of(row: RowMapping) -> str:
    """Return how a problem names a row."""
    return f"sample {moment_of(row['ts'] * 1000).isoformat()} of device {row['device']}"


class SampleDecoder:
    """Makes samples of rows; contexts are read once each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._contexts: dict[int, dict[str, Any]] = {}

    def sample(self, row: RowMapping) -> PackSample:
        """Return the sample of a row.

        Raises:
            DamagedRowError: the row is not what was written.
        """
        place = place_of(row)
        check_seal(row["crc"], place, *[row[name] for name in _SEALED])
        body = unpack_object(row["body"], place)
        context = self._context(row["context"], place)
        try:
            return _decode(row, body, context)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise DamagedRowError(f"{place}: {error}") from error

    def _context(self, number: int, place: str) -> dict[str, Any]:
        known = self._contexts.get(number)
        if known is not None:
            return known
        query = select(CONTEXTS.c.body, CONTEXTS.c.crc).where(CONTEXTS.c.id == number)
        found = self._connection.execute(query).first()
        if found is None:
            raise DamagedRowError(f"{place}: its context {number} is missing")
        body, crc = found
        check_seal(crc, f"context {number}", body)
        context: dict[str, Any] = unpack_object(body, f"context {number}")
        try:
            info = context.get("i", {})
            produced = info.get("production_date")
            info["production_date"] = None if produced is None else date.fromisoformat(produced)
            context["i"] = PackInfo(**info)
            context["l"] = LockState(**context.get("l", {}))
        except (TypeError, ValueError, AttributeError) as error:
            raise DamagedRowError(f"context {number}: {error}") from error
        self._contexts[number] = context
        return context


def _body(sample: PackSample) -> dict[str, object]:
    """Return what changes from sample to sample and has no column; what is empty is left out."""
    tracker = sample.tracker
    values: dict[str, object] = {
        "v": sample.cell_v,
        "b": "".join("1" if cell else "0" for cell in sample.cell_balancing),
        "t": [sensor.c for sensor in sample.temperatures],
        "p": sample.protections,
        "a": sample.alarms,
        "f": sample.faults,
        "q": sample.quality.implausible,
        "r": dict(sample.raw),
        "x": dict(sample.extras),
    }
    if sample.device_time is not None:
        values["d"] = sample.device_time.isoformat()
    if tracker != TrackerState():
        values["g"] = asdict(tracker)
    if sample.position is not None:
        values["w"] = asdict(sample.position)
    return {key: value for key, value in values.items() if value}


def context_body(sample: PackSample) -> dict[str, object]:
    """Return what hardly ever changes from one sample of a pack to the next."""
    info, empty = sample.info, PackInfo()
    texts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name in PackInfo.__slots__
        if (value := getattr(info, name)) != getattr(empty, name)
    }
    lock = {"function": sample.lock.function, "status": sample.lock.status}
    return {
        "k": [sample.protocol, sample.device_id],
        "i": texts,
        "l": lock if sample.lock != LockState() else {},
        "q": sample.quality.derived,
        "t": [(sensor.name, sensor.state) for sensor in sample.temperatures],
    }


def _decode(row: RowMapping, body: dict[str, Any], context: dict[str, Any]) -> PackSample:
    protocol, device_id = context["k"]
    sensors = context["t"]
    degrees = body.get("t", [])
    device_time = body.get("d")
    tracker = body.get("g")
    position = body.get("w")
    return PackSample(
        time=moment_of(row["ts"] * 1000 + row["us"]),
        protocol=protocol,
        device_id=device_id,
        device_time=None if device_time is None else datetime.fromisoformat(device_time),
        **{name: row[name] for name in (*_FLOATS, "cycles", *_FLAGS, "state")},
        cell_v=tuple(body.get("v", ())),
        cell_balancing=tuple(bit == "1" for bit in body.get("b", "")),
        temperatures=tuple(
            Temperature(name=name, c=c, state=state)
            for (name, state), c in zip(sensors, degrees, strict=True)
        ),
        protections=tuple(body.get("p", ())),
        alarms=tuple(body.get("a", ())),
        faults=tuple(body.get("f", ())),
        info=context["i"],
        lock=context["l"],
        tracker=TrackerState() if tracker is None else TrackerState(**tracker),
        position=None if position is None else Position(**position),
        quality=SampleQuality(
            implausible=tuple(body.get("q", ())), derived=tuple(context.get("q", ()))
        ),
        raw=body.get("r", {}),
        extras=body.get("x", {}),
    )
