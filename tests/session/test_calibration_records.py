"""Records of calibrations in a history on disk: one for a sitting, grown point by point."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mingtang_desk.device.calibration import CalibrationPoint, parse_target
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.session.calibration_records import RecordBook
from mingtang_desk.session.clock import SystemClock

pytestmark = pytest.mark.asyncio
KEY = DeviceKey(protocol="jbd", device_id="A", uri="serial:///dev/x", name="Pack")
POINT = CalibrationPoint(
    target=parse_target("cell-1"),
    reference=3.65,
    before=3.63,
    reference_after=3.65,
    after=3.65,
    unit="V",
    tolerance=0.003,
    time=datetime(2026, 11, 22, tzinfo=UTC),
)
METER = Instrument(maker="M", serial="7")


async def test_a_sitting_is_one_record_of_one_instrument(tmp_path: Path) -> None:
    store = await HistoryStore.open(tmp_path / "history.sqlite", SystemClock())
    try:
        book = RecordBook(store)
        first = await book.add(KEY, POINT, instrument=METER, who="me")
        other = replace(POINT, target=parse_target("cell-2"))
        second = await book.add(KEY, other, instrument=METER, who="me", sitting=first)
        assert second.number == first.number
        third = await book.add(KEY, other, instrument=Instrument(), who="me", sitting=second)
        assert third.number != first.number
        kept = await book.records(KEY)
        assert {row.number: len(row.record.points) for row in kept} == {
            first.number: 2,
            third.number: 1,
        }
        assert kept[-1].record == second.record
        elsewhere = replace(KEY, device_id="B", uri="serial:///dev/y")
        assert await book.records(elsewhere) == []
        await store.add_document(
            KEY, kind="calibration", who="", title="", body={"format": "mingtang-calibration/9"}
        )
        assert len(await book.records(KEY)) == 2  # what nobody can read is left out
    finally:
        await store.close()


async def test_without_a_history_there_is_a_record_and_no_number() -> None:
    book = RecordBook(None)
    kept = await book.add(KEY, POINT, instrument=METER, who="me")
    assert kept.number == 0
    assert kept.record.points == (POINT,)
    assert await book.records() == []
