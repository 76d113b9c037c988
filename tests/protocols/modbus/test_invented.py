"""A board nobody has built: other tables, other words, nothing but a file."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.extras import ExtraSpec
from mingtang_desk.interfaces.driver import Driver, Part
from mingtang_desk.protocols.modbus.driver import profile_driver
from mingtang_desk.protocols.modbus.load import load
from mingtang_desk.session.profiles import shipped_text
from tests.protocols.modbus.board import Board, framed, seal

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TEXT = """
format = "mingtang-profile/1"
key = "mine"
label = "Mine"

[link]
write_single = 16
max_gap = 0

[status]
pack_v = { input = 0, scale = 0.1 }
current_a = { input = 1, encoding = "sign_bit", scale = 0.1 }
power_w = { input = 2 }
cell_min_v = { input = 3, scale = 0.001 }
charge_mosfet = { discrete = 0 }

[tracker]
signal = { input = 4 }

[extras]
fan_rpm = { input = 5, unit = "1/min", missing = 0xFFFF }

[[cells]]
input = 6
count = 2

[[cells]]
input = 8
count = 2
first = 3

[[alarms]]
discrete = 8
count = 3
names = { 0 = "cell_ov", 2 = "x_mine_door" }

[[alarms]]
input = 10
names = { 0 = "cell_ov", 1 = "low_soc" }

[controls]
charge = { at = 3, on = 0xA5, off = 0x5A }

[settings]
cell_ovp_v = { at = 1, scale = 0.001 }
"""
INPUTS = (480, 0x8000 | 15, 71, 3001, 17, 0xFFFF, 3001, 3002, 3003, 3004, 3)


def driver() -> Driver:
    return profile_driver(load(TEXT, "mine.toml", shipped_text))


def board() -> Board:
    made = Board()
    made.inputs = dict(enumerate(INPUTS))
    made.coils = dict.fromkeys(range(11), 1)
    made.fill(1, 4200, 0, 0)
    return made


def test_it_is_read_without_a_line_of_code() -> None:
    mine, there = driver(), board()
    session = mine.session({"protocol": "mine"})
    identity = there.run(session.identify())
    assert (identity.device_id, identity.name) == (None, "Mine")
    sample = there.run(session.poll(Part.FAST, lambda: NOW))
    assert (sample.pack_v, sample.current_a, sample.power_w) == (48.0, -1.5, 71.0)
    assert sample.cell_v == (3.001, 3.002, 3.003, 3.004)
    assert (sample.cell_min_v, sample.cell_max_v) == (3.001, 3.004)
    assert sample.quality.derived == ("cell_max_v", "cell_delta_v", "state")
    assert sample.alarms == ("cell_ov", "x_mine_door", "low_soc")
    assert sample.raw == {"alarm_bits_0008": 7, "alarm_bits_000a": 3}
    assert sample.charge_mosfet is True
    assert (sample.tracker.signal, sample.tracker.fix) == (17, None)
    assert sample.extras == {}
    there.inputs[5] = 900
    assert there.run(session.poll(Part.FAST, lambda: NOW)).extras == {"x_mine_fan_rpm": 900}
    assert mine.extras == {"x_mine_fan_rpm": ExtraSpec("", "1/min")}
    origins = mine.origins(there.run(session.poll(Part.FAST, lambda: NOW)))
    assert origins["x_mine_fan_rpm"].place == "register 0x0005"
    assert "charge_mosfet" not in origins


def test_it_is_written_its_own_way() -> None:
    there = board()
    session = driver().session({"protocol": "mine"})
    identity = there.run(session.identify())
    assert identity.capabilities == frozenset(
        {
            Capability.STATUS,
            Capability.CELLS,
            Capability.SETTINGS_READ,
            Capability.SETTINGS_WRITE,
            Capability.CHARGE_SWITCH,
        }
    )
    reading = there.run(session.read_settings(None, lambda: NOW))
    there.taken()
    there.run(session.write_settings({"cell_ovp_v": 4.1}, reading))
    there.run(session.control(Action.CHARGE, True))
    there.run(session.control(Action.CHARGE, False))
    assert there.taken() == ["16:0x1=1004", "16:0x3=00a5", "16:0x3=005a"]
    with pytest.raises(UsageError):
        there.run(session.control(Action.CHARGE, None))


def test_a_board_of_nothing_but_a_voltage() -> None:
    text = TEXT[: TEXT.index("current_a")]
    mine = profile_driver(load(text, "mine.toml", shipped_text))
    there = board()
    session = mine.session({})
    identity = there.run(session.identify())
    assert identity.capabilities == frozenset({Capability.STATUS})
    sample = there.run(session.poll(Part.FAST, lambda: NOW))
    assert (sample.pack_v, sample.power_w, sample.state, sample.cell_v) == (48.0, None, None, ())


def test_coils_too_short_for_their_question_are_a_problem() -> None:
    request = framed(seal(bytes([1, 2, 0, 0, 0, 11])))
    reply = framed(seal(bytes([1, 2, 1, 7])))
    decoded = driver().decode([("tx", request), ("rx", reply)], NOW)
    assert len(decoded.problems) == 1
    assert decoded.sample is None


def test_a_lock_without_its_unlock_is_known_as_one_way() -> None:
    assert driver().one_way == frozenset()
    text = TEXT.replace("[controls]\n", "[controls]\nlock = { at = 4, value = 1 }\n")
    mine = profile_driver(load(text, "mine.toml", shipped_text))
    assert mine.one_way == frozenset({Action.LOCK})
    both = text.replace("[controls]\n", "[controls]\nunlock = { at = 4, value = 0 }\n")
    assert profile_driver(load(both, "mine.toml", shipped_text)).one_way == frozenset()


def test_why_a_capacity_is_missing_is_told_where_the_soc_can_be_set() -> None:
    assert driver().missing == {}
    text = TEXT.replace("[controls]\n", "[controls]\nset-soc = { at = 5 }\n")
    told = profile_driver(load(text, "mine.toml", shipped_text)).missing
    assert told[Capability.SET_CAPACITY].endswith("set the SOC instead.")
