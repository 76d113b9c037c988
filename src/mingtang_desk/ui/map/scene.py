"""What is on the map, whoever draws it: markers, tracks, camera, source; ten updates a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.device.model import DeviceModel, Topic
from mingtang_desk.device.sample import Position
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.follower import INTERVAL_MS, WATCH_MS
from mingtang_desk.ui.map.mercator import Bounds, Place, bounds_of
from mingtang_desk.ui.map.sources import Tiles, sample_tiles
from mingtang_desk.ui.map.track import Track, place_of
from mingtang_desk.ui.map.view import Camera, MapView, Marker
from mingtang_desk.ui.map.words import popup_rows
from mingtang_desk.ui.shown import age
from mingtang_desk.ui.spec import PanelContext

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

_FIRST_ZOOM = 13
_NEAR_ZOOM = 15
_FALLBACK_CENTRE = Place(22.54, 114.05)


@dataclass(slots=True)
class _Device:
    """A session with where it was."""

    session: DeviceSession
    end: Callable[[], None]
    track: Track = field(default_factory=Track)
    position: Position | None = None
    place: Place | None = None
    at: float = 0.0


class MapScene(QObject):
    """The devices of the hub on the map; one view at a time draws it.

    Attributes:
        markers: as of the last update.
        tiles: the source in use; `set_tiles` changes it.
        camera: what is seen now.
        following: the middle goes with the selected device; `following_changed` tells.

    `updated` is emitted after each update of the markers.
    """

    following_changed = Signal(bool)
    updated = Signal()

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.markers: tuple[Marker, ...] = ()
        self.tiles = Tiles(key="")
        self.camera = Camera(_FALLBACK_CENTRE, _FIRST_ZOOM)
        self.following = True
        self._view: MapView | None = None
        self._current: DeviceSession | None = None
        self._located: str = ""
        self._awake = False
        self._devices: dict[str, _Device] = {}
        self._end_hub = context.hub.observe(self._hub_changed)
        self._timer = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.update)
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look_at_age)
        for session in context.hub.sessions:
            self._add(session)

    @property
    def current(self) -> Marker | None:
        """The marker of the device that the panel shows."""
        return next((marker for marker in self.markers if marker.selected), None)

    def knows(self, uri: str) -> bool:
        """Return whether some place of a device was heard."""
        return uri in self._devices and self._devices[uri].place is not None

    def track(self, uri: str) -> Track:
        """Return the track of a device."""
        return self._devices[uri].track

    def attach(self, view: MapView | None) -> None:
        """Let another view draw the scene."""
        self._view = view
        if view is not None:
            view.dress()
            view.go(self.camera)
            view.show_scene()

    def set_awake(self, on: bool) -> None:
        """Update only while somebody can see it; places are kept all the time."""
        self._awake = on
        if on:
            self._watch.start()
            self.update()
        else:
            self._watch.stop()
            self._timer.stop()

    def set_tiles(self, tiles: Tiles) -> None:
        """Take another source; without a device in sight look at where it has something."""
        first = not self.tiles.key
        if self.tiles.file is not None:
            self.tiles.file.close()
        self.tiles = tiles
        if self._view is not None:
            self._view.dress()
        bounds = None if tiles.file is None else tiles.file.bounds
        if bounds is not None and not self.markers:
            zoom = _FIRST_ZOOM if first else self.camera.zoom
            near = max(tiles.min_zoom, min(tiles.max_zoom, zoom))
            self.go(Camera(bounds.centre, near))

    def use_sample(self) -> None:
        """Take the packed sample map."""
        self.set_tiles(sample_tiles())

    def set_current(self, session: DeviceSession | None) -> None:
        """Mark the device that the panel shows."""
        self._current = session
        self._located = ""
        if session is not None and session.model.uri not in self._devices:
            self._add(session)
        self.update()

    def set_following(self, on: bool) -> None:
        """Keep the selected device in the middle, or not."""
        if on != self.following:
            self.following = on
            self.following_changed.emit(on)
        marker = self.current
        if on and marker is not None:
            self.go(Camera(marker.place, self.camera.zoom))

    def pick(self, uri: str) -> None:
        """Select the device whose marker was clicked."""
        device = self._devices.get(uri)
        if device is not None:
            self.context.selection.select(device.session)

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        self.camera = camera
        if self._view is not None:
            self._view.go(camera)

    def moved(self, camera: Camera, *, by_hand: bool) -> None:
        """Hear from the view what it shows; a map moved by hand follows no more."""
        self.camera = camera
        if by_hand:
            self.set_following(False)

    def extent(self) -> Bounds | None:
        """Return the area of the selected device's track, or of all markers."""
        marker = self.current
        if marker is not None:
            return bounds_of([*self.track(marker.uri).places, marker.place])
        return bounds_of([each.place for each in self.markers])

    def fit(self) -> None:
        """Show the whole track of the selected device."""
        bounds = self.extent()
        if bounds is not None and self._view is not None:
            self.set_following(False)
            self._view.fit(bounds)

    def redress(self) -> None:
        """Take colours and words anew."""
        if self._view is not None:
            self._view.dress()
        self.update()

    def stop(self) -> None:
        """Observe nothing any more and close the file of the map; a second call is harmless."""
        self.set_awake(False)
        self._end_hub()
        for device in self._devices.values():
            device.end()
        self._view = None
        if self.tiles.file is not None:
            self.tiles.file.close()

    def update(self) -> None:
        """Make the markers anew and let the view draw them."""
        self._timer.stop()
        self.markers = tuple(
            marker for each in self._devices.values() if (marker := self._marker(each)) is not None
        )
        self.updated.emit()
        if self._view is not None and self._awake:
            self._view.show_scene()
        marker = self.current
        if marker is None or not self._awake:
            return
        if self._located != marker.uri:
            self._located = marker.uri
            if self.following:
                self.go(Camera(marker.place, max(self.camera.zoom, _NEAR_ZOOM)))
        elif self.following and marker.place != self.camera.centre:
            self.go(Camera(marker.place, self.camera.zoom))

    def _marker(self, device: _Device) -> Marker | None:
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
            selected=device.session is self._current,
            stale=stale,
            age=since if stale else "",
            rows=popup_rows(model, device.session.uri, device.position, since),
        )

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if session is None:
            return
        if event is HubEvent.OPENED:
            self._add(session)
        elif event is HubEvent.CLOSED:
            gone = self._devices.pop(session.model.uri, None)
            if gone is not None:
                gone.end()
            self.update()

    def _add(self, session: DeviceSession) -> None:
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
            self._soon()

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

    def _soon(self) -> None:
        if self._awake and not self._timer.isActive():
            self._timer.start()

    def _look_at_age(self) -> None:
        if any(marker.stale for marker in self.markers) or any(
            device.place is not None and device.session.model.stale
            for device in self._devices.values()
        ):
            self.update()
