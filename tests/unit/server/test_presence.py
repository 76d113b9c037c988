"""The columns of presence say at every moment what the rules of `geo.online` say."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.sample import PackSample
from mingtang_desk.geo.online import Contact, OnlineSettings, Presence, status
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.presence import (
    NEVER_SEEN,
    Seen,
    after,
    passed,
    seen_of,
    told,
    unlinked,
)
from mingtang_desk.server.devices.watch import presence_event, presence_of
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    Flag,
    PositionReading,
    Source,
)
from tests.unit.clock import START

DEVICE = Device(pk=1, number="138", terminal="138", account_path="/a")
T0 = 1_800_000_000_000
# The twin in milliseconds: only its settings have a unit.
IN_MS = OnlineSettings(grace_s=60_000, moving_s=10_000, parked_s=1_800_000, debounce_s=120_000)


def position(ms: int, **values: object) -> PositionReading:
    return PositionReading(device=DEVICE, time_ms=ms, received_ms=ms, **values)  # type: ignore[arg-type]


def contact(ms: int, *, linked: bool, sleeping: bool = False) -> ContactReading:
    return ContactReading(
        device=DEVICE, time_ms=ms, received_ms=ms, linked=linked, sleeping=sleeping
    )


steps = st.lists(
    st.tuples(
        st.integers(1000, 4_000_000),
        st.sampled_from(("moving", "standing", "late", "event", "up", "down", "sleeps", "told")),
    ),
    max_size=60,
)


@given(
    steps,
    st.integers(0, 8_000_000),
    st.sampled_from((None, 10.0, 33.3, 600.0)),
    st.sampled_from((None, T0 + 5_000_000)),
    st.booleans(),
)
def test_columns_and_rules_agree_at_every_moment(
    story: list[tuple[int, str]],
    after_ms: int,
    order: float | None,
    expires: int | None,
    enabled: bool,
) -> None:
    now, seen = T0, NEVER_SEEN
    twin = Contact(activated=enabled, expires=expires)
    reports: list[int] = []
    for gap, what in story:
        now += gap
        match what:
            case "told":
                seen = told(seen, order)
                twin = replace(twin, ordered_s=None if order is None else order * 1000)
            case "up" | "down" | "sleeps":
                is_up = what == "up"
                seen = after(seen, contact(now, linked=is_up, sleeping=what == "sleeps"))
                twin = replace(twin, linked=is_up, parked=twin.parked or what == "sleeps")
                if what != "down":
                    twin = replace(twin, last=now)
            case "late":
                seen = after(seen, position(now, flags=Flag.LATE, speed_kmh=0.0))
                twin = replace(twin, last=now)
            case _:
                parked = what == "standing"
                event = "vibration" if what == "event" else ""
                seen = after(seen, position(now, speed_kmh=0.5 if parked else 20.0, event=event))
                reports += [] if event else [now]
                twin = replace(twin, last=now, parked=parked, reports=tuple(reports))
        for moment in (now, now + after_ms, seen.online_until_ms, seen.sleep_until_ms):
            for at in (moment, None if moment is None else moment + 1):
                if at is None or at < now:
                    continue
                says = status(twin, at, IN_MS)
                presence, since = presence_of(enabled, expires, seen, at)
                assert presence is says.presence
                if presence is Presence.OFFLINE and says.since is not None:
                    assert since is not None
                    assert since >= says.since  # later only where a link stood beyond it
                    if seen.unlinked_ms is None:
                        assert since == says.since


@given(st.lists(st.integers(1000, 10**10), min_size=1, max_size=50))
def test_what_a_row_keeps_gives_the_same_state_in_a_new_process(gaps: list[int]) -> None:
    now, seen = T0, NEVER_SEEN
    for gap in gaps:
        now += gap
        seen = after(seen, position(now))
    again = seen_of(seen.columns())
    assert again.columns() == seen.columns()
    for moment in (now, now + 90_000, now + 10**9):
        assert again.contact(moment) is seen.contact(moment)
    assert len(seen.gaps) <= 80


def test_a_new_process_goes_on_with_the_interval_it_was_left() -> None:
    row = {**NEVER_SEEN.columns(), "interval_s": 600.0, "seen_ms": T0, "online_until_ms": T0}
    seen = after(seen_of(row), position(T0 + 1000))
    assert seen.online_until_ms == T0 + 1000 + 1_200_000 + 60_000
    for number in range(1, 12):
        seen = after(seen, position(T0 + 1000 + 30_000 * number))
    assert seen.interval_s == 30.0


def test_a_position_and_its_sample_are_one_report() -> None:
    seen = NEVER_SEEN
    sample = PackSample(time=START, protocol="jbd")
    for number in range(10):
        now = T0 + 30_000 * number
        seen = after(seen, position(now))
        seen = after(
            seen,
            BmsReading(device=DEVICE, time_ms=now, received_ms=now + 300, sample=sample),
        )
    assert seen.interval_s == 30.0
    asked = BmsReading(
        device=DEVICE,
        time_ms=now,
        received_ms=now + 9000,
        sample=sample,
        source=Source.COMMAND,
    )
    assert after(seen, asked).interval_s == 30.0
    assert after(seen, asked).seen_ms == now + 9000


@pytest.mark.parametrize(
    ("flags", "speed", "parked"),
    [
        (Flag.ACC_KNOWN, 30.0, True),
        (Flag.ACC_KNOWN | Flag.ACC_ON, 0.0, False),
        (Flag(0), 0.0, True),
        (Flag(0), 3.0, False),
        (Flag(0), None, True),
    ],
)
def test_parked(flags: Flag, speed: float | None, parked: bool) -> None:
    before = msgspec.structs.replace(NEVER_SEEN, parked=True)
    assert after(before, position(T0, flags=flags, speed_kmh=speed)).parked is parked


def test_a_clock_that_was_put_back_does_not_keep_anybody_online() -> None:
    seen = after(NEVER_SEEN, position(T0 + 10**10))
    seen = after(seen, position(T0))
    assert seen.seen_ms == T0
    assert seen.contact(T0 + 10**9) is Presence.OFFLINE
    assert after(seen, position(T0 + 30_000)).interval_s == 30.0


def test_when_it_is_told() -> None:
    seen = after(NEVER_SEEN, contact(T0, linked=True))
    assert seen.tell_ms is None
    assert seen.told == "online"
    gone = after(seen, contact(T0 + 10**7, linked=False))
    assert gone.contact(T0 + 10**7) is Presence.OFFLINE
    assert gone.since(Presence.OFFLINE) == T0 + 10**7
    assert gone.tell_ms == T0 + 10**7 + 120_000
    said = passed(gone, gone.tell_ms)
    assert (said.told, said.tell_ms) == ("offline", None)
    sleepy = after(told(seen, 10.0), contact(T0 + 1000, linked=False, sleeping=True))
    assert sleepy.sleep_until_ms is not None
    said = passed(sleepy, T0 + 3_000_000)
    assert (said.told, said.tell_ms) == ("sleeping", sleepy.sleep_until_ms + 120_000)
    alone = passed(after(NEVER_SEEN, position(T0)), T0)
    assert (alone.told, alone.tell_ms) == ("online", T0 + 80_000 + 120_000)


def test_at_the_start_of_a_server_nothing_is_linked() -> None:
    seen = after(NEVER_SEEN, contact(T0, linked=True))
    later = unlinked(seen, T0 + 10**8)
    assert later.linked_ms is None
    assert later.tell_ms == T0 + 10**8 + 120_000
    assert unlinked(later, T0) is later


def test_the_event_says_what_and_since_when() -> None:
    seen = after(NEVER_SEEN, position(T0))
    event = presence_event(DEVICE, seen, T0 + 10**7)
    assert event.value == {
        "state": "offline",
        "since": "2027-01-15T08:01:20.000Z",
        "seen": "2027-01-15T08:00:00.000Z",
    }
    assert presence_event(DEVICE, Seen(), T0).value["since"] is None
