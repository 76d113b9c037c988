"""Logins, refreshes and their theft, password changes."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event

from mingtang_desk.server.accounts import accounts as books
from tests.server.accounts.conftest import OTHER, OWNER, PASSWORD, House, basic, key_of

pytestmark = pytest.mark.asyncio


async def test_a_login_and_its_end(house: House) -> None:
    answer = await house.login("The.OWNER", client="desk 1")
    given = answer.json()
    assert (given["token_type"], given["expires_in_s"]) == ("bearer", 1800)
    assert given["refresh_expires_in_s"] == 30 * 86_400
    assert given["user"]["login"] == OWNER
    assert given["agreement_due"] is False
    house.tokens[OWNER] = given
    sessions = (await house.call("GET", "/me/sessions"))["items"]
    assert [(each["client"], each["is_this"]) for each in sessions] == [("desk 1", True)]
    await house.call("POST", "/auth/logout")
    assert (await house.raw("GET", "/me")).status_code == 401


async def test_names_of_the_login_field(house: House) -> None:
    for name in ("account", "login", "user"):
        answer = await house.client.post("/auth/login", json={name: OWNER, "password": PASSWORD})
        assert answer.status_code == 200


async def test_an_access_token_lives_half_an_hour(house: House) -> None:
    await house.login(OWNER)
    house.clock.advance(1799)
    assert (await house.raw("GET", "/me")).status_code == 200
    house.clock.advance(1)
    assert (await house.raw("GET", "/me")).status_code == 401


async def test_a_refresh_ends_both_tokens_before_it(house: House) -> None:
    old = (await house.login(OWNER)).json()
    body = {"refresh_token": old["refresh_token"]}
    new = await house.call("POST", "/auth/refresh", body, by=None)
    assert new["access_token"] != old["access_token"]
    assert (await house.raw("GET", "/me")).status_code == 401
    house.tokens[OWNER] = new
    assert (await house.raw("GET", "/me")).status_code == 200


async def test_a_refresh_token_that_comes_again_ends_the_session(house: House) -> None:
    old = (await house.login(OWNER)).json()
    body = {"refresh_token": old["refresh_token"]}
    new = await house.call("POST", "/auth/refresh", body, by=None)
    thief = await house.raw("POST", "/auth/refresh", body, by=None)
    assert thief.status_code == 401
    house.tokens[OWNER] = new
    assert (await house.raw("GET", "/me")).status_code == 401
    victim = {"refresh_token": new["refresh_token"]}
    assert (await house.raw("POST", "/auth/refresh", victim, by=None)).status_code == 401
    await house.login(OWNER)
    assert len(await house.audited("refresh_token_reused")) == 1


async def test_of_two_refreshes_at_once_one_wins_and_the_session_ends(house: House) -> None:
    old = (await house.login(OWNER)).json()
    body = {"refresh_token": old["refresh_token"]}
    answers = await asyncio.gather(
        *(house.raw("POST", "/auth/refresh", body, by=None) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]
    await house.login(OWNER)
    assert len(await house.audited("refresh_token_reused")) == 1


async def test_a_refresh_token_lives_thirty_days(house: House) -> None:
    old = (await house.login(OWNER)).json()
    house.clock.advance(30 * 86_400)
    body = {"refresh_token": old["refresh_token"]}
    assert (await house.raw("POST", "/auth/refresh", body, by=None)).status_code == 401


async def test_a_password_change_ends_all_other_sessions(house: House) -> None:
    elsewhere = (await house.login(OWNER)).json()
    here = (await house.login(OWNER)).json()
    made = await house.call("POST", "/me/tokens", {"name": "ci", "scopes": ["read"]}, status=201)
    change = {"old": PASSWORD, "new": OTHER}
    wrong = await house.raw("POST", "/me/password", {"old": OTHER, "new": OTHER})
    assert (wrong.status_code, key_of(wrong)) == (403, "wrong_password")
    await house.call("POST", "/me/password", change)
    for token, status in (
        (elsewhere["access_token"], 401),
        (here["access_token"], 200),
        (made["token"], 200),
    ):
        answer = await house.raw("GET", "/me", Authorization=f"Bearer {token}")
        assert answer.status_code == status
    body = {"refresh_token": elsewhere["refresh_token"]}
    assert (await house.raw("POST", "/auth/refresh", body, by=None)).status_code == 401
    assert (await house.login(OWNER)).status_code == 401
    assert (await house.login(OWNER, OTHER)).status_code == 200

    await house.call("POST", "/me/password", {"old": OTHER, "new": PASSWORD, "end_tokens": True})
    answer = await house.raw("GET", "/me", Authorization=f"Bearer {made['token']}")
    assert answer.status_code == 401


async def test_easy_passwords_are_refused(house: House) -> None:
    for new in ("short", "passwordpassword", "the.owner!", "qwertyuiop", "THE.OWNER", PASSWORD):
        answer = await house.raw("POST", "/me/password", {"old": PASSWORD, "new": new})
        assert (answer.status_code, key_of(answer)) == (422, "weak_password")


async def test_one_session_can_be_ended(house: House) -> None:
    elsewhere = (await house.login(OWNER, client="lost")).json()
    await house.login(OWNER, client="here")
    sessions = (await house.call("GET", "/me/sessions"))["items"]
    (lost,) = [each["id"] for each in sessions if each["client"] == "lost"]
    await house.call("DELETE", f"/me/sessions/{lost}")
    token = elsewhere["access_token"]
    assert (await house.raw("GET", "/me", Authorization=f"Bearer {token}")).status_code == 401
    await house.call("DELETE", f"/me/sessions/{lost}", status=404)


async def test_somebody_elses_session_is_not_there(house: House) -> None:
    await house.user(await house.top(), "second", "owner")
    await house.login("second")
    (session,) = (await house.call("GET", "/me/sessions", by="second"))["items"]
    await house.call("DELETE", f"/me/sessions/{session['id']}", status=404)
    assert (await house.raw("GET", "/me", by="second")).status_code == 200


async def test_a_proof_is_fresh_for_five_minutes(house: House) -> None:
    await house.login(OWNER)
    token = {"name": "t", "scopes": ["read"]}
    house.clock.advance(300)
    due = await house.raw("POST", "/me/tokens", token)
    assert (due.status_code, key_of(due)) == (403, "proof_due")
    wrong = await house.raw("POST", "/auth/prove", {"password": OTHER})
    assert (wrong.status_code, key_of(wrong)) == (403, "wrong_password")
    await house.call("POST", "/auth/prove", {"password": PASSWORD})
    house.clock.advance(299)
    await house.call("POST", "/me/tokens", token, status=201)


async def test_of_one_user_fifty_sessions_are_kept(house: House) -> None:
    first = (await house.login(OWNER)).json()["access_token"]
    for _ in range(50):
        house.clock.advance(1)
        assert (await house.login(OWNER)).status_code == 200
    assert len((await house.call("GET", "/me/sessions"))["items"]) == 50
    assert (await house.raw("GET", "/me", Authorization=f"Bearer {first}")).status_code == 401


async def test_basic(house: House) -> None:
    computed = house.server.services.accounts.passwords
    before = computed.computed
    for _ in range(3):
        answer = await house.raw("GET", "/me", Authorization=basic(OWNER))
        assert answer.json()["login"] == OWNER
    assert computed.computed == before + 1
    house.clock.advance(60)
    assert (await house.raw("GET", "/me", Authorization=basic(OWNER))).status_code == 200
    assert computed.computed == before + 2
    await house.call("POST", "/me/password", {"old": PASSWORD, "new": OTHER})
    assert (await house.raw("GET", "/me", Authorization=basic(OWNER))).status_code == 401
    assert (await house.raw("GET", "/me", Authorization=basic(OWNER, OTHER))).status_code == 200


async def test_what_is_no_authorization(house: House) -> None:
    for value in (
        "Basic",
        "Basic !!!",
        "Basic bm9jb2xvbg==",
        "Basic AAA6AAA=",
        "Bearer",
        "Bearer mtk_x",
        "Digest x",
    ):
        answer = await house.raw("GET", "/me", Authorization=value)
        assert (answer.status_code, key_of(answer)) == (401, "not_authenticated"), value


async def test_surrogates_and_other_odd_text_are_refused_and_no_error(house: House) -> None:
    for body in (
        b'{"account": "\\ud800", "password": "x"}',
        b'{"account": "x", "password": "\\udfff"}',
        b'{"account": ["x"], "password": {}}',
        b"\xff\xfe",
        b"[" * 5000,
    ):
        answer = await house.client.post(
            "/auth/login", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422), (body[:40], answer.text)


async def test_guessed_refresh_tokens_do_not_keep_the_writer_busy(house: House) -> None:
    old = (await house.login(OWNER)).json()
    body = {"refresh_token": old["refresh_token"]}
    await house.call("POST", "/auth/refresh", body, by=None)
    await house.call("POST", "/auth/refresh", body, by=None, status=401)
    async with house.server.services.core.store.write():  # whoever writes now has to wait
        for token in ("mtr_guessed", "", old["refresh_token"]):
            answer = await house.raw("POST", "/auth/refresh", {"refresh_token": token}, by=None)
            assert answer.status_code in (401, 422)


async def test_uses_are_written_once_a_minute_and_not_at_each_use(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.login(OWNER)
    accounts = house.server.services.accounts
    await accounts.stop()  # from here on the books are kept by this test alone
    writes = _uses_written(house)
    house.clock.advance(100)
    for _ in range(20):
        await house.call("GET", "/me")
    assert writes == []
    (session,) = (await house.call("GET", "/me/sessions"))["items"]
    assert session["used"] > session["created"]
    await accounts.write_uses()
    await accounts.write_uses()
    assert len(writes) == 1
    (again,) = (await house.call("GET", "/me/sessions"))["items"]
    assert again["used"] == session["used"]
    monkeypatch.setattr(books, "WRITE_USES_S", 0.01)  # the minute
    house.clock.advance(100)
    await house.call("GET", "/me")
    assert len(writes) == 1
    await accounts.start()
    async with asyncio.timeout(20):
        while len(writes) == 1:
            await asyncio.sleep(0.01)


def _uses_written(house: House) -> list[str]:
    """Return a list that grows by each statement that writes down uses, of whatever else."""
    written: list[str] = []
    store = house.server.services.core.store

    def note(*args: Any) -> None:
        statement: str = args[2]
        if statement.startswith("UPDATE") and "used_ms" in statement:
            written.append(statement)

    event.listen(store._writer.sync_engine, "before_cursor_execute", note)
    return written
