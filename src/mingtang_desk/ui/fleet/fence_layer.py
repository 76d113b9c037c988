"""Fences as a layer of the map, and areas of the map as shapes of a fence."""

from collections.abc import Sequence
from dataclasses import replace

from mingtang_desk.cloud.fence_draft import Fault, FenceDraft
from mingtang_desk.cloud.models_rides import Circle
from mingtang_desk.ui.fleet.fence_rows import FenceRow, Sign
from mingtang_desk.ui.map.mercator import MAX_LAT, Place
from mingtang_desk.ui.map.overlays import Area, Layer, Mark

LAYER = "fences"
_ROUND = 7
"""Decimals of a degree that are kept of what was dragged: a centimetre."""
_COLOURS = {Sign.LEFT: "bad", Sign.ASLEEP: "muted", Sign.FAULTY: "bad"}


class FenceLayer:
    """Makes the layer; what did not change is the same object as before, so that maps see it."""

    def __init__(self) -> None:
        self._areas: dict[str, tuple[FenceDraft, tuple[object, ...], Area | None]] = {}

    def layer(self, rows: Sequence[FenceRow], selected: str, *, editable: bool) -> Layer:
        """Return all fences; wrong corners of the selected one get a sign and their number."""
        areas: list[Area] = []
        marks: list[Mark] = []
        for row in rows:
            area = self._area(row, selected == row.key, editable=editable)
            if area is not None:
                areas.append(area)
            if row.key == selected:
                marks += _faulty(row.draft, row.faults)
        # The chosen one lies on top.
        areas.sort(key=lambda area: area.selected)
        return Layer(areas=areas, marks=marks)

    def _area(self, row: FenceRow, selected: bool, *, editable: bool) -> Area | None:
        shown = (row.sign, row.is_asleep, row.crossing, row.title, selected, editable)
        kept = self._areas.get(row.key)
        if kept is None or kept[0] is not row.draft or kept[1] != shown:
            area = _area(row, selected, editable=editable)
            kept = self._areas[row.key] = (row.draft, shown, area)
        return kept[2]


def places_of(draft: FenceDraft) -> list[Place]:
    """Return places that show all of a fence."""
    if draft.circle is not None:
        lat, lon, radius = draft.circle.lat, draft.circle.lon, draft.circle.radius_m
        north = radius / 111_200.0
        return [
            Place(_clamp(lat - north), lon),
            Place(_clamp(lat + north), lon),
        ]
    return [Place(*corner) for corner in draft.polygon or ()]


def drawn_shape(draft: FenceDraft, area: Area) -> FenceDraft:
    """Return a draft with the shape that an area of the map has."""
    if area.corners:
        corners = tuple((round(p.lat, _ROUND), round(p.lon, _ROUND)) for p in area.corners)
        return replace(draft, circle=None, polygon=corners)
    if area.centre is None:
        return draft
    circle = Circle(
        lat=round(area.centre.lat, _ROUND),
        lon=round(area.centre.lon, _ROUND),
        radius_m=round(area.radius_m, 1),
    )
    return replace(draft, circle=circle, polygon=None)


def _area(row: FenceRow, selected: bool, *, editable: bool) -> Area | None:
    draft = row.draft
    circle, corners = draft.circle, draft.polygon or ()
    if circle is None and not corners:
        return None
    return Area(
        key=row.key,
        centre=None if circle is None else Place(circle.lat, circle.lon),
        radius_m=0.0 if circle is None else circle.radius_m,
        corners=() if circle is not None else tuple(Place(*corner) for corner in corners),
        colour=_COLOURS.get(row.sign, "accent"),
        title=row.title,
        selected=selected,
        editable=selected and editable,
        dashed=row.is_asleep,
    )


def _faulty(draft: FenceDraft, faults: Sequence[Fault]) -> list[Mark]:
    corners = draft.polygon or ()
    at = dict.fromkeys(n for fault in faults for n in fault.corners if n < len(corners))
    return [
        Mark(
            key=f"corner-{n + 1}",
            place=Place(*corners[n]),
            icon="triangle-alert",
            colour="bad",
            label=str(n + 1),
        )
        for n in at
    ]


def _clamp(lat: float) -> float:
    return max(-MAX_LAT, min(MAX_LAT, lat))
