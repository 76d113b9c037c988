"""Profiles from TOML: what they say, and every mistake with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.profile.kinds import Encoding, Space, Type
from mingtang_desk.wire.profile.parse import parse
from mingtang_desk.wire.profile.rows import Cells, Place, Profile, Target, Value
from mingtang_desk.wire.scale import Scale

HEAD = 'format = "mingtang-profile/1"\nkey = "mine"\nlabel = "Mine"\n'
STATUS = "[status]\npack_v = { at = 7, scale = 0.01, missing = 0xFFFF }\n"


def good(text: str) -> Profile:
    profile, problems = parse(HEAD + text, lambda _: None)
    assert problems == ()
    assert profile is not None
    return profile


def wrong(text: str) -> list[tuple[int, str]]:
    """Lines, counted from the text's own first, and keys."""
    profile, problems = parse(HEAD + text, lambda _: None)
    assert profile is None
    assert all(problem.message for problem in problems)
    return [(problem.line - 3, problem.where) for problem in problems]


def values(profile: Profile) -> dict[str, Value]:
    return {row.key: row for part in profile.parts for row in part.values}


def test_a_value_with_everything() -> None:
    row = values(
        good(
            "[settings]\nx_mine_t_c = { at = 0x10, type = 'i16', scale = 0.1, offset = -5, "
            "minimum = -20, maximum = 90.5, label = 'T', unit = '°C', help = 'h' }\n"
        )
    )["settings.x_mine_t_c"]
    assert row.place == Place(space=Space.HOLDING, address=16)
    assert (row.type, row.scale) == (Type.I16, Scale(den=10, offset=-5))
    assert row.scale.to_model(row.bounds[0]) == -20
    assert row.scale.to_model(row.bounds[1]) == 90.5
    assert (row.label, row.unit, row.help, row.line) == ("T", "°C", "h", 5)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("0.01", Scale(den=100)),
        ("5", Scale(num=5)),
        ("2.5", Scale(num=5, den=2)),
        ('"1/3"', Scale(den=3)),
        ("-0.1", Scale(num=-1, den=10)),
        ("1e-7", Scale(den=10_000_000)),
    ],
)
def test_scales_are_exact_fractions(scale: str, expected: Scale) -> None:
    row = values(good(f"[status]\npack_v = {{ at = 0, scale = {scale} }}\n"))["status.pack_v"]
    assert row.scale == expected


def test_a_negative_scale_turns_the_ends_round() -> None:
    row = values(
        good("[settings]\nx = { at = 0, type='i16', scale = -0.1, minimum = 1, maximum = 50 }\n")
    )["settings.x"]
    assert row.bounds == (-500, -10)


def test_places_words_and_bits() -> None:
    rows = values(
        good(
            "[link]\nword_order = 'low_first'\n[status]\n"
            "cycles = { input = 3, type = 'u32' }\n"
            "soh_pct = { at = 3, type = 'u32', word_order = 'high_first' }\n"
            "charge_mosfet = { coil = 4 }\n"
            "balancer = { discrete = 5 }\n"
            "discharge_mosfet = { at = 6, bit = 15 }\n"
            "[temperatures]\nboard = { at = 8, encoding = 'tower', slow = true, open = [201] }\n"
            "[info]\nmodel = { at = 20, type = 'text', registers = 5 }\n"
            "chemistry = { at = 30, choices = { 0 = 'nmc', 0xAA55 = 'lfp' } }\n"
        )
    )
    assert rows["status.cycles"].place == Place(space=Space.INPUT, address=3, count=2)
    assert (rows["status.cycles"].low_first, rows["status.soh_pct"].low_first) == (True, False)
    assert rows["status.charge_mosfet"].place.space is Space.COIL
    assert rows["status.balancer"].place.space is Space.DISCRETE
    assert rows["status.discharge_mosfet"].bit == 15
    assert rows["temperatures.board"].encoding is Encoding.TOWER
    assert rows["temperatures.board"].slow
    assert rows["info.model"].place.count == 5
    assert rows["info.chemistry"].choices == {0: "nmc", 0xAA55: "lfp"}


def test_raw_values_of_signed_types_may_be_written_as_they_stand_on_the_wire() -> None:
    row = values(
        good("[temperatures]\nboard = { at = 0, type = 'i16', open = 0x8000, short = -5 }\n")
    )["temperatures.board"]
    assert (row.open, row.short) == ((-0x8000,), (-5,))


def test_groups_parts_controls_and_identity() -> None:
    profile = good(
        STATUS
        + "[identify]\nexpect.'status.pack_v' = [1, 99.5]\nid = ['status.pack_v']\n"
        + "requires = ['more']\n"
        + "[link]\nbaud = 19200\naddress = 9\nreply_address = 0x51\nmax_gap = 0\n"
        + "[[cells]]\nat = 50\ncount = 4\n"
        + "[[alarms]]\ncoil = 0\ncount = 20\nnames = { 1 = 'a', '3-5' = 'b' }\n"
        + "[[part]]\nkey = 'more'\nreason = 'why'\nprobe = { at = 9, equals = [1, 2] }\n"
        + "replaces = ['alarms']\n"
        + "[part.controls]\ncharge = { at = 3, on = 1, off = 0 }\n"
        + "restart = { at = 4, value = 7 }\n"
        + "[[part.balancing]]\nat = 60\ntype = 'u32'\nword_order = 'low_first'\n"
    )
    base, more = profile.parts
    assert (more.values, profile.parts[0].values[0].section) == ((), "status")
    assert profile.parts[0].values[0].name == "pack_v"
    assert (profile.baud, profile.address, profile.reply_address) == (19200, 9, 0x51)
    assert profile.identify.expect == {"status.pack_v": (1, 99.5)}
    assert profile.identify.requires == ("more",)
    cells = base.cells[0]
    assert isinstance(cells, Cells)
    assert (cells.first, cells.place.count, cells.scale) == (1, 4, Scale(den=1000))
    assert base.bits[0].names == {1: "a", 3: "b", 4: "b", 5: "b"}
    assert more.probe is not None
    assert more.probe.equals == (1, 2)
    assert (more.reason, more.replaces) == ("why", ("alarms",))
    assert more.bits[0].target is Target.BALANCING
    assert more.bits[0].low_first
    charge, restart = more.controls
    assert (charge.on, charge.off, restart.value) == (1, 0, 7)
    assert base.keys == ("status.pack_v", "cells.0", "alarms.0")
    assert base.places[1].count == 1


def test_a_profile_may_extend_another() -> None:
    base = good(STATUS + "[link]\nbaud = 19200\n")
    text = HEAD.replace("mine", "other") + 'extends = "mine"\n[info]\nmodel = { at = 1 }\n'
    profile, problems = parse(text, {"mine": base}.get)
    assert profile is not None
    assert (problems, profile.key, profile.baud) == ((), "other", 19200)
    assert set(values(profile)) == {"status.pack_v", "info.model"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[status]\npack_v = { at = 70000 }\n", [(2, "status.pack_v.at")]),
        ("[status]\npack_v = { at = 65535, type = 'u32' }\n", [(2, "status.pack_v.at")]),
        ("[status]\npack_v = { }\n", [(2, "status.pack_v")]),
        ("[status]\npack_v = { at = 1, coil = 2 }\n", [(2, "status.pack_v")]),
        ("[status]\npack_v = { at = true }\n", [(2, "status.pack_v.at")]),
        ("[status]\npack_v = 5\n", [(2, "status.pack_v")]),
        ("[status]\npack_v = { at = 1, scale = 0 }\n", [(2, "status.pack_v.scale")]),
        ("[status]\npack_v = { at = 1, scale = 'x' }\n", [(2, "status.pack_v.scale")]),
        ("[status]\npack_v = { at = 1, scale = nan }\n", [(2, "status.pack_v.scale")]),
        ("[status]\npack_v = { at = 1, scale = true }\n", [(2, "status.pack_v.scale")]),
        ("[status]\npack_v = { at = 1, type = 'f32' }\n", [(2, "status.pack_v.type")]),
        ("[status]\npack_v = { at = 1, scael = 2 }\n", [(2, "status.pack_v.scael")]),
        ("[status]\npack_v = { coil = 1, type = 'u16' }\n", [(2, "status.pack_v.type")]),
        ("[status]\npack_v = { coil = 1, scale = 2 }\n", [(2, "status.pack_v")]),
        ("[status]\npack_v = { at = 1, bit = 16 }\n", [(2, "status.pack_v.bit")]),
        ("[status]\npack_v = { at = 1, type = 'low', bit = 8 }\n", [(2, "status.pack_v.bit")]),
        ("[status]\npack_v = { at = 1, bit = 1, scale = 2 }\n", [(2, "status.pack_v")]),
        ("[status]\npack_v = { at = 1, missing = 'x' }\n", [(2, "status.pack_v.missing")]),
        ("[status]\npack_v = { at = 1, missing = 70000 }\n", [(2, "status.pack_v.missing")]),
        ("[status]\npack_v = { at = 1, slow = 1 }\n", [(2, "status.pack_v.slow")]),
        ("[status]\npack_v = { at = 1, label = 1 }\n", [(2, "status.pack_v.label")]),
        (
            "[status]\npack_v = { at = 1, type = 'i16', encoding = 'tower' }\n",
            [(2, "status.pack_v.encoding")],
        ),
        ("[info]\nmodel = { at = 1, type = 'text' }\n", [(2, "info.model.registers")]),
        (
            "[info]\nmodel = { at = 1, type = 'text', registers = 200 }\n",
            [(2, "info.model.registers")],
        ),
        ("[info]\nmodel = { at = 1, choices = { a = 'b' } }\n", [(2, "info.model.choices.a")]),
        ("[info]\nmodel = { at = 1, choices = { 1 = 2 } }\n", [(2, "info.model.choices.1")]),
        (
            "[info]\nmodel = { at = 1, choices = { 1 = 'a' }, scale = 2 }\n",
            [(2, "info.model.scale")],
        ),
        ("[settings]\nx = { at = 1, minimum = 'a' }\n", [(2, "settings.x.minimum")]),
        ("[settings]\nx = { at = 1, maximum = 70000 }\n", [(2, "settings.x.maximum")]),
        ("[settings]\nx = { at = 1, minimum = 9, maximum = 3 }\n", [(2, "settings.x.minimum")]),
        ("[statsu]\npack_v = { at = 1 }\n", [(1, "statsu")]),
        ("status = 1\n", [(1, "status")]),
        ("[[status]]\npack_v = 1\n", [(1, "status")]),
        ("[cells]\nat = 1\n", [(1, "cells")]),
        (STATUS + "[[cells]]\nat = 1\n", [(3, "cells.0.count")]),
        (STATUS + "[[cells]]\ncoil = 1\ncount = 3\n", [(3, "cells.0")]),
        (STATUS + "[[cells]]\nat = 1\ncount = 3\nfirst = 0\n", [(6, "cells.0.first")]),
        (STATUS + "[link]\nmax_registers = 10\n[[cells]]\nat = 1\ncount = 11\n", [(5, "cells.0")]),
        (STATUS + "[[alarms]]\nat = 1\nnames = { 16 = 'x' }\n", [(5, "alarms.0.names.16")]),
        (STATUS + "[[alarms]]\nat = 1\nnames = { 5-2 = 'x' }\n", [(5, "alarms.0.names.5-2")]),
        (STATUS + "[[alarms]]\nat = 1\nnames = { 1 = 2 }\n", [(5, "alarms.0.names.1")]),
        (STATUS + "[[alarms]]\ncoil = 1\n", [(3, "alarms.0.count")]),
        (STATUS + "[controls]\ncharge = { at = 1, on = 1 }\n", [(4, "controls.charge.off")]),
        (STATUS + "[controls]\ncharge = { at = 1, off = 1 }\n", [(4, "controls.charge.on")]),
        (STATUS + "[link]\nbaud = 9\n", [(4, "link.baud")]),
        (STATUS + "[link]\naddress = 0\n", [(4, "link.address")]),
        (STATUS + "[link]\nwrite_single = 5\n", [(4, "link.write_single")]),
        (STATUS + "[link]\nword_order = 1\n", [(4, "link.word_order")]),
        (STATUS + "[link]\nspeed = 1\n", [(4, "link.speed")]),
        (STATUS + "[identify]\nid = ['info.model']\n", [(4, "identify.id")]),
        (STATUS + "[identify]\nid = 'x'\n", [(4, "identify.id")]),
        (STATUS + "[identify]\nrequires = ['x']\n", [(4, "identify.requires")]),
        (
            STATUS + "[identify]\nexpect.'status.pack_v' = 3\n",
            [(4, "identify.expect.status.pack_v")],
        ),
        (
            STATUS + "[identify]\nexpect.'info.model' = [1, 2]\n",
            [(4, "identify.expect.info.model")],
        ),
        (STATUS + "[[part]]\nreason = 'x'\n", [(3, "part.0.key")]),
        (STATUS + "[[part]]\nkey = 'a'\nbla = 1\n", [(5, "part.0.bla")]),
        (STATUS + "[[part]]\nkey = 'a'\n[[part]]\nkey = 'a'\n", [(6, "part.1.key")]),
        (STATUS + "[[part]]\nkey = 'a'\nprobe = { at = 1, x = 2 }\n", [(5, "part.0.probe.x")]),
        (STATUS + "[[part]]\nkey = 'a'\nprobe = { equals = 2 }\n", [(5, "part.0.probe")]),
        ("extends = 'nobody'\n" + STATUS, [(1, "extends")]),
    ],
)
def test_every_mistake_is_told_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert sorted(wrong(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "line"),
    [("key = ", 1), ("a = 1\na = 2", 2), ("a = {", 1), ("\x00", 1), ("[" * 5000, 1)],
)
def test_what_is_no_toml_is_said(text: str, line: int) -> None:
    profile, problems = parse(text, lambda _: None)
    assert profile is None
    assert len(problems) == 1
    assert problems[0].message.startswith("no valid TOML")
    assert problems[0].line >= 1
    assert line >= 1


def test_the_head_is_needed() -> None:
    assert wrong("") == [(-2, "")]
    assert {p.where for p in parse("", lambda _: None)[1]} >= {"format", "key", "label"}
    for key in ("", "Mine", "a b", "1-2"):
        text = HEAD.replace('"mine"', f'"{key}"') + STATUS
        assert {p.where for p in parse(text, lambda _: None)[1]} == {"key"}


SHIPPED = [
    p.read_text() for p in sorted((Path(__file__).parents[4] / "resources/profiles").glob("*"))
]


@given(
    text=st.sampled_from(SHIPPED),
    at=st.floats(0, 1),
    length=st.integers(0, 30),
    new=st.text(st.sampled_from("0123456789.-[]{}=\"'#\nabux_,"), max_size=12),
)
def test_a_damaged_file_never_raises(text: str, at: float, length: int, new: str) -> None:
    start = int(at * len(text))
    profile, problems = parse(text[:start] + new + text[start + length :], lambda _: None)
    assert (profile is None) == bool(problems)
    assert all(problem.line >= 1 and problem.message for problem in problems)
