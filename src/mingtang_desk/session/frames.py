"""The bytes of a link as frames, one row each, with what is damaged and what belongs to no frame.

Pure: chunks with their times go in, rows come out. A live link, a recording and a file are the same
to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.interfaces.driver import Driver, Frame, Framer
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.session.listener import hidden_frames

GIVE_UP_S = 1.0
"""Silence after which an unfinished frame is shown for what it is."""


class RowKind(StrEnum):
    """What the bytes of a row are."""

    GOOD = "good"
    BAD = "bad"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FrameRow:
    """Bytes that belong together.

    Attributes:
        t: when the last of them came, in the clock of the chunks.
        kind: a checked frame, a damaged one, bytes of no frame, or of a protocol not known yet.
        frame: the frame, also a damaged one where its shape can be told.
        request: the frame sent last before it, for what came; a reply may need it to be read.
    """

    t: float
    direction: Direction
    data: bytes
    kind: RowKind
    frame: Frame | None = None
    request: Frame | None = None


class FrameLog:
    """Cuts both directions of one link.

    Args:
        driver: None = nobody knows the protocol yet; every chunk is a row of its own.

    Attributes:
        good, bad: frames of both directions; ignored: bytes that belong to no frame.
    """

    def __init__(self, driver: Driver | None) -> None:
        self.good = self.bad = self.ignored = 0
        self._silence_s = 0.0 if driver is None else driver.silence_s
        self._sides: dict[Direction, _Side] = (
            {} if driver is None else {"rx": _Side(driver, "rx"), "tx": _Side(driver, "tx")}
        )
        self._last: float | None = None
        self._request: Frame | None = None
        self._asks = None if driver is None else driver.request_words

    def feed(self, t: float, direction: Direction, data: bytes) -> list[FrameRow]:
        """Take a chunk and return the rows it completes."""
        if not self._sides:
            self._last = t
            return [FrameRow(t, direction, data, RowKind.UNKNOWN)]
        rows = self.settle(t)
        # A new request ends what is unfinished, as it does for whoever waits for the reply; and
        # what was sent is over when something comes.
        other = self._sides["rx" if direction == "tx" else "tx"]
        rows += self._taken(other.flush(self._last if self._last is not None else t))
        self._last = t
        return rows + self._taken(self._sides[direction].feed(t, data))

    def settle(self, t: float) -> list[FrameRow]:
        """Say what time it is: after a silence unfinished bytes are looked through again."""
        if self._last is None or t - self._last <= self._silence_s:
            return []
        rows: list[FrameRow] = []
        for side in self._sides.values():
            for_good = side.direction == "tx" or t - self._last > max(GIVE_UP_S, self._silence_s)
            rows += side.flush(self._last) if for_good else side.look_behind(self._last)
        return self._taken(rows)

    def flush(self) -> list[FrameRow]:
        """Say that nothing more comes: the end of a file."""
        rows: list[FrameRow] = []
        for side in self._sides.values():
            rows += side.flush(self._last or 0.0)
        return self._taken(rows)

    def _taken(self, rows: Iterable[FrameRow]) -> list[FrameRow]:
        """Count rows, and remember requests for the replies to them."""
        taken = []
        for row in rows:
            if row.kind is RowKind.GOOD:
                self.good += 1
            elif row.kind is RowKind.BAD:
                self.bad += 1
            else:
                self.ignored += len(row.data)
            taken.append(self._paired(row))
        return taken

    def _paired(self, row: FrameRow) -> FrameRow:
        if row.direction == "tx":
            self._request = row.frame if row.kind is RowKind.GOOD else None
            return row
        heard = FrameRow(row.t, row.direction, row.data, row.kind, row.frame, self._request)
        if row.kind is RowKind.GOOD and row.frame is not None and self._asks is not None:
            words = self._asks(row.frame)
            if words is not None:  # another master on the bus: what comes next answers it
                self._request = row.frame
        return heard


class _Side:
    """One direction: a strict framer finds what the session sees, a lenient one names the rest."""

    def __init__(self, driver: Driver, direction: Direction) -> None:
        self.direction = direction
        self._driver = driver
        self._framer: Framer = driver.framer()
        self._pending = b""
        self._bad = 0

    def feed(self, t: float, data: bytes) -> list[FrameRow]:
        self._pending += data
        return self._rows(t, self._framer.feed(data))

    def look_behind(self, t: float) -> list[FrameRow]:
        """Find good frames behind an unfinished one; without any it stays, its rest may come."""
        return self._rows(t, hidden_frames(self._framer)) if self._pending else []

    def flush(self, t: float) -> list[FrameRow]:
        if not self._pending:
            return []
        rows = self._rows(t, self._framer.flush())
        rest, self._pending = self._pending, b""
        return rows + self._between(t, rest)

    def _rows(self, t: float, frames: Iterable[Frame]) -> list[FrameRow]:
        rows: list[FrameRow] = []
        for frame in frames:
            at = self._pending.find(frame.raw)
            rows += self._between(t, self._pending[:at])
            self._pending = self._pending[at + len(frame.raw) :]
            rows.append(FrameRow(t, self.direction, frame.raw, RowKind.GOOD, frame))
        return rows

    def _between(self, t: float, data: bytes) -> list[FrameRow]:
        """Return rows of bytes that the strict framer passed over."""
        bad, self._bad = self._framer.counts.bad - self._bad, self._framer.counts.bad
        if not data:
            return []
        lenient = self._driver.framer(lenient=True)
        rows: list[FrameRow] = []
        for frame in (*lenient.feed(data), *lenient.flush()):
            at = data.find(frame.raw)
            if at:
                rows.append(FrameRow(t, self.direction, data[:at], RowKind.IGNORED))
            data = data[at + len(frame.raw) :]
            rows.append(FrameRow(t, self.direction, frame.raw, RowKind.BAD, frame))
        if data:
            # The framer saw a damaged frame, too damaged to tell where it ends.
            kind = RowKind.BAD if bad > 0 and not rows else RowKind.IGNORED
            rows.append(FrameRow(t, self.direction, data, kind))
        return rows
