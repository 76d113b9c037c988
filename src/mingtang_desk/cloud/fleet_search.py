"""Finding batteries by what people type, paste or scan."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingtang_desk.cloud.table import FleetTable

MOST = 5000
"""Numbers of a pasted list that are looked up."""
_LEAST_DIGITS = 4
"""A shorter end of a number means nothing in a list."""
_CUTS = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: one text, or several numbers.

    Attributes:
        text: without case, "" = a list is looked for.
        numbers: as they were given.
    """

    text: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return not self.text and not self.numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: numbers in no order, and what of a list was not there."""

    numbers: frozenset[str]
    missing: tuple[str, ...] = ()


def read_search(text: str) -> Search:
    """Read what somebody typed: words that all look like numbers are a list of numbers."""
    words = [word for word in _CUTS.split(text) if word]
    if len(words) > 1 and all(_is_number(word) for word in words):
        return Search(numbers=tuple(dict.fromkeys(words))[:MOST])
    return Search(text=" ".join(text.split()).casefold())


def find(table: FleetTable, search: Search) -> Found:
    """Return what a search finds."""
    if not search.numbers:
        text = search.text
        return Found(numbers=frozenset(n for n, key in table.texts.items() if text in key))
    found, missing = set[str](), list[str]()
    for word in search.numbers:
        if word in table:
            found.add(word)
        else:
            missing.append(word)
    if missing:
        ends = _by_ends(table, missing)
        found.update(number for word in missing for number in ends.get(word.casefold(), ()))
        missing = [word for word in missing if word.casefold() not in ends]
    return Found(numbers=frozenset(found), missing=tuple(missing))


def sure(table: FleetTable, text: str, shown: Sequence[str]) -> str:
    """Return the one battery that is meant by a text that is sent off, "" = it could be several.

    Args:
        table: all batteries.
        text: what was typed.
        shown: what it found, in order.
    """
    typed = text.strip()
    if typed in table:
        return typed
    if len(shown) == 1:
        return shown[0]
    ends = [n for n in shown if n.casefold().endswith(typed.casefold())] if typed else []
    return ends[0] if len(ends) == 1 else ""


def scanned(table: FleetTable, code: str) -> str:
    """Return the number of a battery that a bar code names, or that is in it; "" = none is.

    The longest number inside wins; a code with two numbers of that length names none.
    """
    text = code.strip()
    if text in table:
        return text
    lengths = sorted({len(number) for number in table.rows}, reverse=True)
    for length in lengths:
        if length < _LEAST_DIGITS or length > len(text):
            continue
        parts = {text[at : at + length] for at in range(len(text) - length + 1)}
        inside = [part for part in parts if part in table]
        if inside:
            return inside[0] if len(inside) == 1 else ""
    return ""


def _is_number(word: str) -> bool:
    return len(word) >= _LEAST_DIGITS and any(sign.isdecimal() for sign in word)


def _by_ends(table: FleetTable, words: Sequence[str]) -> Mapping[str, list[str]]:
    """Return numbers by the end that was asked for, one pass for each length."""
    wanted: dict[int, set[str]] = {}
    for word in words:
        wanted.setdefault(len(word), set()).add(word.casefold())
    found: dict[str, list[str]] = {}
    for length, ends in wanted.items():
        for number in table.rows:
            end = number[-length:].casefold()
            if end in ends:
                found.setdefault(end, []).append(number)
    return found
