"""How pages come by their words: the desk hands in a translator, files and tests take English."""

from collections.abc import Callable
from datetime import datetime

type Words = Callable[[str, str], str]
"""(context, marked English text) -> text in the language of the page."""

MISSING = "—"


def english(_: str, text: str) -> str:
    """Return the text as it is marked."""
    return text


def number(value: object, digits: int, unit: str = "", *, sign: bool = False) -> str:
    """Return a figure with its unit, `MISSING` when there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return MISSING
    shown = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    if float(shown) == 0.0:
        shown = shown.lstrip("+-")
    return f"{shown.replace('-', '−')} {unit}".strip()


def moment(value: object) -> str:
    """Return an ISO time as the clock on the wall has it; what is none as it is."""
    if not isinstance(value, str) or not value:
        return MISSING
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    return (when.astimezone() if when.tzinfo else when).strftime("%Y-%m-%d %H:%M")
