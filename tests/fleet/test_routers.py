"""Clients of routers: three languages, and servers that lie, hang, send elsewhere or are huge."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.cloud.decode import AnswerError
from mingtang_desk.cloud.route_decode import Profile, RouterKind, decode_polyline
from mingtang_desk.cloud.routers import MOST_BYTES, Router, ask_route, router_url
from mingtang_desk.core.errors import CloudError, UsageError
from tests.cloud.liar import HANG, answer
from tests.fleet.kit import until
from tests.fleet.routing import WAY, encoded, routing

START, END = (22.5, 114.0), (22.51, 114.01)


def flat(places: Sequence[tuple[float, float]]) -> list[float]:
    return [value for place in places for value in place]


KINDS = pytest.mark.parametrize("kind", list(RouterKind))


@pytest.mark.asyncio
@KINDS
async def test_a_way_in_each_language(kind: RouterKind) -> None:
    async with routing() as server:
        router = Router(kind=kind, url=server.url + "/", key="secret-key")
        route = await ask_route(router, START, END, Profile.BICYCLE)
        assert flat(route.points) == pytest.approx(flat(WAY))
        assert route.distance_m == pytest.approx(1512.3)
        assert route.duration_s == 363.0
        (asked,) = server.asked
    assert asked.heads["authorization"] == "secret-key"
    assert "secret-key" not in asked.path + str(asked.query) + asked.body.decode()
    assert asked.heads["accept-encoding"] == "identity"
    match kind:
        case RouterKind.OSRM:
            assert asked.path == "/route/v1/bike/114.000000,22.500000;114.010000,22.510000"
            assert asked.query["geometries"] == ["polyline6"]
        case RouterKind.VALHALLA:
            body = json.loads(asked.body)
            assert body["costing"] == "bicycle"
            assert body["locations"][0] == {"lat": 22.5, "lon": 114.0}
        case RouterKind.ORS:
            assert asked.path == "/v2/directions/cycling-electric/geojson"
            assert json.loads(asked.body)["coordinates"] == [[114.0, 22.5], [114.01, 22.51]]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("kind", "status", "body", "words"),
    [
        (RouterKind.OSRM, 400, {"code": "NoRoute", "message": "Impossible route"}, "Impossible"),
        (RouterKind.OSRM, 200, {"code": "NoSegment"}, "NoSegment"),
        (
            RouterKind.VALHALLA,
            400,
            {"error_code": 442, "error": "No path could be found"},
            "No path",
        ),
        (RouterKind.ORS, 404, {"error": {"code": 2010, "message": "Could not find"}}, "Could not"),
        (RouterKind.ORS, 400, {"error": "rate <b>x</b>\n"}, "rate <b>x</b>"),
    ],
)
async def test_no_way_is_told_in_the_words_of_the_router(
    kind: RouterKind, status: int, body: dict[str, Any], words: str
) -> None:
    async with routing() as server:
        server.says = answer(body, status=status)
        with pytest.raises(CloudError) as caught:
            await ask_route(Router(kind=kind, url=server.url), START, END, Profile.CAR)
    assert caught.value.key == "router_no_way"
    assert words in caught.value.message


LIES: list[tuple[bytes, str]] = [
    (answer(b"<html>", kind="text/html"), "router_answer_invalid"),
    (answer([1]), "router_answer_invalid"),
    (answer({"code": "Ok", "routes": []}), "router_answer_invalid"),
    (answer({"code": "Ok", "routes": [{"geometry": 7}]}), "router_answer_invalid"),
    (answer({"code": "Ok", "routes": [{"geometry": "_"}]}), "router_answer_invalid"),
    (answer({"code": "Ok", "routes": [{"geometry": encoded(WAY[:1])}]}), "router_answer_invalid"),
    (
        answer({"code": "Ok", "routes": [{"geometry": encoded(((91.0, 0.0), (1.0, 1.0)))}]}),
        "router_answer_invalid",
    ),
    (
        answer({"code": "Ok", "routes": [{"geometry": encoded(WAY), "distance": -1}]}),
        "router_answer_invalid",
    ),
    (
        answer(b'{"code": "Ok", "routes": [{"geometry": "", "distance": NaN}]}'),
        "router_answer_invalid",
    ),
    (answer(b"[" * 200_000), "router_answer_invalid"),
    (answer({}, status=302, head="Location: http://127.0.0.1:1/\r\n"), "router_answer_invalid"),
    (answer(b"x" * 64, head="Content-Encoding: gzip\r\n"), "router_answer_invalid"),
    (answer(b" " * (4 * MOST_BYTES)), "router_answer_invalid"),
    (answer({}, status=401), "router_key_refused"),
    (answer({}, status=429), "router_too_many"),
    (answer(b"oops", status=500), "router_no_way"),
    (b"nonsense\r\n\r\n", "router_unreachable"),
    (b"", "router_unreachable"),
]


@pytest.mark.asyncio
@pytest.mark.parametrize(("says", "key"), LIES)
async def test_lies(says: bytes, key: str) -> None:
    async with routing() as server:
        server.says = says
        router = Router(kind=RouterKind.OSRM, url=server.url)
        with pytest.raises(CloudError) as caught:
            await ask_route(router, START, END, Profile.FOOT)
        assert len(server.asked) == 1  # never a second one, never elsewhere
    assert caught.value.key == key
    assert str(caught.value)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", [RouterKind.VALHALLA, RouterKind.ORS])
@pytest.mark.parametrize(
    "body",
    [
        {"trip": {"legs": []}},
        {"trip": {"legs": [{"shape": 3}], "summary": {}}},
        {"trip": {"legs": [{"shape": encoded(WAY)}]}},
        {"features": [{}]},
        {"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]},
        {"features": [{"geometry": {"type": "LineString", "coordinates": [[1], [2]]}}]},
        {"features": [{"geometry": {"type": "LineString", "coordinates": [["a", True]]}}]},
        {"features": [{"geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}]},
    ],
)
async def test_lies_of_the_others(kind: RouterKind, body: dict[str, Any]) -> None:
    async with routing() as server:
        server.says = answer(body)
        with pytest.raises(CloudError):
            await ask_route(Router(kind=kind, url=server.url), START, END, Profile.FOOT)


@pytest.mark.asyncio
async def test_it_hangs_and_it_is_cancelled() -> None:
    async with routing() as server:
        server.says = HANG
        router = Router(kind=RouterKind.OSRM, url=server.url)
        with pytest.raises(CloudError) as caught:
            await ask_route(router, START, END, Profile.CAR, ask_s=0.2)
        assert caught.value.key == "router_timeout"
        task = asyncio.ensure_future(ask_route(router, START, END, Profile.CAR))
        await until(lambda: len(server.asked) == 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.asyncio
async def test_nobody_is_there() -> None:
    router = Router(kind=RouterKind.OSRM, url="http://127.0.0.1:1")
    with pytest.raises(CloudError) as caught:
        await ask_route(router, START, END, Profile.CAR)
    assert caught.value.key == "router_unreachable"


@pytest.mark.asyncio
async def test_miles_are_kilometres_elsewhere() -> None:
    async with routing() as server:
        summary = {"length": 2.0, "time": 60}
        trip = {"legs": [{"shape": encoded(WAY)}], "summary": summary, "units": "miles"}
        server.says = answer({"trip": trip})
        router = Router(kind=RouterKind.VALHALLA, url=server.url)
        route = await ask_route(router, START, END, Profile.CAR)
    assert route.distance_m == pytest.approx(3218.688)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "router.example",
        "ftp://router.example",
        "http://",
        "https://u:p@router.example",
        "https://router.example/?key=x",
        "https://router.example/#x",
        "https://router.example:x",
        "https://rou ter.example",
    ],
)
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        router_url(text)


def test_a_key_is_not_sent_in_the_clear() -> None:
    with pytest.raises(UsageError):
        router_url("http://router.example", key="k")
    assert router_url("http://router.example") == "http://router.example"
    assert router_url("https://router.example/ors/", key="k") == "https://router.example/ors"
    assert router_url("http://127.0.0.1:5000", key="k") == "http://127.0.0.1:5000"


@pytest.mark.asyncio
async def test_a_key_with_a_line_break_is_no_second_header() -> None:
    router = Router(kind=RouterKind.OSRM, url="http://127.0.0.1:1", key="a\r\nX: y")
    with pytest.raises(UsageError):
        await ask_route(router, START, END, Profile.CAR)
    assert "a\r\n" not in repr(router)


def test_the_published_example_of_a_polyline() -> None:
    found = decode_polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5)
    assert found == ((38.5, -120.2), (40.7, -120.95), (43.252, -126.453))


@given(
    st.lists(
        st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))
    ),
    st.sampled_from([5, 6]),
)
def test_every_line_comes_back(points: list[tuple[int, int]], digits: int) -> None:
    places = tuple((a / 1e6, b / 1e6) for a, b in points)
    found = decode_polyline(encoded(places, digits), digits)
    assert flat(found) == pytest.approx(flat(places), abs=10.0**-digits)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = decode_polyline(text, 6)
    except AnswerError:
        return
    assert all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in found)
