"""A server in this process with users that have passwords, and clients of it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import update

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.server.accounts.agreement import VERSION
from mingtang_desk.server.store.tables.accounts import SESSIONS, USERS
from mingtang_desk.session.clock import SystemClock
from tests.server import leaks
from tests.server.kit import Kit, kit_of

PASSWORD = "correct horse battery"
CHEAP: dict[str, Any] = {"hash_memory_kib": 64, "hash_passes": 1}


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    guard = leaks.Guard()
    yield
    assert guard.settled() == [], "the test left these behind"


@pytest_asyncio.fixture
async def _tasks() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    assert await leaks.tasks_left(before) == [], "the test left these running"


@dataclass(kw_only=True)
class Desk:
    """A server, and a desk with a folder of its own."""

    kit: Kit
    folder: Path
    asked: list[str] = field(default_factory=list)

    @property
    def secrets(self) -> FileSecrets:
        """Where it keeps tokens."""
        return FileSecrets(self.folder / "secrets.json")

    @property
    def logins(self) -> Logins:
        """As another program of the same user has them."""
        return Logins(self.folder, self.secrets, SystemClock(), request_s=10)

    async def login(self, user: str = "shop-owner", **more: str) -> None:
        """Log in."""
        given = Given(user=user, password=PASSWORD, **more)
        await self.logins.login(server_address(self.kit.server.http), given)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[CloudClient]:
        """A client of the login used last; `asked` holds the paths it asked for."""
        logins = self.logins
        async with logins.opened(logins.chosen()) as client:

            async def note(request: httpx.Request) -> None:
                self.asked.append(request.url.path.removeprefix("/api/v1"))

            client.http._client.event_hooks["request"].append(note)
            yield client

    async def expire(self) -> None:
        """Let all access tokens run out at the server, as if its clock were ahead."""
        async with self.kit.services.core.store.write() as tx:
            await tx.connection.execute(update(SESSIONS).values(access_until_ms=1))
        self.kit.services.accounts.tell([])


@pytest_asyncio.fixture
async def desk(_tasks: None, tmp_path: Path) -> AsyncIterator[Desk]:
    """A server on SQLite whose users all have the password."""
    db = f"sqlite:///{tmp_path / 'cloud.sqlite'}"
    async with kit_of(db, tmp_path, **CHEAP) as kit:
        await give_passwords(kit)
        yield Desk(kit=kit, folder=tmp_path / "desk")


async def give_passwords(kit: Kit) -> None:
    """Give all users the password; they have accepted the user agreement."""
    hashed = await kit.services.accounts.passwords.hash(PASSWORD)
    async with kit.services.core.store.write() as tx:
        values = {"password_hash": hashed, "agreement": VERSION}
        await tx.connection.execute(update(USERS).values(**values))
