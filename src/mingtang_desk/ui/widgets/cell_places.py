"""Where the tiles of a cell grid stand, in pixels: free, or laid out like the real pack."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize

from mingtang_desk.ui.cell_layout import CellLayout, Place

GAP = 8
SMALLEST = QSize(58, 66)
SMALLEST_IN_ROWS = 46
"""A row of a real pack may be long: its tiles get narrower before it has to be scrolled."""
BEST_ASPECT = 0.62
WIDEST_ASPECT = 1.15
TALLEST_ASPECT = 0.42
PAD = 6
"""Between a module's outline and its tiles, px."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A layout in pixels.

    Attributes:
        tiles: of each cell; places: their columns and rows.
        modules: outlines, empty where there is one module only.
        smallest: what the grid needs so that tiles stay readable.
    """

    tiles: list[QRect]
    places: list[Place]
    modules: list[QRect]
    smallest: QSize


def columns(count: int, width: int, height: int) -> int:
    """Return into how many columns tiles go, so that their proportion stays near the best one."""

    def cost(number_of: int) -> tuple[float, int]:
        rows = -(-count // number_of)
        tile_w = (width - GAP * (number_of - 1)) / number_of
        tile_h = (height - GAP * (rows - 1)) / rows
        if tile_w < SMALLEST.width() or tile_h < SMALLEST.height():
            return (1000.0 + max(SMALLEST.width() - tile_w, 0) * 50 + rows, number_of)
        aspect = tile_w / tile_h
        off = max(aspect / BEST_ASPECT, BEST_ASPECT / aspect)
        return (off + (rows * number_of - count) * 0.1, number_of)

    return min(range(1, count + 1), key=cost) if count else 1


def lay_out(layout: CellLayout, count: int, width: int, height: int) -> Tiles:
    """Return the places of so many tiles in this much room, or in more where that is too little."""
    if not count or width < 2:
        return Tiles([], [], [], QSize(0, 0))
    wide = columns(count, width, height) if layout.free else layout.columns
    modules = layout.modules(count)
    across, down = (modules, 1) if layout.beside else (1, modules)
    rows_of_one = -(-count // wide) if layout.free else layout.rows
    all_columns, all_rows = wide * across, rows_of_one * down
    pad = PAD if modules > 1 else 0

    def between(number_of: int, blocks: int) -> int:
        return (
            GAP * (number_of - blocks)
            + 2 * pad * blocks
            + (layout.gap if modules > 1 else 0) * (blocks - 1)
        )

    spare_w, spare_h = between(all_columns, across), between(all_rows, down)
    least = SMALLEST.width() if layout.free else SMALLEST_IN_ROWS
    smallest = QSize(
        least if layout.free else least * all_columns + spare_w,
        SMALLEST.height() * all_rows + spare_h,
    )
    tile_w = max((width - spare_w) // all_columns, least)
    tile_h = (max(height, smallest.height()) - spare_h) // all_rows
    tile_w = min(tile_w, round(tile_h * WIDEST_ASPECT))
    tile_h = min(tile_h, round(tile_w / TALLEST_ASPECT))
    places = layout.places(count, wide)
    module_w = wide * tile_w + GAP * (wide - 1) + 2 * pad
    module_h = rows_of_one * tile_h + GAP * (rows_of_one - 1) + 2 * pad
    gap = layout.gap if modules > 1 else 0
    tiles = [
        QRect(
            place.module_column * (module_w + gap) + pad + (place.column % wide) * (tile_w + GAP),
            place.module_row * (module_h + gap) + pad + (place.row % rows_of_one) * (tile_h + GAP),
            tile_w,
            tile_h,
        )
        for place in places
    ]
    outlines = [
        QRect(
            (n if layout.beside else 0) * (module_w + gap),
            (0 if layout.beside else n) * (module_h + gap),
            module_w,
            module_h,
        )
        for n in range(modules if modules > 1 else 0)
    ]
    return Tiles(tiles, places, outlines, smallest)
