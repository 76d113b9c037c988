"""A server whose clock is moved by hand, set up through its link; hashes that cost little."""

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from mingtang_desk.server.api.app import PREFIX
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.run import Standing, standing
from tests.unit.clock import FakeClock

OWNER = "the.owner"
PASSWORD = "correct horse battery"
OTHER = "staple, not battery"


@dataclass(kw_only=True)
class House:
    """A server that was set up by `OWNER`."""

    server: Standing
    clock: FakeClock
    client: httpx.AsyncClient
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        by: str | None = OWNER,
        status: int = 200,
        **headers: str,
    ) -> Any:
        """Ask as somebody, who is logged in on the way; return the JSON of the answer."""
        answer = await self.raw(method, path, body, by=by, **headers)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.json()

    async def raw(
        self, method: str, path: str, body: object = None, *, by: str | None = OWNER, **headers: str
    ) -> httpx.Response:
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        if by is not None and "Authorization" not in sent:
            if by not in self.tokens:
                await self.login(by)
            sent["Authorization"] = f"Bearer {self.tokens[by]['access_token']}"
        return await self.client.request(method, path, json=body, headers=sent)

    async def login(
        self, who: str, password: str = PASSWORD, *, ip: str = "127.0.2.1", **more: object
    ) -> httpx.Response:
        """Log in; the tokens are kept where it works."""
        answer = await self.client.post(
            "/auth/login",
            json={"account": who, "password": password, **more},
            headers={"X-Forwarded-For": ip},
        )
        if answer.status_code == 200:
            self.tokens[who] = answer.json()
        return answer

    async def top(self) -> str:
        """Id of the topmost account."""
        answer = await self.call("GET", "/me")
        return str(answer["account_id"])

    async def account(self, parent: str, name: str = "a shop", by: str = OWNER) -> str:
        """Add an account; return its id."""
        made = await self.call(
            "POST", "/accounts", {"parent_id": parent, "name": name}, by=by, status=201
        )
        return str(made["id"])

    async def user(
        self, account: str, login: str, role: str = "manager", by: str = OWNER, **more: object
    ) -> str:
        """Add a user; return the id."""
        body = {"login": login, "password": PASSWORD, "role": role, **more}
        made = await self.call("POST", f"/accounts/{account}/users", body, by=by, status=201)
        return str(made["id"])

    async def audited(self, action: str) -> list[dict[str, Any]]:
        """What was recorded of one kind, the newest first."""
        return list((await self.call("GET", f"/audit?action={action}"))["items"])


def basic(login: str, password: str = PASSWORD) -> str:
    """Value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()


def key_of(answer: httpx.Response) -> str:
    """What a problem is about."""
    return str(answer.json()["type"]).rpartition(":")[2]


def setup_body(link: str, **changes: object) -> Mapping[str, object]:
    """What the page behind a set-up link posts."""
    return {
        "token": link.partition("#token=")[2],
        "login": OWNER,
        "password": PASSWORD,
        "account_name": "all",
        "agreement": "2026-11",
        **changes,
    }


@asynccontextmanager
async def bare_house(db: str, folder: Path, clock: FakeClock) -> AsyncIterator[House]:
    """A server that nobody has set up."""
    config = ServerConfig(
        data=folder,
        db=db,
        http=("127.0.0.1", 0),
        jt808=None,
        hash_memory_kib=64,
        hash_passes=1,
    )
    async with (
        standing(config, clock) as server,
        httpx.AsyncClient(base_url=server.http + PREFIX, timeout=15, trust_env=False) as client,
    ):
        yield House(server=server, clock=clock, client=client)


@pytest_asyncio.fixture
async def house(db: str, tmp_path: Path) -> AsyncIterator[House]:
    """A server that is set up."""
    async with bare_house(db, tmp_path, FakeClock()) as made:
        link = made.server.services.accounts.setup_link(made.server.http)
        assert link is not None
        await made.call("POST", "/setup", setup_body(link), by=None, status=201)
        yield made
