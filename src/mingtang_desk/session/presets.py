"""The presets that ship (resources/presets), and the proposal that a name like this one asks for.

`eve-lf280k@16s2p`: the cell, 16 in series, 2 in parallel; `manual-17s`: a whole set.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.device.presets import CellPreset, Proposal, SetPreset, for_pack, of_set

FORMAT = "mingtang-presets/1"
_FILES = ("cells.toml", "sets.toml")
_NAME = re.compile(r"(?P<key>[\w.-]+)(?:@(?P<series>\d{1,4})s(?:(?P<parallel>\d{1,4})p)?)?")


@cache
def cell_presets() -> Mapping[str, CellPreset]:
    """Return the cells by key.

    Raises:
        InputFileError: the file of the program is damaged.
    """
    return {row["key"]: _cell(row) for row in _rows("cell")}


@cache
def set_presets() -> Mapping[str, SetPreset]:
    """Return the whole sets by key. Errors as `cell_presets`."""
    return {row["key"]: SetPreset(**row) for row in _rows("set")}


def names() -> str:
    """Return the keys in words, for errors."""
    return ", ".join((*cell_presets(), *set_presets()))


def proposal(name: str) -> Proposal:
    """Return what a name stands for.

    Raises:
        UsageError: there is no such preset, or a cell without the number in series.
        OutOfRangeError: no pack is built so.
    """
    match = _NAME.fullmatch(name.strip())
    key = "" if match is None else match["key"]
    if match is not None and match["series"] is None and key in set_presets():
        return of_set(set_presets()[key])
    if match is None or key not in cell_presets():
        raise UsageError("preset_unknown", name=name, known=names())
    if match["series"] is None:
        detail = f"“{name}” needs the cells of the pack: {key}@16s1p is 16 in series"
        raise UsageError("usage_invalid", detail=detail, command="settings preset")
    return for_pack(cell_presets()[key], int(match["series"]), int(match["parallel"] or 1))


def _cell(row: Mapping[str, Any]) -> CellPreset:
    windows = {key: tuple(row[key]) for key in ("charge_c", "discharge_c") if key in row}
    return CellPreset(**{**row, **windows})


@cache
def _rows(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in _FILES:
        path = resource_path(f"presets/{name}")
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputFileError("preset_invalid", path=path, detail=error) from error
        if document.get("format") != FORMAT:
            detail = f"it does not say format {FORMAT}"
            raise InputFileError("preset_invalid", path=path, detail=detail)
        found += document.get(kind, [])
    return found
