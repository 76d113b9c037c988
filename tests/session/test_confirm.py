"""What a control did is told by what the board shows afterwards; an acknowledgement is no proof."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mingtang_desk.core.errors import RejectedError, VerifyError
from mingtang_desk.device.catalogue.controls import Action
from tests.session.fakes import FAST
from tests.session.toy_pack import CODE, ToyBench, here, toy_bench

PATIENT = replace(FAST, network_s=1.0, write_s=1.0)
"""For boards that answer always: nothing is taken for silence because the machine is busy."""


async def fails(bench: ToyBench, action: Action, *, state: str) -> str:
    """The key of the error, after the journal was looked at."""
    with pytest.raises(VerifyError) as caught:
        await bench.session.control(action, who="me")
    assert bench.journal.states == {action.value: state}
    return caught.value.key


@pytest.mark.asyncio
async def test_a_clock_gets_the_local_time_of_the_moment_it_is_sent() -> None:
    async with toy_bench() as bench:
        old = bench.session.model.sample
        assert old is not None
        begun: list[datetime] = []
        bench.journal.on_begin = lambda: begun.append(here())
        result = await bench.session.control(Action.SET_CLOCK, who="me")
        ((action, text),) = bench.pack.sent
        assert action == "set-clock"
        assert len(text) == len("2026-11-25T22:14:03")
        assert abs(datetime.fromisoformat(text) - begun[0]) <= timedelta(seconds=0.6)
        assert (result.confirmed, list(result.state)) == (True, ["device_time"])
        shown = datetime.fromisoformat(str(result.state["device_time"]))
        assert abs(shown - here()) < timedelta(seconds=2)
        field = bench.journal.entries[-1].fields["set-clock"]
        assert (field.sent, field.read) == (text, str(result.state["device_time"]))
        assert field.old == str(old.device_time)[:19].replace(" ", "T")
        assert bench.journal.states == {"set-clock": "applied"}


@pytest.mark.asyncio
@pytest.mark.parametrize("off_s", [-60.0, 60.0, 4.0])
async def test_a_clock_that_was_acknowledged_and_did_not_move_is_refused(off_s: float) -> None:
    async with toy_bench(replace(FAST, confirm_s=0.1)) as bench:
        bench.pack.obeys, bench.pack.clock_off_s = False, off_s
        assert await fails(bench, Action.SET_CLOCK, state="refused") == "verify_failed"


@pytest.mark.asyncio
async def test_a_clock_that_takes_the_time_and_stands_is_not_set() -> None:
    async with toy_bench() as bench:
        bench.pack.clock_runs = False
        assert await fails(bench, Action.SET_CLOCK, state="unknown") == "clock_stands"


@pytest.mark.asyncio
async def test_a_board_that_shows_no_clock_cannot_confirm_one() -> None:
    async with toy_bench(replace(FAST, confirm_s=0.1)) as bench:
        bench.pack.clock_off_s = None
        bench.pack.obeys = False
        assert await fails(bench, Action.SET_CLOCK, state="unknown") == "control_unknown"


@pytest.mark.asyncio
@pytest.mark.parametrize(("off_s", "state"), [(-60.0, "applied"), (0.0, "unknown")])
async def test_without_an_acknowledgement_only_a_move_proves(off_s: float, state: str) -> None:
    async with toy_bench() as bench:
        bench.pack.acks, bench.pack.clock_off_s = False, off_s
        if state == "applied":
            assert (await bench.session.control(Action.SET_CLOCK, who="me")).confirmed
            assert bench.journal.states == {"set-clock": state}
        else:
            assert await fails(bench, Action.SET_CLOCK, state=state) == "control_unknown"


@pytest.mark.asyncio
@pytest.mark.parametrize("acks", [True, False])
async def test_a_restart_is_proven_by_silence(acks: bool) -> None:
    async with toy_bench() as bench:
        bench.pack.acks = acks
        bench.pack.restart = lambda: bench.away(0.3)
        result = await bench.session.control(Action.RESTART, who="me")
        assert result.state["evidence"] == "silence"
        assert 0.1 <= float(str(result.state["silent_s"])) <= 0.6
        assert bench.journal.states == {"restart": "applied"}
        assert [action for action, _ in bench.pack.sent] == ["restart"]  # never sent twice


@pytest.mark.asyncio
async def test_a_restart_is_proven_by_the_boards_own_count() -> None:
    async with toy_bench() as bench:
        bench.pack.restarts = 7

        def restart() -> None:
            bench.pack.restarts = 8
            bench.away(0.2)

        bench.pack.restart = restart
        result = await bench.session.control(Action.RESTART, who="me")
        assert result.state["evidence"] == "restarts"


@pytest.mark.asyncio
async def test_a_restart_too_fast_to_be_missed_is_seen_by_the_uptime() -> None:
    async with toy_bench(PATIENT) as bench:
        bench.pack.up_since = here() - timedelta(hours=1)

        def restart() -> None:
            bench.pack.up_since = here()

        bench.pack.restart = restart
        await bench.session.read_settings()
        result = await bench.session.control(Action.RESTART, who="me")
        assert result.state == {"evidence": "uptime", "silent_s": 0.0}
        assert bench.session.model.settings is None  # may be others now


@pytest.mark.asyncio
async def test_a_board_that_acknowledges_a_restart_and_goes_on_is_not_believed() -> None:
    async with toy_bench(replace(PATIENT, confirm_s=0.15)) as bench:
        assert await fails(bench, Action.RESTART, state="unknown") == "restart_unseen"


@pytest.mark.asyncio
async def test_a_board_whose_uptime_goes_on_was_only_not_heard() -> None:
    async with toy_bench() as bench:
        bench.pack.up_since = here() - timedelta(hours=1)
        bench.pack.restart = lambda: bench.away(0.1)
        assert await fails(bench, Action.RESTART, state="unknown") == "restart_unseen"


@pytest.mark.asyncio
async def test_a_link_that_falls_with_the_board_is_opened_again() -> None:
    async with toy_bench() as bench:

        def restart() -> None:
            bench.away(0.2)
            asyncio.get_running_loop().call_later(0.05, bench.line.cut)

        bench.pack.restart = restart
        result = await bench.session.control(Action.RESTART, who="me")
        assert result.state["evidence"] == "silence"
        assert bench.line.opened >= 2


@pytest.mark.asyncio
async def test_a_board_that_does_not_come_back_or_comes_as_another_is_unknown() -> None:
    async with toy_bench(replace(FAST, restart_s=0.3)) as bench:
        bench.pack.restart = lambda: bench.away(60)
        assert await fails(bench, Action.RESTART, state="unknown") == "control_unknown"
    async with toy_bench() as bench:
        bench.pack.restart = lambda: bench.away(0.2, name="TOY-2")
        assert await fails(bench, Action.RESTART, state="unknown") == "control_unknown"


@pytest.mark.asyncio
async def test_a_refusal_is_told_as_one() -> None:
    async with toy_bench(replace(FAST, confirm_s=0.05)) as bench:
        bench.pack.refuses = frozenset({"restart", "factory-reset", "set-clock", "locate"})
        for action in (Action.RESTART, Action.FACTORY_RESET, Action.SET_CLOCK, Action.LOCATE):
            with pytest.raises(RejectedError):
                await bench.session.control(action, who="me")
            assert bench.journal.states == {action.value: "refused"}


@pytest.mark.asyncio
async def test_a_factory_reset_keeps_a_snapshot_and_is_seen_in_the_settings() -> None:
    async with toy_bench() as bench:
        result = await bench.session.control(Action.FACTORY_RESET, who="me")
        assert result.state == {"changed": [CODE]}
        assert [reading.values[CODE] for reading in bench.store.settings] == ["A1", ""]
        assert bench.journal.entries[-1].side_effects == (f"changed:{CODE}",)
        assert bench.journal.states == {"factory-reset": "applied"}
        settings = bench.session.model.settings
        assert settings is not None
        assert settings.values == {CODE: ""}


@pytest.mark.asyncio
async def test_a_factory_reset_without_effect_is_not_believed() -> None:
    async with toy_bench(replace(FAST, confirm_s=0.1)) as bench:
        bench.pack.obeys = False
        assert await fails(bench, Action.FACTORY_RESET, state="unknown") == "reset_unseen"


@pytest.mark.asyncio
async def test_a_factory_reset_that_restarts_the_board_is_waited_for() -> None:
    async with toy_bench() as bench:
        reset = bench.pack.answer

        def answer(data: bytes) -> list[bytes]:
            replies = list(reset(data))
            if b"factory-reset" in data:
                bench.away(0.3)
            return replies

        bench.line.answer = answer
        assert (await bench.session.control(Action.FACTORY_RESET, who="me")).confirmed


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("action", "value", "state"),
    [
        (Action.LOCK, None, {"lock": {"function": None, "status": "locked"}}),
        (Action.UNLOCK, None, {"lock": {"function": None, "status": "unlocked"}}),
        (Action.LOCK_FUNCTION, "on", {"lock": {"function": "on", "status": None}}),
        (Action.BALANCE, "off", {"balancer": False}),
        (Action.SET_SOC, 42, {"soc_pct": 42.0}),
        (Action.LOCATE, None, {}),
    ],
)
async def test_states_are_read_back(
    action: Action, value: str | float | None, state: dict[str, object]
) -> None:
    async with toy_bench(replace(FAST, confirm_s=0.1)) as bench:
        bench.pack.obeys = False
        if state:
            # What the board does not tell is unknown, not refused.
            with pytest.raises(VerifyError) as caught:
                await bench.session.control(action, value, who="me")
            assert caught.value.key == "control_unknown"
            assert bench.journal.states == {action.value: "unknown"}
        bench.pack.obeys = True
        result = await bench.session.control(action, value, who="me")
        assert (result.confirmed, result.state) == (True, state)
        assert bench.journal.states == {action.value: "applied"}
        bench.pack.obeys = False
        if action is Action.SET_SOC:
            with pytest.raises(VerifyError) as caught:
                await bench.session.control(action, 90, who="me")
            assert caught.value.key == "verify_failed"
            assert bench.journal.states == {action.value: "refused"}
