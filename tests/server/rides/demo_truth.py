"""Reports about the demo's fleet beside the simulator's truth.

The lives of batteries come from a seed, drawn anew each time and printed. The server gets positions
alone: place and speed with the errors of a receiver, no ignition, no odometer. What it reports is
compared with what the lives were. `python -m tests.server.rides.demo_truth` writes the comparison
to build/demo-truth.md.
"""

import argparse
import asyncio
import math
import random
import secrets
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.server.demo.plan import PlannedBattery, batteries
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.model import Flag, PositionReading
from mingtang_desk.sim.tracker.life import FIRST_DAY, ZONE, Habit
from tests.server.kit import Kit, kit_of
from tests.server.rides.test_alarms import batteries as entered
from tests.server.rides.tracks import feed, moment, seconds

COUNT, DAYS = 12, 3
RIDING_S, PARKED_S = 10.0, 300.0
NOISE_M, HOLDS_S, SPEED_KMH = 4.0, 60.0, 0.7
"""Errors of the receiver: how far off, for how long the same, and of the speed."""
RADIUS_M, OUTSIDE_S, INSIDE_S = 500.0, 60.0, 60.0
"""The fence around home; the truth counts stays that last so long on either side of it."""
EDGE_S, SHARE, FLEET_SHARE = 90.0, 0.03, 0.015
"""How far off the ends of a trip may be, the mileage of a battery, and that of all together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """Beginning and end, Unix seconds, and metres."""

    start: float
    end: float
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One battery: what was, and what the server says.

    Attributes:
        number: of the battery; habit: what it is used for.
        were, told: trips.
        exits_were, exits_told: how often it left the fence.
        rows: positions that were fed.
    """

    number: str
    habit: str
    were: Sequence[Trip]
    told: Sequence[Trip]
    exits_were: int
    exits_told: int
    rows: int

    @property
    def edge_s(self) -> float:
        """How far the ends of trips are off at most; infinite where their number differs."""
        if len(self.were) != len(self.told):
            return math.inf
        pairs = list(zip(self.were, self.told, strict=True))
        return max((max(abs(a.start - b.start), abs(a.end - b.end)) for a, b in pairs), default=0.0)

    @property
    def share(self) -> float:
        """How far the mileage is off."""
        was = sum(each.metres for each in self.were)
        told = sum(each.metres for each in self.told)
        return told / was - 1 if was else told

    @property
    def is_right(self) -> bool:
        """Whether all of it is inside its tolerance."""
        return (
            self.edge_s <= EDGE_S
            and abs(self.share) <= SHARE
            and self.exits_were == self.exits_told
        )


def days_of(now: datetime) -> tuple[int, int]:
    """Return the first day and the one after the last, since `FIRST_DAY`: the last whole ones."""
    today = (now + ZONE - FIRST_DAY).days
    return today - DAYS, today


def midnight(day: int) -> datetime:
    """Return when a day begins in China."""
    return FIRST_DAY - ZONE + timedelta(days=day)


def truth_of(plan: PlannedBattery, first: int, end: int) -> list[Trip]:
    """Return what it rode."""
    life = plan.life
    return [
        Trip(
            start=midnight(day).timestamp() + each.start_s,
            end=midnight(day).timestamp() + each.end_s,
            metres=each.rounds * life._round_m,
        )
        for day in range(first, end)
        for each in life.outings(day)
    ]


def exits_of(plan: PlannedBattery, trips: Sequence[Trip]) -> int:
    """Return how often it left the fence, second by second; what is too short is passed over."""
    life, count = plan.life, 0
    for trip in trips:
        inside, since, is_out = True, trip.start, False
        for n in range(int(trip.end - trip.start) + 1):
            time = trip.start + n
            row = life.row(datetime.fromtimestamp(time, UTC))
            now_inside = haversine_m(*life.home, row.lat, row.lon) <= RADIUS_M
            if now_inside is not inside:
                inside, since = now_inside, time
            if not inside and not is_out and time - since >= OUTSIDE_S:
                is_out = True
                count += 1
            elif inside and is_out and time - since >= INSIDE_S:
                is_out = False
    return count


def readings_of(
    device: Device, plan: PlannedBattery, first: int, end: int, rng: random.Random
) -> list[PositionReading]:
    """Return what its tracker tells: positions, no more."""
    east = north = 0.0
    last: datetime | None = None
    found = []
    times = plan.life.times(midnight(first), midnight(end), riding_s=RIDING_S, parked_s=PARKED_S)
    for when in times:
        passed = 1e9 if last is None else (when - last).total_seconds()
        last = when
        kept = math.exp(-passed / HOLDS_S)
        fresh = NOISE_M * math.sqrt(1 - kept**2)
        east, north = kept * east + rng.gauss(0, fresh), kept * north + rng.gauss(0, fresh)
        row = plan.life.row(when)
        wide = 111_320 * math.cos(math.radians(row.lat))
        speed = row.speed_kmh + rng.gauss(0, SPEED_KMH) if row.speed_kmh > 0 else 0.0
        time_ms = round(when.timestamp() * 1000)
        found.append(
            PositionReading(
                device=device,
                time_ms=time_ms,
                received_ms=time_ms + 900,
                lat=row.lat + north / 111_320,
                lon=row.lon + east / wide,
                speed_kmh=max(0.0, speed),
                satellites=row.satellites,
                flags=Flag(0),
            )
        )
    return found


async def compare(kit: Kit, seed: int) -> list[Compared]:
    """Feed a fleet of a seed to a server and hold its reports against the truth."""
    rng = random.Random(f"noise {seed}")
    riding = [each for each in batteries(seed) if each.life.habit is not Habit.EARLY]
    plans = [riding[n * len(riding) // COUNT] for n in range(COUNT)]
    first, end = days_of(datetime.now(UTC))
    found = []
    async with kit.client("shop-manager") as client:
        for plan, pk in zip(plans, await entered(kit, "shop", COUNT), strict=True):
            device = kit.services.directory.by_pk(pk)
            assert device is not None
            lat, lon = plan.life.home
            fence = {"name": "home", "circle": {"lat": lat, "lon": lon, "radius_m": RADIUS_M}}
            made = await client.post("/fences", json={**fence, "devices": [device.number]})
            assert made.status_code == 201, made.text
            rows = readings_of(device, plan, first, end, rng)
            await feed(kit, rows, batch=1000)
            were = truth_of(plan, first, end)
            span = {
                "from": moment(midnight(first).timestamp() - 3600),
                "to": moment(midnight(end).timestamp() + 3600),
            }
            trips = await _all(client, f"/devices/{device.number}/trips", span)
            wanted = {"number": device.number, "type": "fence_exit"}
            exits = await _all(client, "/alarms", wanted)
            found.append(
                Compared(
                    number=device.number,
                    habit=plan.life.habit.value,
                    were=were,
                    told=[
                        Trip(
                            start=seconds(each["start"]),
                            end=seconds(each["end"]),
                            metres=each["distance_m"],
                        )
                        for each in trips
                    ],
                    exits_were=exits_of(plan, were),
                    exits_told=len(exits),
                    rows=len(rows),
                )
            )
    return found


async def _all(client: Any, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    while True:
        answer = await client.get(path, params={**query, "limit": 500, **more})
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        more = {"cursor": answer.json()["next_cursor"]}
        if more["cursor"] is None:
            return items


def share_of(found: Sequence[Compared]) -> float:
    """Return how far the mileage of all together is off."""
    was = sum(trip.metres for each in found for trip in each.were)
    return sum(trip.metres for each in found for trip in each.told) / was - 1


def document(seed: int, found: Sequence[Compared]) -> str:
    """Return the comparison as Markdown."""
    good = sum(each.is_right for each in found)
    lines = [
        "# The demo's fleet: reports beside the truth",
        "",
        f"Seed {seed}; {len(found)} batteries, {DAYS} days, {sum(e.rows for e in found)} positions."
        f" Inside all tolerances: {good} of {len(found)}. Mileage of all: {share_of(found):+.2%}.",
        "",
        f"Tolerances: every trip and no other, its ends within {EDGE_S:g} s; mileage within "
        f"{SHARE:.1%}, of all together within {FLEET_SHARE:.1%}; every leaving of a fence "
        f"of {RADIUS_M:g} m around home, and no other.",
        f"The algorithms saw place and speed alone, every {RIDING_S:g} s on a ride and every "
        f"{PARKED_S:g} s at rest, {NOISE_M:g} m off for {HOLDS_S:g} s at a time.",
        "",
        "| battery | habit | trips: were | told | ends off, s | km: were | told | off "
        "| exits: were | told | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in found:
        was, told = (sum(trip.metres for trip in some) / 1e3 for some in (each.were, each.told))
        cells = (
            each.number, each.habit, len(each.were), len(each.told), f"{each.edge_s:.0f}",
            f"{was:.3f}", f"{told:.3f}", f"{each.share:+.2%}", each.exits_were, each.exits_told,
            "right" if each.is_right else "WRONG",
        )  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


async def _measured(seed: int) -> list[Compared]:
    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:///{folder}/cloud.sqlite"
        async with kit_of(db, Path(folder), jt808=None) as kit:
            return await compare(kit, seed)


def main() -> int:
    """Write the comparison; 1 = something is outside its tolerance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, help="drawn by chance unless told")
    parser.add_argument("--out", type=Path, default=Path("build/demo-truth.md"))
    args = parser.parse_args()
    seed = secrets.randbelow(10**6) if args.seed is None else args.seed
    found = asyncio.run(_measured(seed))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(document(seed, found), encoding="utf-8")
    sys.stdout.write(document(seed, found))
    is_good = all(each.is_right for each in found) and abs(share_of(found)) <= FLEET_SHARE
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
