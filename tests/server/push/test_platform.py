"""The edge of the API: what is refused before any route sees it, and what every answer has."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Body
from sqlalchemy import select, update

from mingtang_desk.server.api import app as application
from mingtang_desk.server.api.deps import Server
from mingtang_desk.server.logs import logging_to
from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.push.listen import client, happen

pytestmark = pytest.mark.asyncio


async def raw(kit: Kit, data: bytes, *, wait_s: float = 15) -> bytes:
    """Send bytes; return what is answered until the server hangs up or says no more."""
    host, _, port = kit.server.http.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(data)
        async with asyncio.timeout(wait_s):
            head = await reader.readuntil(b"\r\n\r\n")
        return head
    finally:
        writer.close()


def probes() -> APIRouter:
    """Routes that do what no route should."""
    router = APIRouter(tags=["probe"])

    @router.post("/probe")
    async def probe(value: Annotated[Any, Body()]) -> Any:
        return value

    @router.get("/broken/{word}")
    async def broken(word: str) -> None:
        raise RuntimeError(f"secret {word}")

    @router.get("/stored")
    async def stored(server: Server, n: int = 0, text: str = "") -> bool:
        query = select(DEVICES.c.pk).where(DEVICES.c.pk == n, DEVICES.c.number == text)
        async with server.core.store.write() as tx:
            found = (await tx.connection.execute(query)).one_or_none()
            await tx.connection.execute(update(DEVICE_STATE).values(seen_ms=n))
        return found is None

    return router


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "ROUTERS", (*application.ROUTERS, probes()))


async def test_every_answer_has_the_headers(kit: Kit) -> None:
    async with kit.client() as http:
        for path in ("/health", "/nothing", "/metrics", "/changes?since=x"):
            answer = await http.get(path)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert "access-control-allow-origin" not in answer.headers
            assert "server" not in answer.headers
            if answer.is_error:
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert answer.json()["status"] == answer.status_code


async def test_head_and_options(kit: Kit) -> None:
    async with kit.client() as http:
        head = await http.head("/health")
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["Content-Length"]) > 0
        options = await http.options("/health", headers={"Origin": "https://evil.example"})
        assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
        assert "access-control-allow-origin" not in options.headers
        assert (await http.options("/nothing")).status_code == 404
        wrong = await http.post("/health")
        assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert (await http.get("/health?unknown=1&unknown=2")).status_code == 200


async def test_time(kit: Kit) -> None:
    (seq,) = await happen(kit, ("shop", Kind.ALARM, 1))
    async with kit.client(None) as http:
        body = (await http.get("/time")).json()
    assert body["time"].endswith("Z")
    assert body["seq"] == seq


@pytest.mark.usefixtures("probed")
async def test_bodies_too_large(kit: Kit) -> None:
    async with kit.client(None) as http:
        just = b'"' + b"x" * 999_998 + b'"'
        headers = {"Content-Type": "application/json"}
        assert (await http.post("/probe", content=just, headers=headers)).status_code == 200
        over = await http.post("/probe", content=just + b" ", headers=headers)
        assert over.status_code == 413

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(11):
                yield b" " * 100_000

        chunked = await http.post("/probe", content=chunks(), headers=headers)
        assert (chunked.status_code, chunked.json()["limit_bytes"]) == (413, 1_000_000)
    start = b"POST /api/v1/probe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    huge = await raw(kit, start + b"Content-Length: 99999999999999999999\r\n\r\n1")
    assert huge.split()[1] in (b"413", b"400")
    short = await raw(kit, start + b"Content-Length: 1\r\n\r\n1234567")
    assert short.split()[1] in (b"200", b"400")  # what is beyond is not of this request


ODD_BODIES = (
    b'{"a":"\\u0000"}',
    b'["\\\\\\u0000"]',
    b"[NaN]",
    b"[-Infinity]",
    b"[1e999]",
    b"[18446744073709551616]",
    b"[" + b"9" * 5000 + b"]",
    b"[" * 33 + b"]" * 33,
    b"[" * 100_000 + b"]" * 100_000,
    b'"\\ud800"\xff',
    b"\xff\xfe",
    b"{",
)


@pytest.mark.usefixtures("probed")
async def test_json_that_cannot_be_stored(kit: Kit) -> None:
    headers = {"Content-Type": "application/json"}
    async with kit.client(None) as http:
        for body in ODD_BODIES:
            answer = await http.post("/probe", content=body, headers=headers)
            assert 400 <= answer.status_code < 500, body[:40]
            assert answer.headers["Content-Type"] == "application/problem+json"
        for fine in (b'["\\\\u0000"]', b"[9223372036854775807, 1e300]", b"[" * 30 + b"]" * 30):
            answer = await http.post("/probe", content=fine, headers=headers)
            assert (answer.status_code, answer.json()) == (200, json.loads(fine))


ODD_PATHS = (
    "/api/v1/health%00",
    "/api/v1/changes?since=%00",
    "/api/v1/%ff%fe",
    "/api/v1/health?x=%c3",
    "/api/v1/health?" + "x" * 20_000,
)


@pytest.mark.usefixtures("probed")
async def test_numbers_that_no_database_stores(kit: Kit) -> None:
    async with kit.client(None) as http:
        for wrong in (1 << 63, -(1 << 63) - 1, 10**30):
            answer = await http.get("/stored", params={"n": wrong})
            assert answer.status_code == 422
            assert answer.json()["type"] == "urn:mingtang:problem:out_of_range"
        assert (await http.get("/stored", params={"n": 1, "text": "é\u2028'"})).json() is True


async def test_urls_that_are_none(kit: Kit) -> None:
    for path in ODD_PATHS:
        head = await raw(kit, b"GET " + path.encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert head.split()[1] in (b"400", b"414", b"431"), path[:40]
    huge = await raw(
        kit, b"GET /api/v1/changes?since=" + b"9" * 400 + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert huge.split()[1] in (b"401", b"422")


@pytest.mark.usefixtures("probed")
async def test_a_mistake_of_ours_tells_nothing(db: str, tmp_path: Path) -> None:
    log = io.StringIO()
    with logging_to(log):
        async with kit_of(db, tmp_path) as kit, kit.client(None) as http:
            answer = await http.get("/broken/hush")
    body = answer.json()
    assert answer.status_code == 500
    assert "hush" not in answer.text
    assert "RuntimeError" not in answer.text
    (line,) = [json.loads(each) for each in log.getvalue().splitlines() if '"error"' in each]
    assert body["request_id"] in line["message"]
    assert "RuntimeError at" in line["message"]
    assert "hush" not in log.getvalue()


async def test_requests_of_a_user_are_limited(db: str, tmp_path: Path) -> None:
    async with kit_of(db, tmp_path, requests_per_s=1.0) as kit:
        async with kit.client() as http:
            answers = [await http.get("/changes") for _ in range(15)]
            assert {answer.status_code for answer in answers} == {200, 429}
            assert int(answers[-1].headers["Retry-After"]) >= 1
        async with kit.client("shop-viewer") as http:
            assert (await http.get("/changes")).status_code == 200


async def test_metrics_are_for_the_admin(kit: Kit) -> None:
    await happen(kit, ("shop", Kind.ALARM, 1))
    async with kit.client("top-owner") as http:
        await http.get("/nothing")
        answer = await http.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = dict(
        line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")
    )
    assert float(lines["mingtang_database_bytes"]) > 10_000
    assert float(lines["mingtang_events_total"]) >= 1
    assert lines['mingtang_http_requests_total{method="GET",status="404"}'] == "1"
    for who, status in (("shop-owner", 403), ("top-manager", 403), (None, 401)):
        async with kit.client(who) as http:
            assert (await http.get("/metrics")).status_code == status


async def test_nothing_private_is_logged(db: str, tmp_path: Path) -> None:
    log = io.StringIO()
    number, token = NUMBERS["shop"], ""
    with logging_to(log, logging.DEBUG):
        async with kit_of(db, tmp_path) as kit:
            token = kit.tokens["shop-viewer"]
            await exercise(kit, token, number)
    text = log.getvalue()
    assert "uvicorn" in text
    assert "GET" in text
    for private in (token, number, "22.54", "114.05", "hunter2"):
        assert private not in text


async def exercise(kit: Kit, token: str, number: str) -> None:
    """Do what people and trackers do, and some of it wrongly."""
    async with client(kit) as one:
        await one.subscribe("device:*", f"device:{number}", since=0)
    with pytest.raises(Exception, match="401"):
        async with client(kit, query=f"?token={token}"):
            pass
    async with kit.client("shop-viewer") as http:
        await http.get(f"/devices/{number}/position?token={token}")
        await http.post("/auth/login", json={"login": "shop-viewer", "password": "hunter2"})
        await http.get("/changes", params={"since": 0, "topics": f"device:{number}"})
    await track(kit, number)
    logging.getLogger("mingtang_desk.server.test").info(
        "headers %s, at %s", {"Authorization": f"Bearer {token}"}, {"lat": 22.5431, "lon": 114.0579}
    )
    try:
        raise ValueError(f"password=hunter2 of {number} at 22.543211")
    except ValueError:
        logging.getLogger("mingtang_desk.server.test").exception("auth_code=%s", token)


async def track(kit: Kit, number: str) -> None:
    from datetime import UTC, datetime

    from mingtang_desk.sim.tracker.factory import make_tracker
    from mingtang_desk.sim.tracker.link import run

    host, port = kit.jt808
    tracker = make_tracker(number, host, port, now=datetime.now(UTC), edition=2019, every_s=1)
    stop, before = asyncio.Event(), kit.services.core.store.seq
    running = asyncio.create_task(run(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        async with asyncio.timeout(15):
            while kit.services.core.store.seq == before:
                await asyncio.sleep(0.05)
    finally:
        stop.set()
        await running


async def test_the_document(kit: Kit) -> None:
    async with kit.client(None) as http:
        made = (await http.get("/openapi.json")).json()
        lost = await http.get("/nothing")
    assert made["openapi"].startswith("3.1")
    assert made["servers"][0]["url"] == "/"
    assert set(made["components"]["securitySchemes"]) == {"bearer", "basic"}
    assert set(lost.json()) >= set(made["components"]["schemas"]["Problem"]["required"])
    tags = {tag["name"] for tag in made["tags"]}
    ids = []
    for path, item in made["paths"].items():
        for operation in item.values():
            ids.append(operation["operationId"])
            assert "default" in operation["responses"], path
            assert set(operation["tags"]) <= tags
            assert operation["summary"]
    assert len(ids) == len(set(ids))
    assert "system_health" in ids
    paths = made["paths"]
    assert paths["/api/v1/health"]["get"]["security"] == []
    assert paths["/api/v1/changes"]["get"]["security"] == [{"bearer": []}, {"basic": []}]
    refusal = paths["/api/v1/changes"]["get"]["responses"]["422"]["content"]
    assert list(refusal) == ["application/problem+json"]


async def test_a_running_request_is_finished_at_the_end(db: str, tmp_path: Path) -> None:
    async with kit_of(db, tmp_path) as kit:
        params = {"since": kit.services.core.store.seq, "wait_s": 20}
        http = kit.client()
        async with http:
            waiting = asyncio.create_task(http.get("/changes", params=params))
            await asyncio.sleep(0.3)
            await kit.services.streams.stop()
            answer: httpx.Response = await waiting
    assert (answer.status_code, answer.json()["events"]) == (200, [])
    left = {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}
    assert not [task for task in left if "mingtang" in repr(task.get_coro())]
