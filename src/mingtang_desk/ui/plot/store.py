"""Keeps the values of every open device from the moment it is opened, seen or not.

A recording is not kept here: it has all of its samples itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mingtang_desk.device.model import DeviceModel, LinkPhase, Topic
from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.ui.plot.track import Track

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession


class SeriesStore:
    """One track per open session, let go when the session is closed."""

    def __init__(self, hub: DeviceHub) -> None:
        self._kept: dict[DeviceSession, tuple[Track, Callable[[], None]]] = {}
        self._end_hub = hub.observe(self._hub_changed)
        for session in hub.sessions:
            self._opened(session)

    def track(self, session: DeviceSession) -> Track | None:
        """Return the values of a session, None when it is not open."""
        found = self._kept.get(session)
        return None if found is None else found[0]

    def stop(self) -> None:
        """Observe nothing any more, and keep nothing; a second call is harmless."""
        self._end_hub()
        for session in tuple(self._kept):
            self._closed(session)

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if session is None:
            return
        if event is HubEvent.OPENED:
            self._opened(session)
        elif event is HubEvent.CLOSED:
            self._closed(session)

    def _opened(self, session: DeviceSession) -> None:
        if session in self._kept or isinstance(session, ReplaySession):
            return
        model, track = session.model, Track()
        self._kept[session] = track, model.observe(lambda topic: _changed(model, track, topic))
        _changed(model, track, Topic.SAMPLE)

    def _closed(self, session: DeviceSession) -> None:
        found = self._kept.pop(session, None)
        if found is not None:
            found[1]()


def _changed(model: DeviceModel, track: Track, topic: Topic) -> None:
    if topic is Topic.SAMPLE and model.sample is not None:
        track.add(model.sample, model.poll_s)
    elif topic is Topic.LINK and model.phase is not LinkPhase.LIVE:
        track.break_off()
