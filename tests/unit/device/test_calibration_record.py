"""Records of calibrations: the way to JSON and back, text, and instruments out of date."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mingtang_desk.core.errors import DeviceError, InputFileError
from mingtang_desk.device.calibration import CalibrationPoint, parse_target
from mingtang_desk.device.calibration_record import (
    CalibrationRecord,
    Instrument,
    check_due,
    record_json,
    record_of,
    record_text,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
METER = Instrument(maker="M", model="34465A", serial="7", due=date(2027, 5, 1), address="tcp://x:1")
POINT = CalibrationPoint(
    target=parse_target("cell-3"),
    reference=3.65,
    before=3.63,
    reference_after=3.6504,
    after=3.65,
    unit="V",
    tolerance=0.003,
    time=NOW,
    old_correction=0.0,
    new_correction=0.02,
    entry=4,
)
RECORD = CalibrationRecord(
    protocol="mingtang",
    device_id="BT1",
    name="Pack",
    uri="serial:///dev/x",
    operator="me",
    time=NOW,
    instrument=METER,
    points=(POINT,),
)


def test_it_comes_back_from_json() -> None:
    unread = replace(POINT, target=parse_target("ntc-1"), after=None, typed=True, proven=False)
    record = RECORD.with_point(replace(unread, unit="°C"))
    assert record.title == "cell-3, ntc-1"
    assert record_of(json.loads(json.dumps(record_json(record)))) == record
    plain = replace(RECORD, instrument=Instrument(), overdue=True)
    assert record_of(json.loads(json.dumps(record_json(plain)))) == plain


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other/1"},
        {"points": [{"target": "cell-0"}]},
        {"points": 3},
        {"instrument": None},
        {"time": "yesterday"},
    ],
)
def test_what_is_no_record_is_told(change: dict[str, object]) -> None:
    body = {**record_json(RECORD), **change}
    with pytest.raises(InputFileError) as caught:
        record_of(body)
    assert caught.value.key == "calibration_record_invalid"
    body.pop("name")
    with pytest.raises(InputFileError):
        record_of(body)


def _loud(text: str) -> str:
    return text.upper().replace("{N}", "{n}")


def test_the_text_tells_everything() -> None:
    text = record_text(RECORD)
    for words in ("Pack", "BT1", "M 34465A 7", "2027-05-01", "3.650", "-0.020", "±0.003", "Cell 3"):
        assert words in text
    assert "(0.000)" in text  # no sign before a zero
    assert "had run out" not in text
    odd = replace(POINT, after=None, typed=True, proven=False)
    poor = replace(RECORD, instrument=Instrument(), overdue=True, points=(odd,))
    text = record_text(poor, say=_loud)
    for words in ("NOT NAMED", "NOT KNOWN", "HAD RUN OUT", "TYPED", "NOT READ", "NOT ACKNOWLEDGED"):
        assert words in text


def test_an_instrument_out_of_date_has_to_be_accepted() -> None:
    today = date(2027, 5, 2)
    assert METER.overdue(today)
    assert not METER.overdue(date(2027, 5, 1))
    assert not Instrument().overdue(today)
    check_due(METER, date(2027, 5, 1), accepted=False)
    check_due(METER, today, accepted=True)
    with pytest.raises(DeviceError, match="34465A"):
        check_due(METER, today, accepted=False)
    with pytest.raises(DeviceError, match="the meter"):
        check_due(Instrument(due=METER.due), today, accepted=False)
