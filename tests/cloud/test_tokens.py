"""Tokens that run out, are exchanged once, are shared by programs, or are stolen."""

import asyncio
import json
from pathlib import Path

import pytest

from mingtang_desk.core.errors import CloudError, CloudRefusalError
from tests.cloud.conftest import Desk

pytestmark = pytest.mark.asyncio


def kept(desk: Desk) -> dict[str, object]:
    ((_, text),) = json.loads((desk.folder / "secrets.json").read_text()).items()
    found: dict[str, object] = json.loads(text)
    return found


async def test_a_token_that_ends_in_the_middle_is_exchanged_and_the_request_repeated(
    desk: Desk,
) -> None:
    await desk.login()
    before = kept(desk)
    async with desk.client() as client:
        await client.me()
        await desk.expire()
        assert (await client.me()).login == "shop-owner"
    assert desk.asked == ["/me", "/me", "/auth/refresh", "/me"]
    assert kept(desk)["refresh"] != before["refresh"]


async def test_many_requests_at_once_exchange_once(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        await client.me()
        await desk.expire()
        found = await asyncio.gather(*(client.counts() for _ in range(8)))
    assert len({each.account_id for each in found}) == 1
    assert desk.asked.count("/auth/refresh") == 1


async def test_two_programs_at_once_exchange_once_and_share(desk: Desk) -> None:
    await desk.login()
    await desk.expire()
    async with desk.client() as one, desk.client() as other:
        await asyncio.gather(*(each.me() for each in (one, other, one, other)))
        await one.counts()
        await other.counts()
    assert desk.asked.count("/auth/refresh") == 1


async def test_a_token_about_to_end_is_exchanged_before_it_is_used(desk: Desk) -> None:
    await desk.login()
    path = desk.folder / "secrets.json"
    stored = json.loads(path.read_text())
    ((name, text),) = stored.items()
    path.write_text(json.dumps({name: json.dumps({**json.loads(text), "until": 0})}))
    async with desk.client() as client:
        await client.me()
    assert desk.asked == ["/auth/refresh", "/me"]


async def test_who_gives_up_does_not_take_the_exchange_along(desk: Desk) -> None:
    await desk.login()
    await desk.expire()
    async with desk.client() as client:
        asking = asyncio.create_task(client.me())
        while "/auth/refresh" not in desk.asked:
            await asyncio.sleep(0.001)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    async with desk.client() as client:  # the new tokens are on the disk
        assert (await client.me()).login == "shop-owner"
    assert desk.asked.count("/auth/refresh") == 1


async def test_a_stolen_refresh_token_ends_the_session_and_is_told(desk: Desk) -> None:
    await desk.login()
    stolen = kept(desk)["refresh"]
    async with desk.client() as client:
        await client.me()
        async with desk.kit.client(None) as thief:
            answer = await thief.post("/auth/refresh", json={"refresh_token": stolen})
            assert answer.status_code == 200
        with pytest.raises(CloudRefusalError) as caught:
            await client.me()
        assert caught.value.key == "cloud_logged_out"
        async with desk.kit.client(None) as thief:  # it ended for the thief too
            token = answer.json()["access_token"]
            after = await thief.get("/me", headers={"Authorization": f"Bearer {token}"})
            assert after.status_code == 401
        asked = len(desk.asked)
        with pytest.raises(CloudRefusalError):
            await client.me()
        assert len(desk.asked) == asked  # nothing is asked without tokens
    assert not (desk.folder / "secrets.json").exists()


async def test_a_server_that_cannot_be_reached_does_not_log_out(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        await desk.expire()
        client.http.server = client.http.server.__class__(
            text="http://127.0.0.1:1", is_encrypted=False
        )
        with pytest.raises(CloudError) as caught:
            await client.me()
        assert caught.value.key == "cloud_unreachable"
    async with desk.client() as client:
        assert (await client.me()).login == "shop-owner"


async def test_damaged_secrets_are_a_logout(desk: Desk, tmp_path: Path) -> None:
    await desk.login()
    path = desk.folder / "secrets.json"
    (name,) = json.loads(path.read_text())
    path.write_text(json.dumps({name: '{"access": 3}'}))
    async with desk.client() as client:
        with pytest.raises(CloudRefusalError) as caught:
            await client.me()
    assert caught.value.key == "cloud_logged_out"


async def test_tokens_are_not_shown(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        await client.me()
        token = await client.login.token()
        assert token not in repr(client.login._kept)
