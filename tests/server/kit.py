"""A server in the test's own process, and what tests need to talk to it.

The tree: `top` (the admin's) > `shop` (the owner's) > `child`; `sibling` beside `shop`.
Each has a user of each role, named `<account>-<role>`, and one battery.
"""

import secrets
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from sqlalchemy import insert

from mingtang_desk.core.clock import Clock
from mingtang_desk.server.accounts.accounts import hash_of
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.api.app import PREFIX
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.run import Standing, standing
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, SESSIONS, USERS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import now_ms
from mingtang_desk.session.clock import SystemClock

HOUR_MS = 3_600_000
PARENTS: Mapping[str, str | None] = {
    "top": None,
    "shop": "top",
    "sibling": "top",
    "child": "shop",
}
NUMBERS: Mapping[str, str] = {
    "top": "13800000001",
    "shop": "13800000002",
    "sibling": "13800000003",
    "child": "13800000004",
}


@dataclass(kw_only=True)
class Kit:
    """A running server.

    Attributes:
        server: it; config: what it was started with; clock: what time it is there.
        accounts: id of each account by name; paths: likewise.
        tokens: an access token for each `<account>-<role>`.
        pks: internal key of each battery by number.
    """

    server: Standing
    config: ServerConfig
    clock: Clock
    accounts: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    pks: dict[str, int] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        """Its parts."""
        return self.server.services

    @property
    def jt808(self) -> tuple[str, int]:
        """Where trackers connect."""
        assert self.server.jt808 is not None
        host, _, port = self.server.jt808.rpartition(":")
        return host, int(port)

    def client(self, who: str | None = "shop-owner") -> httpx.AsyncClient:
        """A client of the API over a real socket, logged in as somebody; use it in `async with`."""
        headers = {} if who is None else {"Authorization": f"Bearer {self.tokens[who]}"}
        return httpx.AsyncClient(
            base_url=self.server.http + PREFIX,
            headers=headers,
            timeout=15,
            trust_env=False,
            verify=False,  # plain HTTP: reading the certificates of the machine takes 20 ms
        )


@asynccontextmanager
async def kit_of(
    db: str, folder: Path, *, clock: Clock | None = None, **changes: object
) -> AsyncIterator[Kit]:
    """Start a server on a database, with accounts, users and batteries in it.

    Args:
        db: URL of an empty database.
        folder: for its files.
        clock: `clock.FakeClock` for tests that move time; None = the machine's own.
        changes: of the configuration.
    """
    clock = clock or SystemClock()
    config = replace(
        ServerConfig(data=folder, db=db, http=("127.0.0.1", 0), jt808=("127.0.0.1", 0)),
        **changes,  # type: ignore[arg-type]
    )
    await _copy_schema(db)
    async with standing(config, clock) as server:
        kit = Kit(server=server, config=config, clock=clock)
        await _fill(kit)
        yield kit


_schemas: list[bytes] = []


async def _copy_schema(db: str) -> None:
    """Put an empty database of the present schema where none is: made once, as for PostgreSQL.

    How a schema comes to be is for tests of migrations.
    """
    kind, _, name = db.partition(":///")
    if kind != "sqlite" or _is_there(Path(name)):
        return
    if not _schemas:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "schema.sqlite"
            store = await Store.open(f"sqlite:///{made}", SystemClock())
            await store.close()
            _schemas.append(made.read_bytes())
    _put(Path(name), _schemas[0])


def _is_there(file: Path) -> bool:
    return file.exists()


def _put(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    file.chmod(0o600)  # as the server makes it


async def _fill(kit: Kit) -> None:
    services = kit.services
    now = now_ms(services.core.clock)
    async with services.core.store.write() as tx:
        for name, parent in PARENTS.items():
            account = kit.accounts[name] = new_id()
            above = "" if parent is None else kit.paths[parent]
            path = kit.paths[name] = above + step_of(account)
            await tx.connection.execute(
                insert(ACCOUNTS).values(
                    id=account,
                    parent_id=None if parent is None else kit.accounts[parent],
                    path=path,
                    name=name,
                    created_ms=now,
                )
            )
            for role in Role:
                await _user(kit, tx.connection, f"{name}-{role}", account, role, now)
            number = NUMBERS[name]
            pk = await tx.connection.scalar(
                insert(DEVICES)
                .values(
                    number=number,
                    terminal=number,
                    account_id=account,
                    account_path=path,
                    name=f"battery of {name}",
                    created_ms=now,
                    enabled_ms=now,
                )
                .returning(DEVICES.c.pk)
            )
            assert pk is not None
            kit.pks[number] = pk
            await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
    await services.directory.refresh(*kit.pks.values())


async def _user(
    kit: Kit, connection: object, login: str, account: str, role: Role, now: int
) -> None:
    from sqlalchemy.ext.asyncio import AsyncConnection

    assert isinstance(connection, AsyncConnection)
    user, token = new_id(), secrets.token_urlsafe(32)
    kit.tokens[login] = token
    await connection.execute(
        insert(USERS).values(
            id=user,
            account_id=account,
            login=login,
            role=role,
            password_hash="!",  # nobody logs in with it; tests of logins make their own users
            password_ms=now,
            created_ms=now,
        )
    )
    await connection.execute(
        insert(SESSIONS).values(
            id=new_id(),
            user_id=user,
            access_hash=hash_of(token),
            access_until_ms=now + HOUR_MS,
            refresh_hash=new_id(),
            refresh_until_ms=now + 24 * HOUR_MS,
            created_ms=now,
            used_ms=now,
            proven_ms=now,
        )
    )
