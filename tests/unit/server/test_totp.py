"""One-time codes: the window, once each; recovery codes."""

import hmac
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.server.accounts import totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"
RAW = b"12345678901234567890"


def _code(step: int) -> str:
    """RFC 4226, section 5.3, written out."""
    digest = hmac.digest(RAW, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


@pytest.mark.parametrize(
    ("time_s", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_of_the_rfc(time_s: int, code: str) -> None:
    assert totp.step_of_code(SECRET, code, time_s * 1000, None) == time_s // 30


@given(st.integers(10**6, 10**8), st.integers(0, 29_999), st.integers(-4, 4))
def test_a_code_is_good_one_step_to_either_side(step: int, inside_ms: int, off: int) -> None:
    found = totp.step_of_code(SECRET, _code(step + off), step * 30_000 + inside_ms, None)
    if abs(off) <= 1:
        assert found is not None
        assert _code(found) == _code(step + off)
    else:
        near = {_code(step + each) for each in (-1, 0, 1)}
        assert found is None or _code(step + off) in near


@given(st.integers(10**6, 10**8))
def test_a_code_is_taken_once_and_none_before_it_afterwards(step: int) -> None:
    now = step * 30_000
    assert totp.step_of_code(SECRET, _code(step), now, step - 1) == step
    if len({_code(step + each) for each in (-1, 0, 1)}) == 3:
        assert totp.step_of_code(SECRET, _code(step), now, step) is None
        assert totp.step_of_code(SECRET, _code(step - 1), now, step) is None
        assert totp.step_of_code(SECRET, _code(step + 1), now, step) == step + 1


@given(st.text(max_size=12))
def test_any_text_is_no_error(text: str) -> None:
    assert totp.step_of_code(SECRET, text, 59_000, None) in (None, 0, 1, 2)


def test_recovery_codes_are_hashed_and_used_once() -> None:
    codes = totp.new_recovery_codes()
    kept = totp.stored(codes)
    assert not [code for code in codes if code in kept]
    left = totp.without(kept, codes[0].upper().replace("-", ""))
    assert left is not None
    assert totp.without(left, codes[0]) is None
    assert totp.without(left, codes[1]) is not None
    assert totp.without(left, "") is None
