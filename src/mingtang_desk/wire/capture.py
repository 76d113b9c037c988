"""Captures: chunks as they crossed a link, with times and direction, one JSON object a line.

    {"capture": "mingtang-capture/1", "protocol": "jbd", "started": "2026-11-22T10:00:00.000Z", ...}
    {"t": 0.12, "dir": "rx", "hex": "dd03001b..."}

The tap writes them, replay plays them, tests load them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal, TypeGuard

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import InputFileError

FORMAT = "mingtang-capture/1"
_NOTE_LINES = 2048
_LONGEST_S = 1e10
"""Three centuries; refuses not-a-number and what is too large to be waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureHeader:
    """Where a capture comes from.

    Attributes:
        started: wall clock of t = 0, aware UTC.
        extra: brand, model, hardware, firmware, transport, who, licence, source, "synthetic": true.
    """

    protocol: str
    started: datetime
    uri: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One chunk: seconds since the start, direction as seen from the desk, bytes."""

    t: float
    direction: Literal["rx", "tx"]
    data: bytes


@dataclass(frozen=True, slots=True)
class Capture:
    """A whole capture in memory.

    Attributes:
        cut_line: number of a last line that was left unfinished, None when the file is whole. Who
            recorded was killed or lost power; everything before that line is here.
    """

    header: CaptureHeader
    entries: tuple[Entry, ...]
    cut_line: int | None = None


class CaptureWriter:
    """Writes a capture line by line; each line is handed to the system at once."""

    def __init__(self, file: IO[str], header: CaptureHeader) -> None:
        self._file = file
        self._origin: float | None = None
        document = {
            "capture": FORMAT,
            "protocol": header.protocol,
            "started": iso(header.started),
            "uri": header.uri,
            **header.extra,
        }
        self._line(document)

    def record(self, t: float, direction: Literal["rx", "tx"], data: bytes) -> None:
        """Write one chunk; `t` is from any monotonic clock, the first one becomes zero."""
        if self._origin is None:
            self._origin = t
        self._line({"t": round(t - self._origin, 6), "dir": direction, "hex": data.hex()})

    def _line(self, document: Mapping[str, object]) -> None:
        self._file.write(json.dumps(document, ensure_ascii=False) + "\n")
        self._file.flush()


def read_capture(path: Path, note: Callable[[int], None] | None = None) -> Capture:
    """Load a capture; `note` is told now and then how many characters were read, and may raise.

    Raises:
        InputFileError: the file is missing or unreadable, or a line is not what it should be.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return parse_capture(file if note is None else _noted(file, note), str(path))
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except UnicodeDecodeError as error:
        raise InputFileError("capture_invalid", path=path, line="?", detail="not text") from error
    except OSError as error:
        raise InputFileError("file_unreadable", path=path, detail=error.strerror) from error
    except ValueError as error:  # a path with a zero byte
        raise InputFileError("file_unreadable", path=repr(path), detail=str(error)) from error


def parse_capture(lines: Iterable[str], path: str) -> Capture:
    """Parse the lines of a capture; `path` is for errors only. Errors as `read_capture`."""
    cut: list[int] = []
    rows = _objects(lines, path, cut)
    first = next(rows, None)
    if first is None or first[1].get("capture") != FORMAT:
        raise InputFileError("capture_invalid", path=path, line=1, detail=f"no {FORMAT} header")
    header = _header(first[1], path)
    entries = tuple(_entry(number, row, path) for number, row in rows)
    return Capture(header, entries, cut[0] if cut else None)


def _noted(lines: Iterable[str], note: Callable[[int], None]) -> Iterator[str]:
    read = 0
    for number, line in enumerate(lines):
        read += len(line)
        if number % _NOTE_LINES == 0:
            note(read)
        yield line


def _objects(
    lines: Iterable[str], path: str, cut: list[int]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the objects with their lines; `cut` gets the number of an unfinished last line."""
    numbered = iter(enumerate(lines, 1))
    for number, line in numbered:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number > 1 and _unfinished(line) and next(numbered, None) is None:
                cut.append(number)
                return
            raise InputFileError(
                "capture_invalid", path=path, line=number, detail="not JSON"
            ) from error
        if not isinstance(row, dict):
            raise InputFileError(
                "capture_invalid", path=path, line=number, detail="not a JSON object"
            )
        yield number, row


def _unfinished(line: str) -> bool:
    """Return whether this is the end of a file whose writer was stopped in the middle.

    Only a last line has no newline. After a power cut some file systems give zeros instead.
    """
    return not line.endswith("\n") and (line[0] == "{" or not line.strip("\0"))


def _header(row: dict[str, object], path: str) -> CaptureHeader:
    try:
        started = datetime.fromisoformat(str(row["started"]))
        protocol = row["protocol"]
    except (KeyError, ValueError) as error:
        detail = "the header lacks a protocol or a valid start time"
        raise InputFileError("capture_invalid", path=path, line=1, detail=detail) from error
    known = ("capture", "protocol", "started", "uri")
    return CaptureHeader(
        protocol=str(protocol),
        started=started if started.tzinfo else started.replace(tzinfo=UTC),
        uri=str(row.get("uri", "")),
        extra={key: value for key, value in row.items() if key not in known},
    )


def _is_time(t: object) -> TypeGuard[float]:
    return isinstance(t, int | float) and not isinstance(t, bool) and abs(t) < _LONGEST_S


def _entry(number: int, row: dict[str, object], path: str) -> Entry:
    t, direction, text = row.get("t"), row.get("dir"), row.get("hex")
    if not _is_time(t) or not isinstance(text, str):
        raise InputFileError(
            "capture_invalid", path=path, line=number, detail="no time or no bytes"
        )
    if direction == "rx" or direction == "tx":
        try:
            return Entry(float(t), direction, bytes.fromhex(text))
        except ValueError as error:
            raise InputFileError(
                "capture_invalid", path=path, line=number, detail="bad hex"
            ) from error
    raise InputFileError(
        "capture_invalid", path=path, line=number, detail="direction is not rx or tx"
    )
