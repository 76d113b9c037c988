"""Live events: of a real server that restarts in the middle, and of one that lies."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.own_stream import Stream
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.cloud.stream import Broken, Change, Gap, Opened, StreamEvent
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.run import standing
from mingtang_desk.session.clock import SystemClock
from tests.cloud.conftest import CHEAP, Desk, give_passwords
from tests.cloud.liar import TOKENS, Liar, answer, lying, problem
from tests.server.kit import NUMBERS, kit_of
from tests.server.push.listen import happen

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("_tasks")]
SOON = (0.05, 0.2)
PATIENCE_S = 15


async def next_of[T: StreamEvent](events: AsyncIterator[StreamEvent], kind: type[T]) -> T:
    async with asyncio.timeout(PATIENCE_S):
        async for event in events:
            if isinstance(event, kind):
                return event
    raise AssertionError("the stream ended")


async def test_events_come_as_they_happen(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        stream = Stream(client, waits_s=SOON)
        async with aclosing(stream.events()) as events:
            await next_of(events, Opened)
            seqs = await happen(desk.kit, ("shop", Kind.POSITION, 7), ("child", Kind.ALARM, 8))
            heard = [await next_of(events, Change) for _ in seqs]
    assert [each.seq for each in heard] == seqs
    assert [each.kind for each in heard] == ["pos", "alarm"]
    assert [each.number for each in heard] == [NUMBERS["shop"], NUMBERS["child"]]
    assert heard[0].values == {"n": 7}
    assert stream.seq == seqs[-1]


async def test_a_restart_of_the_server_loses_nothing(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'cloud.sqlite'}"
    async with kit_of(db, tmp_path, **CHEAP) as kit:
        await give_passwords(kit)
        desk = Desk(kit=kit, folder=tmp_path / "desk")
        await desk.login()
        host, _, port = kit.server.http.rpartition("//")[2].rpartition(":")
        client_of = desk.client()
        client = await client_of.__aenter__()
        stream = Stream(client, waits_s=SOON)
        events = stream.events()
        await next_of(events, Opened)
        (first,) = await happen(kit, ("shop", Kind.ALARM, 1))
        assert (await next_of(events, Change)).seq == first
    try:
        broken = await next_of(events, Broken)
        assert broken.error.key in ("cloud_stream_broken", "cloud_unreachable")
        async with standing(replace(kit.config, http=(host, int(port))), SystemClock()) as again:
            kit.server = again
            await desk.expire()  # the token ran out while nobody was there
            await again.services.directory.refresh(*kit.pks.values())
            seqs = await happen(kit, ("shop", Kind.ALARM, 2), ("child", Kind.ALARM, 3))
            heard = [await next_of(events, Change) for _ in seqs]
            assert [each.seq for each in heard] == seqs
            await events.aclose()
            await client_of.__aexit__(None, None, None)
    finally:
        await events.aclose()
    assert "/auth/refresh" in desk.asked


async def test_a_session_that_ends_ends_the_stream(desk: Desk) -> None:
    await desk.login()
    async with (
        desk.client() as client,
        aclosing(Stream(client, waits_s=SOON).events()) as events,
    ):
        await next_of(events, Opened)
        await client.logout()
        with pytest.raises(CloudRefusalError) as caught:
            await next_of(events, Gap)
    assert caught.value.key == "cloud_logged_out"


async def test_a_battery_of_somebody_else_is_refused(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        stream = Stream(client, [f"device:{NUMBERS['sibling']}"], waits_s=SOON)
        async with aclosing(stream.events()) as events:
            with pytest.raises(CloudRefusalError) as caught:
                await next_of(events, Opened)
    assert caught.value.values["problem"] == "not_found"


async def test_numbers_from_before_a_restore_are_a_gap(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        stream = Stream(client, since=10**9, waits_s=SOON)
        async with aclosing(stream.events()) as events:
            gap = await next_of(events, Gap)
            assert gap.since == 10**9
            (seq,) = await happen(desk.kit, ("shop", Kind.ALARM, 1))
            assert (await next_of(events, Change)).seq == seq


@asynccontextmanager
async def talker(*says: str, tmp_path: Path, then: float = 30) -> AsyncIterator[CloudClient]:
    """A client of a server whose stream says these texts and is silent then."""

    async def talk(socket: ServerConnection) -> None:
        await socket.recv()
        for text in says:
            await socket.send(text)
        await asyncio.wait({asyncio.ensure_future(socket.wait_closed())}, timeout=then)

    async with (
        lying() as liar,
        serve(talk, "127.0.0.1", 0) as pushing,
        client_of(liar, tmp_path) as client,
    ):
        (port,) = {each.getsockname()[1] for each in pushing.sockets}
        client.http.server = server_address(f"http://127.0.0.1:{port}")
        yield client


@asynccontextmanager
async def client_of(liar: Liar, tmp_path: Path) -> AsyncIterator[CloudClient]:
    secrets = FileSecrets(tmp_path / "secrets.json")
    logins = Logins(tmp_path, secrets, SystemClock(), request_s=2)
    who, _ = await logins.login(server_address(liar.http), Given(user="li", password="x"))
    async with logins.opened(who) as client:
        yield client


async def first_break(client: CloudClient, **more: Any) -> Broken:
    async with aclosing(Stream(client, waits_s=SOON, **more).events()) as events:
        return await next_of(events, Broken)


async def test_silence_breaks_the_link(tmp_path: Path) -> None:
    async with talker('{"op":"ready","seq":1}', tmp_path=tmp_path) as client:
        broken = await first_break(client, silence_s=0.2)
    assert broken.error.key == "cloud_stream_broken"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 200_000,
        '{"seq": "1", "t": "pos", "d": "", "v": {}}',
        '{"seq": 1, "t": "pos", "d": "", "v": []}',
        '{"seq": 1e400, "t": "pos", "d": "", "v": {}}',
        '{"op": "ready"}',
        '{"op": "gap", "from": null}',
        json.dumps({"op": "beat", "seq": 1 << 80}),
    ],
)
async def test_a_stream_that_lies_is_broken_off(tmp_path: Path, text: str) -> None:
    async with talker(text, tmp_path=tmp_path) as client:
        broken = await first_break(client)
    assert broken.error.key == "cloud_answer_invalid"


async def test_what_is_not_known_and_what_came_before_is_passed_over(tmp_path: Path) -> None:
    says = (
        '{"op":"ready","seq":5}',
        '{"op":"newer","than":"us"}',
        '{"seq":4,"t":"pos","d":"1","v":{}}',
        '{"seq":6,"t":"weather","d":"1","v":{},"more":1}',
    )
    async with (
        talker(*says, tmp_path=tmp_path) as client,
        aclosing(Stream(client, waits_s=SOON).events()) as events,
    ):
        assert (await next_of(events, Change)).kind == "weather"


async def test_a_refused_stream_is_told_and_a_redirect_is_not_followed(tmp_path: Path) -> None:
    async with lying() as liar, client_of(liar, tmp_path) as client:
        for said, key in (
            (answer(b"", status=302, head="Location: /elsewhere\r\n"), "cloud_answer_invalid"),
            (problem(503, "busy"), "cloud_failed"),
            (problem(429, "too_many", "Retry-After: 1\r\n"), "cloud_too_many"),
            (b"nonsense\r\n\r\n", "cloud_stream_broken"),
        ):
            liar.answers["/stream"] = said
            assert (await first_break(client)).error.key == key
        assert "/elsewhere" not in liar.asked
        assert "Bearer mta_x" in liar.heads[-1]
        assert "mta_x" not in liar.asked[-1]
        liar.answers["/stream"] = problem(403, "not_permitted")
        with pytest.raises(CloudRefusalError):
            await first_break(client)


async def test_a_stream_that_takes_no_token_is_given_up(tmp_path: Path) -> None:
    async with lying() as liar, client_of(liar, tmp_path) as client:
        liar.answers["/stream"] = problem(401, "not_authenticated")
        liar.answers["/auth/refresh"] = answer(TOKENS)
        async with aclosing(Stream(client, waits_s=SOON).events()) as events:
            with pytest.raises(CloudRefusalError) as caught:
                await next_of(events, Opened)
    assert caught.value.key == "cloud_logged_out"
    assert liar.asked.count("/stream") == 4


async def test_waits_grow_and_vary_and_have_limits(tmp_path: Path) -> None:
    async with lying() as liar, client_of(liar, tmp_path) as client:
        stream = Stream(client, chance=random.Random(6))
        waits = [stream._broken(CloudError("cloud_unreachable")).retry_in_s for _ in range(200)]
    assert all(1 <= each <= 60 for each in waits)
    assert max(waits[:3]) <= 8
    assert max(waits[10:]) > 45
    assert min(waits[10:]) < 10
