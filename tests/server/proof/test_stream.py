"""What is pushed reaches only who may see it; odd messages end a connection and nothing else."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mingtang_desk.server.push.events import Event, Kind
from tests.server.kit import NUMBERS, Kit
from tests.server.proof import rough, world

pytestmark = pytest.mark.asyncio
TOPICS = ["device:*", "alarm", "command"]


def stream(kit: Kit, who: str | None) -> connect:
    """Open the stream as somebody."""
    url = kit.server.http.replace("http://", "ws://") + "/api/v1/stream"
    headers = {} if who is None else {"Authorization": f"Bearer {kit.tokens[who]}"}
    return connect(url, additional_headers=headers, proxy=None, open_timeout=15)


async def say(socket: ClientConnection, **message: object) -> None:
    """Send a message."""
    await socket.send(json.dumps(message))


async def heard(socket: ClientConnection, until: str) -> list[dict[str, Any]]:
    """Return all messages up to one that has a text in it."""
    found = []
    async with asyncio.timeout(15):
        while True:
            text = await socket.recv(decode=True)
            found.append(json.loads(text))
            if until in text:
                return found


async def tell(kit: Kit, name: str, mark: str) -> None:
    """Let something of each kind happen to the battery of an account."""
    async with kit.services.core.store.write() as tx:
        for kind in Kind:
            tx.emit(
                Event(
                    kind=kind,
                    device=kit.pks[NUMBERS[name]],
                    number=NUMBERS[name],
                    account_path=kit.paths[name],
                    value={"note": mark},
                )
            )


@pytest.mark.parametrize("who", ["sibling-owner", "child-owner"])
async def test_nothing_of_somebody_else_is_pushed(kit: Kit, who: str) -> None:
    own = who.partition("-")[0]
    async with stream(kit, who) as socket, stream(kit, "top-owner") as above:
        await say(socket, op="sub", topics=TOPICS)
        await say(above, op="sub", topics=TOPICS)
        await asyncio.sleep(0.2)
        await tell(kit, "shop", world.HUSH)
        await tell(kit, own, "the end")
        got = json.dumps(await heard(socket, "the end"))
        assert world.HUSH in json.dumps(await heard(above, "the end"))
    assert world.HUSH not in got
    assert NUMBERS["shop"] not in got


@pytest.mark.parametrize("who", ["sibling-owner", "child-owner"])
async def test_nothing_of_somebody_else_is_told_afterwards(kit: Kit, who: str) -> None:
    own = who.partition("-")[0]
    await tell(kit, own, "the start")
    await tell(kit, "shop", world.HUSH)
    await tell(kit, own, "the end")
    async with stream(kit, who) as socket:
        await say(socket, op="sub", topics=TOPICS, since=0)
        got = json.dumps(await heard(socket, "the end"))
    assert world.HUSH not in got
    assert NUMBERS["shop"] not in got


async def test_a_foreign_battery_cannot_be_subscribed_to(kit: Kit) -> None:
    async def answer(topic: str) -> str:
        async with stream(kit, "sibling-owner") as socket:
            await say(socket, op="sub", topics=[topic])
            with contextlib.suppress(TimeoutError, ConnectionClosed):
                async with asyncio.timeout(2):
                    return str(await socket.recv()).replace(topic, "")
            return f"closed {socket.close_code}"

    foreign = await answer("device:" + NUMBERS["shop"])
    assert foreign == await answer("device:" + "7" * 11)
    assert NUMBERS["shop"] not in foreign


@pytest.mark.parametrize("who", world.NOBODY)
async def test_nobody_gets_in(kit: Kit, who: str | None) -> None:
    await world.populate(kit)
    with pytest.raises(InvalidStatus) as refused:
        async with stream(kit, who):
            pass
    assert refused.value.response.status_code == 401


def odd() -> Iterator[str | bytes]:
    """Messages that no client sends."""
    yield from ("", "{", "null", "[]", '"x"', "[" * 50_000, '{"op":7}', '{"op":"sub"}')
    yield from ('{"op":"sub","topics":"device:*"}', '{"op":"sub","topics":[null]}')
    yield from ('{"op":"sub","topics":["\\ud800","device:\\u0000"]}', '{"op":"no"}')
    yield '{"op":"sub","topics":[],"since":' + "9" * 300 + "}"
    yield json.dumps({"op": "sub", "topics": ["device:" + "x" * 50_000]})
    yield json.dumps({"op": "sub", "topics": ["device:1"] * 5_000})
    yield "x" * 2_000_000
    yield from (b"", b"\xff\xfe\x00", bytes(100_000))


async def test_odd_messages(kit: Kit) -> None:
    before = await rough.warm(kit)
    for message in odd():
        async with stream(kit, "shop-owner") as socket:
            with contextlib.suppress(ConnectionClosed, TimeoutError):
                await socket.send(message)
                async with asyncio.timeout(0.2):
                    while True:
                        said = str(await socket.recv())
                        assert "Traceback" not in said
            assert socket.close_code != 1011, f"{message[:40]!r} was a mistake of the server"
    async with stream(kit, "shop-owner") as socket:
        await say(socket, op="sub", topics=TOPICS)
        await asyncio.sleep(0.1)
        await tell(kit, "shop", "the end")
        await heard(socket, "the end")
    await rough.settled(before)
