"""The bench loop: packs that come, go, come back, answer late, or fail."""

import asyncio
import os
import pty
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mingtang_desk.core.errors import LinkTimeoutError, UsageError
from mingtang_desk.session.golden_apply import PackReport, PackState
from mingtang_desk.session.next_pack import (
    Answering,
    LoopPhase,
    LoopState,
    NewPorts,
    NextPack,
)

GOOD, BAD = PackState.APPLIED, PackState.REFUSED
SILENT = LinkTimeoutError("no_answer", where="w")


class Bench:
    """What is plugged in where, and how each pack ends."""

    def __init__(self, ends: dict[str, list[PackReport]]) -> None:
        self.there: list[str] = []
        self.ends = ends
        self.states: list[LoopState] = []
        self.applied: list[str] = []
        self.loop = NextPack(
            self.look, self.apply, tell=self.states.append, every_s=0.001, again_s=0.001
        )

    async def look(self) -> Sequence[str]:
        return list(self.there)

    async def apply(self, uri: str, tell: Callable[[PackReport], None]) -> PackReport:
        self.applied.append(uri)
        tell(PackReport(uri=uri, state=PackState.WRITING))
        await asyncio.sleep(0)
        ends = self.ends[uri]
        return ends.pop(0) if len(ends) > 1 else ends[0]

    async def until(self, phase: LoopPhase, **counts: int) -> None:
        async with asyncio.timeout(5):
            while self.loop.state.phase is not phase or any(
                getattr(self.loop.state, name) != count for name, count in counts.items()
            ):
                await asyncio.sleep(0.001)


def pack(code: str, state: PackState = GOOD) -> PackReport:
    return PackReport(uri="u", state=state, code=code, protocol="jbd")


def silent() -> PackReport:
    return PackReport(uri="u", state=PackState.FAILED, error=SILENT)


def test_one_pack_after_the_other() -> None:
    async def run() -> None:
        bench = Bench({"a": [pack("1"), pack("2", BAD), pack("1")]})
        task = asyncio.create_task(bench.loop.run())
        await bench.until(LoopPhase.PLUG_IN)
        for done, failed, again in ((1, 0, False), (1, 1, False), (1, 1, True)):
            bench.there = ["a"]
            await bench.until(LoopPhase.UNPLUG, done=done, failed=failed)
            assert bench.loop.state.again is again
            await asyncio.sleep(0.02)  # it stays plugged in and is not done twice
            bench.there = []
            await bench.until(LoopPhase.PLUG_IN)
        assert bench.applied == ["a"] * 3
        bench.loop.stop()
        assert [report.code for report in await task] == ["1", "2"]
        assert bench.loop.state.phase is LoopPhase.ENDED
        assert LoopPhase.WORKING in {state.phase for state in bench.states}

    asyncio.run(run())


def test_a_pack_that_failed_and_is_put_right_counts_as_done() -> None:
    async def run() -> None:
        bench = Bench({"a": [pack("1", BAD), pack("1")]})
        task = asyncio.create_task(bench.loop.run())
        bench.there = ["a"]
        await bench.until(LoopPhase.UNPLUG, failed=1)
        bench.there = []
        await bench.until(LoopPhase.PLUG_IN)
        bench.there = ["a"]
        await bench.until(LoopPhase.UNPLUG, done=1, failed=0)
        bench.loop.stop()
        await task

    asyncio.run(run())


def test_packs_without_a_code_are_counted_one_by_one() -> None:
    async def run() -> None:
        bench = Bench({"a": [pack("")], "b": [pack("")]})
        bench.there = ["a", "b"]
        bench.loop = NextPack(bench.look, bench.apply, every_s=0.001, most=2)
        assert len(await bench.loop.run()) == 2
        assert bench.loop.state.done == 2

    asyncio.run(run())


def test_a_board_that_wakes_late_gets_time_and_one_that_never_does_fails() -> None:
    async def run() -> None:
        bench = Bench({"late": [silent(), silent(), pack("1")], "dead": [silent()]})
        bench.there = ["late"]
        task = asyncio.create_task(bench.loop.run())
        await bench.until(LoopPhase.UNPLUG, done=1)
        assert bench.applied == ["late"] * 3
        bench.there = ["dead"]
        await bench.until(LoopPhase.UNPLUG, done=1, failed=1)
        assert bench.applied.count("dead") == 4
        bench.loop.stop()
        await task

    asyncio.run(run())


def test_a_board_that_was_taken_out_again_is_not_waited_for() -> None:
    async def run() -> None:
        bench = Bench({"a": [silent()]})
        looks = [["a"], [], []]

        async def look() -> Sequence[str]:
            return looks.pop(0) if looks else []

        bench.loop = NextPack(look, bench.apply, every_s=0.001, again_s=5, most=1)
        async with asyncio.timeout(2):
            await bench.loop.run()
        assert bench.applied == ["a"]

    asyncio.run(run())


def test_it_stops_between_two_packs() -> None:
    async def run() -> None:
        bench = Bench({"a": [pack("1")], "b": [pack("2")]})
        bench.there = ["a", "b"]
        real = bench.apply

        async def apply(uri: str, tell: Callable[[PackReport], None]) -> PackReport:
            bench.loop.stop()
            return await real(uri, tell)

        bench.loop = NextPack(bench.look, apply, every_s=0.001)
        assert len(await bench.loop.run()) == 1

    asyncio.run(run())


@pytest.mark.skipif(os.name == "nt", reason="no ptys here")
def test_ports_that_come_and_go(tmp_path: Path) -> None:
    old, new = tmp_path / "ttyOLD", tmp_path / "ttyNEW"
    master, slave = pty.openpty()
    name = os.ttyname(slave)
    old.symlink_to(name)
    listed = [str(old), str(new), "COM9"]

    async def run() -> None:
        ports = NewPorts(lambda: listed, "protocol=jbd")
        assert await ports() == []  # what was there at the start is no pack that comes
        new.symlink_to(name)
        assert await ports() == [f"serial://{new}?protocol=jbd"]
        assert await ports() == [f"serial://{new}?protocol=jbd"]
        new.unlink()
        old.unlink()
        assert await ports() == []
        old.symlink_to(name)
        assert await ports() == [f"serial://{old}?protocol=jbd"]
        too = NewPorts(lambda: listed, ignore=lambda: [str(old)], there_too=True)
        assert await too() == ["serial://COM9"]

    try:
        asyncio.run(run())
    finally:
        os.close(master)
        os.close(slave)


def test_an_adapter_that_stays_is_asked_and_one_lost_answer_is_no_unplugging() -> None:
    answers = [False, True, False, True, False, False, False, True]

    @asynccontextmanager
    async def opener(uri: str) -> AsyncIterator[None]:
        if not answers.pop(0):
            raise SILENT
        yield

    async def run() -> list[bool]:
        look = Answering(["u"], opener)  # type: ignore[arg-type]
        return [bool(await look()) for _ in range(8)]

    assert asyncio.run(run()) == [False, True, True, True, True, False, False, True]


def test_a_wrong_address_is_told() -> None:
    @asynccontextmanager
    async def opener(uri: str) -> AsyncIterator[None]:
        if uri.startswith("x"):
            raise UsageError("scheme_unknown", scheme="x", known="")
        yield

    with pytest.raises(UsageError):
        asyncio.run(Answering(["x://"], opener)())  # type: ignore[arg-type]
