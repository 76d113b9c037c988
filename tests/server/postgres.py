"""A PostgreSQL of the tests' own: unprivileged user, folder of its own, a socket and no port."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

_UNPRIVILEGED = ("postgres", "nobody")


def _binaries() -> Path | None:
    """Folder of initdb and postgres, the newest."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def why_not() -> str | None:
    """Why there is no PostgreSQL here, None = there is."""
    return None if _binaries() else "no PostgreSQL is installed; `make setup` as root installs it"


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
        import psycopg

        with psycopg.connect(
            f"host={self.folder} user={self._user} dbname={database}", autocommit=True
        ) as connection:
            connection.execute(sql.encode())

    @contextlib.contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A new database for one test."""
        name = "t" + uuid.uuid4().hex
        self.run("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self.url(name)
        finally:
            self.run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL that syncs nothing: a test machine may lose it with its power."""
    binaries = _binaries()
    assert binaries is not None, why_not()
    run_as = None
    if os.geteuid() == 0:
        known = {entry.pw_name for entry in pwd.getpwall()}
        run_as = next(name for name in _UNPRIVILEGED if name in known)
    folder = Path(tempfile.mkdtemp(prefix="mt-pg-", dir="/tmp"))
    if run_as is not None:
        shutil.chown(folder, run_as)
    data, log = folder / "data", folder / "log"
    options = (
        f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        " -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    )

    def call(program: str, *words: str) -> None:
        command = [str(binaries / program), "-D", str(data), *words]
        # No pipes: what is started inherits them and would keep the call waiting.
        with (folder / "call.log").open("ab") as out:
            subprocess.run(
                command, check=True, stdout=out, stderr=out, timeout=120, cwd=folder, user=run_as
            )

    try:
        call("initdb", "-U", "mingtang", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        call("pg_ctl", "-w", "-t", "60", "-l", str(log), "-o", options, "start")
        try:
            yield Cluster(folder, "mingtang")
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
