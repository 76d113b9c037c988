"""Batteries entered from a table: read whole, checked line by line, written all or not at all."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mingtang_desk.server.devices.fields import (
    Imei,
    Moment,
    Name,
    NewNumber,
    Protocol,
    Sim,
    Terminal,
    Vendor,
)
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.times import ms_of

MOST_LINES = 10_000
MOST_BYTES = 1_000_000
COLUMNS = (
    *("number", "terminal", "imei", "sim", "name", "kind", "account", "protocol", "vendor"),
    *("expires", "enabled"),
)
SHOWN = ("state", "last_seen", "soc_pct", "pack_v", "account_name")
"""Further columns of an export; an import passes over them."""
_ROUNDED = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = frozenset(("yes", "true", "1", "y", "是"))
_NO = frozenset(("no", "false", "0", "n", "否"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineError:
    """What is wrong in a line; `column` is "" where it is about the whole line."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that was read: columns of `devices` to what it says; empty cells are left out.

    Attributes:
        line: its number in the file, 1 is the first.
        number: of the battery; values: the rest.
        account: as written, None = not said; enabled: likewise.
    """

    line: int
    number: str
    values: Mapping[str, Any]
    account: str | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines, and all that is wrong."""

    lines: list[Line] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


_TYPES: Mapping[str, TypeAdapter[Any]] = {
    "number": TypeAdapter(NewNumber),
    "terminal": TypeAdapter(Terminal),
    "imei": TypeAdapter(Imei),
    "sim": TypeAdapter(Sim),
    "name": TypeAdapter(Name),
    "kind": TypeAdapter(Name),
    "protocol": TypeAdapter(Protocol),
    "vendor": TypeAdapter(Vendor),
}
_EXPIRES: TypeAdapter[datetime] = TypeAdapter(Moment)


def read_sheet(data: bytes) -> Sheet:
    """Return the lines of a table: UTF-8 or GBK, commas, semicolons or tabs.

    Raises:
        Problem: 422, it is no table, it has no header, or too many lines.
    """
    text = _text(data)
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    sheet = Sheet()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    seen: dict[tuple[str, object], int] = {}
    try:
        for cells in reader:
            if header is None:
                header = _header(cells)
            elif any(cell.strip() for cell in cells):
                if len(sheet.lines) + len(sheet.errors) > MOST_LINES:
                    raise _bad("too_many_lines", f"At most {MOST_LINES} lines at once.")
                _line(sheet, reader.line_num, header, cells, seen)
    except csv.Error as error:
        line = reader.line_num
        sheet.errors.append(LineError(line=line, column="", message=f"no table from here: {error}"))
    if header is None:
        raise _bad("no_header", "The first line names the columns: " + ", ".join(COLUMNS) + ".")
    if len(sheet.lines) > MOST_LINES:
        raise _bad("too_many_lines", f"At most {MOST_LINES} lines at once.")
    return sheet


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad("no_text", "The file is neither UTF-8 nor GBK.")


def _header(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    unknown = {name for name in names if name not in COLUMNS and name not in SHOWN}
    if "number" not in names or unknown or len(set(names)) < len(names):
        raise _bad(
            "bad_header",
            "The first line names the columns, number among them, each once: "
            + ", ".join(COLUMNS)
            + ".",
        )
    return names


def _line(
    sheet: Sheet,
    line: int,
    header: Sequence[str],
    cells: Sequence[str],
    seen: dict[tuple[str, object], int],
) -> None:
    if len(cells) != len(header):
        message = f"has {len(cells)} cells, the header {len(header)}"
        sheet.errors.append(LineError(line=line, column="", message=message))
        return
    values: dict[str, Any] = {}
    before = len(sheet.errors)
    for column, cell in zip(header, cells, strict=True):
        raw = _cell(cell)
        if not raw or column in SHOWN:
            continue
        try:
            values[column] = _value(column, raw)
        except ValueError as error:
            sheet.errors.append(LineError(line=line, column=column, message=_words(error)))
    number = values.pop("number", None)
    if number is None and len(sheet.errors) == before:
        sheet.errors.append(LineError(line=line, column="number", message="is missing"))
    for column, value in (("number", number), ("terminal", values.get("terminal"))):
        if value is None:
            continue
        first = seen.setdefault((column, value), line)
        if first != line:
            message = f"stands in line {first} already"
            sheet.errors.append(LineError(line=line, column=column, message=message))
    if len(sheet.errors) == before and number is not None:
        account, enabled = values.pop("account", None), values.pop("enabled", None)
        sheet.lines.append(
            Line(line=line, number=number, values=values, account=account, enabled=enabled)
        )


def _cell(text: str) -> str:
    """Return a cell as data: an export puts ' before what a spreadsheet would compute."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _value(column: str, cell: str) -> object:
    if column in ("number", "terminal", "imei", "sim") and _ROUNDED.fullmatch(cell):
        raise ValueError("a spreadsheet has rounded this number; format the column as text")
    if column == "expires":
        text = cell + "T00:00:00Z" if _DAY.fullmatch(cell) else cell
        return ms_of(_EXPIRES.validate_python(text).astimezone(UTC))
    if column == "enabled":
        if cell.lower() not in _YES | _NO:
            raise ValueError("has to be yes or no")
        return cell.lower() in _YES
    if column == "account":
        return cell
    return _TYPES[column].validate_python(cell)


def _words(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(each["msg"] for each in error.errors(include_url=False))
    return str(error)


def _bad(key: str, detail: str) -> Problem:
    return Problem(422, key, detail)
