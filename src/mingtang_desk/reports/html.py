"""The little HTML that pages are made of: what Qt's rich text understands, everything escaped.

A page is a list of blocks. Words of users go through `text`, which leaves nothing that a reader of
HTML could take for a tag, an entity, a link or a picture.
"""

import html
from collections.abc import Iterable, Sequence
from typing import NewType

Markup = NewType("Markup", str)
"""Checked HTML; only this module makes it."""

_INK, _MUTED, _LINE, _GROUND = "#1b2330", "#5d6777", "#d9dee6", "#eef1f5"
COLOURS = {"ok": "#177553", "watch": "#96540a", "replace": "#c42f2f", "not_enough_data": "#5d6777"}


def text(words: str) -> Markup:
    """Return words as they are, line breaks kept; control characters are left out."""
    clean = "".join(c for c in words if c in "\n\t" or (c.isprintable() or c.isspace()))
    clean = clean.replace("\r", "").replace("\x0b", "").replace("\x0c", "")
    return Markup(html.escape(clean, quote=True).replace("\n", "<br/>"))


def strong(words: str, colour: str = _INK) -> Markup:
    """Return words that stand out."""
    return Markup(f'<b style="color:{colour}">{text(words)}</b>')


def muted(words: str) -> Markup:
    """Return words that stand back."""
    return Markup(f'<span style="color:{_MUTED}">{text(words)}</span>')


def title(words: str, beside: str = "") -> Markup:
    """Return the head of a page."""
    right = f'<td align="right" valign="bottom">{muted(beside)}</td>' if beside else ""
    return Markup(
        f'<table width="100%" cellpadding="0" cellspacing="0"><tr><td>'
        f'<span style="font-size:17pt;font-weight:600">{text(words)}</span></td>{right}'
        f"</tr></table>"
        f'<hr style="background-color:{_LINE}"/>'
    )


def heading(words: str) -> Markup:
    """Return the head of a section."""
    return Markup(
        f'<p style="margin-top:9px;margin-bottom:2px;font-size:10.5pt;font-weight:600">'
        f"{text(words)}</p>"
    )


def paragraph(words: Markup) -> Markup:
    """Return a paragraph."""
    return Markup(f'<p style="margin-top:2px;margin-bottom:4px">{words}</p>')


def lines(rows: Iterable[Markup]) -> Markup:
    """Return rows below one another, without bullets."""
    return Markup("".join(f'<p style="margin:1px 0">{row}</p>' for row in rows))


def pairs(rows: Sequence[tuple[str, Markup]], *, columns: int = 1) -> Markup:
    """Return names and values in so many columns; none = nothing."""
    if not rows:
        return Markup("")
    width = 100 // columns
    out = []
    for start in range(0, len(rows), columns):
        cells = [
            f'<td width="{round(width * 0.38)}%">{muted(name)}</td>'
            f'<td width="{round(width * 0.62)}%">{value}</td>'
            for name, value in rows[start : start + columns]
        ]
        cells += ["<td></td><td></td>"] * (columns - len(cells))
        out.append(f"<tr>{''.join(cells)}</tr>")
    return Markup(f'<table width="100%" cellpadding="1" cellspacing="0">{"".join(out)}</table>')


def table(head: Sequence[str], rows: Sequence[Sequence[Markup]], *, right: str = "") -> Markup:
    """Return a table; `right` has an r for each column that is set to the right."""
    sides = ["right" if mark == "r" else "left" for mark in right.ljust(len(head))]

    def cells(row: Iterable[str], extra: str = "") -> str:
        return "".join(
            f'<td align="{side}" valign="top" style="padding:1px 5px{extra}">{cell}</td>'
            for side, cell in zip(sides, row, strict=True)
        )

    top = cells((muted(name) for name in head), f";background-color:{_GROUND}")
    body = "".join(f"<tr>{cells(row, f';border-bottom:1px solid {_LINE}')}</tr>" for row in rows)
    return Markup(
        f'<table width="100%" cellspacing="0" style="border-collapse:collapse">'
        f"<tr>{top}</tr>{body}</table>"
    )


def bar(share: float, colour: str, *, width: int = 90) -> Markup:
    """Return a bar of a share, 0 to 1."""
    long = max(round(min(max(share, 0.0), 1.0) * width), 1)
    return Markup(
        f'<table cellspacing="0" cellpadding="0"><tr><td width="{long}" height="7" '
        f'style="background-color:{colour};font-size:5pt">&nbsp;</td></tr></table>'
    )


def picture(name: str, width: int, height: int) -> Markup:
    """Return a picture that whoever prints the page has made; `name` is ours, never a user's."""
    return Markup(f'<p><img src="{text(name)}" width="{width}" height="{height}"/></p>')


def page(blocks: Iterable[Markup], *, language: str = "en") -> str:
    """Return the whole document."""
    return (
        f'<html lang="{text(language)}"><head><meta charset="utf-8"/></head>'
        f'<body style="font-size:8.5pt;color:{_INK}">'
        f"{''.join(blocks)}</body></html>"
    )
