"""What a track panel says: why there is nothing to play, what is not on the line, how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from mingtang_desk.cloud.track_load import TrackData
from mingtang_desk.ui.fleet.battery_note import offer_login
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain
from mingtang_desk.ui.widgets.state_note import StateNote

_WHOLE = 1000


class TrackBusy(QWidget):
    """Progress, how many points there are, and Cancel."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.progress = QProgressBar()
        self.progress.setRange(0, _WHOLE)
        self.progress.setTextVisible(False)
        self.count = label("muted")
        self.cancel = plain(theme)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.progress, 1)
        row.addWidget(self.count)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self, *, known: bool) -> None:
        """Begin anew; `known`: how much is done will be told."""
        self.progress.setRange(0, _WHOLE if known else 0)
        self.progress.setValue(0)
        self.count.setText("")
        self.show()

    def tell(self, share: float, points: int) -> None:
        """Show how much is done, 0 to 1."""
        self.progress.setValue(round(share * _WHOLE))
        self.count.setText(self.tr("%n point(s)", "", points))

    def retranslate(self) -> None:
        """Write all texts."""
        self.cancel.setText(self.tr("Cancel"))


class TrackNote(StateNote):
    """Instead of a track: why there is none, and what to do."""

    def say_why(
        self,
        data: TrackData | None,
        *,
        loading: bool,
        logged_in: bool,
        has_client: bool,
        number: str,
        hint: str,
    ) -> None:
        """Say why there is nothing to play; `hint`: what was left out of the track."""
        self.action.hide()
        if loading:
            self.say(self.tr("Reading the track…"))
        elif data is not None and data.lines and not data.track:
            self.say(
                self.tr("This file has no times"),
                self.tr("Its line is on the map; it cannot be played."),
            )
        elif not logged_in:
            self.say(
                self.tr("Not logged in"),
                self.tr("Log in to a cloud in the panel Account, or open a GPX or KML file here."),
            )
            offer_login(self, has_client=has_client)
        elif not number:
            self.say(self.tr("No battery chosen"), self.tr("Choose one in the list or on the map."))
        elif data is not None:
            self.say(
                self.tr("Nothing was reported in this stretch of time"),
                hint or self.tr("Choose another stretch of time."),
            )
        else:
            self.say(self.tr("No track read yet"))
            self.action.setText(self.tr("Read the track"))
            self.action.show()

    def remarks(self, data: TrackData) -> str:
        """Return what is to be known of a track: what is not on it, what nobody knows."""
        left, parts = data.track.left_out, list(data.notes)
        if left.no_fix:
            parts.append(self.tr("%n report(s) without a place left out.", "", left.no_fix))
        if left.leaps:
            parts.append(self.tr("%n report(s) that leap left out.", "", left.leaps))
        if left.doubled and data.number:
            parts.append(self.tr("%n report(s) of the same time left out.", "", left.doubled))
        if data.number and not data.has_board:
            parts.append(self.tr("The server keeps no history of the board: no SOC, no current."))
        elif data.number and data.track and not data.track.samples:
            parts.append(self.tr("The board told nothing in this time: no SOC, no current."))
        return " ".join(parts)
