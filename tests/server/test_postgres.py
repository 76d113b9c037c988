"""The PostgreSQL of the tests: each worker's own, and gone with the run, however that ends."""

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server import postgres

pytestmark = pytest.mark.skipif(
    postgres.why_not() is not None and not postgres.is_wanted(), reason=str(postgres.why_not())
)
ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
import psycopg
from tests.server import postgres
if sys.argv[2] != "-":
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
with postgres.cluster() as made:
    with made.database() as url:
        print(made.folder, flush=True)
        time.sleep(60)
"""


def of(folder: str) -> list[str]:
    """Processes that have a folder in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if folder in line:
            found.append(line)
    return found


def segment(folder: str) -> str:
    """Id of the shared memory of System V that a running cluster holds."""
    lines = (Path(folder) / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()
    return lines[6].split()[1]


def is_held(shmid: str) -> bool:
    """Whether the machine still holds it."""
    lines = Path("/proc/sysvipc/shm").read_text(encoding="ascii").splitlines()[1:]
    return shmid in {line.split()[1] for line in lines}


def name_of(url: str) -> str:
    """The database in a URL."""
    return urlsplit(url).path.removeprefix("/")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("user", ["-", *(["65534"] if os.geteuid() == 0 else [])])
def test_nothing_is_left_of_a_run_that_is_killed(user: str) -> None:
    command = [sys.executable, "-c", SCRIPT, str(ROOT), user]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    try:
        assert run.stdout is not None
        assert select.select([run.stdout], [], [], 60)[0], "it does not start"
        folder = run.stdout.readline().decode().strip()
        assert of(folder)
        shared = segment(folder)
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait(10)
        if run.stdout is not None:
            run.stdout.close()
    until = time.monotonic() + 30
    while Path(folder).exists() or of(folder):
        assert time.monotonic() < until, of(folder)
        time.sleep(0.05)
    assert not is_held(shared)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_nothing_is_left_of_one_that_ends() -> None:
    with postgres.cluster() as made:
        folder = str(made.folder)
        shared = segment(folder)
        assert is_held(shared)
        assert of(folder)
        if os.geteuid() == 0:
            assert made.folder.stat().st_uid != 0  # the database itself refuses to run as root
    assert not of(folder)
    assert not Path(folder).exists()
    assert not is_held(shared)


def test_two_stand_side_by_side_and_databases_are_apart() -> None:
    with postgres.cluster() as one, postgres.cluster() as other:
        assert one.folder != other.folder
        with one.database() as first, one.database() as second:
            assert first != second
            one.run(name_of(first), "CREATE TABLE only_here (x int)")
            with pytest.raises(Exception, match="only_here"):
                one.run(name_of(second), "SELECT * FROM only_here")


def test_a_log_tells_why_it_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_OPTIONS", ("shared_buffers=nonsense",))
    with pytest.raises(RuntimeError, match="nonsense"), postgres.cluster():
        pass


def test_where_it_is_missing_a_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_FOLDER", Path("/nowhere"))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "make setup" in str(postgres.why_not())


@pytest.mark.parametrize(("value", "wanted"), [("true", True), ("1", True), ("", False)])
def test_where_changes_are_decided_it_must_not_be_missing(
    monkeypatch: pytest.MonkeyPatch, value: str, *, wanted: bool
) -> None:
    monkeypatch.setenv("CI", value)
    assert postgres.is_wanted() is wanted
