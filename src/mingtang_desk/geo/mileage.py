"""How far a trip was: legs between its rows, by Doppler where Doppler proves itself.

Never a sum over all rows: noise makes a chain of positions longer (Ranacher et al. 2016, IJGIS,
"Why GPS makes distances bigger than they are"), curves between rows make it shorter, and a pack
under a roof would ride kilometres. Speed by Doppler has neither bias. Source: cloud notes 4.3.
"""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.geo.fix import Fix


@dataclass(frozen=True, slots=True, kw_only=True)
class MileageSettings:
    """Which measure a leg gets.

    Attributes:
        dense_s: up to here Doppler's trapezoid is followed.
        sparse_s: up to here the curve is judged from the trip's own ratio of Doppler to chords.
        hidden_s: up to here a silence is taken as ridden on; longer ones are chords.
        agree_m, agree: a dense leg's Doppler has to be within the larger of both of its chord.
        credible: the trip's Doppler over its chords, within which Doppler is believed over a leg's
            own chord too: a jump between houses is not distance.
        curve: no curve is longer than this many chords ...
        hidden_curve: ... nor is a silence ridden through longer than this many.
    """

    dense_s: float = 15.0
    sparse_s: float = 90.0
    hidden_s: float = 600.0
    agree_m: float = 25.0
    agree: float = 0.5
    credible: tuple[float, float] = (0.8, 1.25)
    curve: float = 1.3
    hidden_curve: float = 3.0


class Flag(StrEnum):
    """What makes a distance less sure."""

    GAP = "gap"
    SPARSE = "sparse"
    NO_DOPPLER = "no_doppler"
    FAST = "fast"
    UNSEEN = "unseen"


def legs(rows: Sequence[Fix], settings: MileageSettings) -> tuple[list[float], set[Flag]]:
    """Return the metres of each leg between rows, and what makes them less sure."""
    flags: set[Flag] = set()
    ratio = _ratio(rows, settings)
    low, high = settings.credible
    credible = ratio is not None and low <= ratio <= high
    pace = _pace(rows, settings)
    found = []
    for i, (a, b) in enumerate(itertools.pairwise(rows)):
        seconds, chord = b.time - a.time, a.metres(b)
        doppler = _trapezoid(a, b)
        if doppler is None:
            flags.add(Flag.NO_DOPPLER)
            metres = chord
        elif seconds <= settings.dense_s:
            metres = _dense(chord, doppler, credible=credible, s=settings)
            if i in (0, len(rows) - 2):
                # Rows are sent when it sets out and stands, not in the middle of gaining speed.
                top = max(a.speed_kmh or 0.0, b.speed_kmh or 0.0) / 3.6
                metres = max(metres, min(chord, top * seconds))
        elif seconds <= settings.sparse_s:
            flags.add(Flag.SPARSE)
            factor = 1.0 if ratio is None else min(settings.curve, max(1.0, ratio))
            metres = chord * factor if min(doppler, chord) > 0 else chord
        else:
            flags.add(Flag.GAP)
            ridden = pace * seconds if seconds <= settings.hidden_s else 0.0
            # Moving when it fell silent and when it came back: it rode on, by whatever way.
            most = settings.curve if a.slow or b.slow else settings.hidden_curve
            metres = max(chord, min(ridden, most * chord))
        found.append(metres)
    return found, flags


def _trapezoid(a: Fix, b: Fix) -> float | None:
    """Metres by Doppler, None where a speed is missing; below 2 km/h it is noise."""
    if a.speed_kmh is None or b.speed_kmh is None:
        return None
    one, two = (v if v >= 2.0 else 0.0 for v in (a.speed_kmh, b.speed_kmh))
    return (one + two) / 7.2 * (b.time - a.time)


def _dense(chord: float, doppler: float, *, credible: bool, s: MileageSettings) -> float:
    agrees = abs(doppler - chord) <= max(s.agree_m, s.agree * chord)
    return doppler if agrees or credible else chord


def _ratio(rows: Sequence[Fix], s: MileageSettings) -> float | None:
    """Doppler over chords of all watched legs on which it moved at both ends."""
    doppler = chords = 0.0
    for a, b in itertools.pairwise(rows):
        metres = _trapezoid(a, b)
        if metres is None or b.time - a.time > s.sparse_s or a.slow or b.slow:
            continue
        doppler += metres
        chords += a.metres(b)
    return doppler / chords if chords > 0 else None


def _pace(rows: Sequence[Fix], s: MileageSettings) -> float:
    """Metres a second over all watched legs, halts and all."""
    metres = seconds = 0.0
    for a, b in itertools.pairwise(rows):
        if b.time - a.time <= s.sparse_s:
            metres += _trapezoid(a, b) or a.metres(b)
            seconds += b.time - a.time
    return metres / seconds if seconds else 0.0


type Point = tuple[float, float]
"""Unix seconds and the metres ridden up to then, counted from zero at a trip's start."""


class Period(StrEnum):
    """Over what mileage is added up."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TOTAL = "total"


def by_period(
    trips: Iterable[Sequence[Point]], period: Period, zone: datetime.tzinfo
) -> dict[str, float]:
    """Add up metres by local day, ISO week or month; a leg counts where it ends.

    Args:
        trips: the `points` of trips.
        period: what to add up over; keys are 2026-11-30, 2026-W49, 2026-11, "total".
        zone: whose midnight it is.
    """
    found: dict[str, float] = {}
    for points in trips:
        for (_, before), (time, metres) in itertools.pairwise(points):
            key = _key(datetime.datetime.fromtimestamp(time, zone), period)
            found[key] = found.get(key, 0.0) + metres - before
    return dict(sorted(found.items()))


def _key(moment: datetime.datetime, period: Period) -> str:
    match period:
        case Period.DAY:
            return moment.date().isoformat()
        case Period.WEEK:
            year, week, _ = moment.isocalendar()
            return f"{year}-W{week:02}"
        case Period.MONTH:
            return f"{moment:%Y-%m}"
        case _:
            return "total"


def odometer_proven(readings: Sequence[Point], ours: Sequence[Point], span_m: float = 5e4) -> bool:
    """Whether a device's own odometer may be preferred over our mileage.

    Args:
        readings: Unix seconds and the odometer in metres.
        ours: Unix seconds and our mileage in metres, running on over trips.
        span_m: so much of ours, the latest, has to be covered.

    Returns:
        True if it never fell and lies within 5 % of ours over the span.
    """
    if len(readings) < 2 or any(b[1] < a[1] for a, b in itertools.pairwise(readings)):
        return False
    end = readings[-1]
    here = _at(ours, end[0])
    for reading in reversed(readings):
        gone = here - _at(ours, reading[0])
        if gone >= span_m:
            return abs(end[1] - reading[1] - gone) <= 0.05 * gone
    return False


def _at(points: Sequence[Point], time: float) -> float:
    """Our mileage at a time: that of the last point not after it."""
    return max((metres for when, metres in points if when <= time), default=0.0)
