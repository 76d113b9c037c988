"""What the driven run of the fleet looks at: a server of its own, and a battery led by hand."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import subprocess
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from mingtang_desk.server.demo.plan import Lot, PlannedBattery, batteries
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.sim.tracker.rows import Row
from tests.integration.simulators import environment

SEED = 6
CALM_S = 150.0
BOARD = "jbd-13s"
RIDE_ROWS, RIDE_STEP_S = 240, 10
"""Of yesterday's ride."""
ROUND_M = (900.0, 600.0)
"""Half axes of the round that it rides, metres east and north."""
METRE_DEG = 1 / 111_195
DAYS = 13
"""Of history, of four weeks else: who has been away longest was heard 12 days ago."""
_SERVE = f"""
import sys
from mingtang_desk.server.demo import setting
setting.HISTORY_MS = {DAYS} * 86_400_000
from mingtang_desk.app.__main__ import main
sys.exit(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A running server: where, how to log in, and the battery that the run is about."""

    http: str
    jt808: tuple[str, int]
    account: str
    password: str
    battery: PlannedBattery

    async def uplink(self, messages: list[dict[str, object]]) -> None:
        """Let the battery report over the door for gateways."""
        async with httpx.AsyncClient(
            base_url=f"{self.http}/api/v1", auth=(self.account, self.password), trust_env=False
        ) as client:
            answer = await client.post("/uplink", json=messages, timeout=30)
        assert answer.status_code == 200, answer.text
        assert all(each["status"] == "stored" for each in answer.json()["results"]), answer.text

    async def shake(self, track: LedByHand) -> None:
        """Let it be shaken where it stands; told by a gateway, since this tracker has no vendor."""
        here = track.here(0.0)
        when = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
        await self.uplink(
            [
                {
                    "type": "position",
                    "device": self.battery.number,
                    "time": when,
                    "lat": here.lat,
                    "lon": here.lon,
                    "speed_kmh": 0.0,
                    "satellites": 12,
                    "acc": False,
                    "event": "vibration",
                }
            ]
        )


@contextlib.contextmanager
def world(folder: Path) -> Iterator[World]:
    """Start `cloud serve --demo` for the time of a block."""
    plan = next(each for each in batteries(SEED) if each.lot is Lot.OFFLINE and each.model == BOARD)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", _SERVE, "--json", "cloud", "serve", "--demo"),
                *("--seed", str(SEED), "--data", str(folder / "server"), "--with-parent"),
                *("--http", "127.0.0.1:0", "--jt808", "127.0.0.1:0"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment(folder / "home-of-server"),
        )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        _wait_for_calm(folder / "server.log")
        host, _, port = said["jt808"].rpartition(":")
        yield World(
            http=said["http"],
            jt808=(host, int(port)),
            account=said["account"],
            password=said["password"],
            battery=plan,
        )
    finally:
        process.stdin.close()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        process.stdout.close()


def _wait_for_calm(log: Path) -> None:
    """Wait until the demo has filled its history: until then its alarms use up the notices."""
    until = time.monotonic() + CALM_S
    while "history is complete" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < until, log.read_text(encoding="utf-8")
        time.sleep(0.2)


class LedByHand:
    """A track (`sim.tracker.rows.Track`): it stands where it was put, and reports when told.

    Args:
        lat: where it stands at first, degrees.
        lon: likewise.
    """

    def __init__(self, lat: float, lon: float) -> None:
        self.start = datetime.now(UTC)
        self._here = Row(when=self.start, lat=lat, lon=lon, satellites=12, acc_on=False)
        self._due: deque[Row] = deque()

    def tell(
        self,
        ago_s: float,
        *,
        north_m: float = 0.0,
        speed_kmh: float = 0.0,
        acc_on: bool = False,
    ) -> None:
        """Report a place so many metres north of the last one, noted so many seconds ago."""
        row = self._here = Row(
            when=datetime.now(UTC) - timedelta(seconds=ago_s),
            lat=self._here.lat + north_m * METRE_DEG,
            lon=self._here.lon,
            speed_kmh=speed_kmh,
            satellites=12,
            acc_on=acc_on,
        )
        self._due.append(row)

    def here(self, at_s: float) -> Row:
        """Where it is."""
        at = self.start + timedelta(seconds=at_s)
        return Row(when=at, lat=self._here.lat, lon=self._here.lon, satellites=12, acc_on=False)

    def next_s(self, every_s: float) -> float:
        """At once: it is asked often."""
        return 0.0

    def take(self, until_s: float, every_s: float) -> list[Row]:
        """What was told since."""
        rows = list(self._due)
        self._due.clear()
        return rows


@contextlib.asynccontextmanager
async def tracker(place: World) -> AsyncIterator[tuple[SimTracker, LedByHand]]:
    """Let the battery's tracker live, with its board, from when the server has taken it in."""
    host, port = place.jt808
    track = LedByHand(*place.battery.life.home)
    made = make_tracker(
        place.battery.number,
        host,
        port,
        now=track.start,
        edition=2019,
        board=BOARD,
        track=track,
        every_s=3600,
        seed=1,
    )
    stop, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(run(made, host, port, on_ready=ready.set, stop=stop))
    try:
        async with asyncio.timeout(20):
            await ready.wait()
        yield made, track
    finally:
        stop.set()
        await task


def ride_of_yesterday(battery: PlannedBattery) -> list[dict[str, object]]:
    """A round of 40 minutes yesterday afternoon, in the time of this machine, with its charge."""
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    begin = midnight - timedelta(hours=9)
    lat, lon = battery.life.home
    east = METRE_DEG / math.cos(math.radians(lat))
    messages: list[dict[str, object]] = []
    for n in range(RIDE_ROWS):
        when = (begin + timedelta(seconds=n * RIDE_STEP_S)).astimezone(UTC).isoformat()
        turn = 2 * math.pi * n / RIDE_ROWS
        wave = 1 + 0.25 * math.sin(3 * turn)
        stands = n % 60 > 52
        messages.append(
            {
                "type": "position",
                "device": battery.number,
                "time": when,
                "lat": lat + ROUND_M[1] * METRE_DEG * math.sin(turn) * wave,
                "lon": lon + ROUND_M[0] * east * (math.cos(turn) * wave - 1),
                "speed_kmh": 0.0 if stands else round(14 + 9 * math.sin(5 * turn), 1),
                "course_deg": (360 - math.degrees(turn)) % 360,
                "satellites": 12,
                "acc": True,
            }
        )
        if n % 6 == 0:
            soc = 92 - 38 * n / RIDE_ROWS
            sample = {
                "time": when,
                "protocol": "jbd",
                "pack_v": round(44 + soc / 12, 2),
                "soc_pct": round(soc, 1),
                "current_a": 0.0 if stands else round(-9 - 5 * math.sin(5 * turn), 1),
            }
            messages.append({"type": "sample", "device": battery.number, "sample": sample})
    return messages


def leave_fence(track: LedByHand) -> None:
    """Stand for half a minute, then ride 800 m to the north; told now, as after lost coverage."""
    for n in range(4):
        track.tell(290 - 10 * n)
    for n in range(10):
        track.tell(250 - 5 * n, north_m=80, speed_kmh=40.0 if n else 25.0, acc_on=True)
    track.tell(200)


def stand(track: LedByHand) -> None:
    """Stand there since, with the ignition off."""
    for n in range(19):
        track.tell(189 - 10 * n)
    track.tell(-1)
