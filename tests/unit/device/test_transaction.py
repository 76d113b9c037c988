"""How each field of a write ended, and what undoes it."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.device.transaction import (
    FieldResult,
    FieldState,
    WriteResult,
    judge,
    same,
    undo_of,
)

APPLIED, CLAMPED = FieldState.APPLIED, FieldState.CLAMPED
REFUSED, UNKNOWN = FieldState.REFUSED, FieldState.UNKNOWN
MILLI = {"cell_ovp_v": SettingLimits(step=0.001)}


@pytest.mark.parametrize(
    ("sent", "old", "read", "state"),
    [
        (4.25, 4.2, 4.25, APPLIED),
        (4.25, 4.2, 4.2504, APPLIED),
        (4.25, 4.2, 4.251, CLAMPED),
        (4.25, 4.2, 4.2, REFUSED),
        (4.25, 4.2, 4.2004, REFUSED),
        (4.25, 4.2, 4.22, CLAMPED),
        (4.25, None, 4.22, CLAMPED),
        (4.25, 4.2, None, UNKNOWN),
        (4.2, 4.2, 4.2, APPLIED),
        ("b", "a", "b", APPLIED),
        ("b", "a", "a", REFUSED),
        ("b", "a", "c", CLAMPED),
    ],
)
def test_states(
    sent: SettingValue, old: SettingValue | None, read: SettingValue | None, state: FieldState
) -> None:
    before = {} if old is None else {"cell_ovp_v": old}
    after = {} if read is None else {"cell_ovp_v": read}
    result = judge({"cell_ovp_v": sent}, before, after, MILLI)["cell_ovp_v"]
    assert result == FieldResult(old=old, sent=sent, read=read, state=state)


def test_nothing_read_back_is_unknown_for_all() -> None:
    results = judge({"a": 1, "b": 2}, {"a": 0}, None, {})
    assert [field.state for field in results.values()] == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("a", "b", "limits", "expected"),
    [
        (1, 1.0, None, True),
        (1.0, 1.0 + 1e-9, SettingLimits(), True),
        (1.0, 1.00001, None, False),
        (1.0, 1.0051, SettingLimits(step=0.01), False),
        (1.0, 1.0049, SettingLimits(step=0.01), True),
        (None, None, None, True),
        (None, 0, None, False),
        (True, True, None, True),
        ("1", 1, None, False),
    ],
)
def test_same(
    a: SettingValue | None, b: SettingValue | None, limits: SettingLimits | None, expected: bool
) -> None:
    assert same(a, b, limits) is expected
    assert same(b, a, limits) is expected


def field(old: SettingValue | None, read: SettingValue | None, state: FieldState) -> FieldResult:
    return FieldResult(old=old, sent=9, read=read, state=state)


def test_undo_writes_back_what_may_have_changed() -> None:
    fields = {
        "applied": field(1, 9, APPLIED),
        "unchanged": field(9, 9, APPLIED),
        "clamped": field(2, 8, CLAMPED),
        "refused": field(3, 3, REFUSED),
        "unknown": field(4, None, UNKNOWN),
        "never_known": field(None, 9, APPLIED),
    }
    assert undo_of(fields) == {"applied": 1, "clamped": 2, "unknown": 4}


def test_a_write_is_applied_when_every_field_is() -> None:
    def result(*states: FieldState) -> WriteResult:
        rows = {str(number): field(1, 2, state) for number, state in enumerate(states)}
        return WriteResult(id=1, time=datetime(2026, 1, 1, tzinfo=UTC), who="me", fields=rows)

    assert result(APPLIED, APPLIED).applied
    assert not result(APPLIED, CLAMPED).applied
