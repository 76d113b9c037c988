"""The one table of colours. The style sheet is generated from it and painters read it.

Words and signs need 4.5:1 on what lies under them, which some state colours miss on white; those
have a `_text` row for words, and a `_fill` row for chips and buttons with `on_fill` words on them.
"""

from enum import StrEnum
from typing import NamedTuple


class Scheme(StrEnum):
    """A column of the table."""

    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"


class Row(NamedTuple):
    """One colour in every scheme, as RRGGBB."""

    dark: str
    light: str
    contrast: str


TOKENS: dict[str, Row] = {
    # grounds and lines
    "bg": Row("14171c", "eef1f5", "000000"),
    "panel": Row("1b1f26", "ffffff", "000000"),
    "raised": Row("232831", "f5f7fa", "14181f"),
    "line": Row("2e3540", "d9dee6", "8c96a5"),
    # words
    "text": Row("e6e9ee", "1b2330", "ffffff"),
    "muted": Row("8f99a8", "66707f", "d3dae4"),
    # states
    "accent": Row("4c9ffe", "1f6fdc", "7fbcff"),
    "ok": Row("3fb68b", "1f8f68", "5ce6b4"),
    "warn": Row("f2a33a", "b8690a", "ffc266"),
    "bad": Row("ef5b5b", "cf3535", "ff8a8a"),
    "replay": Row("a78bfa", "6d4fc4", "c8b5ff"),
    "accent_text": Row("4c9ffe", "1b67d0", "7fbcff"),
    "ok_text": Row("3fb68b", "177553", "5ce6b4"),
    "warn_text": Row("f2a33a", "96540a", "ffc266"),
    "bad_text": Row("f27070", "c42f2f", "ff8a8a"),
    "accent_fill": Row("4c9ffe", "1f6fdc", "7fbcff"),
    "accent_hover": Row("6fb2ff", "195fc0", "a5d0ff"),
    "ok_fill": Row("3fb68b", "1a7d5b", "5ce6b4"),
    "warn_fill": Row("f2a33a", "a05a08", "ffc266"),
    "bad_fill": Row("ef5b5b", "cf3535", "ff8a8a"),
    "replay_fill": Row("a78bfa", "6d4fc4", "c8b5ff"),
    "muted_fill": Row("8f99a8", "5d6777", "d3dae4"),
    "on_fill": Row("10141a", "ffffff", "000000"),
    # cells
    "high": Row("f2a33a", "b8690a", "ffc266"),
    "low": Row("4c9ffe", "1f6fdc", "7fbcff"),
    "balancing": Row("2bb8b0", "0f8f88", "5ff0e7"),
    "high_text": Row("f2a33a", "96540a", "ffc266"),
    "low_text": Row("4c9ffe", "175cbd", "7fbcff"),
    "balancing_text": Row("2bb8b0", "0b7069", "5ff0e7"),
    "cell_fill": Row("2a4a44", "dcefe8", "0d3b31"),
    "cell_edge": Row("355f57", "b9ddd0", "5ce6b4"),
    "cell_note": Row("a9b4c0", "55606f", "e2e8f0"),
    "stale_fill": Row("2a2f38", "e6e9ee", "1c2027"),
    "hatch": Row("4a525f", "c3cad4", "8c96a5"),
    # devices, in the order they are opened
    "device_1": Row("4c9ffe", "1f6fdc", "7fbcff"),
    "device_2": Row("c792ea", "8a4fbf", "e0b8ff"),
    "device_3": Row("f2c14e", "9a7200", "ffe08a"),
    "device_4": Row("5fd0c5", "0f8f88", "8ff5eb"),
    "device_5": Row("f28fb1", "bf3f73", "ffb8d0"),
    "device_6": Row("a3c76d", "5f8a1f", "cdf09a"),
    # curves, in the order they are chosen; ticks of an axis have them too, so they are words
    "curve_1": Row("4c9ffe", "1b67d0", "7fbcff"),
    "curve_2": Row("f2a33a", "a85400", "ffc266"),
    "curve_3": Row("5fd0c5", "0b7069", "8ff5eb"),
    "curve_4": Row("c792ea", "8a4fbf", "e0b8ff"),
    "curve_5": Row("f28fb1", "bf3f73", "ffb8d0"),
    "curve_6": Row("a3c76d", "4a6f14", "cdf09a"),
    "curve_7": Row("c3c9d2", "4a5361", "ffffff"),
    "curve_8": Row("ef8a62", "b8432a", "ffb199"),
    "curve_9": Row("8fb8d8", "456a86", "c4dff2"),
    "curve_10": Row("d0a97c", "7d5a34", "ecd0ac"),
    "curve_11": Row("9aa0f5", "4d52c4", "c3c6ff"),
    "curve_12": Row("f2d65e", "7a6200", "ffe98a"),
}

DEVICE_COLOURS = tuple(name for name in TOKENS if name.startswith("device_"))
CURVE_COLOURS = tuple(name for name in TOKENS if name.startswith("curve_"))

WORDS_ON: tuple[tuple[str, str], ...] = (
    *((word, ground) for word in ("text", "muted") for ground in ("panel", "raised")),
    ("text", "bg"),
    *(
        (f"{state}_text", ground)
        for state in ("accent", "ok", "warn", "bad")
        for ground in ("panel", "raised")
    ),
    *(("on_fill", f"{fill}_fill") for fill in ("accent", "ok", "warn", "bad", "replay", "muted")),
    ("on_fill", "accent_hover"),
    *((word, "cell_fill") for word in ("text", "cell_note")),
    *((word, "stale_fill") for word in ("text", "cell_note")),
    *((f"{sign}_text", "raised") for sign in ("high", "low", "balancing", "bad", "warn")),
    ("cell_note", "raised"),
    *((curve, ground) for curve in CURVE_COLOURS for ground in ("panel", "raised")),
)
"""Every pair of words and ground in use; a test holds each to 4.5:1 in every scheme."""


def hex_of(token: str, scheme: Scheme) -> str:
    """Return a colour as `#rrggbb`."""
    return "#" + str(getattr(TOKENS[token], scheme.value))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    a, b = sorted((_luminance(one), _luminance(other)))
    return (b + 0.05) / (a + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
