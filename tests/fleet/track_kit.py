"""Rides of the past for a battery of the kit, with samples of its board and an alarm."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from mingtang_desk.core.clock import iso
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from tests.fleet.kit import FleetKit
from tests.server.kit import NUMBERS
from tests.server.rides.tracks import TRACKS, device_of, feed, track_readings

NUMBER = NUMBERS["shop"]


def shift_to(name: str, end: datetime) -> int:
    """Seconds to add to a track so that it ends then."""
    times = sorted(row[0] for row in TRACKS[name]["rows"])
    usual = times[len(times) // 2]
    last = max(time for time in times if abs(time - usual) < 86_400)
    return int(end.timestamp()) - int(last)


async def ride(kit: FleetKit, name: str, end: datetime) -> tuple[datetime, datetime]:
    """Let the battery of the shop have ridden a track; return its first and last moment."""
    readings = track_readings(device_of(kit.server), name, shift_to(name, end))
    await feed(kit.server, readings)
    times = [reading.time_ms / 1000 for reading in readings]
    middle = sorted(times)[len(times) // 2]
    near = [time for time in times if abs(time - middle) < 86_400]
    return (
        datetime.fromtimestamp(min(near), UTC),
        datetime.fromtimestamp(max(near), UTC),
    )


async def samples(kit: FleetKit, start: datetime, end: datetime, every_s: int = 60) -> int:
    """Let its board have told a sample now and then; return how many."""
    messages: list[dict[str, object]] = []
    count = int((end - start).total_seconds() // every_s)
    for n in range(count):
        current = -12.0 + 10.0 * math.sin(n / 3)
        cells = tuple(round(3.9 - min(n, 400) * 0.001 + i * 0.002, 3) for i in range(13))
        sample = PackSample(
            time=start + timedelta(seconds=n * every_s),
            protocol="jbd",
            pack_v=round(sum(cells), 3),
            current_a=round(current, 2),
            soc_pct=round(max(90.0 - n * 0.1, 5.0), 1),
            cell_v=cells,
        )
        messages.append({"type": "sample", "device": NUMBER, "sample": sample_json(sample)})
    for at in range(0, len(messages), 100):
        await kit.uplink(*messages[at : at + 100])
    return count


async def power_cut(kit: FleetKit, when: datetime, lat: float, lon: float) -> None:
    """Let its tracker have told that its power was cut."""
    where = {"type": "position", "device": NUMBER, "time": iso(when), "lat": lat, "lon": lon}
    await kit.uplink({**where, "event": "power_cut"})


def choose(kit: FleetKit, number: str = NUMBER) -> None:
    """Choose a battery as its list does."""
    kit.context.chosen.choose(number)
