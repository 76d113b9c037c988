"""The server on this computer: real processes that end with the desk, however that one ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from mingtang_desk.app import embedded as program
from mingtang_desk.app.embedded import LocalServer, Ports
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.core.errors import CloudError, CloudRefusalError, MingtangError, UsageError
from tests.fleet.kit import CLOCK, until

pytestmark = pytest.mark.asyncio
ANY = Ports(trackers="127.0.0.1:0")
PASSWORD = "correct horse battery"


def place(http: str) -> tuple[str, int]:
    host, _, port = http.partition("://")[2].rpartition(":")
    return host, int(port)


def listens(where: str) -> bool:
    host, _, port = where.rpartition(":")
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
        return True
    return False


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[LocalServer]:
    made = LocalServer(tmp_path / "cloud", tmp_path / "logs" / "cloud.log", ports=ANY)
    yield made
    await made.stop()


@pytest_asyncio.fixture
async def cloud(server: LocalServer, tmp_path: Path) -> AsyncIterator[CloudDesk]:
    folder = tmp_path / "desk"

    async def logins() -> Logins:
        return Logins(folder, FileSecrets(folder / "secrets.json"), CLOCK, request_s=10)

    made = CloudDesk(logins, CLOCK, embedded=server)
    yield made
    await made.close()


async def test_a_server_of_ones_own_in_one_go_and_the_login_finds_it_again(
    cloud: CloudDesk, server: LocalServer
) -> None:
    standing = await cloud.here.start()
    assert standing.is_ours
    assert listens(standing.trackers)
    assert await cloud.here.start() is standing
    log = server._log
    assert standing.setup
    assert standing.setup.rpartition("=")[2] not in log.read_text(encoding="utf-8")
    assert sys.platform == "win32" or log.stat().st_mode & 0o077 == 0
    agreement = await cloud.agreement_of(standing.http)
    given = Given(user="li", password="short")
    with pytest.raises(CloudRefusalError, match="does not take this new password"):
        await cloud.here.own(given, "Workshop", agreement.version)
    given = Given(user="li", password=PASSWORD)
    fleet = await cloud.here.own(given, "Workshop", agreement.version)
    await until(lambda: fleet.phase is FleetPhase.LIVE)
    assert fleet.profile is not None
    assert (fleet.profile.login, fleet.profile.account_name) == ("li", "Workshop")
    await cloud.close()
    await server.stop()
    await server.stop()
    assert not listens(standing.trackers)

    # The next start of the desk: opening the login starts its server, where it was.
    await cloud.open_last()
    assert cloud.trouble is None
    assert cloud.fleet is not None
    again = cloud.fleet
    await until(lambda: again.phase is FleetPhase.LIVE)
    assert server.standing is not None
    assert (server.standing.http, server.standing.setup) == (standing.http, "")


@pytest.mark.slow
async def test_a_second_desk_uses_the_one_that_runs(server: LocalServer, tmp_path: Path) -> None:
    first = await server.start(demo=False)
    other = LocalServer(tmp_path / "cloud", tmp_path / "logs" / "other.log", ports=ANY)
    second = await other.start(demo=False)
    assert second.http == first.http
    assert not second.is_ours
    with pytest.raises(CloudError, match="Another window runs the server"):
        await other.listen(lan=True)
    await other.stop()
    assert listens(first.trackers)


@pytest.mark.slow
async def test_a_port_that_was_taken_meanwhile_moves_the_login_along(
    cloud: CloudDesk, server: LocalServer
) -> None:
    standing = await cloud.here.start()
    version = (await cloud.agreement_of(standing.http)).version
    await cloud.here.own(Given(user="li", password=PASSWORD), "Workshop", version)
    await cloud.close()
    await server.stop()
    with socket.socket() as thief:
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        thief.bind(place(standing.http))
        thief.listen()
        await cloud.open_last()
        assert cloud.trouble is None
        fleet = cloud.fleet
        assert fleet is not None
        assert fleet.provider.who.server != standing.http
        await until(lambda: fleet.phase is FleetPhase.LIVE)
    assert [row.server for row in await cloud.remembered()] == [fleet.provider.who.server]


@pytest.mark.slow
async def test_trackers_of_the_network_reach_it_only_when_that_is_wanted(
    cloud: CloudDesk, server: LocalServer
) -> None:
    before = await cloud.here.start()
    assert before.trackers.startswith("127.0.0.1:")
    wide = await cloud.here.listen(lan=True)
    assert wide.is_lan
    assert wide.trackers == f"0.0.0.0:{before.trackers.rpartition(':')[2]}"
    assert wide.http == before.http
    narrow = await cloud.here.listen(lan=False)
    assert (narrow.is_lan, narrow.trackers) == (False, before.trackers)


async def test_what_is_missing_or_broken_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "cloud.log"
    monkeypatch.setattr(program, "_program", lambda: (sys.executable, "-c", _LACKS))
    with pytest.raises(UsageError, match="fastapi") as lacks:
        await LocalServer(tmp_path / "a", log).start(demo=False)
    assert "mingtang-desk[server]" in lacks.value.hint
    dies = (sys.executable, "-c", "import sys; sys.exit('it fell over')")
    monkeypatch.setattr(program, "_program", lambda: dies)
    with pytest.raises(CloudError, match="it fell over"):
        await LocalServer(tmp_path / "a", log).start(demo=False)
    monkeypatch.setattr(program, "_program", lambda: (str(tmp_path / "nothing"),))
    with pytest.raises(CloudError, match="No such file"):
        await LocalServer(tmp_path / "a", log).start(demo=False)
    silent = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(program, "_program", lambda: silent)
    monkeypatch.setattr(program, "START_S", 0.5)
    monkeypatch.setattr(program, "STOP_S", 0.2)
    with pytest.raises(CloudError, match=r"said nothing for 0\.5 s"):
        await LocalServer(tmp_path / "a", log).start(demo=False)


async def test_a_damaged_database_is_said_in_its_words(tmp_path: Path) -> None:
    data = tmp_path / "cloud"
    data.mkdir()
    (data / "cloud.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(MingtangError) as broken:
        await LocalServer(data, tmp_path / "cloud.log", ports=ANY).start(demo=False)
    assert broken.value.key == "embedded_failed"
    assert "database" in broken.value.message
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(data / "cloud.sqlite").execute("select 1 from sqlite_master")


async def test_nobody_can_start_one_where_there_is_no_program_for_it() -> None:
    async def logins() -> Logins:
        raise AssertionError

    bare = CloudDesk(logins, CLOCK)
    with pytest.raises(CloudError, match="cannot start a server"):
        await bare.here.start()
    with pytest.raises(CloudError, match="cannot start a server"):
        await bare.here.listen(lan=True)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
async def test_it_ends_with_a_desk_that_is_killed(tmp_path: Path) -> None:
    desk = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _DESK, str(tmp_path)), stdout=asyncio.subprocess.PIPE
    )
    assert desk.stdout is not None
    async with asyncio.timeout(60):
        said = json.loads(await desk.stdout.readline())
    assert listens(said["trackers"])
    os.kill(desk.pid, signal.SIGKILL)
    await desk.wait()
    await until(lambda: not _runs(said["pid"]))
    assert not listens(said["trackers"])


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with contextlib.suppress(OSError):  # a child of init that nobody has waited for yet
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return True


_LACKS = """
import sys
sys.modules["fastapi"] = None
sys.argv = ["mingtang-desk", *sys.argv[1:]]
from mingtang_desk.app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
_DESK = """
import asyncio, json, sys
from pathlib import Path
from mingtang_desk.app.embedded import LocalServer, Ports
async def main():
    folder = Path(sys.argv[1])
    server = LocalServer(folder / "cloud", folder / "log", ports=Ports(trackers="127.0.0.1:0"))
    standing = await server.start(demo=False)
    print(json.dumps({"trackers": standing.trackers, "pid": server._process.pid}), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
