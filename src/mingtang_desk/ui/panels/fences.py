"""Fences: the list, drawn and dragged on the map, edited in numbers, saved and copied (A7)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from mingtang_desk.cloud.fence_draft import FenceDraft
from mingtang_desk.cloud.models_rides import Circle
from mingtang_desk.core.errors import CloudError
from mingtang_desk.geo.places import is_nowhere
from mingtang_desk.ui.fleet.fence_desk import FenceDesk
from mingtang_desk.ui.fleet.fence_drawing import HandDrawing
from mingtang_desk.ui.fleet.fence_layer import LAYER, FenceLayer, drawn_shape, places_of
from mingtang_desk.ui.fleet.fence_list_page import FenceListPage
from mingtang_desk.ui.fleet.fence_page import FencePage
from mingtang_desk.ui.fleet.fence_rows import NEW, FenceRow
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Shape
from mingtang_desk.ui.shown import NOT_REPORTED, age
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

_log = logging.getLogger(__name__)

HERE_M = 200.0
"""Radius of a fence around a battery, metres."""
_LOOK_MS = 5000
REREAD_MS = 30_000
"""What others changed is read so often while the panel is seen: the server tells no event of it."""


class FencesPanel(FleetPanel):
    """Fences of the chosen battery or of all."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.desk = FenceDesk(self)
        self.selected = ""
        self.drawing = HandDrawing(context.map, self)
        self._showing, self._layer = False, FenceLayer()
        self._since = QElapsedTimer()
        self.list_page, self.page = FenceListPage(context), FencePage(context.theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list_page)
        self.stack.addWidget(self.page)
        self.body.addWidget(self.stack, 1)
        self._tick = QTimer(self, interval=_LOOK_MS)
        self._tick.timeout.connect(self._look)
        self._connect()
        self.start()
        self._tick.start()

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Show the fences of another login."""
        self.drawing.stop()
        self.selected = ""
        self.stack.setCurrentWidget(self.list_page)
        self.desk.use(fleet)

    def bind_battery(self, number: str) -> None:
        """Show the fences of another battery, where only one battery's are wanted."""
        self.list_page.name_battery(number)
        self.reload()
        self._show()

    def heard(self, event: FleetEvent) -> bool:
        """Take alarms of fences, positions of the chosen battery, and how the link is."""
        match event.topic:
            case "alarm":
                crossed = self.desk.hear(event)
                if crossed and not self.desk.knows_all:
                    self._since.invalidate()  # somebody made one meanwhile
                    self._read_what_others_did()
                if crossed:  # the map is seen where this panel is not
                    self._put_on_map(self.desk.rows())
                return crossed
            case "rows" | "place":
                return event.number == self.number
            case "link":
                if not self.desk.loaded:
                    self.reload()
                return True
            case _:
                return False

    def fresh(self) -> None:
        """Show what was heard."""
        self._show()

    def reload(self) -> None:
        """Read the fences again."""
        fleet = self.fleet
        if fleet is not None and fleet.phase != "loading" and fleet.provider.fences is not None:
            self._since.start()
            spawn(self, self.desk.load(self._wanted), stoppable=True)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.list_page.retranslate()
        self.page.retranslate()
        self._show()

    def stop(self) -> None:
        """Leave the map and the fleet."""
        self._tick.stop()
        self.drawing.stop()
        self.context.map.remove(LAYER)
        super().stop()

    def select(self, key: str, *, edit: bool = False) -> None:
        """Choose a fence, "" = none; `edit`: on its page."""
        self.selected = key
        fresh = edit and self.stack.currentWidget() is not self.page
        if edit:
            self.stack.setCurrentWidget(self.page)
        self._show(fresh=fresh)

    def fence_here(self) -> None:
        """Begin a circle around the chosen battery."""
        place = self._place()
        if place is None:
            return
        name = self.tr("Around {number}").format(number=self.number)
        circle = Circle(lat=place.lat, lon=place.lon, radius_m=HERE_M)
        self._begin(FenceDraft(name=name, circle=circle, devices=(self.number,)))

    def save(self) -> None:
        """Send what is pending of the selected fence."""
        spawn(self, self.desk.save(self.selected))

    def revert(self) -> None:
        """Go back to what is saved."""
        self.show_error(None)
        key = self.selected
        self.desk.revert(key)
        if key == NEW:
            self.selected = ""
            self.stack.setCurrentWidget(self.list_page)
        self._show(fresh=True)

    def remove(self) -> None:
        """Delete the selected fence; a line offers the way back."""
        if self.selected == NEW:
            self.revert()
        elif self.selected and not self._why_not():
            spawn(self, self._removed(self.selected))

    def _connect(self) -> None:
        pages = self.list_page
        pages.scope.activated.connect(self.reload)
        pages.refresh.clicked.connect(self.reload)
        pages.notice.action.clicked.connect(self._act)
        pages.circle.clicked.connect(lambda: self.drawing.toggle(Shape.CIRCLE))
        pages.polygon.clicked.connect(lambda: self.drawing.toggle(Shape.POLYGON))
        pages.here.clicked.connect(self.fence_here)
        pages.list.selectionModel().currentChanged.connect(self._row_chosen)
        pages.list.activated.connect(self._row_opened)
        pages.edit.clicked.connect(lambda: self._open(self.selected))
        pages.delete_button.clicked.connect(self.remove)
        pages.undo.clicked.connect(lambda: spawn(self, self.desk.undo()))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), pages.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.remove)
        page = self.page
        page.changed.connect(self._typed)
        page.left.connect(self._back)
        page.save.connect(self.save)
        page.revert.connect(self.revert)
        page.remove.connect(self.remove)
        page.copy.connect(lambda: spawn(self, self.desk.copy(self.selected, self.number)))
        page.take_back.connect(lambda: spawn(self, self.desk.take_back()))
        self.desk.changed.connect(self._show)
        self.desk.renamed.connect(self._renamed)
        on_map = self.context.map
        self.drawing.drawn.connect(self._drawn)
        self.drawing.changed.connect(self._show)
        on_map.edited.connect(self._edited)
        on_map.clicked.connect(self._clicked)

    async def _removed(self, key: str) -> None:
        await self.desk.remove(key)
        if self.selected == key:
            self.selected = ""
            self.stack.setCurrentWidget(self.list_page)
        self._show()

    def _renamed(self, old: str, new: str) -> None:
        if not old:
            self.select(new)
        elif self.selected == old:
            self.selected = new  # what is shown follows at once

    def _begin(self, draft: FenceDraft) -> None:
        """Edit a new fence; the shape of one that is not saved yet is replaced."""
        self.drawing.stop()
        self.desk.put(NEW, draft)
        self.select(NEW, edit=True)
        self.context.map.look_at(places_of(draft), bring_up=False)
        self.page.editor.name.setFocus()
        self.page.editor.name.selectAll()

    def _drawn(self, area: Area) -> None:
        if self._why_not():
            return
        known = self.desk.drafts.get(NEW)
        name = self.tr("Fence {n}").format(n=len(self.desk.fences) + 1)
        devices = (self.number,) if self.number else ()
        self._begin(drawn_shape(known or FenceDraft(name=name, devices=devices), area))

    def _edited(self, layer: str, area: Area) -> None:
        row = self._row(area.key)
        if layer != LAYER or row is None or self._why_not():
            return
        self.desk.put(row.key, drawn_shape(row.draft, area))
        self.select(row.key, edit=True)

    def _clicked(self, layer: str, key: str) -> None:
        if layer == LAYER and self._row(key) is not None:
            self.select(key)

    def _typed(self, draft: FenceDraft) -> None:
        if self.selected:
            self.desk.put(self.selected, draft)

    def _back(self) -> None:
        self.stack.setCurrentWidget(self.list_page)
        self._show()
        self.list_page.list.setFocus()

    def _row_chosen(self, index: QModelIndex) -> None:
        row = self.list_page.row_at(index)
        if row is not None and not self._showing:
            self.select(row.key)
            self.context.map.look_at(places_of(row.draft), bring_up=False)

    def _row_opened(self, index: QModelIndex) -> None:
        row = self.list_page.row_at(index)
        if row is not None:
            self._open(row.key)

    def _open(self, key: str) -> None:
        self.select(key, edit=True)
        self.page.editor.name.setFocus()

    def _row(self, key: str) -> FenceRow | None:
        return next((row for row in self.desk.rows() if row.key == key), None)

    def _place(self) -> Place | None:
        fleet = self.fleet
        battery = None if fleet is None else fleet.table.get(self.number)
        if battery is None or battery.lat is None or battery.lon is None:
            return None
        return None if is_nowhere(battery.lat, battery.lon) else Place(battery.lat, battery.lon)

    def _age(self) -> str:
        fleet = self.fleet
        battery = None if fleet is None else fleet.table.get(self.number)
        if fleet is None or battery is None or battery.position_time is None:
            return NOT_REPORTED
        return age(max((fleet.now() - battery.position_time).total_seconds(), 0.0))

    def _why_not(self) -> str:
        """Return why nothing may be changed, "" = it may."""
        fleet = self.fleet
        if fleet is None or fleet.can("fences"):
            return ""
        return lacks_right(fleet, self.tr("Your role may look at fences but not change them."))

    def _knows(self, number: str) -> bool:
        fleet = self.fleet
        if fleet is None or fleet.phase != "live":
            return True
        return any(fleet.table.get(each) for each in (number, number.lstrip("0")))

    def _look(self) -> None:
        """Ages grow, hours begin and others change fences without anything being heard."""
        if self.isVisible() and self.fleet is not None:
            self._read_what_others_did()
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Look what others did meanwhile."""
        super().showEvent(event)
        self._read_what_others_did()

    def _read_what_others_did(self) -> None:
        """Read again in sight, but not under the hands of who draws, edits or waits."""
        fleet, desk = self.fleet, self.desk
        is_due = not self._since.isValid() or self._since.elapsed() >= REREAD_MS
        is_at_work = desk.busy or desk.drafts or self.drawing.asked is not None
        is_there = fleet is not None and fleet.phase == "live" and desk.loaded
        if is_due and is_there and not is_at_work and self.isVisible():
            self._since.start()
            spawn(self.desk, self._read_quietly(), stoppable=True)

    async def _read_quietly(self) -> None:
        """Read what nobody asked for: an error that somebody is reading stays, and none comes."""
        try:
            await self.desk.load(self._wanted)
        except CloudError as error:  # the link says so itself, and soon it is read again
            _log.info("fences are not read again: %s", error.key)

    @property
    def _wanted(self) -> str:
        """Whose fences: those of a battery, or "" = all."""
        return self.number if self.list_page.of_battery else ""

    def _show(self, *, fresh: bool = False) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            self._show_all(fresh=fresh)
        finally:
            self._showing = False

    def _act(self) -> None:
        """Do what the button of the note says."""
        if self.fleet is None:
            self.context.chosen.panel_wanted.emit("account")
        else:
            self.reload()

    def _show_all(self, *, fresh: bool) -> None:
        rows = self.desk.rows()
        row = next((each for each in rows if each.key == self.selected), None)
        if row is None:
            self.selected = ""
            self.stack.setCurrentWidget(self.list_page)
        why, place = self._why_not(), self._place()
        self.list_page.show_rows(
            self.desk,
            rows,
            self.selected,
            fleet=self.fleet,
            has_client=self.context.cloud is not None,
            why_not=why,
            placed=place is not None,
            drawing=self.drawing.asked,
        )
        if row is not None:
            self.page.show_row(
                row,
                chosen=self.number,
                knows=self._knows,
                place=place,
                age=self._age(),
                why_not=why,
                busy=self.desk.busy,
                fresh=fresh,
            )
            self.page.show_copy(row, self.desk, self.fleet, self.number)
        self._put_on_map(rows)

    def _put_on_map(self, rows: Sequence[FenceRow]) -> None:
        if self.fleet is None:
            self.context.map.remove(LAYER)
        else:
            editable = not self._why_not()
            self.context.map.put(LAYER, self._layer.layer(rows, self.selected, editable=editable))
