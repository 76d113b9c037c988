"""A PostgreSQL of the tests' own: unprivileged user, folder of its own, a socket and no port.

It ends with the test run, also where that is killed: a shell stands between the two, holds a pipe
to the run, and stops the database and removes its folder as soon as the pipe closes.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

_FOLDER = Path("/usr/lib/postgresql")
"""Where Debian has the programs: they are not on the path there."""
_UNPRIVILEGED = ("postgres", "nobody")
_START_S, _STOP_S = 60.0, 30.0
_GUARD = """
data=$1 folder=$2; shift 2
"$@" -D "$data" >>"$folder/log" 2>&1 </dev/null &
cat >/dev/null
kill -QUIT $! 2>/dev/null
wait $!
rm -rf "$folder"
"""
_OPTIONS = (
    *("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    *("max_connections=200", "shared_buffers=32MB", "autovacuum=off", "max_wal_size=256MB"),
    # Small containers have 64 MB of /dev/shm: what is shared goes into the folder.
    *("dynamic_shared_memory_type=mmap", "max_parallel_workers=0", "jit=off"),
)


def _binaries() -> Path | None:
    """Folder of initdb and postgres, the newest."""
    versions = sorted(
        _FOLDER.glob("*/bin/initdb"),
        key=lambda p: [int(n) for n in re.findall(r"\d+", p.parts[-3])],
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def why_not() -> str | None:
    """Why there is no PostgreSQL here, None = there is."""
    if os.name != "posix":
        return "PostgreSQL is started for tests on Linux and macOS only"
    if _binaries() is None:
        return "no PostgreSQL is installed; `make setup` as root installs it"
    if os.geteuid() == 0 and _somebody() is None:
        return "PostgreSQL does not run as root, and there is no user postgres or nobody"
    return None


def is_wanted() -> bool:
    """Whether a missing PostgreSQL is a failure: on the machine that decides over a change."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def _somebody() -> str | None:
    """Whom root starts it as."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _UNPRIVILEGED if name in known), None)


class Cluster:
    """A running PostgreSQL; databases are made from one template that has the schema.

    Attributes:
        folder: of its data and its socket.
    """

    def __init__(self, folder: Path, user: str) -> None:
        self.folder = folder
        self._user = user

    def url(self, database: str) -> str:
        """URL of a database."""
        return f"postgresql://{self._user}@/{database}?host={self.folder}"

    def run(self, database: str, sql: str) -> None:
        """Execute SQL outside a transaction."""
        with self._connect(database) as connection:
            connection.execute(sql.encode())

    def _connect(self, database: str) -> "psycopg.Connection":
        import psycopg

        where = f"host={self.folder} user={self._user} dbname={database}"
        return psycopg.connect(where, autocommit=True, connect_timeout=10)

    def log(self) -> str:
        """What it said so far."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    @contextlib.contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A new database for one test."""
        name = "t" + uuid.uuid4().hex
        with self._connect("postgres") as connection:
            # Copying the files takes 25 ms, the default of newer versions 140 ms.
            copied = "STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
            sql = f'CREATE DATABASE "{name}" TEMPLATE "{template}" {copied}'
            connection.execute(sql.encode())
        try:
            yield self.url(name)
        finally:
            self.run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL that syncs nothing: a test machine may lose it with its power.

    Raises:
        RuntimeError: it does not start; the text has its log.
    """
    binaries = _binaries()
    assert binaries is not None, why_not()
    run_as = _somebody() if os.geteuid() == 0 else None
    # Not in a folder of pytest's: the path of a socket holds 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="mt-pg-", dir="/tmp"))
    if run_as is not None:
        shutil.chown(folder, run_as)
    try:
        _initdb(binaries, folder, run_as)
        guard = _start(binaries, folder, run_as)
        try:
            made = Cluster(folder, "mingtang")
            _wait_for(made)
            yield made
        finally:
            assert guard.stdin is not None
            guard.stdin.close()
            guard.wait(_STOP_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initdb(binaries: Path, folder: Path, run_as: str | None) -> None:
    words = ("-U", "mingtang", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    done = subprocess.run(
        [str(binaries / "initdb"), "-D", str(folder / "data"), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_START_S,
        cwd=folder,
        user=run_as,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError("initdb: " + (done.stdout + done.stderr).decode(errors="replace"))


def _start(binaries: Path, folder: Path, run_as: str | None) -> subprocess.Popen[bytes]:
    """Start the guard, and by it the database; both in a session that no ^C reaches."""
    options = [word for each in _OPTIONS for word in ("-c", each)]
    options += ["-c", f"unix_socket_directories={folder}"]
    program = [str(binaries / "postgres"), *options]
    return subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", str(folder / "data"), str(folder), *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=run_as,
        start_new_session=True,
    )


def _wait_for(made: Cluster) -> None:
    import psycopg

    until = time.monotonic() + _START_S
    while True:
        try:
            made.run("postgres", "SELECT 1")
        except psycopg.OperationalError as error:
            log = made.log()
            is_dead = "FATAL:" in log.replace("FATAL:  the database system is starting up", "")
            if is_dead or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {error}\n{log}") from error
            time.sleep(0.02)
        else:
            return
