"""Traccar as a second cloud, against a server made from its own OpenAPI document."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import Fleet, FleetEvent, FleetPhase, FleetTopic
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.cloud.traccar.convert import alarm_type
from mingtang_desk.cloud.traccar.kind import TRACCAR_KIND
from mingtang_desk.cloud.traccar.provider import Traccar
from mingtang_desk.cloud.traccar.session import TraccarClient, log_in, traccar_http
from mingtang_desk.cloud.traccar.stream import TraccarStream
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.session.clock import SystemClock
from tests.cloud.liar import HANG, answer, lying
from tests.cloud.traccar.mock import Mock, mocking
from tests.cloud.traccar.state import EMAIL, PASSWORD, START, State, stamp

pytestmark = pytest.mark.asyncio
CLOCK = SystemClock()
IMEI = "861234567890123"


@dataclass
class Desk:
    mock: Mock
    provider: FleetProvider
    client: TraccarClient


@asynccontextmanager
async def logged_in(mock: Mock) -> AsyncIterator[Desk]:
    async with traccar_http(server_address(mock.http), request_s=10) as http:
        who, token = await log_in(http, EMAIL, PASSWORD, insecure=False)
    async with traccar_http(server_address(mock.http), request_s=10) as http:
        client = TraccarClient(http, who, token)
        provider: FleetProvider = Traccar(client, CLOCK)
        await provider.open()
        yield Desk(mock, provider, client)


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    async with mocking() as mock, logged_in(mock) as made:
        yield made


async def until(true: object, seconds: float = 40.0) -> None:
    assert callable(true)
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


async def test_a_wrong_password_is_refused_in_our_words() -> None:
    async with mocking() as mock, traccar_http(server_address(mock.http), request_s=10) as http:
        with pytest.raises(CloudRefusalError) as told:
            await log_in(http, EMAIL, "wrong", insecure=False)
        assert told.value.key == "cloud_login_refused"


async def test_the_list_has_states_figures_and_no_place_at_zero(desk: Desk) -> None:
    rows = [row async for page in desk.provider.batteries.pages() for row in page]
    by_number = {row.number: row for row in rows}
    assert set(by_number) == {IMEI, "bike-2", "bike/3?"}
    first = by_number[IMEI]
    assert (first.state, first.soc_pct, first.pack_v) == ("online", 80.0, 52.4)
    assert (first.lat, first.lon) == (22.502, 114.0)
    assert by_number["bike-2"].state == "unknown"
    assert by_number["bike-2"].soc_pct is None
    assert (by_number["bike/3?"].lat, by_number["bike/3?"].lon) == (None, None)
    details = await desk.provider.batteries.one(IMEI)
    assert details.imei == IMEI
    assert details.tracker.vendor == "gt06"
    with pytest.raises(CloudRefusalError):
        await desk.provider.batteries.one("nobody")


async def test_knots_become_kilometres_an_hour(desk: Desk) -> None:
    pages = [
        each
        async for each in desk.provider.places.track(
            IMEI, START - timedelta(days=1), START + timedelta(days=1)
        )
    ]
    points = [point for page in pages for point in page]
    assert [point.lat for point in points] == [22.5, 22.501, 22.502]
    assert points[0].speed_kmh == pytest.approx(18.52)
    assert points[0].received - points[0].time == timedelta(seconds=2)
    latest = await desk.provider.places.latest(IMEI)
    assert latest.satellites == 9
    assert latest.accuracy_m == 5.0
    with pytest.raises(CloudError) as told:
        await desk.provider.places.latest("bike/3?")
    assert told.value.key == "cloud_not_known_yet"
    assert await desk.provider.places.address(22.5, 114.0) == "Example Road 1"


async def test_trips_stops_and_mileage(desk: Desk) -> None:
    rides = desk.provider.rides
    assert rides is not None
    span = START - timedelta(days=1), START + timedelta(days=1)
    (trip,) = await rides.trips(IMEI, *span)
    assert trip.duration_s == 120
    assert trip.average_kmh == pytest.approx(18.52)
    (stop,) = await rides.stops(IMEI, *span)
    assert stop.duration_s == 600
    total = await rides.mileage(IMEI, *span, "total")
    assert [(each.period, each.distance_m) for each in total.items] == [("total", 222.4)]


async def test_fences_go_there_and_back_with_latitude_first(desk: Desk) -> None:
    fences = desk.provider.fences
    assert fences is not None
    found = {each.name: each for each in await fences.of()}
    assert set(found) == {"yard", "field"}  # a road is no fence
    assert found["yard"].circle is not None
    assert (found["yard"].circle.lat, found["yard"].circle.radius_m) == (22.5, 300.0)
    assert found["field"].polygon == ((22.5, 114.0), (22.6, 114.0), (22.6, 114.2))
    made = await fences.make(
        {
            "name": "<script>",
            "polygon": [[22.5, 114.0], [22.6, 114.0], [22.6, 114.2]],
            "devices": [IMEI],
        }
    )
    assert made.polygon == found["field"].polygon
    assert {each.name for each in await fences.of(IMEI)} == {"yard", "<script>"}
    circle = {"lat": 22.4, "lon": 113.9, "radius_m": 120.0}
    changed = await fences.change(made.id, {"name": "<script>", "circle": circle})
    assert changed.circle is not None
    assert (changed.circle.lat, changed.circle.lon) == (22.4, 113.9)
    await fences.remove(made.id)
    assert {each.name for each in await fences.of(IMEI)} == {"yard"}


async def test_events_become_alarms_and_what_is_none_does_not(desk: Desk) -> None:
    alarms = desk.provider.alarms
    assert alarms is not None
    page = await alarms.page()
    assert [each.type for each in page.items] == ["vibration", "fence_exit"]
    assert page.items[1].fence == "yard"
    assert page.items[0].lat == 22.502
    older = await alarms.page(cursor=page.next_cursor)
    assert [each.type for each in older.items] == ["x_traccar_hard_braking"]
    assert (await alarms.page(state="cleared")).items == ()
    assert (await alarms.page(query="nobody")).items == ()
    assert (await alarms.one("12")).type == "vibration"


async def test_what_traccar_cannot_do_is_absent(desk: Desk) -> None:
    provider = desk.provider
    absent = (provider.tree, provider.guard, provider.acks, provider.switches, provider.commands)
    assert (*absent, provider.boards, provider.me) == (None,) * 7
    assert provider.rights == {"read", "fences"}


async def test_a_readonly_user_may_only_look() -> None:
    async with mocking() as mock:
        mock.state.user["readonly"] = True
        async with logged_in(mock) as desk:
            assert desk.provider.rights == {"read"}


async def test_the_fleet_lives_and_a_broken_link_reads_the_lists_again(desk: Desk) -> None:
    fleet = Fleet(desk.provider, CLOCK)
    heard: list[FleetEvent] = []
    fleet.observe(heard.append)
    task = asyncio.create_task(fleet.run())
    try:
        await until(lambda: fleet.phase is FleetPhase.LIVE)
        moved = State.position(104, 1, 22.6, 114.1, minutes=9)
        moved["attributes"]["batteryLevel"] = 71
        await until(lambda: bool(desk.mock.sockets))
        await desk.mock.tell(positions=[moved])
        await until(lambda: (row := fleet.table.get(IMEI)) is not None and row.soc_pct == 71)
        row = fleet.table.get(IMEI)
        assert row is not None
        assert (row.lat, row.lon) == (22.6, 114.1)
        event = State.event(20, "geofenceExit", datetime.now(UTC), geofenceId=1)
        await desk.mock.tell(events=[event])
        await until(lambda: any(each.topic is FleetTopic.ALARM for each in heard))
        desk.mock.state.devices[2]["name"] = "renamed"
        await desk.mock.cut()
        await until(
            lambda: (row := fleet.table.get("bike-2")) is not None and row.name == "renamed"
        )
        await until(lambda: fleet.phase is FleetPhase.LIVE)
    finally:
        task.cancel()
        await asyncio.wait({task}, timeout=10)


async def test_a_revoked_token_ends_the_login(desk: Desk) -> None:
    await desk.client.revoke()
    with pytest.raises(CloudRefusalError) as told:
        await desk.provider.batteries.one(IMEI)
    assert told.value.key == "cloud_logged_out"


async def test_a_server_that_is_busy_gets_the_rest_it_asks_for(desk: Desk) -> None:
    stream = TraccarStream(desk.client, {}, waits_s=(0.1, 60.0))
    busy = CloudRefusalError("cloud_too_many", server="", seconds=40)
    assert stream._broken(busy).retry_in_s == 40
    assert stream._broken(CloudError("cloud_unreachable")).retry_in_s < 1


async def test_a_socket_that_lies_is_told_and_left(desk: Desk) -> None:
    seen: list[str] = []
    async with aclosing(desk.provider.events(0)) as events:
        async for event in events:
            seen.append(type(event).__name__)
            if len(seen) == 1:
                bad = State.position(9, 1, 22.0, 114.0) | {"latitude": "north"}
                await until(lambda: bool(desk.mock.sockets))
                await desk.mock.tell(positions=[bad])
            if "Broken" in seen:
                break
    assert seen[0] == "Opened"
    assert stamp(START).endswith("+00:00")


async def test_a_server_that_is_no_traccar_is_told() -> None:
    async with lying() as liar, traccar_http(server_address(liar.http), request_s=2) as http:
        with pytest.raises(CloudError) as told:
            await log_in(http, EMAIL, PASSWORD, insecure=False)
        assert told.value.key in ("cloud_not_found", "cloud_refused")
        liar.answers["/api/session"] = answer({"id": "seven"})
        with pytest.raises(CloudError) as told:
            await log_in(http, EMAIL, PASSWORD, insecure=False)
        assert told.value.key == "cloud_answer_invalid"
        liar.answers["/api/session"] = answer(
            {}, status=302, head="Location: http://127.0.0.1/\r\n"
        )
        with pytest.raises(CloudError) as told:
            await log_in(http, EMAIL, PASSWORD, insecure=False)
        assert told.value.key == "cloud_answer_invalid"
        liar.answers["/api/session"] = HANG
        with pytest.raises(CloudError) as told:
            await log_in(http, EMAIL, PASSWORD, insecure=False)
        assert told.value.key == "cloud_timeout"


async def test_a_desk_logs_in_opens_it_again_and_logs_out(tmp_path: Path) -> None:
    async def logins() -> Logins:
        return Logins(tmp_path, FileSecrets(tmp_path / "secrets.json"), CLOCK, request_s=10)

    async with mocking() as mock:
        given = Given(user=EMAIL, password=PASSWORD)
        first = CloudDesk(logins, CLOCK, kinds=(TRACCAR_KIND,))
        fleet = await first.login(mock.http, given, kind="traccar")
        await until(lambda: fleet.phase is FleetPhase.LIVE)
        await first.close()
        again = CloudDesk(logins, CLOCK, kinds=(TRACCAR_KIND,))
        await again.open_last()
        opened = again.fleet
        assert opened is not None
        await until(lambda: opened.phase is FleetPhase.LIVE)
        assert PASSWORD not in (tmp_path / "secrets.json").read_text(encoding="utf-8")
        with pytest.raises(CloudRefusalError):
            (await logins()).chosen()  # no `cloud://` of a server that is not ours
        assert await again.logout()
        assert not mock.state.is_logged_in
        assert [row.is_logged_in for row in await again.remembered()] == [False]


@pytest.mark.parametrize(
    ("word", "shown"), [("hardBraking", "Hard braking"), ("lowspeed", "Too slow"), ("sos", "E")]
)
async def test_alarms_of_its_own_have_words(word: str, shown: str) -> None:
    words = pytest.importorskip("mingtang_desk.ui.fleet.alarm_words")
    key = alarm_type(word)
    assert words.type_word(key).startswith(shown)
    if key.startswith("x_"):
        assert key in words.TRACCAR_TYPES
