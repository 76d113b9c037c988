"""The serial line of a tracker: what the platform sends goes to a board, and its replies back."""

import heapq
from itertools import count

from mingtang_desk.sim.board import Board

GAP_S = 0.05
"""Silence after which a reply counts as whole."""
LARGEST = 900
"""Bytes that fit into one telegram; a longer reply goes in pieces."""


class SerialLine:
    """A line with a board, or with nothing.

    Args:
        board: what hangs on it; None = nothing.
        is_dead: its bytes get lost.
    """

    def __init__(self, board: Board | None, *, is_dead: bool = False) -> None:
        self._board = board
        self._is_dead = is_dead
        self._coming: list[tuple[float, int, bytes]] = []
        self._order = count()
        self._heard = b""
        self._quiet_at_s = 0.0

    @property
    def has_board(self) -> bool:
        """Something hangs on it."""
        return self._board is not None

    @property
    def is_busy(self) -> bool:
        """A reply is on its way."""
        return bool(self._coming or self._heard)

    def write(self, data: bytes, now_s: float) -> None:
        """Sends bytes to the board."""
        if self._board is None or self._is_dead:
            return
        for reply in self._board.receive(data, now_s):
            entry = now_s + reply.delay_s, next(self._order), reply.data
            heapq.heappush(self._coming, entry)

    def collect(self, now_s: float) -> list[bytes]:
        """Lets the board live, and gives what it has said and what silence has followed."""
        if self._board is not None:
            self._board.advance(now_s)
        while self._coming and self._coming[0][0] <= now_s:
            due_s, _, data = heapq.heappop(self._coming)
            self._heard += data
            self._quiet_at_s = due_s + GAP_S
        if not self._heard or now_s < self._quiet_at_s:
            return []
        heard, self._heard = self._heard, b""
        return [heard[at : at + LARGEST] for at in range(0, len(heard), LARGEST)]
