"""The `replay` command, and recordings as devices of the other commands."""

from pathlib import Path

import pytest

from mingtang_desk.app.cli.replay import summary
from mingtang_desk.session.recording import decode_recording
from mingtang_desk.wire.capture import read_capture
from tests.integration.simulators import run
from tests.session.paired_toy import PLAIN, poll, write

CAPTURES = Path(__file__).parents[1] / "protocols" / "jbd" / "captures"


def test_a_summary_tells_what_and_when(tmp_path: Path) -> None:
    document = run(tmp_path, "replay", str(CAPTURES / "synthetic-13s.jsonl"))
    assert document["protocol"] == "jbd"
    assert document["samples"] >= 1
    assert document["started"].endswith("Z")
    assert document["frames"]["good"] > 0
    assert document["findings"] == []
    by_address = run(tmp_path, "replay", f"replay://{CAPTURES / 'synthetic-13s.jsonl'}")
    assert by_address["samples"] == document["samples"]


def test_a_summary_has_events_changed_settings_and_gaps(tmp_path: Path) -> None:
    talk = [
        *poll(0, 50.0),
        (0.5, "cell_ovp_v", "4.25"),
        *poll(1, 50.0, acting="short"),
        (1.5, "cell_ovp_v", "4.2"),
        *poll(2, 50.0),
        *poll(60, 50.0),
    ]
    path = write(tmp_path / "c.jsonl", talk, rest='{"t"')
    document = summary(path, decode_recording(read_capture(path), path, PLAIN))
    assert document["events"] == [
        {
            "t": 1.05,
            "time": "2026-11-22T10:00:01.050Z",
            "kind": "protection",
            "key": "short",
            "old": old,
            "new": new,
        }
        | ({} if new else {"t": 2.05, "time": "2026-11-22T10:00:02.050Z"})
        for old, new in ((False, True), (True, False))
    ]
    assert document["changed_settings"] == [
        {
            "t": 1.51,
            "time": "2026-11-22T10:00:01.510Z",
            "key": "cell_ovp_v",
            "old": 4.25,
            "new": 4.2,
        }
    ]
    gaps = document["gaps"]
    assert isinstance(gaps, list)
    assert [gap["t"] for gap in gaps] == [2.05]
    assert document["cut_line"] == 30


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (None, "file_missing"),
        ("a,b,c\n", "capture_invalid"),
        ("HEAD\n", "recording_empty"),
        ('HEAD\n{"t": 0, "dir": "rx", "hex": "01"}\n', "recording_protocol"),
    ],
)
def test_a_file_that_is_no_recording_says_what_to_do(
    tmp_path: Path, text: str | None, key: str
) -> None:
    path = tmp_path / "c.jsonl"
    if text is not None:
        head = write(tmp_path / "head.jsonl", []).read_text().strip()
        path.write_text(text.replace("HEAD", head))
    error = run(tmp_path, "replay", str(path), code=4)["error"]
    assert error["key"] == key
    assert "c.jsonl" in error["message"]
    assert error["hint"]


def test_watching_a_recording_ends_with_it_and_keeps_nothing(tmp_path: Path) -> None:
    uri = f"replay://{CAPTURES / 'synthetic-13s.jsonl'}?speed=max"
    samples = run(tmp_path, "watch", uri, "--every", "0")
    count = 1 if isinstance(samples, dict) else len(samples)
    assert count == run(tmp_path, "replay", str(CAPTURES / "synthetic-13s.jsonl"))["samples"]
    assert run(tmp_path, "history", "stat")["samples"] == 0
