"""Exact addresses from services that are spoken to here, on real sockets; the town otherwise."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.server.rides import address as addresses
from mingtang_desk.wire.jt808.position import Alarm as Bit
from tests.server.kit import NUMBERS, Kit
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
PLACE = (22.543100, 114.057900)
KEY = "geheim-4711"


@dataclass
class Service:
    """What was asked, and what is answered."""

    port: int = 0
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    answer: Callable[[str, dict[str, str]], bytes] = lambda _, __: b""
    status: str = "200 OK"
    stalls: bool = False


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    one = Service()
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        parts = urlsplit(head.split(" ")[1])
        values = {name: each[0] for name, each in parse_qs(parts.query).items()}
        one.asked.append((parts.path, values, time.monotonic()))
        if one.stalls:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
            await writer.drain()
            await ended.wait()
        else:
            body = one.answer(parts.path, values)
            head = f"HTTP/1.1 {one.status}\r\nContent-Length: {len(body)}\r\nConnection: close"
            writer.write(f"{head}\r\n\r\n".encode() + body)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        ended.set()
        server.close()
        await server.wait_closed()


def nominatim(path: str, values: dict[str, str]) -> bytes:
    assert path == "/reverse"
    assert values["format"] == "jsonv2"
    if float(values["lat"]) > 60:
        return b'{"error": "Unable to geocode"}'
    text = f"12, Some Road, {values['lat']}, {values['lon']}"
    return json.dumps({"place_id": 1, "display_name": text, "address": {}}).encode()


def amap(path: str, values: dict[str, str]) -> bytes:
    assert path == "/v3/geocode/regeo"
    if values["key"] != KEY:
        return b'{"status":"0","info":"INVALID_USER_KEY","infocode":"10001"}'
    inner = {"formatted_address": f"广东省深圳市 {values['location']}", "addressComponent": {}}
    answer = {"status": "1", "info": "OK", "infocode": "10000", "regeocode": inner}
    return json.dumps(answer).encode()


def tianditu(path: str, values: dict[str, str]) -> bytes:
    assert path == "/geocoder"
    assert (values["type"], values["tk"]) == ("geocode", KEY)
    place = json.loads(values["postStr"].replace("'", '"'))
    assert place["ver"] == 1
    inner = {"formatted_address": f"广东省 {place['lon']},{place['lat']}", "location": {}}
    return json.dumps({"result": inner, "msg": "ok", "status": "0"}).encode()


def saying(body: bytes) -> Callable[[str, dict[str, str]], bytes]:
    return lambda _, __: body


async def named(kit: Kit, one: Service, provider: str, **more: Any) -> dict[str, Any]:
    url = f"http://127.0.0.1:{one.port}"
    body = {"provider": provider, "url": url, "key": KEY, "allow_private": True, **more}
    async with kit.client("top-owner") as client:
        answer = await client.put("/geocoder", json=body)
        assert answer.status_code == 200, answer.text
        assert KEY not in answer.text
        shown = await client.get("/geocoder")
        assert KEY not in shown.text
        assert shown.json() == answer.json()
    found: dict[str, Any] = answer.json()
    return found


async def asked(kit: Kit, lat: float, lon: float) -> dict[str, Any]:
    async with kit.client("shop-viewer") as client:
        answer = await client.get("/address", params={"lat": lat, "lon": lon})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_each_service_is_asked_in_its_own_datum(kit: Kit) -> None:
    lat, lon = PLACE
    gcj = convert(PLACE, Datum.WGS84, Datum.GCJ02)
    async with service() as one:
        for provider, answer, expected in (
            ("nominatim", nominatim, f"12, Some Road, {lat:.6f}, {lon:.6f}"),
            ("amap", amap, f"广东省深圳市 {gcj[1]:.6f},{gcj[0]:.6f}"),
            ("tianditu", tianditu, f"广东省 {lon},{lat}"),
        ):
            one.answer = answer
            shown = await named(kit, one, provider)
            assert shown["has_key"]
            found = await asked(kit, lat, lon)
            assert found == {"address": expected, "is_exact": True, "problem": None}
    assert abs(gcj[1] - lon) > 0.003  # it does matter


async def test_an_alarm_gets_the_exact_address(kit: Kit) -> None:
    async with service() as one:
        one.answer, one.status = nominatim, "503 No"
        await named(kit, one, "nominatim")
        await feed(kit, [fixed(device_of(kit), time.time(), alarm_bits=int(Bit.SUPPLY_CUT))])
        async with kit.client() as client:
            (alarm,) = (await client.get("/alarms")).json()["items"]
            shown = (await client.get(f"/alarms/{alarm['id']}")).json()
            assert "CN" in shown["address"]  # the town, and it is asked for again
            one.status = "200 OK"
            shown = (await client.get(f"/alarms/{alarm['id']}")).json()
            assert shown["address"].startswith("12, Some Road")
            count = len(one.asked)
            await client.get(f"/alarms/{alarm['id']}")
    assert len(one.asked) == count == 2
    assert shown["device"]["number"] == NUMBERS["shop"]


async def test_each_reader_gets_the_town_in_one_language(kit: Kit) -> None:
    await feed(kit, [fixed(device_of(kit), time.time(), alarm_bits=int(Bit.SUPPLY_CUT))])
    lat, lon = PLACE
    async with kit.client("shop-owner") as english, kit.client("shop-viewer") as chinese:
        (await chinese.patch("/me", json={"language": "zh"})).raise_for_status()
        (alarm,) = (await english.get("/alarms")).json()["items"]
        said = [
            (await client.get(f"/alarms/{alarm['id']}")).json()["address"]
            for client in (english, chinese, english)
        ]
        where = {"lat": lat, "lon": lon}
        english_place = (await english.get("/address", params=where)).json()["address"]
        chinese_place = (await chinese.get("/address", params=where)).json()["address"]
    assert said[0] == said[2]
    for text in (said[0], english_place):
        assert text.endswith(", Guangdong, CN")
        assert text.isascii()
    for text in (said[1], chinese_place):
        assert "广东省" in text
        assert not any(each.isascii() and each.isalpha() for each in text)


async def test_fifty_metres_and_one_a_second(kit: Kit) -> None:
    lat, lon = PLACE
    async with service() as one:
        one.answer = nominatim
        await named(kit, one, "nominatim")
        first = await asked(kit, lat, lon)
        assert await asked(kit, lat + 0.0004, lon) == first  # 44 m
        assert await asked(kit, lat, lon + 0.00045) == first  # 46 m
        assert len(one.asked) == 1
        places = [(lat + 0.0005, lon), (lat + 0.002, lon), (lat + 0.002, lon)]
        await asyncio.gather(*(asked(kit, *place) for place in places))
        assert len(one.asked) == 3
    times = [moment for *_, moment in one.asked]
    assert all(b - a >= 0.95 for a, b in itertools.pairwise(times))


async def test_what_is_no_answer(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "APART_S", 0.0)
    lat, lon = PLACE
    big = b'{"display_name": "' + b"x" * 70_000 + b'"}'
    async with service() as one:
        await named(kit, one, "nominatim")
        for status, body, problem in (
            ("302 Found\r\nLocation: http://127.0.0.1/", b"", "answer_302"),
            ("200 OK", b"<html>", "answer_unusable"),
            ("200 OK", b"[1]", "answer_unusable"),
            ("200 OK", b"[" * 20_000, "answer_unusable"),
            ("200 OK", b'{"display_name": 7}', "nothing_there"),
            ("200 OK", b'{"display_name": "\\u0000 "}', "nothing_there"),
            ("200 OK", b'{"error": "x"}', "nothing_there"),
            ("200 OK", big, "not_reached"),
        ):
            one.status, one.answer = status, saying(body)
            found = await asked(kit, lat, lon)
            assert (found["is_exact"], found["problem"]) == (False, problem), body[:40]
            assert "CN" in found["address"]
        one.answer = lambda _, __: b'{"display_name": "a\\u0007b\\n<i>"}'
        assert (await asked(kit, lat, lon))["address"] == "a b <i>"
        one.answer = amap
        await named(kit, one, "amap", key="wrong")
        assert (await asked(kit, lat, lon))["problem"] == "refused"
        monkeypatch.setattr(addresses, "TIMEOUT_S", 0.3)
        one.stalls = True
        assert (await asked(kit, lat, lon))["problem"] == "not_reached"
    assert (await asked(kit, lat, lon))["problem"] == "not_reached"


async def test_private_hosts_only_where_they_are_allowed(kit: Kit) -> None:
    async with service() as one:
        one.answer = nominatim
        await named(kit, one, "nominatim", allow_private=False)
        metadata = ".".join(["169", "254"] * 2)  # where clouds tell secrets of a machine
        for host in ("127.0.0.1", "localhost", metadata, "[::ffff:127.0.0.1]"):
            url = f"http://{host}:{one.port}"
            await named(kit, one, "nominatim", allow_private=False, url=url)
            assert (await asked(kit, *PLACE))["problem"] == "address_refused", host
    assert one.asked == []


async def test_who_names_a_geocoder_and_that_its_key_stays(kit: Kit) -> None:
    async with service() as one:
        one.answer = amap
        await named(kit, one, "amap")
        url = f"http://127.0.0.1:{one.port}"
        same = {"provider": "amap", "url": url, "allow_private": True}
        async with kit.client("top-owner") as client:
            assert (await client.put("/geocoder", json=same)).json()["has_key"]
            other = {**same, "url": f"{url}/elsewhere"}  # the key is not handed to another URL
            assert (await client.put("/geocoder", json=other)).status_code == 422
            for odd in ({"url": "ftp://x"}, {"url": f"{url}/?a=1"}, {"provider": "x"}, {"k": 1}):
                assert (await client.put("/geocoder", json={**same, **odd})).status_code == 422
        assert (await asked(kit, *PLACE))["is_exact"]
        for who in ("shop-owner", "top-manager"):
            async with kit.client(who) as client:
                assert (await client.get("/geocoder")).status_code == 403
                assert (await client.put("/geocoder", json=same)).status_code == 403
                assert (await client.delete("/geocoder")).status_code == 403
        async with kit.client("top-owner") as client:
            assert (await client.delete("/geocoder")).status_code == 204
            assert (await client.get("/geocoder")).status_code == 404
        found = await asked(kit, *PLACE)
    assert (found["is_exact"], found["problem"]) == (False, None)
