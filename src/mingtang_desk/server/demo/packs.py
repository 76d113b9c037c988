"""Samples of simulated boards, read as a desk reads them: request, reply, driver.

Reading a board takes milliseconds, and four weeks need tens of thousands of samples: each state of
a board is read once, and its sample is dated as often as it is needed.
"""

import random
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.driver import Driver, Frame, Framer, Part, Procedure, Request
from mingtang_desk.server.demo.plan import Ail, PlannedBattery
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.sim.board import Board
from mingtang_desk.sim.models import make_board

STEP_PCT = 2
SETTLE_S, TURN_S = 30, 0.5
HOT_C, HOT_BELOW_PCT = 75.0, 60.0
WEAK_BELOW_PCT = 30.0
CURRENTS_A = {"discharge": -9.0, "charge": 8.0, "idle": 0.0}
WEAK_CURRENT_A = -30.0
KEPT = 2048


class Packs:
    """Reads simulated boards; what was read is kept."""

    def __init__(self) -> None:
        self._read = lru_cache(KEPT)(_read)

    def sample(self, battery: PlannedBattery, when: datetime) -> PackSample:
        """Return what the board of a battery would have said."""
        charge = battery.life.charge(when)
        pct = round(charge.pct / STEP_PCT) * STEP_PCT
        ail = battery.ail
        # Heat of a few afternoons; a weak cell that shows only when it is nearly empty.
        is_hot = ail is Ail.HOT and charge.pct < HOT_BELOW_PCT and charge.state == "discharge"
        if is_hot and random.Random(f"{battery.number} {when.date()}").random() > 0.3:
            is_hot = False
        is_weak = ail is Ail.WEAK_CELL and charge.pct < WEAK_BELOW_PCT
        kept = self._read(
            battery.model, battery.protocol, pct, charge.state, is_hot=is_hot, is_weak=is_weak
        )
        return replace(kept, time=when, device_id=None, device_time=None)


def _read(
    model: str, protocol: str, pct: int, state: str, *, is_hot: bool, is_weak: bool
) -> PackSample:
    current = WEAK_CURRENT_A if is_weak and state == "discharge" else CURRENTS_A[state]
    sets = {"soc_pct": str(pct), "current_a": str(current)}
    if is_hot:
        sets["ambient_c"] = str(HOT_C)
    if is_weak:
        sets["soc_pct"] = str(min(pct, 2))
    faults = {"weak-cell": "7"} if is_weak else {}
    board = make_board(model, sets=sets, faults=faults, seed=1)
    driver = find_driver(protocol)
    assert driver is not None
    return _Reader(board, driver).read()


class _Reader:
    """Talks to a board on a clock of its own."""

    def __init__(self, board: Board, driver: Driver) -> None:
        self._board = board
        self._driver = driver
        self._now_s = 0.0

    def read(self) -> PackSample:
        """Let the board settle, then read it."""
        self._live(0.0)
        for _ in range(SETTLE_S):
            self._live(1.0)
        session = self._driver.session({})
        self._ask(session.identify())
        return self._ask(session.poll(Part.FAST, _moment))

    def _live(self, seconds: float) -> None:
        self._now_s += seconds
        self._board.advance(self._now_s)

    def _ask[T](self, procedure: Procedure[T]) -> T:
        framer = self._driver.framer(lenient=False)
        try:
            request = next(procedure)
            while True:
                request = procedure.send(self._answer(framer, request))
        except StopIteration as end:
            answer: T = end.value
            return answer

    def _answer(self, framer: Framer, request: Request) -> Frame:
        frames: list[Frame] = []
        for reply in self._board.receive(request.data, self._now_s):
            frames += framer.feed(reply.data)
        self._live(TURN_S)
        for frame in (*frames, *framer.flush()):
            if request.answers(frame):
                return frame
        raise RuntimeError(f"the simulated board does not answer: {request.what}")


def _moment() -> datetime:
    return datetime.fromtimestamp(0, UTC)
