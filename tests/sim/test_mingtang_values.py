"""The packs of the manual to the digit, and everything that `--set` can show."""

import struct

import pytest

from mingtang_desk.sim.ble_identity import SETS
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.models import catalogue, make_board
from tests.sim.modbus_hand import Master, frame, mingtang, words

UNKNOWN = 0xFFFF
OPEN = 0x8000
NO_PLACE = 0x80000000


def signed(word: int) -> int:
    return int(struct.unpack(">h", words(word))[0])


def test_the_13s_pack_of_the_manual() -> None:
    master = Master(mingtang("mingtang-13s"))
    assert master.read(0, 9) == [4718, 13, 50, 2530, 100, 0, 30, 28, 30]
    cells = [3629, 3629, 3629, 3631, 3629, 3630, 3629, 3630, 3629, 3630, 3630, 3630, 3630]
    assert master.read(9, 20) == cells + [0] * 7
    assert sum(cells) != 47180  # the pack voltage is a register of its own
    assert master.text(0x03E8, 24) == "BT204805013CT00220940784"
    assert master.read(0x2000, 2) == [0x4D54, 1]
    assert master.read(0x2010, 3) == [23 << 8 | 6, 16 << 8 | 13, 48 << 8 | 51]
    assert master.word(0x2013) == 0
    assert (master.double(0x2014), master.double(0x2016)) == (2530, 5000)
    assert master.word(0x2018) == 162
    assert master.read(0x2019, 5) == [297, 275, 278, OPEN, OPEN]
    assert (master.protections(), master.alarms(), master.word(0x2022)) == ([], [], 0)
    assert master.word(0x2023) == 0b111
    assert master.double(0x2024) == 0
    assert master.read(0x2026, 2) == [0, 0]
    assert master.text(0x2110, 48) == "312_SY_13S_55A_BT204805013CT00220940784"
    assert master.text(0x2100, 32).startswith("SIM312-13S")
    assert master.set_coils() == []
    assert master.coils(0x2000, 5) == [1, 1, 1, 0, 0]


def test_the_24s_pack_of_the_manual() -> None:
    master = Master(mingtang("mingtang-24s"))
    assert master.read(0, 4) == [7166, 24, 9, 50]
    assert master.word(0x2013) == 1
    assert (master.double(0x2014), master.double(0x2016)) == (50, 500)
    assert master.word(0x2018) == 1
    assert master.read(0x2019, 5) == [246, 246, 238, 238, 239]
    assert master.alarms() == [21]  # low power
    assert master.protections() == []
    assert master.read(0x2026, 2) == [UNKNOWN, UNKNOWN]
    assert master.read(0x2028, 4) == [0, 34, 0, 0]
    assert (master.double(0x202C), master.double(0x202E)) == (NO_PLACE, NO_PLACE)
    assert master.read(0x2030, 2) == [UNKNOWN, UNKNOWN]
    assert master.read(0x03E8, 12) == [0xFFFF] * 12
    assert master.text(0x2110, 48) == "570_TL_24S_100A_MT"
    assert master.read(0x2010, 3) == [23 << 8 | 6, 16 << 8 | 13, 56 << 8 | 17]
    cells = master.read(9, 20) + master.read(0x2032, 12)
    assert cells[24:] == [0] * 8
    assert sum(cells) / 24 == pytest.approx(2986, abs=2)
    assert master.refusal(1, words(0x2000, 5)) == 2
    assert master.refusal(5, words(0x2003, 0xFF00)) == 2
    assert master.coils(0x2000, 3) == [1, 1, 1]


def test_the_17s_pack_has_the_settings_and_counters_of_the_manual() -> None:
    master = Master(mingtang("mingtang-17s"))
    assert master.double(0x2200) == 5000
    assert master.read(0x2202, 14) == [
        *(17, 0, 4250, 4150, 2750, 3000, 1000),
        *(7175, 6970, 4760, 5270, 7225, 4590, 450),
    ]
    temperatures = [750, 600, -200, -150, 600, 500, -50, 0, 650, 550, -200, -150]
    assert [signed(word) for word in master.read(0x2210, 12)] == temperatures
    assert master.read(0x221C, 9) == [490, 10, 30, 380, 30, 30, 270, 120, 30]
    assert master.read(0x2300, 14) == [70, 131, 3, 6, 0, 3, 73, 142, 0, 0, 0, 2, 0, 0]


def test_the_tower_board_has_the_public_map_and_nothing_else() -> None:
    master = Master(mingtang("tt-20s"))
    assert master.read(0, 3) == [6615, 20, 63]
    assert all(3200 < mv < 3400 for mv in master.read(9, 20))
    assert master.word(0x33) == 0xAA55
    assert master.text(0x03E8, 24) == "BT106004020TT00210612007"
    for register in (0x2000, 0x2010, 0x2100, 0x2200, 0x2300, 0x2400):
        assert master.refusal(3, words(register, 1)) == 2
    assert master.refusal(1, words(0x2000, 1)) == 2
    for function, data in ((5, words(0, 0)), (6, words(0x2204, 1)), (16, words(1, 1) + b"\2\0\0")):
        assert master.refusal(function, data) == 1


def test_faults_of_the_tower_board_are_live() -> None:
    master = Master(mingtang("tt-20s", sets={"cell_v_3": "3.66", "cell_v_7": "2.4"}))
    master.wait(6.0)
    assert master.set_coils() == [1, 12 + 2, 32 + 6]


@pytest.mark.parametrize("model", ["mingtang-13s", "mingtang-24s", "mingtang-17s", "tt-20s"])
def test_at_rest_nothing_moves(model: str) -> None:
    master = Master(mingtang(model))
    asked = [(0, 52)] + ([(0x2013, 43), (0x2200, 51), (0x2300, 14)] if model != "tt-20s" else [])
    first = [master.read(*what) for what in asked]
    for _ in range(10):
        master.wait(977.3)
        assert [master.read(*what) for what in asked] == first


def test_the_clock_starts_with_the_first_request_and_runs_with_the_wall() -> None:
    master = Master(mingtang(speed=100.0))
    master.wait(50.0)
    assert master.word(0x2012) == 48 << 8 | 51
    master.wait(8.0)
    assert master.word(0x2012) == 48 << 8 | 59
    master.wait(3600.0)
    assert master.read(0x2011, 2) == [16 << 8 | 14, 48 << 8 | 59]


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ("2024-02-29T23:59:59", [24 << 8 | 2, 29 << 8 | 23, 59 << 8 | 59]),
        ("2255-12-31 00:00", [255 << 8 | 12, 31 << 8, 0]),
        ("", [0, 0, 0]),
    ],
)
def test_the_clock_can_be_given(clock: str, shown: list[int]) -> None:
    assert Master(mingtang(sets={"clock": clock})).read(0x2010, 3) == shown


def test_values_of_the_pack_are_shown() -> None:
    sets = {
        **{"soc_pct": "20", "remaining_ah": "700.5", "nominal_ah": "900", "cycles": "7"},
        **{"cell_v_4": "3.333", "pack_v": "41.66", "current_a": "-3"},
        **{"temp_c_1": "-7.4", "temp_c_3": "31.5", "temp_c_5": "-0.6"},
        **{"battery_code": "X1", "vendor_code": "V2", "serial": "S3", "address": "247"},
        **{"count_cell_ov": "70", "count_short": "2", "count_restarts": "9"},
        **{"sim": "locked", "signal": "5", "fix": "1", "lat": "-33.5", "lon": "151.25"},
        **{"lock_status": "locked", "cell_ovp_v": "4.2", "chemistry": "lmo"},
    }
    master = Master(mingtang(sets=sets), address=247)
    assert master.read(2, 2) == [20, 0xFFFF]
    assert (master.double(0x2014), master.double(0x2016)) == (70050, 90000)
    assert (master.word(0x2018), master.word(12), master.word(0x2204)) == (7, 3333, 4200)
    assert master.read(0x2019, 5) == [0x10000 - 6, 0x10000 - 74, 278, 315, OPEN]
    assert master.read(6, 3) == [101, 28, 101]  # -0.6 and 27.8 degrees
    assert (master.text(0x3E8, 24), master.text(0x2110, 48)) == ("X1", "V2")
    assert master.text(0x2128, 24) == "S3"
    assert master.read(0x2300, 14)[-2:] == [2, 9]
    assert master.read(0x2028, 4) == [2, 5, 1, 9]
    assert master.double(0x202C) == 0x100000000 - 335000000
    assert master.double(0x202E) == 1512500000
    assert master.read(0x2030, 2) == [0, UNKNOWN]
    assert master.read(0x2026, 2) == [1, 1]
    assert master.mosfets() == (1, 0)
    assert master.word(0x2013) == 3


@pytest.mark.parametrize(("celsius", "raw"), [("27.5", 28), ("0", 0), ("-1", 101), ("-60", 160)])
def test_whole_degrees_of_the_tower_map(celsius: str, raw: int) -> None:
    sets = {"temp_c_1": celsius, "temp_c_2": celsius, "chg_utp_c": "-60", "dsg_utp_c": "-60"}
    assert Master(mingtang(sets=sets)).word(7) == raw


def test_an_open_battery_sensor_is_a_fault_and_protects_nothing() -> None:
    master = Master(mingtang(faults={"open-ntc": "1+2"}))
    master.wait(10.0)
    assert master.read(0x201A, 2) == [OPEN, OPEN]
    assert master.word(0x2022) == 1 << 3
    assert master.protections() == []
    assert master.word(7) == 255
    assert Master(mingtang()).word(0x2022) == 0  # the external ones are not there by design


@pytest.mark.parametrize("model", ["mingtang-13s", "mingtang-24s"])
def test_a_lock_can_be_asked_for_or_taken_away(model: str) -> None:
    master = Master(mingtang(model, sets={"lock_function": "on"}))
    assert master.read(0x2026, 2) == [1, 0]
    master = Master(mingtang(model, sets={"lock_function": "unknown"}))
    assert master.read(0x2026, 2) == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("nonsense", "1"), ("soc_pct", "101"), ("address", "0"), ("address", "248")],
        *[("cell_ovp_v", "5.001"), ("cell_count", "33"), ("chemistry", "gold"), ("cell_v_14", "3")],
        *[("temp_c_6", "1"), ("clock", "1999-01-01"), ("clock", "soon"), ("clock", "2023-01-01Z")],
        *[("sim", "broken"), ("lock_function", "maybe"), ("battery_code", "x" * 25)],
        *[("serial", "电"), ("count_cell_delta", "1"), ("lat", "91"), ("ride", "2")],
        *[("chg_ocp_1_delay_s", "65536"), ("board_otp_c", "150.1")],
    ],
)
def test_bad_sets_are_refused_with_what_is_allowed(name: str, value: str) -> None:
    with pytest.raises(SimOptionError) as caught:
        make_board("mingtang-13s", sets={name: value})
    assert caught.value.allowed


def test_every_name_of_the_list_is_taken() -> None:
    special = {"clock": "2024-01-01", "sim": "ok", "lock_function": "on", "lock_status": "locked"}
    others = ("jbd", "daly")
    for info in (row for row in catalogue() if row.protocol not in others and row.model != "bus"):
        for name in set(info.set_names) - set(SETS):
            board = make_board(info.model, sets={name: special.get(name, "1")})
            assert len(board.receive(frame(1, 3, words(0, 1)), 0.0)) == 1, name
