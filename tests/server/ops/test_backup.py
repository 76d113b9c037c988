"""A backup while trackers write, looked into, and a server started from it."""

import asyncio
import json
import shutil
import sqlite3
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run as live
from tests.server.kit import NUMBERS, Kit
from tests.server.ops.serving import administer, served

pytestmark = pytest.mark.asyncio


async def _rows(kit: Kit) -> int:
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(POSITIONS)) or 0


async def test_a_backup_while_a_tracker_writes(kit: Kit, tmp_path: Path) -> None:
    file, url = tmp_path / "backup", kit.config.url
    if not kit.services.core.store.is_sqlite and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    host, port = kit.jt808
    stop = asyncio.Event()
    tracker = make_tracker(
        NUMBERS["shop"], host, port, now=datetime.now(UTC), every_s=1, speed=20.0
    )
    riding = asyncio.create_task(live(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        async with asyncio.timeout(15):
            while await _rows(kit) < 20:
                await asyncio.sleep(0.05)
        before = await _rows(kit)
        code, made = await asyncio.to_thread(administer, "backup", str(file), "--db", url)
        assert (code, made["ok"]) == (0, True)
        assert await _rows(kit) >= before
        again = await asyncio.to_thread(administer, "backup", str(file), "--db", url)
        assert again[0] == 2  # never over a file
    finally:
        stop.set()
        await riding
    code, checked = await asyncio.to_thread(administer, "restore", "check", str(file))
    assert code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert not file.with_name("backup.part").exists()
    if checked["kind"] == "postgresql":
        code, refused = await asyncio.to_thread(
            administer, "restore", str(file), "--data", str(tmp_path / "new")
        )
        assert code == 4
        assert "pg_restore" in refused["error"]["message"]
        return
    assert checked["schema"] == "0008"
    assert checked["rows"]["devices"] == 4
    assert checked["rows"]["positions"] >= before
    restored = await asyncio.to_thread(_serves, file, tmp_path / "new")
    assert restored == checked["rows"]["positions"]


def _serves(file: Path, folder: Path) -> int:
    """Restore, serve, and count what is at least there."""
    code, restored = administer("restore", str(file), "--data", str(folder))
    assert (code, restored["ok"]) == (0, True)
    assert administer("restore", str(file), "--data", str(folder))[0] == 5  # not over data
    with served(folder.parent, "--data", str(folder)) as server:
        with urllib.request.urlopen(f"{server.ready['http']}/api/v1/health", timeout=15) as answer:
            assert json.load(answer)["status"] == "ok"
        code, listed = administer("device", "list", "--data", str(folder))
        assert len(listed["devices"]) == 4
        assert server.stop()[0] == 0
    return int(restored["rows"]["positions"])


async def test_damage_is_found_and_never_restored(kit: Kit, tmp_path: Path) -> None:
    if not kit.services.core.store.is_sqlite:
        pytest.skip("a file of SQLite")
    file = tmp_path / "backup"
    await asyncio.to_thread(administer, "backup", str(file), "--db", kit.config.url)
    data = bytearray(file.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\x5a" * 4096 * 6
    file.write_bytes(data)
    code, checked = await asyncio.to_thread(administer, "restore", "check", str(file))
    assert code == 1
    assert checked["problems"]
    new = tmp_path / "new"
    code, _ = await asyncio.to_thread(administer, "restore", str(file), "--data", str(new))
    assert code == 4
    assert not (new / "cloud.sqlite").exists()
    for text in (b"", b"hello", b"SQLite format 3\0"):
        file.write_bytes(text)
        code, _ = await asyncio.to_thread(administer, "restore", "check", str(file))
        assert code in (1, 4)
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    code, checked = await asyncio.to_thread(administer, "restore", "check", str(foreign))
    assert code == 1
    assert "names no schema" in checked["problems"][0]


async def test_a_backup_of_a_newer_server_is_named_and_not_restored(
    kit: Kit, tmp_path: Path
) -> None:
    if not kit.services.core.store.is_sqlite:
        pytest.skip("a file of SQLite")
    file, new = tmp_path / "backup", tmp_path / "new"
    await asyncio.to_thread(administer, "backup", str(file), "--db", kit.config.url)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    code, checked = await asyncio.to_thread(administer, "restore", "check", str(file))
    assert code == 1
    assert "a newer version wrote it (its schema is 9999" in checked["problems"][0]
    code, said = await asyncio.to_thread(administer, "restore", str(file), "--data", str(new))
    assert code == 4
    assert "newer version" in said["error"]["message"]
    assert not (new / "cloud.sqlite").exists()
