"""Settings files as text: what is accepted, what is refused and why, seals of golden sets."""

import json
from dataclasses import replace
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.identity import code_of, is_of_one_pack
from mingtang_desk.device.settings_file import (
    GoldenHead,
    SettingsDocument,
    checksum,
    parse,
    sealed,
    text_of,
)

PATH = PurePath("set.json")
HEAD = GoldenHead(
    name="house 13S",
    version=3,
    made="2026-11-22T10:00:00.000Z",
    by="tester",
    chemistry="nmc",
    cells=13,
    boards=("BM312",),
    note="note",
    source="a pack",
)
PLAIN = SettingsDocument(
    path=PATH,
    protocol="mingtang",
    device_id="BT1",
    time="2026-11-22T10:00:00.000Z",
    settings={"cell_ovp_v": 4.25, "cell_count": 13, "chemistry": "nmc"},
)


def whole(**changes: object) -> str:
    document = {
        "format": "mingtang-settings/1",
        "protocol": "jbd",
        "settings": {"cell_ovp_v": 4.2},
        "golden": {"name": "a", "version": 1},
        **changes,
    }
    return json.dumps({key: value for key, value in document.items() if value is not ...})


def test_what_is_written_reads_the_same() -> None:
    for document in (PLAIN, replace(PLAIN, protocol="", device_id=None, time="", proposal=True)):
        assert parse(text_of(document), PATH) == document
    golden = sealed(PLAIN, HEAD)
    again = parse(text_of(golden), PATH)
    assert again == golden
    assert not again.edited
    assert again.name == "house 13S v3"
    assert PLAIN.name == "set.json"
    assert not PLAIN.edited


def test_bare_settings_are_a_file() -> None:
    document = parse('{"cell_ovp_v": 4.2, "chemistry": "nmc"}', PATH)
    assert document.settings == {"cell_ovp_v": 4.2, "chemistry": "nmc"}
    assert document.protocol == ""
    assert document.device_id is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (text_of(PLAIN)[:120], "line 5"),
        ("", "Expecting"),
        ("[" * 100_000, "recursion"),
        ("[1]", "format"),
        ('{"format": "mingtang-settings/2", "settings": {"cell_ovp_v": 4.2}}', "format"),
        ('{"nothing_known": 1}', "format"),
        ('{"cell_ovp_v": {"value": 4.2}}', "format"),
        ('{"cell_ovp_v": 4.2, "cell_ovp_v": 4.3}', "stands in it twice"),
        ('{"cell_ovp_v": NaN}', "NaN is no number"),
        (whole(settings={}), "no settings"),
        (whole(settings=[1]), "no settings"),
        (whole(golden=1), "golden is no object"),
        (whole(golden={"version": 1}), "no name"),
        (whole(golden={"name": " ", "version": 1}), "no name"),
        (whole(golden={"name": "a"}), "no version"),
        (whole(golden={"name": "a", "version": True}), "no version"),
        (whole(golden={"name": "a", "version": 0}), "no version"),
        (whole(golden={"name": "a", "version": 1, "cells": "13"}), "cells"),
        (whole(golden={"name": "a", "version": 1, "cells": True}), "cells"),
        (whole(golden={"name": "a", "version": 1, "boards": "BM312"}), "boards"),
        (whole(golden={"name": "a", "version": 1, "boards": [1]}), "boards"),
        (whole(golden={"name": "a", "version": 1, "note": 1}), "note"),
        (whole(golden={"name": "a", "version": 1, "chemistry": 1}), "chemistry"),
    ],
)
def test_what_is_no_settings_file_is_refused_with_its_reason(text: str, says: str) -> None:
    with pytest.raises(InputFileError) as refused:
        parse(text, PATH)
    assert refused.value.key == "settings_file_invalid"
    assert says in refused.value.message
    assert "nothing was sent" in refused.value.hint


def test_any_edit_by_hand_is_noticed() -> None:
    document = json.loads(text_of(sealed(PLAIN, HEAD)))
    edits = (
        {**document, "settings": {**document["settings"], "cell_ovp_v": 4.3}},
        {**document, "settings": {**document["settings"], "cell_uvp_v": 2.5}},
        {**document, "protocol": "jbd"},
        *({**document, "golden": {**document["golden"], key: value}} for key, value in (
            ("version", 4), ("name", "b"), ("cells", 14), ("chemistry", "lfp"), ("boards", []),
            ("note", "x"), ("checksum", ""),
        )),
    )  # fmt: skip
    for edited in edits:
        assert parse(json.dumps(edited), PATH).edited, edited
    # What an editor does to the layout, and whose board it was read from, changes nothing.
    same = {**document, "time": "x", "settings": dict(sorted(document["settings"].items()))}
    same["settings"]["cell_count"] = 13.0
    assert not parse(json.dumps(same, indent=8), PATH).edited


@given(
    st.dictionaries(
        st.sampled_from(["cell_ovp_v", "cell_count", "x_jbd_maker"]),
        st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
        min_size=1,
    )
)
def test_every_set_seals_and_reads_the_same(settings: dict[str, object]) -> None:
    golden = sealed(replace(PLAIN, settings=settings), HEAD)
    again = parse(text_of(golden), PATH)
    assert not again.edited
    assert again.settings == settings


def test_odd_values_have_a_checksum_too() -> None:
    odd = replace(PLAIN, settings={"a": [1, 2.0], "b": None, "c": True, "d": 10**400})
    assert checksum(odd).startswith("sha256:")
    assert checksum(odd) != checksum(replace(odd, settings={**odd.settings, "d": 10**401}))


def test_what_belongs_to_one_pack() -> None:
    assert is_of_one_pack("x_jbd_barcode")
    assert not is_of_one_pack("cell_ovp_v")
    assert code_of({"x_jbd_barcode": "BT1", "x_mingtang_battery_code": ""}) == "BT1"
    assert code_of({"x_jbd_unique_id": "0000", "x_jbd_barcode": " "}) == ""
