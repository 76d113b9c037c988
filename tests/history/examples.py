"""Devices, samples, a clock and strategies the tests of the history share."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from mingtang_desk.device.sample import (
    CounterReading,
    LockState,
    PackInfo,
    PackSample,
    SampleQuality,
    Temperature,
    TrackerState,
)
from mingtang_desk.device.settings import SettingLimits, SettingsReading
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import DeviceKey

START = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)
PACK = DeviceKey(protocol="jbd", device_id="SN-7", uri="sim://jbd-13s", name="Bike")
OTHER = DeviceKey(protocol="jbd", device_id=None, uri="tcp://127.0.0.1:502")


@dataclass
class FakeClock:
    """A clock that stands still until it is moved."""

    time: datetime = START
    passed: float = field(default=0.0)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.passed

    def move(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        self.passed += seconds


def sample(number: int = 0, **changes: object) -> PackSample:
    """A full sample, `number` seconds after the start."""
    values: dict[str, object] = {
        "time": START + timedelta(seconds=number),
        "device_time": datetime(2023, 6, 16, 13, 48, 51),  # noqa: DTZ001 - a board keeps no zone
        "protocol": "jbd",
        "device_id": "SN-7",
        "pack_v": 47.18,
        "current_a": -0.5,
        "power_w": -23.59,
        "soc_pct": 50.0,
        "remaining_ah": 25.3,
        "nominal_ah": 50.0,
        "cycles": 162,
        "cell_v": (3.629, 0.0, 3.631),
        "cell_min_v": 0.0,
        "cell_max_v": 3.631,
        "cell_delta_v": 3.631,
        "cell_balancing": (False, True, False),
        "temperatures": (
            Temperature(name="board", c=29.7),
            Temperature(name="cell_1", c=27.5, state="ok"),
            Temperature(name="ext_1", c=None, state="open"),
        ),
        "charge_mosfet": True,
        "discharge_mosfet": False,
        "balancer": None,
        "protections": ("cell_uv",),
        "alarms": ("low_soc",),
        "faults": (),
        "info": PackInfo(model="MT-13", production_date=date(2023, 6, 1), cell_count=3),
        "lock": LockState(function="off", status="unlocked"),
        "tracker": TrackerState(sim="ok", signal=34, fix=False),
        "state": "discharge",
        "quality": SampleQuality(implausible=("soc_pct",), derived=("power_w",)),
        "raw": {"protection_bits": 8},
        "extras": {"x_jbd_humidity": [1, None, "a"]},
    }
    return PackSample(**(values | changes))  # type: ignore[arg-type]


def settings(number: int = 0) -> SettingsReading:
    return SettingsReading(
        time=START + timedelta(seconds=number),
        protocol="jbd",
        device_id="SN-7",
        values={"cell_ovp_v": 4.25, "cell_count": 13, "chemistry": "nmc", "x_jbd_bit": True},
        raw={"24": b"\x10\x9a"},
        limits={
            "cell_ovp_v": SettingLimits(minimum=2.0, maximum=4.5, step=0.001),
            "scp_a": SettingLimits(allowed=(50.0, 100.0), writable=False, reason="fixed"),
        },
    )


def counters(number: int = 0) -> CounterReading:
    return CounterReading(
        time=START + timedelta(seconds=number),
        values={"cell_ov": 70 + number, "restarts": None},
        derived=("chg_protection",),
    )


def result(
    state: FieldState = FieldState.APPLIED, read: float | None = 4.2, old: float | None = 4.25
) -> dict[str, FieldResult]:
    return {"cell_ovp_v": FieldResult(old=old, sent=4.2, read=read, state=state)}


async def write_one(
    store: HistoryStore,
    device: DeviceKey = PACK,
    *,
    state: FieldState = FieldState.APPLIED,
    undoes: int | None = None,
) -> int:
    """Journal one whole write of a setting."""
    kind = "settings" if undoes is None else "undo"
    entry = await store.begin(
        device,
        kind=kind,
        who="Li",
        old={"cell_ovp_v": 4.25},
        sent={"cell_ovp_v": 4.2},
        undoes=undoes,
    )
    await store.finish(entry, result(state), ("counters_cleared",))
    return entry


async def fill(store: HistoryStore) -> None:
    """Put a little of everything into a history."""
    for number in range(5):
        await store.store_sample(PACK, sample(number))
    await store.store_sample(OTHER, PackSample(time=START, protocol="jbd"))
    await store.store_event(PACK, START, "protection_on", {"key": "cell_uv", "cell": 2})
    await store.store_settings(PACK, settings())
    await store.store_counters(PACK, counters(), "read")
    first = await write_one(store)
    await write_one(store, undoes=first)
    await store.begin(OTHER, kind="control", who="Li", old={}, sent={"charge_mosfet": False})
    job: dict[str, object] = {"complaint": "跑不远", "parts": [{"name": "NTC", "count": 2}]}
    await store.add_document(PACK, kind="job", who="Li", title="Bike of Wang", body=job)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


TEXTS = st.text(max_size=8)
WORDS = st.lists(TEXTS, max_size=3).map(tuple)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 1000)
FLAGS = st.none() | st.booleans()
COUNTS = st.none() | st.integers(-(2**40), 2**40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


def samples(*, exact: bool) -> st.SearchStrategy[PackSample]:
    """Any sample; not `exact` = only what the short JSON form can say."""
    times = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001 - zone follows
    if not exact:
        times = times.map(lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000))
    boards = times if exact else times.map(lambda t: t.replace(microsecond=0))
    states = [None, "open", "short", *(["ok"] if exact else [])]
    sensors = st.builds(Temperature, name=TEXTS, c=NUMBERS, state=st.sampled_from(states))
    cells = st.lists(st.floats(0, 5) | st.integers(0, 5), max_size=5).map(tuple)
    return st.builds(
        PackSample,
        time=times.map(lambda t: t.replace(tzinfo=UTC)),
        device_time=st.none() | boards,
        protocol=TEXTS,
        device_id=st.none() | TEXTS,
        **{name: NUMBERS for name in _NUMBERS},
        cycles=COUNTS,
        cell_v=cells,
        cell_balancing=st.lists(st.booleans(), max_size=5).map(tuple),
        temperatures=st.lists(sensors, max_size=3).map(tuple),
        charge_mosfet=FLAGS,
        discharge_mosfet=FLAGS,
        balancer=FLAGS,
        protections=WORDS,
        alarms=WORDS,
        faults=WORDS,
        info=st.builds(
            PackInfo,
            model=TEXTS,
            serial=TEXTS,
            production_date=st.none() | st.dates(),
            chemistry=st.none() | TEXTS,
            cell_count=COUNTS,
        ),
        lock=st.builds(
            LockState,
            function=st.sampled_from([None, "on", "off"]),
            status=st.sampled_from([None, "locked", "unlocked"]),
        ),
        tracker=st.builds(TrackerState, sim=st.none() | TEXTS, signal=COUNTS, fix=FLAGS),
        state=st.sampled_from([None, "idle", "charge", "discharge"]),
        quality=st.builds(SampleQuality, implausible=WORDS, derived=WORDS),
        raw=st.dictionaries(TEXTS, JSON, max_size=3),
        extras=st.dictionaries(TEXTS.map(lambda text: "x_" + text), JSON, max_size=2),
    )


_NUMBERS = (
    "pack_v", "current_a", "power_w", "soc_pct", "soh_pct", "remaining_ah", "full_ah", "nominal_ah",
    "cell_min_v", "cell_max_v", "cell_delta_v",
)  # fmt: skip
