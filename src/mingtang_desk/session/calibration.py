"""A calibration: wait until board and reference are steady, send once, read back, judge, journal.

Waiting leaves the line free between its samples. The transaction itself keeps it from the last
reading before to the last one after, and is carried to its end also when its caller is cancelled.
An acknowledgement is no result: only a new reading beside a new reference is.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from mingtang_desk.core.errors import (
    DeviceError,
    LinkTimeoutError,
    MingtangError,
    ProtocolError,
    UnsupportedError,
)
from mingtang_desk.device.calibration import (
    RULES,
    CalibrationPoint,
    Target,
    check_conditions,
    check_reference,
)
from mingtang_desk.device.calibration_record import check_due
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.roles import WriteClass
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.session.board import Board
from mingtang_desk.session.calibration_undo import SAME, undo
from mingtang_desk.session.calibration_wait import (
    Pace,
    Progress,
    Settled,
    Watch,
    check_moved,
    judged,
    unsteady,
)
from mingtang_desk.session.calibration_write import Sending, calibrating
from mingtang_desk.session.link import Bus
from mingtang_desk.session.references import Reference
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.write import COUNTERS_CLEARED, counters_or_none

_MISSES_MAX = 3


class Calibrator:
    """What a session offers of calibration.

    Args:
        board: the board.
        work: marks what closing the session must wait for.
    """

    def __init__(self, board: Board, work: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        self._board, self._work = board, work

    def offers(self) -> Sequence[CalibrationOffer]:
        """Return what this board can calibrate; empty where no command for it is known."""
        board = self._board
        if not board.known or Capability.CALIBRATION not in board.capabilities:
            return ()
        return calibrating(board).calibrations()

    def job(
        self,
        target: Target,
        reference: Reference,
        *,
        accept_overdue: bool = False,
        pace: Pace | None = None,
    ) -> "CalibrationJob":
        """Return one calibration, not begun.

        Raises:
            UnsupportedError: this board cannot calibrate that.
            DeviceError: the instrument's own calibration has run out, and nobody accepted it.
            NotPermittedError: whoever is signed in may not calibrate.
        """
        board = self._board
        board.must_have(Capability.CALIBRATION)
        board.gate.check([WriteClass.CALIBRATION])
        offers = self.offers()
        offer = next((row for row in offers if row.target == target), None)
        if offer is None:
            known = ", ".join(row.target.key for row in offers)
            raise UnsupportedError("calibration_not_here", target=target.key, known=known)
        today = board.clock.now().date()
        check_due(reference.instrument, today, accepted=accept_overdue)
        return CalibrationJob(board, self._work, offer, reference, pace or Pace())

    async def undo(self, point: CalibrationPoint, *, who: str) -> None:
        """Put back the correction that was in use before a point, as a transaction of its own.

        Raises:
            DeviceError: the board does not tell its corrections, or it was changed since.
            VerifyError: it was sent, and reads back otherwise.
        """
        board, target = self._board, point.target
        old, new = point.old_correction, point.new_correction
        if old is None or new is None:
            raise DeviceError("calibration_no_undo", target=target.key)
        async with self._work(), board.hold(same_board=True) as bus:
            board.must_have(Capability.CALIBRATION)
            board.gate.check([WriteClass.CALIBRATION])
            now = await bus.run(calibrating(board).correction(target))
            if now is None or abs(now - new) >= SAME:
                raise DeviceError(
                    "calibration_undo_changed", target=target.key, now=now, expected=new
                )
            await carry_through(
                undo(board, bus, target, old=old, new=new, who=board.gate.who or who),
                grace_s=board.link.timing.grace_s,
            )


class CalibrationJob:
    """One target, one reference: `settle`, then `send`. Nothing is written before `send`."""

    def __init__(
        self,
        board: Board,
        work: Callable[[], AbstractAsyncContextManager[None]],
        offer: CalibrationOffer,
        reference: Reference,
        pace: Pace,
    ) -> None:
        self.offer, self.reference = offer, reference
        self._board, self._work, self._pace = board, work, pace
        self._settled: Settled | None = None

    async def settle(self, watch: Watch | None = None) -> Settled:
        """Wait until the board (and the meter) is steady; `watch` is called after each reading.

        Raises:
            DeviceError: they are not in time, or the pack is in no state to be calibrated.
            OutOfRangeError: the reference cannot be true.
            TransportError, ProtocolError: board or meter say nothing.
            MeterError: the meter says nonsense.
        """
        loop = asyncio.get_running_loop()
        began, pace = loop.time(), self._pace
        board: list[tuple[float, float]] = []
        meter: list[tuple[float, float]] = []
        misses = 0
        missed: MingtangError | None = None
        progress: Progress | None = None
        while True:
            turn = loop.time()
            try:
                reading = await self._reading()
                at = loop.time()
                reference = await self.reference.read(self.offer.target)
            except (LinkTimeoutError, ProtocolError) as error:
                misses, missed = misses + 1, error
                if misses >= _MISSES_MAX:
                    raise
            else:
                misses, missed = 0, None
                if self.reference.typed:  # a typing error need not wait
                    check_reference(self.offer.target, reference, reading)
                board.append((at, reading))
                meter.append((loop.time(), reference))
                progress = judged(
                    self.offer.target,
                    pace.window,
                    loop.time() - began,
                    board,
                    None if self.reference.typed else meter,
                    reference,
                )
                if watch is not None:
                    watch(progress)
                if progress.steady:
                    break
            if loop.time() - began > pace.patience_s:
                raise missed or unsteady(self.offer.target, pace.patience_s, progress)
            await asyncio.sleep(max(turn + pace.every_s - loop.time(), 0.0))
        settled = progress.settled
        check_reference(self.offer.target, settled.reference, settled.reading)
        self._settled = settled
        return settled

    async def send(self, *, who: str) -> CalibrationPoint:
        """Calibrate: read both anew, check, journal, send once, read back, judge, journal.

        Raises:
            DeviceError, OutOfRangeError: refused, nothing was sent.
            StorageError: the journal could not be made durable, nothing was sent.
            RejectedError: the board said no.
            TransportError, MeterError: the last reading before failed, nothing was sent.
        """
        settled = self._settled
        if settled is None:
            settled = await self.settle()
        board = self._board
        async with self._work(), board.hold(same_board=True) as bus:
            board.must_have(Capability.CALIBRATION)
            board.gate.check([WriteClass.CALIBRATION])
            before, reference = await self._look(bus)
            check_moved(self.offer.target, settled, before, reference)
            check_reference(self.offer.target, reference, before)
            counters = None
            if COUNTERS_CLEARED in self.offer.side_effects:
                counters = await counters_or_none(board, bus, "before_save")
            old = await bus.run(calibrating(board).correction(self.offer.target))
            self._try_encoding(reference, before)
            self._settled = None
            sending = Sending(
                board,
                bus,
                self.reference,
                samples=self._pace.samples,
                settle_s=self._pace.settle_s,
                counters=None if counters is None else counters.values,
            )
            point = self._point(before, reference, old)
            return await carry_through(
                sending.run(point, who=board.gate.who or who), grace_s=board.link.timing.grace_s
            )

    async def _reading(self) -> float:
        """Return one reading of a pack that is in a state to be calibrated."""
        async with self._board.hold(same_board=True) as bus:
            sample = await self._board.read_sample(bus)
        return check_conditions(self.offer.target, sample)

    async def _look(self, bus: Bus) -> tuple[float, float]:
        """Return the means of a few readings of board and reference, read in turn."""
        target = self.offer.target
        readings: list[float] = []
        references: list[float] = []
        for _ in range(self._pace.samples):
            sample = await self._board.read_sample(bus)
            readings.append(check_conditions(target, sample))
            references.append(await self.reference.read(target))
        return sum(readings) / len(readings), sum(references) / len(references)

    def _try_encoding(self, reference: float, reading: float) -> None:
        """Let the driver refuse what it cannot encode, before there is a journal entry or byte."""
        trial = calibrating(self._board).calibrate(
            self.offer.target, reference=reference, reading=reading
        )
        try:
            next(trial)
        finally:
            trial.close()

    def _point(self, before: float, reference: float, old: float | None) -> CalibrationPoint:
        rule = RULES[self.offer.target.kind]
        return CalibrationPoint(
            target=self.offer.target,
            reference=reference,
            before=before,
            reference_after=reference,
            after=None,
            unit=rule.unit,
            tolerance=rule.tolerance_of(reference),
            time=self._board.clock.now(),
            old_correction=old,
            typed=self.reference.typed,
        )
