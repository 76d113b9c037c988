"""Each protection acts after its delay and not before, recovers by its own rule, is counted."""

from dataclasses import dataclass

import pytest

from mingtang_desk.sim.models import make_board
from tests.sim.hand import Client, bits

# Order of the words of register AA, from the vendor's document.
COUNTERS = [
    *("short", "chg_oc", "dsg_oc", "cell_ov", "cell_uv", "chg_ot"),
    *("chg_ut", "dsg_ot", "dsg_ut", "pack_ov", "pack_uv"),
]


@dataclass(frozen=True)
class Trip:
    key: str
    sets: dict[str, str]
    amps: float
    delay_s: float
    bit: int
    fets: int


ALL_CELLS = {f"cell_v_{n}": "{}" for n in range(1, 14)}


def cells_at(volts: str) -> dict[str, str]:
    return dict.fromkeys(ALL_CELLS, volts)


TRIPS = [
    Trip("cell_ov", {"cell_v_3": "4.260"}, 0.0, 2.0, 0, 2),
    Trip("cell_uv", {"cell_v_3": "2.740"}, 0.0, 4.0, 1, 1),
    Trip("pack_ov", {"pack_v": "54.90"}, 0.0, 2.0, 2, 2),
    Trip("pack_uv", {"pack_v": "36.30"}, 0.0, 4.0, 3, 1),
    Trip("chg_ot", {"temp_c_2": "61"}, 0.0, 3.0, 4, 2),
    Trip("chg_ut", {"temp_c_2": "-6"}, 0.0, 3.0, 5, 2),
    Trip("dsg_ot", {"temp_c_2": "66", "chg_otp_c": "120"}, 0.0, 3.0, 6, 1),
    Trip("dsg_ut", {"temp_c_2": "-21", "chg_utp_c": "-60"}, 0.0, 3.0, 7, 1),
    Trip("chg_oc", {}, 31.0, 10.0, 8, 2),
    Trip("dsg_oc", {}, -61.0, 10.0, 9, 1),
    Trip("dsg_oc", {}, -95.0, 0.32, 9, 1),  # level 2: register 38, low byte
    Trip("short", {}, -210.0, 400e-6, 10, 1),
    Trip("cell_ov", {"cell_v_3": "4.310", "cell_ovp_v": "4.5"}, 0.0, 2.0, 0, 2),  # register 36
    Trip("cell_uv", {"cell_v_3": "2.590", "cell_uvp_v": "2.0"}, 0.0, 4.0, 1, 1),  # register 37
]


@pytest.mark.parametrize("trip", TRIPS, ids=lambda t: f"{t.key}-{t.delay_s:g}")
def test_acts_after_its_delay_and_is_counted(trip: Trip) -> None:
    client = Client(make_board("jbd-13s", sets=trip.sets))
    client.board.set_current(trip.amps)
    client.wait(trip.delay_s * 0.98)
    assert client.info()["bits"] == 0
    assert client.info()["fets"] == 3
    client.wait(trip.delay_s * 0.04)
    assert client.info()["bits"] == bits(trip.bit)
    assert client.info()["fets"] == trip.fets
    assert client.info()["current_a"] == 0.0
    expected = [0] * 11
    expected[COUNTERS.index(trip.key)] = 1
    assert list(client.counts()) == expected


@pytest.mark.parametrize(
    ("sets", "bit"),
    [
        ({"cell_v_3": "4.250"}, 0),
        ({"cell_v_3": "2.750"}, 1),
        ({"temp_c_1": "60.0"}, 4),
        ({"temp_c_1": "-5.0"}, 5),
    ],
)
def test_the_limit_itself_trips_and_the_next_step_does_not(sets: dict[str, str], bit: int) -> None:
    (name, value), inward = *sets.items(), -1 if bit in (0, 4) else 1
    client = Client(make_board("jbd-13s", sets=sets))
    client.wait(60.0)
    assert client.info()["bits"] == bits(bit)
    step = 0.1 if name.startswith("temp") else 0.001
    inside = {name: str(round(float(value) + inward * step, 3))}
    client = Client(make_board("jbd-13s", sets=inside))
    client.wait(60.0)
    assert client.info()["bits"] == 0


def test_a_short_excess_does_not_trip() -> None:
    client = Client(make_board("jbd-13s"))
    for _ in range(5):
        client.board.set_current(31.0)
        client.wait(9.0)
        client.board.set_current(10.0)
        client.wait(1.0)
    assert client.info()["bits"] == 0
    assert sum(client.counts()) == 0


@pytest.mark.parametrize(("amps", "bit"), [(31.0, 8), (-61.0, 9), (-210.0, 10)])
def test_over_current_recovers_by_time(amps: float, bit: int) -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(amps)
    client.wait(10.0)
    assert client.info()["bits"] == bits(bit)
    client.board.set_current(0.0)
    client.wait(20.0)
    assert client.info()["bits"] == bits(bit)
    client.wait(11.0)
    assert client.info()["bits"] == 0
    assert client.info()["fets"] == 3


def test_over_current_that_stays_trips_again_and_counts_again() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(31.0)
    client.wait(10.0 + 30.0 + 10.1)
    assert client.info()["bits"] == bits(8)
    assert client.counts()[COUNTERS.index("chg_oc")] == 2


def test_cell_over_voltage_recovers_below_its_own_threshold() -> None:
    client = Client(make_board("jbd-13s", sets=cells_at("4.17") | {"cell_v_1": "4.24"}))
    client.board.set_current(10.0)
    client.wait(300.0)
    assert client.info()["bits"] & 1
    client.board.set_current(0.0)
    client.wait(600.0)
    assert 4.15 < client.cells()[0] < 4.25
    assert client.info()["bits"] & 1
    client.board.set_current(-20.0)  # through the body diode of the open charge switch
    client.wait(600.0)
    assert max(client.cells()) < 4.15
    assert client.info()["bits"] == 0
    assert client.info()["fets"] == 3


def test_cell_under_voltage_stops_the_load_and_charging_ends_it() -> None:
    client = Client(make_board("jbd-13s", sets={"soc_pct": "3", "pack_uvp_v": "30"}))
    client.board.set_current(-25.0)
    client.wait(600.0)
    assert client.info()["bits"] & 2
    assert client.info()["current_a"] == 0.0
    resting = client.cells()
    client.wait(3600.0)
    assert client.cells()[0] >= resting[0]
    client.board.set_current(25.0)
    client.wait(600.0)
    assert client.info()["bits"] == 0
    assert min(client.cells()) > 3.0


def test_temperature_recovers_at_its_own_threshold() -> None:
    client = Client(make_board("jbd-13s", sets={"ambient_c": "62"}))
    client.wait(4.0)
    assert client.info()["bits"] == bits(4)
    pack = client.board.pack
    pack.temperature_c = pack.ambient_c = 51.0
    client.wait(60.0)
    assert client.info()["bits"] == bits(4)
    pack.temperature_c = pack.ambient_c = 49.0
    client.wait(1.0)
    assert client.info()["bits"] == 0


def test_software_lock_shows_bit_12_and_needs_the_factory_mode() -> None:
    client = Client(make_board("jbd-13s"))
    assert client.put(0xE1, 1) == 0x81
    client.enter()
    for lock, fets, word in [(1, 2, 1 << 12), (2, 1, 1 << 12), (3, 0, 1 << 12), (0, 3, 0)]:
        assert client.put(0xE1, lock) == 0
        assert client.info()["fets"] == fets
        assert client.info()["bits"] == word
    assert client.put(0xE1, 4) == 0x80
    client.leave()
    assert client.info()["fets"] == 3


@pytest.mark.parametrize(
    ("which", "off", "fets"), [(0, 1, 1), (1, 1, 2), (0x0A, 1, 0), (3, 1, 3), (0x0A, 0, 3)]
)
def test_switches_one_by_one(which: int, off: int, fets: int) -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    assert client.put(0xFB, bytes([which, off])) == 0
    assert client.info()["fets"] == fets
    assert client.put(0xFB, bytes([7, 0])) == 0x80


def test_a_lock_outlasts_a_protection() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    client.put(0xE1, 1)
    client.leave()
    client.board.set_current(-61.0)
    client.wait(10.1)
    assert client.info()["bits"] == bits(9, 12)
    client.board.set_current(0.0)
    client.wait(31.0)
    assert client.info()["bits"] == bits(12)
    assert client.info()["fets"] == 2


def test_clear_alarm_ends_a_hold_early() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(31.0)
    client.wait(10.1)
    client.board.set_current(0.0)
    assert client.info()["bits"] == bits(8)
    assert client.put(0x0A, 0x0400) == 0
    assert client.info()["bits"] == 0


def test_a_changed_limit_works_at_once() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(20.0)
    client.wait(20.0)
    client.enter()
    assert client.put(0x28, 1900) == 0
    assert client.put(0x3E, 0x050A) == 0
    client.wait(4.9)
    assert client.info()["bits"] == 0
    client.wait(0.2)
    assert client.info()["bits"] == bits(8)
    client.board.set_current(0.0)
    client.wait(10.1)
    assert client.info()["bits"] == 0


def test_shunt_register_scales_current_and_hardware_levels() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(-20.0)
    client.enter()
    assert client.put(0x2C, 5) == 0  # the board believes in half the shunt it has
    assert client.info()["current_a"] == -40.0
    assert client.put(0x2C, 0x8000 | 100) == 0  # 1.00 mOhm in the fine unit
    assert client.info()["current_a"] == -20.0
    assert client.put(0x2C, 0) == 0x80
