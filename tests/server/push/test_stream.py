"""The stream: live, resumed, within its scope, and ended where it has to be."""

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import select, update
from websockets.exceptions import InvalidStatus

from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, SESSIONS, USERS
from mingtang_desk.server.store.tables.push import OUTBOX
from tests.server.kit import NUMBERS, Kit
from tests.server.push.listen import client, happen

pytestmark = pytest.mark.asyncio
ALL = ("device:*", "alarm", "command")
POS, BMS, STATE, ALARM, COMMAND = Kind.POSITION, Kind.BMS, Kind.STATE, Kind.ALARM, Kind.COMMAND


def values(messages: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(each["t"], each["v"]["n"]) for each in messages]  # type: ignore[index]


async def test_what_happens_is_heard_in_order(kit: Kit) -> None:
    async with client(kit) as one:
        assert await one.subscribe(*ALL) == []
        ready = one.heard[-1]
        seqs = await happen(kit, ("shop", POS, 1), ("shop", ALARM, 2), ("child", COMMAND, 3))
        came = [await one.next() for _ in seqs]
        assert ready["seq"] == seqs[0] - 1
        assert [each["seq"] for each in came] == seqs
        assert [each["d"] for each in came] == [NUMBERS["shop"], NUMBERS["shop"], NUMBERS["child"]]
        assert values(came) == [("pos", 1), ("alarm", 2), ("command", 3)]


async def test_topics_choose(kit: Kit) -> None:
    async with client(kit) as one:
        await one.subscribe(f"device:{NUMBERS['child']}", "alarm")
        await happen(kit, ("shop", POS, 1), ("child", POS, 2), ("shop", ALARM, 3))
        await happen(kit, ("shop", COMMAND, 4))
        assert values(await one.so_far()) == [("pos", 2), ("alarm", 3)]
        await one.say("unsub", topics=["alarm"])
        await one.subscribe(f"account:{kit.accounts['child']}")
        await happen(kit, ("shop", POS, 5), ("child", BMS, 6), ("child", ALARM, 7))
        assert values(await one.so_far()) == [("bms", 6)]
        await one.say("unsub")
        await happen(kit, ("child", BMS, 8))
        assert await one.so_far() == []


async def test_resume_has_all_alarms_and_the_latest_of_the_rest(kit: Kit) -> None:
    async with client(kit) as one:
        await one.subscribe(*ALL)
        (last,) = await happen(kit, ("shop", ALARM, 0))
        assert (await one.next())["seq"] == last
    await happen(kit, ("shop", POS, 1), ("shop", ALARM, 2), ("shop", POS, 3), ("child", BMS, 4))
    await happen(kit, ("shop", ALARM, 5), ("child", COMMAND, 6), ("sibling", ALARM, 7))
    async with client(kit) as one:
        came = await one.subscribe(*ALL, since=last)
        wanted = [("alarm", 2), ("pos", 3), ("bms", 4), ("alarm", 5), ("command", 6)]
        assert values(came) == wanted
        assert [each["seq"] for each in came] == sorted(each["seq"] for each in came)
        await happen(kit, ("shop", POS, 8))
        assert values([await one.next()]) == [("pos", 8)]
        assert one.heard[-2] == {"op": "ready", "seq": last + 7}


async def test_states_are_resumed(kit: Kit) -> None:
    (seq,) = await happen(kit, ("shop", STATE, 1))
    async with client(kit) as one:
        (came,) = await one.subscribe("device:*", since=seq - 1)
    assert (came["t"], came["seq"]) == ("state", seq)
    assert came["v"]["state"] == "offline"
    assert came["v"]["seen"].endswith("Z")


async def test_a_gap_is_told(kit: Kit) -> None:
    first, *_, last = await happen(kit, *(("shop", ALARM, n) for n in range(4)))
    await happen(kit, ("shop", POS, 9))
    store = kit.services.core.store
    async with store.write() as tx:
        old = update(OUTBOX).where(OUTBOX.c.seq < last).values(time_ms=1)
        await tx.connection.execute(old)
    assert await kit.services.streams.clean() == 3
    async with client(kit) as one:
        gap, *came = await one.subscribe(*ALL, since=first)
        assert gap == {"op": "gap", "since": first, "from": last - 1}
        assert values(came) == [("alarm", 3), ("pos", 9)]
    async with client(kit) as one:
        assert values(await one.subscribe(*ALL, since=last - 1)) == [("alarm", 3), ("pos", 9)]
    async with client(kit) as one:  # a backup was restored: numbers begin lower
        came = await one.subscribe(*ALL, since=10**12)
        assert came == [{"op": "gap", "since": 10**12, "from": store.seq}]


@pytest.mark.parametrize("who", ["child-viewer", "sibling-owner", "shop-viewer", "top-owner"])
async def test_nobody_hears_of_others(kit: Kit, who: str) -> None:
    sees = {"child": ["child"], "sibling": ["sibling"], "shop": ["shop", "child"]}
    mine = {NUMBERS[name] for name in sees.get(who.partition("-")[0], NUMBERS)}
    everything = [(name, kind, 1) for name in NUMBERS for kind in (POS, BMS, STATE, ALARM, COMMAND)]
    await happen(kit, *everything)
    async with client(kit, who) as one:
        before = await one.subscribe(*ALL, since=0)
        await happen(kit, *everything)
        live = await one.so_far()
        for number in set(NUMBERS.values()) - mine:
            await one.say("sub", topics=[f"device:{number}"], since=0)
            assert (await one.next())["key"] == "not_found"
        await one.say("sub", topics=["device:99999999999"])
        unknown = await one.next()
    assert unknown["key"] == "not_found"
    assert {each["d"] for each in before} == mine
    assert {each["d"] for each in live} == mine
    assert len(before) == len(live) == 5 * len(mine)
    async with kit.client(who) as http:
        answer = await http.get("/changes", params={"since": 0})
        assert {each["d"] for each in answer.json()["events"]} == mine
        for number in set(NUMBERS.values()) - mine:
            asked = await http.get("/changes", params={"since": 0, "topics": f"device:{number}"})
            assert asked.status_code == 404
    foreign = "sibling" if who != "sibling-owner" else "shop"
    if who != "top-owner":
        async with client(kit, who) as one:
            await one.say("sub", topics=[f"account:{kit.accounts[foreign]}"], since=0)
            assert (await one.next())["key"] == "not_found"


async def test_a_number_is_heard_from_its_new_owner_only(kit: Kit) -> None:
    number = NUMBERS["child"]
    async with client(kit, "child-viewer") as one, client(kit, "sibling-viewer") as other:
        await one.subscribe(f"device:{number}", "alarm")
        await other.subscribe(*ALL)
        await happen(kit, ("child", POS, 1))
        assert values([await one.next()]) == [("pos", 1)]
        kit.paths["child"] = kit.paths["sibling"]  # what the directory says after a transfer
        await happen(kit, ("child", POS, 2), ("child", ALARM, 3))
        assert values([await other.next(), await other.next()]) == [("pos", 2), ("alarm", 3)]
        assert await one.so_far() == []


async def test_a_moved_account_is_looked_at_before_anything_is_told(kit: Kit) -> None:
    old = kit.paths["child"]
    new = kit.paths["sibling"] + old[len(kit.paths["shop"]) :]
    topic = f"account:{kit.accounts['child']}"
    async with client(kit, "shop-viewer") as shop, client(kit, "child-viewer") as child:
        await shop.subscribe(topic, "alarm")
        await child.subscribe(topic, "alarm")
        async with kit.services.core.store.write() as tx:
            moved = update(ACCOUNTS).where(ACCOUNTS.c.path == old).values(path=new)
            await tx.connection.execute(moved)
        kit.services.core.hub.scope_changed()
        kit.paths["child"] = new
        await happen(kit, ("child", POS, 1), ("child", ALARM, 2))
        assert values([await child.next(), await child.next()]) == [("pos", 1), ("alarm", 2)]
        assert await shop.so_far() == []


async def test_a_heartbeat_says_up_to_where_all_was_told(kit: Kit) -> None:
    async with client(kit) as one, client(kit, "shop-owner") as gone:
        await one.subscribe(*ALL)
        await happen(kit, ("shop", ALARM, 1))
        (seq,) = await happen(kit, ("sibling", ALARM, 2))
        session = await session_of(kit, "shop-owner")
        async with kit.services.core.store.write() as tx:
            ended = update(SESSIONS).where(SESSIONS.c.id == session).values(revoked_ms=1)
            await tx.connection.execute(ended)
        await kit.services.streams.beat()
        assert values(await one.until("beat")) == [("alarm", 1)]
        assert one.heard[-1]["seq"] == seq
        assert await gone.closed() == 4401


async def session_of(kit: Kit, who: str) -> str:
    async with kit.services.core.store.read() as connection:
        query = select(SESSIONS.c.id).join(USERS).where(USERS.c.login == who)
        return str((await connection.execute(query)).scalar_one())


@pytest.mark.parametrize(
    "change",
    [{"revoked_ms": 1}, {"access_until_ms": 1}],
    ids=["revoked", "expired"],
)
async def test_an_ended_session_is_hung_up_on(kit: Kit, change: dict[str, int]) -> None:
    session = await session_of(kit, "shop-viewer")
    async with client(kit) as one, client(kit, "shop-owner") as other:
        await one.subscribe(*ALL)
        await other.subscribe(*ALL)
        async with kit.services.core.store.write() as tx:
            ended = update(SESSIONS).where(SESSIONS.c.id == session).values(**change)
            await tx.connection.execute(ended)
        kit.services.core.hub.scope_changed()
        await happen(kit, ("shop", ALARM, 1))
        assert await one.closed() == 4401
        assert values([await other.next()]) == [("alarm", 1)]
    with pytest.raises(InvalidStatus) as refused:
        async with client(kit):
            pass
    assert refused.value.response.status_code == 401


async def test_accounts_hangs_up_at_once(kit: Kit) -> None:
    session = await session_of(kit, "shop-viewer")
    async with client(kit) as one, client(kit, "shop-owner") as other:
        kit.services.streams.drop_sessions([session])
        assert await one.closed() == 4401
        async with kit.services.core.store.read() as connection:
            query = select(USERS.c.id).where(USERS.c.login == "shop-owner")
            user = (await connection.execute(query)).scalar_one()
        kit.services.core.hub.drop_user(user)
        assert await other.closed() == 4401


@pytest.mark.parametrize("is_logged_in", [True, False])
async def test_a_token_in_the_url_is_refused(kit: Kit, is_logged_in: bool) -> None:
    token = kit.tokens["shop-viewer"]
    headers = {"Authorization": f"Bearer {token}"} if is_logged_in else {}
    with pytest.raises(InvalidStatus) as refused:
        async with client(kit, query=f"?access_token={token}", headers=headers):
            pass
    response = refused.value.response
    assert response.status_code == 401
    assert json.loads(response.body or b"")["type"] == "urn:mingtang:problem:token_in_url"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
async def test_nobody_is_let_in_without_a_token(kit: Kit, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with client(kit, headers=headers):
            pass
    response = refused.value.response
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"


NOT_MESSAGES = (
    "",
    "x",
    "[]",
    '{"op":"fly"}',
    '{"op":"sub"}',
    '{"op":"sub","topics":[]}',
    '{"op":"sub","topics":[1]}',
    '{"op":"sub","topics":["alarm"],"since":-1}',
    '{"op":"sub","topics":["alarm"],"since":99999999999999999999}',
    '{"op":"sub","topics":["alarm"],"since":"1"}',
    "[" * 40_000,
    "x" * 60_000,
    b'{"op":"ping"}',
)


async def test_messages_that_are_none(kit: Kit) -> None:
    for start in range(0, len(NOT_MESSAGES) - 2, 2):
        async with client(kit) as one:
            for message in NOT_MESSAGES[start : start + 3]:
                await one.socket.send(message)
                assert (await one.next())["op"] == "error"
            assert await one.closed() == 4400
    async with client(kit) as one:
        for topic in ("device:", "device:\0", "alarms", "account:x", "x" * 500):
            await one.say("sub", topics=["alarm", topic])
            assert (await one.next())["key"] == "invalid_topic"
        await one.say("sub", topics=["alarm"] * 501)
        assert (await one.next())["key"] == "too_many_topics"
        await happen(kit, ("shop", ALARM, 1))
        assert await one.so_far() == []  # a refused subscription changes nothing
    async with client(kit) as one:
        await one.socket.send("x" * 70_000)
        assert await one.closed() == 1009


async def test_five_sockets_of_a_user(kit: Kit) -> None:
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(client(kit)) for _ in range(5)]
        with pytest.raises(InvalidStatus) as refused:
            async with client(kit):
                pass
        assert refused.value.response.status_code == 429
        assert "Retry-After" in refused.value.response.headers
        async with client(kit, "shop-owner"):
            pass
        await sockets[0].socket.close()
        async with asyncio.timeout(10):
            while True:
                try:
                    async with client(kit) as again:
                        await again.subscribe(*ALL)
                    break
                except InvalidStatus:
                    await asyncio.sleep(0.05)


async def test_the_end_of_the_server_is_told(kit: Kit) -> None:
    async with client(kit) as one:
        await one.subscribe(*ALL)
        await kit.services.streams.stop()
        assert await one.closed() == 1001


async def test_a_token_ends_with_any_account_above_its_user(kit: Kit) -> None:
    async with kit.client("child-viewer") as own, kit.client("top-owner") as top:
        made = await own.post("/me/tokens", json={"name": "wall", "scopes": ["read"]})
        assert made.status_code == 201
        headers = {"Authorization": f"Bearer {made.json()['token']}"}
        async with client(kit, headers=headers) as wall:
            await wall.subscribe("device:*")
            path = f"/accounts/{kit.accounts['shop']}"
            assert (await top.patch(path, json={"is_disabled": True})).status_code == 200
            assert await wall.closed() == 4401
