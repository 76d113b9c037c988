"""Texts in a form: battery codes, names. What cannot be stored is named, erasing is deliberate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from mingtang_desk.device.settings import Group, Kind, SettingLimits, SettingSpec
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.row import SettingRow
from mingtang_desk.ui.forms.typed import ERASE, interpret

CODE = SettingSpec(key="x_toy_code", label="Battery code", group=Group.MORE, kind=Kind.TEXT)
BOARD = SettingLimits(max_bytes=24, ascii_only=True)


@pytest.fixture
def row(qapp: QApplication) -> Iterator[SettingRow]:
    row = SettingRow(CODE)
    row.show_value("BT204805013CT00220940784", BOARD)
    row.show()
    yield row
    row.deleteLater()


def test_spaces_of_a_scanner_do_not_count(row: SettingRow) -> None:
    row.set_text(" BT204805013CT00220940784 ")
    assert (row.changed, row.message.text()) == (False, "Same as on the board")
    row.set_text("BT2048\t")
    assert row.typed is not None
    assert (row.changed, row.typed.value) == (True, "BT2048")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("BT电", "“电” at place 3 cannot be stored"),
        ("B" * 25, "At most 24 bytes"),
        ("", ""),
    ],
)
def test_why_a_text_is_refused(row: SettingRow, text: str, words: str) -> None:
    row.set_text(text)
    assert row.invalid == bool(text)
    assert row.message.text() == words
    assert not row.changed


def test_an_empty_field_changes_nothing_and_erase_is_a_button(row: SettingRow) -> None:
    assert row.offer.isVisibleTo(row)
    assert row.offer.text() == "Erase"
    assert "Battery code" in row.offer.accessibleName()
    row.offer.click()
    assert row.text == ERASE
    assert row.typed is not None
    assert (row.changed, row.typed.value) == (True, "")
    assert row.message.text() == "erases what is there"
    assert (row.offer.isVisibleTo(row), row.setup.isVisibleTo(row)) == (False, True)
    row.set_text("")
    assert not any((row.changed, row.typed))


def test_what_cannot_be_erased_has_no_such_button(row: SettingRow) -> None:
    row.show_value("X", SettingLimits(erasable=False))
    assert not row.offer.isVisibleTo(row)
    row.set_text(ERASE)
    assert row.message.text() == "This board cannot erase it"
    row.set_text("")
    row.show_value("X", SettingLimits(writable=False, reason=""))
    assert not row.offer.isVisibleTo(row)
    row.show_value("", BOARD)
    assert not row.offer.isVisibleTo(row)
    assert row.current.text() == "empty"
    assert texts.value_text(CODE, "", unit=False) == ERASE
    assert interpret(CODE, texts.value_text(CODE, "", unit=False), BOARD).value == ""


def test_a_text_that_is_only_shown_says_so_in_its_row(row: SettingRow) -> None:
    row.show_value("X", SettingLimits(writable=False, reason=""))
    assert row.fixed.isVisibleTo(row)
    assert row.fixed.parentWidget() is row  # not a window of its own


def test_the_field_is_a_line(row: SettingRow) -> None:
    assert isinstance(row.entry, QLineEdit)
