"""Trying to wake a board: simulated ones that sleep, say nothing, echo, talk at another speed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mingtang_desk.core.errors import LinkTimeoutError, MingtangError
from mingtang_desk.device.asleep import REST_S, Diagnosis, Evidence, Verdict, Way, judge
from mingtang_desk.device.model import Absence, DeviceModel, LinkPhase
from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.silence import Silence, evidence_of
from mingtang_desk.session.waking import WakeStep, Waking
from mingtang_desk.sim.pty_line import PtyLine
from tests.protocols.jbd.hand import basic, read, reply
from tests.session.bench import Bench, simulated
from tests.session.waking_kit import BRISK, Sent, answering, served
from tests.unit.clock import FakeClock

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
BASIC = read(3)


def ignore(_: WakeStep) -> None:
    """Take progress."""


async def woken(uri: str) -> tuple[Diagnosis, Sent, list[WakeStep]]:
    """Try to wake whoever is at an address, then close it."""
    sent, steps = Sent(uri), list[WakeStep]()
    try:
        async with asyncio.timeout(30):
            return await sent.session.wake(steps.append), sent, steps
    finally:
        await sent.session.close()


def keys(diagnosis: Diagnosis) -> list[str]:
    return [reason.key for reason in diagnosis.reasons]


@needs_pty
@pytest.mark.asyncio
async def test_a_sleeping_board_answers_the_second_ask(tmp_path: Path) -> None:
    async with served(f"pty:{tmp_path / 'a'}", "jbd-4s", {"sleep": None}):
        uri = f"serial://{tmp_path / 'a'}?protocol=jbd&listen=off"
        diagnosis, sent, steps = await woken(uri)
        assert diagnosis.verdict is Verdict.WOKEN
        assert diagnosis.evidence.answered == (2, 3)
        assert sent.tx == [BASIC] * 3
        assert [step.doing for step in steps] == [Waking.OPENING, *[Waking.ASKING] * 3, Waking.DONE]
        again, _, _ = await woken(uri)
        assert again.verdict is Verdict.AWAKE


@needs_pty
@pytest.mark.asyncio
async def test_who_is_not_named_is_woken_in_every_protocol(tmp_path: Path) -> None:
    async with served(f"pty:{tmp_path / 'a'}", "mingtang-13s", {"sleep": None}):
        diagnosis, sent, _ = await woken(f"serial://{tmp_path / 'a'}?listen=off")
    assert diagnosis.verdict is Verdict.WOKEN
    assert sent.tx[0] == BASIC
    assert len(set(sent.tx)) == 3


@needs_pty
@pytest.mark.asyncio
async def test_silence_tells_nothing_and_nothing_is_written(tmp_path: Path) -> None:
    async with served(f"pty:{tmp_path / 'a'}", "jbd-4s", {"mute": None}):
        diagnosis, sent, steps = await woken(f"serial://{tmp_path / 'a'}?protocol=jbd&listen=off")
        assert not sent.session.line.is_open
    assert diagnosis.verdict is Verdict.SILENT
    assert keys(diagnosis) == ["opened_wire", "asked", "no_byte", "never_answered"]
    assert sent.tx == [BASIC] * len(BRISK.waits_s)
    counted = [(step.ask, step.of) for step in steps if step.doing is Waking.ASKING]
    assert counted == [(n, len(BRISK.waits_s)) for n in range(1, len(BRISK.waits_s) + 1)]
    assert sent.session.model.phase is LinkPhase.OFFLINE


@pytest.mark.asyncio
async def test_a_converter_that_listens_and_one_that_does_not() -> None:
    async with served("tcp:127.0.0.1:0", "jbd-4s", {"mute": None}) as where:
        port = where.rpartition(":")[2]
        uri = f"tcp://127.0.0.1:{port}?protocol=jbd&listen=off"
        silent, _, _ = await woken(uri)
    gone, sent, _ = await woken(uri)
    assert silent.verdict is Verdict.SILENT
    assert keys(silent)[0] == "opened_network"
    assert (gone.verdict, keys(gone), sent.tx) == (Verdict.NOT_THERE, ["gone"], [])
    assert gone.evidence.problem == "host_refused"


@needs_pty
@pytest.mark.asyncio
async def test_another_speed_is_no_sleep(tmp_path: Path) -> None:
    async with answering(tmp_path / "a", lambda data: bytes(len(data) * 2)) as port:
        diagnosis, sent, _ = await woken(f"serial://{port}?protocol=jbd&listen=off")
    assert diagnosis.verdict is Verdict.WRONG_SPEED
    assert diagnosis.evidence.garbage == sent.rx > 0


@needs_pty
@pytest.mark.asyncio
async def test_an_echo_proves_the_adapter_and_no_board(tmp_path: Path) -> None:
    async with answering(tmp_path / "a", lambda data: data) as port:
        diagnosis, sent, _ = await woken(f"serial://{port}?protocol=jbd&listen=off")
        other, _, _ = await woken(f"serial://{port}?protocol=mingtang&listen=off")
    assert diagnosis.verdict is other.verdict is Verdict.ECHO
    assert diagnosis.evidence.echoed == sum(map(len, sent.tx))
    assert "echoed" in keys(diagnosis)


@needs_pty
@pytest.mark.asyncio
async def test_a_board_behind_an_echo_is_awake(tmp_path: Path) -> None:
    async with answering(tmp_path / "a", lambda data: data + reply(3, basic())) as port:
        diagnosis, _, _ = await woken(f"serial://{port}?protocol=jbd&listen=off")
    assert diagnosis.verdict is Verdict.AWAKE
    assert (diagnosis.evidence.echoed, diagnosis.evidence.garbage) == (0, 0)


@needs_pty
@pytest.mark.asyncio
async def test_frames_for_somebody_else_are_no_answer(tmp_path: Path) -> None:
    async with answering(tmp_path / "a", lambda _: reply(0xAA, bytes(22))) as port:
        diagnosis, _, _ = await woken(f"serial://{port}?protocol=jbd&listen=off")
    assert diagnosis.verdict is Verdict.FOREIGN
    assert diagnosis.evidence.frames == len(BRISK.waits_s)


@needs_pty
@pytest.mark.asyncio
async def test_one_answer_and_then_silence_is_not_awake(tmp_path: Path) -> None:
    left = [reply(3, basic())]
    async with answering(tmp_path / "a", lambda _: left.pop() if left else b"") as port:
        diagnosis, sent, _ = await woken(f"serial://{port}?protocol=jbd&listen=off")
    assert diagnosis.verdict is Verdict.MUTE
    assert len(sent.tx) == 1 + len(BRISK.proof_s)


@needs_pty
@pytest.mark.asyncio
async def test_another_master_is_left_alone(tmp_path: Path) -> None:
    line = PtyLine(str(tmp_path / "a"))

    async def ask() -> None:
        while True:
            line.write(BASIC)
            await asyncio.sleep(0.05)

    master = asyncio.create_task(ask())
    try:
        diagnosis, sent, _ = await woken(f"serial://{tmp_path / 'a'}?protocol=mingtang&listen=1")
    finally:
        master.cancel()
        line.close()
    assert diagnosis.evidence.problem == "bus_in_use"
    assert (diagnosis.verdict, sent.tx) == (Verdict.UNASKED, [])


@needs_pty
@pytest.mark.asyncio
async def test_cancelling_lets_go_of_the_port(tmp_path: Path) -> None:
    async with served(f"pty:{tmp_path / 'a'}", "jbd-4s", {"mute": None}):
        sent, asked = Sent(f"serial://{tmp_path / 'a'}?protocol=jbd&listen=off"), asyncio.Event()
        task = asyncio.create_task(
            sent.session.wake(lambda step: asked.set() if step.ask else None)
        )
        async with asyncio.timeout(5):
            await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not sent.session.line.is_open
        assert sent.session.model.diagnosis is None
        await sent.session.close()


@needs_pty
@pytest.mark.asyncio
async def test_closing_waits_for_one_ask_at_most(tmp_path: Path) -> None:
    async with served(f"pty:{tmp_path / 'a'}", "jbd-4s", {"mute": None}):
        sent, asked = Sent(f"serial://{tmp_path / 'a'}?protocol=jbd&listen=off"), asyncio.Event()

        def tell(step: WakeStep) -> None:
            if step.ask:
                asked.set()

        task = asyncio.create_task(sent.session.wake(tell))
        async with asyncio.timeout(5):
            await asked.wait()
            await sent.session.close()
            assert (await task).verdict is Verdict.SILENT
        assert len(sent.tx) < len(BRISK.waits_s)
        assert not sent.session.line.is_open


@asynccontextmanager
async def fallen_silent(**sets: str) -> AsyncIterator[Bench]:
    """Give a session whose board stopped answering; it polls."""
    async with simulated(sets=sets) as bench:
        bench.session.waker.plan = BRISK
        bench.port.swallow = lambda _: True
        poll = asyncio.create_task(bench.session.run())
        try:
            async with asyncio.timeout(10):
                while bench.session.model.phase is not LinkPhase.SILENT:
                    await asyncio.sleep(0.01)
            yield bench
        finally:
            await bench.session.close()
            await poll


@pytest.mark.asyncio
async def test_a_full_pack_that_falls_silent_is_not_called_asleep() -> None:
    async with fallen_silent(soc_pct="60") as bench:
        model = bench.session.model
        assert model.absence is Absence.SILENT
        diagnosis = await bench.session.wake(ignore)
        assert diagnosis.verdict is Verdict.MUTE
        assert (model.diagnosis, model.absence) == (diagnosis, Absence.SILENT)
        before = bench.session.model.sample
        bench.port.swallow = lambda _: False
        async with asyncio.timeout(10):
            while model.phase is not LinkPhase.LIVE or model.sample is before:
                await asyncio.sleep(0.01)
        assert model.diagnosis is None


@pytest.mark.asyncio
async def test_an_empty_pack_that_falls_silent_is_probably_asleep() -> None:
    async with fallen_silent(soc_pct="5") as bench:
        model = bench.session.model
        assert model.absence is Absence.ASLEEP
        assert model.diagnosis is not None
        assert model.diagnosis.verdict is Verdict.ASLEEP
        assert {"answered_before", "low_soc", "sleeps"} <= set(keys(model.diagnosis))
        tried = await bench.session.wake(ignore)
        assert (tried.verdict, model.absence) == (Verdict.ASLEEP, Absence.ASLEEP)
        assert tried.evidence.was_tried


def test_what_was_tried_stands_until_something_else_is_seen() -> None:
    clock = FakeClock()
    model = DeviceModel("serial:///dev/x", clock)
    silence = Silence(model)
    past = silence.past(JBD.wake, answered=True)
    no_answer = LinkTimeoutError("no_answer", where="x", what="y", tries=3)
    garbage = LinkTimeoutError("only_garbage", where="x", what="y", tries=3)
    tried = judge(Evidence(opened=True, asked=7, answered_before=True))
    silence.tried(tried)
    assert silence.diagnosis(no_answer, past) is tried
    damaged = silence.diagnosis(garbage, past)
    assert damaged is not None
    assert damaged.verdict is Verdict.DAMAGED
    for key in ("port_missing", "port_busy", "link_lost"):  # no sleep, and nothing to wake
        assert silence.diagnosis(MingtangError(key, where="x"), past) is None
    awake = judge(Evidence(opened=True, asked=3, answered=(2, 3)))
    silence.tried(awake)
    again = silence.diagnosis(no_answer, past)  # it fell silent again before it was read
    assert again is not None
    assert again.verdict is Verdict.SILENT


def test_rest_and_not_being_asked_are_reasons_to_sleep() -> None:
    clock = FakeClock()
    model = DeviceModel("serial:///dev/x", clock)
    silence = Silence(model)

    def sample(current: float | None) -> None:
        model.apply_sample(PackSample(time=clock.now(), protocol="jbd", current_a=current))

    def past() -> Evidence:
        return silence.past(JBD.wake, answered=True)

    sample(-3.0)
    assert past().rest_s is None
    sample(0.0)
    clock.advance(REST_S + 5)
    sample(0.01)
    assert past().rest_s == REST_S + 5
    assert past().sleeps
    clock.advance(30.0)  # nobody asks: a minute more of rest is not known
    assert past().rest_s == REST_S + 5
    model.set_link(LinkPhase.OFFLINE)
    model.set_link(LinkPhase.CONNECTING)
    assert past().unasked_s == 30.0
    error = LinkTimeoutError("no_answer", where="x", what="basic info", tries=1)
    found = silence.diagnosis(error, past())
    assert found is not None
    assert found.verdict is Verdict.ASLEEP
    sample(None)
    assert (past().rest_s, past().unasked_s) == (None, None)
    assert silence.past(JBD.wake, answered=False).rest_s is None


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (
            LinkTimeoutError("no_answer", where="x", what="y", tries=3),
            Evidence(opened=True, asked=3),
        ),
        (
            LinkTimeoutError("garbage_unasked", where="x", what="y", tries=3, unasked=7),
            Evidence(opened=True, asked=3, garbage=100, early=7),
        ),
        (
            MingtangError("find_garbage", where="x", count=41, tried="JBD"),
            Evidence(opened=True, asked=1, garbage=41),
        ),
        (MingtangError("port_busy", where="x"), Evidence(opened=False, problem="port_busy")),
        (MingtangError("uri_invalid", uri="x", detail="y"), None),
        (MingtangError("link_lost", where="x"), None),
    ],
)
def test_errors_are_evidence(error: MingtangError, seen: Evidence | None) -> None:
    assert evidence_of(error, Way.WIRE) == seen


def test_an_unknown_protocol_is_as_silent_as_its_last_question() -> None:
    error = MingtangError("protocol_not_identified", where="x", tried="jbd")
    assert evidence_of(error, Way.WIRE) is None
    error.__cause__ = LinkTimeoutError("only_garbage", where="x", what="y", tries=2)
    assert evidence_of(error, Way.WIRE) == Evidence(opened=True, asked=2, garbage=100)
