"""Profiles that ship, and what a user's file may not say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.checks import check_value
from mingtang_desk.device.settings import Kind, identity_keys
from mingtang_desk.protocols.modbus import settings
from mingtang_desk.protocols.modbus.active import Active
from mingtang_desk.protocols.modbus.capable import NO_EXTENSION
from mingtang_desk.protocols.modbus.load import examine, load
from mingtang_desk.session.profiles import (
    SHIPPED,
    check_file,
    file_driver,
    shipped_driver,
    shipped_text,
)
from mingtang_desk.wire.profile.kinds import Type
from mingtang_desk.wire.profile.rows import Profile

HEAD = 'format = "mingtang-profile/1"\nkey = "mine"\nlabel = "Mine"\n'
STATUS = "[status]\npack_v = { at = 0 }\n"


def shipped(key: str) -> Profile:
    return load(shipped_text(key) or "", key, shipped_text)


def mingtang() -> Active:
    return Active(shipped("mingtang"), frozenset({"extension"}))


@pytest.mark.parametrize("key", SHIPPED)
def test_what_ships_is_sound(key: str) -> None:
    profile, problems = examine(shipped_text(key) or "", shipped_text)
    assert problems == ()
    assert profile is not None
    assert profile.key == key
    assert shipped_driver(key) is shipped_driver(key)


def test_the_reason_in_the_file_is_the_one_that_is_translated() -> None:
    part = next(part for part in shipped("mingtang").parts if part.key == "extension")
    assert part.reason == NO_EXTENSION


SETTINGS = mingtang().settings


KINDS = {
    (row.type, row.scale, tuple(row.choices.items())): key
    for key, row in SETTINGS.items()
    if row.type in (Type.U16, Type.I16)
}
"""One setting of each way to write a number."""


@pytest.mark.parametrize("key", KINDS.values())
def test_every_raw_value_of_a_setting_comes_back(key: str) -> None:
    row = SETTINGS[key]
    register = settings.raw_key(row)
    rows = {key: row}
    for raw in range(0x10000):
        data = raw.to_bytes(2, "big")
        values = settings.decode(rows, {register: data})
        if key in values:  # a choice has but a few
            [written] = settings.encode(values, rows, {register: data})
            assert written.data == data


@given(raw=st.integers(0, 0xFFFFFFFF))
def test_every_raw_value_of_32_bits_comes_back(raw: int) -> None:
    rows = {"nominal_ah": SETTINGS["nominal_ah"]}
    data = raw.to_bytes(4, "big")
    values = settings.decode(rows, {"2200": data})
    [written] = settings.encode(values, rows, {"2200": data})
    assert written == settings.Write(register=0x2200, data=data)


@pytest.mark.parametrize("key", list(SETTINGS))
def test_limits_and_specs_let_their_ends_pass(key: str) -> None:
    driver = shipped_driver("mingtang")
    limits = settings.limits_of(SETTINGS)[key]
    spec = driver.settings[key]
    if spec.read_only or not limits.writable or spec.kind in (Kind.TEXT, Kind.CHOICE):
        return
    for end in (limits.minimum, limits.maximum):
        assert end is not None
        if (spec.minimum or end) <= end <= (spec.maximum or end):
            assert check_value(spec, end, limits) == end


OWN = """
[settings]
x_mine_high = { at = 5, type = "high", label = "High", unit = "s" }
x_mine_low = { at = 5, type = "low", scale = 0.5 }
x_mine_flag = { at = 6, bit = 3 }
x_mine_other = { at = 6, bit = 4 }
x_mine_name = { at = 7, type = "text", registers = 2 }
x_mine_cold_c = { at = 9, encoding = "tower" }
x_mine_mode = { at = 10, choices = { 1 = "slow", 2 = "fast" } }
"""


def test_settings_of_an_invented_board() -> None:
    profile = load(HEAD + STATUS + OWN, "own.toml", shipped_text)
    rows = Active(profile).settings
    raw = {
        "0005": b"\x03\x04",
        "0006": b"\x00\x08",
        "0007": b"AB\0\0",
        "0009": b"\x00\x67",
        "000A": b"\x00\x02",
    }
    values = settings.decode(rows, raw)
    assert values == {
        "x_mine_high": 3,
        "x_mine_low": 2.0,
        "x_mine_flag": 1,
        "x_mine_other": 0,
        "x_mine_name": "AB",
        "x_mine_cold_c": -3,
        "x_mine_mode": "fast",
    }
    changes: dict[str, float | str] = {
        "x_mine_high": 9,
        "x_mine_low": 2.5,
        "x_mine_flag": 0,
        "x_mine_other": 1,
        "x_mine_cold_c": -20,
        "x_mine_mode": "slow",
    }
    written = {one.register: one.data for one in settings.encode(changes, rows, raw)}
    assert written == {
        5: b"\x09\x05",
        6: b"\x00\x10",
        9: b"\x00\x78",
        10: b"\x00\x01",
    }
    specs = settings.specs_of(profile)
    assert (specs["x_mine_high"].label, specs["x_mine_high"].unit) == ("High", "s")
    assert specs["x_mine_low"].decimals == 1
    assert specs["x_mine_flag"].label == "x_mine_flag"
    assert specs["x_mine_mode"].choices == ("slow", "fast")
    limits = settings.limits_of(rows)
    assert (limits["x_mine_flag"].minimum, limits["x_mine_flag"].maximum) == (0, 1)
    assert (limits["x_mine_cold_c"].minimum, limits["x_mine_cold_c"].maximum) == (-100, 100)
    assert limits["x_mine_name"].max_bytes == 4
    assert settings.decode(rows, {"0007": b"A"}) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[status]\nvolts = { at = 1 }\n", (2, "status.volts")),
        ("[status]\npack_v = { coil = 1 }\n", (2, "status.pack_v")),
        ("[status]\nbalancer = { at = 1 }\n", (2, "status.balancer")),
        ("[status]\ncycles = { at = 1, scale = 0.1 }\n", (2, "status.cycles")),
        ("[status]\ndevice_time = { at = 1 }\n", (2, "status.device_time")),
        ("[status]\npack_v = { at = 1, type = 'clock' }\n", (2, "status.pack_v")),
        ("[temperatures]\nfet = { at = 1 }\n", (2, "temperatures.fet")),
        ("[temperatures]\ncell_0 = { at = 1 }\n", (2, "temperatures.cell_0")),
        ("[info]\nchemistry = { at = 1 }\n", (2, "info.chemistry")),
        ("[lock]\nstatus = { at = 1, choices = { 0 = 'shut' } }\n", (2, "lock.status")),
        ("[tracker]\nfix = { at = 1 }\n", (2, "tracker.fix")),
        ("[extras]\n'Bad Name' = { at = 1 }\n", (2, "extras.Bad Name")),
        ("[counters]\nmany = { at = 1 }\n", (2, "counters.many")),
        ("[settings]\ncell_ovp = { at = 1 }\n", (2, "settings.cell_ovp")),
        ("[settings]\ncell_ovp_v = { input = 1 }\n", (2, "settings.cell_ovp_v")),
        ("[settings]\ncell_ovp_v = { at = 1, slow = true }\n", (2, "settings.cell_ovp_v")),
        ("[settings]\ncell_ovp_v = { at = 1, missing = 0 }\n", (2, "settings.cell_ovp_v")),
        (
            "[settings]\ncell_ovp_v = { at = 1, type = 'text', registers = 2 }\n",
            (2, "settings.cell_ovp_v"),
        ),
        ("[settings]\nchemistry = { at = 1 }\n", (2, "settings.chemistry")),
        (
            "[settings]\ncell_ovp_v = { at = 1 }\ncell_ovr_v = { at = 1 }\n",
            (3, "settings.cell_ovr_v"),
        ),
        (
            "[settings]\nx_mine_a = { at = 1, type = 'u32' }\nx_mine_b = { at = 2 }\n",
            (3, "settings.x_mine_b"),
        ),
        (
            "[settings]\nx_mine_a = { at = 1, bit = 1 }\nx_mine_b = { at = 1, bit = 1 }\n",
            (3, "settings.x_mine_b"),
        ),
        ("[[alarms]]\nat = 1\nnames = { 0 = 'nonsense' }\n", (1, "alarms.0.names")),
        ("[[faults]]\nat = 1\nnames = { 0 = 'cell_ov' }\n", (1, "faults.0.names")),
        ("[[balancing]]\nat = 1\nnames = { 0 = 'cell_ov' }\n", (1, "balancing.0")),
        ("[controls]\nfly = { coil = 1 }\n", (2, "controls.fly")),
        ("[controls]\ncharge = { discrete = 1 }\n", (2, "controls.charge")),
        ("[controls]\ncharge = { at = 1 }\n", (2, "controls.charge")),
        ("[controls]\ncharge = { coil = 1, value = 1 }\n", (2, "controls.charge")),
        ("[controls]\nrestart = { at = 1 }\n", (2, "controls.restart")),
        ("[controls]\nrestart = { at = 1, value = 70000 }\n", (2, "controls.restart")),
        ("[controls]\nlock = { coil = 1, value = 2 }\n", (2, "controls.lock")),
        ("[controls]\nset-soc = { at = 1, value = 2 }\n", (2, "controls.set-soc")),
        ("[controls]\nset-clock = { at = 1 }\n", (2, "controls.set-clock")),
    ],
)
def test_what_the_desk_does_not_know(text: str, expected: tuple[int, str]) -> None:
    own = "" if "[status]" in text else STATUS
    profile, problems = examine(HEAD + text + own, shipped_text)
    assert profile is None
    assert (problems[0].line - 3, problems[0].where) == expected
    assert len(problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[[protections]]\nat = 1\nnames = { 0 = 'chg_oc_2', 1 = 'x_mine_odd', 2 = 'cell_ov' }\n",
        "[tracker]\nfix = { at = 1, bit = 0 }\n",
        "[controls]\ncharge = { at = 1, on = 1, off = 0 }\nset-soc = { at = 2, scale = 0.1 }\n",
        "[info]\nproduction_date = { at = 1, type = 'date' }\n",
        "[temperatures]\ncell_12 = { at = 1 }\n",
    ],
)
def test_what_it_does(text: str) -> None:
    assert examine(HEAD + STATUS + text, shipped_text)[1] == ()


def test_something_has_to_be_read_with_every_poll() -> None:
    text = HEAD + "[info]\nmodel = { at = 1, type = 'text', registers = 3, slow = true }\n"
    assert [p.where for p in examine(text, shipped_text)[1]] == ["status"]
    assert examine(HEAD + "[[alarms]]\nat = 1\n", shipped_text)[1] == ()


def test_files(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(HEAD + 'extends = "tt"\n' + STATUS)
    bad.write_text(HEAD + "[status]\nvolts = { at = 1 }\npack_v = { at = -1 }\n")
    assert file_driver(str(good)).key == "mine"
    assert check_file(str(good))[1] == ()
    assert [p.line for p in check_file(str(bad))[1]] == [6]
    with pytest.raises(InputFileError) as caught:
        file_driver(str(bad))
    assert caught.value.key == "profile_invalid"
    assert caught.value.values["line"] == 6
    for path, text in (
        ("none.toml", None),
        ("latin.toml", b"\xe9"),
        ("big.toml", b"#" * 1_000_001),
    ):
        file = tmp_path / path
        if text is not None:
            file.write_bytes(text)
        with pytest.raises(InputFileError):
            file_driver(str(file))
    with pytest.raises(InputFileError):
        file_driver(str(tmp_path))
    assert shipped_text("nobody") is None


def test_neighbours_go_out_together_where_the_board_takes_it() -> None:
    keys = ("cell_ovp_v", "cell_ovr_v", "cell_uvp_v", "chg_otp_c")
    rows = {key: SETTINGS[key] for key in keys}
    raw = {"2204": b"\x10\x9a", "2205": b"\x10\x36", "2206": b"\x0a\xbe", "2214": b"\x02\x58"}
    changes = {"cell_uvp_v": 2.8, "cell_ovr_v": 4.3, "chg_otp_c": 58.0, "cell_ovp_v": 4.4}
    writes = {one.register: one for one in settings.encode(changes, rows, raw, most=123)}
    assert writes.keys() == {0x2204, 0x2214}
    whole = writes[0x2204]
    assert whole.data == bytes.fromhex("1130 10CC 0AF0")
    # One by one: what makes it stricter first, the protection raised before its recovery.
    assert [part.register for part in whole.parts] == [0x2206, 0x2204, 0x2205]
    assert not writes[0x2214].parts
    pairs = [len(one.data) for one in settings.encode(changes, rows, raw, most=2)]
    assert sorted(pairs) == [2, 2, 4]
    assert all(len(one.data) == 2 for one in settings.encode(changes, rows, raw))
    assert list(settings.encode({}, rows, raw)) == []


def test_bytes_are_brought_back_as_they_were_where_they_mean_the_same() -> None:
    key = "x_mingtang_battery_code"
    rows = {key: SETTINGS[key]}
    was, now = b"AB".ljust(24, b"\xff"), b"C".ljust(24, b"\0")
    [plain] = settings.encode({key: "AB"}, rows, {"03E8": now})
    assert plain.data == b"AB".ljust(24, b"\0")
    [exact] = settings.encode({key: "AB"}, rows, {"03E8": now}, exact={"03E8": was})
    assert exact.data == was
    [other] = settings.encode({key: "XY"}, rows, {"03E8": now}, exact={"03E8": was})
    assert other.data == b"XY".ljust(24, b"\0")


def test_what_names_one_board_is_marked() -> None:
    specs = settings.specs_of(shipped("mingtang"))
    assert identity_keys(specs) == {
        "x_mingtang_battery_code",
        "x_mingtang_vendor_code",
        "x_mingtang_serial",
    }
