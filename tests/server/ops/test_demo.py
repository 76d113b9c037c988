"""The demo as a newcomer meets it: ready, full, alive, and continued the next time."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from mingtang_desk.core.errors import ServerRefusalError
from mingtang_desk.server.api.app import make_app
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.demo import plan
from mingtang_desk.server.demo.demo import living
from mingtang_desk.server.demo.plan import Lot
from mingtang_desk.server.run import standing
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, USERS
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.session.clock import SystemClock
from tests.server.kit import Kit
from tests.server.ops.serving import MAIN, served

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE, COMMANDS = DOCS / "server.md", DOCS / "server" / "commands.md"
TRACKER = "13900139000"


async def _until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.05)


@pytest.mark.asyncio
async def test_the_fleet_is_there_and_twenty_live(db: str, tmp_path: Path) -> None:
    config = ServerConfig(
        data=tmp_path, db=db, http=("127.0.0.1", 0), jt808=("127.0.0.1", 0), demo=True
    )
    async with standing(config, SystemClock()) as server:
        services = server.services
        async with living(services) as fleet:
            async with services.core.store.read() as connection:
                accounts = (await connection.execute(select(ACCOUNTS.c.path))).scalars().all()
                users = (await connection.execute(select(USERS))).all()
                devices = (await connection.execute(select(DEVICES))).all()
                rows = await connection.scalar(select(func.count()).select_from(POSITIONS))
            assert {path.count("/") for path in accounts} == {1, 2, 3}
            assert {user.role for user in users} == {"owner", "manager", "operator", "viewer"}
            for user in users[:1]:
                assert PasswordHasher().verify(user.password_hash, fleet.password)
            assert len(devices) == plan.SIZE
            now = services.core.clock.now().timestamp() * 1000
            assert sum(d.enabled_ms is None for d in devices) == plan.COUNTS[Lot.NOT_ENABLED]
            expired = [d for d in devices if d.expires_ms is not None and d.expires_ms < now]
            assert len(expired) == plan.COUNTS[Lot.EXPIRED]
            assert rows
            assert rows > 60
            live = [
                device
                for battery in plan.batteries(fleet.seed)
                if battery.lot is Lot.LIVE
                and (device := services.directory.by_number(battery.number)) is not None
            ]
            await _until(
                lambda: all(services.ingest.link_of(device) is not None for device in live[:6])
            )
            assert len(live) == 20
        # Trackers are gone with it.
        await _until(lambda: all(services.ingest.link_of(device) is None for device in live))


@pytest.mark.asyncio
async def test_it_does_not_move_in_with_others(kit: Kit) -> None:
    with pytest.raises(ServerRefusalError):
        async with living(kit.services):
            pass


def test_the_same_seed_gives_the_same_fleet() -> None:
    def told(seed: int) -> list[tuple[object, ...]]:
        return [
            (b.number, b.name, b.account, b.model, b.lot, b.life.home, b.days)
            for b in plan.batteries(seed)
        ]

    assert told(1) == told(1) != told(2)
    assert len({row[0] for row in told(1)}) == plan.SIZE
    assert sum(plan.COUNTS.values()) == plan.SIZE


def _positions(folder: Path) -> tuple[int, int, int]:
    connection = sqlite3.connect(folder / "cloud.sqlite")
    try:
        count, oldest, newest = connection.execute(
            "SELECT count(*), min(time_ms), max(time_ms) FROM positions"
        ).fetchone()
    finally:
        connection.close()
    return count, oldest, newest


@pytest.mark.slow
def test_the_second_start_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    folder = tmp_path / "cloud-demo"
    with served(tmp_path, "--demo", "--seed", "3") as first:
        ready = first.ready
        code, said = first.stop()
    assert (code, "Traceback" in said) == (0, False)
    assert ready["account"] == "demo"
    assert ready["seed"] == 3
    assert re.fullmatch(r"[0-9a-f]{6}(-[0-9a-f]{6}){2}", ready["password"])
    secret = folder / "demo-password.txt"
    assert secret.read_text().strip() == ready["password"]
    if os.name == "posix":
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    count, oldest, newest = _positions(folder)
    with served(tmp_path, "--demo") as second:
        assert second.ready["password"] == ready["password"]
        assert second.ready["seed"] == 3  # that of the fleet, whatever is asked for
        until = time.monotonic() + 30
        while _positions(folder)[0] == count and time.monotonic() < until:
            time.sleep(0.05)
        assert second.stop()[0] == 0
    later = _positions(folder)
    assert later[0] > count
    assert later[1] <= oldest
    assert later[2] >= newest
    with served(tmp_path, "--demo", "--data", str(tmp_path / "other")) as other:
        assert other.ready["password"] != ready["password"]


def _lines(page: Path) -> str:
    block = (
        page.read_text("utf-8")
        .partition("<!-- curl: begin -->")[2]
        .partition("<!-- curl: end -->")[0]
    )
    return block.partition("```bash\n")[2].partition("```")[0]


def _has_every_route(paths: dict[str, Any], page: Path) -> bool:
    known = {re.sub(r"\{[^}]*\}", "*", path) for path in paths}
    lines = _lines(page).replace("$BATTERY", "$CLOUD/devices/$NUMBER")
    asked = re.findall(r"\$CLOUD(/[^?\"\s]*)", lines.replace(f"/{TRACKER}", "/$NUMBER"))
    return all("/api/v1" + re.sub(r"\$[A-Z]+", "*", path) in known for path in asked)


def _run(page: Path, url: str, password: str, *, options: str) -> list[str]:
    """Run the lines of a page against a server; return the lines they print."""
    program = (
        "set -euo pipefail\n"
        f"curl() {{ command curl {options} --max-time 20 --noproxy '*' \"$@\"; echo; }}\n"
        + _lines(page).replace("http://127.0.0.1:8080/api/v1", url)
    )
    done = subprocess.run(
        ["bash", "-c", program],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env={**os.environ, "PASSWORD": password},
    )
    assert done.returncode == 0, (done.stdout[-2000:], done.stderr[-2000:])
    return [line for line in done.stdout.splitlines() if line.strip()]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("bash") is None, reason="no curl or bash here"
)
def test_the_curl_lines_of_the_pages(tmp_path: Path) -> None:
    paths = make_app(None).openapi()["paths"]
    assert _has_every_route(paths, PAGE)
    assert _has_every_route(paths, COMMANDS)
    with served(tmp_path, "--demo", "--accept-unknown") as server:
        url, password = server.ready["http"] + "/api/v1", server.ready["password"]
        client = httpx.Client(base_url=url, auth=("demo", password), timeout=15, trust_env=False)
        with _tracker(server.ready["jt808"]), client:
            _wait_for_links(client)
            said = _run(PAGE, url, password, options="--fail-with-body")
            documents = [json.loads(line) for line in said]
            assert len(documents) == len(re.findall(r"^curl", _lines(PAGE), re.M))
            assert documents[0]["status"] == "ok"
            assert documents[-1]["kind"] == "locate"

            refused, *said = _run(COMMANDS, url, password, options="")
            queued, ended, settings = map(json.loads, said)
    assert refused == "403"
    assert queued["state"] == "queued"
    assert ended["state"] == "succeeded"
    assert ended["result"]["write"]["fields"]["cell_ovp_v"]["read"] == 4.22
    assert any(step["what"] == "rx" for step in ended["log"])
    assert settings["settings"]["cell_ovp_v"] == 4.22


@contextlib.contextmanager
def _tracker(jt808: str) -> Iterator[None]:
    """Be the tracker of the page, as its line says it."""
    words = re.search(
        r"^    mingtang-desk (simulate tracker .*)$", COMMANDS.read_text("utf-8"), re.M
    )
    assert words is not None
    line = words[1].replace("127.0.0.1:8808", jt808).split()
    assert TRACKER in line
    process = subprocess.Popen(
        [*MAIN, *line], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready")
        yield
    finally:
        process.terminate()
        process.communicate(timeout=15)


def _wait_for_links(client: httpx.Client) -> None:
    """Trackers connect one after the other, in the first seconds."""
    import time

    for _ in range(150):
        found = client.get("/devices", params={"type": "online", "q": TRACKER})
        found.raise_for_status()
        if found.json()["items"]:
            return
        time.sleep(0.1)
    raise AssertionError("nobody came online")


def test_seeds_beyond_the_plan_are_no_trouble() -> None:
    config = replace(ServerConfig(data=Path("x")), seed=-5)
    assert len(plan.batteries(config.seed)) == plan.SIZE
