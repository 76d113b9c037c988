"""What to ask and in which order; at the end the row. Source: docs/protocols/<key>.md."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from mingtang_desk.core.errors import DecodeError, UnsupportedError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.ordering import steps
from mingtang_desk.device.sample import CounterReading, PackSample, SampleQuality, Temperature
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.interfaces.driver import (
    Decoded,
    Driver,
    Frame,
    Identity,
    Part,
    Procedure,
    Request,
)
from mingtang_desk.protocols._template import codec, fields, settings
from mingtang_desk.wire.fields import compiled

STATUS, READ, WRITE = 0x01, 0x02, 0x03
STATUS_SIZE = 7


def decode_status(payload: bytes, time: datetime) -> PackSample:
    """Decode one status reply.

    Raises:
        DecodeError: it is too short.
    """
    if len(payload) < STATUS_SIZE:
        detail = f"{len(payload)} bytes, at least {STATUS_SIZE} are needed"
        raise DecodeError("frame_invalid", what="status", detail=detail, data=payload)
    volts, amps, soc, celsius = compiled(fields.STATUS)(payload)
    return PackSample(
        time=time,
        protocol="template",
        pack_v=volts,
        current_a=amps,
        power_w=round(volts * amps, 3),
        soc_pct=float(soc),
        temperatures=(Temperature(name="cell_1", c=celsius),),
        quality=SampleQuality(derived=("power_w",)),
    )


def decode(frames: Sequence[tuple[str, Frame]], time: datetime) -> Decoded:
    """Decode a recorded conversation; the newest status counts."""
    sample: PackSample | None = None
    problems: list[DecodeError] = []
    for direction, frame in frames:
        if direction == "rx" and frame.command == STATUS:
            try:
                sample = decode_status(frame.payload, time)
            except DecodeError as error:
                problems.append(error)
    return Decoded(sample=sample, problems=tuple(problems))


class TemplateSession:
    """What is known of one board while it is open; `options` are those of the URI."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    def identify(self) -> Procedure[Identity]:
        """Ask for the status: the cheapest read that only this protocol answers."""
        yield _ask(STATUS, "status")
        return Identity(device_id=None, name="Template")

    def poll(self, part: Part, now: Callable[[], datetime]) -> Procedure[PackSample]:
        """Read one sample."""
        frame = yield _ask(STATUS, "status")
        return decode_status(frame.payload, now())

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        """Refuse: this board counts nothing."""
        yield from ()  # a procedure is a generator, also where it asks nothing
        raise UnsupportedError("unsupported", what="counters")

    def read_settings(
        self, keys: Sequence[str] | None, now: Callable[[], datetime]
    ) -> Procedure[SettingsReading]:
        """Read registers one by one."""
        values: dict[str, SettingValue] = {}
        raw: dict[str, bytes] = {}
        for key in settings.PLACES if keys is None else keys:
            place = settings.PLACES[key]
            frame = yield _ask(READ, f"setting {place.number:02X}", bytes([place.number]))
            raw[f"{place.number:02X}"] = frame.payload
            values[key] = place.scale.to_model(int.from_bytes(frame.payload, "big"))
        return SettingsReading(
            time=now(),
            protocol="template",
            device_id=None,
            values=values,
            raw=raw,
            limits={key: settings.PLACES[key].limits() for key in values},
        )

    def write_settings(
        self,
        changes: Mapping[str, SettingValue],
        current: SettingsReading,
        exact: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Procedure[None]:
        """Write registers one by one in a safe order; the session reads them back."""
        ordered = steps(({key: value} for key, value in changes.items()), current.values)
        for key, value in (item for step in ordered for item in step.items()):
            place = settings.PLACES[key]
            data = bytes([place.number]) + place.scale.to_wire(float(value)).to_bytes(2, "big")
            yield _ask(WRITE, f"setting {place.number:02X}", data, writes=True)

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        """Refuse: this board has no switches."""
        yield from ()
        raise UnsupportedError("unsupported", what=action.value)


def _ask(command: int, what: str, data: bytes = b"", *, writes: bool = False) -> Request:
    return Request(
        data=codec.request(command, data),
        what=what,
        answers=lambda frame: frame.command == command,
        writes=writes,
    )


TEMPLATE = Driver(
    key="template",
    label="Template",
    transports=("serial", "tcp", "replay"),
    capabilities=frozenset({Capability.STATUS, Capability.SETTINGS_READ}),
    framer=codec.TemplateFramer,
    session=TemplateSession,
    decode=decode,
    settings=settings.SPECS,
)
