"""Registers 38 and 39: every code with several shunts, written only where the chip is known."""

import pytest

from mingtang_desk.protocols.jbd import coded, settings
from tests.protocols.jbd.hand import words

SHORT_MV = [22, 33, 44, 56, 67, 78, 89, 100]
SHORT_US = [70, 100, 200, 400]
SECOND_MV = [8, 11, 14, 17, 19, 22, 25, 28, 31, 33, 36, 39, 42, 44, 47, 50]
SECOND_MS = [8, 20, 40, 80, 160, 320, 640, 1280]
SHUNTS = [0.1, 0.25, 0.5, 1.0, 2.0, 3.3]
CODED_38 = ("scp_a", "scp_delay_us", "dsg_ocp_2_a", "dsg_ocp_2_delay_s")
CODED_39 = ("cell_secondary_ovp_delay_s", "cell_secondary_uvp_delay_s")


@pytest.mark.parametrize("shunt", SHUNTS)
def test_every_code_of_38(shunt: float) -> None:
    for word in range(0x10000):
        if word & 0x6080:  # bits without a meaning: see test_bits_without_a_meaning_are_kept
            continue
        double = 2 if word & 0x8000 else 1
        assert coded.decode({0x38: word}, shunt) == {
            "scp_a": round(SHORT_MV[word >> 8 & 7] * double / shunt, 3),
            "scp_delay_us": SHORT_US[word >> 11 & 3],
            "dsg_ocp_2_a": round(SECOND_MV[word & 15] * double / shunt, 3),
            "dsg_ocp_2_delay_s": SECOND_MS[word >> 4 & 7] / 1000,
        }


def test_every_code_of_39() -> None:
    for word in range(0x10000):
        assert coded.decode({0x39: word}, 0.0) == {
            "cell_secondary_ovp_delay_s": [1, 2, 4, 8][word >> 14],
            "cell_secondary_uvp_delay_s": [1, 4, 8, 16][word >> 12 & 3],
        }


@pytest.mark.parametrize("shunt", SHUNTS)
@pytest.mark.parametrize("word", [0x0000, 0x8000, 0xFFFF, 0x1B4A, 0x9B4A])
@pytest.mark.parametrize("key", [*CODED_38, *CODED_39])
def test_each_allowed_value_is_written_and_the_rest_kept(key: str, word: int, shunt: float) -> None:
    register = 0x38 if key in CODED_38 else 0x39
    limits = coded.limits({register: word}, shunt, "ti")[key]
    assert limits.writable
    assert list(limits.allowed) == sorted(limits.allowed)
    seen = set()
    for value in limits.allowed:
        new = coded.encode(key, value, word, shunt)
        before, after = coded.decode({register: word}, shunt), coded.decode({register: new}, shunt)
        assert after == {**before, key: value}
        seen.add(new)
    assert len(seen) == len(limits.allowed)
    assert coded.encode(key, float(before[key]), word, shunt) == word


@pytest.mark.parametrize("key", [*CODED_38, *CODED_39])
def test_bits_without_a_meaning_are_kept(key: str) -> None:
    word = 0xE080 if key in CODED_38 else 0x0FFF
    changed = coded.encode(key, 0.0, word, 1.0)
    mask = 0xE080 if key in CODED_38 else 0x0FFF
    assert changed & mask == word & mask


def test_amperes_by_hand() -> None:
    # 1 mOhm; high byte 0x9B: doubled, 400 us, 56 mV; low byte 0x4A: 160 ms, 36 mV
    assert settings.decode({0x38: words(0x9B4A), 0x2C: words(10)}) | {} == {
        "x_jbd_short_raw": 0x9B4A,
        "x_jbd_shunt_mohm": 1.0,
        "scp_a": 112.0,
        "scp_delay_us": 400,
        "dsg_ocp_2_a": 72.0,
        "dsg_ocp_2_delay_s": 0.16,
    }


def test_no_amperes_without_a_shunt() -> None:
    assert set(coded.decode({0x38: 0x9B4A}, 0.0)) == {"scp_delay_us", "dsg_ocp_2_delay_s"}
    limits = coded.limits({0x38: 0x9B4A}, 0.0, "ti")
    assert (limits["scp_a"].writable, limits["scp_a"].reason) == (False, coded.SHUNT_UNKNOWN)
    assert limits["scp_delay_us"].writable


@pytest.mark.parametrize("ic", ["", "o2", "sh309"])
def test_an_unknown_chip_is_read_only(ic: str) -> None:
    limits = coded.limits({0x38: 0, 0x39: 0}, 1.0, ic)
    for key in (*CODED_38, *CODED_39):
        assert (limits[key].writable, limits[key].reason) == (False, coded.IC_UNKNOWN)
        assert limits[key].allowed


def test_nothing_of_registers_that_were_not_read() -> None:
    assert coded.decode({}, 1.0) == {}
    assert coded.limits({}, 1.0, "ti") == {}
