import pytest

from mingtang_desk.server.api.limits import FAILED, PEOPLE, Buckets, Limits
from mingtang_desk.server.problem import Problem


class Hand:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_again() -> None:
    hand = Hand()
    buckets = Buckets(2.0, 3.0, hand)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0
    hand.now = 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]
    hand.now = 1e9
    assert [buckets.take("a") > 0 for _ in range(4)] == [False, False, False, True]


def test_memory_is_bounded() -> None:
    buckets = Buckets(1.0, 1.0, Hand())
    for each in range(PEOPLE + 50):
        buckets.take(str(each))
    assert len(buckets) == PEOPLE


def test_who_guesses_is_stopped_and_nobody_else() -> None:
    limits = Limits(100.0, Hand())
    limits.recognised("user", b"Bearer good")
    for _ in range(int(FAILED)):
        limits.arrived("127.0.0.4", b"Bearer bad")
        limits.failed("127.0.0.4")
    with pytest.raises(Problem) as refused:
        limits.arrived("127.0.0.4", b"Bearer bad")
    assert refused.value.status == 429
    assert int(refused.value.headers["Retry-After"]) >= 1
    limits.arrived("127.0.0.4", b"Bearer good")
    limits.arrived("127.0.0.8", b"Bearer bad")


def test_who_says_nothing_and_who_is_known_have_their_own() -> None:
    limits = Limits(1.0, Hand())
    for _ in range(10):
        limits.recognised("user", b"x")
    with pytest.raises(Problem):
        limits.recognised("user", b"x")
    limits.recognised("other", b"x")
    for _ in range(500):
        limits.arrived("127.0.0.4", b"")
    with pytest.raises(Problem):
        limits.arrived("127.0.0.4", b"")
    limits.arrived("127.0.0.8", b"")


def test_no_limit() -> None:
    limits = Limits(0, Hand())
    for _ in range(10_000):
        limits.recognised("user", b"x")
        limits.arrived("127.0.0.4", b"")
