"""What the commands say of a board that does not answer: verdict, evidence, steps."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.simulators import environment, run, simulator
from tests.integration.test_finding import served

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")


def test_a_silent_board_cannot_be_told_from_a_dead_one(tmp_path: Path) -> None:
    with simulator(tmp_path, "jbd-4s", f"pty:{tmp_path / 'a'}", "--fault", "mute"):
        uri = f"serial://{tmp_path / 'a'}?protocol=jbd&listen=off"
        out = run(tmp_path, "read", uri, code=3)
        assert out["error"]["key"] == "no_answer"
        wake = out["wake"]
        assert wake["key"] == "silent"
        assert all(word in wake["hint"] for word in ("asleep", "dead", "A and B"))
        assert "Not a single byte came." in wake["evidence"]
        assert any("charger" in step for step in wake["steps"])
        assert not any("phone" in step for step in wake["steps"])
        shown = subprocess.run(
            [sys.executable, "-m", "mingtang_desk", "read", uri],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=environment(tmp_path),
        )
        assert shown.returncode == 3
        assert f"{wake['message']}. {wake['hint']}" in shown.stderr
        assert f"  1. {wake['steps'][0]}" in shown.stderr

        search = run(tmp_path, "scan", "--port", str(tmp_path / "a"))
        (failure,) = search["failures"]
        assert failure["key"] == "find_silent"
        assert failure["wake"]["key"] == wake["key"]
        assert failure["wake"]["hint"] == wake["hint"]
        assert failure["wake"]["steps"]


def test_garbage_and_a_missing_port_are_no_sleep(tmp_path: Path) -> None:
    with served({"kind": "noise", "listen": f"pty:{tmp_path / 'a'}"}) as (port,):
        out = run(tmp_path, "read", f"serial://{port}?protocol=jbd&listen=off", code=3)
        auto = run(tmp_path, "read", f"serial://{port}?listen=off", code=3)
    assert auto["error"]["key"] == "protocol_not_identified"
    assert auto["wake"]["key"] == "wrong_speed"
    assert (out["wake"]["key"], out["wake"]["steps"]) == ("wrong_speed", [])
    gone = run(tmp_path, "read", f"serial://{tmp_path / 'gone'}?protocol=jbd", code=3)
    assert (gone["wake"]["key"], gone["wake"]["steps"]) == ("not_there", [])
    bad = run(tmp_path, "read", "serial:///dev/x?protocol=nonsense", code=2)
    assert "wake" not in bad
