"""One-time codes over the API, with an authenticator of its own."""

import pyotp
import pytest

from tests.server.accounts.conftest import OTHER, OWNER, PASSWORD, House, basic, key_of

pytestmark = pytest.mark.asyncio


async def _turn_on(house: House) -> tuple[pyotp.TOTP, list[str]]:
    begun = await house.call("POST", "/me/totp")
    authenticator = pyotp.parse_uri(begun["uri"])
    assert isinstance(authenticator, pyotp.TOTP)
    assert authenticator.secret == begun["secret"]
    code = authenticator.at(house.clock.now())
    given = await house.call("POST", "/me/totp/confirm", {"code": code})
    return authenticator, given["recovery_codes"]


async def test_nothing_changes_before_a_code_is_confirmed(house: House) -> None:
    await house.call("POST", "/me/totp")
    assert (await house.login(OWNER)).status_code == 200
    wrong = await house.raw("POST", "/me/totp/confirm", {"code": "000000"})
    assert (wrong.status_code, key_of(wrong)) == (422, "wrong_code")
    assert (await house.call("GET", "/me"))["has_totp"] is False


async def test_a_code_is_asked_for_after_the_right_password_only(house: House) -> None:
    authenticator, _ = await _turn_on(house)
    house.clock.advance(60)
    assert key_of(await house.login(OWNER, OTHER)) == "wrong_login"
    assert key_of(await house.login(OWNER)) == "totp_required"
    assert key_of(await house.login(OWNER, totp="123456")) == "wrong_code"
    code = authenticator.at(house.clock.now())
    assert (await house.login(OWNER, totp=code)).status_code == 200
    again = await house.login(OWNER, totp=code)
    assert key_of(again) == "wrong_code"  # a code is taken once
    house.clock.advance(30)
    code = authenticator.at(house.clock.now())
    assert (await house.login(OWNER, totp=f"{code[:3]} {code[3:]}")).status_code == 200


async def test_the_code_that_confirmed_does_not_log_in(house: House) -> None:
    authenticator, _ = await _turn_on(house)
    code = authenticator.at(house.clock.now())
    assert key_of(await house.login(OWNER, totp=code)) == "wrong_code"


async def test_a_recovery_code_works_once(house: House) -> None:
    _, codes = await _turn_on(house)
    assert len(set(codes)) == 10
    typed = codes[3].replace("-", " ").upper()
    assert (await house.login(OWNER, recovery_code=typed)).status_code == 200
    assert key_of(await house.login(OWNER, recovery_code=codes[3])) == "wrong_code"
    assert (await house.login(OWNER, recovery_code=codes[4])).status_code == 200
    rows = await house.audited("logged_in")
    assert [row["body"].get("by") for row in rows[:2]] == ["recovery code", "recovery code"]


async def test_guessing_codes_is_limited(house: House) -> None:
    await _turn_on(house)
    for _ in range(5):
        assert (await house.login(OWNER, totp="123456")).status_code == 401
    assert (await house.login(OWNER, totp="123456")).status_code == 429


async def test_basic_is_refused(house: House) -> None:
    assert (await house.raw("GET", "/me", Authorization=basic(OWNER))).status_code == 200
    await _turn_on(house)
    answer = await house.raw("GET", "/me", Authorization=basic(OWNER))
    assert (answer.status_code, key_of(answer)) == (401, "totp_required")
    wrong = await house.raw("GET", "/me", Authorization=basic(OWNER, OTHER))
    assert key_of(wrong) == "not_authenticated"


async def test_it_is_turned_off_with_the_password(house: House) -> None:
    _, codes = await _turn_on(house)
    assert (await house.raw("POST", "/me/totp")).status_code == 409
    wrong = await house.raw("DELETE", "/me/totp", {"password": OTHER})
    assert (wrong.status_code, key_of(wrong)) == (403, "wrong_password")
    await house.call("DELETE", "/me/totp", {"password": PASSWORD})
    assert (await house.login(OWNER)).status_code == 200
    assert [row["who"] for row in await house.audited("totp_turned_off")] == [OWNER]
    authenticator, _ = await _turn_on(house)
    house.clock.advance(30)
    assert key_of(await house.login(OWNER, recovery_code=codes[0])) == "wrong_code"
    code = authenticator.at(house.clock.now())
    assert (await house.login(OWNER, totp=code)).status_code == 200
