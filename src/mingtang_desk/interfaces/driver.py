"""What a protocol offers, sans-IO: a framer (bytes -> frames), procedures (requests -> values).

A procedure is a generator: it yields a `Request` and gets the `Frame` that answers it. The
session sends, waits, retries and keeps the bus locked for the whole of it; a request that failed
for good is thrown into the generator, so `try/finally` inside a procedure can still send what
must be sent (leaving JBD's factory mode). Procedures know no clock: times come in, samples go
out.
"""

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.extras import Extras
from mingtang_desk.device.origins import Origins
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingSpec, SettingsReading, SettingValue
from mingtang_desk.interfaces.wake import ANY_BOARD_WAKE, WakeRow

if TYPE_CHECKING:
    from mingtang_desk.interfaces.ble import BleProfile
    from mingtang_desk.interfaces.phrasebook import Phrasebook


class Frame(NamedTuple):
    """One checked unit of a protocol.

    Attributes:
        raw: all its bytes.
        command: what it answers (register, function or command number).
        status: the board's verdict, 0 = fine.
        payload: its data bytes.
        verified: False only when a lenient framer passed a bad checksum.
    """

    raw: bytes
    command: int
    status: int
    payload: bytes
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question.

    Attributes:
        data: bytes to send.
        what: name for errors and logs ("basic info", "setting 24").
        answers: tells whether a frame is the reply to this question.
        writes: True = it changes the device.
        repeatable: False = must not be sent twice (a second time would do something else).
        reply_bytes: expected length of the reply, for time-outs on slow lines.
        alike: what its reply has in common with replies to other requests (function and length, in
            Modbus): such another is not sent while this one may still be answered late. None = a
            reply says what it answers.
        secret: True = its bytes tell a secret: recordings and monitors get zeros in their place.
    """

    data: bytes
    what: str
    answers: Callable[[Frame], bool]
    writes: bool = False
    repeatable: bool = True
    reply_bytes: int = 64
    alike: Hashable = None
    secret: bool = False


type Procedure[T] = Generator[Request, Frame, T]


@dataclass(frozen=True, slots=True)
class FramerCounts:
    """What a framer has seen: good frames, damaged ones, bytes that belong to no frame."""

    good: int = 0
    bad: int = 0
    ignored: int = 0


class Framer(Protocol):
    """Finds frames in a stream. Never raises on noise, it counts."""

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes, cut anywhere, and return the frames they complete."""
        ...

    def flush(self) -> list[Frame]:
        """Say that nothing more comes (silence, end of file).

        What is left is rescanned or counted as ignored.
        """
        ...

    @property
    def counts(self) -> FramerCounts:
        """Totals since it was made."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which board answered: id (None where the board has none) and name for the screen.

    Attributes:
        capabilities: what this very board can do; None = all that its driver can.
        lacks: why it can do less, marked for translation in context "Reason"; "" = it does not.
    """

    device_id: str | None
    name: str
    capabilities: frozenset[Capability] | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What a recorded conversation said; parts that were not there are None or empty.

    Attributes:
        packs: further samples, where one conversation tells of several packs.
        problems: checked frames that contradict themselves; they gave no values.
    """

    sample: PackSample | None = None
    settings: Mapping[str, SettingValue] = field(default_factory=dict)
    stats: CounterReading | None = None
    info: Mapping[str, object] = field(default_factory=dict)
    packs: Sequence[PackSample] = ()
    problems: Sequence[DecodeError] = ()


class Part(StrEnum):
    """What a poll reads, each with its own rhythm.

    FAST every cycle, SLOW once in a while (names).
    """

    FAST = "fast"
    SLOW = "slow"


class ModeStep(StrEnum):
    """A request that one has to send to read settings, a write by its form alone.

    OPEN: into the mode; CLOSE: out of it, nothing is kept.
    """

    OPEN = "open"
    CLOSE = "close"


class BoardSession(Protocol):
    """The state a driver keeps of one board while it is open (names, units, merged values)."""

    def identify(self) -> Procedure[Identity]:
        """Ask who is there; the cheapest read that only this protocol answers."""
        ...

    def poll(self, part: Part, now: Callable[[], datetime]) -> Procedure[PackSample]:
        """Read one sample; `now` gives the time of the last reply."""
        ...

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        """Read how often each protection has fired."""
        ...

    def read_settings(
        self, keys: Sequence[str] | None, now: Callable[[], datetime]
    ) -> Procedure[SettingsReading]:
        """Read settings (all when `keys` is None), with what the board can store for each."""
        ...

    def write_settings(
        self,
        changes: Mapping[str, SettingValue],
        current: SettingsReading,
        exact: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Procedure[None]:
        """Send checked changes and make them last; the session reads back, an ack proves nothing.

        They go out in the order of `device.ordering`. Without changes, what is in use is made to
        last where the board does not do so by itself.

        Args:
            changes: values by key, checked.
            current: the settings as they are now.
            exact: raw bytes as they once were, keyed as in `current.raw`; what means the same as a
                change is sent just so.

        Raises:
            RejectedError: thrown after the board refused a field; remaining fields are still sent.
        """
        ...

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        """Send one control; the session reads the state back with a poll.

        SET_CLOCK comes with the local time as ISO text without a zone, to the second. What must not
        happen twice (a restart) goes out in a request that is not `repeatable`.
        """
        ...


def _any_frame(_: Frame) -> bool:
    return True


def _nowhere(_: PackSample) -> Origins:
    return {}


def _nobody_knows(_: Frame) -> bool | None:
    return None


class ReadAgain(NamedTuple):
    """What reads a write back.

    Attributes:
        request: the bytes that ask for what was written.
        payload: of the reply, when the board keeps what it was sent.
    """

    request: bytes
    payload: bytes


def _nothing_again(_: Frame) -> ReadAgain | None:
    return None


def _no_mode(_: Frame) -> ModeStep | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One row of `session.drivers.DRIVERS`.

    Attributes:
        key: protocol key of CONTRACT.md; label: the brand's names.
        transports: schemes it works over.
        framer: makes a framer; `lenient=True` passes frames with a bad checksum, marked unverified.
        session: makes the per-board state from URI options.
        decode: decodes a recorded conversation (frames with their direction, "tx" or "rx").
        settings: meaning of every setting this protocol may have.
        write_side_effects: keys of what a settings write also does ("counters_cleared").
        saves: True = settings are in use when written and kept only by a save at the end: what
            reads as sent may be gone after a loss of power unless the save was acknowledged.
        unique_ids: True = no two boards have the same id, but by mistake.
        baud: default line speed of a serial link, bits per second.
        silence_s: gap after which good frames behind an unfinished one are looked for.
        addressed: True = the URI option `address` chooses one of several boards on a bus.
        paired: True = a reply tells nothing without its request, as in Modbus.
        context: of a driver that is not paired: tells whether a reply outside of a poll may change
            how samples are decoded (a unit, a switch); a recording decodes it with every poll.
        origins: where the values of a sample came from; setting_origins: the same for settings.
        extras: names and units of its `x_` values, where it can say.
        phrasebook: what its frames are in words, for those who look at bytes; None = none yet.
        request_words: what the request of some master asks for, in English ("reads registers 0 to
            28 of address 1 (Modbus)"), None for a frame that is no request; None itself = nobody
            can tell.
        writes: whether a checked request changes the board: False = it only reads, None = nobody
            can say, which whoever passes bytes on takes for the worst.
        read_again: what reads back what a request writes, None where nothing can.
        mode_step: which step into or out of a mode for reading settings a request is, None = none;
            such a step changes nothing that lasts.
        mode_close: the bytes that leave that mode and keep nothing, b"" where there is none.
        ble: its Bluetooth services and names; None = it is not spoken over Bluetooth.
        one_way: controls that it can do and not put back: said before, and no promise is made.
        missing: why it cannot do what others can, marked for translation in context "Reason".
        wake: how its boards are woken, and whether they are known to sleep.
    """

    key: str
    label: str
    transports: tuple[str, ...]
    capabilities: frozenset[Capability]
    framer: Callable[..., Framer]
    session: Callable[[Mapping[str, str]], BoardSession]
    decode: Callable[[Sequence[tuple[str, Frame]], datetime], Decoded]
    settings: Mapping[str, SettingSpec]
    write_side_effects: tuple[str, ...] = ()
    saves: bool = False
    unique_ids: bool = False
    baud: int = 9600
    silence_s: float = 0.1
    addressed: bool = False
    paired: bool = False
    context: Callable[[Frame], bool] = _any_frame
    origins: Callable[[PackSample], Origins] = _nowhere
    setting_origins: Origins = field(default_factory=dict)
    extras: Extras = field(default_factory=dict)
    phrasebook: "Phrasebook | None" = None
    request_words: Callable[[Frame], str | None] | None = None
    writes: Callable[[Frame], bool | None] = _nobody_knows
    read_again: Callable[[Frame], ReadAgain | None] = _nothing_again
    mode_step: Callable[[Frame], ModeStep | None] = _no_mode
    mode_close: bytes = b""
    ble: "BleProfile | None" = None
    one_way: frozenset[Action] = frozenset()
    missing: Mapping[Capability, str] = field(default_factory=dict)
    wake: WakeRow = ANY_BOARD_WAKE
