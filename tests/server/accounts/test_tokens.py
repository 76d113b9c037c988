"""API tokens, the agreement, the audit, and POSTs that are repeated."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from mingtang_desk.server.accounts import audit
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, API_TOKENS, AUDIT, SESSIONS, USERS
from tests.server.accounts.conftest import OTHER, OWNER, PASSWORD, House, key_of

pytestmark = pytest.mark.asyncio


async def _token(house: House, *scopes: str, **more: object) -> Any:
    body: dict[str, object] = {"name": "ci", "scopes": list(scopes), **more}
    return await house.call("POST", "/me/tokens", body, status=201)


async def test_a_token_may_what_its_scopes_say_and_its_role(house: House) -> None:
    top = await house.top()
    for scopes, tree, audit_status, verify in (
        (("read",), 403, 403, 403),
        (("read", "command"), 403, 403, 403),
        (("uplink",), 403, 403, 403),
        (("admin",), 201, 200, 200),
    ):
        token = (await _token(house, *scopes))["token"]
        by = f"Bearer {token}"
        me = await house.call("GET", "/me", Authorization=by)
        assert me["is_admin"] is (scopes == ("admin",))
        body = {"parent_id": top, "name": "x"}
        assert (await house.raw("POST", "/accounts", body, Authorization=by)).status_code == tree
        assert (await house.raw("GET", "/audit", Authorization=by)).status_code == audit_status
        answer = await house.raw("GET", "/audit/verify", Authorization=by)
        assert answer.status_code == verify
        status = 403 if scopes == ("uplink",) else 200
        assert (await house.raw("GET", "/accounts", Authorization=by)).status_code == status
    await house.user(top, "low", "viewer")
    wide = {"name": "t", "scopes": ["admin", "uplink"]}
    made = await house.call("POST", "/me/tokens", wide, by="low", status=201)
    me = await house.call("GET", "/me", by=None, Authorization=f"Bearer {made['token']}")
    assert me["rights"] == ["read"]


async def test_what_only_a_person_may(house: House) -> None:
    token = (await _token(house, "admin"))["token"]
    for method, path, body in (
        ("POST", "/me/tokens", {"name": "more", "scopes": ["admin"]}),
        ("GET", "/me/tokens", None),
        ("GET", "/me/sessions", None),
        ("POST", "/me/password", {"old": PASSWORD, "new": OTHER}),
        ("POST", "/me/totp", None),
        ("POST", "/auth/prove", {"password": PASSWORD}),
        ("PATCH", "/me", {"name": "x"}),
    ):
        answer = await house.raw(method, path, body, Authorization=f"Bearer {token}")
        assert (answer.status_code, key_of(answer)) == (403, "not_by_token"), path


async def test_a_token_is_shown_once_and_ends(house: House) -> None:
    made = await _token(house, "read", expires="2026-11-22T11:00:00Z")
    listed = (await house.call("GET", "/me/tokens"))["items"]
    assert "token" not in listed[0]
    assert listed[0]["used"] is None
    by = f"Bearer {made['token']}"
    assert (await house.raw("GET", "/me", Authorization=by)).status_code == 200
    assert (await house.call("GET", "/me/tokens"))["items"][0]["used"] is not None
    past = {"name": "x", "scopes": ["read"], "expires": "2020-01-01T00:00:00Z"}
    assert key_of(await house.raw("POST", "/me/tokens", past)) == "expires_in_the_past"
    house.clock.advance(3600)
    assert (await house.raw("GET", "/me", Authorization=by)).status_code == 401

    await house.login(OWNER)
    made = await _token(house, "read")
    await house.call("DELETE", f"/me/tokens/{made['id']}")
    by = f"Bearer {made['token']}"
    assert (await house.raw("GET", "/me", Authorization=by)).status_code == 401
    await house.call("DELETE", f"/me/tokens/{made['id']}", status=404)


async def test_of_one_user_fifty_tokens(house: House) -> None:
    for _ in range(50):
        await _token(house, "read")
    answer = await house.raw("POST", "/me/tokens", {"name": "x", "scopes": ["read"]})
    assert (answer.status_code, key_of(answer)) == (409, "too_many_tokens")


async def test_no_secret_is_stored(house: House) -> None:
    made = await _token(house, "read")
    secrets = [
        PASSWORD,
        made["token"],
        house.tokens[OWNER]["access_token"],
        house.tokens[OWNER]["refresh_token"],
    ]
    async with house.server.services.core.store.read() as connection:
        for table in (USERS, SESSIONS, API_TOKENS, AUDIT):
            rows = str((await connection.execute(select(table))).all())
            assert not [secret for secret in secrets if secret in rows]


async def test_the_agreement_falls_due_and_is_accepted(house: House) -> None:
    found = await house.call("GET", "/agreement", by=None)
    assert set(found["text"]) == {"en", "zh"}
    assert "90 days" in found["text"]["en"]
    await house.user(await house.top(), "clerk", "viewer")
    assert (await house.login("clerk")).json()["agreement_due"] is True
    old = await house.raw("POST", "/me/agreement", {"version": "2020-01"}, by="clerk")
    assert (old.status_code, key_of(old)) == (409, "agreement_changed")
    await house.call("POST", "/me/agreement", {"version": found["version"]}, by="clerk")
    assert (await house.login("clerk")).json()["agreement_due"] is False
    assert [row["who"] for row in await house.audited("agreement_accepted")] == ["clerk"]


async def test_the_audit_is_seen_below_and_page_by_page(house: House) -> None:
    top = await house.top()
    shop, other = await house.account(top, "shop"), await house.account(top, "other")
    await house.user(shop, "keeper")
    await house.user(other, "stranger")
    await house.call("GET", "/me", by="stranger")
    seen, cursor = [], ""
    while True:
        page = await house.call("GET", f"/audit?limit=1{cursor}", by="keeper")
        seen += [(row["action"], row["who"]) for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [("logged_in", "keeper"), ("user_added", OWNER), ("account_added", OWNER)]
    assert (await house.raw("GET", "/audit/verify", by="keeper")).status_code == 403
    verified = await house.call("GET", "/audit/verify")
    assert (verified["is_whole"], verified["first_bad"]) == (True, None)


async def test_tampering_with_any_column_is_found(house: House) -> None:
    top = await house.top()
    for number in range(3):
        await house.account(top, f"shop {number}")
    store = house.server.services.core.store
    async with store.read() as connection:
        query = select(AUDIT).where(AUDIT.c.id > 2).order_by(AUDIT.c.id).limit(1)
        row = (await connection.execute(query)).mappings().one()
    names = ("time_ms", "account_path", "who", "action", "target", "body", "previous", "hash")
    for name in names:
        for value, found in ((1 if name == "time_ms" else "{}", row["id"]), (row[name], None)):
            async with store.write() as tx:
                await tx.connection.execute(
                    update(AUDIT).where(AUDIT.c.id == row["id"]).values({name: value})
                )
            verified = await house.call("GET", "/audit/verify")
            assert (verified["is_whole"], verified["first_bad"]) == (found is None, found), name


async def test_rows_that_were_taken_out_are_missed(house: House) -> None:
    top = await house.top()
    for number in range(3):
        await house.account(top, f"shop {number}")
    store = house.server.services.core.store
    async with store.write() as tx:
        ids = (await tx.connection.scalars(select(AUDIT.c.id).order_by(AUDIT.c.id))).all()
        await tx.connection.execute(delete(AUDIT).where(AUDIT.c.id == ids[-1]))
    assert (await house.call("GET", "/audit/verify"))["first_bad"] == 0
    async with store.write() as tx:
        await tx.connection.execute(delete(AUDIT).where(AUDIT.c.id == ids[1]))
    assert (await house.call("GET", "/audit/verify"))["first_bad"] == ids[2]


async def test_secrets_are_struck_out(house: House) -> None:
    await house.call("GET", "/me")
    async with house.server.services.core.store.write() as tx:
        path = await tx.connection.scalar(select(ACCOUNTS.c.path))
        body = {"password": "hush", "fields": [{"auth_code": "hush", "old": 3}]}
        await audit.record(tx, OWNER, str(path), "tested", body=body)
    (row,) = await house.audited("tested")
    assert row["body"] == {"password": "***", "fields": [{"auth_code": "***", "old": 3}]}


async def test_a_post_that_is_repeated_is_carried_out_once(house: House) -> None:
    top = await house.top()
    body = {"parent_id": top, "name": "once"}
    key = {"Idempotency_Key": "k1"}
    first = await house.raw("POST", "/accounts", body, **key)
    again = await house.raw("POST", "/accounts", body, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    for path, other in (
        ("/accounts", {**body, "name": "other"}),
        (f"/accounts/{top}/users", {"login": "x", "password": PASSWORD, "role": "viewer"}),
    ):
        answer = await house.raw("POST", path, other, **key)
        assert (answer.status_code, key_of(answer)) == (409, "key_used")
    await house.user(top, "second", "owner")
    assert (await house.raw("POST", "/accounts", body, by="second", **key)).status_code == 201
    assert (await house.call("GET", "/accounts"))["items"][0]["accounts"] == 2
    for bad in ("", "x" * 129, "a b"):
        answer = await house.raw("POST", "/accounts", body, Idempotency_Key=bad)
        assert answer.status_code == 422


async def test_the_same_post_many_times_at_once_is_carried_out_once(house: House) -> None:
    body = {"parent_id": await house.top(), "name": "once"}
    answers = await asyncio.gather(
        *(house.raw("POST", "/accounts", body, Idempotency_Key="k") for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await house.call("GET", "/accounts"))["items"][0]["accounts"] == 1
    assert len(await house.audited("account_added")) == 1


async def test_what_failed_may_be_tried_again_with_its_key_and_keys_end(house: House) -> None:
    top = await house.top()
    shop = await house.account(top, "shop")
    move = {"parent_id": shop}
    for _ in range(2):
        answer = await house.raw("POST", f"/accounts/{shop}/move", move, Idempotency_Key="m")
        assert answer.status_code == 409
        assert key_of(answer) == "cycle"
    body = {"parent_id": top, "name": "weekly"}
    assert (await house.raw("POST", "/accounts", body, Idempotency_Key="w")).status_code == 201
    house.clock.advance(7 * 86_400)
    await house.login(OWNER)
    assert (await house.raw("POST", "/accounts", body, Idempotency_Key="w")).status_code == 201
    assert (await house.call("GET", "/accounts"))["items"][0]["accounts"] == 3
