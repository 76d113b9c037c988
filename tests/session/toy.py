"""A toy protocol for the link alone: lines of text, `read a` is answered by `a=...`."""

from collections.abc import Generator
from datetime import datetime

from mingtang_desk.interfaces.driver import Decoded, Driver, Frame, FramerCounts, Request


class LineFramer:
    """Frames end by a newline; a line with `?` in it is damaged."""

    def __init__(self, *, lenient: bool = False) -> None:
        self._buffer = b""
        self._counts = FramerCounts()

    @property
    def counts(self) -> FramerCounts:
        return self._counts

    def feed(self, chunk: bytes) -> list[Frame]:
        *lines, self._buffer = (self._buffer + chunk).split(b"\n")
        good = [line for line in lines if b"?" not in line]
        old = self._counts
        self._counts = FramerCounts(
            old.good + len(good), old.bad + len(lines) - len(good), old.ignored
        )
        return [Frame(line + b"\n", line[0], 0, line[2:]) for line in good if line]

    def flush(self) -> list[Frame]:
        old = self._counts
        self._counts = FramerCounts(old.good, old.bad, old.ignored + len(self._buffer))
        self._buffer = b""
        return []


def ask(name: str, *, writes: bool = False, repeatable: bool = True) -> Request:
    return Request(
        data=f"read {name}\n".encode(),
        what=name,
        answers=lambda frame: chr(frame.command) == name,
        writes=writes,
        repeatable=repeatable,
    )


def read(name: str) -> Generator[Request, Frame, str]:
    frame = yield ask(name)
    return frame.payload.decode()


def _no_session(_: object) -> object:
    raise AssertionError


def _nothing(_: object, __: datetime) -> Decoded:
    return Decoded()


TOY = Driver(
    key="toy",
    label="Toy",
    transports=("serial", "tcp", "sim"),
    capabilities=frozenset(),
    framer=LineFramer,
    session=_no_session,  # type: ignore[arg-type]
    decode=_nothing,
    settings={},
    silence_s=0.02,
    request_words=lambda frame: (
        f"reads {frame.payload[3:].decode()} (Toy)" if frame.raw.startswith(b"read ") else None
    ),
)
