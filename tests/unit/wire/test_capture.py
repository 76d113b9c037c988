"""Captures: written, read back, and refused with the line when they are damaged."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.wire.capture import (
    Capture,
    CaptureHeader,
    CaptureWriter,
    Entry,
    parse_capture,
    read_capture,
)

STARTED = datetime(2026, 11, 22, 10, 0, 0, 123000, UTC)
HEADER = CaptureHeader(
    protocol="jbd", started=STARTED, uri="serial:///dev/ttyUSB0", extra={"brand": "电", "x": 1}
)
HEAD = '{"capture": "mingtang-capture/1", "protocol": "jbd", "started": "2026-11-22T10:00:00.123Z"}'


def parse(*lines: str) -> Capture:
    return parse_capture(lines, "a.jsonl")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w", encoding="utf-8") as file:
        writer = CaptureWriter(file, HEADER)
        writer.record(100.0, "tx", b"\xdd\xa5")
        writer.record(100.1234567, "rx", b"")
    capture = read_capture(path)
    assert capture.header == HEADER
    assert capture.entries == (Entry(0.0, "tx", b"\xdd\xa5"), Entry(0.123457, "rx", b""))


chunks = st.tuples(st.floats(0, 1e6), st.sampled_from(["rx", "tx"]), st.binary(max_size=40))


@given(st.lists(chunks, max_size=20))
def test_any_chunks_come_back(rows: list[tuple[float, str, bytes]]) -> None:
    file = io.StringIO()
    writer = CaptureWriter(file, HEADER)
    for t, direction, data in rows:
        writer.record(t, "rx" if direction == "rx" else "tx", data)
    file.seek(0)
    capture = parse_capture(file, "a.jsonl")
    assert [(e.direction, e.data) for e in capture.entries] == [(d, b) for _, d, b in rows]
    for entry, (t, _, _) in zip(capture.entries, rows, strict=True):
        assert entry.t == pytest.approx(t - rows[0][0], abs=1e-6)


def test_each_line_is_there_at_once() -> None:
    class Counting(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    file = Counting()
    CaptureWriter(file, HEADER).record(0, "rx", b"\x01")
    assert file.flushed == 2
    assert json.loads(file.getvalue().splitlines()[1]) == {"t": 0, "dir": "rx", "hex": "01"}


def test_a_time_without_a_zone_is_utc_and_blank_lines_are_nothing() -> None:
    capture = parse("", HEAD.replace(".123Z", ".123"), "  \n", '{"t":1,"dir":"rx","hex":"DD 77"}')
    assert capture.header.started == STARTED
    assert capture.entries == (Entry(1.0, "rx", b"\xdd\x77"),)


@pytest.mark.parametrize(
    ("lines", "line", "detail"),
    [
        ((), 1, "header"),
        (('{"capture": "other/1"}',), 1, "header"),
        (('{"t":1,"dir":"rx","hex":"00"}',), 1, "header"),
        (("not json",), 1, "not JSON"),
        (("[" * 100_000,), 1, "not JSON"),
        (("[1]",), 1, "object"),
        (('{"capture": "mingtang-capture/1", "protocol": "jbd"}',), 1, "start time"),
        (('{"capture": "mingtang-capture/1", "started": "2026-11-22"}',), 1, "protocol"),
        ((HEAD.replace("2026-11", "2026-13"),), 1, "start time"),
        ((HEAD, '{"t":1,"dir":"up","hex":"00"}'), 2, "rx or tx"),
        ((HEAD, '{"t":1,"dir":"rx","hex":"0"}'), 2, "bad hex"),
        ((HEAD, '{"t":1,"dir":"rx","hex":"电"}'), 2, "bad hex"),
        ((HEAD, '{"t":1,"dir":"rx"}'), 2, "no bytes"),
        ((HEAD, '{"t":true,"dir":"rx","hex":"00"}'), 2, "no time"),
        ((HEAD, '{"t":"1","dir":"rx","hex":"00"}'), 2, "no time"),
        ((HEAD, '{"t":NaN,"dir":"rx","hex":"00"}'), 2, "no time"),
        ((HEAD, '{"t":1e999,"dir":"rx","hex":"00"}'), 2, "no time"),
        ((HEAD, f'{{"t":{"9" * 400},"dir":"rx","hex":"00"}}'), 2, "no time"),
        ((HEAD, '{"t":1,"di', '{"t":1,"dir":"rx","hex":"00"}'), 2, "not JSON"),
        ((HEAD, '{"t":1,"dir":"rx","hex":"00"}', '{"t":\n'), 3, "not JSON"),
        ((HEAD, '{"t":1,"dir":"rx","hex":"00"}', "t"), 3, "not JSON"),
    ],
)
def test_damage_is_refused_with_its_line(lines: tuple[str, ...], line: int, detail: str) -> None:
    with pytest.raises(InputFileError) as caught:
        parse(*lines)
    assert caught.value.key == "capture_invalid"
    assert caught.value.values["line"] == line
    assert detail in caught.value.message
    assert "a.jsonl" in caught.value.message


@pytest.mark.parametrize(
    "rest", ['{"t":2,"dir":"rx","h', "{", '{"t":2,"dir":"rx","hex":"0', "\0" * 40]
)
def test_an_unfinished_last_line_is_left_out_and_told(rest: str) -> None:
    capture = parse(HEAD, '{"t":1,"dir":"rx","hex":"dd77"}', rest)
    assert capture.entries == (Entry(1.0, "rx", b"\xdd\x77"),)
    assert capture.cut_line == 3
    assert parse(HEAD).cut_line is None


def test_who_waits_is_told_how_much_was_read_and_may_end_it(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text("\n".join([HEAD, *['{"t":1,"dir":"rx","hex":"00"}'] * 5000]))
    seen: list[int] = []
    read_capture(file, seen.append)
    assert len(seen) == 3
    assert seen == sorted(seen)

    def end(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_capture(file, end)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(HEAD.encode() + b'\n{"t":1,"\xff')
    for name, key in [
        ("missing.jsonl", "file_missing"),
        ("", "file_unreadable"),
        ("a\0b", "file_unreadable"),
        ("latin.jsonl", "capture_invalid"),
    ]:
        with pytest.raises(InputFileError) as caught:
            read_capture(tmp_path / name)
        assert caught.value.key == key
        assert str(caught.value)
