"""One alarm in all its parts (MISSION G2), with what can be done about it."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.ui.fleet.alarm_words import (
    FILLS,
    alarm_title,
    class_words,
    severity_word,
    source_word,
    state_word,
    type_word,
    value_words,
)
from mingtang_desk.ui.fleet.battery_detail_rows import Detail, DetailRows
from mingtang_desk.ui.fleet.battery_words import (
    CONTACT_TOKENS,
    contact_words,
    place_words,
    time_words,
)
from mingtang_desk.ui.shown import NOT_REPORTED
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, Chip, label, plain, primary
from mingtang_desk.ui.widgets.scroll import scrolling


class AlarmDetail(QWidget):
    """The page of one alarm.

    Signals: `left()` back to the list; `acknowledge()`, `on_map()`, `battery()` buttons.
    """

    left = Signal()
    acknowledge = Signal()
    on_map = Signal()
    battery = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.alarm: Alarm | None = None
        self._now: datetime | None = None
        self._temperature = "c"
        self._refusal = ""
        self.back = Button(theme, "link", icon="chevron-left", token="muted")
        self.back.clicked.connect(self.left)
        self.title = label("title", wrap=True)
        self.chip = Chip(theme)
        self.rows = DetailRows()
        self.ack = primary(theme)
        self.ack.clicked.connect(self.acknowledge)
        self.map_button = plain(theme, "crosshair")
        self.map_button.clicked.connect(self.on_map)
        self.battery_button = plain(theme, "battery-charging")
        self.battery_button.clicked.connect(self.battery)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.rows)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.map_button, 1)
        tools.addWidget(self.battery_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(head)
        layout.addWidget(scrolling(inner), 1)
        layout.addLayout(tools)
        layout.addWidget(self.ack)
        self.retranslate()

    def show_alarm(
        self, alarm: Alarm, now: datetime, *, temperature: str = "c", refusal: str = ""
    ) -> None:
        """Show an alarm.

        Args:
            alarm: as the server tells it.
            now: what time it is at the server.
            temperature: unit of the preferences.
            refusal: why it may not be acknowledged, "" = it may.
        """
        self.alarm, self._now = alarm, now
        self._temperature, self._refusal = temperature, refusal
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.back.setText(self.tr("All alarms"))
        self.map_button.setText(self.tr("On the map"))
        self.battery_button.setText(self.tr("Battery"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Backspace lead back, Del acknowledges."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete and self.ack.isEnabled():
            self.acknowledge.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        alarm, now = self.alarm, self._now
        if alarm is None or now is None:
            return
        self.title.setText(alarm_title(alarm))
        over = alarm.state == "cleared"
        fill = "muted" if over else FILLS.get(alarm.severity, "muted")
        self.chip.show_state(severity_word(alarm.severity), fill)
        self.rows.show_rows(
            [
                *self._what(alarm),
                *self._whose(alarm, now),
                *self._where(alarm),
                *self._became(alarm),
            ]
        )
        open_ = alarm.state == "raised"
        self.ack.setText(
            self.tr("Acknowledge") if alarm.acknowledged is None else state_word("acknowledged")
        )
        self.ack.setEnabled(open_ and not self._refusal)
        self.ack.setToolTip(self._refusal or self.tr("Say that you have seen it (Del)"))
        self.map_button.setEnabled(alarm.lat is not None)
        self.battery_button.setEnabled(alarm.device is not None)

    def _what(self, alarm: Alarm) -> list[Detail]:
        rows = [
            Detail(self.tr("Alarm number"), str(alarm.alarm_number)),
            Detail(self.tr("Type"), type_word(alarm.type)),
            Detail(self.tr("Time"), time_words(alarm.time)),
            Detail(self.tr("State"), state_word(alarm.state)),
        ]
        acted = class_words(alarm.board_class)
        if acted:
            rows.append(Detail(self.tr("Board"), acted))
        if alarm.value is not None or alarm.threshold is not None:
            rows.append(Detail(self.tr("Value"), self._compared(alarm)))
        source = source_word(alarm)
        if source:
            rows.append(Detail(self.tr("Sensor"), source))
        if alarm.fence:
            rows.append(Detail(self.tr("Fence"), alarm.fence))
        rows.append(Detail(self.tr("Reports in it"), str(alarm.count)))
        return rows

    def _compared(self, alarm: Alarm) -> str:
        value = value_words(alarm.value, alarm.unit, self._temperature)
        if alarm.threshold is None:
            return value
        limit = value_words(alarm.threshold, alarm.unit, self._temperature)
        return self.tr("{value}, threshold {limit}").format(value=value, limit=limit)

    def _whose(self, alarm: Alarm, now: datetime) -> list[Detail]:
        device = alarm.device
        if device is None:
            return [Detail(self.tr("Battery"), self.tr("many, see its alarms in the list"))]
        since = device.communication_since
        seconds = device.communication_s if since is None else (now - since).total_seconds()
        return [
            Detail(self.tr("Battery"), device.number),
            Detail(self.tr("Name"), device.name or NOT_REPORTED),
            Detail(self.tr("Battery type"), device.kind or NOT_REPORTED),
            Detail(self.tr("IMEI"), device.imei or NOT_REPORTED),
            Detail(
                self.tr("Communication"),
                contact_words(device.communication, seconds),
                CONTACT_TOKENS.get(device.communication, "text"),
            ),
        ]

    def _where(self, alarm: Alarm) -> list[Detail]:
        rows = [
            Detail(self.tr("Address"), alarm.address or NOT_REPORTED),
            Detail(self.tr("Position"), place_words(alarm.lat, alarm.lon)),
        ]
        if alarm.position_time is not None and alarm.position_time != alarm.time:
            rows.append(Detail(self.tr("Position from"), time_words(alarm.position_time)))
        return rows

    def _became(self, alarm: Alarm) -> list[Detail]:
        rows = [Detail(self.tr("Received"), time_words(alarm.received))]
        if alarm.count > 1:
            rows.append(Detail(self.tr("Last report"), time_words(alarm.last)))
        if alarm.acknowledged is not None:
            seen = self.tr("{time} by {who}").format(
                time=time_words(alarm.acknowledged), who=alarm.acknowledged_by or NOT_REPORTED
            )
            rows.append(Detail(self.tr("Acknowledged"), seen))
        if alarm.cleared is not None:
            rows.append(Detail(self.tr("Over since"), time_words(alarm.cleared)))
        if alarm.is_historic:
            words = self.tr("historic: it was reported late, nobody was told")
            rows.append(Detail(self.tr("Note"), words, "muted"))
        if alarm.is_quiet:
            words = self.tr("quiet: in quiet hours, nobody was told")
            rows.append(Detail(self.tr("Note"), words, "muted"))
        return rows
