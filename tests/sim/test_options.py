"""`--set`, the list of models, and what is refused."""

from pathlib import Path

import pytest

from mingtang_desk.sim.ble_identity import SETS
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.models import catalogue, make_board
from tests.sim.hand import Client, read


def test_the_catalogue() -> None:
    rows = {info.model: info for info in catalogue() if info.protocol == "jbd"}
    assert list(rows) == ["jbd-4s", "jbd-13s", "jbd-16s-lfp", "jbd-17s"]
    for info in rows.values():
        assert info.protocol == "jbd"
        assert info.listen == ("pty", "tcp", "hci")
        assert len(set(info.set_names)) == len(info.set_names)
    assert "cell_v_13" in rows["jbd-13s"].set_names
    assert "cell_v_14" not in rows["jbd-13s"].set_names


def test_values_of_the_pack_are_shown() -> None:
    sets = {
        "soc_pct": "9",
        "remaining_ah": "0.5",
        "full_ah": "5",
        "nominal_ah": "5",
        "cycles": "1",
        "ambient_c": "23.8",
        "temp_c_2": "-10.5",
        "cell_v_4": "3.333",
        "pack_v": "41.66",
        "device_name": "TEST-1",
        "production_date": "2024-02-29",
        "firmware": "3.4",
        "count_cell_ov": "70",
        "count_short": "2",
    }
    client = Client(make_board("jbd-13s", sets=sets))
    info = client.info()
    assert (info["soc"], info["remaining_ah"], info["nominal_ah"]) == (9, 0.5, 5.0)
    assert (info["cycles"], info["pack_v"], info["version"]) == (1, 41.66, 0x34)
    assert info["temperatures"] == [23.8, -10.5]
    assert info["date"] == (2024, 2, 29)
    assert client.cells()[3] == 3.333
    assert client.get(5) == b"TEST-1"
    assert client.counts()[0] == 2
    assert client.counts()[3] == 70


@pytest.mark.parametrize("soc", [0, 1, 20, 50, 99, 100])
def test_soc_moves_cells_and_counter(soc: int) -> None:
    client = Client(make_board("jbd-13s", sets={"soc_pct": str(soc)}))
    assert client.info()["soc"] == soc
    assert client.info()["remaining_ah"] == soc / 2
    assert client.board.pack.cells[0].soc == pytest.approx(soc / 100, abs=0.004)
    assert client.info()["pack_v"] == pytest.approx(sum(client.cells()), abs=0.02)


def test_settings_may_be_set_by_key() -> None:
    sets = {"cell_ovp_v": "4.201", "dsg_ocp_1_a": "44.5", "scp_a": "130", "chg_utp_c": "-7.5"}
    board = make_board("jbd-13s", sets=sets)
    assert board.eeprom[0x24] == 4201
    assert board.eeprom[0x29] == 0x10000 - 4450
    assert board.eeprom[0x38] >> 8 & 7 == 4  # 2 x 67 mV over 1 mOhm is the nearest
    assert board.eeprom[0x1A] == 2731 - 75


def test_a_current_flows_from_the_start() -> None:
    client = Client(make_board("jbd-13s", sets={"current_a": "-12.5"}))
    assert client.info()["current_a"] == -12.5


def test_password_and_maker() -> None:
    client = Client(make_board("jbd-13s", sets={"password": "a1b2c3", "maker": "ME"}))
    assert client.put(0x00, 0x5678) == 0x83
    assert client.put(0x06, b"\x06a1b2c3") == 0
    client.enter()
    assert client.get(0xA0) == b"\x02ME"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonsense", "1"),
        ("soc_pct", "101"),
        ("soc_pct", "full"),
        ("soc_pct", "nan"),
        ("cycles", "1.5"),
        ("cycles", "-1"),
        ("cell_v_1", "0"),
        ("cell_v_99", "3.6"),
        ("temp_c_1", "300"),
        ("device_name", "x" * 32),
        ("device_name", "电池"),
        ("password", "short"),
        ("production_date", "yesterday"),
        ("production_date", "1999-01-01"),
        ("firmware", "21"),
        ("tail", "5"),
        ("unit_switch", "2"),
        ("cell_ovp_v", "70"),
        ("cell_ovp_v", "-1"),
        ("cell_count", "0"),
        ("count_cell_ov", "70000"),
        ("count_nothing", "1"),
    ],
)
def test_bad_sets_are_refused_with_what_is_allowed(name: str, value: str) -> None:
    with pytest.raises(SimOptionError) as caught:
        make_board("jbd-13s", sets={name: value})
    assert caught.value.allowed


def test_unknown_model_and_bad_speed() -> None:
    with pytest.raises(SimOptionError, match="jbd-13s"):
        make_board("jbd-99s")
    for speed in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(SimOptionError):
            make_board("jbd-13s", speed=speed)


def test_every_name_of_the_list_is_taken(tmp_path: Path) -> None:
    special = {
        "production_date": "2024-01-01",
        "firmware": "2.1",
        "password": "123456",
        "tail": "9",
        "cell_count": "13",
        "charger_v": "54",
        "ambient_c": "20",
    }
    for info in (info for info in catalogue() if info.protocol == "jbd"):
        for name in set(info.set_names) - set(SETS):
            board = make_board(info.model, sets={name: special.get(name, "1")})
            assert len(board.receive(read(3), 0.0)) == 1, name
