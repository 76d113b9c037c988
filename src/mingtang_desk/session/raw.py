"""Bytes sent as they are, for engineers: whatever is heard afterwards is the answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.device.roles import WriteClass
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.session.board import Board
from mingtang_desk.session.tasks import carry_through

KEY = "raw"
"""The one field of a journal entry of kind "raw": hex of what was sent, hex of what was heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReply:
    """What was heard after raw bytes, oldest first; empty when nobody answered in time."""

    frames: tuple[Frame, ...] = ()
    seconds: float = 0.0

    @property
    def hex(self) -> str:
        """All of it as hex words."""
        return " ".join(frame.raw.hex(" ").upper() for frame in self.frames)


async def send_raw(board: Board, data: bytes, *, who: str, wait_s: float | None) -> RawReply:
    """Journal, send, listen, journal. Errors as `DeviceSession.send_raw` tells."""
    board.gate.check([WriteClass.RAW])
    patience = board.link.timing.write_s if wait_s is None else wait_s
    async with board.hold(same_board=True):
        return await carry_through(
            transact(board, data, board.gate.who or who, patience),
            grace_s=board.link.timing.grace_s,
        )


async def transact(board: Board, data: bytes, who: str, patience: float) -> RawReply:
    """Journal, send, listen, journal, for a caller who holds the bus and carries it through."""
    sent = data.hex(" ").upper()
    entry = 0
    if board.journal is not None:
        entry = await board.journal.begin(board.key, kind=KEY, who=who, old={}, sent={KEY: sent})
    reply: RawReply | None = None
    try:
        started = board.clock.monotonic()
        frames = await board.link.exchange(data, wait_s=patience)
        reply = RawReply(frames=tuple(frames), seconds=board.clock.monotonic() - started)
    finally:
        heard = reply is not None and bool(reply.frames)
        result = FieldResult(
            old=None,
            sent=sent,
            read=reply.hex if reply is not None and heard else None,
            # An answer is all that is known; what it did to the board nobody has read back.
            state=FieldState.APPLIED if heard else FieldState.UNKNOWN,
        )
        await carry_through(
            _finish(board, entry, {KEY: result}), grace_s=board.link.timing.cleanup_s
        )
    return reply


async def _finish(board: Board, entry: int, fields: Mapping[str, FieldResult]) -> None:
    if board.journal is not None:
        await board.journal.finish(entry, fields, ())
