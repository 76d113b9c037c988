"""A switch is judged by the current as well as by its flag, with every fault on."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mingtang_desk.core.errors import DeviceError, MingtangError, OutOfRangeError, VerifyError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.profiles import shipped_driver
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.jbd_models import JBD_MODELS
from mingtang_desk.sim.mingtang_models import MINGTANG_MODELS
from tests.session.bench import QUICK, Bench, simulated

MINGTANG = shipped_driver("mingtang")
BOARDS = [
    *((model.key, JBD) for model in JBD_MODELS),
    *((model.key, MINGTANG) for model in MINGTANG_MODELS if model.has_extension),
]
SHORT = replace(QUICK, confirm_s=0.2)


def flags(bench: Bench) -> tuple[bool, bool]:
    """What the simulated board itself has done: charge and discharge MOSFET."""
    port: SimPort | None = bench.port._port
    assert port is not None
    bms = port._board.rig.bms  # type: ignore[attr-defined]
    return bms.charge_mosfet, bms.discharge_mosfet


@pytest.mark.asyncio
@pytest.mark.parametrize(("model", "driver"), BOARDS)
async def test_a_load_stops_and_comes_back_on_every_board(model: str, driver: Driver) -> None:
    async with simulated(model=model, driver=driver, sets={"current_a": "-8"}) as bench:
        off = await bench.session.control(Action.DISCHARGE, False, who="me")
        assert off.evidence is not None
        assert (off.evidence.flag, off.evidence.measured) == (True, True)
        assert off.evidence.before_a == pytest.approx(8.0, abs=0.1)
        assert off.evidence.after_a == pytest.approx(0.0, abs=0.1)
        assert flags(bench)[1] is False
        on = await bench.session.control(Action.DISCHARGE, True, who="me")
        assert on.evidence is not None
        assert (on.evidence.flag, on.evidence.measured) == (True, True)


@pytest.mark.asyncio
@pytest.mark.parametrize(("model", "driver"), BOARDS)
async def test_without_a_current_the_flag_alone_confirms(model: str, driver: Driver) -> None:
    async with simulated(model=model, driver=driver, sets={"current_a": "0"}) as bench:
        off = await bench.session.control(Action.CHARGE, False, who="me")
        assert off.evidence is not None
        assert (off.confirmed, off.evidence.flag, off.evidence.measured) == (True, True, None)


@pytest.mark.asyncio
@pytest.mark.parametrize(("model", "driver"), BOARDS)
@pytest.mark.parametrize(
    ("action", "amps"), [(Action.DISCHARGE, "-12"), (Action.CHARGE, "12")], ids=["dsg", "chg"]
)
async def test_a_welded_mosfet_is_not_believed(
    model: str, driver: Driver, action: Action, amps: str
) -> None:
    sets = {"current_a": amps, "soc_pct": "50"}
    async with simulated(
        {"welded": action.value}, model=model, driver=driver, sets=sets, timing=SHORT
    ) as bench:
        with pytest.raises(VerifyError) as caught:
            await bench.session.control(action, False, who="me")
        assert caught.value.key == "current_flows"
        assert "welded" in caught.value.hint
        evidence = caught.value.values["evidence"]
        assert evidence is not None
        assert (evidence.flag, evidence.measured) == (True, False)  # type: ignore[attr-defined]
        assert bench.journal.states == {action.value: "refused"}
        (effect,) = bench.journal.entries[-1].side_effects
        assert effect.startswith("current_flows:1")


@pytest.mark.asyncio
async def test_a_welded_switch_on_trial_is_put_back_all_the_same() -> None:
    fault = {"welded": "discharge"}
    async with simulated(fault, sets={"current_a": "-12"}, timing=SHORT) as bench:
        with pytest.raises(VerifyError):
            await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=0.05)
        (trial,) = bench.session.dead_men.open
        await asyncio.wait_for(trial.ended.wait(), 5)
        assert flags(bench)[1] is True


@pytest.mark.asyncio
@pytest.mark.parametrize(("model", "driver"), [("jbd-13s", JBD), ("mingtang-17s", MINGTANG)])
@pytest.mark.parametrize("fault", ["unacked", "refuse", "nak"])
async def test_done_without_answer_answered_without_doing_and_refused(
    model: str, driver: Driver, fault: str
) -> None:
    sets = {"current_a": "-8"}
    async with simulated(
        {fault: "discharge"}, model=model, driver=driver, sets=sets, timing=SHORT
    ) as bench:
        if fault == "unacked":
            done = await bench.session.control(Action.DISCHARGE, False, who="me")
            assert (done.confirmed, flags(bench)[1]) == (True, False)
            assert bench.journal.states == {"discharge": "applied"}
            return
        with pytest.raises(MingtangError) as caught:
            await bench.session.control(Action.DISCHARGE, False, who="me")
        assert caught.value.key == ("verify_failed" if fault == "refuse" else "rejected")
        assert flags(bench)[1] is True
        assert bench.journal.states == {"discharge": "refused"}


@pytest.mark.asyncio
@pytest.mark.parametrize(("model", "driver"), [("jbd-13s", JBD), ("mingtang-17s", MINGTANG)])
async def test_a_power_cut_at_every_byte_ends_truthful(
    model: str, driver: Driver, tmp_path: Path
) -> None:
    """The journal never says more than the board does once it is powered again."""
    ends: set[str] = set()
    async with simulated(model=model, driver=driver) as bench:
        start = len(bench.log)
        await bench.session.control(Action.CHARGE, False, who="me")
        before = sum(len(d) for w, d in bench.log[:start] if w == "tx")
        total = sum(len(d) for w, d in bench.log if w == "tx")
    for cut in range(before + 1, total + 1, 7):
        faults: list[Mapping[str, str | None]] = [{"cut-after": str(cut)}, {}]
        state = tmp_path / str(cut)
        async with simulated(
            *faults, model=model, driver=driver, timing=SHORT, state=state
        ) as bench:
            confirmed = False
            try:
                confirmed = (await bench.session.control(Action.CHARGE, False, who="me")).confirmed
            except MingtangError as error:
                ends.add(error.key)
            after = await bench.session.read_sample()
            if bench.journal.entries:
                said = bench.journal.states["charge"]
                ends.add(said)
                assert confirmed is (said == "applied")
                if said == "applied":
                    assert after.charge_mosfet is False, cut
                if said == "refused":
                    assert after.charge_mosfet is True, cut
    assert len(ends) > 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("model", "driver", "fault"),
    [
        ("jbd-13s", JBD, {"lost": "0.2"}),
        ("mingtang-17s", MINGTANG, {"lost": "0.2"}),
        ("jbd-13s", JBD, {"late": "0.06"}),
        ("mingtang-17s", MINGTANG, {"damage": "0.2"}),
    ],
)
async def test_lost_late_and_damaged_frames_end_truthful(
    model: str, driver: Driver, fault: Mapping[str, str]
) -> None:
    async with simulated(fault, model=model, driver=driver, connect=False) as bench:
        for _ in range(8):
            try:
                await bench.session.connect()
                break
            except MingtangError:
                continue
        ended = 0
        action = Action.DISCHARGE
        for on in (False, True):
            count = len(bench.journal.entries)
            try:
                done = await bench.session.control(action, on, who="me")
                assert done.confirmed
            except MingtangError:
                if len(bench.journal.entries) == count:
                    continue  # nothing was sent
            ended += 1
            said = bench.journal.states[action.value]
            real = flags(bench)[1]
            assert said in ("unknown", "applied" if real is on else "refused")
        assert ended


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("action", "value", "key", "shown"),
    [
        (Action.SET_SOC, 70, "soc_pct", 70.0),
        (Action.SET_CAPACITY, 12.5, "remaining_ah", 12.5),
        (Action.BALANCE, False, "balancer", False),
    ],
)
async def test_a_jbd_board_takes_charge_and_balance(
    action: Action, value: float | bool, key: str, shown: object
) -> None:
    async with simulated(sets={"count_cell_ov": "7"}) as bench:
        done = await bench.session.control(action, value, who="me")
        assert (done.confirmed, done.state) == (True, {key: shown})
        assert (await bench.session.read_counters()).values["cell_ov"] == (
            0 if action is Action.BALANCE else 7
        )
        if action is Action.BALANCE:  # it had to be saved, and a save clears the counters
            assert done.effects == ("counters_cleared",)
            kept = dict(bench.store.counters[0][1].values)
            assert (bench.store.counters[0][0], kept["cell_ov"]) == ("before_save", 7)


@pytest.mark.asyncio
async def test_a_charge_that_is_ignored_or_too_large_is_not_believed() -> None:
    async with simulated({"refuse": "remaining"}, timing=SHORT) as bench:
        with pytest.raises(VerifyError) as caught:
            await bench.session.control(Action.SET_SOC, 90, who="me")
        assert caught.value.key == "verify_failed"
        with pytest.raises(OutOfRangeError) as too_much:
            await bench.session.control(Action.SET_CAPACITY, 51, who="me")
        assert "50 Ah" in too_much.value.message
        assert bench.journal.states == {"set-soc": "refused"}


@pytest.mark.asyncio
async def test_counters_that_are_not_cleared_are_told() -> None:
    async with simulated(
        {"refuse": "clear_counters"}, sets={"count_cell_ov": "7"}, timing=SHORT
    ) as bench:
        with pytest.raises(VerifyError):
            await bench.session.control(Action.CLEAR_COUNTERS, who="me")
        assert bench.journal.states == {"clear-counters": "refused"}


@pytest.mark.asyncio
async def test_a_factory_reset_is_undone_from_its_snapshot(tmp_path: Path) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", SystemClock())
    try:
        async with simulated(model="mingtang-17s", driver=MINGTANG) as bench:
            session = bench.session
            session._board.journal = store
            session._keeper._store = store
            with pytest.raises(DeviceError) as caught:
                await session.control(Action.UNDO_FACTORY_RESET, who="me")
            assert caught.value.key == "no_reset_to_undo"
            await session.write_settings({"cell_ovp_v": 4.2, "chg_otp_c": 55.0}, who="me")
            mine = (await session.read_settings()).values
            await session.control(Action.FACTORY_RESET, who="me")
            assert (await session.read_settings()).values != mine
            done = await session.control(Action.UNDO_FACTORY_RESET, who="me")
            assert done.confirmed
            assert (await session.read_settings()).values == mine
            with pytest.raises(DeviceError) as caught:
                await session.control(Action.UNDO_FACTORY_RESET, who="me")
            assert caught.value.key == "reset_is_undone"
    finally:
        await store.close()
