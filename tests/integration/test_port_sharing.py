"""Two real processes on one port, over a pty: a command asks a command, or the window."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mingtang_desk.app.home import run_path
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.lender import Asker
from mingtang_desk.session.lending import HubLender
from mingtang_desk.session.portshare import PortShare
from tests.integration.simulators import environment, run, simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")


def _watch(home: Path, uri: str, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk", "watch", uri, "--every", "0.1", "--json", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home),
    )


def test_a_watch_lends_its_port_between_samples(tmp_path: Path) -> None:
    with simulator(tmp_path, "jbd-13s", f"pty:{tmp_path}/board"):
        uri = f"serial://{tmp_path}/board?protocol=jbd&listen=off"
        with _watch(tmp_path, uri, "--seconds", "30", "--share") as watch:
            assert watch.stdout is not None
            assert "pack_v" in json.loads(watch.stdout.readline())
            assert run(tmp_path, "read", uri)["pack_v"] > 40
            for _ in range(3):  # it has the port again
                assert "pack_v" in json.loads(watch.stdout.readline())
            watch.terminate()
            watch.communicate(timeout=20)


def test_a_watch_that_does_not_lend_says_how_long(tmp_path: Path) -> None:
    with simulator(tmp_path, "jbd-13s", f"pty:{tmp_path}/board"):
        uri = f"serial://{tmp_path}/board?protocol=jbd&listen=off"
        with _watch(tmp_path, uri, "--seconds", "60") as watch:
            assert watch.stdout is not None
            watch.stdout.readline()
            error = run(tmp_path, "read", uri, "--wait", "0.2", code=3)["error"]
            assert error["key"] == "port_busy_for"
            assert f"mingtang-desk watch (pid {watch.pid})" in error["message"]
            error = run(tmp_path, "read", uri, "--wait", "0", code=3)["error"]
            assert error["key"] == "port_busy"
            watch.terminate()
            watch.communicate(timeout=20)


@pytest.mark.asyncio
@pytest.mark.parametrize("agrees", [True, False])
async def test_a_command_asks_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agrees: bool
) -> None:
    monkeypatch.setenv("MINGTANG_HOME", str(tmp_path))
    asked: list[Asker] = []

    async def question(asker: Asker) -> bool:
        asked.append(asker)
        return agrees

    with simulator(tmp_path, "jbd-13s", f"pty:{tmp_path}/board"):
        uri = f"serial://{tmp_path}/board?protocol=jbd&listen=off"
        share = PortShare(run_path(), "mingtang-desk")
        hub = DeviceHub(clock=SystemClock(), share=share)
        share.lender = HubLender(hub, question)
        session = await hub.open(uri, poll_s=0.05)
        phases: list[str] = []
        session.model.observe(
            lambda _: phases.append(session.model.error.key) if session.model.error else None
        )
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "mingtang_desk", "read", uri, "--json"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(tmp_path),
        )
        async with asyncio.timeout(30):
            out, err = await command.communicate()
            answer = json.loads(out)
            assert [asker.program for asker in asked] == ["mingtang-desk read"]
            assert b"was asked for it" in err
            if agrees:
                assert answer["pack_v"] > 40
                assert "link_lent" in phases
                before = session.model.sample
                while session.model.sample is before:
                    await asyncio.sleep(0.01)
                assert not session.released
            else:
                assert answer["error"]["key"] == "port_kept"
                assert phases == []
        await hub.close_all()
        await share.close()
