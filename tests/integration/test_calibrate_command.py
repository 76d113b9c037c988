"""`calibrate` as a script uses it, against a board and a meter in processes of their own."""

import json
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.many_commands import Command, commands
from tests.integration.simulators import simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def said(command: Command, *words: str, code: int = 0) -> Any:
    found, out = command("calibrate", *words)
    assert found == code, out
    return json.loads(out)


def test_a_cell_is_calibrated_recorded_and_undone(tmp_path: Path) -> None:
    port = free_port()
    words = (
        *("--set", "cell_error_v_3=0.03", "--meter", f"tcp:127.0.0.1:{port}"),
        *("--meter-set", "probe=cell_3"),
    )
    with (
        simulator(tmp_path, "mingtang-13s", f"pty:{tmp_path / 'pack'}", *words),
        commands(tmp_path) as command,
    ):
        uri = f"serial://{tmp_path / 'pack'}?protocol=mingtang"
        listed = said(command, uri)
        assert "cell-3" in [row["target"] for row in listed["targets"]]
        due = ("--due", "2099-01-01")
        done = said(command, uri, "cell-3", "--meter", f"127.0.0.1:{port}", *due)
        assert done["verdict"] == "good"
        assert done["error_before"] == pytest.approx(0.03, abs=0.002)
        assert abs(done["error_after"]) <= done["tolerance"]
        assert done["instrument"]["serial"] == "SN000042"
        for reference, key in (("4250", "out_of_range"), ("4.1", "calibration_far")):
            refused = said(command, uri, "cell-3", "--reference", reference, code=5)
            assert refused["error"]["key"] == key
        records = said(command, uri, "--records")["records"]
        assert [row["record"] for row in records] == [done["record"]]
        undone = said(command, uri, "cell-3", "--undo")
        assert undone == {"target": "cell-3", "undone": True, "correction": 0.0}
        code, out = command("read", uri)
        assert code == 0
        assert json.loads(out)["cell_v"][2] == pytest.approx(done["before"], abs=0.001)


def test_wrong_usage_and_a_meter_of_nonsense(tmp_path: Path) -> None:
    with (
        simulator(tmp_path, "meter", "tcp:127.0.0.1:0", "--set", "nonsense=overload") as at,
        commands(tmp_path) as command,
    ):
        meter = at.removeprefix("tcp:")
        for words, code, key in (
            (("cell-1",), 2, "usage_invalid"),
            (("cell-x",), 2, "calibration_target_unknown"),
            (("cell-1", "--reference", "3.6", "--due", "soon"), 2, "option_invalid"),
            (("cell-1", "--reference", "3.6", "--due", "2020-01-01"), 5, "instrument_overdue"),
            (("cell-1", "--meter", meter), 5, "meter_overload"),
            (("cell-1", "--meter", "nowhere://"), 2, "meter_address"),
        ):
            found = said(command, "sim://jbd-13s", *words, code=code)
            assert found["error"]["key"] == key, words
