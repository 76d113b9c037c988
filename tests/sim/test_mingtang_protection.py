"""Each protection of a Mingtang board acts in time, shows its level, recovers, is counted."""

from dataclasses import dataclass

import pytest

from tests.sim.modbus_hand import Master, mingtang

COUNTERS = (
    *("cell_ov", "cell_uv", "pack_ov", "pack_uv", "chg_oc", "dsg_oc"),
    *("chg_protection", "dsg_protection", "chg_ot", "chg_ut", "dsg_ot", "dsg_ut", "short"),
)
NO_DELTA = {"cell_delta_protect_v": "5"}


@dataclass(frozen=True)
class Trip:
    bit: int
    mosfets: tuple[int, int]
    delay_s: float
    counter: str
    sets: dict[str, str]
    amps: float = 0.0
    coil: int | None = None


OPEN_CHARGE, OPEN_DISCHARGE, OPEN_BOTH = (0, 1), (1, 0), (0, 0)
TRIPS = [
    Trip(0, OPEN_CHARGE, 2.0, "cell_ov", {"cell_v_3": "4.26"}, coil=12 + 2),
    Trip(1, OPEN_DISCHARGE, 4.0, "cell_uv", {"cell_v_3": "2.74"}, coil=32 + 2),
    Trip(2, OPEN_CHARGE, 2.0, "pack_ov", {"pack_v": "55.3"}),
    Trip(3, OPEN_DISCHARGE, 4.0, "pack_uv", {"pack_v": "35.7"}),
    Trip(4, OPEN_CHARGE, 10.0, "chg_oc", {}, 46.0, coil=2),
    Trip(5, OPEN_CHARGE, 30.0, "chg_oc", {}, 39.0, coil=2),
    Trip(6, OPEN_CHARGE, 120.0, "chg_oc", {}, 30.0, coil=2),
    Trip(7, OPEN_DISCHARGE, 2.0, "dsg_oc", {}, -112.0, coil=3),
    Trip(8, OPEN_DISCHARGE, 10.0, "dsg_oc", {}, -85.0, coil=3),
    Trip(16, OPEN_DISCHARGE, 60.0, "dsg_oc", {}, -62.0, coil=3),
    Trip(9, OPEN_CHARGE, 3.0, "chg_ot", {"temp_c_2": "61"}, coil=5),
    Trip(10, OPEN_CHARGE, 3.0, "chg_ut", {"temp_c_1": "-6"}, coil=7),
    Trip(11, OPEN_DISCHARGE, 3.0, "dsg_ot", {"temp_c_2": "66", "chg_otp_c": "120"}, coil=6),
    Trip(12, OPEN_DISCHARGE, 3.0, "dsg_ut", {"temp_c_1": "-21", "chg_utp_c": "-60"}, coil=8),
    Trip(13, OPEN_BOTH, 3.0, "", {"temp_c_5": "76"}),
    Trip(14, OPEN_BOTH, 3.0, "", {"temp_c_5": "-21"}),
    Trip(17, OPEN_DISCHARGE, 400e-6, "short", {}, -320.0, coil=4),
    Trip(18, OPEN_BOTH, 5.0, "", {"cell_v_3": "3.0", "cell_delta_protect_v": "0.6"}, coil=1),
    Trip(19, OPEN_CHARGE, 1.0, "", {"pack_v": "56", "pack_ovp_v": "60"}),
    Trip(20, OPEN_DISCHARGE, 2.0, "", {"pack_v": "35", "pack_uvp_v": "30"}),
]


@pytest.mark.parametrize("trip", TRIPS, ids=lambda t: f"bit-{t.bit}")
def test_acts_after_its_delay_at_its_level(trip: Trip) -> None:
    zero = {f"count_{key}": "0" for key in COUNTERS if not key.endswith("protection")}
    master = Master(mingtang(sets=NO_DELTA | zero | trip.sets))
    master.board.set_current(trip.amps)
    master.wait(trip.delay_s * 0.98)
    assert master.protections() == []
    assert trip.bit in master.alarms()  # it warns before it acts
    assert master.mosfets() == (1, 1)
    assert master.set_coils() == []
    master.wait(trip.delay_s * 0.04)
    assert master.protections() == [trip.bit]
    assert trip.bit not in master.alarms()
    assert master.mosfets() == trip.mosfets
    assert master.word(5) == 0
    assert master.set_coils() == ([] if trip.coil is None else [trip.coil])
    counted = dict(zip(COUNTERS, master.read(0x2300, 13), strict=True))
    expected = dict.fromkeys(COUNTERS, 0)
    if trip.counter:
        expected[trip.counter] = 1
    charge, discharge = (
        "cell_ov pack_ov chg_oc chg_ot chg_ut",
        "cell_uv pack_uv dsg_oc dsg_ot dsg_ut",
    )
    expected["chg_protection"] = sum(expected[key] for key in charge.split())
    expected["dsg_protection"] = sum(expected[key] for key in discharge.split())
    assert counted == expected


@pytest.mark.parametrize(("amps", "level", "bit"), [(46.0, 1, 4), (39.0, 2, 5), (30.0, 3, 6)])
def test_each_level_recovers_after_its_own_time(amps: float, level: int, bit: int) -> None:
    sets = {f"chg_ocp_{n}_recovery_s": str(20 * n) for n in (1, 2, 3)}
    master = Master(mingtang(sets=sets))
    master.board.set_current(amps)
    while not master.protections():
        master.wait(0.5)
    master.board.set_current(0.0)
    master.wait(20.0 * level - 1.0)
    assert master.protections() == [bit]
    assert master.mosfets() == (0, 1)
    master.wait(1.5)
    assert master.protections() == []
    assert master.mosfets() == (1, 1)


def test_the_lowest_level_comes_last_and_a_pause_starts_it_anew() -> None:
    master = Master(mingtang())
    for _ in range(3):
        master.board.set_current(30.0)
        master.wait(110.0)
        master.board.set_current(5.0)
        master.wait(1.0)
    assert master.protections() == []
    master.board.set_current(30.0)
    master.wait(121.0)
    assert master.protections() == [6]


def test_the_sensors_belong_to_their_scopes() -> None:
    master = Master(mingtang(sets={"temp_c_3": "120", "temp_c_4": "-50", "temp_c_5": "70"}))
    master.wait(60.0)
    assert master.protections() == []
    assert master.mosfets() == (1, 1)


def test_the_board_recovers_at_its_own_threshold() -> None:
    master = Master(mingtang(sets={"temp_c_5": "76"}))
    master.wait(4.0)
    pack = master.board.pack
    for above_c, bits in ((61.0, [13]), (59.0, [])):
        pack.temperature_c = pack.ambient_c = 27.5 - (76.0 - above_c)
        master.wait(1.0)
        assert master.protections() == bits


def test_a_cell_difference_ends_when_it_has_shrunk() -> None:
    sets = {f"cell_v_{n}": "3.9" for n in range(1, 14)} | {"cell_v_2": "3.7"}
    master = Master(mingtang(sets=sets | {"cell_delta_protect_v": "0.190"}))
    master.wait(6.0)
    assert master.protections() == [18]
    master.write(0x2208, 240)  # 80 % of it is 0.192 V
    assert master.protections() == [18]
    master.write(0x2208, 260)
    assert master.protections() == []


def test_temperatures_far_apart_warn_only() -> None:
    master = Master(mingtang(sets={"temp_c_1": "20", "temp_c_2": "31"}))
    assert master.alarms() == [23]
    assert master.protections() == []


def test_a_full_pack_that_is_charged_warns() -> None:
    master = Master(mingtang(sets={"soc_pct": "100"}))
    assert master.alarms() == []
    master.board.set_current(2.0)
    assert 22 in master.alarms()


def test_balancing_lowers_the_high_cell_and_follows_its_switch() -> None:
    sets = {f"cell_v_{n}": "4.05" for n in range(1, 14)} | {"cell_v_5": "4.09"}
    master = Master(mingtang(sets=sets))
    assert master.double(0x2024) == 1 << 4
    before = master.word(9 + 4)
    master.wait(4 * 3600.0)
    assert master.word(9 + 4) < before
    master.switch(0x2002, on=False)
    assert master.double(0x2024) == 0
    master.switch(0x2002, on=True)
    master.write(0x2231, 4200)
    assert master.double(0x2024) == 0


def test_charge_is_counted_as_it_flows() -> None:
    master = Master(mingtang())
    master.board.set_current(-10.0)
    master.wait(360.0)
    assert master.double(0x2014) == 2430
    assert master.word(3) == 2430
    assert master.word(2) == 48
    assert master.word(5) == pytest.approx(0x10000 - 1000, abs=3)
