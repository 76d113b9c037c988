"""Settings files on disk, the shelf of golden sets, the presets that ship."""

import json
import os
from pathlib import Path

import pytest

from mingtang_desk.core.errors import InputFileError, StorageError, UsageError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.presets import for_pack
from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument
from mingtang_desk.session.golden_checks import proposal_findings
from mingtang_desk.session.golden_files import (
    GoldenShelf,
    load_document,
    load_text,
    save_document,
)
from mingtang_desk.session.presets import cell_presets, proposal, set_presets

SETTINGS_OF_A_PACK: dict[str, object] = {"cell_ovp_v": 4.2, "cell_count": 13}


def document(path: Path) -> SettingsDocument:
    return SettingsDocument(path=path, protocol="jbd", settings=dict(SETTINGS_OF_A_PACK))


def test_a_saved_file_reads_the_same_and_replaces_only_when_it_may(tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    with pytest.raises(StorageError, match="cannot be written"):
        save_document(document(path), tmp_path / "a typing error" / "pack.json")
    save_document(document(path), path)
    assert load_document(path) == document(path)
    save_document(document(path), path)
    with pytest.raises(StorageError, match="exists already"):
        save_document(document(path), path, replaces=False)
    assert [each.name for each in path.parent.iterdir()] == ["pack.json"]


def test_a_file_with_a_mark_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(SETTINGS_OF_A_PACK).encode())
    assert load_document(path).settings == SETTINGS_OF_A_PACK


def test_a_disk_that_writes_something_else_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pack.json"
    from mingtang_desk.device import settings_file

    def other(given: SettingsDocument) -> str:
        return '{"cell_ovp_v": 4.3}'

    monkeypatch.setattr(settings_file, "text_of", other)
    with pytest.raises(StorageError, match="cell_ovp_v, cell_count"):
        save_document(document(path), path)
    monkeypatch.setattr(settings_file, "text_of", lambda _: '{"cell_ovp')
    with pytest.raises(StorageError, match="reads differently"):
        save_document(document(path), path)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="There is no file"):
        load_text(tmp_path / "none.json")
    with pytest.raises(InputFileError, match="cannot be read"):
        load_text(tmp_path)
    (tmp_path / "large").write_bytes(b" " * 1_000_001)
    with pytest.raises(InputFileError, match="too large"):
        load_text(tmp_path / "large")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputFileError, match="UTF-8"):
        load_text(tmp_path / "bytes")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        GoldenShelf(file / "golden").save(document(file), GoldenHead(name="a"))
    with pytest.raises(StorageError, match="cannot be written"):
        save_document(document(file), file / "x.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(StorageError, match="cannot be written"):
        save_document(document(file), tmp_path / "folder.json")


def test_sets_are_kept_by_name_and_version(tmp_path: Path) -> None:
    shelf = GoldenShelf(tmp_path / "golden")
    assert shelf.documents() == []
    plain = document(tmp_path / "x")
    one = shelf.save(plain, GoldenHead(name="house 13S", by="tester"))
    assert one.path.name == "house-13S-v1.json"
    assert shelf.next_version("House 13s ") == 2
    two = shelf.save(plain, GoldenHead(name="house 13S", version=2))
    chinese = shelf.save(plain, GoldenHead(name="金样"))
    assert [d.name for d in shelf.documents()] == ["house 13S v2", "house 13S v1", "金样 v1"]
    assert shelf.find("HOUSE 13S") == two
    assert shelf.find("house 13S v1") == one
    assert not any(d.edited for d in shelf.documents())
    with pytest.raises(UsageError) as exists:
        shelf.save(plain, GoldenHead(name="House 13S", version=2))
    assert exists.value.values["next"] == 3
    for name in ("", "  ", "a/b", "../x", "a" * 61, "a\tb"):
        with pytest.raises(UsageError, match="no name for a set"):
            shelf.save(plain, GoldenHead(name=name))
    with pytest.raises(UsageError, match="no golden set"):
        shelf.find("nobody")
    looks_alike = shelf.save(plain, GoldenHead(name="house_13S"))
    also = shelf.save(plain, GoldenHead(name="house-13S"))
    assert {looks_alike.path.name, also.path.name} == {"house_13S-v1.json", "house-13S-v1~2.json"}
    shelf.remove(chinese)
    assert [d.name for d in shelf.documents() if d.name.startswith("金")] == []
    assert len(list(shelf.folder.glob("*.removed"))) == 1
    with pytest.raises(StorageError):
        shelf.remove(chinese)


def test_files_that_are_no_sets_are_told_and_hide_no_others(tmp_path: Path) -> None:
    shelf = GoldenShelf(tmp_path)
    shelf.save(document(tmp_path / "x"), GoldenHead(name="good"))
    (tmp_path / "half.json").write_text('{"format": "mingtang-settings/1", "golden"')
    (tmp_path / "plain.json").write_text('{"cell_ovp_v": 4.2}')
    assert [d.name for d in shelf.documents()] == ["good v1"]
    assert [str(e.values["path"]) for _, e in shelf.look() if e is not None] == [
        str(tmp_path / "half.json"),
        str(tmp_path / "plain.json"),
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="cannot be written"):
        save_document(document(tmp_path / "a"), tmp_path / "a.json")


@pytest.mark.parametrize("key", cell_presets())
def test_every_cell_is_what_its_chemistry_allows(key: str) -> None:
    cell = cell_presets()[key]
    low, high = {"nmc": (2.5, 4.25), "lfp": (2.0, 3.65), "lto": (1.5, 2.8)}[cell.chemistry]
    assert low <= cell.cutoff_v < cell.charge_v <= high
    assert cell.source.startswith(cell.maker.split()[0])
    assert cell.capacity_ah > 0
    if cell.charge_c is not None:
        assert cell.charge_c[0] >= 0 or cell.chemistry == "lto"
    if cell.charge_a is not None and cell.discharge_a is not None:
        assert cell.charge_a <= cell.discharge_a
    for series in (4, 13, 16):
        made = for_pack(cell, series, 2)
        assert set(made.settings) <= set(SETTINGS)
        assert list(proposal_findings(made.settings, SETTINGS)) == []


@pytest.mark.parametrize("key", set_presets())
def test_every_published_set_is_sane_and_named(key: str) -> None:
    preset = set_presets()[key]
    assert preset.source
    assert preset.settings["cell_count"] == preset.cells
    assert list(proposal_findings(preset.settings, SETTINGS)) == []


def test_a_proposal_by_name() -> None:
    assert proposal("lg-mj1@13s4p").label == "LG Chem INR18650 MJ1 13S4P"
    assert proposal("eve-lf280k@16s").settings["cell_count"] == 16
    assert proposal("manual-17s").cells == 17
    for name in ("nobody", "nobody@13s", "manual-17s@13s", "eve-lf280k@s", ""):
        with pytest.raises(UsageError, match=r"There is no preset|Known presets"):
            proposal(name)
    with pytest.raises(UsageError, match="16s1p"):
        proposal("eve-lf280k")
