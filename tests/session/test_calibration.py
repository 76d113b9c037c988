"""Calibration against simulators on a terminal, with a meter on TCP: steady, drifting, nonsense."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mingtang_desk.core.errors import (
    DeviceError,
    LinkTimeoutError,
    MeterError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
    UsageError,
    VerifyError,
)
from mingtang_desk.device.calibration import CalibrationPoint, Verdict, parse_target
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.stability import Steadiness
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.session.calibration_wait import Progress
from mingtang_desk.session.references import (
    MeterReference,
    Reference,
    TypedReference,
    check_not_board,
)
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.powered import PoweredBoard
from tests.session.calibration_bench import BRISK, CalibrationBench, calibration_bench

pytestmark = pytest.mark.asyncio


async def calibrated(
    bench: CalibrationBench, target: str, reference: Reference | None = None
) -> CalibrationPoint:
    if reference is None:
        reference = MeterReference(await bench.meter())
    job = bench.session.calibrator.job(parse_target(target), reference, pace=BRISK)
    await job.settle()
    return await job.send(who="test")


@pytest.mark.parametrize(
    ("model", "target", "sets"),
    [
        ("jbd-13s", "charge-current", {"charge_gain": "1.08", "current_a": "10"}),
        ("jbd-13s", "discharge-current", {"discharge_gain": "0.93", "current_a": "-20"}),
        ("jbd-13s", "zero-current", {"current_offset_a": "0.37"}),
        ("jbd-13s", "cell-3", {"cell_error_v_3": "0.021"}),
        ("jbd-13s", "ntc-1", {"temp_error_c_1": "-4"}),
        ("mingtang-13s", "charge-current", {"charge_gain": "1.08", "current_a": "10"}),
        ("mingtang-13s", "discharge-current", {"current_gain": "0.93", "current_a": "-20"}),
        ("mingtang-13s", "zero-current", {"current_offset_a": "-0.37"}),
        ("mingtang-13s", "cell-13", {"cell_error_v_13": "-0.021"}),
        # Its second sensor of a sample is the first of its front end.
        ("mingtang-13s", "ntc-2", {"temp_error_c_1": "4"}),
    ],
)
async def test_every_target_is_made_right_and_stays_right_over_a_loss_of_power(
    tmp_path: Path, model: str, target: str, sets: dict[str, str]
) -> None:
    state = tmp_path / "eeprom"
    place = "ntc_1" if target.startswith("ntc") else target.replace("-", "_")
    probe = "pack" if "current" in target else place
    async with calibration_bench(tmp_path, model, sets=sets, probe=probe, state=state) as bench:
        point = await calibrated(bench, target)
        assert point.verdict is Verdict.GOOD
        assert point.proven
        assert not point.typed
        assert abs(point.error_before) > point.tolerance
        entry = bench.journal.entries[-1]
        assert entry.kind == "calibration"
        assert entry.fields[target].state is FieldState.APPLIED
        assert entry.fields[target].old == pytest.approx(point.before, abs=1e-6)
        truth = bench.board.pack.flow_a(charge_mosfet=True, discharge_mosfet=True)
        before = bench.board.rig.readings
    again = make_board(model, sets=sets, state=state)
    assert isinstance(again, PoweredBoard)
    after = again.rig.readings
    if "current" in target:
        assert after.current_a == pytest.approx(truth, abs=0.05)
    elif "cell" in target:
        number = int(target.removeprefix("cell-"))
        assert after.cell_v[number - 1] == before.cell_v[number - 1]
    else:
        assert after.temperature_c == before.temperature_c


async def test_gains_of_the_two_directions_are_apart(tmp_path: Path) -> None:
    sets = {"current_gain": "1.1", "current_a": "10"}
    async with calibration_bench(tmp_path, sets=sets) as bench:
        await calibrated(bench, "charge-current")
        assert bench.board.rig.readings.counted_a == pytest.approx(10.0, abs=0.02)
        bench.board.set_current(-10.0)
        assert bench.board.rig.readings.counted_a == pytest.approx(-11.0, abs=0.02)


async def test_a_save_that_wipes_the_counters_keeps_them_first(tmp_path: Path) -> None:
    sets = {"charge_gain": "1.05", "current_a": "10", "count_cell_ov": "7"}
    async with calibration_bench(tmp_path, sets=sets) as bench:
        await calibrated(bench, "charge-current")
        assert bench.journal.entries[-1].side_effects == ("counters_cleared",)
        assert bench.store.counters[0][1].values["cell_ov"] == 7


@pytest.mark.parametrize("model", ["jbd-13s", "mingtang-13s"])
async def test_lost_frames_end_in_a_true_verdict(tmp_path: Path, model: str) -> None:
    sets = {"cell_error_v_2": "0.03"}
    async with calibration_bench(
        tmp_path, model, sets=sets, faults={"lost": "0.2"}, probe="cell_2"
    ) as bench:
        point = await calibrated(bench, "cell-2")
        right = abs(bench.board.rig.front_end.cell_offset_v[1]) < 0.002
        assert (point.verdict is Verdict.GOOD) is right
        state = bench.journal.entries[-1].fields["cell-2"].state
        assert state is not FieldState.APPLIED or right
        assert point.proven or state is not FieldState.APPLIED


async def test_progress_is_told_and_a_drifting_meter_is_refused(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path, probe="cell_1") as bench:
        bench.sim_meter.state.drift = 0.5
        seen: list[Progress] = []
        reference = MeterReference(await bench.meter())
        job = bench.session.calibrator.job(parse_target("cell-1"), reference, pace=BRISK)
        with pytest.raises(DeviceError) as caught:
            await job.settle(seen.append)
        assert caught.value.key == "calibration_unsteady"
        assert caught.value.values["what"] == "the meter"
        assert caught.value.values["meaning"] == "drifting"
        assert seen[0].board.state is Steadiness.SETTLING
        assert seen[-1].meter is not None
        assert seen[-1].meter.state is Steadiness.DRIFTING
        assert seen[-1].board.stable
        assert not bench.journal.entries


async def test_a_noisy_meter_and_a_drifting_pack_are_refused(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path, probe="cell_1") as bench:
        bench.sim_meter.state.noise = 0.05
        with pytest.raises(DeviceError, match=r"noisy|drifting"):
            await calibrated(bench, "cell-1")
        assert not bench.journal.entries


@pytest.mark.parametrize(
    ("nonsense", "key"),
    [
        ("text", "meter_nonsense"),
        ("overload", "meter_overload"),
        ("nan", "meter_nan"),
        ("unit", "meter_unit"),
    ],
)
async def test_nonsense_of_a_meter_is_refused_at_once(
    tmp_path: Path, nonsense: str, key: str
) -> None:
    async with calibration_bench(tmp_path, probe="cell_1") as bench:
        reference = MeterReference(await bench.meter())
        bench.sim_meter.state.nonsense = nonsense
        with pytest.raises(MeterError) as caught:
            await calibrated(bench, "cell-1", reference)
        assert caught.value.key == key
        assert not bench.journal.entries


async def test_a_meter_that_falls_silent_is_told(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path, probe="cell_1") as bench:
        reference = MeterReference(await bench.meter(answer_s=0.2))
        bench.sim_meter.state.nonsense = "mute"
        job = bench.session.calibrator.job(parse_target("cell-1"), reference, pace=BRISK)
        with pytest.raises(LinkTimeoutError) as caught:
            await job.settle()
        assert caught.value.key == "meter_silent"


async def test_nonsense_between_the_wait_and_the_sending_sends_nothing(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path, probe="cell_1") as bench:
        reference = MeterReference(await bench.meter())
        job = bench.session.calibrator.job(parse_target("cell-1"), reference, pace=BRISK)
        await job.settle()
        bench.sim_meter.state.nonsense = "overload"
        with pytest.raises(MeterError):
            await job.send(who="test")
        bench.sim_meter.state.nonsense = ""
        bench.sim_meter.state.gain = 1.02
        with pytest.raises(DeviceError) as caught:
            await job.send(who="test")
        assert caught.value.key == "calibration_moved"
        assert not bench.journal.entries


async def test_a_typed_reference_far_off_is_refused(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path) as bench:
        with pytest.raises(OutOfRangeError) as caught:
            await calibrated(bench, "cell-1", TypedReference(value=3.83))
        assert caught.value.key == "calibration_far"
        with pytest.raises(OutOfRangeError) as caught:
            await calibrated(bench, "cell-1", TypedReference(value=3629.0))
        assert caught.value.key == "out_of_range"
        point = await calibrated(bench, "cell-1", TypedReference(value=3.641))
        assert point.typed
        assert point.after == pytest.approx(3.641)


async def test_states_of_the_pack_that_forbid_it(tmp_path: Path) -> None:
    sets, faults = {"current_a": "-5"}, {"broken-wire": "4", "open-ntc": "2"}
    async with calibration_bench(tmp_path, sets=sets, faults=faults) as bench:
        for target, key in (
            ("cell-1", "calibration_current_flows"),
            ("cell-4", "calibration_no_reading"),
            ("ntc-2", "calibration_no_reading"),
            ("charge-current", "calibration_no_current"),
        ):
            with pytest.raises(DeviceError) as caught:
                await calibrated(bench, target, TypedReference(value=3.6))
            assert caught.value.key == key
        assert not bench.journal.entries


async def test_a_board_that_ignores_or_refuses_is_seen(tmp_path: Path) -> None:
    for number, fault in enumerate(("refuse", "nak")):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with calibration_bench(folder, faults={fault: "calibration"}) as bench:
            reference = TypedReference(value=3.65)
            if fault == "nak":
                with pytest.raises(RejectedError):
                    await calibrated(bench, "cell-1", reference)
            else:
                point = await calibrated(bench, "cell-1", reference)
                assert point.verdict is Verdict.UNCHANGED
            assert bench.journal.entries[-1].fields["cell-1"].state is FieldState.REFUSED


async def test_undo_puts_the_old_correction_back_where_the_board_tells_it(tmp_path: Path) -> None:
    sets = {"cell_error_v_5": "0.04"}
    async with calibration_bench(tmp_path, "mingtang-13s", sets=sets, probe="cell_5") as bench:
        was = bench.board.rig.readings.cell_v[4]
        point = await calibrated(bench, "cell-5")
        assert point.old_correction == 0.0
        assert point.new_correction == pytest.approx(-0.04, abs=0.001)
        assert bench.board.rig.readings.cell_v[4] != was
        await bench.session.calibrator.undo(point, who="test")
        assert bench.board.rig.readings.cell_v[4] == was
        assert bench.journal.entries[-1].fields["cell-5.correction"].state is FieldState.APPLIED
        with pytest.raises(DeviceError) as caught:
            await bench.session.calibrator.undo(point, who="test")
        assert caught.value.key == "calibration_undo_changed"


@pytest.mark.parametrize(("fault", "error"), [("refuse", VerifyError), ("nak", RejectedError)])
async def test_an_undo_that_the_board_does_not_take_is_read_back(
    tmp_path: Path, fault: str, error: type[Exception]
) -> None:
    async with calibration_bench(tmp_path, "mingtang-13s", faults={fault: "calibration"}) as bench:
        point = CalibrationPoint(
            target=parse_target("cell-5"),
            reference=3.65,
            before=3.60,
            reference_after=3.65,
            after=3.65,
            unit="V",
            tolerance=0.003,
            time=datetime(2026, 11, 20, tzinfo=UTC),
            old_correction=0.05,
            new_correction=0.0,
        )
        with pytest.raises(error):
            await bench.session.calibrator.undo(point, who="test")
        field = bench.journal.entries[-1].fields["cell-5.correction"]
        assert (field.read, field.state) == (0.0, FieldState.REFUSED)


async def test_a_board_that_does_not_tell_has_no_undo(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path) as bench:
        point = await calibrated(bench, "cell-1", TypedReference(value=3.64))
        with pytest.raises(DeviceError) as caught:
            await bench.session.calibrator.undo(point, who="test")
        assert caught.value.key == "calibration_no_undo"


async def test_what_a_board_lacks_is_told(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path) as bench:
        offers = bench.session.calibrator.offers()
        assert len(offers) == 3 + 13 + 2
        with pytest.raises(UnsupportedError) as caught:
            bench.session.calibrator.job(parse_target("cell-14"), TypedReference(value=3.6))
        assert caught.value.key == "calibration_not_here"
    folder = tmp_path / "tt"
    folder.mkdir()
    async with calibration_bench(folder, "tt-20s") as bench:
        assert bench.session.calibrator.offers() == ()
        assert Capability.CALIBRATION not in bench.session.model.capabilities
        with pytest.raises(UnsupportedError):
            bench.session.calibrator.job(parse_target("cell-1"), TypedReference(value=3.6))


async def test_a_meter_overdue_needs_to_be_accepted(tmp_path: Path) -> None:
    old = TypedReference(value=3.6, instrument=Instrument(serial="7", due=date(2020, 1, 1)))
    async with calibration_bench(tmp_path) as bench:
        with pytest.raises(DeviceError) as caught:
            bench.session.calibrator.job(parse_target("cell-1"), old)
        assert caught.value.key == "instrument_overdue"
        bench.session.calibrator.job(parse_target("cell-1"), old, accept_overdue=True)


async def test_the_line_of_the_board_is_no_meter(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path) as bench:
        with pytest.raises(UsageError) as caught:
            check_not_board(str(tmp_path / "pack"), bench.session.uri)
        assert caught.value.key == "meter_is_board"
        check_not_board(bench.meter_uri, bench.session.uri)


async def test_waiting_can_be_cancelled_and_leaves_the_line_to_the_poll(tmp_path: Path) -> None:
    async with calibration_bench(tmp_path, probe="cell_1") as bench:
        bench.sim_meter.state.drift = 0.5
        reference = MeterReference(await bench.meter())
        job = bench.session.calibrator.job(parse_target("cell-1"), reference, pace=BRISK)
        task = asyncio.create_task(job.settle())
        await asyncio.sleep(0.2)
        sample = await asyncio.wait_for(bench.session.read_sample(), 1.0)
        assert sample.cell_v
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        bench.sim_meter.state.drift = 0.0
        again = bench.session.calibrator.job(parse_target("cell-1"), reference, pace=BRISK)
        await again.settle()


async def test_cancelled_while_sending_it_is_carried_to_its_end(tmp_path: Path) -> None:
    sets = {"cell_error_v_1": "0.03"}
    async with calibration_bench(tmp_path, sets=sets, probe="cell_1") as bench:
        reference = MeterReference(await bench.meter())
        job = bench.session.calibrator.job(parse_target("cell-1"), reference, pace=BRISK)
        await job.settle()
        task = asyncio.create_task(job.send(who="test"))
        while not bench.journal.entries:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert bench.journal.entries[-1].fields["cell-1"].state is FieldState.APPLIED
