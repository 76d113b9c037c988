"""JSON of a sample back to a `PackSample`: the inverse of `device.json.sample_json`."""

from datetime import UTC, date, datetime
from typing import Literal, get_args

from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import (
    LockState,
    NtcState,
    PackInfo,
    PackSample,
    Position,
    SampleQuality,
    State,
    Temperature,
    TrackerState,
)
from mingtang_desk.history.failures import InvalidDocumentError

_COMMON = frozenset(
    sample_json(
        PackSample(
            time=datetime(1970, 1, 1, tzinfo=UTC),
            protocol="",
            device_id="",
            position=Position(lat=0.0, lon=0.0),
        )
    )
)
_INFO_TEXTS = ("model", "battery_code", "vendor_code", "firmware", "hardware", "serial")


class _Reader:
    """Takes typed values out of a JSON object; its errors name the key that is wrong."""

    def __init__(self, document: object, where: str = "") -> None:
        if not isinstance(document, dict):
            raise InvalidDocumentError(f"{where.rstrip('.') or 'it'} is not an object")
        self.document: dict[str, object] = document
        self._where = where

    def wrong(self, key: str, expected: str) -> InvalidDocumentError:
        return InvalidDocumentError(f"{self._where}{key} is not {expected}")

    def number(self, key: str) -> float | None:
        value = self.document.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "a number")
        return value

    def integer(self, key: str) -> int | None:
        value = self.number(key)
        if value is not None and not isinstance(value, int):
            raise self.wrong(key, "a whole number")
        return value

    def flag(self, key: str) -> bool | None:
        value = self.document.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def text(self, key: str) -> str | None:
        value = self.document.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, "a text")
        return value

    def sequence(self, key: str) -> list[object]:
        value = self.document.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, "a list")
        return value

    def numbers(self, key: str) -> tuple[float, ...]:
        values: list[float] = []
        for value in self.sequence(key):
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise self.wrong(key, "a list of numbers")
            values.append(value)
        return tuple(values)

    def flags(self, key: str) -> tuple[bool, ...]:
        values: list[bool] = []
        for value in self.sequence(key):
            if not isinstance(value, bool):
                raise self.wrong(key, "a list of true and false")
            values.append(value)
        return tuple(values)

    def texts(self, key: str) -> tuple[str, ...]:
        values: list[str] = []
        for value in self.sequence(key):
            if not isinstance(value, str):
                raise self.wrong(key, "a list of texts")
            values.append(value)
        return tuple(values)

    def inner(self, key: str) -> "_Reader":
        value = self.document.get(key)
        return _Reader({} if value is None else value, f"{self._where}{key}.")

    def time(self, key: str) -> datetime | None:
        text = self.text(key)
        try:
            return None if text is None else datetime.fromisoformat(text)
        except ValueError:
            raise self.wrong(key, "a time") from None


def parse_sample(document: object) -> PackSample:
    """Return the sample a JSON object describes; unknown keys become extras.

    Raises:
        InvalidDocumentError: it is none; the text says which key is wrong.
    """
    reader = _Reader(document)
    time, protocol = reader.time("time"), reader.text("protocol")
    if time is None or time.tzinfo is None:
        raise reader.wrong("time", "a time with its zone")
    if protocol is None:
        raise reader.wrong("protocol", "a text")
    device_time = reader.time("device_time")
    quality = reader.inner("quality")
    return PackSample(
        time=time.astimezone(UTC),
        device_time=None if device_time is None else device_time.replace(tzinfo=None),
        protocol=protocol,
        device_id=reader.text("device_id"),
        pack_v=reader.number("pack_v"),
        current_a=reader.number("current_a"),
        power_w=reader.number("power_w"),
        soc_pct=reader.number("soc_pct"),
        soh_pct=reader.number("soh_pct"),
        remaining_ah=reader.number("remaining_ah"),
        full_ah=reader.number("full_ah"),
        nominal_ah=reader.number("nominal_ah"),
        cycles=reader.integer("cycles"),
        cell_v=reader.numbers("cell_v"),
        cell_min_v=reader.number("cell_min_v"),
        cell_max_v=reader.number("cell_max_v"),
        cell_delta_v=reader.number("cell_delta_v"),
        cell_balancing=reader.flags("cell_balancing"),
        temperatures=_temperatures(reader),
        charge_mosfet=reader.flag("charge_mosfet"),
        discharge_mosfet=reader.flag("discharge_mosfet"),
        balancer=reader.flag("balancer"),
        protections=reader.texts("protections"),
        alarms=reader.texts("alarms"),
        faults=reader.texts("faults"),
        info=_info(reader.inner("info")),
        lock=_lock(reader.inner("lock")),
        tracker=_tracker(reader.inner("tracker")),
        position=_position(reader),
        state=_state(reader),
        quality=SampleQuality(
            implausible=quality.texts("implausible"), derived=quality.texts("derived")
        ),
        raw=reader.inner("raw").document,
        extras={key: value for key, value in reader.document.items() if key not in _COMMON},
    )


def exact_json(sample: PackSample) -> dict[str, object]:
    """Return JSON that keeps what the short form rounds: microseconds, sensors known as ok."""
    document = sample_json(sample)
    document["time"] = sample.time.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if sample.device_time is not None:
        document["device_time"] = sample.device_time.replace(tzinfo=None).isoformat()
    document["temperatures"] = [
        {"name": sensor.name, "c": sensor.c}
        | ({} if sensor.state is None else {"state": sensor.state})
        for sensor in sample.temperatures
    ]
    return document


def _temperatures(reader: _Reader) -> tuple[Temperature, ...]:
    sensors: list[Temperature] = []
    for index, row in enumerate(reader.sequence("temperatures")):
        sensor = _Reader(row, f"temperatures[{index}].")
        name, state = sensor.text("name"), sensor.text("state")
        if name is None:
            raise sensor.wrong("name", "a text")
        sensors.append(Temperature(name=name, c=sensor.number("c"), state=_ntc(sensor, state)))
    return tuple(sensors)


def _ntc(sensor: _Reader, state: str | None) -> NtcState | None:
    known: tuple[NtcState, ...] = get_args(NtcState.__value__)
    for word in known:
        if state == word:
            return word
    if state is not None:
        raise sensor.wrong("state", "one of " + " ".join(known))
    return None


def _state(reader: _Reader) -> State | None:
    known: tuple[State, ...] = get_args(State.__value__)
    text = reader.text("state")
    for word in known:
        if text == word:
            return word
    if text is not None:
        raise reader.wrong("state", "one of " + " ".join(known))
    return None


def _info(info: _Reader) -> PackInfo:
    produced = info.text("production_date")
    try:
        production_date = None if produced is None else date.fromisoformat(produced)
    except ValueError:
        raise info.wrong("production_date", "a date") from None
    return PackInfo(
        **{key: info.text(key) or "" for key in _INFO_TEXTS},
        production_date=production_date,
        chemistry=info.text("chemistry"),
        cell_count=info.integer("cell_count"),
    )


def _lock(lock: _Reader) -> LockState:
    function, status = lock.text("function"), lock.text("status")
    words: tuple[Literal["on"], Literal["off"]] = ("on", "off")
    if function not in (None, *words):
        raise lock.wrong("function", "on or off")
    if status not in (None, "locked", "unlocked"):
        raise lock.wrong("status", "locked or unlocked")
    return LockState(
        function=None if function is None else ("on" if function == "on" else "off"),
        status=None if status is None else ("locked" if status == "locked" else "unlocked"),
    )


def _tracker(tracker: _Reader) -> TrackerState:
    return TrackerState(
        sim=tracker.text("sim"),
        signal=tracker.integer("signal"),
        fix=tracker.flag("fix"),
        satellites=tracker.integer("satellites"),
    )


def _position(reader: _Reader) -> Position | None:
    if reader.document.get("position") is None:
        return None
    position = reader.inner("position")
    lat, lon = position.number("lat"), position.number("lon")
    if lat is None or lon is None:
        raise position.wrong("lat" if lat is None else "lon", "a number")
    return Position(
        lat=lat,
        lon=lon,
        speed_kmh=position.number("speed_kmh"),
        course_deg=position.number("course_deg"),
    )
