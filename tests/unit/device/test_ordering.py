"""Orders of fields: no state in between contradicts itself."""

import random
from collections.abc import Mapping
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.ordering import PAIRS, Pair, steps
from mingtang_desk.device.settings import SettingValue

Set = dict[str, SettingValue]
CHAINS: tuple[tuple[str, ...], ...] = (
    ("cell_secondary_ovp_v", "cell_ovp_v", "cell_ovr_v", "cell_uvr_v", "cell_uvp_v"),
    ("secondary_ovp_v", "pack_ovp_v", "pack_ovr_v", "pack_uvr_v", "pack_uvp_v"),
    ("chg_otp_c", "chg_otr_c", "chg_utr_c", "chg_utp_c"),
)


def sound(values: Mapping[str, SettingValue]) -> bool:
    return all(pair.holds(values) for pair in PAIRS)


@st.composite
def sets(draw: st.DrawFn) -> Set:
    found: Set = {}
    for chain in CHAINS:
        numbers = draw(st.sets(st.integers(0, 40), min_size=len(chain), max_size=len(chain)))
        found |= dict(zip(chain, sorted(numbers, reverse=True), strict=True))
    return found


@st.composite
def moves(draw: st.DrawFn) -> tuple[Set, Set, list[Set]]:
    """Two sound sets, and the changes between them in random groups."""
    before, after = draw(sets()), draw(sets())
    keys = draw(st.permutations(sorted(before)))
    cuts = sorted(draw(st.sets(st.integers(1, len(keys) - 1))))
    edges = [0, *cuts, len(keys)]
    units = [{key: after[key] for key in keys[a:b]} for a, b in pairwise(edges)]
    return before, after, units


@given(moves())
def test_every_state_on_the_way_is_sound(move: tuple[Set, Set, list[Set]]) -> None:
    before, after, units = move
    now = dict(before)
    for step in steps(units, before):
        now |= step
        assert sound(now), step
    assert now == after


@given(moves())
def test_single_fields_are_never_parted_and_each_goes_once(
    move: tuple[Set, Set, list[Set]],
) -> None:
    before, after, _ = move
    order = steps(({key: value} for key, value in after.items()), before)
    assert sorted(key for step in order for key in step) == sorted(after)
    assert all(len(step) == 1 for step in order)


@given(sets(), sets(), st.integers(0, 99))
def test_a_set_that_contradicts_itself_is_mended_whatever_the_order(
    before: Set, after: Set, seed: int
) -> None:
    keys = list(before)
    random.Random(seed).shuffle(keys)
    broken = dict(zip(keys, before.values(), strict=True))
    order = steps([after], broken)
    assert {key: value for step in order for key, value in step.items()} == after


def names(changes: Set, before: Set, last: frozenset[str] = frozenset()) -> list[str]:
    order = steps(({key: value} for key, value in changes.items()), before, last=last)
    return [key for step in order for key in step]


LIMITS: Set = {"cell_ovp_v": 4.2, "cell_ovr_v": 4.1, "cell_uvp_v": 2.8, "cell_uvr_v": 3.0}


def test_protection_and_recovery() -> None:
    up: Set = {"cell_ovr_v": 4.25, "cell_ovp_v": 4.3}
    assert names(up, LIMITS) == ["cell_ovp_v", "cell_ovr_v"]
    down: Set = {"cell_ovp_v": 4.0, "cell_ovr_v": 3.9}
    assert names(down, LIMITS) == ["cell_ovr_v", "cell_ovp_v"]
    up = {"cell_uvp_v": 3.1, "cell_uvr_v": 3.2}
    assert names(up, LIMITS) == ["cell_uvr_v", "cell_uvp_v"]
    down = {"cell_uvr_v": 2.6, "cell_uvp_v": 2.5}
    assert names(down, LIMITS) == ["cell_uvp_v", "cell_uvr_v"]


def test_what_is_stricter_goes_first_where_the_order_is_free() -> None:
    changes: Set = {
        "x_name": "pack 7",
        "cell_ovp_v": 4.25,  # more lenient
        "cell_uvp_v": 2.9,  # stricter
        "chg_ocp_1_a": 20,  # stricter
        "dsg_utp_c": -25,  # more lenient
        "cell_count": 14,  # neither
    }
    before: Set = {**LIMITS, "chg_ocp_1_a": 30, "dsg_utp_c": -20, "cell_count": 13}
    order = names(changes, before)
    assert set(order[:2]) == {"cell_uvp_v", "chg_ocp_1_a"}
    assert set(order[-2:]) == {"cell_ovp_v", "dsg_utp_c"}
    assert names({"cell_ovp_v": 4.2}, LIMITS) == ["cell_ovp_v"]


def test_what_others_depend_on_waits() -> None:
    changes: Set = {"x_jbd_function_bits": 3, "cell_ovp_v": 4.3}
    order = names(changes, LIMITS, last=frozenset({"x_jbd_function_bits"}))
    assert order == ["cell_ovp_v", "x_jbd_function_bits"]
    assert steps((), LIMITS) == []


def test_a_register_of_two_is_parted_where_it_must_be() -> None:
    pairs = (Pair("a", "b"), Pair("c", "d"))
    before: Set = {"a": 2, "b": 1, "c": 12, "d": 11}
    units: list[Set] = [{"a": 5, "c": 9}, {"b": 4, "d": 8}]
    order = steps(units, before, pairs=pairs)
    assert len(order) == 4
    now = dict(before)
    for step in order:
        now |= step
        assert all(pair.holds(now) for pair in pairs)


def test_equal_values_are_sound_where_a_pair_is_loose() -> None:
    loose, strict = Pair("a", "b", loose=True), Pair("a", "b")
    assert loose.holds({"a": 1, "b": 1})
    assert not strict.holds({"a": 1, "b": 1})
    assert strict.holds({"a": "x", "b": 1})
