"""Writes over the cloud that are stopped, kept waiting, cut off or lied about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.transaction import FieldState, WriteResult
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import JournalEntry
from tests.cloud.conftest import Desk
from tests.cloud.liar import HANG, Liar, answer, lying, problem
from tests.cloud.test_battery_liars import CLOCK, PATH, command, told_by
from tests.cloud.test_battery_session import Bench, until
from tests.cloud.test_battery_session import bench as bench  # the fixture
from tests.server.commanding import SHOP, living, tracker_of

pytestmark = pytest.mark.asyncio
ASK = f"{PATH}/commands"
OVP = {"cell_ovp_v": 4.22}
FIELDS = {"cell_ovp_v": {"old": 4.25, "sent": 4.22, "read": 4.22, "state": "applied"}}
GOOD = command("succeeded", {"write": {"fields": FIELDS}})
FATE = f"/commands/{GOOD['id']}"
TOO_MANY = problem(429, "too_many_commands", "Retry-After: 1\r\n")


@dataclass(kw_only=True)
class Scene:
    """A session with a journal at a server that says what it is told to."""

    liar: Liar
    session: BatterySession
    history: HistoryStore

    async def entry(self) -> JournalEntry:
        """The newest of the journal."""
        return (await self.history.journal_entries())[0]

    def write(self) -> asyncio.Task[WriteResult]:
        """Begin to write."""
        return asyncio.create_task(self.session.write_settings(OVP, who="li"))

    def states(self, entry: JournalEntry) -> set[FieldState]:
        """How the fields ended."""
        return {field.state for field in entry.fields.values()}


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    """Connected."""
    history = await HistoryStore.open(folder / "history.sqlite", CLOCK)
    async with lying() as liar, told_by(liar, folder) as session:
        session._board.journal = history
        await session.connect()
        yield Scene(liar=liar, session=session, history=history)
    await history.close()


async def test_a_server_that_takes_nothing_for_a_while_is_waited_for(tmp_path: Path) -> None:
    """Longer than it is tried where nobody answers: it said how long to wait."""
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = TOO_MANY
        rests: list[float] = []
        s.session.model.observe(
            lambda _: rests.append(s.session.model.remote.rest_s)  # type: ignore[union-attr]
        )
        work = s.write()
        await until(lambda: s.liar.asked.count(ASK) == 4)
        assert not work.done()
        assert 1.0 in rests
        s.liar.answers[ASK] = answer(GOOD, status=202)
        result = await work
        assert result.applied
        assert s.session.model.remote is not None
        assert s.session.model.remote.rest_s == 0
        assert len({body["id"] for path, body in s.liar.bodies if path == ASK}) == 1


async def test_a_server_that_never_takes_anything_is_given_up(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = problem(429, "too_many_commands", "Retry-After: 4000\r\n")
        with pytest.raises(CloudRefusalError) as caught:
            await s.write()
        assert caught.value.key == "cloud_too_many"
        assert s.states(await s.entry()) == {FieldState.REFUSED}


async def test_stopped_before_the_server_took_it_nothing_was_written(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = problem(429, "too_many_commands", "Retry-After: 60\r\n")
        work = s.write()
        await until(lambda: ASK in s.liar.asked)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        entry = await s.entry()
        assert entry.closed is not None
        assert s.states(entry) == {FieldState.REFUSED}
        assert s.session.model.interrupted is None


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("what", ["write", "control"])
async def test_stopped_before_its_turn_nothing_is_handed_over(
    what: str, times: int, tmp_path: Path
) -> None:
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = answer(GOOD, status=202)
        async with s.session._talk._lane:  # another command is under way
            work: asyncio.Task[object] = asyncio.create_task(
                s.session.write_settings(OVP, who="li")
                if what == "write"
                else s.session.control(Action.CHARGE, "off", who="li")
            )
            while not await s.history.journal_entries():
                await asyncio.sleep(0.01)
            for _ in range(times):
                work.cancel()
                await asyncio.sleep(0.02)
        with pytest.raises(asyncio.CancelledError):
            await work
        assert ASK not in s.liar.asked
        entry = await s.entry()
        assert entry.closed is not None
        assert s.states(entry) == {FieldState.REFUSED}


async def test_stopped_while_the_server_is_away_it_is_asked_no_more(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.session._talk.patience = replace(s.session.patience, retry_s=0.3, tries=4)
        s.liar.answers[ASK] = problem(500, "broken")
        work = s.write()
        await until(lambda: ASK in s.liar.asked)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert s.liar.asked.count(ASK) == 1
        assert s.states(await s.entry()) == {FieldState.UNKNOWN}  # it may have come


@pytest.mark.parametrize("where", ["handing over", "taken"])
async def test_stopped_after_that_the_journal_says_that_nobody_knows(
    where: str, tmp_path: Path
) -> None:
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = (
            HANG if where == "handing over" else answer(command("sent", None), status=202)
        )
        s.liar.answers[FATE] = answer(command("sent", None))
        work = s.write()
        await until(lambda: (ASK if where == "handing over" else FATE) in s.liar.asked)
        work.cancel()
        await asyncio.sleep(0.1)
        assert not work.done()  # it is given time to end; a second time it is not
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        entry = await s.entry()
        assert s.states(entry) == {FieldState.UNKNOWN}
        assert s.session.model.interrupted is not None


async def test_a_server_that_hangs_after_it_took_the_write(tmp_path: Path) -> None:
    """It is unknown, is followed, and is known when the server speaks again."""
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = answer(command("sent", None), status=202)
        s.liar.answers[FATE] = HANG
        result = await s.write()
        assert result.fields["cell_ovp_v"].state is FieldState.UNKNOWN
        ((_, body),) = [each for each in s.liar.bodies if each[0] == ASK]
        s.liar.answers[f"/commands/{body['id']}"] = answer({**GOOD, "id": body["id"]})
        await until(lambda: s.session.model.interrupted is None)
        assert s.states(await s.entry()) == {FieldState.APPLIED}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"read": 4.25}, FieldState.REFUSED),
        ({"read": 4.2}, FieldState.CLAMPED),
        ({"read": None}, FieldState.UNKNOWN),
        ({"read": "4.22"}, FieldState.CLAMPED),
        ({"read": {"v": 4.22}}, FieldState.UNKNOWN),
        ({"read": [4.22]}, FieldState.UNKNOWN),
        ({"sent": 4.3, "read": 4.3}, FieldState.CLAMPED),
        ({"state": "fine"}, FieldState.UNKNOWN),
        ({"state": None}, FieldState.UNKNOWN),
    ],
)
async def test_a_read_back_that_does_not_prove_it(
    row: dict[str, object], state: FieldState, tmp_path: Path
) -> None:
    """It says succeeded; its own numbers are what counts."""
    async with scene(tmp_path) as s:
        fields = {"cell_ovp_v": {**FIELDS["cell_ovp_v"], **row}}
        said = command("succeeded", {"write": {"fields": fields}})
        s.liar.answers[ASK] = answer(said, status=202)
        result = await s.write()
        assert not result.applied
        assert result.fields["cell_ovp_v"].state is state
        assert s.states(await s.entry()) == {state}


@pytest.mark.parametrize("state", ["expired", "cancelled"])
@pytest.mark.parametrize("attempts", [0, 1])
async def test_what_went_out_once_and_was_ended_then_is_unknown(
    state: str, attempts: int, tmp_path: Path
) -> None:
    async with scene(tmp_path) as s:
        s.liar.answers[ASK] = answer(command(state, None, attempts=attempts), status=202)
        if attempts:
            assert not (await s.write()).applied
        else:
            with pytest.raises(CloudError):
                await s.write()
        wanted = FieldState.UNKNOWN if attempts else FieldState.REFUSED
        assert s.states(await s.entry()) == {wanted}


async def test_a_field_that_nobody_asked_for_is_no_part_of_it(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        more = {**FIELDS, "cell_uvp_v": {"old": 2.7, "sent": 2.0, "read": 2.0, "state": "applied"}}
        said = command("succeeded", {"write": {"fields": more}})
        s.liar.answers[ASK] = answer(said, status=202)
        assert list((await s.write()).fields) == ["cell_ovp_v"]


async def test_tokens_that_end_in_the_middle_of_a_write(bench: Bench, desk: Desk) -> None:
    """The desk gets another one and follows the same command to its end."""
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        await session.read_settings()
        work = asyncio.create_task(bench.hub.write_settings(session, OVP))
        await until(lambda: bool(session._talk.taken - {""}) and session._talk._lane.locked())
        await desk.expire()
        result = await work
        assert result.applied
        (entry,) = await bench.entries()
        assert entry.fields["cell_ovp_v"].state is FieldState.APPLIED


async def test_a_battery_that_was_given_away_takes_nothing_and_nothing_is_journalled(
    bench: Bench,
) -> None:
    """Its Settings are still open here."""
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        await session.read_settings()
        async with server.client("top-owner") as client:
            body = {"account_id": server.accounts["sibling"]}
            answered = await client.post(f"/devices/{SHOP}/move", json=body)
            assert answered.status_code == 200
        with pytest.raises(CloudError) as caught:
            await bench.hub.write_settings(session, OVP)
        assert caught.value.key == "cloud_battery_gone"
        assert await bench.entries() == []
        async with server.client("top-owner") as client:
            asked = (await client.get(f"/devices/{SHOP}/commands")).json()["items"]
        assert {each["kind"] for each in asked} == {"bms_read"}
