"""What one bad part may not do to the rest, and samples that come by themselves."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, text

from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.model import PositionReading, Reading
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.rides.rides import Change
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES, POSITIONS
from mingtang_desk.server.store.tables.rides import ALARMS
from mingtang_desk.server.times import now_ms
from mingtang_desk.sim.models import make_line
from mingtang_desk.sim.tracker.serial_line import SerialLine
from tests.server.ingest.talk import identity, talk
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio

OWN = NUMBERS["shop"]


def device_of(kit: Kit, number: str = OWN) -> Device:
    """Return a battery."""
    device = kit.services.directory.by_number(number)
    assert device is not None
    return device


def reading(kit: Kit, second: int, **changes: object) -> PositionReading:
    """Return a reading."""
    now = now_ms(kit.services.core.clock)
    values: dict[str, object] = {
        "device": device_of(kit),
        "time_ms": 1_795_132_800_000 + second * 1000,
        "received_ms": now,
        "lat": 22.5,
        "lon": 114.0,
    }
    return PositionReading(**(values | changes))  # type: ignore[arg-type]


async def count(kit: Kit) -> int:
    """Return how many positions are stored."""
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(POSITIONS)) or 0


async def test_a_row_that_cannot_be_stored_takes_none_of_the_others_along(kit: Kit) -> None:
    ingest = kit.services.ingest
    good = [ingest.take([reading(kit, second)]) for second in range(20)]
    bad = ingest.take([reading(kit, 50, alarm_bits=1 << 80)])
    results = await asyncio.gather(
        *good, bad, *map(ingest.take, [[reading(kit, 60)]]), return_exceptions=True
    )
    assert [type(each) for each in results if each is not None] == [StorageError]
    assert results[20] is not None
    assert await count(kit) == 21


async def test_events_come_after_the_commit_in_one_order(kit: Kit) -> None:
    heard: list[Event] = []
    kit.services.core.hub.listen(heard.extend)
    for second in range(5):
        await kit.services.ingest.take([reading(kit, second)])
        assert heard[-1].value["time"] == f"2026-11-20T00:00:0{second}.000Z"
        assert await count(kit) == second + 1
    await kit.services.ingest.take([reading(kit, 1, event="vibration")])  # late
    positions = [event for event in heard if event.kind is Kind.POSITION]
    assert len(positions) == 5
    assert [event.seq for event in heard] == sorted({event.seq for event in heard})
    async with kit.services.core.store.read() as connection:
        query = select(DEVICE_STATE.c.position_seq)
        row = await connection.scalar(query.where(DEVICE_STATE.c.device == kit.pks[OWN]))
    assert row == positions[-1].seq


@dataclass
class _Failing:
    """A rule that fails, and one whose change is written with the reading."""

    written: list[int]

    def judge(self, reading: Reading) -> Sequence[Change]:
        if isinstance(reading, PositionReading) and reading.event == "collision":
            raise ZeroDivisionError
        return (self,)

    async def write(self, tx: Transaction) -> None:
        self.written.append(tx.now_ms)


async def test_a_rule_that_fails_stops_nothing(kit: Kit) -> None:
    rule = _Failing([])
    kit.services.rides.judge = rule.judge  # type: ignore[method-assign]
    take = kit.services.ingest.take
    await asyncio.gather(*(take([reading(kit, n)]) for n in range(4)))
    await take([reading(kit, 9, event="collision")])
    assert len(rule.written) == 4
    assert await count(kit) == 5


@pytest.mark.parametrize("edition", [2013, 2019])
async def test_a_board_that_speaks_unasked_becomes_a_sample(kit: Kit, edition: int) -> None:
    who = identity(OWN, edition)
    board, replies = SerialLine(make_line("jbd-13s")), []
    for now_s, question in enumerate(("dda50300fffd77", "dda50400fffc77")):
        board.write(bytes.fromhex(question), 10.0 * now_s)
        replies.append(b"".join(board.collect(10.0 * now_s + 5.0)))
    basic, cells = replies
    async with talk(kit.jt808) as line:
        await line.introduce(who)
        assert await line.answer(0x0900, b"\x41" + basic, who) == 0
        assert await line.answer(0x0900, b"\x41" + cells, who) == 0
        assert await line.answer(0x0900, b"\x41" + basic[:-3] + b"\0\0\x77", who) == 0
        assert await line.answer(0x0900, b"\x41no frame at all", who) == 0
    async with kit.services.core.store.read() as connection:
        query = select(DEVICE_STATE).where(DEVICE_STATE.c.device == kit.pks[OWN])
        row = (await connection.execute(query)).one()
        stored = await connection.scalar(select(func.count()).select_from(BMS_SAMPLES))
    sample = json.loads(row.bms)
    assert sample["protocol"] == "jbd"
    assert len(sample["cell_v"]) == 13
    assert row.pack_v == sample["pack_v"]
    assert stored == 2


async def test_an_alarm_whose_commit_failed_is_raised_again(kit: Kit) -> None:
    store, ingest = kit.services.core.store, kit.services.ingest

    async def rename(old: str, new: str) -> None:
        async with store.write() as tx:
            await tx.connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    await rename("alarms", "away")
    with pytest.raises(StorageError):
        await ingest.take([reading(kit, 1, event="sos", alarm_bits=1)])
    await rename("away", "alarms")
    await ingest.take([reading(kit, 3, event="sos", alarm_bits=1)])
    async with store.read() as connection:
        stored = list(await connection.scalars(select(ALARMS.c.id)))
    known = kit.services.rides.alarms.open_of(kit.pks[OWN]).values()
    assert len(stored) == 1
    assert [each.id for each in known] == stored
