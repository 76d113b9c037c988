"""Track (MISSION A6): where a battery went, played over time; tracks of files play likewise."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mingtang_desk.cloud.fleet import Fleet, FleetEvent
from mingtang_desk.cloud.playback import Playback
from mingtang_desk.cloud.track_load import TrackData, load_track
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.panel import is_back
from mingtang_desk.ui.fleet.track_face import TrackFace, time_marks
from mingtang_desk.ui.fleet.track_file_io import read_file
from mingtang_desk.ui.fleet.track_file_tools import TrackFileTools
from mingtang_desk.ui.fleet.track_growth import TrackGrowth
from mingtang_desk.ui.fleet.track_layer import scale_of
from mingtang_desk.ui.fleet.track_map import TrackOnMap
from mingtang_desk.ui.fleet.track_past import TrackPast
from mingtang_desk.ui.fleet.track_rides import RideRow
from mingtang_desk.ui.fleet.track_words import VALUES, table_word
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn


class TrackPanel(TrackFace):
    """Playback of a track of the chosen battery, or of a file.

    Attributes:
        data: what is shown, None = nothing.
        files, on_map: what reads and writes files, what shows it on the map.
        growth, past: what lets it grow, what leads plot and cells through it.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.data: TrackData | None = None
        self._of_file = False
        self._shown_fleet: Fleet | None = None
        self._loading: asyncio.Task[Any] | None = None
        self.on_map = TrackOnMap(context.map, self)
        self.files = TrackFileTools(self)
        self.header = [self.whole, self.files.open_button, self.files.save_button]
        self.growth = TrackGrowth(self)
        self.past = TrackPast(context.past, self)
        self._connect()
        self.start()
        if context.chosen.day is not None:
            self.show_day(*context.chosen.day)

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Nothing of another login stays; a file does."""
        is_another, self._shown_fleet = fleet is not self._shown_fleet, fleet
        if is_another and not self._of_file:
            self.cancel()
            self._put(None)

    def bind_battery(self, number: str) -> None:
        """Show another battery."""
        if self._of_file or (self.data is not None and self.data.number == number):
            self._show()
            return
        self.cancel()
        self._put(None)
        if number and self.fleet is not None:
            self.load()

    def heard(self, event: FleetEvent) -> bool:
        """Let the track grow; read again what the server could not be asked for."""
        self.growth.heard(event)
        return event.topic.value == "link" and is_back(self.fleet, self.error_line.error)

    def fresh(self) -> None:
        """Read again."""
        self.load()

    def show_day(self, start: datetime, end: datetime) -> None:
        """Show the track of a stretch of time of the chosen battery."""
        self.range.use(start, end)
        self._of_file = False
        self._put(None)
        self.load()

    def load(self) -> None:
        """Read the track of the stretch that is chosen."""
        fleet, number = self.fleet, self.number
        if fleet is None or not number or self._of_file:
            self._show()
            return
        self.cancel()
        start, end = self.range.range(datetime.now(UTC))
        self._begin(self._load(fleet, number, start, end))

    def cancel(self) -> None:
        """Read no more; what was shown stays."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
            self._ended()

    def open_file(self, path: Path) -> None:
        """Play the track of a file."""
        self.cancel()
        self._begin(self._read(path), known=False)

    def leave_file(self) -> None:
        """Go back to the chosen battery."""
        self._of_file = False
        self._put(None)
        self.load()

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed; a note that there is nothing would contradict it."""
        super().show_error(error)
        self._show()

    def retranslate(self) -> None:
        """Write all texts."""
        self.whole.name(self.tr("Show the whole track on the map"))
        self.close_file.setText(self.tr("Close the file"))
        self.cells_button.setText(self.tr("Cells"))
        self.cells_button.setToolTip(self.tr("Show the cells at the cursor"))
        self.busy.retranslate()
        self.files.retranslate()
        for n in range(self.colour.count()):
            words = table_word(VALUES, self.colour.itemData(n))
            self.colour.setItemText(n, self.tr("Colour: {value}").format(value=words))
        self.colour.setAccessibleName(self.tr("What the track is coloured by"))
        if self.data is not None:
            self.rides.show_rides(self.data.trips, self.data.stops)
            self._draw()
        self._show()

    def rethemed(self) -> None:
        """The map takes its colours itself; here words and grounds come from the sheet."""
        self.player.timeline.redraw()

    def stop(self) -> None:
        """Let go of everything."""
        super().stop()
        self.player.stop()
        self.growth.stop()
        self.context.past.leave()
        if self._loading is not None:
            self._loading.cancel()

    def _connect(self) -> None:
        chosen, past = self.context.chosen, self.context.past
        self.whole.clicked.connect(self.on_map.look)
        self.files.opened.connect(self.open_file)
        self.close_file.clicked.connect(self.leave_file)
        self.range.wanted.connect(self.load)
        self.busy.cancelled.connect(self.cancel)
        self.note.action.clicked.connect(self._act)
        self.player.moved.connect(self._moved)
        self.player.led.connect(self.past.lead)
        self.colour.activated.connect(self._colour_chosen)
        self.cells_button.toggled.connect(self._cells_toggled)
        self.growth.grown.connect(self._grown)
        self.rides.wanted.connect(self._ride_chosen)
        self.on_map.wanted.connect(self.player.seek)
        past.wanted.connect(self._past_wanted)
        past.left.connect(self.player.pause)
        chosen.day_wanted.connect(self.show_day)

    def _begin(self, work: Any, *, known: bool = True) -> None:
        self.busy.begin(known=known)
        self._loading = spawn(self, work, done=self._ended, stoppable=True)
        self._show()

    def _ended(self) -> None:
        if self._loading is None or self._loading.done():
            self._loading = None
            self.busy.hide()
        self._show()

    async def _load(self, fleet: Fleet, number: str, start: datetime, end: datetime) -> None:
        data = await load_track(fleet.provider, number, start, end, self.busy.tell)
        if number == self.number and fleet is self.fleet:
            self._put(data)

    async def _read(self, path: Path) -> None:
        data = await read_file(path)
        self._of_file = True
        self._put(data)
        self.on_map.look()
        self.player.timeline.setFocus()  # so that Space plays at once

    def _put(self, data: TrackData | None) -> None:
        """Show another track, or none."""
        self.data = data
        self.files.show_data(data)
        self.growth.use(self.fleet, None if self._of_file else data, is_open=self.range.is_open)
        if data is None:
            self.past.use(None, "", "", None)
            self.player.use(Playback())
            self.on_map.show_track(None)
            self._show()
            return
        self.player.timeline.show_track(data.track, time_marks(data))
        fleet = self.fleet
        boards = None if fleet is None or not data.has_board else fleet.provider.boards
        self.cells.use(boards, data.number)
        self.past.use(boards, data.number, self.context.chosen.uri(data.number), data.start)
        self.rides.show_rides(data.trips, data.stops)
        self.player.use(data.track)
        self._draw()
        self._show()

    def _grown(self, data: TrackData) -> None:
        """Show what came to the track; nothing of what the user does is disturbed."""
        before, self.data = self.data, data
        if before is None or not before.track:
            self._put(data)
            return
        self.files.show_data(data)
        self.cells.grow(before.track.end)
        self.player.timeline.show_track(data.track, time_marks(data))
        if (data.trips, data.stops) != (before.trips, before.stops):
            self.rides.show_grown(data.trips, data.stops)
        self.player.grow(data.track)
        self._draw()
        if self.past.leads:
            self.past.lead(self.player.player.t)
        self._show()

    def _draw(self) -> None:
        """Put the track on the map."""
        data, name = self.data, str(self.colour.currentData())
        if data is None:
            return
        scale = scale_of(name, data.track) if data.track else None
        self.legend.show_scale(scale, name)
        self.on_map.show_track(data, name, self.player.player.t)

    def _moved(self, t: float) -> None:
        self.on_map.show_time(t)
        self.cells.show_time(t)
        self.rides.show_time(t)

    def _past_wanted(self, t: float) -> None:
        """Somebody moves the cursor from another panel."""
        if self.past.leads:
            self.player.seek(t)

    def _act(self) -> None:
        """Do what the button of the note says."""
        if self.fleet is None:
            self.context.chosen.panel_wanted.emit("account")
        else:
            self.load()

    def _ride_chosen(self, row: RideRow) -> None:
        self.player.seek(row.start)
        self.on_map.look_at(row.start, row.end)
        self.rides.list.setFocus()  # which the map took, now that it is in front

    def _colour_chosen(self) -> None:
        self.context.prefs.keep(self.show_error, track_colour=str(self.colour.currentData()))
        self._draw()

    def _cells_toggled(self, on: bool) -> None:
        self.cells.setVisible(on)
        if self.data is not None and self.data.track:
            self.cells.show_time(self.player.player.t)

    def _show(self) -> None:
        """Show what belongs to the state: nobody, nothing, loading, a track."""
        data = self.data
        plays = data is not None and bool(data.track)
        self.file_line.setVisible(self._of_file)
        self.title.set_text(data.title if data is not None and self._of_file else "")
        self.range.setVisible(not self._of_file and self.fleet is not None and bool(self.number))
        self.scroll_area.setVisible(plays)
        self.whole.setEnabled(data is not None and (plays or bool(data.lines)))
        self.note.setVisible(not plays and self.error_line.error is None)
        remarks = "" if data is None else self.note.remarks(data)
        self.note.say_why(
            data,
            loading=self._loading is not None,
            logged_in=self.fleet is not None,
            has_client=self.context.cloud is not None,
            number=self.number,
            hint=remarks,
        )
        if data is None:
            return
        self.cells_button.setVisible(data.has_board and bool(data.track.samples))
        if self.cells_button.isHidden():
            self.cells_button.setChecked(False)
        self.remarks.setText(remarks)
        self.remarks.setVisible(bool(remarks))
        self.rides.setVisible(not self._of_file)
