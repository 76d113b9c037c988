"""The steps of the calibration wizard, as they look in the middle of the work."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from datetime import date
from typing import cast

from mingtang_desk.core.errors import DeviceError
from mingtang_desk.device.calibration import RULES, CalibrationPoint, Target, TargetKind
from mingtang_desk.device.calibration_record import CalibrationRecord, Instrument
from mingtang_desk.device.stability import Window, judge_stability
from mingtang_desk.session.calibration_records import KeptRecord
from mingtang_desk.session.calibration_wait import Progress, Settled
from mingtang_desk.ui.calibration.foot import Step
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.calibration import CalibrationPanel
from tests.ui.fakes import START, FakeSession, sample_weak

METER = Instrument(
    maker="Keysight Technologies", model="34465A", serial="MY60012345", due=date(2027, 5, 1)
)
CELL = Target(TargetKind.CELL, 7)
POINT = CalibrationPoint(
    target=CELL,
    reference=3.6312,
    before=3.612,
    reference_after=3.6312,
    after=3.631,
    unit="V",
    tolerance=0.003,
    time=START,
    old_correction=0.0,
    new_correction=0.0192,
)


def panel_of(window: MainWindow) -> CalibrationPanel:
    panel = window.docks["calibration"].panel
    assert isinstance(panel, CalibrationPanel)
    return panel


def choose_cell(window: MainWindow) -> None:
    session = cast("FakeSession", panel_of(window).session)
    session.live(replace(sample_weak(), cell_balancing=()))
    panel_of(window).follower.flush()
    panel_of(window).target.choose(CELL)
    panel_of(window).target.changed.emit()


def balancing(window: MainWindow) -> None:
    panel_of(window).target.choose(Target(TargetKind.CELL, 4))
    panel_of(window).target.changed.emit()


def by_meter(window: MainWindow) -> None:
    choose_cell(window)
    panel = panel_of(window)
    panel.go_on()
    panel.reference.address.setText("tcp://meter.local:5025")
    panel.reference.take_identity(METER)
    panel.reference.entries["due"].setText("2027-05-01")
    panel.reference.say_meter(
        panel.tr("✓ {name} reads {value}").format(name=METER.name, value="3.631 V"), "ok"
    )


def overdue(window: MainWindow) -> None:
    by_meter(window)
    panel_of(window).reference.entries["due"].setText("2024-05-01")
    panel_of(window).reference.by_hand.setChecked(True)
    panel_of(window).reference.value.setText("3.63x")


def waiting(window: MainWindow) -> None:
    by_meter(window)
    panel = panel_of(window)
    panel.wait.begin(CELL, 120.0)
    board = [(n * 0.5, 3.612 + 0.0005 * math.sin(n)) for n in range(40)]
    meter = [(n * 0.5, 3.6312 + 0.0004 * n / 4) for n in range(40)]
    rule, window_ = RULES[TargetKind.CELL], Window()
    panel.wait.show_progress(
        Progress(
            elapsed_s=20.0,
            reading=board[-1][1],
            reference=meter[-1][1],
            board=judge_stability(board, rule.board, window_),
            meter=judge_stability(meter, rule.meter, Window(count=40, span_s=19)),
            board_points=board,
            reference_points=meter,
        )
    )
    panel._show_step(Step.WAIT)


def review(window: MainWindow) -> None:
    by_meter(window)
    panel = panel_of(window)
    offer = panel.target.offer
    assert offer is not None
    panel.review.show_settled(offer, Settled(reading=3.612, reference=3.6312), METER)
    panel._show_step(Step.REVIEW)


def result(window: MainWindow) -> None:
    by_meter(window)
    panel = panel_of(window)
    panel._point = POINT
    panel.result.show_point(POINT, 12)
    panel._show_step(Step.RESULT)


def bad_result(window: MainWindow) -> None:
    by_meter(window)
    panel = panel_of(window)
    point = replace(POINT, after=3.619, old_correction=None, proven=False)
    panel.result.show_point(point, 0)
    panel._show_step(Step.RESULT)
    panel.show_error(
        DeviceError(
            "calibration_unsteady",
            what="the meter",
            seconds="120",
            meaning="drifting",
            drift="+0.0123",
            spread="0.0004",
            unit="V",
        )
    )


def records(window: MainWindow) -> None:
    choose_cell(window)
    panel = panel_of(window)
    record = CalibrationRecord(
        protocol="jbd",
        device_id="BT204805013CT00220940784",
        name="BT204805013CT00220940784",
        uri="serial:///dev/ttyUSB0",
        operator="workshop",
        time=START,
        instrument=METER,
        points=(POINT, replace(POINT, target=Target(TargetKind.CELL, 8))),
    )

    async def go() -> None:
        panel.open_records()
        await asyncio.sleep(0.02)

    asyncio.run(go())
    panel.records.show_records([KeptRecord(number=12, record=record)])
