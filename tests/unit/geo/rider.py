"""A ride with exact truth, and what a tracker would report of it: seeded, noisy, with gaps.

The truth is integrated second by second in a local plane; noise is first-order Gauss-Markov plus
white. Nothing here is shared with the algorithms: only the reported rows leave.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

COLUMNS = [
    "unix_s",
    "lat",
    "lon",
    "speed_kmh",
    "course",
    "valid",
    "satellites",
    "hdop",
    "acc",
    "event?",
]
Row = list[object]


@dataclass
class Noise:
    """What is added to a position, metres: correlated, white, and single jumps."""

    sigma: float = 3.0
    tau_s: float = 120.0
    white: float = 2.0
    jump_share: float = 0.0
    jump_m: tuple[float, float] = (50.0, 150.0)


ROOF = Noise(sigma=8.0, tau_s=900.0, white=3.0, jump_share=0.05)
CANYON = Noise(sigma=9.0, tau_s=40.0, white=4.0, jump_share=0.05, jump_m=(30.0, 80.0))


@dataclass
class Rider:
    """Rides, parks, is carried; `rows` is what the tracker sent, `trips` what is true."""

    seed: int
    every: int = 10
    parked_every: int = 180
    noise: Noise = field(default_factory=Noise)
    time: int = 1795996800
    acc_wired: bool = True
    doppler: bool = True

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.lat0 = self.random.uniform(22.0, 40.0)
        self.lon0 = self.random.uniform(104.0, 121.0)
        self.x = self.y = self.along = self.speed = 0.0
        self.heading = self.random.uniform(0, 2 * math.pi)
        self.bias = [self.random.gauss(0, self.noise.sigma) for _ in range(2)]
        self.noised, self.turned = self.time, 1
        self.rows: list[Row] = []
        self.trips: list[tuple[int, int, float]] = []
        self.stops: list[tuple[int, int]] = []
        self.silent: list[tuple[int, int]] = []
        self.trace: list[tuple[int, float, float]] = []

    @property
    def mileage_m(self) -> float:
        return sum(metres for *_, metres in self.trips)

    def place(self, x: float, y: float) -> tuple[float, float]:
        k = math.radians(6371008.8)
        return self.lat0 + y / k, self.lon0 + x / (k * math.cos(math.radians(self.lat0)))

    def report(self, acc: bool, event: str = "", *, spurious: bool = False) -> None:
        """Send a row of this second, unless it is silent."""
        if any(a < self.time < b for a, b in self.silent):
            return
        n, r = self.noise, self.random
        keep = math.exp(-(self.time - self.noised) / n.tau_s)
        self.noised = self.time
        self.bias = [b * keep + r.gauss(0, n.sigma * math.sqrt(1 - keep * keep)) for b in self.bias]
        x, y = (
            v + b + r.gauss(0, n.white) for v, b in zip((self.x, self.y), self.bias, strict=True)
        )
        jumped = r.random() < n.jump_share
        if jumped:
            angle, far = r.uniform(0, 2 * math.pi), r.uniform(*n.jump_m)
            x, y = x + far * math.cos(angle), y + far * math.sin(angle)
        lat, lon = self.place(x, y)
        kmh = self.speed * 3.6
        if kmh > 0.5:
            kmh = max(0.0, kmh + r.gauss(0, 0.8))
        elif r.random() < (0.5 if jumped and spurious else 0.15):
            kmh = abs(r.gauss(0, 3.0 if jumped else 1.2))
        row: Row = [
            self.time,
            round(lat, 6),
            round(lon, 6),
            round(kmh, 1) if self.doppler else None,
            round(math.degrees(self.heading)) % 360,
            1,
            r.randint(8, 18),
            round(r.uniform(0.7, 1.6), 1),
            int(acc) if self.acc_wired else None,
        ]
        self.rows.append([*row, event] if event else row)

    def park(self, seconds: int, *, bumps: tuple[int, ...] = (), acc: bool = False) -> None:
        """Stand; bumps are seconds after the beginning at which it vibrates."""
        begin, self.speed = self.time, 0.0
        if self.trips:
            self.report(acc)
        wanted = {begin + s: "vibration" for s in bumps}
        due = begin + self.parked_every if self.trips else begin
        for self.time in range(begin, begin + seconds):
            if self.time in wanted or self.time == due:
                self.report(acc, wanted.get(self.time, ""), spurious=True)
                due = self.time + self.parked_every
            self.trace.append((self.time, self.x, self.y))
        self.time = begin + seconds
        self.stops.append((begin, self.time))

    def ride(
        self,
        metres: float,
        kmh: float = 20.0,
        *,
        lights: int = 0,
        acc: bool = True,
        turn: float = 0.02,
        gap: tuple[int, int] | None = None,
        late_s: int = 0,
        corners: bool = True,
    ) -> None:
        """Move so far, with halts of 15 to 75 s at lights; `gap` = silent from, for (seconds).

        `late_s`: the tracker wakes up only so long after setting out.
        """
        begin, from_m, r = self.time, self.along, self.random
        if gap:
            self.silent.append((begin + gap[0], begin + gap[0] + gap[1]))
        if late_s:
            self.silent.append((begin - 1, begin + late_s))
        halts = sorted(r.uniform(0.1, 0.9) * metres for _ in range(lights))
        base, hold = kmh / 3.6, 0
        wander, corner = 0.0, r.uniform(150, 500)
        self.report(acc)
        while self.along - from_m < metres - 0.01:
            self.time += 1
            left = metres - (self.along - from_m)
            ahead = min(
                [left, *(h - (self.along - from_m) for h in halts if h > self.along - from_m)]
            )
            if hold:
                hold -= 1
                target = 0.0
            else:
                wander = 0.98 * wander + r.gauss(0, 0.08)
                target = min(max(0.6 * base, base + wander), max(0.8, math.sqrt(2 * 1.2 * ahead)))
            self.speed += max(-2.5, min(1.2, target - self.speed))
            step = min(self.speed, ahead)
            self.along += step
            self.x += step * math.sin(self.heading)
            self.y += step * math.cos(self.heading)
            self.heading += r.gauss(0, turn)
            corner -= step
            if corners and corner < 0 and self.speed > 0:
                # Mostly left and right in turn: few people ride around the block.
                self.turned *= -1 if r.random() < 0.8 else 1
                self.heading += self.turned * math.pi / 2
                corner = r.uniform(150, 500)
            if halts and self.along - from_m >= halts[0] - 0.01:
                halts.pop(0)
                hold, self.speed = r.randint(15, 75), 0.0
            if (self.time - begin) % self.every == 0:
                self.report(acc)
            self.trace.append((self.time, self.x, self.y))
        self.speed = 0.0
        self.trips.append((begin, self.time, self.along - from_m))

    def leave_m(self, lat_x: float, lat_y: float, radius: float, after: int) -> int:
        """The second after which it is first outside a circle of the plane."""
        return next(
            t for t, x, y in self.trace if t >= after and math.hypot(x - lat_x, y - lat_y) > radius
        )

    def document(self, **more: object) -> dict[str, object]:
        """The track as `cloud trips` reads it."""
        return {"columns": COLUMNS, "rows": self.rows, "datum": "WGS-84", **more}


@dataclass
class Case:
    """A generated track and how near its report has to come.

    Attributes:
        rider: with the truth.
        document: for `read_track`.
        mileage: share, and metres, of which the larger is allowed.
        edge_s: start and end of trips.
        exits: when the fence is left; None = no fence.
        vibrations: alarms that have to come; None = not armed.
        silent_ends: numbers of trips whose edges lie in a gap.
    """

    rider: Rider
    document: dict[str, object]
    mileage: tuple[float, float] = (0.03, 30.0)
    edge_s: float = 60.0
    exits: list[int] | None = None
    vibrations: list[int] | None = None
    edges: bool = True


type Maker = Callable[[int], Case]
