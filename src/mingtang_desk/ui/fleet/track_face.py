"""The face of the panel Track: its parts from top to bottom, and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.track_load import TrackData
from mingtang_desk.ui.fleet.alarm_words import type_word
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.fleet.track_cells import TrackCells
from mingtang_desk.ui.fleet.track_legend import TrackLegend
from mingtang_desk.ui.fleet.track_player import TrackPlayer
from mingtang_desk.ui.fleet.track_range import TrackRange
from mingtang_desk.ui.fleet.track_rides import TrackRides
from mingtang_desk.ui.fleet.track_states import TrackBusy, TrackNote
from mingtang_desk.ui.fleet.track_timeline import TimeMark
from mingtang_desk.ui.fleet.track_words import VALUES
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import choice, icon_button, label, plain
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.scroll import scrolling

_WIDE_PX = 760
_BESIDE_BAR_PX = 8


class TrackFace(FleetPanel):
    """The widgets; whoever derives connects them and says what they show.

    Attributes:
        file_line: the name of the file that is played, and what closes it.
        range, busy, player, colour, legend, cells, remarks, rides, note: from top to bottom.
        scroll_area: holds what plays.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.whole = icon_button(theme, "route")
        self.title = ElidedText(theme, strong=True, middle=True)
        self.close_file = plain(theme, "x")
        self.file_line = QWidget()
        file_line = QHBoxLayout(self.file_line)
        file_line.setContentsMargins(0, 0, 0, 0)
        file_line.addWidget(self.title, 1)
        file_line.addWidget(self.close_file)
        self.range = TrackRange(theme)
        self.busy = TrackBusy(theme)
        self.note = TrackNote(theme, "route")
        self.player = TrackPlayer(context, self)
        self.colour = choice()
        for name in VALUES:
            self.colour.addItem("", name)
        at = self.colour.findData(context.prefs.values.track_colour)
        self.colour.setCurrentIndex(max(at, 0))
        self.legend = TrackLegend(theme)
        self.remarks = label("muted", wrap=True)
        self.cells_button = plain(theme, "layout-grid")
        self.cells_button.setCheckable(True)
        self.cells = TrackCells(theme)
        self.cells.hide()
        self.rides = TrackRides(theme)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Trips stand beside the rest where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE_PX
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._content.setDirection(way)
        self.player.lay_out(self.width() * 2 // 3 if wide else self.width())

    def _arrange(self) -> None:
        playing, holder = QWidget(), QWidget()
        left = QVBoxLayout(playing)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        colours = QHBoxLayout()
        colours.setSpacing(12)
        colours.addWidget(self.colour)
        colours.addStretch(1)
        colours.addWidget(self.cells_button)
        left.addWidget(self.player)
        left.addLayout(colours)
        left.addWidget(self.legend)
        left.addWidget(self.cells)
        left.addWidget(self.remarks)
        left.addStretch(0)
        self._content = QBoxLayout(QBoxLayout.Direction.TopToBottom, holder)
        self._content.setContentsMargins(0, 0, _BESIDE_BAR_PX, 0)
        self._content.setSpacing(12)
        self._content.addWidget(playing, 2)
        self._content.addWidget(self.rides, 1)
        self._content.setAlignment(playing, Qt.AlignmentFlag.AlignTop)
        self.scroll_area = scrolling(holder)
        self.body.addWidget(self.file_line)
        self.body.addWidget(self.range)
        self.body.addWidget(self.busy)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addWidget(self.note, 1)


def time_marks(data: TrackData) -> list[TimeMark]:
    """Return what is marked under the slider: alarms."""
    return [
        TimeMark(
            t=alarm.time.timestamp(),
            text=type_word(alarm.type),
            severe=alarm.severity == "critical",
        )
        for alarm in data.alarms or ()
    ]
