"""The first run: one link, once, and no default password."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from mingtang_desk.server.store.tables.accounts import META
from tests.server.accounts.conftest import OWNER, bare_house, key_of, setup_body
from tests.unit.clock import FakeClock

pytestmark = pytest.mark.asyncio


async def test_the_link_makes_one_owner_once(db: str, tmp_path: Path) -> None:
    async with bare_house(db, tmp_path, FakeClock()) as house:
        accounts = house.server.services.accounts
        link = accounts.setup_link(house.server.http)
        assert link is not None
        assert link.startswith(house.server.http + "/setup#token=")
        token = str(setup_body(link)["token"])
        async with house.server.services.core.store.read() as connection:
            kept = str((await connection.execute(select(META))).all())
        assert token not in kept

        for changes, key in (
            ({"token": "mts_guessed"}, "setup_link_invalid"),
            ({"password": "short"}, "weak_password"),
            ({"password": "1234567890"}, "weak_password"),
            ({"agreement": ""}, "agreement_due"),
            ({"role": "owner"}, "invalid"),
        ):
            answer = await house.raw("POST", "/setup", setup_body(link, **changes), by=None)
            assert key_of(answer) == key

        await house.call("POST", "/setup", setup_body(link), by=None, status=201)
        assert accounts.setup_link(house.server.http) is None
        again = await house.raw("POST", "/setup", setup_body(link, login="second"), by=None)
        assert (again.status_code, key_of(again)) == (409, "set_up")
        me = await house.call("GET", "/me")
        assert (me["login"], me["role"], me["is_admin"]) == (OWNER, "owner", True)
        assert me["agreement_due"] is False
        assert [row["who"] for row in await house.audited("server_set_up")] == [OWNER]


async def test_the_link_lives_a_day_and_each_start_makes_another(db: str, tmp_path: Path) -> None:
    clock = FakeClock()
    async with bare_house(db, tmp_path, clock) as house:
        first = house.server.services.accounts.setup_link(house.server.http)
        clock.advance(24 * 3600)
        answer = await house.raw("POST", "/setup", setup_body(str(first)), by=None)
        assert (answer.status_code, key_of(answer)) == (403, "setup_link_invalid")
    async with bare_house(db, tmp_path, clock) as house:
        second = house.server.services.accounts.setup_link(house.server.http)
        assert second is not None
        answer = await house.raw("POST", "/setup", setup_body(str(first)), by=None)
        assert answer.status_code == 403
        await house.call("POST", "/setup", setup_body(second), by=None, status=201)
    async with bare_house(db, tmp_path, clock) as house:
        assert house.server.services.accounts.setup_link(house.server.http) is None


async def test_the_page_allows_itself_and_nothing_else(db: str, tmp_path: Path) -> None:
    async with bare_house(db, tmp_path, FakeClock()) as house:
        link = house.server.services.accounts.setup_link(house.server.http)
        page = await house.client.get(house.server.http + "/setup")
        assert page.status_code == 200
        policy = page.headers["content-security-policy"]
        for tag in ("script", "style"):
            (inner,) = re.findall(f"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy
        assert not re.search(r"https?://|\bon[a-z]+=|src=", page.text)
        assert "设置本服务器" in page.text
        await house.call("POST", "/setup", setup_body(str(link)), by=None, status=201)
        assert (await house.client.get(house.server.http + "/setup")).status_code == 404


async def test_tries_of_tokens_are_limited(db: str, tmp_path: Path) -> None:
    async with bare_house(db, tmp_path, FakeClock()) as house:
        link = str(house.server.services.accounts.setup_link(house.server.http))
        for _ in range(5):
            await house.raw("POST", "/setup", setup_body(link, token="mts_x"), by=None)
        answer = await house.raw("POST", "/setup", setup_body(link), by=None)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")


async def test_an_owner_can_be_made_from_the_terminal(db: str, tmp_path: Path) -> None:
    async with bare_house(db, tmp_path, FakeClock()) as house:
        accounts = house.server.services.accounts
        await accounts.make_owner(OWNER, "correct horse battery", "all")
        assert accounts.setup_link(house.server.http) is None
        assert (await house.call("GET", "/me"))["agreement_due"] is True
