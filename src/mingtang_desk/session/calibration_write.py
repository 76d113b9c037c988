"""The transaction of a calibration: journal, send once, read back beside the reference, judge.

The line is kept from the last reading before to the last one after. An acknowledgement is no
result: only a new reading beside a new reference is.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from mingtang_desk.core.errors import (
    MingtangError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
)
from mingtang_desk.device.calibration import CalibrationPoint, Verdict, reading_of
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.interfaces.calibration import Calibrating
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus
from mingtang_desk.session.references import Reference
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.write import COUNTERS_CLEARED

KIND = "calibration"
"""Of its entries in the journal."""
_RETRY_S = 0.5

_log = logging.getLogger(__name__)


class Sending:
    """One calibration on its way.

    Args:
        board, bus: the board, whose line is kept.
        reference: read again afterwards.
        samples: how many readings make the figure after; settle_s: pause before the first.
        counters: what they were before, where a save will clear them.
    """

    def __init__(
        self,
        board: Board,
        bus: Bus,
        reference: Reference,
        *,
        samples: int,
        settle_s: float,
        counters: Mapping[str, int | None] | None,
    ) -> None:
        self._board, self._bus, self._reference = board, bus, reference
        self._samples, self._settle_s, self._counters = samples, settle_s, counters

    async def run(self, point: CalibrationPoint, *, who: str) -> CalibrationPoint:
        """Send it and return it with what was read after it.

        Raises:
            StorageError: the journal could not be made durable, nothing was sent.
            RejectedError: the board said no.
        """
        board, bus, key = self._board, self._bus, point.target.key
        if board.journal is not None:
            entry = await board.journal.begin(
                board.key,
                kind=KIND,
                who=who,
                old={key: _rounded(point.before)},
                sent={key: _rounded(point.reference)},
            )
            point = replace(point, entry=entry)
        refusal: MingtangError | None = None
        effects: tuple[str, ...] = ()
        board.plausible.reset()  # what is sent now moves a value
        try:
            try:
                await bus.run(
                    calibrating(board).calibrate(
                        point.target, reference=point.reference, reading=point.before
                    )
                )
            except MingtangError as error:
                _log.info("%s: calibration of %s: %s", board.key.uri, key, error)
                refusal = error
            point = replace(point, proven=refusal is None)
            await asyncio.sleep(self._settle_s)
            point = await self._read_back(point)
            effects = await _cleared(board, bus, self._counters)
        finally:
            await carry_through(
                _finish(board, point, refusal, effects), grace_s=board.link.timing.cleanup_s
            )
        if said_no(refusal):
            assert refusal is not None
            raise refusal
        return point

    async def _read_back(self, point: CalibrationPoint) -> CalibrationPoint:
        """Read board and reference anew, over a new link if the old one fell."""
        board, bus, target = self._board, self._bus, point.target
        loop = asyncio.get_running_loop()
        deadline = loop.time() + board.link.timing.read_back_s
        while True:
            try:
                await board.ensure(bus, same_board=True)
                await board.link.settle()
                after, reference = await self._after(point)
                new = await bus.run(calibrating(board).correction(target))
            except MingtangError as error:
                _log.info("%s: cannot read back yet: %s", board.key.uri, error)
                if loop.time() + _RETRY_S > deadline:
                    return point
                await asyncio.sleep(_RETRY_S)
            else:
                return replace(point, after=after, reference_after=reference, new_correction=new)

    async def _after(self, point: CalibrationPoint) -> tuple[float | None, float]:
        """Return the figures after; a meter that fails now leaves the reference as it was."""
        readings: list[float] = []
        references: list[float] = []
        for _ in range(self._samples):
            reading = reading_of(point.target, await self._board.read_sample(self._bus))
            if reading is None:
                return None, point.reference
            readings.append(reading)
            try:
                references.append(await self._reference.read(point.target))
            except MingtangError as error:
                _log.info("%s: the meter was not read again: %s", self._board.key.uri, error)
        after = sum(references) / len(references) if references else point.reference
        return sum(readings) / len(readings), after


def calibrating(board: Board) -> Calibrating:
    """Return the part of a board's session that calibrates.

    Raises:
        UnsupportedError: it has none.
    """
    session = board.session
    if not isinstance(session, Calibrating):
        raise UnsupportedError("unsupported", what=Capability.CALIBRATION.value)
    return session


def said_no(error: MingtangError | None) -> bool:
    """Return whether an error means that nothing was changed: by the board, or before it."""
    return isinstance(error, RejectedError | UnsupportedError | OutOfRangeError)


def _state(point: CalibrationPoint, refusal: MingtangError | None) -> FieldState:
    """Return how it ended, for the journal."""
    if said_no(refusal):
        return FieldState.REFUSED
    match point.verdict:
        case Verdict.UNKNOWN:
            return FieldState.UNKNOWN
        case Verdict.UNCHANGED:
            return FieldState.REFUSED
        case verdict if not point.proven:
            _log.info("%s: %s, but it was not acknowledged", point.target.key, verdict.value)
            return FieldState.UNKNOWN
        case Verdict.GOOD:
            return FieldState.APPLIED
        case _:
            return FieldState.CLAMPED


def _rounded(value: float) -> float:
    return round(value, 6)


async def _cleared(
    board: Board, bus: Bus, before: Mapping[str, int | None] | None
) -> tuple[str, ...]:
    """Return whether the save has cleared counters; a board that does not answer, has not said."""
    if before is None or not any(before.values()):
        return ()
    try:
        now = (await board.read_counters(bus, "after_save", must_keep=False)).values
    except MingtangError as error:
        _log.info("%s: counters not read after it: %s", board.key.uri, error)
        return ()
    fell = any((now.get(key) or 0) < (value or 0) for key, value in before.items())
    return (COUNTERS_CLEARED,) if fell else ()


async def _finish(
    board: Board,
    point: CalibrationPoint,
    refusal: MingtangError | None,
    effects: tuple[str, ...],
) -> None:
    if board.journal is None:
        return
    result = FieldResult(
        old=_rounded(point.before),
        sent=_rounded(point.reference),
        read=None if point.after is None else _rounded(point.after),
        state=_state(point, refusal),
    )
    await board.journal.finish(point.entry, {point.target.key: result}, effects)
