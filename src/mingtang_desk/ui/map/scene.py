"""What is on the map, whoever draws it: devices, fleet, layers, camera, source.

Ten updates a second at most. Everything here is WGS-84; a view shifts what it draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.ui.follower import INTERVAL_MS, WATCH_MS
from mingtang_desk.ui.map.devices import HubDevices
from mingtang_desk.ui.map.fleet_scene import FleetOnMap
from mingtang_desk.ui.map.mercator import Bounds, Place, bounds_of, world
from mingtang_desk.ui.map.overlays import Mark
from mingtang_desk.ui.map.shift import Shift
from mingtang_desk.ui.map.sketch import Sketch
from mingtang_desk.ui.map.sources import Tiles, sample_tiles
from mingtang_desk.ui.map.tile_net import TileNet
from mingtang_desk.ui.map.track import Track
from mingtang_desk.ui.map.view import Camera, MapView, Marker
from mingtang_desk.ui.spec import PanelContext

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

_FIRST_ZOOM = 13
_NEAR_ZOOM = 15
_FALLBACK_CENTRE = Place(22.54, 114.05)


class MapScene(QObject):
    """Devices, fleet and layers on the map; one view at a time draws it.

    Attributes:
        markers: devices as of the last update.
        fleet: batteries of the open fleet.
        sketch: what is drawn and dragged by hand.
        shift: to the datum of the map and back.
        tiles: the source in use; `set_tiles` changes it. net: fetches those of a server.
        camera: what is seen now.
        following: the middle goes with the selected one; `following_changed` tells.

    `updated` is emitted after each update of the markers.
    """

    following_changed = Signal(bool)
    updated = Signal()

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.markers: tuple[Marker, ...] = ()
        self.tiles = Tiles(key="")
        self.net = TileNet(context.tiles, self)
        self.shift = Shift()
        self.camera = Camera(_FALLBACK_CENTRE, _FIRST_ZOOM)
        self.following = True
        self._view: MapView | None = None
        self._current: DeviceSession | None = None
        self._is_battery = False
        self._located: str = ""
        self._followed: Place | None = None
        self._awake = False
        self.fleet = FleetOnMap(context, self)
        self.sketch = Sketch(context.map, lambda: self.camera.zoom, self)
        self._devices = HubDevices(context, self.fleet.draws, self)
        self._timer = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.update)
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look_at_age)
        self._devices.heard.connect(self._soon)
        self._devices.gone.connect(self.update)
        self.fleet.changed.connect(self._fleet_changed)
        self.fleet.card_changed.connect(self._card_changed)
        self.fleet.near.connect(self._go_near)
        self.fleet.noticed.connect(self.update)
        self.sketch.changed.connect(self._sketched)
        context.chosen.changed.connect(self._chosen)
        context.chosen.panel_wanted.connect(self._wanted)
        context.map.changed.connect(self._layer_changed)
        context.map.moved.connect(self._mark_moved)
        context.map.look.connect(self._look)

    @property
    def current(self) -> Marker | None:
        """The marker of the device that the panel shows."""
        return next((marker for marker in self.markers if marker.selected), None)

    @property
    def target(self) -> tuple[str, Place] | None:
        """What is followed and where it is: the chosen battery or the selected device."""
        number = self.context.chosen.number
        marker = self.current
        if number and (self._is_battery or marker is None or marker.twin):
            place = self.fleet.place(number)
            if place is not None:
                return f"battery {number}", place
        return None if marker is None else (marker.uri, marker.place)

    def knows(self, uri: str) -> bool:
        """Return whether some place of a device was heard."""
        return self._devices.knows(uri) or self.fleet.draws(uri)

    def track(self, uri: str) -> Track:
        """Return the track of a device."""
        return self._devices.track(uri)

    def attach(self, view: MapView | None) -> None:
        """Let another view draw the scene."""
        self._view = view
        if view is None:
            return
        view.dress()
        view.go(self.camera)
        view.show_scene()
        for key in self.context.map.layers:
            view.show_layer(key)
        view.show_sketch()
        self._looked()
        view.show_fleet()
        view.show_card()
        wanted = self.context.map.take_look()
        if wanted is not None:
            self._look(wanted)

    def set_awake(self, on: bool) -> None:
        """Update only while somebody can see it; places are kept all the time."""
        self._awake = on
        if on:
            self._watch.start()
            self._looked()
            self.update()
        else:
            self._watch.stop()
            self._timer.stop()
        self.fleet.set_awake(on)

    def set_tiles(self, tiles: Tiles) -> None:
        """Take another source; without a device in sight look at where it has something."""
        first = not self.tiles.key
        if self.tiles.file is not None:
            self.tiles.file.close()
        self.tiles = tiles
        self.net.use(tiles)
        if tiles.datum is not self.shift.datum:
            self.shift = Shift(tiles.datum)
            self.fleet.use(self.shift)
        if self._view is not None:
            self.attach(self._view)
        bounds = None if tiles.file is None else tiles.file.bounds
        if bounds is not None and self.extent() is None:
            zoom = _FIRST_ZOOM if first else self.camera.zoom
            near = max(tiles.min_zoom, min(tiles.max_zoom, zoom))
            self.go(Camera(self.shift.back(bounds.centre), near))

    def use_sample(self) -> None:
        """Take the packed sample map."""
        self.set_tiles(sample_tiles())

    def set_current(self, session: DeviceSession | None) -> None:
        """Mark the device that the panel shows."""
        self._current = session
        self._located = ""
        if session is not None:
            self._devices.add(session)
            self._is_battery = session.model.uri == self.context.chosen.uri(
                self.context.chosen.number
            )
        self.update()

    def set_following(self, on: bool) -> None:
        """Keep the selected one in the middle, or not."""
        if on != self.following:
            self.following = on
            self.following_changed.emit(on)
        target = self.target
        if on and target is not None:
            self._followed = target[1]
            self.go(Camera(target[1], self.camera.zoom))

    def pick(self, uri: str) -> None:
        """Select the device whose marker was clicked."""
        session = self._devices.session(uri)
        if session is not None:
            self.fleet.close_card()
            self.context.selection.select(session)

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        self.camera = camera
        if self._view is not None:
            self._view.go(camera)
        self._looked()

    def moved(self, camera: Camera, *, by_hand: bool) -> None:
        """Hear from the view what it shows; a map moved by hand follows no more."""
        self.camera = camera
        self._looked()
        if by_hand:
            self.set_following(False)

    def resized(self, view: MapView) -> None:
        """Hear that a view has another size."""
        if view is self._view:
            self._looked()

    def extent(self) -> Bounds | None:
        """Return the area of the selected device's track, or of all that is on the map."""
        marker = self.current
        if marker is not None and not marker.twin:
            return bounds_of([*self.track(marker.uri).places, marker.place])
        return bounds_of([*(each.place for each in self.markers), *(self.fleet.extent() or ())])

    def fit(self) -> None:
        """Show the whole track of the selected device, or all batteries."""
        bounds = self.extent()
        if bounds is not None:
            self._look(bounds)

    def redress(self) -> None:
        """Take colours and words anew."""
        self.fleet.draw()
        if self._view is not None:
            self.attach(self._view)
        self.update()

    def stop(self) -> None:
        """Observe nothing any more and close the file of the map; a second call is harmless."""
        self.set_awake(False)
        self._devices.stop()
        self.fleet.stop()
        self.net.stop()
        self._view = None
        if self.tiles.file is not None:
            self.tiles.file.close()

    def update(self) -> None:
        """Make the markers anew and let the view draw them."""
        self._timer.stop()
        self.markers = self._devices.markers(self._current)
        self.updated.emit()
        if self._view is not None and self._awake:
            self._view.show_scene()
        self._follow()

    def _follow(self) -> None:
        target = self.target
        if target is None or not self._awake:
            return
        name, place = target
        is_new, self._located = self._located != name, name
        if not self.following or (place == self._followed and not is_new):
            return
        # Not "where the camera is not": a view may look a little beside it, to show its card.
        self._followed = place
        near = max(self.camera.zoom, _NEAR_ZOOM) if is_new else self.camera.zoom
        self.go(Camera(place, near))

    def _fleet_changed(self) -> None:
        if self._view is not None and self._awake:
            self._view.show_fleet()
        self._follow()

    def _card_changed(self) -> None:
        if self._view is not None:
            self._view.show_card()

    def _chosen(self, number: str) -> None:
        self._is_battery = bool(number)
        self._located = ""
        self._follow()

    def _wanted(self, key: str) -> None:
        """Look at the chosen battery where the map was wanted for it."""
        target = self.target
        if key == "map" and target is not None and not self.following:
            self.go(Camera(target[1], max(self.camera.zoom, _NEAR_ZOOM)))

    def _go_near(self, place: Place, zoom: int) -> None:
        self.set_following(False)
        self.go(Camera(place, zoom))

    def _look(self, bounds: Bounds) -> None:
        if self._view is not None:
            self.context.map.take_look()
            self.set_following(False)
            self._view.fit(bounds)

    def _looked(self) -> None:
        """Tell the fleet what is seen."""
        view = self._view
        if view is None:
            return
        x, y = world(self.shift.out(self.camera.centre), 0)
        half_x = view.width() / 2 / 2.0**self.camera.zoom
        half_y = view.height() / 2 / 2.0**self.camera.zoom
        self.fleet.look((x - half_x, y - half_y, x + half_x, y + half_y), self.camera.zoom)

    def _layer_changed(self, key: str) -> None:
        if self._view is not None:
            self._view.show_layer(key)

    def _mark_moved(self, key: str, mark: Mark) -> None:
        if self._view is not None and self._awake:
            self._view.show_mark(key, mark)

    def _sketched(self) -> None:
        if self._view is not None:
            self._view.show_sketch()

    def _soon(self) -> None:
        if self._awake and not self._timer.isActive():
            self._timer.start()

    def _look_at_age(self) -> None:
        if any(marker.stale for marker in self.markers) or self._devices.grows_old():
            self.update()
