"""The doctor finds what is wrong, and nothing where nothing is."""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mingtang_desk.server.admin.doctor import Check, State, doctor, drive_of
from mingtang_desk.session.clock import SystemClock
from tests.server.kit import Kit
from tests.server.ops.serving import administer


def _found(checks: list[Check]) -> dict[str, State]:
    return {check.name: check.state for check in checks}


@pytest.mark.asyncio
async def test_a_running_server_is_well(kit: Kit) -> None:
    host, port = kit.jt808
    config = replace(kit.config, jt808=(host, port))
    found = _found(await doctor(config, SystemClock()))
    assert found["schema"] is State.OK
    assert found["owner"] is State.OK
    assert found["disk"] is State.OK
    assert found["jt808"] is State.OK
    assert found["wal" if kit.services.core.store.is_sqlite else "clock"] is State.OK
    assert State.BAD not in found.values()


@pytest.mark.asyncio
async def test_open_doors_are_told(kit: Kit, tmp_path: Path) -> None:
    class Later(SystemClock):
        def now(self):  # type: ignore[no-untyped-def]
            return super().now() + timedelta(days=400)

    if kit.services.core.store.is_sqlite:
        (tmp_path / "cloud.sqlite").chmod(0o644)
    config = replace(
        kit.config,
        http=("0.0.0.0", 0),
        jt808=("0.0.0.0", 0),
        accept_unknown=True,
        tls_cert=None,
    )
    found = _found(await doctor(config, Later()))
    assert found["tls"] is State.BAD
    assert found["spoofing"] is found["accept_unknown"] is State.WARN
    if kit.services.core.store.is_sqlite:
        assert found["rights"] is State.WARN
    else:
        assert found["clock"] is State.WARN
    broken = tmp_path / "cert.pem"
    broken.write_text("no certificate")
    found = _found(await doctor(replace(config, tls_cert=broken), SystemClock()))
    assert found["certificate"] is State.BAD


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    code, document = administer("doctor", "--data", str(tmp_path / "none"))
    assert code == 1
    assert document["checks"][0]["check"] == "database"
    (tmp_path / "cloud.sqlite").write_bytes(b"no database at all" * 100)
    code, document = administer("doctor", "--data", str(tmp_path))
    assert code == 1
    assert any(check["state"] == "bad" for check in document["checks"])
    code, document = administer("doctor", "--db", "postgresql://nobody@127.0.0.1:1/none")
    assert code == 1
    assert document["checks"][0]["check"] == "database"


def test_nobody_owns_an_empty_one(tmp_path: Path) -> None:
    from mingtang_desk.server.store.store import Store

    async def make() -> None:
        store = await Store.open(f"sqlite:///{tmp_path / 'cloud.sqlite'}", SystemClock())
        await store.close()

    asyncio.run(make())
    code, document = administer("doctor", "--data", str(tmp_path))
    found = {check["check"]: check["state"] for check in document["checks"]}
    assert (code, found["owner"]) == (1, "bad")


@pytest.mark.skipif(os.name != "posix", reason="mounts as Linux lists them")
def test_a_network_drive_is_known_by_its_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    real = tmp_path.resolve()
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nhost:/x {real}/net\\040drive nfs4 rw 0 0\n")
    inside = tmp_path / "net drive" / "cloud.sqlite"
    assert drive_of(inside, mounts) == "nfs4"
    assert drive_of(tmp_path / "net drives", mounts) == "ext4"
    assert drive_of(inside, tmp_path / "none") is None
