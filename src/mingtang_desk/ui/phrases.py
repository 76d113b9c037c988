"""Puts the English phrases of lower layers into the language of the window.

`core.phrases` has their templates; words of codes are marked where their tables stand.
"""

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.phrases import PHRASES

_PLACE = re.compile(r"\{(\w+)\}")
_WORDS = frozenset(("what", "scale", "codes", "error"))
"""Places that may hold several words; the others hold one."""


def phrase(text: str) -> str:
    """Return a phrase in the present language; one that nobody marked stays as it is."""
    found = _taken_apart(text)
    if found is None:
        return QCoreApplication.translate("Phrase", text) if text else ""
    template, values = found
    said = {name: phrase(value) if name in _WORDS else value for name, value in values}
    return QCoreApplication.translate("Phrase", template).format(**said)


@lru_cache(4096)
def _taken_apart(text: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the template that a text was made of, and what stands in its places."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return template, tuple(found.groupdict().items())
    return None


@lru_cache(1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the templates as patterns, those with the most words of their own first."""
    ranked = sorted(PHRASES, key=lambda template: -len(_PLACE.sub("", template)))
    return tuple((_pattern(template), template) for template in ranked if _PLACE.search(template))


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    made = [re.escape(part) for part in parts]
    made[1::2] = [f"(?P<{name}>{'.+' if name in _WORDS else r'[^ ,]+'})" for name in parts[1::2]]
    return re.compile("".join(made))
