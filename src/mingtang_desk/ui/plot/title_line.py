"""What the plot has in its title line: legend and buttons, of which some go where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.plot.legend import PlotLegend
from mingtang_desk.ui.widgets.basics import Button

_GAP, _SIDE, _APART = 4, 24, 8
_LEGEND_PX = 90
"""Buttons give way before the legend gets less than this."""


class TitleLine(QWidget):
    """One widget, so that it decides itself who gets the room there is.

    Args:
        buttons: in their order; needed: those of them that always stay.
    """

    def __init__(
        self, legend: PlotLegend, buttons: Sequence[Button], needed: Sequence[Button]
    ) -> None:
        super().__init__()
        self._legend, self._buttons, self._needed = legend, tuple(buttons), tuple(needed)
        for child in (legend, *buttons):
            child.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        legend.resized.connect(self._grown)

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(self._legend.sizeHint().width() + _APART + _width(self._buttons), _SIDE)

    def minimumSizeHint(self) -> QSize:
        """A sign of the legend, and what leads to everything else."""
        least = self._legend.minimumSizeHint().width()
        return QSize(least + _APART + _width(self._needed), _SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the buttons their places, and the legend the rest."""
        super().resizeEvent(event)
        self._lay_out()

    def _grown(self) -> None:
        self.updateGeometry()
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.width() - min(_LEGEND_PX, self._legend.sizeHint().width())
        shown = self._buttons if _width(self._buttons) <= room else self._needed
        x = self.width() - _width(shown)
        height = self._legend.sizeHint().height()
        self._legend.setGeometry(
            QRect(0, (self.height() - height) // 2, max(x - _APART, 0), height)
        )
        for button in self._buttons:
            button.setVisible(button in shown)
            if button in shown:
                button.setGeometry(QRect(x + _GAP, (self.height() - _SIDE) // 2, _SIDE, _SIDE))
                x += _SIDE + _GAP


def _width(buttons: Sequence[Button]) -> int:
    return len(buttons) * (_SIDE + _GAP)
