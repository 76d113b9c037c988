"""Several boards on one RS485 line: all hear every byte, the one that is addressed answers.

Boards do not hear each other's replies: their receivers would drop them by the silence around them.
Two boards with the same address answer at once, and what arrives is the sum of both: damaged.
"""

import random
from collections.abc import Sequence
from itertools import zip_longest

from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.mingtang import MingtangBoard

BOARDS_MAX = 16


class Bus:
    """A line with boards; see `mingtang_desk.sim.board.Board` for the seam to what carries it.

    Args:
        boards: up to 16, each with its own address, faults and pack.
        seed: of what colliding replies turn into.
    """

    def __init__(self, boards: Sequence[MingtangBoard], *, seed: int = 0) -> None:
        self.boards = tuple(boards)
        self._rng = random.Random(seed)

    @property
    def alive(self) -> bool:
        """True while one of the boards has power."""
        return any(board.alive for board in self.boards)

    def advance(self, now: float) -> None:
        """Lets time pass for all of them."""
        for board in self.boards:
            board.advance(now)

    def receive(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes and gives the replies; those of two boards at the same time collide."""
        replies: list[Reply] = []
        for byte in data:
            answers = [board.hear(bytes([byte]), now) for board in self.boards]
            speaking = [reply for answer in answers for reply in answer]
            at_once = len({reply.delay_s for reply in speaking}) == 1
            if sum(bool(answer) for answer in answers) > 1 and at_once:
                replies.append(self._collided(speaking))
            else:
                replies += sorted(speaking, key=lambda reply: reply.delay_s)
        return replies

    def _collided(self, replies: list[Reply]) -> Reply:
        """One burst as long as the longest; a driver that pulls low wins, edges fall anywhere."""
        columns = zip_longest(*(reply.data for reply in replies), fillvalue=0xFF)
        mixed = bytearray()
        for column in columns:
            byte = 0xFF
            for sent in column:
                byte &= sent
            mixed.append(byte ^ self._rng.randrange(1, 256) if self._rng.random() < 0.5 else byte)
        mixed[-1] ^= self._rng.randrange(1, 256)
        first = min(replies, key=lambda reply: reply.delay_s)
        return Reply(delay_s=first.delay_s, data=bytes(mixed), silence=first.silence)
