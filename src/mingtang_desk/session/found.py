"""What a search tells: what it is doing where, what it found, why it found nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingtang_desk.core.errors import MingtangError
    from mingtang_desk.device.sample import PackSample


class Doing(StrEnum):
    """What a search does at a place just now."""

    OPENING = "opening"
    LISTENING = "listening"
    ASKING = "asking"
    SWEEPING = "sweeping"
    CONFIRMING = "confirming"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Progress.

    Attributes:
        where: the place.
        baud: speed that is tried, None where there is none.
        what: protocol or board that is asked for, in its own words.
        address: bus address that is asked.
    """

    where: str
    doing: Doing
    baud: int | None = None
    what: str = ""
    address: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A board that answered twice.

    Attributes:
        uri: what opens it.
        signal: strength in dBm where there is one.
        sample: what it said, where it was asked.
        seconds: how long after the start it was found.
    """

    uri: str
    where: str
    name: str
    protocol: str
    label: str = ""
    signal: int | None = None
    last5: str = ""
    sample: PackSample | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a place gave nothing."""

    where: str
    error: MingtangError


type News = Step | Found | Failure
type Tell = Callable[[News], None]
type Search = Callable[[Tell], Awaitable[int]]
"""A search beside that of ports (Bluetooth); returns how many places it could open."""


def last5(*texts: str | None) -> str:
    """Return the end of the last long number in the first text that has one, else ""."""
    for text in texts:
        numbers = re.findall(r"\d{5,}", text or "")
        if numbers:
            return str(numbers[-1][-5:])
    return ""
