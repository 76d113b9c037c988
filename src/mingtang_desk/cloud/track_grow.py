"""Reads what came to a track since it was read, and puts it behind what is known; no Qt."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta

from mingtang_desk.cloud.models import Place
from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.cloud.models_rides import Stop, Trip
from mingtang_desk.cloud.playback import LeftOut, Playback, points_of
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.samples import Sample
from mingtang_desk.cloud.track_load import (
    LONGEST,
    PLOTTED,
    TrackData,
    alarms_of,
    samples_of,
    stands_of,
    utc,
)

_STEP = timedelta(milliseconds=1)


async def grown_track(
    provider: FleetProvider, data: TrackData, end: datetime, *, alarms: bool
) -> TrackData | None:
    """Return a track as it is now, None where nothing came to it.

    What a tracker told late, of a time before the last report that is known, is not among it.

    Args:
        provider: tells it.
        data: what is known.
        end: later reports are not wanted.
        alarms: ask for them too, for there are new ones.

    Raises:
        CloudError: it could not be read.
    """
    since = (data.reached or data.start) + _STEP
    if since >= end or end - since > LONGEST:
        return None
    places: list[Place] = []
    async with aclosing(provider.places.track(data.number, since, end)) as pages:
        async for page in pages:
            places += page
    samples: Sequence[Sample] = ()
    if provider.boards is not None and data.has_board:
        told = data.track.samples.times
        after = utc(told[-1]) + _STEP if told else data.start
        samples = await samples_of(provider.boards, data.number, after, end) or ()
    if not (places or samples or alarms):
        return None
    trips, stops = data.trips, data.stops
    if provider.rides is not None and places:
        starts = [each.start for each in trips or ()] + [each.start for each in stops or ()]
        begin = max(starts, default=data.start)
        trips = _joined(trips or (), await provider.rides.trips(data.number, begin, end), begin)
        stops = _joined(stops or (), await provider.rides.stops(data.number, begin, end), begin)
    known: tuple[Alarm, ...] | None = data.alarms
    if alarms and provider.alarms is not None:
        known = await alarms_of(provider.alarms, data.number, data.start, end)
    track = await asyncio.to_thread(_made, data.track, places, stops or (), samples)
    reached = max((place.time for place in places), default=data.reached)
    return replace(
        data,
        end=max(end, data.end),
        track=track,
        trips=trips,
        stops=stops,
        alarms=known,
        reached=reached,
    )


def _joined[T: (Trip, Stop)](
    before: Sequence[T], news: Sequence[T], begin: datetime
) -> tuple[T, ...]:
    """Return rides by time; those from `begin` on are told anew: the last one has grown."""
    kept = {each.start: each for each in before if each.start < begin}
    return tuple({**kept, **{each.start: each for each in news}}.values())


def _made(
    before: Playback, places: Sequence[Place], stops: Sequence[Stop], samples: Sequence[Sample]
) -> Playback:
    points, out = points_of(places)
    was = before.left_out
    left_out = LeftOut(
        no_fix=was.no_fix + out.no_fix,
        leaps=was.leaps + out.leaps,
        doubled=was.doubled,
    )
    board = before.samples.joined(samples)
    made = Playback([*before.points, *points], stands_of(stops), left_out, board)
    return made.prepare(PLOTTED)
