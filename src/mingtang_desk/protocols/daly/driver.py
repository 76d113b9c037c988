"""What to ask and in which order; at the end the row. Source: docs/protocols/daly.md."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from mingtang_desk.core.errors import DecodeError, UnsupportedError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading, PackSample
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
from mingtang_desk.protocols.daly import codec, fields
from mingtang_desk.protocols.daly.sample import Replies, build_sample, frames_for

_NAMES: Mapping[int, str] = {
    fields.TOTALS: "totals",
    fields.EXTREMES: "extremes",
    fields.SWITCHES: "switches",
    fields.COUNTS: "counts",
    fields.CELLS: "cell voltages",
    fields.SENSORS: "temperatures",
    fields.BALANCING: "balancing",
    fields.FAULTS: "faults",
}
_UNPROVEN = QT_TRANSLATE_NOOP(
    "Reason", "How this is written has not been published, or not been proven on a board."
)


def decode(frames: Sequence[tuple[str, Frame]], time: datetime) -> Decoded:
    """Decode a recorded conversation; replies tell their command, requests give no values."""
    replies = Replies()
    for direction, frame in frames:
        if direction == "rx" and frame.status == codec.BOARD:
            replies.take(frame)
    try:
        return Decoded(sample=build_sample(replies, time) if replies.tell else None)
    except DecodeError as error:
        return Decoded(problems=(error,))


def request_words(frame: Frame) -> str | None:
    """Return what a request asks for, None for a reply."""
    if frame.status == codec.BOARD:
        return None
    return f"asks for {_NAMES.get(frame.command, f'{frame.command:02X}')} (Daly)"


class DalySession:
    """What is known of one board while it is open."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    def identify(self) -> Procedure[Identity]:
        """Ask for the totals: the cheapest read that only this protocol answers."""
        yield _ask(fields.TOTALS)
        return Identity(device_id=None, name="Daly")

    def poll(self, part: Part, now: Callable[[], datetime]) -> Procedure[PackSample]:
        """Read one sample; a board tells no names, so both parts are the same."""
        replies = Replies()
        for command in (fields.TOTALS, fields.SWITCHES, fields.COUNTS):
            replies.take((yield _ask(command)))
        cells, sensors = replies.counts or (0, 0)
        yield from _burst(fields.CELLS, cells, fields.CELLS_A_FRAME, replies)
        yield from _burst(fields.SENSORS, sensors, fields.SENSORS_A_FRAME, replies)
        for command in (fields.BALANCING, fields.FAULTS):
            replies.take((yield _ask(command)))
        return build_sample(replies, now())

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        """Refuse: no such board counts."""
        yield from ()  # a procedure is a generator, also where it asks nothing
        raise UnsupportedError("unsupported", what="counters")

    def read_settings(
        self, keys: Sequence[str] | None, now: Callable[[], datetime]
    ) -> Procedure[SettingsReading]:
        """Refuse: not proven."""
        yield from ()
        raise UnsupportedError("unsupported", what="settings")

    def write_settings(
        self,
        changes: Mapping[str, SettingValue],
        current: SettingsReading,
        exact: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Procedure[None]:
        """Refuse: not proven."""
        yield from ()
        raise UnsupportedError("unsupported", what="settings")

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        """Refuse: not proven."""
        yield from ()
        raise UnsupportedError("unsupported", what=action.value)


def _ask(command: int, answers: Callable[[Frame], bool] | None = None, frames: int = 1) -> Request:
    def is_reply(frame: Frame) -> bool:
        return frame.command == command and frame.status == codec.BOARD

    return Request(
        data=codec.request(command),
        what=_NAMES[command],
        answers=answers or is_reply,
        reply_bytes=codec.SIZE * frames,
    )


def _burst(command: int, count: int, each: int, replies: Replies) -> Procedure[None]:
    """Ask for what comes in several frames; answered by the last of them that was missing."""
    needed = frames_for(count, each)
    if not 0 < needed <= frames_for(fields.MOST_CELLS, fields.CELLS_A_FRAME):
        return
    heard: set[int] = set()

    def is_last(frame: Frame) -> bool:
        if frame.command != command or frame.status != codec.BOARD:
            return False
        replies.take(frame)
        heard.add(frame.payload[0])
        return heard.issuperset(range(1, needed + 1))

    yield _ask(command, is_last, needed)


DALY = Driver(
    key="daly",
    label="Daly (A5)",
    transports=("serial", "tcp", "sim", "replay"),
    capabilities=frozenset({Capability.STATUS, Capability.CELLS}),
    framer=codec.DalyFramer,
    session=DalySession,
    decode=decode,
    settings=MappingProxyType({}),
    request_words=request_words,
    writes=codec.writes,
    missing=MappingProxyType(
        {
            each: _UNPROVEN
            for each in (
                Capability.SETTINGS_READ,
                Capability.SETTINGS_WRITE,
                Capability.CHARGE_SWITCH,
                Capability.DISCHARGE_SWITCH,
                Capability.SET_SOC,
                Capability.RESTART,
            )
        }
    ),
)
