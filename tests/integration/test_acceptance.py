"""The command line against awkward boards, files and signals, as a stranger would use it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.boards import BASIC, CELLS, Board, board, reply
from tests.integration.simulators import environment, run

STATUS = reply(0x03, BASIC).hex()
JSON_BOMB = "[" * 100_000


def damaged(frame: bytes) -> bytes:
    return frame[:-2] + bytes([frame[-2] ^ 0x55]) + frame[-1:]


@contextmanager
def started(home: Path, *words: str) -> "Iterator[subprocess.Popen[str]]":
    with subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk.app", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(board: Board, write: str) -> None:
    deadline = time.monotonic() + 20
    while write not in board.writes:
        assert time.monotonic() < deadline, board.writes
        time.sleep(0.002)


@pytest.mark.parametrize(("piece", "gap_s"), [(20, 0.25), (1, 0.015)])
def test_pieces_of_a_reply_may_come_late(tmp_path: Path, piece: int, gap_s: float) -> None:
    with board(piece=piece, gap_s=gap_s) as far:
        sample = run(tmp_path, "read", far.uri)
    assert [round(cell * 1000) for cell in sample["cell_v"]] == list(CELLS)


def test_a_reply_behind_a_start_that_is_none_is_found(tmp_path: Path) -> None:
    def noise(_: Board, request: bytes) -> bytes | None:
        return b"\xdd\x03\x00\xff" + reply(0x03, BASIC) if request[2] == 0x03 else None

    with board(hook=noise) as far:
        assert run(tmp_path, "read", far.uri)["pack_v"] == 14.52
        assert len(far.heard) <= 5  # nothing had to be asked twice


def test_a_board_may_take_nearly_a_second(tmp_path: Path) -> None:
    def slow(far: Board, request: bytes) -> bytes | None:
        time.sleep(0.8 if request[2] == 0x03 else 0)
        return None

    with board(hook=slow) as far:
        assert run(tmp_path, "read", far.uri)["pack_v"] == 14.52
        assert [request[2] for request in far.heard].count(0x03) == 2


def test_a_damaged_reply_is_asked_for_again_without_waiting_for_it(tmp_path: Path) -> None:
    def every_third(far: Board, request: bytes) -> bytes | None:
        if len(far.heard) % 3 or request[1] != 0xA5 or request[2] not in far.registers:
            return None
        return damaged(reply(request[2], far.registers[request[2]]))

    with board(hook=every_third) as far:
        began = time.monotonic()
        settings = run(tmp_path, "settings", "read", far.uri)["settings"]
        assert settings["cell_ovp_v"] == 4.25
        assert time.monotonic() - began < 12


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_write_leaves_the_board_in_order(tmp_path: Path, number: int) -> None:
    def slow(far: Board, request: bytes) -> bytes | None:
        time.sleep(0.02)
        return None

    with board(hook=slow) as far:
        words = ("settings", "set", far.uri, "cell_ovp_v=4.22", "--json")
        with started(tmp_path, *words) as process:
            until(far, "2402107c")
            process.send_signal(number)
            out, problems = process.communicate(timeout=30)
        assert far.factory is False
        assert far.saved
    assert process.returncode == 3
    assert json.loads(out)["error"]["key"] == "interrupted"
    assert "Traceback" not in problems
    entry = run(tmp_path, "history", "list")["journal"][0]
    assert entry["fields"]["cell_ovp_v"]["state"] == "applied"


def test_ctrl_c_is_a_good_end_of_a_watch(tmp_path: Path) -> None:
    words = ("--every", "0.1", "--json")
    with board() as far, started(tmp_path, "watch", far.uri, *words) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert {json.loads(line)["pack_v"] for line in rest.splitlines()} <= {first["pack_v"]}


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"0x{byte:02x}" for byte in bytes.fromhex(STATUS)),
        bytes.fromhex(STATUS).hex(","),
        f"rx: {STATUS}",
    ],
)
def test_bytes_may_be_written_as_other_tools_print_them(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, "decode", "--protocol", "jbd", text)["sample"]["pack_v"] == 14.52


def test_one_bad_line_of_a_batch_does_not_hide_the_others(tmp_path: Path) -> None:
    file = tmp_path / "batch"
    good = json.dumps([STATUS])
    file.write_text("\n".join([good, "no json", JSON_BOMB, "[1]", '["zz"]', good]))
    rows = run(tmp_path, "decode", "--protocol", "jbd", "--batch", str(file), code=4)
    keys = [row["error"]["key"] if "error" in row else "sample" for row in rows]
    assert keys == ["sample", *["capture_invalid"] * 3, "hex_invalid", "sample"]


def test_a_batch_is_json_lines_also_for_people(tmp_path: Path) -> None:
    file = tmp_path / "batch"
    file.write_text(json.dumps([STATUS]))
    words = ("decode", "--protocol", "jbd", "--batch", str(file))
    with started(tmp_path, *words) as process:
        out, _ = process.communicate(timeout=30)
    assert json.loads(out)["sample"]["pack_v"] == 14.52


def test_bare_settings_can_be_checked_like_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bare.json"
    file.write_text(json.dumps({"cell_ovp_v": 4.25, "cell_ovr_v": 4.15}))
    assert run(tmp_path, "settings", "lint", str(file)) == {"findings": []}
    file.write_text(json.dumps({"cell_ovp_v": 4.25, "cell_ovr_v": 4.35}))
    (finding,) = run(tmp_path, "settings", "lint", str(file), code=1)["findings"]
    assert finding["severity"] == "error"
    assert finding["keys"] == ["cell_ovp_v", "cell_ovr_v"]
    assert {"message", "source", "reason", "rule"} < set(finding)
    file.write_text(json.dumps({"cell_ovp_v": 4250}))
    (finding,) = run(tmp_path, "settings", "lint", str(file), code=1)["findings"]
    assert finding["offer"] == 4.25
    file.write_text(json.dumps({"something": 1}))
    assert run(tmp_path, "settings", "lint", str(file), code=4)["error"]


@pytest.mark.parametrize(
    "words",
    [("settings", "lint", "FILE"), ("history", "import", "FILE"), ("read", "replay://FILE")],
)
def test_absurdly_nested_files_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "bomb").write_text(JSON_BOMB)
    words = tuple(word.replace("FILE", str(tmp_path / "bomb")) for word in words)
    assert run(tmp_path, *words, code=4)["error"]


@pytest.mark.parametrize("what", ["stat", "list", "verify"])
def test_a_history_that_is_not_there_is_not_made_up(tmp_path: Path, what: str) -> None:
    missing = tmp_path / "none.sqlite"
    error = run(tmp_path, "history", what, "--history", str(missing), code=4)["error"]
    assert error["key"] == "file_missing"
    assert not missing.exists()


def test_a_narrow_console_does_not_break_a_command(tmp_path: Path) -> None:
    for words in (("read", "nonsense", "--json"), ("watch", "sim://jbd-4s", "--seconds", "0")):
        done = subprocess.run(
            [sys.executable, "-m", "mingtang_desk.app", *words],
            capture_output=True,
            timeout=60,
            check=False,
            env={**environment(tmp_path), "PYTHONIOENCODING": "ascii"},
        )
        assert b"Traceback" not in done.stderr
        assert done.stdout.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_at_stdout_is_said_in_words(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mingtang_desk.app", "protocols", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
            env=environment(tmp_path),
        )
    assert done.returncode != 0
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
