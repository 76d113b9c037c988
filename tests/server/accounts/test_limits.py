"""How often a login may be tried, over the API; and that nobody learns which logins there are."""

import pytest

from tests.server.accounts.conftest import OTHER, OWNER, PASSWORD, House, basic, key_of

pytestmark = pytest.mark.asyncio
HOME, AWAY = "127.0.2.1", "127.51.100.7"


async def test_five_tries_a_minute_then_waits_that_double(house: House) -> None:
    for wait_s in (60, 120, 240, 480, 900, 900):
        for _ in range(5):
            assert (await house.login(OWNER, OTHER)).status_code == 401
        answer = await house.login(OWNER)  # right, and refused all the same
        assert (answer.status_code, key_of(answer)) == (429, "too_many_tries")
        assert answer.headers["retry-after"] == str(wait_s)
        house.clock.advance(wait_s)
    assert (await house.login(OWNER)).status_code == 200
    for _ in range(4):
        assert (await house.login(OWNER, OTHER)).status_code == 401
    assert (await house.login(OWNER)).status_code == 200


async def test_an_attacker_elsewhere_does_not_lock_the_user_out(house: House) -> None:
    assert (await house.login(OWNER, ip=HOME)).status_code == 200
    for number in range(55):  # 50 a minute of one login from all addresses
        await house.login(OWNER, OTHER, ip=f"127.51.100.{number}")
    assert (await house.login(OWNER, OTHER, ip=AWAY)).status_code == 429
    assert (await house.login(OWNER, ip=HOME)).status_code == 200
    house.clock.advance(60)
    assert (await house.login(OWNER, ip="127.113.0.1")).status_code == 200


async def test_one_address_that_tries_many_logins_is_stopped(house: House) -> None:
    for number in range(30):
        assert (await house.login(f"guess{number}", OTHER, ip=AWAY)).status_code == 401
    assert (await house.login("one.more", OTHER, ip=AWAY)).status_code == 429
    assert (await house.login(OWNER, ip=HOME)).status_code == 200


async def test_basic_counts_as_a_login(house: House) -> None:
    for _ in range(5):
        answer = await house.raw(
            "GET", "/me", Authorization=basic(OWNER, OTHER), X_Forwarded_For=HOME
        )
        assert answer.status_code == 401
    for authorization in (basic(OWNER), basic(OWNER, OTHER)):
        answer = await house.raw("GET", "/me", Authorization=authorization, X_Forwarded_For=HOME)
        assert (answer.status_code, key_of(answer)) == (429, "too_many_tries")
    assert (await house.login(OWNER, ip=HOME)).status_code == 429


async def test_nobody_learns_which_logins_there_are(house: House) -> None:
    account = await house.top()
    disabled = await house.user(account, "disabled")
    await house.call("PATCH", f"/users/{disabled}", {"is_disabled": True})
    passwords = house.server.services.accounts.passwords
    answers, work = [], []
    for login, password in (
        (OWNER, OTHER),
        ("nobody", OTHER),
        ("disabled", PASSWORD),
        ("x" * 90, OTHER),
    ):
        before = passwords.computed
        answer = await house.login(login, password, ip=AWAY)
        answers.append((answer.status_code, answer.text, sorted(answer.headers)))
        work.append(passwords.computed - before)
    assert len({str(answer) for answer in answers}) == 1
    assert work == [1, 1, 1, 1]


async def test_failed_logins_are_recorded_once_a_minute_and_without_what_was_typed(
    house: House,
) -> None:
    for login in (OWNER, OWNER, "my-secret-password"):
        await house.login(login, OTHER, ip=AWAY)
    rows = await house.audited("login_failed")
    assert [(row["who"], row["body"]) for row in rows] == [
        ("", {"remote": AWAY}),
        (OWNER, {"remote": AWAY}),
    ]
    house.clock.advance(60)
    await house.login(OWNER, OTHER, ip=AWAY)
    assert len(await house.audited("login_failed")) == 3
