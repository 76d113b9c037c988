"""Looks a server over: what is wrong with its database, its disk, its settings, in words.

Nothing is changed, not even the schema; a server may run meanwhile.
"""

import asyncio
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.admin.certificate import not_after
from mingtang_desk.server.admin.files import loose_files
from mingtang_desk.server.admin.lock import file_of, is_served, parsed
from mingtang_desk.server.admin.people import owners
from mingtang_desk.server.admin.retention import Forecast, forecast
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.core import Core
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.store.migrate import config as alembic_config
from mingtang_desk.server.store.store import Store

NETWORK_DRIVES = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs")
)
LEAST_FREE_BYTES = 1 << 30
FEWEST_DAYS = 14.0
LARGEST_SQLITE_BYTES = 20 << 30
MOST_SKEW_S = 5.0
CERTIFICATE_DAYS = 21
CONNECT_S = 5.0
LOCAL = ("127.0.0.1", "::1", "localhost")


class State(StrEnum):
    """How it stands."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    text: str

    def document(self) -> dict[str, str]:
        """Return it for JSON."""
        return {"check": self.name, "state": self.state.value, "text": self.text}


async def doctor(config: ServerConfig, clock: Clock) -> list[Check]:
    """Look at everything that can be looked at; stop at a database that cannot be read."""
    checks = [*_certificate(config, clock), *_address(config)]
    try:
        url = parsed(config.url)
    except StorageError as error:
        return [Check(name="database", state=State.BAD, text=error.message), *checks]
    file = file_of(url)
    if file is not None and not file.is_file():
        text_ = f"There is no database at {file}; “cloud serve” makes one."
        return [Check(name="database", state=State.BAD, text=text_), *checks]
    store = Store(url, clock)
    core = Core(config=config, clock=clock, store=store, hub=Hub())
    try:
        async with asyncio.timeout(60):
            found = await _database(core)
            if not any(each.state is State.BAD for each in found):
                found += await _inside(core)
    except (SQLAlchemyError, TimeoutError, OSError) as error:
        detail = str(getattr(error, "orig", None) or error).strip().splitlines() or ["no answer"]
        found = [Check(name="database", state=State.BAD, text=f"It does not answer: {detail[0]}.")]
    finally:
        await store.close()
    if file is not None:
        found += _file(file)
    found += await _ports(config, file)
    return [*found, *checks]


async def _database(core: Core) -> list[Check]:
    found = []
    async with core.store.read() as connection:
        head = await connection.run_sync(_head)
        tables = await connection.run_sync(_tables)
        revision = None
        if "alembic_version" in tables:
            revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        if core.store.is_sqlite:
            mode = await connection.scalar(text("PRAGMA journal_mode"))
            good = mode == "wal"
            said = "WAL is on." if good else f"The journal is {mode}, not WAL: readers wait."
            found.append(Check(name="wal", state=State.OK if good else State.BAD, text=said))
        else:
            skew = await _skew(core)
            said = f"The clock of the database is {abs(skew):.1f} s off ours."
            good = abs(skew) <= MOST_SKEW_S
            found.append(Check(name="clock", state=State.OK if good else State.WARN, text=said))
    if revision == head:
        found.append(Check(name="schema", state=State.OK, text=f"The schema is {head}."))
    else:
        said = f"The schema is {revision or 'missing'}, this version has {head}: "
        said += "a start of the server migrates it, or refuses a newer one."
        found.append(Check(name="schema", state=State.BAD, text=said))
    return found


def _head(connection: Connection) -> str | None:
    return ScriptDirectory.from_config(alembic_config(connection)).get_current_head()


def _tables(connection: Connection) -> Sequence[str]:
    return inspect(connection).get_table_names()


async def _skew(core: Core) -> float:
    async with core.store.read() as connection:
        theirs = await connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())"))
    return float(theirs) - core.clock.now().timestamp()


async def _inside(core: Core) -> list[Check]:
    found = []
    async with core.store.read() as connection:
        logins = await owners(connection)
        lonely = await connection.scalar(
            text(
                "SELECT count(*) FROM accounts WHERE NOT EXISTS (SELECT 1 FROM users WHERE "
                "users.account_id = accounts.id AND users.disabled_ms IS NULL)"
            )
        )
        opened = await connection.scalar(
            text("SELECT count(*) FROM devices WHERE is_open AND proven_ms IS NULL")
        )
        tokens = await connection.scalar(
            text("SELECT count(*) FROM api_tokens WHERE expires_ms IS NULL AND revoked_ms IS NULL")
        )
    if logins:
        found.append(Check(name="owner", state=State.OK, text="The server has an owner."))
    else:
        said = "Nobody owns the server: open the set-up link that “cloud admin setup-link” prints."
        found.append(Check(name="owner", state=State.BAD, text=said))
    rows = (
        ("accounts", lonely, "accounts have no user who can log in"),
        ("open", opened, "trackers were taken in unasked and never proved who they are"),
        ("tokens", tokens, "API tokens never expire"),
    )
    for name, count, what in rows:
        if count:
            found.append(Check(name=name, state=State.WARN, text=f"{count} {what}."))
    return [*found, *_disk(await forecast(core), core.store.is_sqlite)]


def _disk(seen: Forecast, is_sqlite: bool) -> list[Check]:
    size = f"The database occupies {_megabytes(seen.used_bytes)}"
    if seen.growth_bytes_day is None:
        growth = "too little came in the last 7 days to tell its growth"
    else:
        growth = f"it grows by {_megabytes(seen.growth_bytes_day)} a day"
    state, rest = State.OK, ""
    if seen.free_bytes is not None:
        rest = f", {_megabytes(seen.free_bytes)} are free"
        if seen.days_left is not None:
            rest += f", enough for {seen.days_left:.0f} days"
            if seen.days_left < FEWEST_DAYS:
                state = State.WARN
        if seen.free_bytes < LEAST_FREE_BYTES:
            state = State.BAD
    found = [Check(name="disk", state=state, text=f"{size}, {growth}{rest}.")]
    if is_sqlite and seen.used_bytes > LARGEST_SQLITE_BYTES:
        said = "Over 20 GB are much for SQLite: docs/server-sizing.md says how to move on."
        found.append(Check(name="size", state=State.WARN, text=said))
    return found


def _megabytes(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def _file(file: Path) -> list[Check]:
    found = []
    drive = drive_of(file)
    if drive in NETWORK_DRIVES:
        said = f"The file is on a network drive ({drive}): SQLite loses data there. Move it."
        found.append(Check(name="drive", state=State.BAD, text=said))
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        said = f"{file.parent} cannot be written by this user."
        found.append(Check(name="writable", state=State.BAD, text=said))
    else:
        found.append(Check(name="writable", state=State.OK, text="File and folder can be written."))
    if loose := loose_files(file.parent):
        said = f"Others on this machine can read {loose[0]}: chmod 700 the folder, 600 its files."
        found.append(Check(name="rights", state=State.WARN, text=said))
    try:
        served = is_served(file)
    except sqlite3.Error as error:
        found.append(Check(name="server", state=State.WARN, text=f"Its lock is odd: {error}."))
    else:
        said = "A server runs on it." if served else "No server runs on it."
        found.append(Check(name="server", state=State.OK, text=said))
    return found


def drive_of(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Return the kind of file system a path is on, None where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best, kind = -1, None
    real = str(path.resolve())
    for line in lines:
        words = line.split()
        if len(words) < 3:
            continue
        mount = words[1].replace("\\040", " ")
        inside = real == mount or real.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) > best:
            best, kind = len(mount), words[2]
    return kind


async def _ports(config: ServerConfig, file: Path | None) -> list[Check]:
    """Whether somebody listens where the server would; only worth telling beside `is_served`."""
    found = []
    wanted = [("http", config.http)]
    if config.jt808 is not None:
        wanted.append(("jt808", config.jt808))
    for name, (host, port) in wanted:
        is_there = await _answers(host, port)
        said = f"{host}:{port} " + ("answers." if is_there else "is free.")
        state = State.OK
        if is_there and file is not None and not is_served(file):
            said, state = f"{host}:{port} is taken by another program.", State.WARN
        found.append(Check(name=name, state=state, text=said))
    return found


async def _answers(host: str, port: int) -> bool:
    if not port:
        return False
    try:
        async with asyncio.timeout(CONNECT_S):
            _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True


def _certificate(config: ServerConfig, clock: Clock) -> list[Check]:
    if config.tls_cert is None:
        return []
    try:
        until = not_after(config.tls_cert)
    except (OSError, ValueError) as error:
        said = f"{config.tls_cert} cannot be used: {error}."
        return [Check(name="certificate", state=State.BAD, text=said)]
    left = until - clock.now()
    state = State.OK
    if left < timedelta(days=CERTIFICATE_DAYS):
        state = State.BAD if left < timedelta() else State.WARN
    said = f"The certificate is good until {until.date()}, for {left.days} days."
    return [Check(name="certificate", state=state, text=said)]


def _address(config: ServerConfig) -> list[Check]:
    found = []
    if config.http[0] not in LOCAL and config.tls_cert is None:
        said = "HTTP is open to other machines without TLS: passwords travel in the clear. "
        said += "Put a proxy before it (docs/server.md) or give --tls-cert."
        found.append(Check(name="tls", state=State.BAD, text=said))
    if config.jt808 is not None and config.jt808[0] not in LOCAL:
        said = "JT/T 808 has no encryption: who knows a number and its code can pretend to be it."
        found.append(Check(name="spoofing", state=State.WARN, text=said))
    if config.accept_unknown:
        said = "Unknown trackers are taken in at once: that is for test benches."
        found.append(Check(name="accept_unknown", state=State.WARN, text=said))
    return found
