"""The kinds of days that `rider` makes, one function each."""

import random

from tests.unit.geo.rider import CANYON, ROOF, Case, Maker, Noise, Rider, Row


def city(seed: int) -> Case:
    r = Rider(seed)
    r.park(900)
    r.ride(r.random.uniform(5000, 9000), lights=5)
    r.park(1500)
    return Case(r, r.document(), mileage=(0.015, 15.0))


def no_ignition(seed: int) -> Case:
    r = Rider(seed, acc_wired=False)
    r.park(900)
    r.ride(r.random.uniform(3000, 6000), lights=3)
    r.park(1500)
    return Case(r, r.document())


def no_doppler(seed: int) -> Case:
    r = Rider(seed, doppler=False)
    r.park(900)
    r.ride(r.random.uniform(3000, 6000), lights=3)
    r.park(1500)
    return Case(r, r.document(), mileage=(0.05, 30.0))


def canyon(seed: int) -> Case:
    r = Rider(seed, noise=CANYON)
    r.park(900)
    r.ride(r.random.uniform(3000, 6000), lights=4)
    r.park(3600)
    return Case(r, r.document())


def roof(seed: int) -> Case:
    r = Rider(seed, noise=ROOF)
    r.park(12 * 3600)
    return Case(r, _fenced(r, 200.0), mileage=(0.0, 0.0), exits=[])


def roof_often(seed: int) -> Case:
    """Ten-second rows under a roof: many more chances for two jumps in a row."""
    r = Rider(seed, noise=ROOF, parked_every=10)
    r.park(4 * 3600)
    return Case(r, _fenced(r, 200.0), mileage=(0.0, 0.0), exits=[])


def roof_wander(seed: int) -> Case:
    """A slow wander of 25 m, one sigma, with jumps on top."""
    r = Rider(seed, noise=Noise(sigma=25.0, tau_s=1200.0, white=4.0, jump_share=0.04))
    r.park(12 * 3600)
    return Case(r, r.document(), mileage=(0.0, 0.0))


def commute(seed: int) -> Case:
    r = Rider(seed)
    r.park(3600)
    r.ride(4000, lights=2)
    r.park(1500)
    r.ride(3000, lights=1)
    r.park(6 * 3600)
    r.ride(5500, lights=2, gap=(240, 280))
    r.park(7200)
    return Case(r, r.document(), mileage=(0.07, 30.0))


def tunnel(seed: int) -> Case:
    r = Rider(seed)
    r.park(900)
    r.ride(
        5000,
        22,
        turn=0.002,
        corners=False,
        gap=(r.random.randint(100, 400), r.random.randint(60, 150)),
    )
    r.park(1500)
    return Case(r, r.document(), mileage=(0.07, 30.0))


def late_start(seed: int) -> Case:
    """The tracker wakes up up to two minutes after it set out."""
    r = Rider(seed)
    r.park(3600)
    r.ride(5000, lights=2, late_s=r.random.randint(20, 110))
    r.park(3600)
    return Case(r, r.document(), mileage=(0.05, 100.0))


def charging(seed: int) -> Case:
    """Three deliveries with charging stops of 20 min to 2 h, half-hourly rows, jumps."""
    r = Rider(seed, parked_every=1800, noise=Noise(jump_share=0.01))
    r.park(3600)
    for _ in range(3):
        r.ride(r.random.uniform(1500, 4000), lights=2)
        r.park(r.random.randint(1200, 7200))
    return Case(r, r.document())


def short_stops(seed: int) -> Case:
    """Deliveries with stops of six to ten minutes."""
    r = Rider(seed, parked_every=60)
    r.park(1200)
    for _ in range(4):
        r.ride(r.random.uniform(800, 2500), lights=1)
        r.park(r.random.randint(360, 600))
    return Case(r, r.document())


def sparse(seed: int) -> Case:
    r = Rider(seed, every=60, parked_every=1800)
    r.park(3600)
    r.ride(9000, lights=0, turn=0.015)
    r.park(7200)
    return Case(r, r.document(), mileage=(0.06, 30.0), edge_s=120.0)


def push(seed: int) -> Case:
    """Pushed at walking pace, ignition off."""
    r = Rider(seed)
    r.park(1800)
    r.ride(r.random.uniform(300, 900), r.random.uniform(4.0, 6.0), acc=False, turn=0.01)
    r.park(1800)
    return Case(r, r.document(), mileage=(0.07, 80.0))


def train(seed: int) -> Case:
    """Carried in a train at up to 120 km/h with a tunnel on the way."""
    r = Rider(seed)
    r.park(1800)
    r.ride(30000, r.random.uniform(80, 120), acc=False, turn=0.001, gap=(300, 120), corners=False)
    r.park(1800)
    return Case(r, r.document(), mileage=(0.07, 30.0))


def ferry(seed: int) -> Case:
    r = Rider(seed)
    r.park(1800)
    r.ride(6000, 15, acc=False, turn=0.002, corners=False)
    r.park(1800)
    return Case(r, r.document())


def dirty(seed: int) -> Case:
    """Zeros, teleports, lost fixes, wrong clocks, doubles, and rows that came late."""
    r = Rider(seed)
    r.park(900)
    r.ride(6000, lights=3)
    r.park(1500)
    rnd = random.Random(seed + 1)
    rows: list[Row] = [list(row) for row in r.rows]
    spots = rnd.sample(range(5, len(rows) - 2), 7)
    for n, i in enumerate(spots):
        lat, lon = rows[i][1], rows[i][2]
        assert isinstance(lat, float)
        assert isinstance(lon, float)
        match n % 5:
            case 0:
                rows[i][1] = rows[i][2] = 0.0
            case 1:
                rows[i][1:3] = [lat + rnd.choice([-1, 1]) * rnd.uniform(0.02, 2.0), lon]
            case 2:
                rows[i][5:7] = [0, 2]
                rows[i][1] = lat + 0.01
            case 3:
                rows[i][0] = 316058404
            case _:
                rows[i][0] = int(str(rows[i][0])) + rnd.choice([-86400 * 400, 86400, 28800])
    for i in rnd.sample(range(len(rows)), 2):
        rows.insert(i + 1, list(rows[i]))
    begin = rnd.randrange(10, len(rows) - 45)
    late = rows[begin : begin + 30]
    rnd.shuffle(late)
    del rows[begin : begin + 30]
    rows[begin + 10 : begin + 10] = late
    return Case(r, r.document() | {"rows": rows})


def dither(seed: int) -> Case:
    """Parked 12 m inside a circle of 100 m for 3 h, then away."""
    r = Rider(seed)
    r.park(3 * 3600)
    r.ride(900, 18, turn=0.0, corners=False)
    r.park(1800)
    # East of the circle's middle by 88 m, seen from where it stands.
    lat, lon = r.place(-88.0, 0.0)
    out = r.leave_m(-88.0, 0.0, 100.0, 0)
    fence = {"lat": lat, "lon": lon, "radius_m": 100}
    return Case(r, r.document(geofence=fence), mileage=(0.07, 80.0), exits=[out])


def theft(seed: int) -> Case:
    """A ride, bumps before and after the arming, then pushed away."""
    r = Rider(seed)
    r.ride(1500, 19, turn=0.005, corners=False)
    x, y, parked = r.x, r.y, r.time
    rnd = r.random
    before = sorted((rnd.randint(20, 120), rnd.choice([178, 179])))
    after = [rnd.randint(181, 400), rnd.randint(700, 1100)]
    after += [after[1] + rnd.randint(62, 170)]
    r.park(2400, bumps=(*before, *after))
    moved = r.time
    r.ride(2000, rnd.uniform(6, 14), acc=False, turn=0.005, corners=False)
    r.park(900)
    lat, lon = r.place(x, y)
    out = r.leave_m(x, y, 150.0, moved)
    return Case(
        r,
        r.document(geofence={"lat": lat, "lon": lon, "radius_m": 150}, arm="auto"),
        mileage=(0.07, 80.0),
        exits=[out],
        vibrations=[parked + s for s in after],
    )


def _fenced(r: Rider, radius: float) -> dict[str, object]:
    lat, lon = r.place(0.0, 0.0)
    return r.document(geofence={"lat": lat, "lon": lon, "radius_m": radius}, arm="auto")


KINDS: tuple[Maker, ...] = (
    city,
    no_ignition,
    no_doppler,
    canyon,
    roof,
    roof_often,
    roof_wander,
    commute,
    tunnel,
    late_start,
    charging,
    short_stops,
    sparse,
    push,
    train,
    ferry,
    dirty,
    dither,
    theft,
)
