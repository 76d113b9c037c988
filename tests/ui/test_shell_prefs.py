"""Preferences: kept, refused with their place when damaged, never overwritten then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mingtang_desk.core.errors import InputFileError, StorageError
from mingtang_desk.ui.prefs import FILE, RECENTS, Preferences, read_preferences


def test_values_are_kept(qapp: QApplication, tmp_path: Path) -> None:
    prefs = Preferences(tmp_path)
    told: list[set[str]] = []
    prefs.changed.connect(told.append)
    prefs.set(theme="light", language="zh_CN")
    prefs.set(theme="light")
    assert told == [{"theme", "language"}]
    again = Preferences(tmp_path)
    assert again.values == prefs.values
    assert again.error is None


def test_recents_are_newest_first_and_few(qapp: QApplication, tmp_path: Path) -> None:
    prefs = Preferences(tmp_path)
    for n in range(RECENTS + 3):
        prefs.remember(f"tcp://host:{n}", f"pack {n}")
    prefs.remember("tcp://host:5", "renamed")
    values = Preferences(tmp_path).values
    assert values.recents[0] == "tcp://host:5"
    assert len(values.recents) == RECENTS
    assert set(values.names) == set(values.recents)
    prefs.forget("tcp://host:5")
    assert "tcp://host:5" not in Preferences(tmp_path).values.names


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b'{"theme": "dark",\n "language": }', 2),
        (b"[]", 1),
        (b'{\n "theme": "dark",\n "zoomed": "yes"}', 3),
        (b'{\n "recents": [1]}', 2),
        (b'{"theme":\n "\xff"}', 2),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(
    qapp: QApplication, tmp_path: Path, text: bytes, line: int
) -> None:
    path = tmp_path / FILE
    path.write_bytes(text)
    with pytest.raises(InputFileError) as caught:
        read_preferences(path)
    assert caught.value.values["line"] == line
    prefs = Preferences(tmp_path)
    assert prefs.error is not None
    assert str(path) in prefs.error.message
    prefs.set(theme="light")
    assert prefs.values.theme == "light"
    assert path.read_bytes() == text


def test_unknown_names_are_left_out(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"theme": "light", "from_tomorrow": 1}))
    assert Preferences(tmp_path).values.theme == "light"


def test_a_folder_that_cannot_be_written_is_said(qapp: QApplication, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    prefs = Preferences(blocked)
    with pytest.raises(StorageError):
        prefs.set(theme="light")
    assert prefs.values.theme == "light"
