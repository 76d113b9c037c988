"""In which order the fields of a transaction go out, so that no state in between is dangerous.

A board uses each register as it arrives. Raising both, an over-voltage protection goes before its
recovery; lowering both, the recovery goes first: at no moment does a protection lie at or inside
its recovery.
Where the order is free, what makes the board stricter goes before what makes it more lenient.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from mingtang_desk.device.settings import SettingValue

type Values = Mapping[str, SettingValue]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two settings of which `high` stays above `low`; `loose` allows them to be equal."""

    high: str
    low: str
    loose: bool = False

    def holds(self, values: Values) -> bool:
        """Return False when both are known and contradict each other."""
        high, low = values.get(self.high), values.get(self.low)
        if not isinstance(high, int | float) or not isinstance(low, int | float):
            return True
        return high >= low if self.loose else high > low


_WINDOWS = ("ovp", "ovr", "uvr", "uvp")
_SCOPES = ("board", "chg", "dsg", "mos")

PAIRS: tuple[Pair, ...] = (
    *(Pair(f"{s}_{a}_v", f"{s}_{b}_v") for s in ("cell", "pack") for a, b in pairwise(_WINDOWS)),
    *(
        Pair(f"{s}_{a}_c", f"{s}_{b}_c")
        for s in _SCOPES
        for a, b in pairwise(("otp", "otr", "utr"))
    ),
    *(Pair(f"{s}_utr_c", f"{s}_utp_c") for s in _SCOPES),
    Pair("secondary_ovp_v", "pack_ovp_v", loose=True),
    Pair("pack_uvp_v", "secondary_uvp_v", loose=True),
    Pair("cell_secondary_ovp_v", "cell_ovp_v", loose=True),
    Pair("cell_uvp_v", "cell_secondary_uvp_v", loose=True),
)
"""What has to hold at every moment. Sources: docs/protocols/mingtang.md, 3.5; jbd.md, section 5."""

_STRICTER_HIGH = ("_uvp_v", "_uvr_v", "_utp_c", "_utr_c")
_STRICTER_LOW = (
    "_ovp_v",
    "_ovr_v",
    "_otp_c",
    "_otr_c",
    "_a",
    "_delay_s",
    "_delay_us",
    "_protect_v",
)


def steps(
    units: Iterable[Values],
    before: Values,
    *,
    pairs: Sequence[Pair] = PAIRS,
    last: Set[str] = set(),
) -> list[dict[str, SettingValue]]:
    """Return what to write one after the other.

    Between sound settings there is always an order of single fields that is sound all the way (what
    has to precede rises where both rise and falls where both fall, so nothing goes round in a
    circle). A unit is parted where it stands in the way of that.

    Args:
        units: fields that go out together, in one register or one request, each with its new value.
        before: the settings of the board as they are.
        pairs: what has to hold at every moment.
        last: keys whose unit waits for all others: they change what others mean.
    """
    waiting = [dict(unit) for unit in units]
    tail = [unit for unit in waiting if not last.isdisjoint(unit)]
    waiting = [unit for unit in waiting if last.isdisjoint(unit)]
    found: list[dict[str, SettingValue]] = []
    while waiting:
        order, stuck = _sorted(waiting, before, pairs)
        found += order
        before = {**before, **{key: value for unit in order for key, value in unit.items()}}
        waiting = [{key: value} for unit in stuck for key, value in unit.items()]
        if len(waiting) == len(stuck):  # the board contradicts itself already: stricter first
            found += sorted(waiting, key=lambda unit: _leniency(unit, before))
            break
    return found + tail


def _sorted(
    units: Sequence[dict[str, SettingValue]], before: Values, pairs: Sequence[Pair]
) -> tuple[list[dict[str, SettingValue]], list[dict[str, SettingValue]]]:
    """Return units in a sound order, and those that wait for each other."""
    owner = {key: number for number, unit in enumerate(units) for key in unit}
    after = {key: value for unit in units for key, value in unit.items()}
    following: dict[int, set[int]] = {number: set() for number in range(len(units))}
    for pair in pairs:
        high, low = owner.get(pair.high), owner.get(pair.low)
        if high is None or low is None or high == low:
            continue
        if not pair.holds({pair.high: before.get(pair.high, ""), pair.low: after[pair.low]}):
            following[high].add(low)
        if not pair.holds({pair.high: after[pair.high], pair.low: before.get(pair.low, "")}):
            following[low].add(high)
    missing = {number: 0 for number in following}
    for numbers in following.values():
        for number in numbers:
            missing[number] += 1
    free = [(_leniency(units[n], before), n) for n, count in missing.items() if not count]
    heapify(free)
    order: list[int] = []
    while free:
        number = heappop(free)[1]
        order.append(number)
        for other in following[number]:
            missing[other] -= 1
            if not missing[other]:
                heappush(free, (_leniency(units[other], before), other))
    stuck = [unit for number, unit in enumerate(units) if number not in order]
    return [units[number] for number in order], stuck


def _leniency(unit: Values, before: Values) -> int:
    """Return 0 for what makes a board stricter, 2 where anything makes it more lenient."""
    return max((_change(key, before.get(key), value) for key, value in unit.items()), default=1)


def _change(key: str, old: SettingValue | None, new: SettingValue) -> int:
    if not isinstance(old, int | float) or not isinstance(new, int | float) or old == new:
        return 1
    if key.endswith(_STRICTER_HIGH):
        return 0 if new > old else 2
    if key.endswith(_STRICTER_LOW):
        return 0 if new < old else 2
    return 1
