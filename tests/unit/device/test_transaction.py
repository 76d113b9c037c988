"""How each field of a write ended, and what undoes it."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.device.transaction import (
    FieldResult,
    FieldState,
    Interrupted,
    WriteResult,
    changed_bytes,
    in_doubt,
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


def test_only_registers_that_changed_are_told() -> None:
    before = {"24": b"\x10\x9a", "25": b"\x10\x36"}
    after = {"24": b"\x10\x9b", "25": b"\x10\x36", "26": b"\x00\x01"}
    assert changed_bytes(before, after) == {"24": b"\x10\x9b", "26": b"\x00\x01"}


@pytest.mark.parametrize("state", list(FieldState))
def test_without_an_acknowledged_save_nothing_but_a_refusal_is_certain(state: FieldState) -> None:
    field = FieldResult(old=4.2, sent=4.25, read=4.25, state=state)
    assert in_doubt(field).state is (REFUSED if state is REFUSED else UNKNOWN)
    assert in_doubt(field).read == 4.25


def test_an_interrupted_write_tells_how_much_is_as_wanted() -> None:
    fields = {
        "a": FieldResult(old=1, sent=2, read=2, state=UNKNOWN),
        "b": FieldResult(old=1, sent=2, read=1, state=REFUSED),
        "c": FieldResult(old=1, sent=2, read=None, state=UNKNOWN),
    }
    assert Interrupted(entry=1, kind="settings", fields=fields).as_wanted == 1
