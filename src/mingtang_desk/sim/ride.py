"""A pack on the road: a bike rides an invented loop, stops at lights, and draws what that takes.

The loop is drawn, not surveyed: straight lines between corners around one point, within 2.5 km. The
same seed gives the same ride, second by second.
"""

import math
import random
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from mingtang_desk.sim.rig import Rig
from mingtang_desk.sim.tracker import Position, Tracker

HOME = (22.540, 114.050)
METRES_PER_DEGREE = 111320.0
# Corners in metres east and north of home; True = with a light, where the bike stops.
CORNERS = (
    *((0, 0, True), (420, 30, False), (460, 380, True), (1150, 450, True), (1240, 980, False)),
    *((1020, 1390, True), (380, 1520, False), (-260, 1410, True), (-700, 1060, True)),
    *((-1340, 940, False), (-1580, 420, True), (-1320, -150, True), (-640, -330, False)),
    *((-380, -760, True), (60, -690, False), (180, -240, True)),
)
LIGHT_S = (6.0, 40.0)
CRUISE_KMH = (17.0, 25.0)
CORNER_M_S = 2.8
START_M_S2, BRAKE_M_S2 = 0.8, 1.1
KMH_PER_M_S = 3.6
# A cargo bike with rider; drive and controller lose a fifth, lights and tracker always draw.
MASS_KG, ROLLING, DRAG_AREA_M2, AIR_KG_M3, GRAVITY = 120.0, 0.012, 0.6, 1.2, 9.81
EFFICIENCY, STANDBY_W = 0.8, 6.0
SLICE_S = 1.0
DRIFT_M = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of constant acceleration.

    Attributes:
        seconds: how long it lasts.
        metres: from the start of the loop to where it begins.
        speed_m_s: at its beginning.
        push_m_s2: acceleration; negative = braking.
    """

    seconds: float
    metres: float
    speed_m_s: float
    push_m_s2: float


def _stretches(length_m: float, enter: float, cruise: float, leave: float) -> list[Phase]:
    """Speeds up, cruises and brakes; on a short stretch the cruising speed is never reached."""
    room = length_m + enter**2 / (2 * START_M_S2) + leave**2 / (2 * BRAKE_M_S2)
    top = min(cruise, math.sqrt(room / (1 / (2 * START_M_S2) + 1 / (2 * BRAKE_M_S2))))
    start_m = (top**2 - enter**2) / (2 * START_M_S2)
    brake_m = (top**2 - leave**2) / (2 * BRAKE_M_S2)
    cruise_m = max(length_m - start_m - brake_m, 0.0)
    return [
        Phase(
            seconds=(top - enter) / START_M_S2, metres=0.0, speed_m_s=enter, push_m_s2=START_M_S2
        ),
        Phase(seconds=cruise_m / top, metres=start_m, speed_m_s=top, push_m_s2=0.0),
        Phase(
            seconds=(top - leave) / BRAKE_M_S2,
            metres=start_m + cruise_m,
            speed_m_s=top,
            push_m_s2=-BRAKE_M_S2,
        ),
    ]


class Ride:
    """The ride, round after round; see the module.

    Args:
        seed: of cruising speeds and waiting times.
    """

    def __init__(self, seed: int = 0) -> None:
        rng = random.Random(seed)
        self._corners_m = [0.0]
        self._phases: list[Phase] = []
        self._starts_s: list[float] = []
        self.seconds = 0.0
        """Time ridden; it stands while the board does not let the bike go."""
        self.round_s = 0.0
        """Length of a round."""
        for (x, y, has_light), (next_x, next_y, stops) in pairwise((*CORNERS, CORNERS[0])):
            begun_m, length_m = self._corners_m[-1], math.hypot(next_x - x, next_y - y)
            if has_light:
                wait_s = rng.uniform(*LIGHT_S)
                self._add(Phase(seconds=wait_s, metres=0.0, speed_m_s=0.0, push_m_s2=0.0), begun_m)
            enter, leave = (0.0 if still else CORNER_M_S for still in (has_light, stops))
            cruise = rng.uniform(*CRUISE_KMH) / KMH_PER_M_S
            for phase in _stretches(length_m, enter, cruise, leave):
                self._add(phase, begun_m)
            self._corners_m.append(begun_m + length_m)

    def _add(self, phase: Phase, begun_m: float) -> None:
        self._starts_s.append(self.round_s)
        self._phases.append(
            Phase(
                seconds=phase.seconds,
                metres=begun_m + phase.metres,
                speed_m_s=phase.speed_m_s,
                push_m_s2=phase.push_m_s2,
            )
        )
        self.round_s += phase.seconds

    def motion(self, seconds: float) -> tuple[float, float, float]:
        """Metres from the start of the loop, speed in m/s and acceleration at a time."""
        within_s = seconds % self.round_s
        i = bisect_right(self._starts_s, within_s) - 1
        phase, spent_s = self._phases[i], within_s - self._starts_s[i]
        speed = phase.speed_m_s + phase.push_m_s2 * spent_s
        metres = phase.metres + phase.speed_m_s * spent_s + phase.push_m_s2 * spent_s**2 / 2
        return metres, max(speed, 0.0), phase.push_m_s2

    def position(self, seconds: float, *, moves: bool = True) -> Position:
        """What the tracker reports; standing it has no course, and drifts as trackers do."""
        metres, speed, _ = self.motion(seconds)
        i = min(bisect_right(self._corners_m, metres) - 1, len(CORNERS) - 1)
        (x, y, _), (next_x, next_y, _) = CORNERS[i], CORNERS[(i + 1) % len(CORNERS)]
        share = (metres - self._corners_m[i]) / (self._corners_m[i + 1] - self._corners_m[i])
        east = x + share * (next_x - x) + DRIFT_M * math.sin(seconds / 7.3)
        north = y + share * (next_y - y) + DRIFT_M * math.sin(seconds / 5.9 + 1.0)
        speed_kmh = speed * KMH_PER_M_S if moves else 0.0
        course_deg = math.degrees(math.atan2(next_x - x, next_y - y)) % 360
        east_per_degree = METRES_PER_DEGREE * math.cos(math.radians(HOME[0]))
        return Position(
            lat=HOME[0] + north / METRES_PER_DEGREE,
            lon=HOME[1] + east / east_per_degree,
            speed_kmh=speed_kmh,
            course_deg=course_deg if speed_kmh else None,
        )

    def power_w(self, seconds: float) -> float:
        """What the bike takes from the pack; braking gives nothing back."""
        _, speed, push = self.motion(seconds)
        force = ROLLING * MASS_KG * GRAVITY + AIR_KG_M3 * DRAG_AREA_M2 * speed**2 / 2
        force += MASS_KG * push
        return STANDBY_W + max(force, 0.0) * speed / EFFICIENCY

    def drive(self, rig: Rig, tracker: Tracker, seconds: float) -> None:
        """Lets time pass on the road. A pack that gives no current leaves the bike standing."""
        left_s = seconds
        while True:
            pack_v = max(rig.readings.pack_v, 1.0)
            rig.set_source(-self.power_w(self.seconds) / pack_v)
            piece_s = min(left_s, max(SLICE_S, 4 * rig.loaded_step_s))
            rig.advance(piece_s)
            left_s -= piece_s
            moves = rig.bms.discharge_mosfet
            self.seconds += piece_s if moves else 0.0
            if left_s <= 0.0:
                break
        tracker.is_located = True
        tracker.satellites = 10 + round(2 * math.sin(self.seconds / 97))
        tracker.position = self.position(self.seconds, moves=moves)
