"""The devices of the hub on the map: where each is, and where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.device.model import DeviceModel, Topic
from mingtang_desk.device.sample import Position
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.track import Track, place_of
from mingtang_desk.ui.map.view import Marker
from mingtang_desk.ui.map.words import popup_rows
from mingtang_desk.ui.shown import age
from mingtang_desk.ui.spec import PanelContext

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession


@dataclass(slots=True)
class _Device:
    """A session with where it was."""

    session: DeviceSession
    end: Callable[[], None]
    track: Track = field(default_factory=Track)
    position: Position | None = None
    place: Place | None = None
    at: float = 0.0


class HubDevices(QObject):
    """Follows every device of the hub; `heard` when one said something, `gone` when one was closed.

    Args:
        twin: tells whether a device is drawn as a battery of the fleet already.
    """

    heard = Signal()
    gone = Signal()

    def __init__(self, context: PanelContext, twin: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self.context, self._twin = context, twin
        self._devices: dict[str, _Device] = {}
        self._end_hub = context.hub.observe(self._hub_changed)
        for session in context.hub.sessions:
            self.add(session)

    def knows(self, uri: str) -> bool:
        """Return whether some place of a device was heard."""
        return uri in self._devices and self._devices[uri].place is not None

    def session(self, uri: str) -> DeviceSession | None:
        """Return a device, None = it is not open."""
        device = self._devices.get(uri)
        return None if device is None else device.session

    def track(self, uri: str) -> Track:
        """Return the track of a device."""
        return self._devices[uri].track

    def markers(self, current: DeviceSession | None) -> tuple[Marker, ...]:
        """Return the markers of all that are somewhere."""
        made = (self._marker(each, current, self._twin(uri)) for uri, each in self._devices.items())
        return tuple(marker for marker in made if marker is not None)

    def grows_old(self) -> bool:
        """Return whether a device is silent that is somewhere."""
        return any(
            device.place is not None and device.session.model.stale
            for device in self._devices.values()
        )

    def stop(self) -> None:
        """Follow nothing any more; a second call is harmless."""
        self._end_hub()
        for device in self._devices.values():
            device.end()

    def _marker(self, device: _Device, current: DeviceSession | None, twin: bool) -> Marker | None:
        if device.place is None or device.position is None:
            return None
        model = device.session.model
        since = age(max(model.clock.monotonic() - device.at, 0.0))
        located = model.sample is not None and model.sample.position is not None
        stale = model.stale or not located
        moving = device.position.speed_kmh is None or device.position.speed_kmh >= 1.0
        return Marker(
            uri=model.uri,
            name=model.name,
            colour=self.context.selection.colour(device.session),
            place=device.place,
            course_deg=device.position.course_deg if moving else None,
            selected=device.session is current,
            stale=stale,
            age=since if stale else "",
            twin=twin,
            rows=popup_rows(model, device.session.uri, device.position, since),
        )

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if session is None:
            return
        if event is HubEvent.OPENED:
            self.add(session)
        elif event is HubEvent.CLOSED:
            gone = self._devices.pop(session.model.uri, None)
            if gone is not None:
                gone.end()
            self.gone.emit()

    def add(self, session: DeviceSession) -> None:
        """Follow a device; one that is followed already is no error."""
        model = session.model
        if model.uri not in self._devices:
            end = model.observe(lambda topic: self._heard(model, topic))
            self._devices[model.uri] = _Device(session, end)
            self._heard(model, Topic.SAMPLE)

    def _heard(self, model: DeviceModel, topic: Topic) -> None:
        device = self._devices.get(model.uri)
        if device is None:
            return
        if topic in (Topic.SAMPLE, Topic.IDENTITY):
            self._take(device, model)
        if topic in (Topic.SAMPLE, Topic.LINK, Topic.IDENTITY):
            self.heard.emit()

    def _take(self, device: _Device, model: DeviceModel) -> None:
        # Only a recording has it; its class is not imported here, because it loads every driver.
        device.track.take_recorded(getattr(device.session, "recorded", ()))
        if device.track.recorded and device.place is None:
            device.place = device.track.places[0]
            device.position = Position(lat=device.place.lat, lon=device.place.lon)
        sample = model.sample
        if sample is None:
            return
        if device.track.recorded:
            device.track.reach(sample.time)
        place = place_of(sample.position)
        if place is None:
            return
        device.position, device.place = sample.position, place
        device.at = model.clock.monotonic() - (model.age_s or 0.0)
        if not device.track.recorded:
            device.track.add(place)
