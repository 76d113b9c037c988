"""Alarms of the fleet (MISSION G): list, detail with its place on the map, switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.cloud.alarm_events import changed, news_of
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.alarm_acks import AlarmFoot, ack_refusal, send_acks
from mingtang_desk.ui.fleet.alarm_detail import AlarmDetail
from mingtang_desk.ui.fleet.alarm_filters import AlarmFilters
from mingtang_desk.ui.fleet.alarm_list import AlarmList
from mingtang_desk.ui.fleet.alarm_place import LAYER, show_place
from mingtang_desk.ui.fleet.alarm_states import say_none
from mingtang_desk.ui.fleet.alarm_switches import AlarmSwitches
from mingtang_desk.ui.fleet.link_banner import LinkBanner
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent
    from mingtang_desk.cloud.models_alarms import Alarm

_TICK_MS = 20_000


class AlarmsPanel(FleetPanel):
    """What was raised, newest first."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.filters = AlarmFilters(theme)
        self.filters.changed.connect(self.reload)
        self.list = AlarmList(theme)
        self.list.opened.connect(self.open_alarm)
        self.list.acknowledge.connect(self.acknowledge_chosen)
        self.list.loaded.connect(self._show)
        self.list.failed.connect(self.show_error)
        self.list.selectionModel().selectionChanged.connect(self._show_buttons)
        self.note = StateNote(theme, "triangle-alert")
        self.note.action.clicked.connect(self._act)
        self.count = label("muted")
        self.header.append(self.count)
        self.foot = AlarmFoot(theme)
        self.ack_button, self.switches_button = self.foot.ack, self.foot.switches
        self.ack_button.clicked.connect(self.acknowledge_chosen)
        self.switches_button.clicked.connect(self.open_switches)
        self.detail = AlarmDetail(theme)
        self.detail.left.connect(self.back)
        self.detail.acknowledge.connect(self._acknowledge_shown)
        self.detail.on_map.connect(self._look)
        self.detail.battery.connect(self._choose_battery)
        self.switches: AlarmSwitches | None = None
        self._missed = False
        self.list_page = self._list_page()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list_page)
        self.stack.addWidget(self.detail)
        self.banner = LinkBanner(theme)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.stack, 1)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._grow_older)
        context.chosen.alarm_wanted.connect(self.open_alarm)
        context.map.clicked.connect(self._clicked)
        context.prefs.changed.connect(self._preferred)
        self._tick.start()
        self.start()

    def reload(self) -> None:
        """Read the list anew."""
        self.show_error(None)
        self.list.load(self.fleet, self.filters.wanted)
        self._show()

    def open_alarm(self, alarm_id: str) -> None:
        """Show one alarm, here and on the map."""
        fleet = self.fleet
        if fleet is not None and fleet.provider.alarms is not None:
            known = self.list.book.get(alarm_id)
            if known is not None:
                self._show_detail(known)
            spawn(self, self._open(fleet, alarm_id))

    def back(self) -> None:
        """Go back to the list."""
        self.context.map.remove(LAYER)
        self.stack.setCurrentWidget(self.list_page)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def open_switches(self) -> None:
        """Show which alarms are raised, and which tell here."""
        fleet = self.fleet
        if fleet is None:
            return
        if self.switches is None:
            self.switches = AlarmSwitches(self.context.theme, self.context.prefs)
            self.switches.left.connect(self.back)
            self.stack.addWidget(self.switches)
        self.switches.show_for(fleet, self.number)
        self.stack.setCurrentWidget(self.switches)
        self.switches.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def acknowledge_chosen(self) -> None:
        """Say that the selected alarms were seen."""
        self._acknowledge(self.list.chosen)

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Show the alarms of another fleet."""
        self.context.map.remove(LAYER)
        self.stack.setCurrentWidget(self.list_page)
        self.filters.show_battery(self.number)
        self.reload()

    def bind_battery(self, number: str) -> None:
        """Follow the chosen battery where only its alarms are wanted."""
        if self.filters.show_battery(number):
            self.reload()
        switches = self.switches
        if switches is not None and self.stack.currentWidget() is switches and self.fleet:
            switches.show_for(self.fleet, number)

    def heard(self, event: FleetEvent) -> bool:
        """Put a new alarm on top, change a known one in place."""
        from mingtang_desk.cloud.fleet import FleetTopic

        if event.topic is FleetTopic.LIST:
            # Read anew after a gap: alarms may have been missed with it.
            self._missed = self._missed or self.is_up
            return True
        if event.topic is FleetTopic.LINK:
            self._missed = self._missed or (self.is_up and self.error_line.error is not None)
            return True
        if event.topic is not FleetTopic.ALARM:
            return False
        self.list.take(event)
        shown, news = self.detail.alarm, news_of(event.values)
        if shown is not None and news is not None and news.id == shown.id:
            self._show_detail(changed(shown, news), bring_up=False)
        return False

    def fresh(self) -> None:
        """Read the list anew after the fleet was, and show what one may do."""
        if self._missed:
            self._missed = False
            self.reload()
        else:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.list.setAccessibleName(self.tr("Alarms, newest first"))
        self.list.viewport().update()
        self._show()

    def rethemed(self) -> None:
        """Draw the rows in the present colours."""
        self.list.viewport().update()

    def stop(self) -> None:
        """Let go of fleet, map and timers."""
        self._tick.stop()
        self.filters.stop()
        self.list.stop()
        super().stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for addresses that were not in sight before."""
        super().showEvent(event)
        self._grow_older()

    def _list_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filters)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.foot)
        return page

    async def _open(self, fleet: Fleet, alarm_id: str) -> None:
        part = fleet.provider.alarms
        assert part is not None
        alarm = await part.one(alarm_id)
        if fleet is not self.fleet:
            return
        self.list.mark(alarm)
        self.list.choose(alarm_id)
        self._show_detail(alarm)
        self._look()

    def _show_detail(self, alarm: Alarm, *, bring_up: bool = True) -> None:
        fleet = self.fleet
        if fleet is None:
            return
        degrees = self.context.prefs.values.temperature
        refusal = ack_refusal(fleet)
        self.detail.show_alarm(alarm, fleet.now(), temperature=degrees, refusal=refusal)
        if bring_up and self.stack.currentWidget() is not self.detail:
            self.stack.setCurrentWidget(self.detail)
            self.detail.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        """Show where the alarm happened."""
        show_place(self.context.map, self.detail.alarm, self)

    def _clicked(self, layer: str, key: str) -> None:
        if layer == LAYER:
            self.context.chosen.panel_wanted.emit("alarms")
            self.open_alarm(key)

    def _choose_battery(self) -> None:
        alarm = self.detail.alarm
        if alarm is not None and alarm.device is not None:
            self.context.chosen.choose(alarm.device.number)
            self.context.chosen.panel_wanted.emit("battery")

    def _acknowledge_shown(self) -> None:
        if self.detail.alarm is not None:
            self._acknowledge((self.detail.alarm,))

    def _acknowledge(self, alarms: tuple[Alarm, ...]) -> None:
        fleet = self.fleet
        ids = [alarm.id for alarm in alarms if alarm.state == "raised"]
        if fleet is not None and ids and not ack_refusal(fleet):
            spawn(self, send_acks(fleet, ids))

    def _show(self) -> None:
        fleet = self.fleet
        rows, wanted = len(self.list.book.rows), self.filters.wanted
        self.banner.show_fleet(fleet)
        can_list = fleet is not None and fleet.provider.alarms is not None
        self.filters.setVisible(can_list)
        self.list.setVisible(can_list and bool(rows))
        self.note.setVisible(not rows)
        say_none(
            self.note,
            fleet,
            wanted,
            is_loading=self.list.loading,
            has_client=self.context.cloud is not None,
        )
        if self.error_line.error is not None and not rows:
            self.note.hide()
        now = None if fleet is None else fleet.now().astimezone().date()
        self.list.drawn.today = now
        self.list.drawn.temperature = self.context.prefs.values.temperature
        self.list.book.temperature = self.context.prefs.values.temperature
        more = "+" if self.list.book.has_more else ""
        self.count.setText(f"{rows}{more}" if can_list and rows else "")
        self.count.setToolTip(self.tr("Rows in the list"))
        self._show_buttons()

    def _show_buttons(self) -> None:
        raised = sum(alarm.state == "raised" for alarm in self.list.chosen)
        self.foot.show_for(self.fleet, raised)

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed; a note that there is nothing would contradict it."""
        super().show_error(error)
        if error is not None:
            self._show()

    def _act(self) -> None:
        if self.fleet is None:
            self.context.chosen.panel_wanted.emit("account")
        else:
            self.filters.clear()
            self.reload()

    def _grow_older(self) -> None:
        """Durations and dates go on."""
        if self.isVisible() and self.fleet is not None:
            self.banner.show_fleet(self.fleet)
            self.list.drawn.today = self.fleet.now().astimezone().date()
            if self.stack.currentWidget() is self.detail and self.detail.alarm is not None:
                self._show_detail(self.detail.alarm)

    def _preferred(self, names: set[str]) -> None:
        if "temperature" in names:
            self._show()
            self.list.viewport().update()
