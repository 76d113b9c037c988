"""`control` over a pty: flag and current, faults on, and what is put back whatever happens."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.integration.many_commands import commands
from tests.integration.simulators import environment, run, simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
MODELS = (
    *(("jbd", model) for model in ("jbd-4s", "jbd-13s", "jbd-16s-lfp", "jbd-17s")),
    *(("mingtang", model) for model in ("mingtang-13s", "mingtang-17s", "mingtang-24s")),
)
LOAD = ("--set", "current_a=-12")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def uri_of(path: Path, protocol: str) -> str:
    return f"serial://{path}?protocol={protocol}&listen=off"


def control(home: Path, uri: str, *words: str) -> "subprocess.Popen[str]":
    """A command that goes on while the test does something else."""
    return subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk", "control", uri, *words, "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home),
    )


def end(process: "subprocess.Popen[str]", code: int, keys: str = "") -> dict[str, Any]:
    out, err = process.communicate(keys, timeout=60)
    assert process.returncode == code, (out, err)
    document: dict[str, Any] = json.loads(out)
    return document


def until_asked(process: "subprocess.Popen[str]") -> None:
    """Wait until it counts down."""
    assert process.stderr is not None
    while "Press Enter" not in (line := process.stderr.readline()):
        assert line, "it ended before it asked"


def test_every_board_stops_a_load_and_proves_it(home: Path, tmp_path: Path) -> None:
    with commands(home) as command:
        for protocol, model in MODELS:
            path = tmp_path / model
            with simulator(home, model, f"pty:{path}", *LOAD):
                uri = uri_of(path, protocol)
                code, out = command("control", uri, "discharge", "off", "--yes")
                off = json.loads(out)
                assert (code, off["confirmed"], off["discharge_mosfet"]) == (0, True, False), out
                evidence = off["evidence"]
                assert (evidence["flag"], evidence["measured"]) == (True, True), model
                assert evidence["current_before_a"] == pytest.approx(12.0, abs=0.2)
                assert evidence["current_after_a"] == pytest.approx(0.0, abs=0.2)
                code, out = command("control", uri, "discharge", "on")
                assert json.loads(out)["evidence"]["measured"] is True


@pytest.mark.parametrize(
    ("protocol", "model", "fault", "code", "key", "after"),
    [
        ("jbd", "jbd-13s", "welded=discharge", 1, "current_flows", False),
        ("mingtang", "mingtang-17s", "refuse=discharge", 1, "verify_failed", True),
        ("mingtang", "mingtang-17s", "lost=0.1", 0, "", False),
    ],
)
def test_faults_end_truthful(
    home: Path,
    tmp_path: Path,
    protocol: str,
    model: str,
    fault: str,
    code: int,
    key: str,
    after: bool,
) -> None:
    path = tmp_path / "p"
    with simulator(home, model, f"pty:{path}", *LOAD, "--fault", fault):
        said = run(home, "control", uri_of(path, protocol), "discharge", "off", code=code)
        assert said.get("confirmed", False) is (code == 0)
        assert said.get("error", {"key": ""})["key"] == key
        if key == "current_flows":
            assert (said["evidence"]["flag"], said["evidence"]["measured"]) == (True, False)
        assert run(home, "read", uri_of(path, protocol))["discharge_mosfet"] is after


def test_enter_keeps_and_silence_puts_back(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    with simulator(home, "jbd-13s", f"pty:{path}", *LOAD):
        uri = uri_of(path, "jbd")
        process = control(home, uri, "discharge", "off", "--dead-man", "20")
        until_asked(process)
        kept = end(process, 0, "\n")
        assert (kept["dead_man"], kept["discharge_mosfet"]) == ("kept", False)
        assert run(home, "read", uri)["discharge_mosfet"] is False
        run(home, "control", uri, "discharge", "on")
        back = run(home, "control", uri, "discharge", "off", "--dead-man", "0.5", code=1)
        assert (back["dead_man"], back["discharge_mosfet"]) == ("restored", True)
        assert back["evidence"]["measured"] is True
        assert run(home, "read", uri)["discharge_mosfet"] is True
        refused = run(home, "control", uri, "balance", "off", "--dead-man", code=2)
        assert refused["error"]["key"] == "usage_invalid"
        for never in ("nan", "inf", "-1"):
            run(home, "control", uri, "charge", "off", f"--dead-man={never}", code=2)
        without = run(home, "control", uri, "set-soc", code=2)
        assert without["error"]["key"] == "usage_invalid"
        zero = run(home, "control", uri, "charge", "off", "--dead-man", "0", code=2)
        assert zero["error"]["key"] == "option_invalid"


def test_ctrl_c_and_a_dead_link_put_back(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    with simulator(home, "mingtang-17s", f"pty:{path}", *LOAD):
        uri = uri_of(path, "mingtang")
        process = control(home, uri, "discharge", "off", "--dead-man", "30")
        until_asked(process)
        process.terminate()  # as Ctrl-C
        process.communicate(timeout=30)
        assert run(home, "read", uri)["discharge_mosfet"] is True
    path = tmp_path / "q"
    # The adapter is fed by the output: it dies with the switch, until a charger feeds it.
    with simulator(home, "jbd-13s", f"pty:{path}", *LOAD, "--fault", "output-fed=4"):
        uri = uri_of(path, "jbd")
        began = time.monotonic()
        said = end(control(home, uri, "discharge", "off", "--dead-man", "2"), 1)
        assert (said["dead_man"], said["discharge_mosfet"]) == ("restored", True)
        assert time.monotonic() - began >= 4  # no sooner than the charger came
        assert run(home, "read", uri)["discharge_mosfet"] is True


def test_what_a_killed_command_left_is_told_by_the_next(home: Path, tmp_path: Path) -> None:
    path, history = tmp_path / "p", ("--history", str(tmp_path / "h.sqlite"))
    with simulator(home, "mingtang-17s", f"pty:{path}", *LOAD):
        uri = uri_of(path, "mingtang")
        process = control(home, uri, "charge", "off", "--dead-man", "30", *history)
        until_asked(process)
        process.kill()
        process.communicate(timeout=30)
        assert run(home, "read", uri)["charge_mosfet"] is False
        time.sleep(0.1)
        process = control(home, uri, "charge", "on", *history)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert "charge was switched on trial by" in err
        assert json.loads(out)["charge_mosfet"] is True
        process = control(home, uri, "charge", "on", *history)
        _, err = process.communicate(timeout=60)
        assert "on trial" not in err


def test_a_factory_reset_is_undone(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    with (
        simulator(home, "mingtang-17s", f"pty:{path}"),
        commands(home) as command,
    ):
        uri = uri_of(path, "mingtang")
        assert command("settings", "set", uri, "cell_ovp_v=4.2", "chg_otp_c=55")[0] == 0
        assert command("control", uri, "factory-reset", "--yes")[0] == 0
        assert json.loads(command("settings", "read", uri)[1])["settings"]["cell_ovp_v"] == 4.25
        code, out = command("control", uri, "undo-factory-reset", "--yes")
        done = json.loads(out)
        assert (code, done["confirmed"]) == (0, True)
        assert {f["state"] for f in done["fields"].values()} == {"applied"}
        settings = json.loads(command("settings", "read", uri)[1])["settings"]
        assert (settings["cell_ovp_v"], settings["chg_otp_c"]) == (4.2, 55)
        code, out = command("control", uri, "undo-factory-reset", "--yes")
        assert (code, json.loads(out)["error"]["key"]) == (5, "reset_is_undone")


def test_charge_and_balance_of_a_jbd_board(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    with simulator(home, "jbd-17s", f"pty:{path}"), commands(home) as command:
        uri = uri_of(path, "jbd")
        for words, key, value in (
            ("set-capacity 12.5", "remaining_ah", 12.5),
            ("set-soc 60", "soc_pct", 60.0),
            ("balance off", "balancer", False),
            ("balance on", "balancer", True),
        ):
            code, out = command("control", uri, *words.split(), "--yes")
            done = json.loads(out)
            assert (code, done["confirmed"], done[key]) == (0, True, value), out
        assert command("control", uri, "set-capacity", "5000")[0] == 5
        assert command("control", uri, "set-soc", "101")[0] == 5
