"""The blocks that one board is asked for, planned once."""

from dataclasses import dataclass
from functools import cached_property

from mingtang_desk.protocols.modbus.active import Active, BlockReader
from mingtang_desk.protocols.modbus.sample import Assembler


@dataclass(frozen=True)
class BoardPlan:
    """Blocks by what they are for.

    Attributes:
        cell_count: None = not known yet, the cells are all read.
    """

    active: Active
    cell_count: int | None = None

    @cached_property
    def first(self) -> tuple[BlockReader, ...]:
        """What tells a board of this profile from others."""
        keys = self.active.profile.identify.expect
        rows = [row for key, row in self.active.rows.items() if key in keys]
        return self.active.readers(rows or self.active.sample_rows(slow=False, cell_count=None))

    @cached_property
    def fast(self) -> tuple[BlockReader, ...]:
        """What every poll reads."""
        return self.active.readers(self.active.sample_rows(slow=False, cell_count=self.cell_count))

    @cached_property
    def slow(self) -> tuple[BlockReader, ...]:
        """Texts, and what else hardly ever changes."""
        return self.active.readers(self.active.sample_rows(slow=True, cell_count=None))

    @cached_property
    def naming(self) -> tuple[BlockReader, ...]:
        """The texts that tell one board from another."""
        identify = self.active.profile.identify
        keys = {*identify.id, *identify.name}
        return self.active.readers(row for key, row in self.active.rows.items() if key in keys)

    @cached_property
    def assembler(self) -> Assembler:
        """Makes the samples of this board."""
        return Assembler(self.active.profile.key, self.active.rows.values())

    @property
    def reason(self) -> str:
        """Why the board can do less than others of its profile, "" when it cannot."""
        return next(
            (
                part.reason
                for part in self.active.profile.parts
                if part.reason and part.key not in self.active.present
            ),
            "",
        )
