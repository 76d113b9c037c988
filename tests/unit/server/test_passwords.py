"""Rules of passwords and their hashes."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.server.accounts.common_passwords import STEMS, is_common
from mingtang_desk.server.accounts.passwords import SLOTS, WAITING, Passwords, check_rules
from mingtang_desk.server.problem import Problem


def _quick(memory_kib: int = 64) -> Passwords:
    return Passwords(memory_kib=memory_kib, passes=1)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("ninechars", "too_short"),
        ("\u738b\u5e97\u957f\u7684\u7535\u6c60", "too_short"),
        ("x" * 257, "too_long"),
        ("wang.xiaoming", "is_login"),
        ("Wang.XiaoMing2026", "is_login"),
        ("1234567890", "common"),
        ("0987654321", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("abcabcabcabc", "common"),
        ("Password2026!", "common"),
        ("!!!dragon!!!123", "common"),
        ("QWERTYuiop", "common"),
        ("battery2026", "common"),
        ("20262026202620262026", "common"),
    ],
)
def test_what_is_refused(password: str, reason: str) -> None:
    with pytest.raises(Problem) as caught:
        check_rules(password, "wang.xiaoming")
    assert (caught.value.status, caught.value.extra["reason"]) == (422, reason)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "kulmbachriver",
        "\u6211\u5bb6\u7684\u732b\u559c\u6b22\u6652\u592a\u9633\u5462",
        "7#k!Qp2z_9",
        "9482716350",
        "y" * 5 + "uvwxz" * 50,
    ],
)
def test_what_is_taken(password: str) -> None:
    check_rules(password, "wang.xiaoming")
    check_rules(password, "12345")


@given(st.sampled_from(sorted(STEMS)), st.text("0123456789!.", max_size=8))
def test_what_hangs_on_behind_helps_nothing(stem: str, tail: str) -> None:
    assert is_common((stem + tail).upper())


def test_hashes() -> None:
    async def run() -> None:
        passwords = _quick()
        stored = await passwords.hash("Gr\u00fc\u00dfe aus K\u00f6ln")
        assert stored.startswith("$argon2id$v=19$m=64,t=1,p=1$")
        assert await passwords.check("Gr\u00fc\u00dfe aus K\u00f6ln", stored)
        assert await passwords.check("Gru\u0308\u00dfe aus Ko\u0308ln", stored)  # same characters
        assert not await passwords.check("gr\u00fc\u00dfe aus k\u00f6ln", stored)
        assert not passwords.is_old(stored)
        assert _quick(128).is_old(stored)
        assert passwords.computed == 4
        for nobody in (None, "!", "", "plain"):
            assert not await passwords.check("plain", nobody)
        assert passwords.computed == 8  # the same work for nobody
        assert not await passwords.check("x", "$argon2id$damaged")

    asyncio.run(run())


def test_hashes_run_two_at_a_time_and_the_loop_goes_on() -> None:
    class Watched(Passwords):
        def __init__(self) -> None:
            super().__init__(memory_kib=64, passes=1)
            self.running = self.most = 0

        def _matches(self, stored: str, password: str) -> bool:
            self.running += 1
            self.most = max(self.most, self.running)
            found = super()._matches(stored, password)
            self.running -= 1
            return found

    async def run() -> None:
        passwords = Watched()
        stored = await passwords.hash("x")
        turns = 0

        async def turn() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        turning = asyncio.create_task(turn())
        found = await asyncio.gather(*(passwords.check("x", stored) for _ in range(40)))
        turning.cancel()
        assert all(found)
        assert 1 <= passwords.most <= SLOTS
        assert turns > 0

    asyncio.run(run())


def test_who_would_wait_too_long_is_sent_away() -> None:
    async def run() -> None:
        passwords = _quick()
        tries = [passwords.hash("x") for _ in range(WAITING + SLOTS + 20)]
        answers = await asyncio.gather(*tries, return_exceptions=True)
        refused = [each for each in answers if isinstance(each, Problem)]
        assert {(each.status, each.headers["Retry-After"]) for each in refused} == {(503, "5")}
        assert 0 < len(refused) <= 20

    asyncio.run(run())
