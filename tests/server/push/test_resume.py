"""Nothing is missing and nothing comes twice, whoever writes, reads slowly or restarts."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from mingtang_desk.server.push.events import KEPT, Event, Kind
from mingtang_desk.server.run import standing
from mingtang_desk.session.clock import SystemClock
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.push.listen import Client, client, happen, write

pytestmark = pytest.mark.asyncio
ALL = ("device:*", "alarm", "command")
KINDS = (Kind.POSITION, Kind.POSITION, Kind.BMS, Kind.ALARM, Kind.COMMAND)
WRITERS, TRANSACTIONS = 3, 60


@dataclass
class Story:
    """What happened: number, account, kind and value of each event, in order."""

    kit: Kit
    dice: random.Random
    told: list[tuple[int, str, Kind, int]] = field(default_factory=list)

    async def write(self) -> None:
        for _ in range(TRANSACTIONS):
            accounts = [self.dice.choice(("shop", "child", "sibling")) for _ in range(4)]
            async with self.kit.services.core.store.write() as tx:
                batch = []
                for account in accounts[: self.dice.randint(1, 4)]:
                    kind, value = self.dice.choice(KINDS), self.dice.randrange(10**6)
                    seq = await write(tx, self.kit, account, kind, value)
                    batch.append((seq, account, kind, value))
            self.told += batch
            await asyncio.sleep(self.dice.random() * 0.03)


async def listen(
    kit: Kit, who: str, dice: random.Random, writers: list["asyncio.Task[None]"]
) -> list[dict[str, Any]]:
    """Come and go with `since`, leaving at any moment; return every event that came."""
    came: list[dict[str, Any]] = []
    since, is_last = 0, False
    while not is_last:
        is_last = all(writer.done() for writer in writers)
        async with client(kit, who) as one:
            await one.say("sub", topics=list(ALL), since=since)
            if is_last:
                await one.until("ready")
                await one.so_far()
            else:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(dice.random() * 0.4):
                        while True:
                            await one.next()
            assert not [each for each in one.heard if each.get("op") == "gap"]
            came += [each for each in one.heard if "t" in each]
        since = max((each["seq"] for each in came), default=since)
    return came


@pytest.mark.parametrize("seed", range(2))
async def test_writers_against_resuming_readers(kit: Kit, seed: int) -> None:
    dice = random.Random(seed)
    streams = kit.services.streams
    streams.limits = replace(streams.limits, waiting=2, page=3)  # so that rounds overflow
    story = Story(kit, dice)
    writers = [asyncio.create_task(story.write()) for _ in range(WRITERS)]
    whose = {"shop-viewer": ("shop", "child"), "child-viewer": ("child",), "top-owner": NUMBERS}
    async with asyncio.timeout(60):
        readers = {
            who: asyncio.create_task(listen(kit, who, random.Random(seed + n), writers))
            for n, who in enumerate(whose)
        }
        heard = {who: await task for who, task in readers.items()}
    for who, accounts in whose.items():
        check(story, heard[who], accounts)


def check(story: Story, came: list[dict[str, Any]], accounts: Any) -> None:
    seqs = [each["seq"] for each in came]
    assert seqs == sorted(set(seqs))  # in order, none twice
    by_seq = {seq: (account, kind, value) for seq, account, kind, value in story.told}
    latest: dict[tuple[str, Kind], int] = {}
    for seq, account, kind, _ in story.told:
        if account in accounts:
            latest[account, kind] = seq
    kept = [seq for seq, account, kind, _ in story.told if account in accounts and kind in KEPT]
    assert [each["seq"] for each in came if each["t"] in KEPT] == kept
    for each in came:
        account, kind, value = by_seq[each["seq"]]
        assert account in accounts
        assert (each["d"], each["t"], each["v"]["n"]) == (NUMBERS[account], kind, value)
    for (account, kind), seq in latest.items():
        if kind not in KEPT:
            mine = [e["seq"] for e in came if (e["d"], e["t"]) == (NUMBERS[account], kind)]
            assert mine
            assert mine[-1] == seq
    assert len(kept) > 20


async def big(kit: Kit, kind: Kind, count: int, start: int = 0) -> list[int]:
    """Commit events of 20 kB each."""
    core, seqs = kit.services.core, []
    for first in range(start, start + count, 50):
        async with core.store.write() as tx:
            for n in range(first, first + 50):
                event = Event(
                    kind=kind,
                    device=kit.pks[NUMBERS["shop"]],
                    number=NUMBERS["shop"],
                    account_path=kit.paths["shop"],
                    value={"n": n, "x": "x" * 20_000},
                )
                seqs.append(tx.emit(event))
        await asyncio.sleep(0)
    return seqs


@asynccontextmanager
async def idle_client(kit: Kit) -> AsyncIterator[Client]:
    """A client that takes nothing out of its socket before it is asked for."""
    async with client(kit, max_queue=1, ping_interval=None) as one:
        yield one


async def test_a_slow_client_gets_the_latest(kit: Kit) -> None:
    async with idle_client(kit) as one:
        await one.subscribe(*ALL)
        seqs = await big(kit, Kind.POSITION, 1500)
        came = [await one.next()]
        while came[-1]["seq"] < seqs[-1]:
            came.append(await one.next())
        numbers = [each["seq"] for each in came]
        assert numbers == sorted(set(numbers))
        assert len(numbers) < len(seqs)
        await happen(kit, ("shop", Kind.ALARM, 1))
        assert (await one.next())["t"] == "alarm"


async def test_a_client_that_does_not_read_is_hung_up_on(kit: Kit) -> None:
    came: list[int] = []
    async with idle_client(kit) as one:
        await one.subscribe(*ALL)
        seqs = await big(kit, Kind.ALARM, 1500)
        (last,) = await happen(kit, ("shop", Kind.ALARM, -1))
        with contextlib.suppress(ConnectionClosed):
            while True:
                came.append((await one.next())["seq"])
        assert one.socket.close_code == 4008
    assert 0 < len(came) < len(seqs)
    async with client(kit) as one:
        rest = [each["seq"] for each in await one.subscribe(*ALL, since=came[-1])]
    assert came + rest == [*seqs, last]


async def test_one_that_never_reads_again_is_cut_off(kit: Kit) -> None:
    async with idle_client(kit) as one:
        await one.subscribe(*ALL)
        one.socket.transport.pause_reading()
        await big(kit, Kind.ALARM, 1500)
        async with asyncio.timeout(15):
            while "mingtang_stream_sockets 0" not in kit.services.core.metrics.text():
                await asyncio.sleep(0.05)
        one.socket.transport.abort()


async def test_a_restart_loses_no_number(db: str, tmp_path: Path) -> None:
    stack = AsyncExitStack()
    async with kit_of(db, tmp_path) as kit:
        one = await stack.enter_async_context(client(kit))
        await one.subscribe(*ALL)
        await happen(kit, ("shop", Kind.ALARM, 1), ("shop", Kind.POSITION, 2))
        async with kit.services.core.store.write() as tx:  # kept by no table, but it has a number
            event = Event(
                kind=Kind.PRESENCE,
                device=kit.pks[NUMBERS["shop"]],
                number=NUMBERS["shop"],
                account_path=kit.paths["shop"],
                value={"n": 3},
            )
            tx.emit(event)
        last = [await one.next() for _ in range(3)][-1]["seq"]
    assert await one.closed() == 1001
    await stack.aclose()
    async with standing(kit.config, SystemClock()) as server:
        again = replace(kit, server=server)
        (seq,) = await happen(again, ("shop", Kind.ALARM, 4))
        assert seq == last + 1
        async with client(again) as one:
            came = await one.subscribe(*ALL, since=last)
            assert [each["v"]["n"] for each in came] == [4]
