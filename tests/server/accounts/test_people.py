"""Users: who may give which role, and that nobody takes more than is given."""

import pytest

from tests.server.accounts.conftest import OTHER, OWNER, PASSWORD, House, key_of

pytestmark = pytest.mark.asyncio
ROLES = ("owner", "manager", "operator", "viewer")


async def test_nobody_gives_a_role_above_the_own_one(house: House) -> None:
    shop = await house.account(await house.top(), "shop")
    await house.user(shop, "boss", "manager")
    for role, status in zip(ROLES, (403, 201, 201, 201), strict=True):
        body = {"login": f"new.{role}", "password": PASSWORD, "role": role}
        await house.call("POST", f"/accounts/{shop}/users", body, by="boss", status=status)
    me = await house.call("GET", "/me", by="boss")
    raised = await house.raw("PATCH", f"/users/{me['id']}", {"role": "owner"}, by="boss")
    assert (raised.status_code, key_of(raised)) == (403, "role_above_own")


async def test_nobody_changes_a_user_with_a_role_above_the_own_one(house: House) -> None:
    shop = await house.account(await house.top(), "shop")
    branch = await house.account(shop, "branch")
    await house.user(shop, "boss", "manager")
    for account, login in ((shop, "own.owner"), (branch, "branch.owner")):
        owner = await house.user(account, login, "owner")
        for method, body in (
            ("PATCH", {"password": OTHER}),
            ("PATCH", {"is_disabled": True}),
            ("PATCH", {"role": "viewer"}),
            ("DELETE", None),
        ):
            answer = await house.raw(method, f"/users/{owner}", body, by="boss")
            assert (answer.status_code, key_of(answer)) == (403, "role_above_own")


async def test_roles_without_the_right_see_no_users(house: House) -> None:
    top = await house.top()
    user = await house.user(top, "low", "operator")
    for method, path, body in (
        ("GET", f"/accounts/{top}/users", None),
        ("GET", f"/users/{user}", None),
        ("PATCH", f"/users/{user}", {"role": "owner"}),
        ("POST", "/accounts", {"parent_id": top, "name": "x"}),
        ("GET", "/audit", None),
        ("GET", "/audit/verify", None),
    ):
        answer = await house.raw(method, path, body, by="low")
        assert (answer.status_code, key_of(answer)) == (403, "not_permitted")


async def test_what_may_not_be_changed_of_oneself(house: House) -> None:
    await house.user(await house.top(), "low", "viewer")
    before = await house.call("GET", "/me", by="low")
    for change in (
        {"role": "owner"},
        {"account_id": "x"},
        {"login": "root"},
        {"is_disabled": False},
        {"password_hash": "x"},
        {"has_totp": False},
        {"agreement": "2026-11"},
    ):
        answer = await house.raw("PATCH", "/me", {"name": "x", **change}, by="low")
        assert (answer.status_code, key_of(answer)) == (422, "invalid")
    assert await house.call("GET", "/me", by="low") == before


async def test_profile(house: House) -> None:
    await house.call("PATCH", "/me", {"name": "A. Owner", "language": "zh"})
    me = await house.call("PATCH", "/me", {})
    assert (me["name"], me["language"]) == ("A. Owner", "zh")
    assert (await house.raw("PATCH", "/me", {"language": "xx"})).status_code == 422


async def test_the_last_owner_of_the_top_stays(house: House) -> None:
    top = await house.top()
    me = (await house.call("GET", "/me"))["id"]
    second = await house.user(top, "second", "owner")
    answer = await house.raw("PATCH", f"/users/{me}", {"is_disabled": True})
    assert key_of(answer) == "yourself"
    assert key_of(await house.raw("DELETE", f"/users/{me}")) == "yourself"
    await house.call("PATCH", f"/users/{second}", {"is_disabled": True})
    answer = await house.raw("PATCH", f"/users/{me}", {"role": "viewer"})
    assert (answer.status_code, key_of(answer)) == (409, "last_owner")
    await house.call("PATCH", f"/users/{second}", {"is_disabled": False})
    await house.call("PATCH", f"/users/{me}", {"role": "viewer"})
    for method, body in (("PATCH", {"role": "manager"}), ("PATCH", {"is_disabled": True})):
        answer = await house.raw(method, f"/users/{second}", body, by="second")
        assert answer.status_code == 409
    assert (await house.raw("PATCH", f"/users/{second}", {"role": "viewer"})).status_code == 403


async def test_a_reset_password_ends_sessions_tokens_and_second_factor(house: House) -> None:
    user = await house.user(await house.top(), "clerk", "viewer")
    made = await house.call(
        "POST", "/me/tokens", {"name": "t", "scopes": ["read"]}, by="clerk", status=201
    )
    await house.call("PATCH", f"/users/{user}", {"password": OTHER})
    assert (await house.raw("GET", "/me", by="clerk")).status_code == 401
    answer = await house.raw("GET", "/me", Authorization=f"Bearer {made['token']}")
    assert answer.status_code == 401
    assert (await house.login("clerk")).status_code == 401
    assert (await house.login("clerk", OTHER)).status_code == 200
    me = (await house.call("GET", "/me"))["id"]
    assert key_of(await house.raw("PATCH", f"/users/{me}", {"password": OTHER})) == "yourself"
    assert [row["target"] for row in await house.audited("password_reset")] == [user]


async def test_a_removed_user_is_gone_and_the_login_free(house: House) -> None:
    top = await house.top()
    user = await house.user(top, "clerk", "viewer")
    await house.login("clerk")
    old = house.tokens["clerk"]
    await house.call("POST", "/auth/refresh", {"refresh_token": old["refresh_token"]}, by=None)
    await house.call("DELETE", f"/users/{user}")
    assert (await house.login("clerk")).status_code == 401
    await house.call("GET", f"/users/{user}", status=404)
    await house.user(top, "clerk", "viewer")


async def test_logins_are_unique_however_they_are_typed(house: House) -> None:
    top = await house.top()
    await house.user(top, "clerk", "viewer")
    for login in ("CLERK", "\uff23lerk", " clerk "):
        body = {"login": login, "password": PASSWORD, "role": "viewer"}
        answer = await house.raw("POST", f"/accounts/{top}/users", body)
        assert (answer.status_code, key_of(answer)) == (409, "login_taken")
    for login in ("a:b", "a b", "", "x" * 65, "<b>", "\ufdfa"):
        body = {"login": login, "password": PASSWORD, "role": "viewer"}
        assert (await house.raw("POST", f"/accounts/{top}/users", body)).status_code == 422
    await house.user(top, "\u738b\u5e97\u957f", "viewer")
    assert (await house.login("\u738b\u5e97\u957f")).status_code == 200


async def test_pages_of_users(house: House) -> None:
    top = await house.top()
    for number in range(4):
        await house.user(top, f"u{number}", "viewer")
    first = await house.call("GET", f"/accounts/{top}/users?limit=3")
    following = await house.call("GET", f"/accounts/{top}/users?cursor={first['next_cursor']}")
    logins = [each["login"] for each in first["items"] + following["items"]]
    assert logins == [OWNER, "u0", "u1", "u2", "u3"]
    assert following["next_cursor"] is None


async def test_permission_changes_are_recorded(house: House) -> None:
    user = await house.user(await house.top(), "clerk", "viewer")
    await house.call("PATCH", f"/users/{user}", {"role": "operator", "name": "C"})
    rows = await house.audited("user_changed")
    assert [row["body"] for row in rows] == [
        {"field": "role", "from": "viewer", "to": "operator"},
        {"field": "name", "from": "", "to": "C"},
    ]
