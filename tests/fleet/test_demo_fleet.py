"""The demo opens with its fleet, and nothing of it leaves the machine."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.simulators import environment

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="of POSIX")]

_WATCHED = """
import ipaddress, json, os, sys
sys.path.insert(0, {folder!r})
import watch_sockets
{before}
from mingtang_desk.app import demo, window
told = {{}}
real = demo.demo_fleet
async def fleet(cloud, server):
    await real(cloud, server)
    told["trouble"] = None if cloud.trouble is None else cloud.trouble.key
    told["cloud"] = cloud
demo.demo_fleet = fleet
real_end = window.Desk._end
async def end(self, shown, seconds, shot):
    import asyncio
    for _ in range(600):
        opened, packs = told.get("cloud"), len(self._hub.sessions)
        ready = opened and (opened.fleet is None or opened.fleet.phase.value == "live")
        if ready and packs >= 3:
            break
        await asyncio.sleep(0.1)
    await real_end(self, shown, seconds, shot)
    cloud = told.pop("cloud", None)
    found = None if cloud is None else cloud.fleet
    told["batteries"] = 0 if found is None else len(found.table)
    told["phase"] = "" if found is None else found.phase.value
    told["workspace"] = shown.arrangement.current.key
    told["sessions"] = len(self._hub.sessions)
    standing = cloud.embedded.standing if cloud else None
    told["http"] = "" if standing is None else standing.http
    line = shown.docks["devices"].panel.error_line.error
    told["line"] = None if line is None else line.key
window.Desk._end = end
from mingtang_desk.app.__main__ import main
code = main(["demo", "--seconds", "2", "--screenshot", {picture!r}])
print(json.dumps(told), flush=True)
sys.exit(code)
"""

_WATCH = """
import ipaddress, os, socket, sys
LOG = os.environ["WATCH_SOCKETS"]
def note(event, args):
    if event == "socket.getaddrinfo":
        host = args[0]
        host = host.decode() if isinstance(host, bytes) else host
        found = None if host in (None, "", "localhost") else host
    elif event in ("socket.connect", "socket.sendto"):
        where = args[1]
        found = where[0] if isinstance(where, tuple) else None
    else:
        return
    if found is None:
        return
    try:
        if ipaddress.ip_address(found.partition("%")[0]).is_loopback:
            found = "loopback"
    except ValueError:
        pass
    with open(LOG, "a") as file:
        file.write(f"{os.getpid()} {event} {found}\\n")
sys.addaudithook(note)
"""


def run_demo(tmp_path: Path, before: str = "") -> tuple[dict[str, object], list[list[str]], str]:
    """Run the demo watched, its server too; return what it told, its calls and its stderr."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "watch_sockets.py").write_text(_WATCH)
    (folder / "sitecustomize.py").write_text("import watch_sockets\n")
    log = tmp_path / "sockets.log"
    picture = str(tmp_path / "demo.png")
    code = _WATCHED.format(folder=str(folder), before=before, picture=picture)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env={
            **environment(tmp_path / "home"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(folder),
            "WATCH_SOCKETS": str(log),
        },
    )
    assert done.returncode == 0, done.stderr
    assert Path(picture).stat().st_size > 10_000
    told = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(told, dict)
    lines = [line.split(" ", 2) for line in log.read_text().splitlines()] if log.exists() else []
    return told, lines, done.stderr


@pytest.mark.skipif(
    importlib.util.find_spec("fastapi") is None, reason="needs mingtang-desk[server]"
)
def test_it_opens_with_its_fleet_and_asks_nobody_outside(tmp_path: Path) -> None:
    told, calls, _ = run_demo(tmp_path)
    assert told["trouble"] is None
    assert told["phase"] == "live"
    assert isinstance(told["batteries"], int)
    assert told["batteries"] >= 50
    assert told["workspace"] == "fleet"
    assert isinstance(told["sessions"], int)
    assert told["sessions"] >= 3
    assert {where for _, _, where in calls} == {"loopback"}
    assert len({pid for pid, _, _ in calls}) == 2  # the window, and its server
    assert not (tmp_path / "home" / "cloud").exists()
    assert not (tmp_path / "home" / "cloud-accounts.json").exists()


def test_without_the_packages_of_the_server_it_says_so_and_shows_the_packs(tmp_path: Path) -> None:
    before = """
import importlib.util
real_find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "fastapi" else real_find(name, *a)
from mingtang_desk.app import embedded
lacks = 'import sys; sys.modules["fastapi"] = None; from mingtang_desk.app.__main__ import main; '
embedded._program = lambda: (sys.executable, "-c", lacks + "sys.exit(main(sys.argv[1:]))")
"""
    told, calls, _ = run_demo(tmp_path, before)
    assert told["trouble"] == told["line"] == "extra_missing"
    assert told["batteries"] == 0
    assert told["workspace"] == "bench"
    assert isinstance(told["sessions"], int)
    assert told["sessions"] >= 3
    assert {where for _, _, where in calls} <= {"loopback"}
