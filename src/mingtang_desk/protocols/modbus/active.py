"""What of a profile one board has: the rows that count, the blocks to read, and their readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from mingtang_desk.wire.profile.plan import Block, plan
from mingtang_desk.wire.profile.reader import Reader, Row, compiled
from mingtang_desk.wire.profile.rows import Bits, Cells, Control, Profile, Value

_MOST_HEARD = 256
"""Blocks of a recording that are remembered; masters ask for a few kinds only."""

SAMPLE_SECTIONS = frozenset(
    ("status", "temperatures", "info", "lock", "tracker", "position", "extras")
)


@dataclass(frozen=True, slots=True)
class BlockReader:
    """One block with the rows it holds.

    Attributes:
        values: reads a payload; a `struct.error` when it has another length, which a reply that
            answers has not.
    """

    block: Block
    rows: tuple[Row, ...]
    values: Reader


def block_key(block: Block) -> str:
    """Return the name of a block among the bytes of a sample ("holding 0x2010")."""
    return f"{block.space.value} 0x{block.start:04X}"


@dataclass(frozen=True, eq=False)
class Active:
    """The rows of a profile that count on one board.

    Attributes:
        present: keys of the parts that are there.
    """

    profile: Profile
    present: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Every row that is read, by key; a later part goes before an earlier one."""
        rows: dict[str, Row] = {}
        for part in self.profile.parts:
            if part.probe is not None and part.key not in self.present:
                continue
            for key in [key for key in rows if _is_replaced(key, part.replaces)]:
                del rows[key]
            for value in part.values:
                rows[value.key] = value
            groups: tuple[Cells | Bits, ...] = (*part.cells, *part.bits)
            for group in groups:
                key = group.key
                while key in rows:
                    key += "+"  # another group of cells or bits, not the same one again
                rows[key] = replace(group, key=key)
        return rows

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        """Every control, by action."""
        return {
            control.action: control
            for part in self.profile.parts
            if part.probe is None or part.key in self.present
            for control in part.controls
        }

    @cached_property
    def settings(self) -> Mapping[str, Value]:
        """Settings by their own key."""
        return self.section("settings")

    @cached_property
    def counters(self) -> Mapping[str, Value]:
        """Counters by their own key."""
        return self.section("counters")

    @cached_property
    def corrections(self) -> Mapping[str, Value]:
        """Corrections of readings by their own key."""
        return self.section("calibration")

    def section(self, name: str) -> dict[str, Value]:
        """Return the values of a section by their own key."""
        return {
            row.name: row
            for row in self.rows.values()
            if isinstance(row, Value) and row.section == name
        }

    def sample_rows(self, *, slow: bool, cell_count: int | None) -> tuple[Row, ...]:
        """Return the rows of one poll; cells that the board does not have are not read.

        Args:
            slow: the rows of the slow rhythm instead of those of every poll.
            cell_count: None = unknown, all are read.
        """
        found: list[Row] = []
        for row in self.rows.values():
            if isinstance(row, Value):
                if row.section in SAMPLE_SECTIONS and row.slow == slow:
                    found.append(row)
            elif isinstance(row, Bits):
                if not slow:
                    found.append(row)
            elif not slow and (cells := _fitting(row, cell_count)) is not None:
                found.append(cells)
        return tuple(found)

    @cached_property
    def live_keys(self) -> frozenset[str]:
        """Keys of what every poll reads."""
        return frozenset(row.key for row in self.sample_rows(slow=False, cell_count=None))

    def reader_for(self, block: Block) -> BlockReader:
        """Return how any block reads, also one that somebody else asked for."""
        if block not in self._heard:
            if len(self._heard) >= _MOST_HEARD:
                self._heard.clear()
            rows = (_inside(row, block) for row in self.rows.values())
            self._heard[block] = reader_of(block, rows)
        return self._heard[block]

    @cached_property
    def _heard(self) -> dict[Block, BlockReader]:
        return {}

    def readers(self, rows: Iterable[Row]) -> tuple[BlockReader, ...]:
        """Return how rows are read in the cheapest blocks."""
        wanted = tuple(rows)
        profile = self.profile
        blocks = plan(
            (row.place for row in wanted),
            max_registers=profile.max_registers,
            max_coils=profile.max_coils,
            max_gap=profile.max_gap,
        )
        return tuple(reader_of(block, wanted) for block in blocks)


def reader_of(block: Block, rows: Iterable[Row]) -> BlockReader:
    """Return a block with those of the rows that it holds wholly."""
    inside = tuple(row for row in rows if block.holds(row.place))
    return BlockReader(block, inside, compiled(inside, block, [row.key for row in inside]))


def _is_replaced(key: str, replaces: tuple[str, ...]) -> bool:
    return any(key == name or key.startswith(name + ".") for name in replaces)


def _inside(row: Row, block: Block) -> Row:
    """Return a row; a block may hold but the first ones of a row of cells."""
    if isinstance(row, Cells) and block.start <= row.place.address < block.end:
        count = min(row.place.count, block.end - row.place.address)
        return replace(row, place=replace(row.place, count=count))
    return row


def _fitting(row: Cells, cell_count: int | None) -> Cells | None:
    """Return as many of a row of cells as there are, None for none."""
    if cell_count is None:
        return row
    count = min(row.place.count, cell_count - row.first + 1)
    if count <= 0:
        return None
    if count == row.place.count:
        return row
    return replace(row, place=replace(row.place, count=count))
