"""The place of an alarm on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.ui.fleet.alarm_words import FILLS, alarm_title
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Layer, MapDesk, Mark

if TYPE_CHECKING:
    from mingtang_desk.cloud.models_alarms import Alarm

LAYER = "alarm"


def show_place(shown: MapDesk, alarm: Alarm | None, panel: QWidget) -> None:
    """Show where an alarm happened, None = nowhere; the keyboard stays in a panel that has it."""
    if alarm is None or alarm.lat is None or alarm.lon is None:
        shown.remove(LAYER)
        return
    place = Place(alarm.lat, alarm.lon)
    title = alarm_title(alarm)
    number = "" if alarm.device is None else alarm.device.number
    mark = Mark(
        key=alarm.id,
        place=place,
        icon="triangle-alert",
        colour=FILLS.get(alarm.severity, "accent"),
        title=f"{title}, {number}",
        label=title,
    )
    shown.put(LAYER, Layer(marks=(mark,)))
    focus = QApplication.focusWidget()
    shown.look_at([place])
    if focus is not None and panel.isAncestorOf(focus):
        focus.setFocus(Qt.FocusReason.OtherFocusReason)  # the map comes up and takes it
