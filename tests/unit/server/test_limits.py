"""Login limits with a clock that is moved by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.server.accounts.limits import KEPT, LONGEST_WAIT_S, LoginLimits, address_of
from mingtang_desk.server.problem import Problem
from tests.unit.clock import FakeClock


def _wait_of(limits: LoginLimits, login: str, remote: str | None = "127.0.2.1") -> int:
    """Try; return how long to wait, 0 = the try was admitted."""
    try:
        limits.admit(login, remote)
    except Problem as problem:
        return int(problem.headers["Retry-After"])
    return 0


def _limits() -> tuple[LoginLimits, FakeClock]:
    clock = FakeClock()
    return LoginLimits(clock.monotonic), clock


def test_four_tries_a_minute_go_on_for_ever() -> None:
    limits, clock = _limits()
    for _ in range(100):
        assert [_wait_of(limits, "a") for _ in range(4)] == [0] * 4
        clock.advance(60)


def test_waits_double_up_to_a_quarter_of_an_hour_and_are_forgotten() -> None:
    limits, clock = _limits()
    waits = []
    for _ in range(7):
        assert [_wait_of(limits, "a") for _ in range(5)] == [0] * 5
        waits.append(_wait_of(limits, "a"))
        clock.advance(waits[-1] - 0.5)
        assert _wait_of(limits, "a") == 1
        clock.advance(0.5)
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    clock.advance(3600)
    assert [_wait_of(limits, "a") for _ in range(6)] == [0] * 5 + [60]


def test_success_clears_the_pair_and_takes_its_try_back() -> None:
    limits, _ = _limits()
    for _ in range(200):
        assert _wait_of(limits, "a") == 0
        limits.succeeded("a", "127.0.2.1")
    assert [_wait_of(limits, "a") for _ in range(6)] == [0] * 5 + [60]


def test_right_tries_that_are_under_way_together_do_not_stop_an_office() -> None:
    limits, _ = _limits()
    for number in range(30):
        assert _wait_of(limits, f"colleague{number}") == 0
    assert _wait_of(limits, "late") == 60
    for number in range(30):
        limits.succeeded(f"colleague{number}", "127.0.2.1")
    assert _wait_of(limits, "late") == 0


def test_many_addresses_against_one_login() -> None:
    limits, clock = _limits()
    limits.admit("a", "127.113.0.1")
    limits.succeeded("a", "127.113.0.1")
    for number in range(50):
        assert _wait_of(limits, "a", f"127.51.100.{number}") == 0
    assert _wait_of(limits, "a", "127.51.100.99") == 60
    assert _wait_of(limits, "b", "127.51.100.99") == 0
    assert _wait_of(limits, "a", "127.113.0.1") == 0  # logged in from here before
    for _ in range(5):
        clock.advance(60)
        for number in range(50):
            _wait_of(limits, "a", f"127.51.{number}.1")
        assert _wait_of(limits, "a", "127.51.100.99") == 60  # does not double


def test_an_ipv6_network_is_one_address() -> None:
    limits, _ = _limits()
    for number in range(5):
        assert _wait_of(limits, "a", f"2001:db8:1:2::{number:x}") == 0
    assert _wait_of(limits, "a", "2001:db8:1:2:ffff::1") == 60
    assert _wait_of(limits, "a", "2001:db8:1:3::1") == 0


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("127.0.2.1", "127.0.2.1"),
        ("::ffff:127.0.2.1", "127.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
        ("", "unknown"),
        ("a socket", "a socket"),
    ],
)
def test_addresses(remote: str | None, address: str) -> None:
    assert address_of(remote) == address


def test_memory_is_bounded() -> None:
    limits, clock = _limits()
    for number in range(3 * KEPT):
        clock.advance(1)
        remote = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        limits.admit(f"login{number}", remote)
        limits.succeeded(f"login{number}", remote)
        limits.admit(f"login{number}", remote)
    assert len(limits) <= 2 * KEPT


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["try", "success"]),
            st.sampled_from(["a", "b"]),
            st.sampled_from(["127.0.2.1", "127.0.2.2"]),
            st.floats(0, 300),
        ),
        max_size=200,
    )
)
def test_no_order_of_things_makes_anybody_wait_longer(
    steps: list[tuple[str, str, str, float]],
) -> None:
    limits, clock = _limits()
    for what, login, remote, seconds in steps:
        clock.advance(seconds)
        wait = _wait_of(limits, login, remote)
        assert wait <= LONGEST_WAIT_S
        if what == "success" and wait == 0:
            limits.succeeded(login, remote)
    clock.advance(LONGEST_WAIT_S)
    assert _wait_of(limits, "a", "127.0.2.1") == 0
