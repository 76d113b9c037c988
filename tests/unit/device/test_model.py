"""The live picture: observers, age, quality of every value."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mingtang_desk.core.errors import LinkLostError, LinkTimeoutError, MingtangError, RejectedError
from mingtang_desk.device.asleep import Evidence, judge
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.status import STATUS
from mingtang_desk.device.model import (
    Absence,
    DeviceModel,
    LinkPhase,
    LinkStats,
    Mode,
    Quality,
    Topic,
    void,
)
from mingtang_desk.device.sample import CounterReading, PackSample, SampleQuality
from mingtang_desk.device.settings import SettingLimits, SettingsReading, SettingValue
from mingtang_desk.device.transaction import Interrupted, WriteResult
from tests.unit.clock import FakeClock

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SPEC = {spec.key: spec for spec in STATUS}


def sample(**values: Any) -> PackSample:
    return PackSample(time=NOW, protocol="jbd", **values)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def model(clock: FakeClock) -> DeviceModel:
    return DeviceModel("sim://jbd-13s", clock, mode=Mode.SIMULATOR, poll_s=1.0)


def test_a_new_model_knows_nothing(model: DeviceModel) -> None:
    assert (model.name, model.phase, model.age_s) == ("sim://jbd-13s", LinkPhase.OFFLINE, None)
    assert model.stale
    value = model.value(SPEC["pack_v"])
    assert (value.value, value.quality, value.age_s) == (None, Quality.NOT_REPORTED, None)


def test_every_change_is_told_once(model: DeviceModel) -> None:
    told: list[Topic] = []
    end = model.observe(told.append)
    error = LinkLostError("link_lost", where="x")
    specs = {key: SETTINGS[key] for key in ("cell_ovp_v",)}
    model.identify(
        protocol="jbd",
        label="JBD",
        name="JBD-1",
        capabilities=frozenset({Capability.STATUS}),
        specs=specs,
    )
    model.apply_sample(sample())
    model.apply_settings(SettingsReading(time=NOW, protocol="jbd", device_id=None, values={}))
    model.apply_counters(CounterReading(time=NOW, values={}))
    model.apply_write(WriteResult(id=1, time=NOW, who="me", fields={}))
    model.set_link(LinkPhase.LOST, error=error)
    model.set_stats(LinkStats(good=5))
    assert told == [
        Topic.IDENTITY,
        Topic.SAMPLE,
        Topic.SETTINGS,
        Topic.COUNTERS,
        Topic.WRITE,
        Topic.LINK,
    ]
    assert (model.name, model.protocol, model.protocol_label) == ("JBD-1", "jbd", "JBD")
    assert model.settings_specs == specs
    assert model.capabilities == {Capability.STATUS}
    assert (model.phase, model.error, model.link.good) == (LinkPhase.LOST, error, 5)
    assert model.counters is not None
    assert model.last_write is not None
    model.set_link(LinkPhase.LIVE)
    assert model.error is None
    end()
    end()
    model.apply_sample(sample())
    assert len(told) == 7


def test_an_interrupted_write_is_told_when_it_is_another_one(model: DeviceModel) -> None:
    told: list[Topic] = []
    model.observe(told.append)
    found = Interrupted(entry=1, kind="settings", fields={})
    for interrupted in (None, found, replace(found), None):
        model.set_interrupted(interrupted)
    assert told == [Topic.WRITE, Topic.WRITE]
    assert model.interrupted is None


def test_an_observer_may_leave_while_it_is_told(model: DeviceModel) -> None:
    told: list[str] = []

    def first(_: Topic) -> None:
        told.append("first")
        end_first()
        end_second()

    end_first = model.observe(first)
    end_second = model.observe(lambda _: told.append("second"))
    model.apply_sample(sample())
    model.apply_sample(sample())
    assert told == ["first", "second"]  # what was told of had begun before they left


def test_values_grow_old(model: DeviceModel, clock: FakeClock) -> None:
    model.set_link(LinkPhase.LIVE)
    model.apply_sample(sample(pack_v=47.18))
    clock.advance(3.0)
    value = model.value(SPEC["pack_v"])
    assert (value.value, value.quality, value.age_s) == (47.18, Quality.LIVE, 3.0)
    clock.advance(0.1)
    assert model.value(SPEC["pack_v"]).quality is Quality.STALE
    model.apply_sample(sample(pack_v=47.0))
    assert model.value(SPEC["pack_v"]).quality is Quality.LIVE


def test_a_fast_poll_is_not_stale_at_once(model: DeviceModel, clock: FakeClock) -> None:
    model.poll_s = 0.05
    model.set_link(LinkPhase.LIVE)
    model.apply_sample(sample())
    clock.advance(0.6)
    assert not model.stale
    clock.advance(0.01)
    assert model.stale


@pytest.mark.parametrize("phase", [phase for phase in LinkPhase if phase is not LinkPhase.LIVE])
def test_a_link_that_is_not_live_has_old_values(model: DeviceModel, phase: LinkPhase) -> None:
    model.apply_sample(sample(pack_v=1.0))
    model.set_link(phase)
    assert model.value(SPEC["pack_v"]).quality is Quality.STALE


_SILENT = LinkTimeoutError("no_answer", where="x", what="basic info", tries=3)
_GARBAGE = LinkTimeoutError("only_garbage", where="x", what="basic info", tries=3)
_NO = RejectedError("rejected", code=0x80, what="basic info", meaning="locked")
_GIVEN = LinkLostError("link_released", where="x")


@pytest.mark.parametrize(
    ("phase", "error", "mode", "why"),
    [
        (LinkPhase.CONNECTING, None, Mode.LIVE, Absence.CONNECTING),
        (LinkPhase.SILENT, _SILENT, Mode.LIVE, Absence.SILENT),
        (LinkPhase.SILENT, None, Mode.LIVE, Absence.SILENT),
        (LinkPhase.SILENT, _GARBAGE, Mode.LIVE, Absence.GARBLED),
        (LinkPhase.SILENT, _NO, Mode.LIVE, Absence.REFUSED),
        (LinkPhase.FAILED, _NO, Mode.LIVE, Absence.REFUSED),
        (LinkPhase.FAILED, _SILENT, Mode.LIVE, Absence.FAILED),
        (LinkPhase.LOST, LinkLostError("link_lost", where="x"), Mode.LIVE, Absence.LOST),
        (LinkPhase.OFFLINE, _GIVEN, Mode.LIVE, Absence.RELEASED),
        (LinkPhase.OFFLINE, _SILENT, Mode.LIVE, Absence.CLOSED),
        (LinkPhase.OFFLINE, None, Mode.LIVE, Absence.CLOSED),
        (LinkPhase.OFFLINE, None, Mode.REPLAY, Absence.ENDED),
    ],
)
def test_why_there_are_no_fresh_values(
    model: DeviceModel,
    phase: LinkPhase,
    error: MingtangError | None,
    mode: Mode,
    why: Absence,
) -> None:
    model.mode = mode
    model.apply_sample(sample())
    model.set_link(phase, error=error)
    assert model.absence is why
    assert model.stale


def test_a_silent_board_is_asleep_only_where_something_speaks_for_it(model: DeviceModel) -> None:
    model.apply_sample(sample())
    seen = Evidence(opened=True, asked=1, answered_before=True, sleeps=True)
    for evidence, why in (
        (seen, Absence.SILENT),
        (replace(seen, soc_pct=3.0), Absence.ASLEEP),
        (replace(seen, asked=9), Absence.SILENT),
    ):
        model.set_link(LinkPhase.SILENT, error=_SILENT, diagnosis=judge(evidence))
        assert model.absence is why
    model.set_link(LinkPhase.LIVE)
    assert model.diagnosis is None


def test_a_live_link_without_fresh_values_is_busy_or_paused(
    model: DeviceModel, clock: FakeClock
) -> None:
    seen = [model.absence]
    model.set_link(LinkPhase.LIVE)
    seen.append(model.absence)  # nothing came yet, nothing is missing
    model.apply_sample(sample())
    clock.advance(3.0)
    seen.append(model.absence)
    clock.advance(0.1)
    seen.append(model.absence)
    model.mode = Mode.REPLAY
    seen.append(model.absence)
    assert seen == [Absence.CLOSED, None, None, Absence.BUSY, Absence.PAUSED]


def test_zero_is_a_value_and_none_is_not_reported(model: DeviceModel) -> None:
    model.set_link(LinkPhase.LIVE)
    model.apply_sample(sample(current_a=0.0, charge_mosfet=False))
    assert model.value(SPEC["current_a"]).quality is Quality.LIVE
    assert model.value(SPEC["charge_mosfet"]).value is False
    missing = model.value(SPEC["soh_pct"])
    assert (missing.quality, missing.age_s) == (Quality.NOT_REPORTED, 0.0)


def test_implausible_values_say_so(model: DeviceModel) -> None:
    model.set_link(LinkPhase.LIVE)
    model.apply_sample(sample(soc_pct=140.0, quality=SampleQuality(implausible=("soc_pct",))))
    assert model.value(SPEC["soc_pct"]).quality is Quality.IMPLAUSIBLE


def test_a_partial_reading_replaces_only_what_it_has(model: DeviceModel) -> None:
    def reading(**values: SettingValue) -> SettingsReading:
        return SettingsReading(
            time=NOW,
            protocol="jbd",
            device_id=None,
            values=values,
            raw={key: b"\0" for key in values},
            limits={key: SettingLimits(step=0.1) for key in values},
        )

    model.apply_settings(reading(a=1, b=2))
    model.apply_settings(reading(b=3, c=4))
    assert model.settings is not None
    assert model.settings.values == {"a": 1, "b": 3, "c": 4}
    assert set(model.settings.raw) == set(model.settings.limits) == {"a", "b", "c"}


def test_readings_of_a_pack_that_is_gone_are_forgotten_aloud(model: DeviceModel) -> None:
    model.apply_settings(
        SettingsReading(time=NOW, protocol="jbd", device_id=None, values={"cell_ovp_v": 4.25})
    )
    model.apply_counters(CounterReading(time=NOW, values={"cell_ov": 1}))
    told: list[Topic] = []
    model.observe(told.append)
    model.forget_readings()
    assert (model.settings, model.counters) == (None, None)
    assert told == [Topic.SETTINGS, Topic.COUNTERS]


def test_another_time_of_a_recording_is_taken_whole(model: DeviceModel, clock: FakeClock) -> None:
    counters = CounterReading(time=NOW, values={"short": 1}, derived=())
    model.apply_counters(counters)
    told: list[Topic] = []
    model.observe(told.append)
    model.restore(sample(pack_v=47.18), None, counters, age_s=2.0)
    assert model.sample is not None
    assert (model.sample.pack_v, model.settings, model.counters) == (47.18, None, counters)
    assert model.age_s == 2.0
    model.restore(None, None, None)
    found: tuple[object, ...] = (model.sample, model.counters, model.age_s)
    assert found == (None, None, None)
    assert told == [Topic.SAMPLE, Topic.SETTINGS, Topic.COUNTERS] * 2


def test_void_takes_anything() -> None:
    void(5)
