"""Times as text, the translation marker, packed files."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from mingtang_desk.core import assets
from mingtang_desk.core.clock import Clock, iso
from mingtang_desk.core.errors import unwritable
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.core.spreadsheet import plain_cell
from tests.unit.clock import FakeClock


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 22, 10, 0, 0, 123456, UTC), "2026-11-22T10:00:00.123Z"),
        (datetime(2026, 11, 22, 10, tzinfo=UTC), "2026-11-22T10:00:00.000Z"),
        (
            datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=8))),
            "2025-12-31T17:00:00.000Z",
        ),
    ],
)
def test_times_are_utc_with_milliseconds(moment: datetime, text: str) -> None:
    assert iso(moment) == text


def test_the_marker_changes_nothing() -> None:
    assert QT_TRANSLATE_NOOP("Error", "A text.") == "A text."


def test_a_fake_clock_is_a_clock() -> None:
    clock: Clock = FakeClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() == 0.0


def test_files_are_found_in_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = Path(assets.__file__).resolve().parents[3]
    assert assets.resource_path("icons/lock.svg") == root / "resources" / "icons" / "lock.svg"
    assert assets.translation_path("a.qm") == root / "build" / "translations" / "a.qm"


def test_files_are_found_in_a_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for packed in ("_resources", "_translations"):
        (tmp_path / packed).mkdir()
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path)
    assert assets.resource_path("a.svg") == tmp_path / "_resources" / "a.svg"
    assert assets.translation_path("a.qm") == tmp_path / "_translations" / "a.qm"


@pytest.mark.parametrize("word", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_word_of_a_table_is_a_formula(word: str) -> None:
    assert plain_cell(word) == f"'{word}"
    assert plain_cell(f"a{word}") == f"a{word}"


def test_numbers_of_a_table_stay_numbers() -> None:
    assert [plain_cell(value) for value in (-1.5, None, "")] == [-1.5, None, ""]


def test_a_file_that_cannot_be_written_is_told_with_the_reason_of_the_system() -> None:
    assert unwritable("a.csv", OSError(28, "disk full")).values["detail"] == "disk full"
    assert unwritable("a.csv", OSError("odd")).values["detail"] == "odd"
