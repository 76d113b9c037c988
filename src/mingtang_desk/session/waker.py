"""The sleep of one board: says what its silence means, and tries to wake it."""

from collections.abc import Callable

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.asleep import Diagnosis, Evidence
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.wake import WakeRow
from mingtang_desk.session.board import Board
from mingtang_desk.session.silence import Silence
from mingtang_desk.session.wake_rows import wake_row
from mingtang_desk.session.waking import BRIEF, PLAN, TellWaking, WakePlan, wake


class Waker:
    """Belongs to one session.

    Args:
        answered: tells whether the board has answered in this connection.

    Attributes:
        plan: how often it is asked, and how long it is waited for; None = as its line allows.
    """

    def __init__(self, board: Board, answered: Callable[[], bool]) -> None:
        self._board, self._answered = board, answered
        self._silence = Silence(board.model)
        self.plan: WakePlan | None = None
        self._ended = False

    @property
    def row(self) -> WakeRow:
        """How a board of this kind is woken."""
        return wake_row(self._board.uri.protocol, self._board.named)

    @property
    def past(self) -> Evidence:
        """What is known of the time before."""
        board = self._board
        return self._silence.past(
            self.row, answered=self._answered(), others=board.link.is_silent_among_others
        )

    def fail(self, phase: LinkPhase, error: MingtangError) -> None:
        """Show in the model what went wrong, and what that says of the board."""
        diagnosis = self._silence.diagnosis(error, self.past)
        self._board.model.set_link(phase, error=error, diagnosis=diagnosis)

    async def wake(self, tell: TellWaking) -> Diagnosis:
        """Try it; the model keeps the verdict until the board answers."""
        diagnosis = await self._try(tell)
        self._silence.tried(diagnosis)
        model = self._board.model
        if model.phase is not LinkPhase.LIVE:
            model.set_link(model.phase, error=model.error, diagnosis=diagnosis)
        return diagnosis

    def stop(self) -> None:
        """Let a try end after the ask that is under way, for good."""
        self._ended = True

    async def _try(self, tell: TellWaking) -> Diagnosis:
        board = self._board
        return await wake(
            board.link,
            board.drivers,
            self.past,
            tell,
            options=board.uri.options,
            others=board.other_drivers,
            plan=self.plan or (PLAN if len(board.link.line.sessions) < 2 else BRIEF),
            ended=lambda: self._ended,
        )
