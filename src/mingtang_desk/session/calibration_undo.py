"""Putting back the correction that was in use before a calibration, as a transaction of its own."""

import asyncio
import logging

from mingtang_desk.core.errors import MingtangError, VerifyError
from mingtang_desk.device.calibration import Target
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.session.board import Board
from mingtang_desk.session.calibration_write import KIND, calibrating, said_no
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through

_RETRY_S = 0.5
SAME = 1e-9
"""Corrections that differ by less are the same: registers hold whole numbers."""

_log = logging.getLogger(__name__)


async def undo(board: Board, bus: Bus, target: Target, *, old: float, new: float, who: str) -> None:
    """Put a correction back and read whether it is there.

    Raises:
        RejectedError, OutOfRangeError: the board does not take it.
        TransportError, ProtocolError: it was sent, and what became of it is not known.
        VerifyError: it was sent, and reads back otherwise.
    """
    key, entry = f"{target.key}.correction", 0
    if board.journal is not None:
        entry = await board.journal.begin(
            board.key, kind=KIND, who=who, old={key: new}, sent={key: old}
        )
    read: float | None = None
    failure: MingtangError | None = None
    board.plausible.reset()
    try:
        try:
            await bus.run(calibrating(board).restore(target, old))
        except MingtangError as error:
            _log.info("%s: putting %s back: %s", board.key.uri, key, error)
            failure = error
        read = await _correction(board, bus, target)
    finally:
        state = _undone(read, old, failure)
        if board.journal is not None:
            result = FieldResult(old=new, sent=old, read=read, state=state)
            await carry_through(
                board.journal.finish(entry, {key: result}, ()),
                grace_s=board.link.timing.cleanup_s,
            )
    if failure is not None:
        raise failure
    if state is not FieldState.APPLIED:
        raise VerifyError("verify_failed", what=key, sent=old, read=read)


def _undone(read: float | None, wanted: float, failure: MingtangError | None) -> FieldState:
    """Return how an undo ended; what was not acknowledged may not last, however it reads."""
    if read is None:
        return FieldState.UNKNOWN
    if abs(read - wanted) >= SAME or said_no(failure):
        return FieldState.REFUSED
    return FieldState.APPLIED if failure is None else FieldState.UNKNOWN


async def _correction(board: Board, bus: Bus, target: Target) -> float | None:
    """Read a correction anew, over a new link if the old one fell; None if that fails too long."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + board.link.timing.read_back_s
    while True:
        try:
            await board.ensure(bus, same_board=True)
            await board.link.settle()
            return await bus.run(calibrating(board).correction(target))
        except MingtangError as error:
            _log.info("%s: cannot read back yet: %s", board.key.uri, error)
            if loop.time() + _RETRY_S > deadline:
                return None
            await asyncio.sleep(_RETRY_S)
