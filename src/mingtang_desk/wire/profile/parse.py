"""A profile from TOML; every mistake is told with its line, and none of them ever raises.

What the file means to the desk (which keys exist, which units they have) is checked above, in
`protocols.modbus.check`; here is what any register map has to keep.
"""

import tomllib
from collections.abc import Callable
from dataclasses import replace

from mingtang_desk.wire.profile.lines import line_index
from mingtang_desk.wire.profile.row_tables import RowTable
from mingtang_desk.wire.profile.rows import (
    FORMAT,
    Bits,
    Cells,
    Control,
    Identify,
    Part,
    Probe,
    Profile,
    Target,
    Value,
)
from mingtang_desk.wire.profile.tables import Problem

type Base = Callable[[str], Profile | None]
"""Finds a profile that another one extends, by its key."""

SECTIONS = ("status", "temperatures", "info", "lock", "tracker", "position", "extras", "counters")
"""Sections of values that are read; `settings` and `calibration` are written too."""
_WRITTEN = ("settings", "calibration")

_KEY_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def parse(text: str, base: Base) -> tuple[Profile | None, tuple[Problem, ...]]:
    """Return the profile a text describes and its problems, in order of lines.

    The profile is None when there are problems.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return None, (_syntax(error),)
    problems: list[Problem] = []
    table = RowTable(document, (), line_index(text), problems)
    profile = _profile(table, base)
    if not problems and not any(part.keys for part in profile.parts):
        table.problem("", "no value is described at all")
    if problems:
        return None, tuple(sorted(problems))
    return profile, ()


def _syntax(error: Exception) -> Problem:
    message = str(error) or type(error).__name__
    line = message.rpartition("line ")[2].partition(",")[0]
    return Problem(int(line) if line.isdecimal() else 1, "", f"no valid TOML: {message}")


def _profile(table: RowTable, base: Base) -> Profile:
    kind = table.text("format")
    if kind != FORMAT:
        table.problem("format", f"has to be “{FORMAT}”")
    key = table.text("key")
    if not key or not set(key) <= _KEY_LETTERS:
        table.problem("key", "has to be a short name of small letters, digits and _")
    extended = _extended(table, base)
    start = extended or Profile(key="", label="")
    link = table.table("link")
    start = replace(
        start,
        baud=link.whole("baud", start.baud, least=300, most=4_000_000),
        address=link.whole("address", start.address, least=1, most=247),
        reply_address=link.optional("reply_address", start.reply_address, least=0, most=255),
        max_registers=link.whole("max_registers", start.max_registers, least=1, most=125),
        max_coils=link.whole("max_coils", start.max_coils, least=1, most=2000),
        max_gap=link.whole("max_gap", start.max_gap, least=0, most=124),
        write_single=link.one_of("write_single", start.write_single, (6, 16)),
        write_many=link.one_of("write_many", start.write_many, (16,)),
        max_write=link.whole("max_write", start.max_write, least=0, most=123),
    )
    low_first = link.word("word_order", "high_first", ("high_first", "low_first")) == "low_first"
    link.end()
    context = _Context(start.max_registers, start.max_coils, low_first)
    parts = [*(extended.parts if extended else ()), context.part(table, base_part=True)]
    for part_table in table.tables("part"):
        part = context.part(part_table)
        if any(part.key == other.key for other in parts if part.key):
            part_table.problem("key", f"there is a part “{part.key}” already")
        parts.append(part)
    known = {key for part in parts for key in part.keys}
    identify = _identify(table.table("identify"), start.identify, known, {p.key for p in parts})
    label, source = table.text("label") or "", table.text("source", start.source) or ""
    table.end()
    return replace(
        start,
        key=key or "",
        label=label,
        source=source,
        identify=identify,
        parts=tuple(parts),
    )


def _extended(table: RowTable, base: Base) -> Profile | None:
    name = table.text("extends", "")
    if not name:
        return None
    found = base(name)
    if found is None:
        table.problem("extends", f"there is no profile “{name}”")
    return found


def _identify(table: RowTable, start: Identify, known: set[str], parts: set[str]) -> Identify:
    expect: dict[str, tuple[float, float]] = dict(start.expect)
    for key, value in table.entries("expect"):
        numbers = value if isinstance(value, list) else []
        if len(numbers) != 2 or not all(_is_number(n) for n in numbers):
            table.problem("expect", "has to be [least, most]", key)
        elif key not in known:
            table.problem("expect", "there is no such value", key)
        else:
            expect[key] = float(numbers[0]), float(numbers[1])
    requires = table.texts("requires", start.requires)
    for key in requires:
        if key not in parts:
            table.problem("requires", f"there is no part “{key}”")
    names = {}
    for what, before in (("id", start.id), ("name", start.name)):
        names[what] = table.texts(what, before)
        for key in names[what]:
            if key not in known:
                table.problem(what, f"there is no value “{key}”")
    table.end()
    return Identify(expect=expect, requires=requires, id=names["id"], name=names["name"])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Context:
    """What rows have to know of the link."""

    def __init__(self, max_registers: int, max_coils: int, low_first: bool) -> None:
        self._max_registers, self._max_coils = max_registers, max_coils
        self._low_first = low_first

    def part(self, table: RowTable, *, base_part: bool = False) -> Part:
        """Return one part; the base part is the file's own sections."""
        key, reason = "", ""
        probe: Probe | None = None
        replaces: tuple[str, ...] = ()
        if not base_part:
            key = table.text("key") or ""
            reason = table.text("reason", "") or ""
            replaces = table.texts("replaces", ())
            probe = self._probe(table.table("probe"))
        values: list[Value] = []
        for section in (*SECTIONS, *_WRITTEN):
            rows = table.table(section)
            values += [self._value(row, section, name) for name, row in rows.rows()]
        cells = tuple(self._cells(row, n) for n, row in enumerate(table.tables("cells")))
        bits = tuple(
            self._bits(row, target, n)
            for target in Target
            for n, row in enumerate(table.tables(target.value))
        )
        controls = tuple(self._control(row, name) for name, row in table.table("controls").rows())
        if not base_part:
            table.end()
        return Part(
            key=key,
            probe=probe,
            replaces=replaces,
            reason=reason,
            values=tuple(values),
            cells=cells,
            bits=bits,
            controls=controls,
        )

    def _probe(self, table: RowTable) -> Probe | None:
        if not table.there:
            return None
        place = table.place(1, self._max_registers, self._max_coils)
        probe = Probe(place=place, equals=table.numbers("equals"))
        table.end()
        return probe

    def _value(self, table: RowTable, section: str, name: str) -> Value:
        kind, place = table.typed_place(self._max_registers, self._max_coils)
        row = Value(
            key=f"{section}.{name}",
            place=place,
            type=kind,
            scale=table.scale(),
            encoding=table.encoding(),
            bit=table.bit(kind, place),
            missing=table.raws("missing", kind),
            open=table.raws("open", kind),
            short=table.raws("short", kind),
            choices=table.choices(),
            slow=table.flag("slow"),
            low_first=table.low_first(self._low_first),
            read_only=table.flag("read_only"),
            label=table.text("label", "") or "",
            unit=table.text("unit", "") or "",
            help=table.text("help", "") or "",
            line=table.line(),
        )
        return table.limited(row)

    def _cells(self, table: RowTable, number: int) -> Cells:
        count = table.whole("count", 0, least=1, most=125)
        place = table.place(count, self._max_registers, self._max_coils)
        scale = table.scale("0.001")
        first = table.whole("first", 1, least=1, most=200)
        if place.space.is_bits:
            table.problem("", "cells are registers, not coils")
        row = Cells(key=f"cells.{number}", place=place, first=first, scale=scale, line=table.line())
        table.end()
        return row

    def _bits(self, table: RowTable, target: Target, number: int) -> Bits:
        place = table.bits_place(self._max_registers, self._max_coils)
        width = place.count if place.space.is_bits else 16 * place.count
        names: dict[int, str] = {}
        for key, word in table.entries("names"):
            first, _, last = key.partition("-")
            numbers = [int(n) for n in (first, last or first) if n.isdecimal()]
            if len(numbers) != 2 or not numbers[0] <= numbers[1] < width:
                table.problem("names", f"has to be a bit from 0 to {width - 1}", key)
            elif not isinstance(word, str) or not word:
                table.problem("names", "has to be a text", key)
            else:
                names |= dict.fromkeys(range(numbers[0], numbers[1] + 1), word)
        row = Bits(
            key=f"{target.value}.{number}",
            target=target,
            place=place,
            names=names,
            low_first=table.low_first(self._low_first),
            line=table.line(),
        )
        table.end()
        return row

    def _control(self, table: RowTable, action: str) -> Control:
        kind, place = table.typed_place(self._max_registers, self._max_coils)
        on, off = table.optional_whole("on"), table.optional_whole("off")
        if (on is None) != (off is None):
            table.problem("off" if off is None else "on", "“on” and “off” go together")
        row = Control(
            action=action,
            place=place,
            type=kind,
            scale=table.scale(),
            value=table.optional_whole("value"),
            on=on,
            off=off,
            line=table.line(),
        )
        table.end()
        return row
