"""Two sets of settings side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from mingtang_desk.device.settings import SettingLimits
from mingtang_desk.device.transaction import same


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One setting in both sets; None = that set does not have it.

    Attributes:
        equal: the same to the board.
        delta: b - a in model units, None where one of them is no number.
    """

    key: str
    a: object
    b: object
    equal: bool
    delta: float | None = None


def compare(
    a: Mapping[str, object],
    b: Mapping[str, object],
    limits: Mapping[str, SettingLimits] | None = None,
) -> Iterator[ComparedRow]:
    """Yield every setting of both sets, in the order of the first, then what only b has."""
    for key in (*a, *(key for key in b if key not in a)):
        left, right = a.get(key), b.get(key)
        delta = None
        if _is_number(left) and _is_number(right):
            equal = same(left, right, (limits or {}).get(key))
            delta = round(right - left, 9)
        else:
            equal = left == right
        yield ComparedRow(key=key, a=left, b=right, equal=equal, delta=delta)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
