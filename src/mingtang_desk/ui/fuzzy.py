"""Finds what somebody meant by a few letters: "covp" is "Cell over-voltage protection"."""

from __future__ import annotations

import math
import unicodedata

_START, _AFTER, _RUN, _GAP, _WHOLE = 8.0, 10.0, 6.0, 1.0, 24.0


def folded(text: str) -> str:
    """Return a text without case, width and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def score(wanted: str, text: str) -> float | None:
    """Return how well a text answers, higher is better; None when a letter is missing.

    All letters must come in their order. Starts of words and letters in a row count more; words
    may be typed in any order, each counts for itself.
    """
    parts, inside = folded(wanted).split(), folded(text)
    total = 0.0
    for part in parts:
        found = _part(part, inside)
        if found is None:
            return None
        total += found
    return total - len(inside) * 0.02


def best(wanted: str, texts: tuple[str, ...]) -> float | None:
    """Return the best score of several names of one thing; later names count a little less."""
    found = [
        points - place * 0.5
        for place, text in enumerate(texts)
        if (points := score(wanted, text)) is not None
    ]
    return max(found, default=None)


def _part(part: str, text: str) -> float | None:
    at = text.find(part)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        return _WHOLE + _RUN * len(part) + (_START if begins else 0.0) - at * 0.1
    return _letters(part, text)


def _letters(part: str, text: str) -> float | None:
    """Return the best score of all ways to find the letters in their order."""
    ends: dict[int, float] = {}
    for number, letter in enumerate(part):
        found: dict[int, float] = {}
        far = 0.0 if number == 0 else -math.inf
        for at, here in enumerate(text):
            far = max(far, ends.get(at - 2, -math.inf))
            if here != letter:
                continue
            start = _AFTER if _begins(text, at) else 0.0
            points = max(far - _GAP + start, ends.get(at - 1, -math.inf) + _RUN + start)
            if points > -math.inf:
                found[at] = points
        ends = found
    return max(ends.values(), default=None)


def _begins(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()
