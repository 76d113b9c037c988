"""What the desk tells the page of the map, as it goes over the channel."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.map.lines import DrawnLine, packed
from mingtang_desk.ui.map.mercator import Bounds, Place, place_at
from mingtang_desk.ui.map.overlays import Area, Layer, Mark
from mingtang_desk.ui.map.painter_fleet import radius_of
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.scheme import tile_url
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme

type Said = dict[str, Any]

_COLOURS = ("bg", "panel", "raised", "line", "text", "muted", "accent", "on_fill")
_WORDS = {
    "nearer": QT_TRANSLATE_NOOP("Map", "Nearer"),
    "farther": QT_TRANSLATE_NOOP("Map", "Farther"),
}
_NAME = QT_TRANSLATE_NOOP("Map", "Map")


class Feed:
    """Words a scene for the page; every place in it is in the datum of the map."""

    def __init__(self, scene: MapScene, theme: Theme) -> None:
        self._scene, self._theme = scene, theme
        self._sent: dict[str, tuple[int, int, int]] = {}
        self._datum = scene.shift
        self._icons: set[str] = set()

    def begin(self) -> None:
        """Begin with a page that knows nothing."""
        self._sent.clear()
        self._icons.clear()

    def name(self) -> str:
        """Return what the page is called for those who cannot see it."""
        return _tr(_NAME)

    def dress(self, language: str, generation: int) -> Said:
        """Return colours, words and source."""
        tiles = self._scene.tiles
        if self._datum is not self._scene.shift:
            self._datum = self._scene.shift
            self._sent.clear()
        bounds = None if tiles.file is None else tiles.file.bounds
        return {
            "language": language,
            "colours": {name: self._theme.color(name).name() for name in _COLOURS},
            "dark": self._theme.scheme is not Scheme.LIGHT,
            "words": {key: _tr(text) for key, text in _WORDS.items()},
            "tiles": {
                "url": tile_url(generation) if tiles.url or tiles.file is not None else "",
                "over": tile_url(generation, 1) if tiles.over else "",
                "min": tiles.min_zoom,
                "max": tiles.max_zoom,
                "bounds": None if bounds is None else self.corners(bounds),
                "attribution": _tr(tiles.attribution),
            },
        }

    def markers(self) -> list[Said]:
        """Return the devices."""
        return [
            {
                "uri": marker.uri,
                "name": marker.name,
                "lat": place.lat,
                "lon": place.lon,
                "colour": self._theme.color(marker.colour).name(),
                "course": marker.course_deg,
                "selected": marker.selected,
                "stale": marker.stale,
                "twin": marker.twin,
                "age": marker.age,
                "rows": marker.rows,
            }
            for marker in self._scene.markers
            for place in (self._out(marker.place),)
        ]

    def new_of_tracks(self) -> list[dict[str, object]]:
        """Return what of the tracks was not sent yet."""
        news, there = [], {marker.uri for marker in self._scene.markers}
        self._sent = {uri: sent for uri, sent in self._sent.items() if uri in there}
        for uri in there:
            track = self._scene.track(uri)
            old = self._sent.get(uri, (-1, 0, 0))
            now = (track.generation, len(track.places), track.done)
            if now == old:
                continue
            known = old[1] if old[0] == track.generation else 0
            news.append(
                {
                    "uri": uri,
                    "generation": track.generation,
                    "points": [self._out(place) for place in track.places[known:]],
                    "done": track.done,
                }
            )
            self._sent[uri] = now
        return news

    def spots(self) -> list[Said]:
        """Return the batteries of the fleet; `look` changes when one has to be drawn anew."""
        made = []
        for spot in self._scene.fleet.spots:
            lat, lon = place_at(spot.x, spot.y, 0)
            look = {
                "count": spot.count,
                "title": spot.title,
                "colour": self._theme.color(spot.colour).name(),
                "sign": spot.sign,
                "signed": spot.signed,
                "tag": spot.tag,
                "course": spot.course_deg,
                "selected": spot.selected,
                "stale": spot.stale,
                "radius": round(radius_of(spot), 1),
            }
            made.append(
                {
                    "key": spot.key,
                    "lat": lat,
                    "lon": lon,
                    "accuracy": spot.accuracy_m,
                    "ring": self._theme.color("accent").name(),
                    "look": json.dumps(look),
                    **look,
                }
            )
        return made

    def card(self) -> Said | None:
        """Return the open card."""
        card = self._scene.fleet.card
        if card is None:
            return None
        lat, lon = place_at(card.x, card.y, 0)
        return {
            "lat": lat,
            "lon": lon,
            "spot": card.spot,
            "title": card.title,
            "rows": card.rows,
            "buttons": card.buttons,
            "members": card.members,
            "more": card.more,
            "stale": card.stale,
        }

    def layer(self, key: str, layer: Layer | None) -> Said:
        """Return a layer; one that is gone is empty."""
        shown = layer or Layer()
        lines = []
        for line in shown.lines:
            if len(line.points) > 1:
                drawn = DrawnLine(line, self._theme, self._scene.shift)
                points, which = packed(drawn)
                lines.append(
                    {
                        "points": points,
                        "which": which,
                        "palette": drawn.palette,
                        "width": line.width,
                        "dashed": line.dashed,
                    }
                )
        return {
            "key": key,
            "lines": lines,
            "areas": [self._area(area) for area in self._scene.sketch.areas(key)],
            "marks": [self.mark(mark) for mark in shown.marks],
        }

    def mark(self, mark: Mark) -> Said:
        """Return a mark; `look` changes when it has to be drawn anew."""
        lat, lon = self._out(mark.place)
        colour = self._theme.named(mark.colour).name()
        heads = mark.course_deg is not None
        return {
            "key": mark.key,
            "lat": lat,
            "lon": lon,
            "icon": mark.icon,
            "colour": colour,
            "title": mark.title,
            "label": mark.label,
            "course": mark.course_deg,
            "look": json.dumps((mark.icon, colour, mark.title, mark.label, heads)),
        }

    def new_icons(self, layer: Layer | None) -> dict[str, str]:
        """Return icons of a layer that the page has not got yet."""
        return {} if layer is None else self.icons_of(layer.marks)

    def icons_of(self, marks: Iterable[Mark]) -> dict[str, str]:
        """Return icons of marks that the page has not got yet, as SVG."""
        new = {mark.icon for mark in marks if mark.icon} - self._icons
        self._icons |= new
        return {
            name: resource_path(f"icons/{name}.svg").read_text(encoding="utf-8") for name in new
        }

    def sketch(self) -> Said:
        """Return what is drawn by hand, what can be dragged, and the areas under the hand."""
        sketch = self._scene.sketch
        shown = sketch.shown
        editable = (
            layer
            for layer in self._scene.context.map.layers
            if any(area.editable for area in sketch.areas(layer))
        )
        return {
            "drawing": sketch.drawing is not None,
            "colour": self._theme.color("accent").name(),
            "area": None if shown.area is None else self._area(shown.area),
            "line": [self._out(place) for place in shown.line],
            "areas": {
                layer: [self._area(area) for area in sketch.areas(layer)] for layer in editable
            },
            "handles": [
                {
                    "key": handle.key,
                    "lat": place.lat,
                    "lon": place.lon,
                    "kind": handle.kind,
                    "title": handle.title,
                    "chosen": handle.chosen,
                }
                for handle in shown.handles
                for place in (self._out(handle.place),)
            ],
        }

    def corners(self, bounds: Bounds) -> list[list[float]]:
        """Return an area as Leaflet has it."""
        return [[bounds.south, bounds.west], [bounds.north, bounds.east]]

    def _area(self, area: Area) -> Said:
        return {
            "key": area.key,
            "centre": None if area.centre is None else self._out(area.centre),
            "radius": area.radius_m,
            "corners": [self._out(corner) for corner in area.corners],
            "colour": self._theme.named(area.colour).name(),
            "title": area.title,
            "selected": area.selected,
            "dashed": area.dashed,
        }

    def _out(self, place: Place) -> Place:
        shift = self._scene.shift
        return place if shift.none else shift.out(place)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
