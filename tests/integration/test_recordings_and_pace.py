"""By the command line: a recording read like a device, a simulated line as slow as a real one."""

import json
import time
from pathlib import Path

import pytest

from tests.integration.simulators import run, simulator

CAPTURES = Path(__file__).parents[1] / "protocols" / "jbd" / "captures"


@pytest.mark.parametrize(
    ("name", "pack_v", "soc_pct", "cells"),
    [("synthetic-13s", 47.18, 50.0, 13), ("aiobmsble-4s", 15.6, 100.0, 4)],
)
def test_a_recording_is_read_like_a_device(
    tmp_path: Path, name: str, pack_v: float, soc_pct: float, cells: int
) -> None:
    uri = f"replay://{CAPTURES / name}.jsonl?speed=max"
    sample = run(tmp_path, "read", uri)
    assert (sample["pack_v"], sample["soc_pct"]) == (pack_v, soc_pct)
    assert len(sample["cell_v"]) == cells
    refused = run(tmp_path, "settings", "set", uri, "cell_ovp_v=4.2", code=None)
    assert refused["error"]["key"] == "read_only_link"


def test_a_recording_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    lines = (CAPTURES / "synthetic-13s.jsonl").read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken.jsonl"
    broken.write_text("\n".join([*lines[:3], json.dumps({"t": 1, "dir": "up", "hex": "zz"})]))
    error = run(tmp_path, "read", f"replay://{broken}", code=4)["error"]
    assert error["key"] == "capture_invalid"
    assert "line 4" in error["message"]


def test_a_paced_pty_takes_the_time_of_the_line(tmp_path: Path) -> None:
    # 1200 baud: the requests and replies of registers 05, 03 and 04 are at least 100 bytes.
    with simulator(tmp_path, "jbd-13s", f"pty:{tmp_path / 'tty'}", "--pace", "1200"):
        uri = f"serial://{tmp_path / 'tty'}?protocol=jbd&listen=off&baud=1200"
        started = time.monotonic()
        assert run(tmp_path, "read", uri)["pack_v"] == 47.18
        assert time.monotonic() - started > 100 * 10 / 1200


def test_a_paced_modbus_line_takes_its_time_and_its_silences(tmp_path: Path) -> None:
    # Status, mark, live values, texts and battery code: at least 5 requests and 260 bytes in all.
    with simulator(tmp_path, "mingtang-24s", f"pty:{tmp_path / 'tty'}", "--pace", "2400"):
        uri = f"serial://{tmp_path / 'tty'}?protocol=mingtang&listen=off&baud=2400"
        started = time.monotonic()
        sample = run(tmp_path, "read", uri)
        took = time.monotonic() - started
    assert (sample["pack_v"], len(sample["cell_v"])) == (71.66, 24)
    assert sample["info"]["vendor_code"] == "570_TL_24S_100A_MT"
    assert took > (260 + 5 * 3.5) * 10 / 2400
