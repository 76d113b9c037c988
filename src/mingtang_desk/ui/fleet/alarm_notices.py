"""Tells of new alarms at once: by the tray of the system where there is one, else in the window.

Quiet on purpose: of severities the user chose, a few a minute, then one digest; no sound unless
asked for. It works whether or not the panel of alarms was ever opened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from mingtang_desk.cloud.alarm_events import AlarmNews, news_of
from mingtang_desk.cloud.decode import plain
from mingtang_desk.core.clock import Clock
from mingtang_desk.ui.fleet.alarm_toast import AlarmToast
from mingtang_desk.ui.fleet.alarm_words import severity_word, type_word
from mingtang_desk.ui.spec import PanelContext

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

MOST_A_MINUTE = 3
_MINUTE_S = 60.0
_MARKUP = str.maketrans({"<": "\u2039", ">": "\u203a", "&": "\uff06"})
_KNOWN = 2000
"""So many ids are remembered, so that an alarm is told once."""


class AlarmNotices(QObject):
    """Listens to the fleet; `told(title, text)` after each notice.

    Args:
        context: of the panels.
        window: where notices are shown that no tray shows.
        clock: counts the minute.
    """

    told = Signal(str, str)

    def __init__(self, context: PanelContext, window: QWidget, clock: Clock) -> None:
        super().__init__(window)
        self._context, self._window, self._clock = context, window, clock
        self._fleet: Fleet | None = None
        self._end_fleet: Callable[[], None] | None = None
        self._seen: deque[str] = deque(maxlen=_KNOWN)
        self._times: deque[float] = deque()
        self._held: list[str] = []
        self._shown = ""
        self.tray: QSystemTrayIcon | None = None
        self.toast: AlarmToast | None = None
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._digest)
        cloud = context.cloud
        self._end_cloud = None if cloud is None else cloud.observe(self._attach)
        self._attach()

    def stop(self) -> None:
        """Tell of nothing any more."""
        self._later.stop()
        for end in (self._end_fleet, self._end_cloud):
            if end is not None:
                end()
        self._end_fleet = self._end_cloud = None
        if self.tray is not None:
            self.tray.hide()
        if self.toast is not None:
            self.toast.leave()

    def _attach(self) -> None:
        if self._end_fleet is not None:
            self._end_fleet()
            self._end_fleet = None
        cloud = self._context.cloud
        self._fleet = None if cloud is None else cloud.fleet
        self._held.clear()
        self._later.stop()
        if self._fleet is not None:
            self._end_fleet = self._fleet.observe(self._heard)

    def _heard(self, event: FleetEvent) -> None:
        if event.topic != "alarm":
            return
        news = news_of(event.values)
        if news is None or not self._is_wanted(news):
            return
        self._seen.append(news.id)
        now = self._clock.monotonic()
        while self._times and now - self._times[0] >= _MINUTE_S:
            self._times.popleft()
        if len(self._times) >= MOST_A_MINUTE or self._held:
            self._held.append(news.id)
            if not self._later.isActive():
                self._later.start(round(max(_MINUTE_S - (now - self._times[0]), 1.0) * 1000))
            return
        self._times.append(now)
        self._tell(self._title(news), self._text(news, event.number), news.id)

    def _is_wanted(self, news: AlarmNews) -> bool:
        return (
            news.state == "raised"
            and not news.is_quiet
            and not news.is_historic
            and news.storm is None
            and news.severity in self._context.prefs.values.alarm_notices
            and news.id not in self._seen
        )

    def _title(self, news: AlarmNews) -> str:
        return self.tr("{type} ({severity})").format(
            type=type_word(news.type), severity=severity_word(news.severity)
        )

    def _text(self, news: AlarmNews, number: str) -> str:
        if not number:
            return self.tr("Many batteries: {type}").format(type=type_word(news.source or ""))
        fleet = self._fleet
        battery = None if fleet is None else fleet.table.get(number)
        return number if battery is None else f"{number} {battery.name}".strip()

    def _digest(self) -> None:
        """Tell of all that came too fast, at once."""
        held, self._held = self._held, []
        if held:
            self._times.append(self._clock.monotonic())
            text = self.tr("They are in the list of alarms.")
            self._tell(self.tr("%n more alarm(s)", "", len(held)), text, "")

    def _tell(self, title: str, text: str, alarm_id: str) -> None:
        self._shown = alarm_id
        if not self._by_tray(title, text):
            if self.toast is None:
                self.toast = AlarmToast(self._context.theme, self._window)
                self.toast.opened.connect(self._open)
            self.toast.show_notice(title, text)
        if self._context.prefs.values.alarm_sound:
            QApplication.beep()
        self.told.emit(title, text)

    def _by_tray(self, title: str, text: str) -> bool:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return False
        if self.tray is None:
            theme = self._context.theme
            self.tray = QSystemTrayIcon(theme.icon("battery-charging", "accent"), self)
            self.tray.setToolTip(self._window.windowTitle())
            self.tray.messageClicked.connect(self._open)
            self.tray.activated.connect(lambda _: self._raise())
            menu = QMenu(self._window)
            menu.addAction(self.tr("Show alarms"), self._open)
            self.tray.setContextMenu(menu)
        self.tray.show()
        icon = QSystemTrayIcon.MessageIcon.Warning
        self.tray.showMessage(without_markup(title), without_markup(text), icon)
        return True

    def _open(self) -> None:
        self._raise()
        self._context.chosen.panel_wanted.emit("alarms")
        if self._shown:
            self._context.chosen.alarm_wanted.emit(self._shown)

    def _raise(self) -> None:
        window = self._window.window()
        if window.isMinimized():
            window.showNormal()
        if not window.isActiveWindow():
            window.raise_()
            window.activateWindow()


def without_markup(text: str) -> str:
    """Return a text that no tray takes for markup: some do, and names are other people's."""
    return plain(text).translate(_MARKUP)
