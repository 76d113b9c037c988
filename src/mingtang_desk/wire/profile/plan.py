"""Which blocks to read, so that the time on the wire is least.

One more request costs its own bytes, those around the reply, and the pauses between frames; a
register read along unasked costs two bytes. The best cut of a sorted list of places into blocks is
found exactly, by the shortest path over its places.
"""

from collections.abc import Iterable
from typing import NamedTuple

from mingtang_desk.wire.profile.kinds import Space
from mingtang_desk.wire.profile.rows import Place

REQUEST_BYTES, REPLY_BYTES = 8, 5
PAUSE_BYTES = 7
"""Two pauses of 3.5 characters, before the reply and after it (Modbus over serial line, 2.5.1)."""
OVERHEAD = REQUEST_BYTES + REPLY_BYTES + PAUSE_BYTES


class Block(NamedTuple):
    """One read request."""

    space: Space
    start: int
    size: int
    """Registers or coils."""

    @property
    def end(self) -> int:
        """Address behind the last one."""
        return self.start + self.size

    @property
    def payload_bytes(self) -> int:
        """Data bytes of its reply."""
        return -(-self.size // 8) if self.space.is_bits else 2 * self.size

    @property
    def wire_bytes(self) -> int:
        """Bytes of request, reply and pauses."""
        return OVERHEAD + self.payload_bytes

    def holds(self, place: Place) -> bool:
        """Return whether a place lies wholly inside."""
        return place.space is self.space and self.start <= place.address and place.end <= self.end


def plan(
    places: Iterable[Place], *, max_registers: int, max_coils: int, max_gap: int
) -> tuple[Block, ...]:
    """Return the blocks that hold all places and cost least; in order of space and address.

    Args:
        places: what is wanted, in any order, also overlapping.
        max_registers: longest block of registers that the board answers.
        max_coils: longest block of coils.
        max_gap: registers (or eight times as many coils) that may be read along unasked.
    """
    wanted = sorted(set(places), key=lambda p: (p.space.read_function, p.address, p.end))
    blocks: list[Block] = []
    for space in Space:
        runs = _merged([place for place in wanted if place.space is space])
        limit = max_coils if space.is_bits else max_registers
        gap = max_gap * 8 if space.is_bits else max_gap
        blocks += _cheapest(space, runs, limit, gap)
    return tuple(sorted(blocks, key=lambda b: (b.space.read_function, b.start)))


def _merged(places: list[Place]) -> list[tuple[int, int]]:
    """Return (start, end) of places; those that overlap cannot be parted."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place.address < runs[-1][1]:
            runs[-1] = runs[-1][0], max(runs[-1][1], place.end)
        else:
            runs.append((place.address, place.end))
    return runs


def _cheapest(space: Space, runs: list[tuple[int, int]], limit: int, gap: int) -> list[Block]:
    best: list[tuple[int, int]] = [(0, 0)]  # cost of the first n runs, and where their last begins
    for last in range(len(runs)):
        options = []
        for first in range(last, -1, -1):
            if runs[last][1] - runs[first][0] > limit and first < last:
                break
            if first < last and runs[first + 1][0] - runs[first][1] > gap:
                break
            block = Block(space, runs[first][0], runs[last][1] - runs[first][0])
            options.append((best[first][0] + block.wire_bytes, first))
        best.append(min(options))
    blocks: list[Block] = []
    at = len(runs)
    while at:
        first = best[at][1]
        blocks.append(Block(space, runs[first][0], runs[at - 1][1] - runs[first][0]))
        at = first
    return blocks
