"""What was switched off on trial comes back, whatever happens to link, window and program."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mingtang_desk.core.errors import RejectedError, StorageError, VerifyError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.profiles import shipped_driver
from mingtang_desk.session.trial import FAILED, Outcome, Stage, Trial
from mingtang_desk.transports.sim import SimTransport
from tests.session.bench import QUICK, Bench, PoweredPort, simulated

LOAD = {"current_a": "-28"}
MINGTANG = shipped_driver("mingtang")


async def until(what: Callable[[], object], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.01)


def only(bench: Bench) -> Trial:
    (trial,) = bench.session.dead_men.open
    return trial


def last(bench: Bench) -> tuple[str, bool, tuple[str, ...]]:
    """Key, whether it is closed, and the side effects of the newest journal entry."""
    entry = bench.journal.entries[-1]
    return next(iter(entry.sent)), entry.closed is not None, entry.side_effects


@asynccontextmanager
async def polling(bench: Bench) -> AsyncIterator[None]:
    task = asyncio.create_task(bench.session.run())
    try:
        yield
    finally:
        await bench.session.close()
        await asyncio.wait_for(task, 5)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("model", "driver", "action", "value", "back"),
    [
        ("jbd-13s", JBD, Action.DISCHARGE, False, "discharge"),
        ("jbd-13s", JBD, Action.CHARGE, False, "charge"),
        ("mingtang-17s", MINGTANG, Action.DISCHARGE, False, "discharge"),
        ("mingtang-17s", MINGTANG, Action.LOCK, None, "unlock"),
    ],
)
async def test_what_nobody_keeps_comes_back(
    model: str, driver: Driver, action: Action, value: bool | None, back: str
) -> None:
    async with simulated(model=model, driver=driver, sets=LOAD) as bench:
        if action is Action.LOCK:
            await bench.session.control(Action.LOCK_FUNCTION, "on", who="me")
        async with polling(bench):
            await bench.session.control(action, value, who="me", trial_s=0.15)
            trial = only(bench)
            key, closed, _ = last(bench)
            assert (key, closed, trial.stage) == (back, False, Stage.COUNTING)
            assert bench.journal.entries[-1].undoes == bench.journal.entries[-2].id
            assert 0 < trial.left_s <= 0.15
            await asyncio.wait_for(trial.ended.wait(), 5)
            assert trial.outcome is Outcome.RESTORED
            assert last(bench) == (back, True, ("dead_man:restored",))
            assert bench.journal.entries[-1].who == "me"
            sample = await bench.session.read_sample()
            assert (sample.charge_mosfet, sample.discharge_mosfet) == (True, True)
            assert bench.session.dead_men.open == ()


@pytest.mark.asyncio
async def test_what_is_kept_stays() -> None:
    async with simulated(sets=LOAD) as bench, polling(bench):
        await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=0.2)
        trial = only(bench)
        await bench.session.dead_men.keep(trial)
        await bench.session.dead_men.keep(trial)  # a second press is harmless
        bench.session.dead_men.put_back(trial)
        await asyncio.sleep(0.3)
        assert trial.outcome is Outcome.KEPT
        assert last(bench) == ("discharge", True, ("dead_man:kept",))
        assert (await bench.session.read_sample()).discharge_mosfet is False


@pytest.mark.asyncio
async def test_put_back_now_and_by_hand() -> None:
    async with simulated() as bench, polling(bench):
        await bench.session.control(Action.CHARGE, False, who="me", trial_s=30)
        trial = only(bench)
        bench.session.dead_men.put_back(trial)
        await asyncio.wait_for(trial.ended.wait(), 5)
        assert trial.outcome is Outcome.RESTORED
        await bench.session.control(Action.CHARGE, False, who="me", trial_s=30)
        trial = only(bench)
        await bench.session.control(Action.CHARGE, True, who="me", trial_s=30)
        assert trial.outcome is Outcome.BY_HAND
        assert bench.session.dead_men.open == ()


@pytest.mark.asyncio
async def test_only_what_was_on_and_is_now_off_is_on_trial() -> None:
    async with simulated() as bench:
        await bench.session.control(Action.CHARGE, False, who="me")
        assert bench.session.dead_men.open == ()
        await bench.session.control(Action.CHARGE, False, who="me", trial_s=30)
        assert bench.session.dead_men.open == ()  # it was off before
        await bench.session.control(Action.CLEAR_COUNTERS, who="me", trial_s=30)
        assert bench.session.dead_men.open == ()
    async with simulated({"nak": "discharge"}) as bench:
        with pytest.raises(RejectedError):
            await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=30)
        assert bench.session.dead_men.open == ()
        assert last(bench) == ("discharge", True, ("dead_man:not_needed",))


@pytest.mark.asyncio
async def test_no_promise_where_there_is_no_way_back() -> None:
    one_way = replace(JBD, one_way=frozenset({Action.CHARGE}))
    async with simulated(driver=one_way) as bench:
        assert not bench.session.dead_men.can_put_back(Action.CHARGE)
        assert bench.session.dead_men.can_put_back(Action.DISCHARGE)
        await bench.session.control(Action.CHARGE, False, who="me", trial_s=0.05)
        assert bench.session.dead_men.open == ()


@pytest.mark.asyncio
async def test_nothing_is_sent_when_the_trial_cannot_be_journalled() -> None:
    async with simulated() as bench:
        calls: list[int] = []

        def count() -> None:
            calls.append(1)
            if len(calls) == 2:
                raise StorageError("journal_failed", detail="the disk is full")

        bench.journal.on_begin = count
        with pytest.raises(StorageError):
            await bench.session.control(Action.CHARGE, False, who="me", trial_s=30)
        assert not any(text.startswith("DD 5A E1") for text in bench.sent)


@pytest.mark.asyncio
async def test_closing_puts_back_first() -> None:
    async with simulated(sets=LOAD) as bench:
        await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=30)
        await bench.session.close()
        assert last(bench) == ("discharge", True, ("dead_man:restored",))


@pytest.mark.asyncio
async def test_releasing_the_link_puts_back_first() -> None:
    async with simulated() as bench, polling(bench):
        await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=30)
        await bench.session.release()
        assert last(bench) == ("discharge", True, ("dead_man:restored",))


@pytest.mark.asyncio
async def test_a_cancelled_control_comes_back_too() -> None:
    async with simulated(sets=LOAD) as bench:
        begun = asyncio.Event()
        bench.journal.on_begin = begun.set
        task = asyncio.create_task(
            bench.session.control(Action.DISCHARGE, False, who="me", trial_s=0.05)
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: last(bench)[1] and last(bench)[2] == ("dead_man:restored",))
        assert (await bench.session.read_sample()).discharge_mosfet is True


@pytest.mark.asyncio
async def test_a_link_fed_by_the_output_is_waited_for_and_put_back_first() -> None:
    async with simulated({"output-fed": "1.5"}, sets=LOAD) as bench, polling(bench):
        with pytest.raises(VerifyError) as caught:
            await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=30)
        assert caught.value.key == "control_unknown"
        trial = only(bench)
        assert trial.stage in (Stage.WAITING, Stage.RESTORING)
        await asyncio.wait_for(trial.ended.wait(), 8)
        assert trial.outcome is Outcome.RESTORED
        assert bench.journal.states == {"discharge": "applied"}
        await until(lambda: bench.session.model.phase is LinkPhase.LIVE)


@pytest.mark.asyncio
async def test_a_link_that_dies_while_it_counts_puts_back_at_once_on_reconnect() -> None:
    async with simulated(sets=LOAD) as bench, polling(bench):
        await bench.session.control(Action.DISCHARGE, False, who="me", trial_s=30)
        trial = only(bench)
        bench.port.cut()  # the next opening is a board that was powered anew: nothing is locked
        await asyncio.wait_for(trial.ended.wait(), 5)
        assert trial.outcome is Outcome.ALREADY
        assert last(bench) == ("discharge", True, ("dead_man:already",))


@pytest.mark.asyncio
async def test_a_board_that_does_not_take_it_back_is_told_so_and_can_be_asked_again() -> None:
    async with simulated() as bench, polling(bench):
        await bench.session.control(Action.CHARGE, False, who="me", trial_s=0.05)
        on = bytes.fromhex("DD 5A E1 02 00 00 FF 1D 77")
        off = bytes.fromhex("DD 5A E1 02 00 01 FF 1C 77")
        bench.port.replace = lambda data: off if data == on else data
        trial = only(bench)
        await until(lambda: trial.stage is Stage.FAILED, 10)
        assert isinstance(trial.error, VerifyError)
        assert last(bench) == ("charge", True, ("dead_man:failed",))
        bench.port.replace = lambda data: data
        bench.session.dead_men.put_back(trial)
        await asyncio.wait_for(trial.ended.wait(), 5)
        assert last(bench) == ("charge", True, ("dead_man:restored",))


@pytest.mark.asyncio
async def test_another_board_in_its_place_gets_nothing() -> None:
    async with simulated() as bench:
        await bench.session.control(Action.CHARGE, False, who="me", trial_s=30)
        board = bench.session._board
        board.key = replace(board.key, device_id="ANOTHER")
        trial = only(bench)
        bench.log.clear()
        bench.session.dead_men.put_back(trial)
        await until(lambda: trial.error is not None)
        assert trial.error is not None
        assert trial.error.key == "board_changed"
        assert not any(text.startswith("DD 5A") for text in bench.sent)
        await bench.session.close()
        assert not trial.is_over
        assert bench.journal.entries[-1].closed is None  # the next program is told


@asynccontextmanager
async def kept_session(
    path: Path, port: PoweredPort, **sets: str
) -> AsyncIterator[tuple[DeviceSession, HistoryStore]]:
    store = await HistoryStore.open(path, SystemClock())
    session = DeviceSession(
        parse_uri("sim://jbd-13s"),
        transport=SimTransport(port, "jbd-13s"),
        driver=JBD,
        clock=SystemClock(),
        journal=store,
        store=store,
        timing=QUICK,
    )
    await session.connect()
    try:
        yield session, store
    finally:
        await session.close()
        await store.close()


def port_of(*faults: Mapping[str, str | None]) -> PoweredPort:
    return PoweredPort("jbd-13s", None, list(faults) or [{}])


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", ["keep", "put back"])
async def test_what_a_killed_program_left_on_trial_is_shown_by_the_next(
    tmp_path: Path, answer: str
) -> None:
    async with kept_session(tmp_path / "h.sqlite", port_of()) as (session, store):
        control = await store.begin(
            session.key, kind="control", who="anna", old={}, sent={"charge": False}
        )
        await store.begin(
            session.key,
            kind="control",
            who="anna",
            old={"charge": True},
            sent={"charge": True},
            undoes=control,
        )  # and here it was killed
    async with kept_session(tmp_path / "h.sqlite", port_of()) as (session, store):
        await until(lambda: session.dead_men.open)
        (trial,) = session.dead_men.open
        assert (trial.stage, trial.action, trial.who) == (Stage.LEFT, Action.CHARGE, "anna")
        assert trial.began is not None
        if answer == "keep":
            await session.dead_men.keep(trial)
        else:
            session.dead_men.put_back(trial)
            await asyncio.wait_for(trial.ended.wait(), 5)
        entries = await store.journal_entries(session.key)
        closed = next(e for e in entries if e.id == trial.control + 1)
        word = "kept" if answer == "keep" else "already"
        assert closed.side_effects == (f"dead_man:{word}",)
    async with kept_session(tmp_path / "h.sqlite", port_of()) as (session, _):
        await asyncio.sleep(0.1)
        assert session.dead_men.open == ()


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", ["keep", "put back", "switched since"])
async def test_what_could_not_be_put_back_is_shown_by_the_next_program(
    tmp_path: Path, answer: str
) -> None:
    async with kept_session(tmp_path / "h.sqlite", port_of()) as (session, store):
        control = await store.begin(
            session.key, kind="control", who="anna", old={}, sent={"charge": False}
        )
        for _ in range(2):  # it was tried, and tried again
            entry = await store.begin(
                session.key,
                kind="control",
                who="anna",
                old={},
                sent={"charge": True},
                undoes=control,
            )
            await store.finish(entry, {}, (FAILED,))
        if answer == "switched since":
            await session.control(Action.CHARGE, False, who="otto")
    async with kept_session(tmp_path / "h.sqlite", port_of()) as (session, store):
        if answer == "switched since":
            assert await session.dead_men.of_before() == ()
            return
        (trial,) = await session.dead_men.of_before()
        assert (trial.stage, trial.control, trial.who) == (Stage.LEFT, control, "anna")
        if answer == "keep":
            await session.dead_men.keep(trial)
        else:
            session.dead_men.put_back(trial)
            await asyncio.wait_for(trial.ended.wait(), 5)
        newest = (await store.journal_entries(session.key))[0]
        word = "kept" if answer == "keep" else "already"
        assert (newest.undoes, newest.side_effects) == (control, (f"dead_man:{word}",))
    async with kept_session(tmp_path / "h.sqlite", port_of()) as (session, _):
        assert await session.dead_men.of_before() == ()
