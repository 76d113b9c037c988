"""Backups: made while the server runs, looked into before they are trusted, never put over data.

SQLite: the online backup of the library, page by page, consistent whatever is written meanwhile.
PostgreSQL: `pg_dump` in its own format, for `pg_restore`.
"""

import asyncio
import contextlib
import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from mingtang_desk.core.errors import (
    InputFileError,
    ServerRefusalError,
    StorageError,
    UsageError,
    unwritable,
)
from mingtang_desk.server.admin.files import FILE_MODE, private_folder
from mingtang_desk.server.admin.lock import file_of, parsed
from mingtang_desk.server.store.migrate import why_unknown

PAGES, PAUSE_S = 2000, 0.01
"""Pages a step: between two of them others write."""
DUMP_S = 6 * 3600.0
HEAD_SQLITE, HEAD_DUMP = b"SQLite format 3\0", b"PGDMP"
FILE_NAME = "cloud.sqlite"
COUNTED = (
    "accounts",
    "users",
    "devices",
    "positions",
    "bms_samples",
    "alarms",
    "commands",
    "audit",
)
PROBLEMS_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in a backup.

    Attributes:
        kind: "sqlite" or "postgresql".
        problems: what is wrong with it, in words; none = it can be restored.
        revision: of its schema; None = unknown.
        rows: by table; empty for a dump.
        bytes: its size.
    """

    kind: str
    problems: tuple[str, ...]
    revision: str | None
    rows: Mapping[str, int]
    bytes: int

    def document(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "ok": not self.problems,
            "kind": self.kind,
            "problems": list(self.problems),
            "schema": self.revision,
            "rows": dict(self.rows),
            "bytes": self.bytes,
        }


async def backup(url: str, target: Path) -> Checked:
    """Write a backup to a new file, and look into it.

    Raises:
        UsageError: there is a file already.
        StorageError: the database or the file cannot be used, or `pg_dump` failed.
    """
    part = target.with_name(target.name + ".part")
    made = parsed(url)
    try:
        _empty(part, target)
        source = file_of(made)
        if source is not None:
            await asyncio.to_thread(_copy, source, part)
        else:
            await _dump(made, part)
        checked = await check(part)
        part.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        part.unlink(missing_ok=True)
    return checked


def _empty(part: Path, target: Path) -> None:
    """Make the file that is written, empty and private, beside its final place."""
    if target.exists():
        raise UsageError("admin_refused", detail=f"{target} is there already")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            contextlib.closing(_reading(source)) as origin,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            origin.backup(copy, pages=PAGES, sleep=PAUSE_S)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise StorageError("database_unusable", detail=str(error)) from error


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)


async def _dump(url: URL, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StorageError("program_missing", program="pg_dump")
    plain = url.set(drivername="postgresql", password=None)
    environment = dict(os.environ)
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)  # a command line is seen by everybody
    code, said = await _call(
        (program, "--format=custom", f"--file={target}", plain.render_as_string()), environment
    )
    if code:
        raise StorageError("database_unusable", detail=f"pg_dump: {said}")


async def _call(
    command: tuple[str, ...], environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    try:
        async with asyncio.timeout(DUMP_S):
            out, err = await process.communicate()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        raise
    text = (err or out).decode(errors="replace").strip()
    return process.returncode or 0, text.splitlines()[-1] if text else ""


async def check(path: Path) -> Checked:
    """Look into a backup without touching it.

    Raises:
        InputFileError: it is none, or cannot be read.
    """
    head, size = await asyncio.to_thread(_head, path)
    if head == HEAD_SQLITE:
        return await asyncio.to_thread(_check_file, path, size)
    if head.startswith(HEAD_DUMP):
        return await _check_dump(path, size)
    raise InputFileError("backup_unusable", where=path, detail="neither SQLite nor a pg_dump")


def _head(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(16), path.stat().st_size
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputFileError("file_unreadable", path=path, detail=detail) from error


def _check_file(path: Path, size: int) -> Checked:
    problems: list[str] = []
    rows: dict[str, int] = {}
    revision = None
    try:
        with contextlib.closing(_immutable(path)) as connection:
            found = connection.execute(f"PRAGMA integrity_check({PROBLEMS_SHOWN})").fetchall()
            problems += [str(row[0]) for row in found if row[0] != "ok"]
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(PROBLEMS_SHOWN)
            problems += [f"{row[0]} row {row[1]} points to no row of {row[2]}" for row in broken]
            revision = _revision(connection)
            if revision is None:
                problems.append("it names no schema: it is no database of this server")
            elif why := why_unknown(revision):
                problems.append(why)
            names = {
                row[0]
                for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            for table in COUNTED:
                if table not in names:
                    problems.append(f"the table {table} is missing")
                    continue
                rows[table] = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.DatabaseError as error:
        problems.append(str(error))
    return Checked(
        kind="sqlite", problems=tuple(problems), revision=revision, rows=rows, bytes=size
    )


def _immutable(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes: SQLite makes no files beside it then."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _revision(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    return None if row is None else str(row[0])


async def _check_dump(path: Path, size: int) -> Checked:
    program = shutil.which("pg_restore")
    if program is None:
        raise StorageError("program_missing", program="pg_restore")
    code, said = await _call((program, "--list", str(path)))
    problems = (f"pg_restore: {said}",) if code else ()
    return Checked(kind="postgresql", problems=problems, revision=None, rows={}, bytes=size)


async def restore(path: Path, folder: Path) -> Checked:
    """Put a checked SQLite backup into a folder that has no database.

    Raises:
        ServerRefusalError: there is a database already.
        InputFileError: the backup is damaged, or of PostgreSQL.
        StorageError: the folder cannot be written.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise ServerRefusalError("admin_refused", detail=f"there is a database already: {target}")
    checked = await check(path)
    if checked.kind != "sqlite":
        detail = "it is of PostgreSQL: use pg_restore --dbname=URL, into an empty database"
        raise InputFileError("backup_unusable", where=path, detail=detail)
    if checked.problems:
        raise InputFileError("backup_unusable", where=path, detail="; ".join(checked.problems))
    private_folder(folder)
    part = target.with_name(target.name + ".part")
    try:
        _empty(part, target)
        await asyncio.to_thread(shutil.copyfile, path, part)
        part.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        part.unlink(missing_ok=True)
    return checked
