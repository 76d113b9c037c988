"""Ties a panel to a device, selected or pinned; ten repaints a second at most."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mingtang_desk.device.model import DeviceModel, Topic
from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.ui.selection import Selection

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

INTERVAL_MS = 100
WATCH_MS = 1000


class DeviceFollower(QObject):
    """Calls back when the device changes (`bind`) and when its data did (`refresh`).

    Samples that come faster than ten a second, or while the widget cannot be seen, are merged: the
    callback gets the topics since its last call. While values are stale it is called once a second,
    so that their age can be shown. `changed` is emitted after another device, another pin, and when
    devices come or go.
    """

    changed = Signal()

    def __init__(
        self,
        hub: DeviceHub,
        selection: Selection,
        widget: QWidget,
        *,
        bind: Callable[[DeviceSession | None], None],
        refresh: Callable[[frozenset[Topic]], None],
    ) -> None:
        super().__init__(widget)
        self._hub, self._selection, self._widget = hub, selection, widget
        self._on_bind, self._on_refresh = bind, refresh
        self._session: DeviceSession | None = None
        self._pinned = False
        self._topics: set[Topic] = set()
        self._end_model: Callable[[], None] | None = None
        self._end_hub = hub.observe(self._hub_changed)
        self._timer = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._flush)
        self._was_stale = False
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look_at_age)
        selection.changed.connect(self._selected)
        widget.installEventFilter(self)

    @property
    def session(self) -> DeviceSession | None:
        """The device shown now."""
        return self._session

    @property
    def model(self) -> DeviceModel | None:
        """Its model."""
        return None if self._session is None else self._session.model

    @property
    def pinned(self) -> bool:
        """True when another selection does not change the device."""
        return self._pinned

    def start(self) -> None:
        """Bind for the first time, once the widget is built."""
        self._attach(self._selection.current)

    def pin(self, on: bool) -> None:
        """Pin to the device shown now, or follow the selection again."""
        self._pinned = on and self._session is not None
        if not self._pinned:
            self._attach(self._selection.current)
        self.changed.emit()

    def stop(self) -> None:
        """Observe nothing any more; a second call is harmless."""
        self._timer.stop()
        self._watch.stop()
        self._end_hub()
        if self._end_model is not None:
            self._end_model()
            self._end_model = None

    def flush(self) -> None:
        """Refresh now with whatever came in."""
        self._timer.stop()
        topics, self._topics = frozenset(self._topics), set()
        if topics:
            self._on_refresh(topics)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch up when the widget becomes visible."""
        if event.type() == QEvent.Type.Show and self._topics:
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def _selected(self, session: DeviceSession | None) -> None:
        if not self._pinned:
            self._attach(session)

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.CLOSED and session is self._session and self._pinned:
            self.pin(False)
        elif event in (HubEvent.OPENED, HubEvent.CLOSED):
            self.changed.emit()

    def _attach(self, session: DeviceSession | None) -> None:
        if self._end_model is not None:
            self._end_model()
            self._end_model = None
        self._topics.clear()
        self._session = session
        if session is not None:
            self._end_model = session.model.observe(self._changed)
            self._watch.start()
        else:
            self._watch.stop()
        self._on_bind(session)
        self.changed.emit()

    def _changed(self, topic: Topic) -> None:
        self._topics.add(topic)
        if not self._timer.isActive() and self._widget.isVisible():
            self._timer.start(INTERVAL_MS)

    def _look_at_age(self) -> None:
        stale = self.model is not None and self.model.stale
        if stale or self._was_stale:
            self._changed(Topic.LINK)
        self._was_stale = stale

    def _flush(self) -> None:
        if self._widget.isVisible():
            self.flush()
