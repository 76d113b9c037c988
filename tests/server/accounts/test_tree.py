"""The tree of accounts: what is seen, moved, counted, disabled, removed."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from mingtang_desk.server.ids import new_id
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.server.store.tables.devices import DEVICES
from tests.server.accounts.conftest import OWNER, PASSWORD, House, basic, key_of

pytestmark = pytest.mark.asyncio
NASTY = "Robert'); DROP TABLE accounts;-- <script>alert(1)</script> \u202e \U0001f50b"


async def _battery(house: House, account: str, number: str) -> int:
    """Enter a battery with a command, as other parts of the server do."""
    store = house.server.services.core.store
    async with store.write() as tx:
        path = await tx.connection.scalar(select(ACCOUNTS.c.path).where(ACCOUNTS.c.id == account))
        pk = await tx.connection.scalar(
            insert(DEVICES)
            .values(number=number, account_id=account, account_path=path, created_ms=tx.now_ms)
            .returning(DEVICES.c.pk)
        )
        assert pk is not None
        await tx.connection.execute(
            insert(COMMANDS).values(
                {
                    "id": new_id(),
                    "device": pk,
                    "account_path": path,
                    "kind": "locate",
                    "class": "read",
                    "body": "{}",
                    "body_hash": "",
                    "state": "queued",
                    "created_by": OWNER,
                    "created_ms": tx.now_ms,
                    "not_before_ms": tx.now_ms,
                    "expires_ms": tx.now_ms,
                }
            )
        )
    await house.server.services.directory.refresh(pk)
    return int(pk)


async def _children(house: House, parent: str, by: str = OWNER) -> list[dict[str, Any]]:
    return list((await house.call("GET", f"/accounts?parent={parent}", by=by))["items"])


async def test_children_with_counts(house: House) -> None:
    top = await house.top()
    shop, other = await house.account(top, "shop"), await house.account(top, "other")
    branch = await house.account(shop, "branch")
    await house.account(branch, "leaf")
    for number, account in enumerate((top, shop, branch, branch)):
        await _battery(house, account, f"1380000000{number}")
    (own,) = (await house.call("GET", "/accounts"))["items"]
    assert (own["id"], own["parent_id"]) == (top, None)
    counts = ("devices", "all_devices", "accounts", "all_accounts")
    assert [own[name] for name in counts] == [1, 4, 2, 4]
    found = await _children(house, top)
    assert [each["name"] for each in found] == ["other", "shop"]
    assert [[each[name] for name in counts] for each in found] == [[0, 0, 0, 0], [1, 3, 1, 2]]
    assert found[0]["id"] == other


async def test_pages_of_children(house: House) -> None:
    top = await house.top()
    names = sorted(f"{NASTY} {number % 3}" for number in range(7))
    for name in names:
        await house.account(top, name)
    seen, cursor = [], ""
    while True:
        page = await house.call("GET", f"/accounts?parent={top}&limit=2{cursor}")
        seen += [each["name"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == names
    for bad in ("x", "bm90aGluZw", "WzFd", "W10"):
        answer = await house.raw("GET", f"/accounts?parent={top}&cursor={bad}")
        assert answer.status_code == 422


async def test_names_come_back_as_they_were(house: House) -> None:
    top = await house.top()
    shop = await house.account(top, NASTY)
    user = await house.user(shop, "o_brien", name=NASTY)
    await house.call("PATCH", "/me", {"name": NASTY})
    assert (await house.call("GET", f"/accounts/{shop}"))["name"] == NASTY
    assert (await house.call("GET", f"/users/{user}"))["name"] == NASTY
    assert (await house.call("GET", "/me"))["name"] == NASTY
    for name in ("", "  ", "a\0b", "a\nb", "x" * 101):
        answer = await house.raw("POST", "/accounts", {"parent_id": top, "name": name})
        assert answer.status_code == 422
    login = {"account": "ab' OR 1=1 --", "password": "x'y"}
    assert (await house.client.post("/auth/login", json=login)).status_code == 401


async def test_nothing_outside_is_there(house: House) -> None:
    top = await house.top()
    shop, sibling = await house.account(top, "shop"), await house.account(top, "sibling")
    below = await house.account(sibling, "below")
    stranger = await house.user(sibling, "stranger", "viewer")
    await house.user(shop, "keeper", "owner")
    (own,) = (await house.call("GET", "/accounts", by="keeper"))["items"]
    assert (own["id"], own["parent_id"]) == (shop, None)
    for method, path, body in (
        ("GET", f"/accounts?parent={top}", None),
        ("GET", f"/accounts?parent={sibling}", None),
        ("GET", f"/accounts/{top}", None),
        ("GET", f"/accounts/{below}", None),
        ("PATCH", f"/accounts/{sibling}", {"name": "mine"}),
        ("DELETE", f"/accounts/{below}", None),
        ("POST", "/accounts", {"parent_id": sibling, "name": "x"}),
        ("POST", f"/accounts/{below}/move", {"parent_id": shop}),
        ("POST", f"/accounts/{shop}/move", {"parent_id": sibling}),
        ("POST", f"/accounts/{shop}/move", {"parent_id": top}),
        ("GET", f"/accounts/{sibling}/users", None),
        ("POST", f"/accounts/{top}/users", {"login": "n", "password": PASSWORD, "role": "viewer"}),
        ("GET", f"/users/{stranger}", None),
        ("PATCH", f"/users/{stranger}", {"role": "owner"}),
        ("DELETE", f"/users/{stranger}", None),
    ):
        answer = await house.raw(method, path, body, by="keeper")
        assert (answer.status_code, key_of(answer)) == (404, "not_found"), (method, path)
        missing = path.replace(top, new_id()).replace(sibling, new_id()).replace(below, new_id())
        assert answer.text == (await house.raw(method, missing, body, by="keeper")).text


async def test_a_moved_subtree_is_seen_from_its_new_place_only(house: House) -> None:
    top = await house.top()
    old, new = await house.account(top, "old"), await house.account(top, "new")
    moving = await house.account(old, "moving")
    leaf = await house.account(moving, "leaf")
    await house.user(old, "old.keeper")
    await house.user(new, "new.keeper")
    await house.user(leaf, "leaf.keeper")
    pk = await _battery(house, leaf, "13800000001")
    told: list[frozenset[str]] = []
    house.server.services.accounts.changed.append(told.append)
    leaf_user = (await house.call("GET", "/me", by="leaf.keeper"))["id"]
    audit_before = await house.call("GET", "/audit", by="old.keeper")

    answer = await house.call("POST", f"/accounts/{moving}/move", {"parent_id": new})
    assert answer["parent_id"] == new
    for by, status in (("old.keeper", 404), ("new.keeper", 200), ("leaf.keeper", 200)):
        assert (await house.raw("GET", f"/accounts/{leaf}", by=by)).status_code == status
    assert (await _children(house, top))[0]["all_devices"] == 1  # "new" stands before "old"
    services = house.server.services
    device = services.directory.by_pk(pk)
    assert device is not None
    async with services.core.store.read() as connection:
        paths = {
            await connection.scalar(select(ACCOUNTS.c.path).where(ACCOUNTS.c.id == leaf)),
            await connection.scalar(select(DEVICES.c.account_path)),
            await connection.scalar(select(COMMANDS.c.account_path)),
            device.account_path,
        }
    assert len(paths) == 1
    assert leaf_user in told[-1]
    # What was done before stays with those above whom it was done under.
    assert await house.call("GET", "/audit", by="old.keeper") == audit_before
    assert (await house.call("GET", "/audit/verify"))["is_whole"] is True

    await house.call("POST", f"/accounts/{moving}/move", {"parent_id": new})
    assert (await house.call("GET", f"/accounts/{leaf}"))["parent_id"] == moving


async def test_what_cannot_be_moved(house: House) -> None:
    top = await house.top()
    shop = await house.account(top, "shop")
    leaf = await house.account(shop, "leaf")
    for account, parent in ((shop, shop), (shop, leaf), (top, leaf), (top, top)):
        answer = await house.raw("POST", f"/accounts/{account}/move", {"parent_id": parent})
        assert (answer.status_code, key_of(answer)) == (409, "cycle")


async def test_a_tree_of_fifty_levels_and_its_end(house: House) -> None:
    chain = [await house.top()]
    for level in range(2, 51):
        chain.append(await house.account(chain[-1], f"level {level}"))
    await house.user(chain[-1], "deep", "owner")
    await _battery(house, chain[-1], "13800000001")
    (own,) = (await house.call("GET", "/accounts", by="deep"))["items"]
    assert (own["name"], own["devices"]) == ("level 50", 1)
    (own,) = (await house.call("GET", "/accounts"))["items"]
    assert (own["all_accounts"], own["all_devices"]) == (49, 1)
    other = [chain[0]]
    for level in range(2, 17):
        other.append(await house.account(other[-1], f"other {level}"))
    answer = await house.raw("POST", f"/accounts/{chain[1]}/move", {"parent_id": other[-1]})
    assert (answer.status_code, key_of(answer)) == (409, "too_deep")  # 16 + 49 levels
    await house.call("POST", f"/accounts/{chain[1]}/move", {"parent_id": other[-2]})
    answer = await house.raw("POST", "/accounts", {"parent_id": chain[-1], "name": "65th"})
    assert (answer.status_code, key_of(answer)) == (409, "too_deep")


async def test_a_disabled_account_keeps_its_subtree_out(house: House) -> None:
    top = await house.top()
    shop = await house.account(top, "shop")
    leaf = await house.account(shop, "leaf")
    await house.user(leaf, "leafy")
    made = await house.call(
        "POST", "/me/tokens", {"name": "t", "scopes": ["read"]}, by="leafy", status=201
    )
    refresh = {"refresh_token": house.tokens["leafy"]["refresh_token"]}
    answer = await house.call("PATCH", f"/accounts/{shop}", {"is_disabled": True})
    assert (answer["is_disabled"], answer["is_blocked"]) == (True, True)
    answer = await house.call("GET", f"/accounts/{leaf}")
    assert (answer["is_disabled"], answer["is_blocked"]) == (False, True)
    assert (await house.login("leafy")).status_code == 401
    assert (await house.raw("POST", "/auth/refresh", refresh, by=None)).status_code == 401
    for authorization in (f"Bearer {made['token']}", basic("leafy")):
        answer = await house.raw("GET", "/me", Authorization=authorization)
        assert answer.status_code == 401
    assert (await house.raw("GET", "/me", by="leafy")).status_code == 401

    await house.call("PATCH", f"/accounts/{shop}", {"is_disabled": False})
    assert (await house.raw("GET", "/me", by="leafy")).status_code == 401  # sessions have ended
    assert (await house.login("leafy")).status_code == 200
    own = await house.raw("PATCH", f"/accounts/{top}", {"is_disabled": True})
    assert (own.status_code, key_of(own)) == (409, "own_account")


async def test_only_an_empty_account_is_removed(house: House) -> None:
    top = await house.top()
    shop = await house.account(top, "shop")
    leaf = await house.account(shop, "leaf")
    await _battery(house, leaf, "13800000001")
    for account, holds in ((shop, "accounts"), (leaf, "devices")):
        answer = await house.raw("DELETE", f"/accounts/{account}")
        assert (answer.status_code, answer.json()["holds"]) == (409, holds)
    assert key_of(await house.raw("DELETE", f"/accounts/{top}")) == "own_account"
    empty = await house.account(shop, "empty")
    await house.call("DELETE", f"/accounts/{empty}")
    await house.call("GET", f"/accounts/{empty}", status=404)
    assert [row["target"] for row in await house.audited("account_removed")] == [empty]
