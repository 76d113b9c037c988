"""A kept bench check read back: what pages and panels show, whoever made it.

What is kept may have been imported, edited or cut off; whatever is not
what it should be is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.diagnosis.bench_json import FORMAT
from mingtang_desk.diagnosis.bench_reading import Grade, Remark
from mingtang_desk.diagnosis.bench_texts import REMARKS, Translate, remark_text

BEYOND = 1e9
"""No figure of a check is as large; neither is what is not a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRemark:
    """A remark: its key and values, and the English text it had, for keys that are not known."""

    remark: Remark
    text: str

    def words(self, translate: Translate = str) -> str:
        """Return it in words."""
        if self.remark.key not in REMARKS:
            return self.text
        try:
            return remark_text(self.remark, translate)
        except (KeyError, ValueError, TypeError, IndexError, AttributeError):
            return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCell:
    """One cell; milliohms and millivolts as kept, None = unknown."""

    number: int
    rank: int | None
    grade: Grade
    resistance_mohm: float | None
    uncertainty_mohm: float | None
    others_mohm: float | None
    ratio: float | None
    sag_mv: float | None
    recovered_mv: float | None
    left_mv: float | None
    remarks: tuple[StoredRemark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCheck:
    """A whole check as it was kept."""

    grade: Grade
    weak_cell: int | None
    load_a: float | None
    load_s: float | None
    temperature_c: float | None
    soc_pct: float | None
    steps: tuple[str, ...]
    cells: tuple[StoredCell, ...]
    notes: tuple[StoredRemark, ...]
    curve_t_s: tuple[float, ...]
    curve_a: tuple[float | None, ...]
    curve_v: tuple[tuple[float | None, ...], ...]

    @property
    def ranked(self) -> tuple[StoredCell, ...]:
        """Cells by rank, those without one last."""
        last = len(self.cells) + 1
        return tuple(sorted(self.cells, key=lambda cell: (cell.rank or last, cell.number)))


def stored_check(body: Mapping[str, object]) -> StoredCheck | None:
    """Read a kept check; None when it is none."""
    if body.get("format") != FORMAT:
        return None
    curve = _mapping(body.get("curve"))
    rows = [tuple(map(_number, row)) for row in _list(curve.get("cell_v")) if isinstance(row, list)]
    times = [t for t in map(_number, _list(curve.get("t_s"))) if t is not None]
    amps = [_number(value) for value in _list(curve.get("current_a"))]
    whole = len(times) == len(rows) == len(amps) and len({len(row) for row in rows}) <= 1
    return StoredCheck(
        grade=_grade(body.get("grade")),
        weak_cell=_count(body.get("weak_cell")),
        load_a=_number(body.get("load_a")),
        load_s=_number(body.get("load_s")),
        temperature_c=_number(body.get("temperature_c")),
        soc_pct=_number(body.get("soc_pct")),
        steps=tuple(step for step in _list(body.get("steps")) if isinstance(step, str)),
        cells=tuple(
            _cell(_mapping(row), number)
            for number, row in enumerate(_list(body.get("cells")), start=1)
        ),
        notes=_remarks(body.get("notes")),
        curve_t_s=tuple(times) if whole else (),
        curve_a=tuple(amps) if whole else (),
        curve_v=tuple(rows) if whole else (),
    )


def _cell(row: Mapping[str, object], number: int) -> StoredCell:
    return StoredCell(
        number=_count(row.get("cell")) or number,
        rank=_count(row.get("rank")),
        grade=_grade(row.get("grade")),
        resistance_mohm=_number(row.get("resistance_mohm")),
        uncertainty_mohm=_number(row.get("uncertainty_mohm")),
        others_mohm=_number(row.get("others_mohm")),
        ratio=_number(row.get("ratio")),
        sag_mv=_number(row.get("sag_mv")),
        recovered_mv=_number(row.get("recovered_mv")),
        left_mv=_number(row.get("left_mv")),
        remarks=_remarks(row.get("remarks")),
    )


def _remarks(value: object) -> tuple[StoredRemark, ...]:
    rows = map(_mapping, _list(value))
    return tuple(
        StoredRemark(
            remark=Remark(key=str(row.get("key", "")), values=_mapping(row.get("values"))),
            text=str(row.get("text", "")),
        )
        for row in rows
    )


def _grade(value: object) -> Grade:
    return next((grade for grade in Grade if grade.value == value), Grade.NOT_ENOUGH_DATA)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < BEYOND else None


def _count(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and 1 <= number <= 1000 else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
