"""Parameters of a terminal: set, asked for, told. A table says what each number is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from mingtang_desk.wire.jt808.message import Form
from mingtang_desk.wire.jt808.octets import (
    Reader,
    number_bytes,
    text_bytes,
    text_of,
)


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """What a parameter is.

    Attributes:
        id: its number.
        key: name, the unit is the suffix.
        size: bytes of a number, 0 = a text.
    """

    id: int
    key: str
    size: int


U32, U16, U8, TEXT = 4, 2, 1, 0
# docs/protocols/jt808.md, section 7
PARAMETERS: Mapping[int, ParameterSpec] = {
    number: ParameterSpec(number, key, size)
    for number, key, size in (
        (0x0001, "heartbeat_s", U32),
        (0x0002, "tcp_timeout_s", U32),
        (0x0003, "tcp_repeats", U32),
        (0x0004, "udp_timeout_s", U32),
        (0x0005, "udp_repeats", U32),
        (0x0006, "sms_timeout_s", U32),
        (0x0007, "sms_repeats", U32),
        (0x0010, "apn", TEXT),
        (0x0011, "apn_user", TEXT),
        (0x0012, "apn_password", TEXT),
        (0x0013, "server", TEXT),
        (0x0014, "backup_apn", TEXT),
        (0x0015, "backup_apn_user", TEXT),
        (0x0016, "backup_apn_password", TEXT),
        (0x0017, "backup_server", TEXT),
        (0x0018, "tcp_port", U32),
        (0x0019, "udp_port", U32),
        (0x0020, "report_strategy", U32),
        (0x0021, "report_scheme", U32),
        (0x0022, "report_not_logged_in_s", U32),
        (0x0027, "report_asleep_s", U32),
        (0x0028, "report_emergency_s", U32),
        (0x0029, "report_s", U32),
        (0x002C, "report_m", U32),
        (0x002D, "report_not_logged_in_m", U32),
        (0x002E, "report_asleep_m", U32),
        (0x002F, "report_emergency_m", U32),
        (0x0030, "report_turn_deg", U32),
        (0x0031, "fence_radius_m", U16),
        (0x0040, "monitor_phone", TEXT),
        (0x0041, "reset_phone", TEXT),
        (0x0042, "factory_reset_phone", TEXT),
        (0x0050, "alarm_mask", U32),
        (0x0055, "max_speed_kmh", U32),
        (0x0056, "overspeed_s", U32),
        (0x0080, "odometer_tenths_km", U32),
        (0x0081, "province", U16),
        (0x0082, "city", U16),
        (0x0083, "plate", TEXT),
        (0x0084, "plate_colour", U8),
    )
}
PARAMETER_IDS: Mapping[str, int] = {spec.key: spec.id for spec in PARAMETERS.values()}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as it goes over the line."""

    id: int
    data: bytes

    @property
    def value(self) -> int | str | None:
        """What it says; None where its number or its length is not in the table."""
        spec = PARAMETERS.get(self.id)
        if spec is None:
            return None
        if spec.size == TEXT:
            return text_of(self.data)
        return int.from_bytes(self.data, "big") if len(self.data) == spec.size else None


def parameter(key: str, value: int | str) -> Parameter:
    """The parameter of a key of the table.

    Raises:
        ValueError: the value is of another kind, or does not fit.
    """
    spec = PARAMETERS[PARAMETER_IDS[key]]
    if isinstance(value, str) != (spec.size == TEXT):
        raise ValueError(f"{key} does not take {value!r}")
    data = text_bytes(value) if isinstance(value, str) else number_bytes(value, spec.size, key)
    return Parameter(spec.id, data)


def _read_list(reader: Reader) -> tuple[tuple[Parameter, ...], bytes]:
    """Parameters up to where the list ends or breaks off, and what is left."""
    found, rest, at = [], reader.rest(), 0
    while at + 5 <= len(rest) and (end := at + 5 + rest[at + 4]) <= len(rest):
        found.append(Parameter(int.from_bytes(rest[at : at + 4], "big"), rest[at + 5 : end]))
        at = end
    return tuple(found), rest[at:]


def _list_bytes(parameters: Iterable[Parameter]) -> bytes:
    return b"".join(
        number_bytes(p.id, 4, "parameter")
        + number_bytes(len(p.data), 1, "length of a parameter")
        + p.data
        for p in parameters
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetParameters:
    """0x8103: set parameters.

    Attributes:
        parameters: what to set.
        count: how many it said there are.
        tail: bytes behind them that are none.
    """

    ID: ClassVar[int] = 0x8103
    parameters: tuple[Parameter, ...]
    count: int
    tail: bytes = b""

    @classmethod
    def of(cls, *parameters: Parameter) -> Self:
        """The message that sets these."""
        return cls(parameters=parameters, count=len(parameters))

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        count = reader.number(1)
        parameters, tail = _read_list(reader)
        return cls(parameters=parameters, count=count, tail=tail)

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return number_bytes(self.count, 1, "count") + _list_bytes(self.parameters) + self.tail


@dataclass(frozen=True, slots=True, kw_only=True)
class ParametersReply:
    """0x0104: parameters that were asked for.

    Attributes:
        reply_serial: serial number of the question.
        parameters, count, tail: as in `SetParameters`.
    """

    ID: ClassVar[int] = 0x0104
    reply_serial: int
    parameters: tuple[Parameter, ...]
    count: int
    tail: bytes = b""

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        serial, count = reader.number(2), reader.number(1)
        parameters, tail = _read_list(reader)
        return cls(reply_serial=serial, parameters=parameters, count=count, tail=tail)

    def body(self, form: Form) -> bytes:
        """Encode it."""
        head = number_bytes(self.reply_serial, 2, "serial number")
        head += number_bytes(self.count, 1, "count")
        return head + _list_bytes(self.parameters) + self.tail


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySomeParameters:
    """0x8106: tell these parameters.

    Attributes:
        ids: their numbers.
    """

    ID: ClassVar[int] = 0x8106
    ids: tuple[int, ...]

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(ids=tuple(reader.number(4) for _ in range(reader.number(1))))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        listed = (number_bytes(number, 4, "parameter") for number in self.ids)
        return number_bytes(len(self.ids), 1, "count") + b"".join(listed)
