"""Where a value comes from: block, bytes, place and scale, for tips and the register view."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one value was read.

    Attributes:
        block: key of its bytes in `PackSample.wire` or `SettingsReading.raw`.
        offset, size: its bytes inside the block; size 0 = all from the offset on.
        place: in the words of the board's document ("register 0x2019").
        scale: how bytes become the value ("i16 × 0.1 °C").
    """

    block: str
    offset: int
    size: int
    place: str
    scale: str

    def bytes_in(self, blocks: Mapping[str, bytes]) -> bytes:
        """Return the value's bytes, empty when the block is not there or too short."""
        end = self.offset + self.size if self.size else None
        data = blocks.get(self.block, b"")[self.offset : end]
        return data if not self.size or len(data) == self.size else b""


type Origins = Mapping[str, Origin]
"""By key: a status key of the catalogue, `cell_v.N` with N from 1, or a setting key."""
