"""Our own JSON on the way in: what gateways and desks send, one message at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from mingtang_desk.core.clock import Clock
from mingtang_desk.device.sample import PackSample
from mingtang_desk.geo.datum import Datum
from mingtang_desk.history.failures import InvalidDocumentError
from mingtang_desk.history.sample_io import parse_sample
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.boards import BoardEar
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    Flag,
    PositionReading,
    Reading,
    SettingsReading,
    Source,
)
from mingtang_desk.server.ingest.normalise import FLAGS, clock_of, wgs84
from mingtang_desk.server.ingest.parcel import BoardFrames, FrameRow, Told
from mingtang_desk.server.ingest.replies import UP
from mingtang_desk.server.times import ms_of, now_ms

MESSAGES = 1000
"""In a list."""
BODY_BYTES = 1_000_000
MESSAGE_BYTES = 64 * 1024
BYTES = 4096
"""Of a board, in one message."""
LARGEST_VALUE = 1e9

type Number = Annotated[str, Meta(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
type Name = Annotated[str, Meta(max_length=80)]
type MessageId = Annotated[str, Meta(max_length=64)] | int | None
type Moment = Annotated[datetime, Meta(tz=True)] | None
type Channel = Annotated[int, Meta(ge=0, le=255)]
type Hex = Annotated[str, Meta(max_length=2 * BYTES, pattern=r"^([0-9A-Fa-f]{2})*$")]


class _Message(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """A message; `id` is the sender's own, and comes back with what became of it."""

    device: Number
    id: MessageId = None


class PositionMessage(_Message, tag="position", kw_only=True, forbid_unknown_fields=True):
    """A place, and what else a tracker knows; without lat and lon there is no fix."""

    time: Moment = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    datum: Datum = Datum.WGS84
    altitude_m: Annotated[float, Meta(ge=-1000, le=100_000)] | None = None
    speed_kmh: Annotated[float, Meta(ge=0, le=2000)] | None = None
    course_deg: Annotated[float, Meta(ge=0, le=360)] | None = None
    satellites: Annotated[int, Meta(ge=0, le=255)] | None = None
    hdop: Annotated[float, Meta(ge=0, le=100)] | None = None
    signal: Annotated[int, Meta(ge=0, le=255)] | None = None
    mileage_m: Annotated[float, Meta(ge=0, le=1e10)] | None = None
    accuracy_m: Annotated[float, Meta(ge=0, le=1e6)] | None = None
    acc: bool | None = None
    event: Annotated[str, Meta(pattern=r"^[a-z_]{0,32}$")] = ""


class SampleMessage(_Message, tag="sample", kw_only=True, forbid_unknown_fields=True):
    """A sample as CONTRACT section 3 writes it."""

    sample: dict[str, object]


class SettingsMessage(_Message, tag="settings", kw_only=True, forbid_unknown_fields=True):
    """A settings file as CONTRACT section 4 writes it, and counters as section 5 does."""

    settings: "SettingsFile | None" = None
    counters: (
        Annotated[
            dict[
                Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,80}$")],
                int | float | Annotated[list[Name], Meta(max_length=200)] | None,
            ],
            Meta(max_length=200),
        ]
        | None
    ) = None


class SettingsFile(Struct, kw_only=True, forbid_unknown_fields=True):
    """Settings of a board."""

    format: Literal["mingtang-settings/1"]
    protocol: Annotated[str, Meta(max_length=64)]
    device_id: Annotated[str, Meta(max_length=128)] | None
    time: Annotated[datetime, Meta(tz=True)]
    settings: Annotated[
        dict[Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,80}$")], float | bool | str | None],
        Meta(max_length=1000),
    ]


class ContactMessage(_Message, tag="contact", kw_only=True, forbid_unknown_fields=True):
    """The battery is there, or is not any more, or goes to sleep.

    Attributes:
        share: of a desk that shares its board: a word of its own, so that it is known again. It is
            refused while another way to the board stands.
        writing: whether that desk lets writes through now, None = it is no such desk.
    """

    linked: bool
    sleeping: bool = False
    share: Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{0,64}$")] = ""
    writing: bool | None = None


class BytesMessage(_Message, tag="bytes", kw_only=True, forbid_unknown_fields=True):
    """Bytes of a board, unchanged."""

    channel: Channel
    hex: Hex


class ReplyMessage(_Message, tag="reply", kw_only=True, forbid_unknown_fields=True):
    """What became of a request: 0 = its bytes are on the line.

    Attributes:
        problem: why not, of a desk that shares its board; see `flight.BENCH_PROBLEMS`.
    """

    serial: Annotated[int, Meta(ge=0, le=65535)]
    result: Annotated[int, Meta(ge=0, le=255)]
    problem: Annotated[str, Meta(pattern=r"^[a-z_]{0,32}$")] = ""


type Message = (
    PositionMessage | SampleMessage | SettingsMessage | ContactMessage | BytesMessage | ReplyMessage
)
_message = msgspec.json.Decoder(Message).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_named = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_id = msgspec.json.Decoder(MessageId).decode


class InvalidMessageError(ValueError):
    """A message is not what it should be; the text says what is wrong, and holds no values."""


def split(body: bytes) -> list[bytes]:
    """Return the messages of a body: one, or a list.

    Raises:
        InvalidMessageError: it is no JSON, or there are too many.
    """
    if not body.lstrip(b" \t\r\n").startswith(b"["):
        return [body]
    try:
        raw = _list(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidMessageError("it is no JSON") from error
    if len(raw) > MESSAGES:
        raise InvalidMessageError(f"a list has up to {MESSAGES} messages")
    return [bytes(each) for each in raw]


def read_message(raw: bytes) -> Message:
    """Read one message.

    Raises:
        InvalidMessageError: it is none.
    """
    if len(raw) > MESSAGE_BYTES:
        raise InvalidMessageError(f"a message has up to {MESSAGE_BYTES} bytes")
    try:
        message: Message = _message(raw)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise InvalidMessageError(str(error)) from error
    return message


def id_of(raw: bytes) -> str | int | None:
    """Return the id of a message that could not be read, as far as it has one."""
    try:
        found = _named(raw).get("id")
        return None if found is None else _id(found)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None


class Carried:
    """What a message is for the pipeline."""

    __slots__ = ("frames", "readings", "told")

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.told: list[Told] = []
        self.frames: list[FrameRow] = []


def carried(
    message: Message,
    device: Device,
    clock: Clock,
    *,
    source: Source,
    ear: Callable[[], BoardEar],
    link: int = 0,
) -> Carried:
    """Return what a message is for the pipeline.

    Args:
        message: it.
        device: the battery that it names.
        clock: what time it is.
        source: which way it came.
        ear: gives who listens to the board.
        link: number of the connection, for the raw frames.

    Raises:
        InvalidMessageError: the sample is none.
    """
    found, now = Carried(), now_ms(clock)
    match message:
        case PositionMessage():
            found.readings.append(_position(message, device, now, source))
        case SampleMessage(sample=document):
            sample = _sample(document)
            time_ms, _ = clock_of(ms_of(sample.time), now)
            found.readings.append(
                BmsReading(
                    device=device, time_ms=time_ms, received_ms=now, sample=sample, source=source
                )
            )
        case SettingsMessage(settings=file, counters=counters):
            if file is None and counters is None:
                raise InvalidMessageError("it has neither settings nor counters")
            time_ms, _ = (now, None) if file is None else clock_of(ms_of(file.time), now)
            found.readings.append(
                SettingsReading(
                    device=device,
                    time_ms=time_ms,
                    received_ms=now,
                    values=None if file is None else msgspec.to_builtins(file),
                    counters=counters,
                    source=source,
                )
            )
        case ContactMessage(linked=linked, sleeping=sleeping):
            if source is not Source.WEBSOCKET and not sleeping:
                raise InvalidMessageError("a link stands on a WebSocket alone")
            found.readings.append(
                ContactReading(
                    device=device,
                    time_ms=now,
                    received_ms=now,
                    linked=linked and source is Source.WEBSOCKET,
                    sleeping=sleeping,
                    source=source,
                )
            )
        case BytesMessage(channel=channel, hex=text):
            data = bytes.fromhex(text)
            terminal = device.terminal or device.number
            row = (now, device.pk, terminal, link, UP, None, bytes((channel,)) + data, None)
            found.frames.append(row)
            heard = ear().hear(data, clock.monotonic())
            if heard is not None:
                protocol, frames = heard
                found.told.append(
                    BoardFrames(
                        device=device,
                        protocol=protocol,
                        frames=frames,
                        heard=clock.now(),
                        received_ms=now,
                        source=source,
                    )
                )
        case ReplyMessage():
            pass
    return found


def _position(
    message: PositionMessage, device: Device, now: int, source: Source
) -> PositionReading:
    time_ms, flags = clock_of(None if message.time is None else ms_of(message.time), now)
    lat, lon = message.lat, message.lon
    if message.time is None:
        flags = 0  # nobody's clock was wrong
    if lat is None or lon is None:
        lat = lon = None
        flags |= Flag.NO_FIX
    else:
        lat, lon = wgs84(lat, lon, message.datum)
    if message.acc is not None:
        flags |= Flag.ACC_KNOWN | (Flag.ACC_ON if message.acc else 0)
    return PositionReading(
        device=device,
        time_ms=time_ms,
        received_ms=now,
        lat=lat,
        lon=lon,
        altitude_m=message.altitude_m,
        speed_kmh=message.speed_kmh,
        course_deg=message.course_deg,
        satellites=message.satellites,
        hdop=message.hdop,
        signal=message.signal,
        mileage_m=message.mileage_m,
        accuracy_m=None if lat is None else message.accuracy_m,
        flags=FLAGS[flags],
        event=message.event,
        source=source,
    )


def _sample(document: dict[str, object]) -> PackSample:
    try:
        sample = parse_sample(document)
    except InvalidDocumentError as error:
        raise InvalidMessageError(str(error)) from error
    if (strange := [key for key in sample.extras if not key.startswith("x_")]) != []:
        raise InvalidMessageError(f"{len(strange)} keys are neither known nor begin with x_")
    for key in ("soc_pct", "pack_v", "current_a"):
        value = getattr(sample, key)
        if value is not None and abs(value) > LARGEST_VALUE:
            raise InvalidMessageError(f"{key} is out of range")
    return sample
