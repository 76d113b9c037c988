"""What is wrong with a report of a generated track, in words; and the table of many seeds."""

from dataclasses import dataclass

from mingtang_desk.geo.arming import AlarmKind
from mingtang_desk.geo.fence import Crossing
from mingtang_desk.geo.track import read_track, report
from tests.unit.geo.rider import Case, Maker


@dataclass
class Verdict:
    """One seed: what missed, the error of the mileage (share, or metres where none was ridden)."""

    missed: list[str]
    mileage: float
    edge_s: float


def judge(case: Case) -> Verdict:
    """Run a track and hold the report against the truth."""
    found, missed = report(read_track(case.document)), []
    truth = case.rider.trips
    metres = found.journey.mileage_m
    share, flat = case.mileage
    if abs(metres - case.rider.mileage_m) > max(share * case.rider.mileage_m, flat):
        missed.append(f"mileage {metres:.0f} for {case.rider.mileage_m:.0f}")
    trips = found.journey.trips
    edge = 0.0
    if len(trips) != len(truth):
        missed.append(f"{len(trips)} trips for {len(truth)}")
    else:
        for trip, (start, end, _) in zip(trips, truth, strict=True):
            edge = max(edge, abs(trip.start - start), abs(trip.end - end))
        if edge > case.edge_s:
            missed.append(f"an edge {edge:.0f} s off")
    if case.exits is not None:
        exits = [e.time for e in found.fence_events if e.crossing is Crossing.EXIT]
        right = len(exits) == len(case.exits) and all(
            -10 <= time - true <= 90 for time, true in zip(exits, case.exits, strict=True)
        )
        if not right:
            missed.append(f"exits {exits} for {case.exits}")
    if case.document.get("arm"):
        alarms = [a for a in found.alarms if a.kind is AlarmKind.VIBRATION]
        if [a.time for a in alarms] != (case.vibrations or []):
            missed.append(f"vibrations {[a.time for a in alarms]} for {case.vibrations}")
        moved = [a for a in found.alarms if a.kind is AlarmKind.MOVED]
        if len(moved) != (1 if case.vibrations else 0):
            missed.append(f"{len(moved)} moved alarms")
    error = metres - case.rider.mileage_m
    return Verdict(missed, error / case.rider.mileage_m if truth else error, edge)


def row(kind: Maker, seeds: range) -> tuple[str, list[str]]:
    """Return a line of the table, and what missed with its seed."""
    verdicts = [judge(kind(seed)) for seed in seeds]
    errors = sorted(v.mileage for v in verdicts)
    missed = [
        f"{kind.__name__}, seed {seed}: {'; '.join(v.missed)}"
        for seed, v in zip(seeds, verdicts, strict=True)
        if v.missed
    ]
    good = len(seeds) - len(missed)
    edge = max(v.edge_s for v in verdicts)
    unit, factor = ("%", 100.0) if kind(seeds[0]).rider.trips else ("m", 1.0)
    low, mid, high = (f"{errors[i] * factor:+.1f}" for i in (0, len(errors) // 2, -1))
    name = kind.__name__.replace("_", " ")
    return (
        f"| {name} | {good}/{len(seeds)} | {low} .. {mid} .. {high} {unit} | {edge:.0f} s |",
        missed,
    )
