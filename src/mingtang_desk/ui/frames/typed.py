"""What somebody typed into the send console, as the bytes that would leave: pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.interfaces.phrasebook import FrameKind
from mingtang_desk.session.frames import FrameRow, RowKind
from mingtang_desk.ui.frames.decode import Teller

_BETWEEN = re.compile(r"\b0x|[\s:,]", re.IGNORECASE)


class Problem(StrEnum):
    """Why what was typed cannot be sent."""

    EMPTY = "empty"
    NO_HEX = "no_hex"
    NO_FRAME = "no_frame"


@dataclass(frozen=True, slots=True)
class Typed:
    """Bytes that would be sent.

    Attributes:
        data: all of them, empty with a problem.
        row: the same for the words of the table; reads: True = a plain read and nothing else.
    """

    data: bytes = b""
    row: FrameRow | None = None
    reads: bool = False
    problem: Problem | None = None


def parse(text: str, teller: Teller, *, seal: bool) -> Typed:
    """Return what a text would send.

    Args:
        text: hex, or a command in words where the protocol has some.
        teller: knows the protocol.
        seal: put start and checksum around hex; a whole frame is left as it is.
    """
    if not text.strip():
        return Typed(problem=Problem.EMPTY)
    book = None if teller.driver is None else teller.driver.phrasebook
    body = None if book is None else book.phrase(text, teller.options)
    if book is not None and body is not None:
        return _checked(book.seal(body), teller)
    digits = text.strip()
    digits = digits[3:] if digits.lower().startswith("tx:") else digits
    try:
        data = bytes.fromhex(_BETWEEN.sub("", digits))
    except ValueError:
        return Typed(problem=Problem.NO_HEX)
    if seal and book is not None and frame_of(data, teller) is None:
        return _checked(book.seal(data), teller)
    return _checked(data, teller)


def frame_of(data: bytes, teller: Teller) -> Frame | None:
    """Return the one frame that these bytes are, None when they are anything else."""
    if teller.driver is None:
        return None
    framer = teller.driver.framer()
    frames = [*framer.feed(data), *framer.flush()]
    return frames[0] if len(frames) == 1 and frames[0].raw == data else None


def _checked(data: bytes | None, teller: Teller) -> Typed:
    if not data:
        return Typed(problem=Problem.NO_FRAME)
    frame = frame_of(data, teller)
    said = teller.said(frame)
    kind = RowKind.GOOD if frame is not None else RowKind.BAD
    row = FrameRow(0.0, "tx", data, kind, frame)
    return Typed(data, row, said is not None and said.kind is FrameKind.ASK)
