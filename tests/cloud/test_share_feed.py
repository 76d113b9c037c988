"""What a shared board tells, and when: no server, no loop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mingtang_desk.cloud.gateway_feed import EVERY_S, KEPT, Feed
from mingtang_desk.device.model import DeviceModel, LinkPhase
from mingtang_desk.device.sample import CounterReading, PackSample, Position
from mingtang_desk.device.settings import SettingsReading

START = datetime(2026, 11, 22, 10, tzinfo=UTC)
SAMPLE = PackSample(time=START, protocol="tt", pack_v=52.1, discharge_mosfet=True)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class Bench:
    """A model that a test feeds, and the feed of it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.model = DeviceModel("sim://tt-20s", self.clock)
        self.model.set_link(LinkPhase.LIVE)
        self.came = 0
        self.feed = Feed(self.model, "n", self.clock, self._came)

    def taken(self) -> list[Any]:
        return list(self.feed.take())

    def _came(self) -> None:
        self.came += 1

    def sample(self, seconds: float, **changes: Any) -> None:
        self.clock.seconds += seconds
        self.model.apply_sample(replace(SAMPLE, time=self.clock.now(), **changes))


def test_at_once_on_a_change_else_every_ten_seconds() -> None:
    bench = Bench()
    for _ in range(30):
        bench.sample(1.0)
    assert len(bench.taken()) == 30 // EVERY_S
    bench.sample(0.1, protections=("cell_ov",))
    bench.sample(0.1, protections=("cell_ov",))
    bench.sample(0.1)
    found = bench.taken()
    assert [each["sample"]["protections"] for each in found] == [["cell_ov"], []]


def test_the_place_goes_with_the_sample() -> None:
    bench = Bench()
    bench.sample(1.0, position=Position(lat=22.5, lon=114.0, speed_kmh=3.0))
    kinds = {each["type"]: each for each in bench.taken()}
    assert (kinds["position"]["lat"], kinds["position"]["device"]) == (22.5, "n")
    assert kinds["position"]["time"] == kinds["sample"]["sample"]["time"]


def test_what_was_not_confirmed_goes_out_again_and_no_more() -> None:
    bench = Bench()
    for _ in range(3):
        bench.sample(EVERY_S)
    first, second, third = bench.taken()
    bench.feed.answered(first["id"], again=False)
    bench.feed.answered(second["id"], again=True)
    bench.feed.answered("nonsense", again=False)
    bench.feed.answered(first["id"], again=False)
    assert (bench.feed.confirmed, bench.feed.waiting) == (1, 2)
    bench.sample(EVERY_S)
    bench.feed.begin()
    assert [each["id"] for each in bench.taken()] == [second["id"], third["id"], 4]


def test_of_settings_the_last_message_says_everything() -> None:
    bench = Bench()
    reading = SettingsReading(time=START, protocol="tt", device_id=None, values={"a": 1.0})
    bench.model.apply_settings(reading)
    bench.model.apply_counters(CounterReading(time=START, values={"cell_ov": 2}))
    (message,) = bench.taken()
    assert message["settings"]["settings"] == {"a": 1.0}
    assert message["counters"] == {"cell_ov": 2}


def test_a_server_that_is_long_away_costs_no_memory() -> None:
    bench = Bench()
    for n in range(KEPT + 50):
        bench.sample(EVERY_S, cycles=n)
    found = bench.taken()
    assert len(found) == KEPT
    assert found[-1]["sample"]["cycles"] == KEPT + 49
    bench.feed.stop()
    bench.sample(EVERY_S)
    assert bench.taken() == []


def test_a_server_that_confirms_nothing_costs_no_memory() -> None:
    bench = Bench()
    for _ in range(2 * KEPT):
        bench.sample(EVERY_S)
        bench.taken()
    assert bench.feed.waiting == KEPT
    bench.feed.begin()
    assert len(bench.taken()) == KEPT
