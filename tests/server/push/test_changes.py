"""The long poll: the same events, the same numbers."""

import asyncio

import pytest
from sqlalchemy import update

from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.store.tables.push import OUTBOX
from tests.server.kit import Kit
from tests.server.push.listen import happen

pytestmark = pytest.mark.asyncio


async def test_pages_follow_each_other(kit: Kit) -> None:
    async with kit.client() as http:
        start = (await http.get("/changes")).json()
        assert start["events"] == []
        await happen(kit, *(("shop", Kind.ALARM, n) for n in range(7)), ("child", Kind.BMS, 7))
        await happen(kit, ("sibling", Kind.ALARM, 8))
        came, since, more = [], start["seq"], True
        while more:
            answer = await http.get("/changes", params={"since": since, "limit": 3})
            body = answer.json()
            came += body["events"]
            since, more = body["seq"], body["has_more"]
        assert [each["v"]["n"] for each in came] == list(range(8))
        assert since == kit.services.core.store.seq
        again = await http.get("/changes", params={"since": since})
        assert again.json() == {"events": [], "seq": since, "gap": None, "has_more": False}


async def test_it_waits_for_something(kit: Kit) -> None:
    since = kit.services.core.store.seq
    async with kit.client() as http:
        params: dict[str, str | int] = {"since": since, "wait_s": 20, "topics": "alarm"}
        waiting = asyncio.create_task(http.get("/changes", params=params))
        await asyncio.sleep(0.2)
        await happen(kit, ("sibling", Kind.ALARM, 1), ("shop", Kind.POSITION, 2))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        await happen(kit, ("shop", Kind.ALARM, 3))
        answer = await waiting
        assert [each["v"]["n"] for each in answer.json()["events"]] == [3]
        empty = await http.get("/changes", params={"since": answer.json()["seq"], "wait_s": 0.2})
        assert empty.json()["events"] == []


async def test_whoever_is_dropped_hears_nothing(kit: Kit) -> None:
    async with kit.client() as http:
        params = {"since": kit.services.core.store.seq, "wait_s": 20}
        waiting = asyncio.create_task(http.get("/changes", params=params))
        await _polls(kit, 1)
        (poll,) = kit.services.streams._polls
        kit.services.core.hub.drop_user(poll.who.user_id)
        assert (await waiting).status_code == 401


async def test_gaps_and_refusals(kit: Kit) -> None:
    first, _ = await happen(kit, ("shop", Kind.ALARM, 1), ("shop", Kind.ALARM, 2))
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(update(OUTBOX).values(time_ms=1).where(OUTBOX.c.seq == first))
    await kit.services.streams.clean()
    async with kit.client() as http:
        body = (await http.get("/changes", params={"since": 0})).json()
        assert body["gap"] == {"since": 0, "from": first}
        assert [each["v"]["n"] for each in body["events"]] == [2]
        above = (await http.get("/changes", params={"since": 10**9})).json()
        assert above["gap"] == {"since": 10**9, "from": above["seq"]}
        wrongs: tuple[dict[str, str | int], ...] = (
            {"since": -1},
            {"since": 1 << 63},
            {"since": "x"},
            {"since": 0, "topics": "alarms"},
            {"since": 0, "wait_s": 26},
            {"since": 0, "wait_s": "nan"},
            {"since": 0, "limit": 0},
        )
        for wrong in wrongs:
            assert (await http.get("/changes", params=wrong)).status_code == 422, wrong
    async with kit.client(None) as http:
        assert (await http.get("/changes", params={"since": 0})).status_code == 401


async def test_five_polls_of_a_user(kit: Kit) -> None:
    params = {"since": kit.services.core.store.seq, "wait_s": 20}
    async with kit.client() as http:
        waiting = [asyncio.create_task(http.get("/changes", params=params)) for _ in range(5)]
        await _polls(kit, 5)
        assert (await http.get("/changes", params=params)).status_code == 429
        await happen(kit, ("shop", Kind.ALARM, 1))
        assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200] * 5


async def test_who_hangs_up_waits_no_longer(kit: Kit) -> None:
    params = {"since": kit.services.core.store.seq, "wait_s": 25}
    async with kit.client() as http:
        waiting = [asyncio.create_task(http.get("/changes", params=params)) for _ in range(5)]
        await _polls(kit, 5)
        for each in waiting:
            each.cancel()
        await asyncio.wait(waiting, timeout=10)
        await _polls(kit, 0)


async def _polls(kit: Kit, count: int) -> None:
    async with asyncio.timeout(10):
        while f"mingtang_stream_polls {count}\n" not in kit.services.core.metrics.text():
            await asyncio.sleep(0.02)
