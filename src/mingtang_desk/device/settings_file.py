"""A settings file as text: `mingtang-settings/1`, bare JSON, and the head of a golden set.

A golden set is a settings file that was released under a name and a version. Its checksum covers
all that matters in it, so that a file edited by hand is noticed; it is no signature and protects
from mistakes, not from somebody who wants to deceive.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.json import SETTINGS_FORMAT

_HUGE = 1e15


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenHead:
    """What a set was released as.

    Attributes:
        version: grows with each release of the same name.
        made: when, ISO 8601 in UTC.
        by: who released it.
        chemistry, cells: of the packs it is for, None = any.
        boards: models it is for, as the boards name themselves; empty = any of its protocol.
        note: free text.
        source: where its values come from: a pack, a preset, a data sheet.
        checksum: "sha256:..." as it was written; "" before it is.
    """

    name: str
    version: int = 1
    made: str = ""
    by: str = ""
    chemistry: str | None = None
    cells: int | None = None
    boards: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    checksum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsDocument:
    """A settings file as it was read; its values are not checked against any board.

    Attributes:
        path: where it came from, for errors.
        protocol: family it was made for, "" = it does not say.
        device_id: the board it was read from, None = it does not say.
        settings: by key, as they stand in the file.
        golden: the head of a golden set, None = a plain file.
        proposal: made from a preset, for any board: what a board does not have is left out there.
    """

    path: PurePath
    protocol: str = ""
    device_id: str | None = None
    time: str = ""
    settings: Mapping[str, object]
    golden: GoldenHead | None = None
    proposal: bool = False

    @property
    def edited(self) -> bool:
        """True when it is a golden set whose checksum does not fit."""
        return self.golden is not None and self.golden.checksum != checksum(self)

    @property
    def name(self) -> str:
        """What people call it: name and version of a golden set, else its file."""
        head = self.golden
        return self.path.name if head is None else f"{head.name} v{head.version}"


def parse(text: str, path: PurePath) -> SettingsDocument:
    """Return what a file says; bare settings, key to value, are a file too.

    Raises:
        InputFileError: no JSON, cut off, a key twice, not of our format, or a head that is wrong.
    """
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InputFileError("settings_file_invalid", path=path, detail=error) from error
    if _is_flat(document):
        document = {"format": SETTINGS_FORMAT, "settings": document}
    if not isinstance(document, dict) or document.get("format") != SETTINGS_FORMAT:
        raise _invalid(path, f"it does not say format {SETTINGS_FORMAT}")
    values = document.get("settings")
    if not isinstance(values, dict) or not values:
        raise _invalid(path, "it has no settings")
    device_id = document.get("device_id")
    return SettingsDocument(
        path=path,
        protocol=str(document.get("protocol") or ""),
        device_id=None if device_id is None else str(device_id),
        time=str(document.get("time") or ""),
        settings=values,
        golden=_head(document["golden"], path) if "golden" in document else None,
        proposal=document.get("proposal") is True,
    )


def text_of(document: SettingsDocument) -> str:
    """Return a document as the text of its file."""
    whole: dict[str, object] = {"format": SETTINGS_FORMAT}
    if document.golden is not None:
        whole["golden"] = _head_json(document.golden)
    if document.protocol:
        whole["protocol"] = document.protocol
    if document.device_id is not None:
        whole["device_id"] = document.device_id
    if document.time:
        whole["time"] = document.time
    if document.proposal:
        whole["proposal"] = True
    whole["settings"] = dict(document.settings)
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def sealed(document: SettingsDocument, head: GoldenHead) -> SettingsDocument:
    """Return a document released as a golden set, with its checksum."""
    plain = replace(document, golden=replace(head, checksum=""))
    return replace(plain, golden=replace(head, checksum=checksum(plain)))


def checksum(document: SettingsDocument) -> str:
    """Return the checksum over protocol, settings and head; 4 and 4.0 are the same."""
    head = {} if document.golden is None else _head_json(document.golden)
    head.pop("checksum", None)
    whole = {"protocol": document.protocol, "settings": document.settings, "golden": head}
    text = json.dumps(_plain(whole), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < _HUGE else str(value)
    return value


def _head(raw: object, path: PurePath) -> GoldenHead:
    if not isinstance(raw, dict):
        raise _invalid(path, "golden is no object")
    name, version, cells = raw.get("name"), raw.get("version"), raw.get("cells")
    boards = raw.get("boards", [])
    if not isinstance(name, str) or not name.strip():
        raise _invalid(path, "golden has no name")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _invalid(path, "golden has no version 1, 2, 3 …")
    if cells is not None and (not isinstance(cells, int) or isinstance(cells, bool)):
        raise _invalid(path, "cells of golden is no whole number")
    if not isinstance(boards, list) or not all(isinstance(each, str) for each in boards):
        raise _invalid(path, "boards of golden is no list of names")
    texts: dict[str, str] = {}
    for field in ("made", "by", "note", "source", "checksum", "chemistry"):
        value = raw.get(field)
        if value is not None and not isinstance(value, str):
            raise _invalid(path, f"{field} of golden is no text")
        texts[field] = value or ""
    chemistry = texts.pop("chemistry") or None
    return GoldenHead(
        name=name.strip(),
        version=version,
        chemistry=chemistry,
        cells=cells,
        boards=tuple(boards),
        **texts,
    )


def _head_json(head: GoldenHead) -> dict[str, object]:
    return {
        "name": head.name,
        "version": head.version,
        "made": head.made,
        "by": head.by,
        "chemistry": head.chemistry,
        "cells": head.cells,
        "boards": list(head.boards),
        "note": head.note,
        "source": head.source,
        "checksum": head.checksum,
    }


def _is_flat(document: object) -> bool:
    """Return whether a document is bare settings, key to value, without the head of a file."""
    return (
        isinstance(document, dict)
        and "format" not in document
        and any(key in SETTINGS for key in document)
        and not any(isinstance(value, dict | list) for value in document.values())
    )


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f"“{key}” stands in it twice")
        made[key] = value
    return made


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _invalid(path: PurePath, detail: str) -> InputFileError:
    return InputFileError("settings_file_invalid", path=path, detail=detail)
