"""The cells of a check by resistance: bars, figures, grades in words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.diagnosis.bench_reading import Grade
from mingtang_desk.diagnosis.bench_stored import StoredCell, StoredCheck
from mingtang_desk.diagnosis.bench_texts import CONTEXT, GRADES
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.shown import NOT_REPORTED, number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

ROW = 24.0
HEAD = 20.0
WIDE = 470
SIGNS = {Grade.OK: "✓", Grade.WATCH: "!", Grade.REPLACE: "×", Grade.NOT_ENOUGH_DATA: "?"}
TOKENS = {
    Grade.OK: "ok_text",
    Grade.WATCH: "warn_text",
    Grade.REPLACE: "bad_text",
    Grade.NOT_ENOUGH_DATA: "muted",
}
_FILLS = {Grade.OK: "cell_edge", Grade.WATCH: "warn", Grade.REPLACE: "bad"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RankList(QWidget):
    """One line a cell, the highest resistance first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._check: StoredCheck | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_check(self, check: StoredCheck) -> None:
        """Show a check."""
        self._check = check
        self.setAccessibleName(" · ".join(self.line(cell) for cell in check.ranked))
        self.updateGeometry()
        self.update()

    def line(self, cell: StoredCell) -> str:
        """Return a cell in words."""
        ohms = number_of(cell.resistance_mohm, 3, "mΩ")
        grade = words(CONTEXT, GRADES[cell.grade])
        return self.tr("cell {n}").format(n=cell.number) + f" {ohms} {grade}"

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        count = 0 if self._check is None else len(self._check.cells)
        return QSize(300, round(HEAD + ROW * count))

    def minimumSizeHint(self) -> QSize:
        """Never cut a line."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw head and lines."""
        check = self._check
        if check is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_wide = self.width() >= WIDE
        painter.setFont(font(Size.DRAWING))
        painter.setPen(self._theme.color("muted"))
        for text, place, flags in self._columns(0.0, HEAD, is_wide):
            painter.drawText(place, flags, text)
        highest = max((cell.resistance_mohm or 0.0 for cell in check.cells), default=0.0) or 1.0
        for row, cell in enumerate(check.ranked):
            self._draw(painter, cell, HEAD + row * ROW, highest, is_wide)

    def _columns(
        self, top: float, high: float, is_wide: bool
    ) -> list[tuple[str, QRectF, Qt.AlignmentFlag]]:
        """Return heading, place and side of: cell, figure, others, sag, grade."""
        right = float(self.width())
        grade = QRectF(right - 104, top, 104, high)
        end = grade.left() - 8
        found = [
            (self.tr("Cell"), QRectF(0, top, 44, high), _LEFT),
            (self.tr("mΩ"), QRectF(end - 104, top, 104, high), _RIGHT),
        ]
        if is_wide:
            found = [
                found[0],
                (self.tr("mΩ"), QRectF(end - 228, top, 104, high), _RIGHT),
                (self.tr("to others"), QRectF(end - 122, top, 60, high), _RIGHT),
                (self.tr("sag, mV"), QRectF(end - 60, top, 60, high), _RIGHT),
            ]
        return [*found, (self.tr("Grade"), grade, _LEFT)]

    def _draw(
        self, painter: QPainter, cell: StoredCell, top: float, highest: float, is_wide: bool
    ) -> None:
        color = self._theme.color
        columns = self._columns(top, ROW, is_wide)
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(0, round(top), self.width(), round(top))
        ohms = number_of(cell.resistance_mohm, 3)
        if cell.uncertainty_mohm is not None:
            ohms += f" ± {cell.uncertainty_mohm:.3f}"
        ratio = NOT_REPORTED
        if cell.ratio is not None:
            ratio = f"{number((cell.ratio - 1) * 100, 0, sign=True)} %"
        told = [str(cell.number), ohms]
        if is_wide:
            told += [ratio, number_of(cell.sag_mv, 0)]
        sign, grade = SIGNS[cell.grade], words(CONTEXT, GRADES[cell.grade])
        told.append(f"{sign} {grade}")
        bar_left, bar_right = 48.0, columns[1][1].left() - 8
        room = bar_right - bar_left
        if cell.resistance_mohm is not None and room > 16:
            long = max(cell.resistance_mohm / highest * room, 2.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(_FILLS.get(cell.grade, "hatch")))
            painter.drawRoundedRect(QRectF(bar_left, top + 7, long, ROW - 14), 2, 2)
        for text, (_, place, flags) in zip(told, columns, strict=True):
            is_grade = place is columns[-1][1]
            painter.setFont(font(Size.SMALL, strong=is_grade))
            painter.setPen(color(TOKENS[cell.grade] if is_grade else "text"))
            painter.drawText(place, flags, text)


def number_of(value: float | None, decimals: int, unit: str = "") -> str:
    """Return a figure with its unit, a dash where there is none."""
    return NOT_REPORTED if value is None else f"{number(value, decimals)} {unit}".strip()
