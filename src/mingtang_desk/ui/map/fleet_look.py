"""How batteries of the fleet look on the map: a spot for each or for several, and their cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingtang_desk.ui.map.fleet_points import ALARM, GONE, SHOWN_MEMBERS, Gathered
from mingtang_desk.ui.map.fleet_words import (
    BRIEF_BUTTONS,
    FILLS,
    OLD_S,
    SIGNS,
    brief_rows,
    button_words,
    card_rows,
    cluster_title,
    here_title,
    more_words,
    since,
    tag_of,
    title_of,
)
from mingtang_desk.ui.map.view import Card, Spot

if TYPE_CHECKING:
    from mingtang_desk.cloud.decode import Json
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.models import Battery

_MOVES_KMH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What only a report tells; None = it did not."""

    course_deg: float | None = None
    speed_kmh: float | None = None
    accuracy_m: float | None = None


def live_of(values: Json) -> Live:
    """Return what a report tells."""
    return Live(
        course_deg=_figure(values.get("course_deg")),
        speed_kmh=_figure(values.get("speed_kmh")),
        accuracy_m=_figure(values.get("accuracy_m")),
    )


def key_of(found: Gathered) -> str:
    """Return the key of a spot: a number, or that of the first of several after a stroke."""
    return found.numbers[0] if found.count == 1 else f"/{found.numbers[0]}"


def spot_of(
    fleet: Fleet, found: Gathered, live: Live | None, *, zoom: int, chosen: str
) -> Spot | None:
    """Return how a battery, or several, are drawn; None for one that just went."""
    code = found.worst
    if found.count > 1:
        sign = SIGNS[code] if code in (ALARM, GONE) else ""
        scale = 2.0**zoom  # in whole pixels: a member that moves a metre moves nothing
        return Spot(
            key=key_of(found),
            x=round(found.x * scale) / scale,
            y=round(found.y * scale) / scale,
            count=found.count,
            title=cluster_title(found),
            colour=FILLS[code],
            sign=sign,
            signed=found.counts[code] if sign else 0,
        )
    number = found.numbers[0]
    row = fleet.table.get(number)
    if row is None:
        return None
    stale = _is_old(fleet, row)
    moves = live is not None and (live.speed_kmh is None or live.speed_kmh >= _MOVES_KMH)
    return Spot(
        key=number,
        x=found.x,
        y=found.y,
        count=1,
        title=title_of(row),
        colour=FILLS[code],
        sign=SIGNS[code],
        tag=tag_of(fleet, row),
        course_deg=live.course_deg if live is not None and moves and not stale else None,
        accuracy_m=None if live is None else live.accuracy_m,
        selected=number == chosen,
        stale=stale,
    )


def card_of_battery(
    fleet: Fleet,
    row: Battery,
    spot: Gathered,
    *,
    live: Live | None,
    address: str | None,
    brief: bool = False,
) -> Card:
    """Return the card of a battery; `address` None = it is asked now; `brief`: on a low map."""
    provider = fleet.provider
    there = {
        "status": provider.boards is not None,
        "settings": provider.boards is not None,
        "track": True,
        "alarms": provider.alarms is not None,
        "fences": provider.fences is not None,
        "battery": True,
        "more": True,
    }
    stale = _is_old(fleet, row)
    speed = None if live is None or stale else live.speed_kmh
    words = brief_rows if brief else card_rows
    title = row.name or row.number
    can = frozenset(key for key, can in there.items() if can)
    return Card(
        spot=row.number,
        x=spot.x,
        y=spot.y,
        title=f"{title} · {row.number}" if brief and row.name else title,
        rows=words(
            fleet,
            row,
            speed_kmh=speed,
            accuracy_m=None if live is None else live.accuracy_m,
            address=address,
        ),
        buttons=button_words(can & BRIEF_BUTTONS if brief else can),
        stale=stale,
    )


def card_of_several(fleet: Fleet, found: Gathered) -> Card:
    """Return the list of batteries that lie on one spot."""
    members = [fleet.table.get(number) for number in found.numbers[:SHOWN_MEMBERS]]
    lines = tuple((each.number, title_of(each)) for each in members if each is not None)
    return Card(
        spot=key_of(found),
        x=found.x,
        y=found.y,
        title=here_title(found.count),
        members=lines,
        more=more_words(found.count - len(lines)),
    )


def _is_old(fleet: Fleet, row: Battery) -> bool:
    """Return whether its place is old, or nobody knows how old."""
    old = since(fleet, row.position_time)
    return old is None or old > OLD_S


def _figure(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
