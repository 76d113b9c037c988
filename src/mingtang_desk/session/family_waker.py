"""Waking a board that aiobmsble reads: look for it and read it, that library asks by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from mingtang_desk.core.errors import LinkTimeoutError, MingtangError
from mingtang_desk.device.asleep import Diagnosis, Evidence, judge
from mingtang_desk.session.board import Board
from mingtang_desk.session.silence import evidence_of, with_past
from mingtang_desk.session.waker import Waker
from mingtang_desk.session.waking import TellWaking, WakeStep, Waking


class FamilyWaker(Waker):
    """A waker with one try, which takes as long as that library takes.

    Args:
        look: finds the board, connects and reads it.
    """

    def __init__(
        self, board: Board, answered: Callable[[], bool], look: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(board, answered)
        self._look = look

    async def _try(self, tell: TellWaking) -> Diagnosis:
        past = self.past
        asked = Evidence(way=past.way, opened=True, asked=1)
        tell(WakeStep(Waking.OPENING))
        seen: Evidence | None
        try:
            await self._look()
        except MingtangError as error:
            seen = evidence_of(error, past.way)
            if seen is None:
                # It was connected; whether it answered wrongly or not at all is not known then.
                is_silence = isinstance(error, LinkTimeoutError)
                seen = asked if is_silence else Evidence(way=past.way, opened=True)
        else:
            seen = replace(asked, answered=(1,))
        tell(WakeStep(Waking.DONE))
        return judge(with_past(seen, past))
