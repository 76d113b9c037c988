"""The pack behaves like a battery."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.sim.cell import CHEMISTRIES, LFP, NMC, Chemistry, NotMonotonicError, make_cell
from mingtang_desk.sim.models import catalogue, make_board
from tests.sim.hand import Client


@given(st.sampled_from(sorted(CHEMISTRIES)), st.floats(-0.09, 1.09), st.floats(0.0001, 0.05))
def test_voltage_rises_with_charge_and_can_be_inverted(key: str, soc: float, more: float) -> None:
    chemistry = CHEMISTRIES[key]
    assert chemistry.ocv(soc + more) > chemistry.ocv(soc)
    assert chemistry.soc_at(chemistry.ocv(soc)) == pytest.approx(soc, abs=1e-9)


def test_a_curve_that_falls_is_refused() -> None:
    with pytest.raises(NotMonotonicError):
        Chemistry(
            key="x", soc=(0.0, 1.0), ocv_v=(3.0, 2.9), r0_ohm_ah=1.0, r1_ohm_ah=1.0, tau_s=1.0
        )


def test_sag_at_the_first_instant_is_the_ohmic_drop_alone() -> None:
    client = Client(make_board("jbd-13s"))
    before = client.cells()
    client.board.set_current(-20.0)
    sag = [a - b for a, b in zip(before, client.cells(), strict=True)]
    assert sag == pytest.approx([20.0 * 0.050 / 50.0] * 13, abs=0.0011)


def test_the_rc_pair_relaxes_with_its_time_constant() -> None:
    cell = make_cell(NMC, 50.0, 0.5)
    for _ in range(100):
        cell.step(3.0, -20.0)
    held = cell.rc_v
    assert held == pytest.approx(-20.0 * 0.030 / 50.0, rel=1e-3)
    cell.step(NMC.tau_s, 0.0)
    assert cell.rc_v == pytest.approx(held / math.e, rel=1e-9)


def test_step_size_does_not_matter() -> None:
    one, many = make_cell(LFP, 100.0, 0.5), make_cell(LFP, 100.0, 0.5)
    one.step(60.0, 30.0)
    for _ in range(600):
        many.step(0.1, 30.0)
    assert many.soc == pytest.approx(one.soc, rel=1e-12)
    assert many.rc_v == pytest.approx(one.rc_v, rel=1e-9)


@pytest.mark.parametrize("amps", [25.0, -100.0])
def test_sag_is_r0_times_i_to_the_step_of_the_converters(amps: float) -> None:
    client = Client(make_board("jbd-13s"))
    cells, pack_v = client.cells(), client.info()["pack_v"]
    client.board.set_current(amps)
    drop_v = amps * 0.050 / 50.0
    sag = [b - a for a, b in zip(cells, client.cells(), strict=True)]
    assert sag == pytest.approx([drop_v] * 13, abs=0.0011)
    assert client.info()["pack_v"] - pack_v == pytest.approx(13 * drop_v, abs=0.011)
    cell = make_cell(NMC, 50.0, 0.5)
    assert cell.terminal_v(amps) - cell.terminal_v(0.0) == pytest.approx(drop_v, rel=1e-9)


@pytest.mark.parametrize("amps", [10.0, -10.0])
def test_ten_amperes_for_six_minutes_move_one_ampere_hour(amps: float) -> None:
    client = Client(make_board("jbd-13s"))
    before = client.info()["remaining_ah"]
    truth = [cell.soc for cell in client.board.pack.cells]
    client.board.set_current(amps)
    client.wait(360.0)
    assert client.info()["current_a"] == pytest.approx(amps, abs=0.03)
    assert client.info()["remaining_ah"] - before == pytest.approx(amps / 10.0, rel=0.005)
    moved = [cell.soc - soc for cell, soc in zip(client.board.pack.cells, truth, strict=True)]
    assert moved == pytest.approx([amps / 10.0 / 50.0] * 13, rel=1e-6)


def test_charge_goes_in_and_out_without_loss_of_count() -> None:
    client = Client(make_board("jbd-13s"))
    for amps in (10.0, -10.0):
        client.board.set_current(amps)
        client.wait(360.0)
    client.board.set_current(0.0)
    assert client.info()["remaining_ah"] == 25.3
    assert client.info()["current_a"] == 0.0


@pytest.mark.parametrize("model", [info.model for info in catalogue() if info.protocol == "jbd"])
def test_at_rest_nothing_moves(model: str) -> None:
    client = Client(make_board(model))
    first = [client.get(register) for register in (3, 4, 5, 0xAA)]
    for _ in range(20):
        client.wait(977.3)
        assert [client.get(register) for register in (3, 4, 5, 0xAA)] == first


def test_noise_comes_with_current_and_is_the_same_for_the_same_seed() -> None:
    def run(seed: int) -> list[bytes]:
        client = Client(make_board("jbd-13s", seed=seed))
        client.board.set_current(10.0)
        rows = []
        for _ in range(20):
            client.wait(1.0)
            rows.append(client.get(4))
        return rows

    assert run(3) == run(3)
    assert run(3) != run(4)
    assert len(set(run(3))) > 10


def test_losses_warm_the_pack_and_rest_cools_it() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(-55.0)
    client.wait(1200.0)
    loss_w = 13 * 55.0**2 * (0.050 + 0.030) / 50.0
    rise_c = loss_w * 1200.0 / (20.0 * 50.0 * 13)
    warm = client.board.pack.temperature_c - 27.5
    assert warm == pytest.approx(rise_c, rel=0.12)
    assert client.info()["temperatures"][0] > 32.0
    client.board.set_current(0.0)
    client.wait(8 * 7200.0)
    assert client.board.pack.temperature_c - 27.5 < 0.01


def test_a_charger_ends_in_constant_voltage() -> None:
    board = make_board("jbd-13s", sets={"soc_pct": "90", "current_a": "20", "charger_v": "53.5"})
    client = Client(board)
    assert client.info()["current_a"] == 20.0
    client.wait(600.0)
    assert 0.0 < client.info()["current_a"] < 20.0
    assert client.info()["pack_v"] == pytest.approx(53.5, abs=0.03)
    client.wait(7200.0)
    assert client.info()["current_a"] < 0.1


def test_current_flows_only_where_switch_or_body_diode_lets_it() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(-10.0)
    client.enter()
    for lock, amps, flows in [
        (2, -10.0, 0.0),
        (1, -10.0, -10.0),
        (1, 10.0, 0.0),
        (2, 10.0, 10.0),
        (3, 10.0, 0.0),
        (3, -10.0, 0.0),
        (0, -10.0, -10.0),
    ]:
        assert client.put(0xE1, lock) == 0
        client.board.set_current(amps)
        assert client.info()["current_a"] == flows, (lock, amps)


def test_cycles_count_a_full_discharge() -> None:
    client = Client(
        make_board("jbd-13s", sets={"cycles": "7", "full_ah": "4", "remaining_ah": "4"})
    )
    client.board.set_current(-20.0)
    client.wait(719.0)
    assert client.info()["cycles"] == 7
    client.wait(2.0)
    assert client.info()["cycles"] == 8


def test_speed_runs_the_pack_faster_than_the_wall() -> None:
    client = Client(make_board("jbd-13s", speed=60.0))
    client.board.set_current(10.0)
    client.wait(6.0)
    assert client.info()["remaining_ah"] == pytest.approx(26.3, abs=0.005)


def test_a_clock_that_goes_back_changes_nothing() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(10.0)
    client.wait(360.0)
    client.wait(-100.0)
    assert client.info()["remaining_ah"] == pytest.approx(26.3, abs=0.005)


def test_weak_cell_sags_more_and_moves_faster() -> None:
    client = Client(make_board("jbd-13s", faults={"weak-cell": "4"}))
    assert client.cells()[3] == 3.631
    client.board.set_current(-30.0)
    sags = [a - b for a, b in zip([3.629] * 13, client.cells(), strict=True)]
    assert sags[3] > 2 * sags[0]
    client.wait(1800.0)
    cells = client.board.pack.cells
    assert cells[0].soc == pytest.approx(0.4975 - 15.0 / 50.0, abs=1e-6)
    assert cells[3].soc == pytest.approx(0.5 + 0.001 / 0.9 - 15.0 / 35.0, abs=1e-6)


def test_balancing_lowers_the_high_cell() -> None:
    sets = {f"cell_v_{n}": "4.050" for n in range(1, 14)} | {"cell_v_5": "4.090"}
    client = Client(make_board("jbd-13s", sets=sets))
    assert client.info()["balance"] == 0  # bit 3: only while charging
    client.enter()
    assert client.put(0x2D, 0x0004) == 0
    assert client.info()["balance"] == 1 << 4
    before = client.board.pack.cells[4].soc
    client.wait(3600.0)
    bled_ah = (before - client.board.pack.cells[4].soc) * 50.0
    assert bled_ah == pytest.approx(4.08 / 47.0, rel=0.02)
    client.wait(30 * 3600.0)
    cells = client.cells()
    assert cells[4] - min(cells) < 0.010
    assert client.info()["balance"] == 0


def test_balancing_only_while_charging_waits_for_current() -> None:
    sets = {f"cell_v_{n}": "4.050" for n in range(1, 14)} | {"cell_v_5": "4.090"}
    client = Client(make_board("jbd-13s", sets=sets))
    client.board.set_current(5.0)
    assert client.info()["balance"] == 1 << 4
    client.board.set_current(-5.0)
    assert client.info()["balance"] == 0
    client.enter()
    client.board.set_current(5.0)
    assert client.put(0x2D, 0x0008) == 0  # function off
    assert client.info()["balance"] == 0


def test_balance_test_pattern_ends_with_the_factory_mode() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    assert client.put(0xE2, 1) == 0
    assert client.info()["balance"] == 0b1010101010101
    assert client.put(0xE2, 2) == 0
    assert client.info()["balance"] == 0b0101010101010
    assert client.put(0xE2, 3) == 0
    assert client.info()["balance"] == 0
    assert client.put(0xE2, 1) == 0
    client.leave()
    assert client.info()["balance"] == 0
    client.enter()
    assert client.put(0xE2, 9) == 0x80
