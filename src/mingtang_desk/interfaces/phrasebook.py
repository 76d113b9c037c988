"""What a protocol can say about its frames beyond decoding them, for people who look at bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mingtang_desk.interfaces.driver import Frame


class FrameKind(StrEnum):
    """What a frame is for."""

    ASK = "ask"
    SET = "set"
    ANSWER = "answer"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class FramePart:
    """Some bytes of a frame.

    Attributes:
        offset, size: its place in the whole frame.
        name: marked for translation in context "FramePart".
        value: in figures, or words marked in context "Phrase"; "" = the bytes say it all.
    """

    offset: int
    size: int
    name: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a frame says.

    Attributes:
        text: marked for translation in context "Frame", braces name `values`.
        parts: its own parts in order: start, command, length, checksum.
        blocks: keys of `PackSample.wire` or `SettingsReading.raw` that the frame is about, and
            where the bytes of each begin in it.
        end: where its payload ends.
        stored: a conversation that would read the same data, for a frame that writes; it tells
            what would be written.
    """

    kind: FrameKind
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[FramePart, ...] = ()
    blocks: Mapping[str, int] = field(default_factory=dict)
    end: int = 0
    stored: Sequence[tuple[str, Frame]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """How to talk about the frames of a protocol, and how to make one by hand.

    Attributes:
        explain: what a frame says, given the request before it.
        seal: bytes typed without their ends -> the whole frame with start, checksum, end; None =
            they cannot be the inside of a frame.
        phrase: a command in words and the options of the address -> the same bytes without their
            ends, None = not understood.
        phrases: examples of such commands.
    """

    explain: Callable[[Frame, Frame | None], Said]
    seal: Callable[[bytes], bytes | None]
    phrase: Callable[[str, Mapping[str, str]], bytes | None]
    phrases: tuple[str, ...] = ()
