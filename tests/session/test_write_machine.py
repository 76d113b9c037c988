"""Whatever happens between desk and board: the journal never says what the board does not keep."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.sim import link
from mingtang_desk.sim.faults import Faults
from tests.session.direct_journal import DirectJournal
from tests.session.instant import DRIVERS, InstantLoop, Plug, desk, disagreement

LONG = os.environ.get("MINGTANG_FUZZ") == "long"
STEPS = {"cell_ovp_v": 0.005, "cell_uvp_v": 0.005, "pack_ovp_v": 0.05, "chg_otp_c": 1.0}
CHANGES = st.dictionaries(st.sampled_from(sorted(STEPS)), st.integers(-3, 3), min_size=1)


class WriteMachine(RuleBasedStateMachine):
    """Write, lose, cut, reconnect, undo, resume, roll back, leave, start the desk anew."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = DirectJournal()
        self.patch = patch.object(link, "TICK_S", 30.0)
        self.patch.start()
        self.runner = asyncio.Runner(loop_factory=InstantLoop)
        self.session: DeviceSession | None = None
        self.unconfirmed: dict[str, Any] = {}

    @initialize(model=st.sampled_from(sorted(DRIVERS)), seed=st.integers(0, 9))
    def plug_in(self, model: str, seed: int) -> None:
        self.model = model
        self.plug = Plug(model, seed)
        self.start = self.plug.kept
        self.first = self.plug.everything
        self.begin_desk()

    def do[T](self, work: Coroutine[Any, Any, T]) -> T | None:
        """Run one thing that may fail as a user would see it."""

        async def watched() -> T | None:
            async with asyncio.timeout(7200):
                try:
                    return await work
                except MingtangError:
                    return None

        return self.runner.run(watched())

    def begin_desk(self) -> None:
        async def begin() -> None:
            self.context = desk(self.plug, self.journal, driver=DRIVERS[self.model])
            self.session = await self.context.__aenter__()
            await self.session.connect()

        self.do(begin())

    @rule(changes=CHANGES)
    def write(self, changes: dict[str, int]) -> None:
        assert self.session is not None
        wanted: dict[str, SettingValue] = {
            key: round(self.start[key] + n * STEPS[key], 3) for key, n in changes.items()
        }
        self.judge(self.do(self.session.write_settings(wanted, who="me")))

    @rule()
    def undo(self) -> None:
        assert self.session is not None
        self.judge(self.do(self.session.undo_last(who="me")))

    @rule()
    def resume(self) -> None:
        assert self.session is not None
        offered = self.session.model.interrupted
        result = self.do(self.session.resume_write(who="me"))
        self.judge(result)
        if offered is not None and result is not None and result.applied:
            kept = self.plug.kept
            for key, field in offered.fields.items():
                assert abs(float(field.sent) - kept[key]) < 0.006, "it was finished"

    @rule()
    def roll_back(self) -> None:
        assert self.session is not None
        offered = self.session.model.interrupted
        result = self.do(self.session.roll_back(who="me"))
        self.judge(result)
        if offered is not None and result is not None and result.applied:
            kept = self.plug.kept
            for key, field in offered.fields.items():
                assert abs(float(field.old or 0) - kept[key]) < 0.006, "it was taken back"

    @rule()
    def leave(self) -> None:
        assert self.session is not None
        self.do(self.session.leave_write(who="me"))

    @rule(lost=st.sampled_from((0.1, 0.3, 1.0)), late_s=st.sampled_from((0.0, 1.4)))
    def lose(self, lost: float, late_s: float) -> None:
        self.plug.fail(Faults(lost=lost, late_s=late_s))

    @rule()
    def mend(self) -> None:
        self.plug.mend()

    @rule(bytes_left=st.integers(1, 900), dark_s=st.sampled_from((0.0, 60.0)))
    def cut_power_soon(self, bytes_left: int, dark_s: float) -> None:
        self.plug.cut_power_after, self.plug.dark_s = bytes_left, dark_s

    @rule(bytes_left=st.integers(1, 900), dark_s=st.sampled_from((0.0, 60.0)))
    def cut_line_soon(self, bytes_left: int, dark_s: float) -> None:
        self.plug.cut_line_after, self.plug.dark_s = bytes_left, dark_s

    @rule()
    def cut_power(self) -> None:
        self.plug.cut_power()

    @rule()
    def reconnect(self) -> None:
        assert self.session is not None
        self.plug.mend()
        self.do(self.session.connect())

    @precondition(lambda self: self.session is not None)
    @rule(mid_write=st.booleans())
    def restart_the_desk(self, mid_write: bool) -> None:
        """End it, also by a kill that never closes the entry of the write under way."""
        assert self.session is not None
        session = self.session
        if mid_write:
            self.journal.dies = True
            wanted: dict[str, SettingValue] = {"cell_ovp_v": round(self.start["cell_ovp_v"], 3)}
            self.do(session.write_settings(wanted, who="me"))
        self.do(self.context.__aexit__(None, None, None))
        self.journal.dies = False
        self.plug.mend()
        self.begin_desk()

    def judge(self, result: WriteResult | None) -> None:
        if result is not None:
            assert not disagreement(self.plug, result.fields)

    @invariant()
    def the_newest_entry_is_true(self) -> None:
        writes = [entry for entry in self.journal.entries if entry.kind != "left"]
        if writes:
            assert not disagreement(self.plug, writes[-1].fields)

    def teardown(self) -> None:
        if self.session is not None:
            self.everything_can_be_settled_and_undone()
            self.do(self.context.__aexit__(None, None, None))
        self.runner.close()
        self.patch.stop()
        self.journal.close()

    def everything_can_be_settled_and_undone(self) -> None:
        """In the end, on a sound line, all that was ever written can be taken back."""
        assert self.session is not None
        self.plug.mend()
        self.do(self.session.connect())
        if self.session.model.interrupted is not None:
            result = self.do(self.session.roll_back(who="me"))
            assert result is not None
            assert result.applied
            self.judge(result)
        for _ in self.journal.entries:
            result = self.do(self.session.undo_last(who="me"))
            if result is None:
                break
            assert result.applied
        assert self.do(self.session.undo_last(who="me")) is None, "nothing is left to undo"
        newest = [entry for entry in self.journal.entries if entry.kind != "left"]
        assert not newest or newest[-1].closed is not None


TestWriteMachine = WriteMachine.TestCase
TestWriteMachine.settings = settings(
    max_examples=400 if LONG else 15,
    stateful_step_count=25 if LONG else 12,
    deadline=timedelta(seconds=60),
    suppress_health_check=list(HealthCheck),
)
