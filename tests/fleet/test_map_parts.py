"""Parts of the map of a fleet without a window: gathering, datums, lines, files, sources, keys."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from PySide6.QtWidgets import QApplication

from mingtang_desk.cloud.models import Account, Battery
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.ui.map.fleet_points import FleetPoints, drawable
from mingtang_desk.ui.map.keys import MapKeys
from mingtang_desk.ui.map.lines import DrawnLine, packed
from mingtang_desk.ui.map.map_file import open_map_file
from mingtang_desk.ui.map.mercator import Bounds, Place, world
from mingtang_desk.ui.map.overlays import Line
from mingtang_desk.ui.map.shift import Shift
from mingtang_desk.ui.map.sources import SOURCES, open_tiles
from mingtang_desk.ui.prefs import Values
from mingtang_desk.ui.theme import Theme
from tests.ui.map_kit import picture

HERE = Place(22.54, 114.05)
WORLD = (0.0, 0.0, 256.0, 256.0)


def battery(at: int, lat: float | None, lon: float | None, **more: object) -> Battery:
    made = Battery(
        number=f"{at:05}",
        name="",
        kind="",
        account=Account(id="", name=""),
        state="online",
        since=None,
        last_seen=None,
        soc_pct=None,
        pack_v=None,
        lat=lat,
        lon=lon,
        position_time=None,
        signal=None,
        open_alarms=0,
        enabled=None,
        expires=None,
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lat", "lon", "good"),
    [
        (22.5, 114.0, True),
        (0.0, 114.0, True),
        (0.0, 0.0, False),
        (None, 114.0, False),
        (22.5, None, False),
        (91.0, 0.0, False),
        (22.5, 180.5, False),
        (float("nan"), 114.0, False),
    ],
)
def test_what_is_nowhere_is_not_drawn(lat: float | None, lon: float | None, good: bool) -> None:
    assert drawable(lat, lon) is good
    points = FleetPoints()
    points.replace([battery(1, lat, lon)])
    assert len(points) == good


def test_gathering_loses_none_and_counts_the_worst() -> None:
    dice = random.Random(3)
    rows = [
        battery(
            at,
            HERE.lat + dice.gauss(0, 0.05),
            HERE.lon + dice.gauss(0, 0.05),
            open_alarms=int(at % 10 == 0),
            state=dice.choice(("online", "offline", "sleeping", "expired")),
        )
        for at in range(2000)
    ]
    points = FleetPoints()
    points.replace(rows)
    for zoom in (3, 9, 12, 15, 18, 19):
        found = points.gather(WORLD, zoom)
        assert sum(each.count for each in found) == 2000
        assert sum(each.counts[3] for each in found) == 200
        middles = [world(each.place, zoom) for each in found if each.count > 1]
        close = [
            (a, b)
            for at, a in enumerate(middles)
            for b in middles[:at]
            if max(abs(a[0] - b[0]), abs(a[1] - b[1])) < 12
        ]
        assert len(close) <= len(middles) // 10 + 1  # rings hardly lie over each other
    assert len(points.gather(WORLD, 3)) == 1
    assert points.gather(WORLD, 3)[0].worst == 3


def test_one_that_is_apart_is_never_gathered() -> None:
    points = FleetPoints()
    points.replace([battery(at, *HERE) for at in range(5)])
    found = points.gather(WORLD, 10, apart={"00003"})
    assert sorted(each.count for each in found) == [1, 4]
    assert next(each.numbers for each in found if each.count == 1) == ("00003",)
    assert points.gather(WORLD, 10, apart={"unknown"})[0].count == 5


def test_places_change_come_and_go() -> None:
    points = FleetPoints()
    points.replace([battery(1, *HERE), battery(2, 22.6, 114.1)])
    points.put([battery(1, 22.7, 114.2), battery(3, 22.8, 114.3), battery(2, 0.0, 0.0)])
    assert points.place("00001") == Place(22.7, 114.2)
    assert points.place("00003") == Place(22.8, 114.3)
    assert points.place("00002") is None
    assert len(points) == 2
    assert sum(each.count for each in points.gather(WORLD, 5)) == 2
    corners = points.bounds()
    assert corners == (Place(22.7, 114.2), Place(22.8, 114.3))
    points.put([battery(1, None, None), battery(3, None, None)])
    assert points.bounds() is None
    assert points.gather(WORLD, 5) == []


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_many_are_shifted_as_one_is(datum: Datum) -> None:
    dice = np.random.default_rng(5)
    lat, lon = dice.uniform(20, 45, 3000), dice.uniform(75, 130, 3000)  # over the border too
    shift = Shift(datum)
    new_lat, new_lon = shift.many(lat, lon)
    worst = 0.0
    for a, b, c, d in zip(lat, lon, new_lat, new_lon, strict=True):
        exact = convert((float(a), float(b)), Datum.WGS84, datum)
        worst = max(worst, haversine_m(*exact, float(c), float(d)))
    assert worst < 0.2
    back = shift.back(shift.out(HERE))
    assert haversine_m(*back, *HERE) < 0.02
    assert haversine_m(*shift.out(HERE), *HERE) > 100
    area = shift.area(Bounds(22.6, 114.0, 22.7, 114.1))
    assert area.south != 22.6
    assert Shift().many(lat, lon)[0] is lat


def test_a_line_keeps_ends_and_colours_at_every_zoom(qapp: QApplication) -> None:
    theme = Theme()
    points = [Place(HERE.lat, HERE.lon + at / 100_000) for at in range(20_000)]
    colours = ["ok" if at < 10_000 else "#ff0000" for at in range(19_999)]
    line = DrawnLine(Line(points=points, colours=colours), theme, Shift())
    assert line.palette == (theme.color("ok").name(), "#ff0000")
    for zoom in (5, 12, 18):
        thin = line.at(zoom)
        assert thin.x[0] == pytest.approx(world(points[0], zoom)[0])
        assert thin.x[-1] == pytest.approx(world(points[-1], zoom)[0])
        ends = [(each.first, each.last) for each in thin.stretches]
        assert ends[0][0] == 0
        assert ends[-1][1] == thin.x.size - 1
        assert all(one[1] == other[0] for one, other in pairwise(ends))
    assert line.at(5).x.size < 20
    assert {each.colour for each in line.at(12).stretches} == {0, 1}
    assert line.at(12) is line.at(12)
    text, which = packed(line)
    assert len(text) == pytest.approx(20_000 * 8 * 4 / 3, rel=0.01)
    assert which


# --- files ---------------------------------------------------------------------------------------


def packed_file(path: Path, kind: TileType, tile: bytes, packing: Compression) -> Path:
    written: Any = import_module("pmtiles.writer")  # it has no types
    with path.open("wb") as stream:
        writer = written.Writer(stream)
        writer.write_tile(zxy_to_tileid(2, 3, 1), tile)
        header = {
            "tile_type": kind,
            "tile_compression": packing,
            "min_lon_e7": 1_130_000_000,
            "min_lat_e7": 220_000_000,
            "max_lon_e7": 1_150_000_000,
            "max_lat_e7": 230_000_000,
            "center_zoom": 2,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header, {"attribution": "<b>me</b>", "name": "town"})
    return path


@pytest.mark.parametrize("zipped", [False, True])
def test_pmtiles_give_their_pictures(tmp_path: Path, zipped: bool) -> None:
    tile = picture("#ff0000")
    packing = Compression.GZIP if zipped else Compression.NONE
    path = packed_file(
        tmp_path / "a.pmtiles", TileType.PNG, gzip.compress(tile) if zipped else tile, packing
    )
    file = open_map_file(path)
    assert file.tile(2, 3, 1) == tile
    assert file.tile(2, 1, 1) is None
    assert file.tile(9, 3, 1) is None
    assert file.tile(2, 3, -1) is None
    assert (file.min_zoom, file.max_zoom) == (2, 2)
    assert file.bounds == Bounds(22.0, 113.0, 23.0, 115.0)
    file.close()
    file.close()
    assert file.tile(2, 3, 1) is None
    tiles = open_tiles(Values(map_source="file", map_file=str(path), map_datum="gcj02"))
    assert (tiles.attribution, tiles.datum) == ("me", Datum.GCJ02)
    assert tiles.file is not None
    tiles.file.close()


def test_pmtiles_of_vectors_or_damaged_are_refused_in_words(tmp_path: Path) -> None:
    vectors = packed_file(tmp_path / "v.pmtiles", TileType.MVT, b"\x1f\x8b", Compression.GZIP)
    with pytest.raises(InputFileError) as caught:
        open_map_file(vectors)
    assert "vector tiles, which are not drawn" in str(caught.value.values["detail"])
    whole = packed_file(tmp_path / "w.pmtiles", TileType.PNG, picture("#fff"), Compression.NONE)
    data = whole.read_bytes()
    for name, cut in (("short", data[:60]), ("noise", data[:127] + b"\xff" * 400)):
        bad = tmp_path / f"{name}.pmtiles"
        bad.write_bytes(cut)
        with pytest.raises(InputFileError) as caught:
            open_map_file(bad)
        assert "no PMTiles" in str(caught.value.values["detail"])
    with pytest.raises(InputFileError):
        open_map_file(tmp_path / "gone.pmtiles")


def test_a_tile_that_cannot_be_unpacked_is_told_once_without_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = packed_file(tmp_path / "town.pmtiles", TileType.PNG, b"no gzip", Compression.GZIP)
    file = open_map_file(path)
    with caplog.at_level("WARNING"):
        assert file.tile(2, 3, 1) is None
        assert file.tile(2, 3, 1) is None
    (told,) = caplog.messages
    assert "town.pmtiles is damaged: BadGzipFile" in told
    assert str(tmp_path) not in told
    file.close()


def test_a_tile_that_unpacks_without_end_is_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bomb = gzip.compress(b"\x89PNG" + bytes(64 * 1024 * 1024))
    path = packed_file(tmp_path / "town.pmtiles", TileType.PNG, bomb, Compression.GZIP)
    file = open_map_file(path)
    with caplog.at_level("WARNING"):
        assert file.tile(2, 3, 1) is None
    assert "more than 4 MB" in caplog.text
    file.close()


# --- sources -------------------------------------------------------------------------------------


def test_tianditu_needs_a_key_and_asks_its_own_servers_alone() -> None:
    values = Values(map_source="tianditu")
    with pytest.raises(UsageError) as caught:
        open_tiles(values)
    assert caught.value.key == "map_key_missing"
    tiles = open_tiles(values, {"tianditu": "a key&x=1"})
    assert "tk=a%20key%26x%3D1" in tiles.url
    assert "LAYER=vec" in tiles.url
    assert "LAYER=cva" in tiles.over
    assert tiles.origins == {f"https://t{at}.tianditu.gov.cn:443" for at in range(8)}
    assert tiles.datum is Datum.WGS84
    assert "a%20key" not in repr(tiles)
    assert all(spec.attribution for spec in SOURCES if spec.url)


def test_an_own_server_has_datum_key_and_the_words_it_wants() -> None:
    values = Values(
        map_source="url",
        map_url="http://127.0.0.1:8080/{z}/{x}/{y}?k={key}",
        map_datum="bd09",
        map_attribution="© me",
    )
    with pytest.raises(UsageError):
        open_tiles(values, {"tianditu": "other"})
    tiles = open_tiles(values, {"url": "k1"})
    assert tiles.url == "http://127.0.0.1:8080/{z}/{x}/{y}?k=k1"
    assert (tiles.datum, tiles.attribution) == (Datum.BD09, "© me")
    assert open_tiles(replace(values, map_datum="mars"), {"url": "k"}).datum is Datum.WGS84
    # A source that is not the user's own keeps its own datum.
    assert open_tiles(replace(values, map_source="osm")).datum is Datum.WGS84


class Kept:
    """A keyring, or none."""

    def __init__(self, there: bool) -> None:
        self.there, self.kept = there, dict[str, str]()

    async def get(self, name: str) -> str | None:
        return self.kept.get(name)

    async def put(self, name: str, secret: str) -> bool:
        if self.there:
            self.kept[name] = secret
        return self.there

    async def drop(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.mark.asyncio
async def test_a_key_is_kept_in_the_keyring_or_until_the_end() -> None:
    for there in (True, False):
        ring = Kept(there)
        keys = MapKeys(ring)
        keys.take("tianditu", "k")
        assert keys.known == {"tianditu": "k"}
        assert await keys.keep("tianditu") is there
        again = MapKeys(ring)
        await again.look("tianditu")
        assert again.known == ({"tianditu": "k"} if there else {})
