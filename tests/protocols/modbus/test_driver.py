"""What a driver made of a profile asks, and what it makes of the answers."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    OutOfRangeError,
    RejectedError,
    UnexpectedReplyError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import Position, Temperature
from mingtang_desk.interfaces.driver import BoardSession, Identity, Part
from mingtang_desk.protocols.modbus.any_board import ANY_BOARD
from mingtang_desk.session.profiles import shipped_driver
from tests.protocols.modbus.board import Board, framed, mingtang, seal, tower

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
STATUS_13 = "3:0x0+22"
EXTENSION = "3:0x2010+34"


def now() -> datetime:
    return NOW


def opened(board: Board, key: str = "mingtang", **options: str) -> BoardSession:
    session = shipped_driver(key).session({"protocol": key, **options})
    board.run(session.identify())
    board.taken()
    return session


def test_who_is_there() -> None:
    board = mingtang()
    session = shipped_driver("mingtang").session({})
    identity = board.run(session.identify())
    assert identity.device_id == identity.name == "BT204805013CT00220940784"
    assert identity.lacks == ""
    assert identity.capabilities is not None
    assert {Capability.SETTINGS_WRITE, Capability.LOCK, Capability.CLOCK} <= identity.capabilities
    assert board.taken()[:3] == ["3:0x1+4", "3:0x31+1", "3:0x2000+1"]


def test_a_board_without_code_and_serial_has_no_id() -> None:
    board = mingtang()
    board.fill(0x3E8, *([0xFFFF] * 12))
    board.fill(0x2128, *([0] * 12))
    identity = board.run(shipped_driver("mingtang").session({}).identify())
    assert (identity.device_id, identity.name) == (None, "BM312")


def test_a_board_of_the_tower_map_alone() -> None:
    board = tower()
    for key in ("mingtang", "tt"):
        session = shipped_driver(key).session({"protocol": key})
        identity = board.run(session.identify())
        assert identity.capabilities == frozenset({Capability.STATUS, Capability.CELLS})
        assert bool(identity.lacks) == (key == "mingtang")
        sample = board.run(session.poll(Part.SLOW, now))
        assert [(t.name, t.c) for t in sample.temperatures] == [
            ("ambient", 25.0),
            ("cell_1", -3.0),
            ("mosfet", 31.0),
        ]
        assert (sample.pack_v, sample.current_a, sample.soh_pct) == (47.18, -1.5, 98.0)
        assert sample.state == "discharge"
        assert sample.cell_v == (3.629,) * 13
        assert sample.remaining_ah == 25.3
        assert sample.charge_mosfet is None
    with pytest.raises(UnsupportedError):
        board.run(session.read_settings(None, now))
    with pytest.raises(UnsupportedError):
        board.run(session.read_counters(now))
    with pytest.raises(UnsupportedError):
        board.run(session.control(Action.CHARGE, False))


def test_auto_leaves_the_tower_board_to_its_own_row() -> None:
    with pytest.raises(UnexpectedReplyError):
        tower().run(shipped_driver("mingtang").session({}).identify())
    assert tower().run(shipped_driver("tt").session({}).identify()).device_id


@pytest.mark.parametrize(("register", "value"), [(1, 0), (1, 41), (2, 101), (4, 101)])
def test_a_meter_is_no_battery(register: int, value: int) -> None:
    board = tower()
    board.fill(register, value)
    with pytest.raises(UnexpectedReplyError):
        board.run(shipped_driver("tt").session({}).identify())


def test_something_that_refuses_the_status_is_no_board() -> None:
    board = tower()
    board.refuse["3:0x1"] = 2
    with pytest.raises(UnexpectedReplyError):
        board.run(shipped_driver("tt").session({}).identify())
    board.refuse["3:0x1"] = 4
    with pytest.raises(RejectedError):
        board.run(shipped_driver("tt").session({}).identify())


def test_a_mute_extension_is_no_extension() -> None:
    board = mingtang()
    board.silent |= {"3:0x2000", "3:0x31"}
    session = shipped_driver("mingtang").session({"protocol": "mingtang"})
    assert board.run(session.identify()).lacks
    board.silent = {STATUS_13}
    with pytest.raises(LinkTimeoutError):
        board.run(session.poll(Part.FAST, now))


def test_another_mark_is_no_extension_and_another_refusal_is_an_error() -> None:
    board = mingtang()
    board.fill(0x2000, 0x1234)
    session = shipped_driver("mingtang").session({"protocol": "mingtang"})
    assert board.run(session.identify()).lacks
    board.refuse["3:0x2000"] = 6
    with pytest.raises(RejectedError) as caught:
        board.run(session.identify())
    assert caught.value.code == 6


def test_a_poll_takes_two_requests() -> None:
    board = mingtang()
    session = opened(board)
    board.run(session.poll(Part.FAST, now))
    assert board.taken() != []  # all cells, the first time
    sample = board.run(session.poll(Part.FAST, now))
    assert board.taken() == [STATUS_13, EXTENSION]
    assert sample.time == NOW
    assert (sample.remaining_ah, sample.nominal_ah, sample.cycles) == (25.3, 50.0, 162)
    assert sample.temperatures == (
        Temperature(name="board", c=29.7),
        Temperature(name="cell_1", c=27.5),
        Temperature(name="cell_2", c=27.8),
        Temperature(name="ext_1", c=None, state="open"),
        Temperature(name="ext_2", c=None, state="short"),
    )
    assert str(sample.device_time) == "2023-06-16 13:48:51"
    assert (sample.charge_mosfet, sample.discharge_mosfet, sample.balancer) == (True,) * 3
    assert (sample.lock.function, sample.lock.status) == ("off", "unlocked")
    assert (sample.tracker.sim, sample.tracker.signal, sample.tracker.fix) == ("ok", 34, False)
    assert sample.position is None
    assert sample.cell_balancing == (False,) * 13
    assert {"holding 0x0000", "holding 0x2010"} <= sample.wire.keys()


def test_events_position_and_what_is_unknown() -> None:
    board = mingtang()
    board.fill(0x201E, 0x0002, 0x0001, 0x0020, 0x0000, 1 << 3, 0b010, 0, 0b101)
    board.fill(0x2026, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)
    board.fill(0x202C, 0x0D6F, 0x82A0, 0x43FA, 0x6CC0, 155, 900)
    session = opened(board)
    sample = board.run(session.poll(Part.FAST, now))
    assert sample.protections == ("cell_ov", "short")
    assert sample.alarms == ("low_soc",)
    assert sample.faults == ("ntc",)
    assert (sample.charge_mosfet, sample.discharge_mosfet) == (False, True)
    assert sample.cell_balancing[:4] == (True, False, True, False)
    assert (sample.lock.function, sample.lock.status) == (None, None)
    assert (sample.tracker.sim, sample.tracker.signal, sample.tracker.fix) == (None, None, None)
    assert sample.position == Position(
        lat=0x0D6F82A0 / 1e7, lon=0x43FA6CC0 / 1e7, speed_kmh=15.5, course_deg=90.0
    )
    assert sample.raw["protection_bits"] == 0x00020001


def test_a_position_on_no_globe_is_none() -> None:
    board = mingtang()
    board.fill(0x202C, 0x7FFF, 0, 0, 0, 0, 0)
    assert board.run(opened(board).poll(Part.FAST, now)).position is None


def test_faults_of_the_tower_map_are_coils() -> None:
    board = tower()
    board.coils.update({2: 1, 9: 1, 12: 1, 14: 1, 51: 1})
    sample = board.run(opened(board, "tt").poll(Part.FAST, now))
    assert sample.protections == ("chg_oc", "cell_ov", "cell_uv")
    assert sample.faults == ("mos_chg",)


def test_a_board_without_coils_still_has_its_status() -> None:
    board = tower()
    board.refuse["1:0x0"] = 1
    session = opened(board, "tt")
    for _ in range(2):
        assert board.run(session.poll(Part.FAST, now)).pack_v == 47.18
    assert board.taken().count("1:0x0+52") == 1


def test_cells_beyond_twenty_come_from_the_extension() -> None:
    board = mingtang(cells=24)
    sample = board.run(opened(board).poll(Part.FAST, now))
    assert sample.cell_v == (3.629,) * 20 + (3.630,) * 4
    assert len(sample.cell_balancing) == 24


def test_a_board_that_counts_other_cells_is_read_anew() -> None:
    board = mingtang()
    session = opened(board)
    board.run(session.poll(Part.FAST, now))
    board.taken()
    board.fill(1, 4)
    assert len(board.run(session.poll(Part.FAST, now)).cell_v) == 4
    assert board.taken() == [STATUS_13, EXTENSION, "3:0x0+13", EXTENSION]


def test_a_board_that_lies_about_its_cells_is_marked() -> None:
    board = mingtang()
    session = opened(board)
    board.fill(1, 0)
    sample = board.run(session.poll(Part.FAST, now))
    assert sample.cell_v == ()
    board.fill(2, 130)
    sample = board.run(session.poll(Part.FAST, now))
    assert "soc_pct" in sample.quality.implausible
    board.fill(1, 40)
    sample = board.run(session.poll(Part.FAST, now))
    assert "cell_v" in sample.quality.implausible  # 32 have registers


def test_texts_are_read_on_the_slow_rhythm() -> None:
    board = mingtang()
    session = opened(board)
    board.run(session.poll(Part.SLOW, now))
    slow = board.taken()
    assert "3:0x2100+68" in slow
    sample = board.run(session.poll(Part.FAST, now))
    assert "3:0x2100+68" not in board.taken()
    assert (sample.info.firmware, sample.info.vendor_code) == ("V1.07", "312_SY_13S")
    assert sample.info.cell_count == 13


def test_counters() -> None:
    board = mingtang()
    counters = board.run(opened(board).read_counters(now))
    assert board.taken() == ["3:0x2300+14"]
    assert counters.values["cell_ov"] == 0
    assert counters.values["restarts"] == 13
    assert counters.derived == ()


def test_settings_in_the_fewest_blocks() -> None:
    board = mingtang()
    session = opened(board)
    reading = board.run(session.read_settings(None, now))
    assert board.taken() == ["3:0x3e8+12", "3:0x2110+36", "3:0x2200+51"]
    assert reading.values["cell_ovp_v"] == 4.25
    assert reading.values["chemistry"] == "nmc"
    assert reading.values["chg_otp_c"] == 25.0
    assert reading.values["x_mingtang_vendor_code"] == "312_SY_13S"
    assert reading.raw["2204"] == (4250).to_bytes(2, "big")
    assert reading.limits["cell_ovp_v"].maximum == 5.0
    assert not reading.limits["rated_current_a"].writable
    assert reading.device_id == "BT204805013CT00220940784"
    some = board.run(session.read_settings(["cell_ovp_v", "none"], now))
    assert set(some.values) == {"cell_ovp_v"}
    assert board.taken() == ["3:0x2204+1"]


def test_settings_that_a_board_lacks_are_left_out() -> None:
    board = mingtang()
    board.refuse["3:0x2200+51"] = 2
    values = board.run(opened(board).read_settings(None, now)).values
    assert set(values) == {
        "x_mingtang_battery_code",
        "x_mingtang_vendor_code",
        "x_mingtang_serial",
    }


def test_neighbours_are_written_together() -> None:
    board = mingtang()
    session = opened(board)
    reading = board.run(session.read_settings(None, now))
    board.taken()
    changes: dict[str, float | str] = {
        "cell_ovp_v": 4.2,
        "nominal_ah": 700.0,
        "chg_utp_c": -5.0,
        "chemistry": "lfp",
    }
    board.run(session.write_settings(changes, reading))
    assert board.taken() == [
        "16:0x2200=00011170",
        "16:0x2203=00011068",
        "6:0x2216=ffce",
    ]
    texts = {"x_mingtang_serial": "AB"}
    board.run(session.write_settings(texts, reading))
    assert board.taken() == ["16:0x2128=" + b"AB".ljust(24, b"\0").hex()]


def test_a_refused_setting_does_not_keep_the_others_from_being_sent() -> None:
    board = mingtang()
    session = opened(board)
    reading = board.run(session.read_settings(None, now))
    board.taken()
    board.refuse |= {"16:0x2204": 3, "6:0x2204": 3, "6:0x2206": 4}
    with pytest.raises(RejectedError) as caught:
        board.run(
            session.write_settings(
                {"cell_ovp_v": 4.2, "cell_ovr_v": 4.1, "cell_uvp_v": 2.9}, reading
            )
        )
    assert caught.value.code in (3, 4)
    # Together in vain, then one by one.
    assert sorted(text[:8] for text in board.taken()) == [
        "16:0x220",
        "6:0x2204",
        "6:0x2205",
        "6:0x2206",
    ]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"x_mingtang_serial": "é"}, OutOfRangeError),
        ({"x_mingtang_serial": "A" * 25}, OutOfRangeError),
        ({"cell_ovp_v": 66.0}, OutOfRangeError),
        ({"balance_delta_v": -1.0}, OutOfRangeError),
        ({"full_ah": 1.0}, UnsupportedError),
    ],
)
def test_what_cannot_be_kept_is_refused_before_a_byte(
    change: dict[str, float | str], error: type[Exception]
) -> None:
    board = mingtang()
    session = opened(board)
    reading = board.run(session.read_settings(None, now))
    board.taken()
    with pytest.raises(error):
        board.run(session.write_settings(change, reading))
    assert board.taken() == []


@pytest.mark.parametrize(
    ("action", "value", "sent"),
    [
        (Action.CHARGE, False, "5:0x2000=0000"),
        (Action.DISCHARGE, True, "5:0x2001=ff00"),
        (Action.BALANCE, True, "5:0x2002=ff00"),
        (Action.LOCK_FUNCTION, False, "5:0x2003=0000"),
        (Action.LOCK, None, "5:0x2004=ff00"),
        (Action.UNLOCK, None, "5:0x2004=0000"),
        (Action.RESTART, None, "6:0x2400=5201"),
        (Action.SET_SOC, 42, "6:0x2401=002a"),
        (Action.SET_CLOCK, "2026-11-25T22:14:03", "16:0x2010=1a0b19160e03"),
    ],
)
def test_controls(action: Action, value: bool | float | str | None, sent: str) -> None:
    board = mingtang()
    session = opened(board)
    board.run(session.control(action, value))
    assert board.taken() == [sent]
    assert board.requests[-1].repeatable == (action is not Action.RESTART)


@pytest.mark.parametrize(
    ("action", "value", "error"),
    [
        (Action.CHARGE, None, UsageError),
        (Action.CHARGE, "off", UsageError),
        (Action.SET_SOC, "50", UsageError),
        (Action.SET_SOC, None, UsageError),
        (Action.SET_SOC, 1e6, OutOfRangeError),
        (Action.SET_CLOCK, None, UsageError),
        (Action.SET_CLOCK, "1999-01-01T00:00:00", UsageError),
    ],
)
def test_controls_without_sense_send_nothing(
    action: Action, value: float | str | None, error: type[Exception]
) -> None:
    board = mingtang()
    session = opened(board)
    with pytest.raises(error):
        board.run(session.control(action, value))
    assert board.taken() == []


def test_a_refused_control_says_why() -> None:
    board = mingtang()
    session = opened(board)
    board.refuse["5:0x2004"] = 3
    with pytest.raises(RejectedError, match="does not take this value"):
        board.run(session.control(Action.LOCK, None))


def test_addresses_of_the_uri() -> None:
    board = tower(address=7)
    session = shipped_driver("tt").session({"address": "7"})
    assert isinstance(board.run(session.identify()), Identity)
    with pytest.raises(LinkTimeoutError):
        board.run(shipped_driver("tt").session({}).identify())
    for option, value in (("address", "0"), ("address", "248"), ("reply_address", "x")):
        with pytest.raises(UsageError, match=value):
            shipped_driver("tt").session({option: value})


def test_a_board_that_answers_under_another_address() -> None:
    strict = shipped_driver("tt").session({"reply_address": "81"})
    request = next(strict.identify())
    loose = shipped_driver("tt").session({"reply_address": "0"})
    body = bytes([3, 8]) + bytes(8)
    assert request.answers(framed(seal(b"\x51" + body)))
    assert not request.answers(framed(seal(b"\x01" + body)))
    assert next(loose.identify()).answers(framed(seal(b"\x77" + body)))


def test_the_row_that_needs_a_file_says_so() -> None:
    with pytest.raises(UsageError) as caught:
        ANY_BOARD.session({})
    assert caught.value.key == "profile_needed"
    assert ANY_BOARD.decode([], NOW).sample is None
