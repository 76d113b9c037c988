"""Logging in at real servers: codes, refusals, several of them, and what stays on the disk."""

import json
import stat
from pathlib import Path

import pyotp
import pytest

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.logins import Given
from mingtang_desk.core.errors import (
    CloudError,
    CloudRefusalError,
    InputFileError,
    MingtangError,
    UsageError,
)
from tests.cloud.conftest import CHEAP, PASSWORD, Desk, give_passwords
from tests.server.kit import kit_of


@pytest.mark.asyncio
async def test_a_login_is_kept_without_the_password(desk: Desk) -> None:
    await desk.login("SHOP-Owner")
    (who,) = desk.logins.remembered()
    assert (who.user, who.account, who.role) == ("shop-owner", "shop", "owner")
    for path in (desk.folder / "cloud-accounts.json", desk.folder / "secrets.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert PASSWORD not in path.read_text()
    async with desk.client() as client:
        assert (await client.me()).login == "shop-owner"
        counts = await client.counts()
    assert counts.counts.all == 2  # its own and the child's
    assert desk.asked == ["/me", "/devices/counts"]  # no refresh for each program


@pytest.mark.asyncio
async def test_a_wrong_password_is_told_in_our_words(desk: Desk) -> None:
    server = server_address(desk.kit.server.http)
    wrong = Given(user="shop-owner", password="something else")
    for _ in range(5):
        with pytest.raises(CloudRefusalError) as caught:
            await desk.logins.login(server, wrong)
        assert caught.value.key == "cloud_login_refused"
    with pytest.raises(CloudRefusalError) as caught:
        await desk.logins.login(server, wrong)
    assert caught.value.key == "cloud_too_many"
    assert 0 < int(str(caught.value.values["seconds"])) <= 60
    assert desk.logins.remembered() == ()


@pytest.mark.asyncio
async def test_codes_of_an_authenticator_and_recovery_codes(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        begun = await client.send("POST", "/me/totp")
        assert isinstance(begun.body, dict)
        totp = pyotp.TOTP(str(begun.body["secret"]))
        done = await client.send("POST", "/me/totp/confirm", body={"code": totp.now()})
        assert isinstance(done.body, dict)
        recovery = str(done.body["recovery_codes"][0])
    with pytest.raises(CloudRefusalError) as caught:
        await desk.login()
    assert caught.value.key == "cloud_code_due"
    with pytest.raises(CloudRefusalError) as caught:
        await desk.login(code="000000")
    assert caught.value.key == "cloud_code_wrong"
    await desk.login(recovery=recovery)
    with pytest.raises(CloudRefusalError) as caught:
        await desk.login(recovery=recovery)
    assert caught.value.key == "cloud_code_wrong"


@pytest.mark.asyncio
async def test_several_servers_and_users(desk: Desk, tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'second.sqlite'}"
    async with kit_of(db, tmp_path / "second", **CHEAP) as second:
        await give_passwords(second)
        await desk.login("shop-owner")
        await desk.login("child-viewer")
        logins = desk.logins
        other = server_address(second.server.http)
        await logins.login(other, Given(user="top-owner", password=PASSWORD))
        assert [each.user for each in logins.remembered()] == [
            "top-owner",
            "child-viewer",
            "shop-owner",
        ]
        assert logins.chosen().user == "top-owner"
        assert logins.chosen(desk.kit.server.http).user == "child-viewer"
        assert logins.chosen(user="Shop-Owner").user == "shop-owner"
        for user, seen in (("top-owner", 4), ("child-viewer", 1), ("shop-owner", 2)):
            async with logins.opened(logins.chosen(user=user)) as client:
                assert (await client.counts()).counts.all == seen
        assert await logins.logout(logins.chosen(user="child-viewer"))
        with pytest.raises(CloudRefusalError, match="Nobody is logged in"):
            logins.chosen(user="child-viewer")
        assert logins.chosen(desk.kit.server.http).user == "shop-owner"
        assert logins.remembered()[-1].user == "child-viewer"  # the server is still known
        await logins.login(other, Given(user="shop-owner", password=PASSWORD))
        with pytest.raises(CloudRefusalError) as caught:
            logins.chosen(user="shop-owner")
        assert caught.value.key == "cloud_login_unclear"


@pytest.mark.asyncio
async def test_a_logout_ends_the_session_at_the_server(desk: Desk) -> None:
    await desk.login()
    kept = json.loads((desk.folder / "secrets.json").read_text())
    ((_, text),) = kept.items()
    logins = desk.logins
    assert await logins.logout(logins.chosen())
    assert not (desk.folder / "secrets.json").exists()
    async with desk.kit.client(None) as raw:
        token = json.loads(text)["access"]
        answer = await raw.get("/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


@pytest.mark.asyncio
async def test_a_logout_works_without_the_server(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'cloud.sqlite'}"
    async with kit_of(db, tmp_path, **CHEAP) as kit:
        await give_passwords(kit)
        desk = Desk(kit=kit, folder=tmp_path / "desk")
        await desk.login()
    logins = desk.logins
    assert not await logins.logout(logins.chosen())
    assert not (desk.folder / "secrets.json").exists()


@pytest.mark.asyncio
async def test_a_damaged_list_is_told_and_left(desk: Desk) -> None:
    path = desk.folder / "cloud-accounts.json"
    path.parent.mkdir()
    for text in ("{", "[]", '{"format": "mingtang-cloud-accounts/1", "accounts": [{"user": 1}]}'):
        path.write_text(text)
        with pytest.raises(InputFileError) as caught:
            await desk.login()
        assert caught.value.key == "cloud_accounts_corrupt"
        assert path.read_text() == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://Cloud.Example.org/", "https://cloud.example.org"),
        ("cloud.example.org:8443", "https://cloud.example.org:8443"),
        ("https://cloud.example.org:443/api/v1", "https://cloud.example.org"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_addresses(text: str, shown: str) -> None:
    assert server_address(text).text == shown


@pytest.mark.parametrize(
    "text",
    ["", "ftp://x", "https://", "https://u:p@host", "https://host/path", "https://h:99999", "a b"],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        server_address(text)
    assert caught.value.key == "cloud_address_invalid"
    assert ":p@" not in str(caught.value)


@pytest.mark.parametrize("host", ["example.org", "printer", "localhost.example.org", "[fe80::1]"])
def test_plain_http_to_other_machines_has_to_be_meant(host: str) -> None:
    with pytest.raises(MingtangError) as caught:
        server_address(f"http://{host}")
    assert caught.value.key == "cloud_insecure"
    assert not server_address(f"http://{host}", insecure=True).is_encrypted


@pytest.mark.asyncio
async def test_nobody_there(tmp_path: Path, desk: Desk, unused_tcp_port: int) -> None:
    nobody = server_address(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(CloudError) as caught:
        await desk.logins.login(nobody, Given(user="x", password="y"))
    assert caught.value.key == "cloud_unreachable"
