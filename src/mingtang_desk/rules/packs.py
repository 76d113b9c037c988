"""The pack against its cells: number of cells, and limits that are about cells x cell limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.bounds import ANY, Side, bound
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

_CONTRADICTS = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) does not belong to {count} cells: {each} V for each of them."
)
_DIFFERS = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is not {count} times the limit of a cell, which is {limit}."
)
_NO_PACK = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) and {b} ({b_value}) give a pack of {count} cells."
)
_WARN_SHARE = 0.03
# Mean volts of a cell that a pack limit may mean, by chemistry: beyond them it is another pack's.
_MEAN_OVP: Mapping[str, tuple[float, float]] = {
    "nmc": (3.8, 4.35),
    "lmo": (3.8, 4.35),
    "lfp": (3.3, 3.85),
    "lto": (2.35, 3.05),
    ANY: (2.35, 4.4),
}
_MEAN_UVP: Mapping[str, tuple[float, float]] = {
    "nmc": (2.2, 3.6),
    "lmo": (2.2, 3.6),
    "lfp": (1.9, 3.2),
    "lto": (1.2, 2.4),
    ANY: (1.2, 3.6),
}
_FULL_V = {"nmc": 4.2, "lmo": 4.2, "lfp": 3.65, "lto": 2.8}
_FEWEST, _MOST = 3, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A pack limit, its cell limit, and how far they may be apart.

    Attributes:
        mean: volts of each cell that it may mean, by chemistry.
        below, above: cells by which the pack limit may be under or over; with `below_share` and
            `above_share` as the smallest share of the number of cells.
        ratio: smallest share of cells x cell limit, for low limits, None = not judged so.
    """

    pack: str
    cell: str
    mean: Mapping[str, tuple[float, float]]
    below: float = 0.0
    below_share: float = 0.0
    above: float = 0.0
    above_share: float = 0.0
    ratio: float | None = None


_ROWS = (
    _Row(
        pack="pack_ovp_v", cell="cell_ovp_v", mean=_MEAN_OVP, below=0.8, below_share=0.055,
        above=0.75, above_share=0.04,
    ),
    _Row(
        pack="pack_ovr_v", cell="cell_ovr_v", mean=_MEAN_OVP, below=1.5, below_share=0.1,
        above=1.0, above_share=0.08,
    ),
    _Row(
        pack="secondary_ovp_v", cell="cell_ovp_v", mean=_MEAN_OVP, below=0.95, below_share=0.06,
        above=1.25, above_share=0.08,
    ),
    _Row(pack="pack_uvp_v", cell="cell_uvp_v", mean=_MEAN_UVP, ratio=0.82),
    _Row(pack="pack_uvr_v", cell="cell_uvr_v", mean=_MEAN_UVP, ratio=0.82),
    _Row(pack="secondary_uvp_v", cell="cell_uvp_v", mean=_MEAN_UVP, ratio=0.7),
)  # fmt: skip


def _pack(facts: Facts) -> Iterator[Hit]:
    if facts.cells is None:
        return
    for row in _ROWS:
        pack, cell = facts.numbers.get(row.pack), facts.numbers.get(row.cell, 0.0)
        if pack is None or pack <= 0:
            continue
        count = facts.cells
        words = {"count": f"{count}", "each": f"{pack / count:.2f}"}
        impossible = _impossible(row, facts, pack / count)
        if impossible or (cell > 0 and _contradicts(row, facts, pack, cell, count)):
            # Where no cell could have its share, the limit of the cells has nothing to do with it.
            keys = (row.pack,) if impossible else (row.pack, row.cell)
            yield Hit(
                severity=Severity.ERROR,
                keys=facts.with_cells(*keys),
                message=_CONTRADICTS,
                words=words,
            )
        elif cell > 0 and _differs(row, pack, cell * count):
            yield Hit(
                severity=Severity.WARNING,
                keys=facts.with_cells(row.pack, row.cell),
                message=_DIFFERS,
                limit=round(cell * count, 3),
                words=words,
            )


def _impossible(row: _Row, facts: Facts, each: float) -> bool:
    low, high = row.mean.get(facts.chemistry, row.mean[ANY])
    if row.cell == "cell_ovr_v":
        low -= 0.3
    if row.cell == "cell_uvr_v":
        high += 0.2
    return not low <= each <= high


def _contradicts(row: _Row, facts: Facts, pack: float, cell: float, count: int) -> bool:
    if row.ratio is not None:
        return pack < row.ratio * cell * count
    # A cell limit may be set generously; what the pack is charged to is at most its full voltage.
    least = min(cell, _FULL_V.get(facts.chemistry, cell))
    under = (least * count - pack) / least
    over = (pack - cell * count) / cell
    return under > max(row.below, row.below_share * count) or over > max(
        row.above, row.above_share * count
    )


def _differs(row: _Row, pack: float, product: float) -> bool:
    if "secondary" in row.pack:
        # Beyond is where it belongs.
        return pack < product * 0.995 if row.ratio is None else pack > product * 1.005
    return abs(pack - product) > _WARN_SHARE * product


def _without_count(facts: Facts) -> Iterator[Hit]:
    if facts.cells is not None:
        return
    counts: dict[str, float] = {}
    for pack, cell in (("pack_ovp_v", "cell_ovp_v"), ("pack_uvp_v", "cell_uvp_v")):
        a, b = facts.numbers.get(pack), facts.numbers.get(cell)
        if a is None or b is None or b <= 0:
            continue
        counts[pack] = a / b
        if not _FEWEST - 0.5 < a / b < _MOST + 3:
            yield Hit(
                severity=Severity.ERROR,
                keys=(pack, cell),
                message=_NO_PACK,
                words={"count": f"{a / b:.1f}"},
            )
    if len(counts) == 2 and not 0.75 < counts["pack_uvp_v"] / counts["pack_ovp_v"] < 1.6:
        yield Hit(
            severity=Severity.ERROR,
            keys=("pack_uvp_v", "pack_ovp_v", "cell_uvp_v", "cell_ovp_v"),
            message=QT_TRANSLATE_NOOP(
                "Finding",
                "{a} ({a_value}) and {b} ({b_value}) belong to packs of different cell counts.",
            ),
        )


_COUNT_REASON = QT_TRANSLATE_NOOP(
    "FindingReason",
    "The board looks for as many cells; with a wrong number it sees missing ones and cuts off, or "
    "leaves real ones unguarded.",
)

PACKS: tuple[Rule, ...] = (
    bound(
        "cell_count_low",
        "cell_count",
        Side.BELOW,
        {ANY: (None, _FEWEST)},
        reason=_COUNT_REASON,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Boards of all families: 3 to 32 cells (TI bq76920 from 3 cells on)"
        ),
    ),
    bound(
        "cell_count_high",
        "cell_count",
        Side.ABOVE,
        {ANY: (None, _MOST)},
        reason=_COUNT_REASON,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Boards of all families: 3 to 32 cells (JBD and JK up to 32)"
        ),
    ),
    Rule(
        key="pack_is_cells",
        title="pack limits are about `cell_count` times the cell limit: a warning from 3 % on, an "
        "error from about one cell on (high limits) or where no cell of this chemistry can have "
        "its share",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "Limits of a pack with another number of cells either never act, so that only the "
            "limits of the cells are left, or cut a healthy pack off.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "The manual's own 17S set (71.75 V beside 17 x 4.25 V) and vendor defaults lie "
            "inside the tolerance; tolerance: field practice",
        ),
        find=_pack,
    ),
    Rule(
        key="pack_without_count",
        title="without `cell_count`: pack limit / cell limit is 3 to 32 and about the same for "
        "over- and under-voltage, else an error",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The limits of pack and cell belong to different packs, or one is in another unit.",
        ),
        source=QT_TRANSLATE_NOOP("FindingSource", "Definition of the settings"),
        find=_without_count,
    ),
)
