"""Parts of the map without a window: files, sources, projection, tracks, what is said."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, qRgb
from PySide6.QtWidgets import QApplication

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.sample import Position
from mingtang_desk.ui.map.map_file import MapFile
from mingtang_desk.ui.map.mercator import (
    Bounds,
    Place,
    grid_step,
    metres_per_pixel,
    nice_length,
    place_at,
    world,
    zoom_for,
)
from mingtang_desk.ui.map.painter_ground import grid_words
from mingtang_desk.ui.map.painting import grid_label
from mingtang_desk.ui.map.picture import picture_of
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.shift import Shift
from mingtang_desk.ui.map.sources import (
    SAMPLE_FILE,
    SOURCES,
    Tiles,
    open_tiles,
    origin_of,
    sample_tiles,
    template_problem,
)
from mingtang_desk.ui.map.tile_images import TileImages, night
from mingtang_desk.ui.map.tile_net import TileNet
from mingtang_desk.ui.map.track import LIMIT, Track, place_of
from mingtang_desk.ui.prefs import Values
from mingtang_desk.ui.theme.type import Size, font
from tests.ui.fakes import START, sample_13s
from tests.ui.map_kit import map_file, picture, ride

PNG = b"\x89PNG\r\n\x1a\n and so on"


@given(
    st.floats(-85, 85, allow_nan=False), st.floats(-180, 180, allow_nan=False), st.integers(0, 19)
)
def test_a_pixel_is_the_place_it_came_from(lat: float, lon: float, zoom: int) -> None:
    back = place_at(*world(Place(lat, lon), zoom), zoom)
    assert back == pytest.approx((lat, lon), abs=1e-6)


def test_known_pixels_of_the_world() -> None:
    assert world(Place(0, 0), 0) == (128, 128)
    # The example of the OpenStreetMap wiki, page on the names of tiles.
    x, y = world(Place(35.6590699, 139.7006793), 18)
    assert (int(x // 256), int(y // 256)) == (232798, 103246)
    assert metres_per_pixel(0, 0) == pytest.approx(156543.03, abs=0.1)


def test_an_area_fits_at_its_zoom_and_not_nearer() -> None:
    area = Bounds(22.53, 114.03, 22.55, 114.07)
    zoom = zoom_for(area, 500, 400, most=17)
    west, east = (world(Place(22.54, lon), zoom)[0] for lon in (area.west, area.east))
    assert east - west <= 500 < 2 * (east - west)
    point = Bounds(22.53, 114.03, 22.53, 114.03)
    assert zoom_for(point, 500, 400, most=17) == 17


def test_grid_and_scale_have_round_numbers() -> None:
    assert grid_step(2) == 30.0
    assert grid_step(13) == 0.02
    assert grid_label(114.04, 0.02, "EW") == "114.04° E"
    assert grid_label(-22.5, 0.5, "NS") == "22.5° S"
    assert grid_label(0.0, 30.0, "NS") == "0°"
    assert [nice_length(x) for x in (99.0, 100.0, 740.0, 2600.0)] == [50, 100, 500, 2000]


# --- files ---------------------------------------------------------------------------------------


def test_rows_are_counted_from_the_south(tmp_path: Path) -> None:
    path = map_file(tmp_path / "a.mbtiles", {(2, 1, 0): PNG}, bounds="1,2,3,4", name="A")
    file = MapFile(path)
    assert file.tile(2, 1, 3) == PNG
    assert file.tile(2, 1, 0) is None
    assert file.tile(2, 1, -1) is None
    assert file.tile(99, 0, 0) is None
    assert file.bounds == Bounds(2, 1, 4, 3)
    assert (file.min_zoom, file.max_zoom, file.name) == (2, 2, "A")
    file.close()
    file.close()
    assert file.tile(2, 1, 3) is None


@pytest.mark.parametrize("bounds", ["", "1,2,3", "a,b,c,d"])
def test_bounds_that_make_no_sense_are_left_out(tmp_path: Path, bounds: str) -> None:
    file = MapFile(map_file(tmp_path / "a.mbtiles", {(0, 0, 0): PNG}, bounds=bounds))
    assert file.bounds is None
    file.close()


def test_a_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.mbtiles"
    text.write_text("no database")
    other = tmp_path / "other.mbtiles"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE a (b)")
    db.close()
    empty = map_file(tmp_path / "empty.mbtiles", {})
    vectors = map_file(tmp_path / "vectors.mbtiles", {(0, 0, 0): b"\x1f\x8bpbf"})
    for path, said in ((text, "no MBTiles"), (other, "no MBTiles"), (empty, "no tiles"),
                       (vectors, "vector")):  # fmt: skip
        with pytest.raises(InputFileError) as caught:
            MapFile(path)
        assert said in str(caught.value.values["detail"]), path.name
    with pytest.raises(InputFileError) as caught:
        MapFile(tmp_path / "none.mbtiles")
    assert caught.value.key == "file_missing"


def test_a_file_that_is_damaged_while_it_is_shown_is_told_once_without_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = map_file(tmp_path / "town.mbtiles", {(2, 1, 0): PNG})
    file = MapFile(path)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE tiles")
    db.close()
    with caplog.at_level("WARNING"):
        assert file.tile(2, 1, 3) is None
        assert file.tile(2, 1, 3) is None
    (told,) = caplog.messages
    assert "town.mbtiles is damaged: OperationalError" in told
    assert str(tmp_path) not in told
    file.close()


@pytest.mark.parametrize(
    "data", [picture("#ffffff", 4096), b"<svg/>", b"\x89PNG and no more", None]
)
def test_what_is_no_tile_is_no_picture(data: bytes | None) -> None:
    assert picture_of(data) is None
    found = picture_of(picture("#ffffff", 512))
    assert found is not None
    assert found.width() == 512


def test_the_sample_map_is_small_and_says_what_it_is() -> None:
    path = resource_path(SAMPLE_FILE)
    assert path.stat().st_size < 1_500_000
    tiles = sample_tiles()
    assert tiles.file is not None
    assert tiles.attribution == "Sample map, not a real place"
    assert (tiles.min_zoom, tiles.max_zoom) == (11, 16)
    for zoom in range(11, 17):
        x, y = world(Place(22.54, 114.05), zoom)
        assert tiles.file.tile(zoom, int(x // 256), int(y // 256)) is not None
    tiles.file.close()


# --- sources -------------------------------------------------------------------------------------


def test_only_what_was_chosen_may_be_asked(tmp_path: Path) -> None:
    assert Values().map_source == "sample"
    for key in ("sample", "nonsense", "file", "url"):
        tiles = open_tiles(Values(map_source=key))
        assert tiles.key == "sample"
        assert tiles.origins == frozenset()
    osm = open_tiles(Values(map_source="osm"))
    assert osm.origins == {"https://tile.openstreetmap.org:443"}
    assert "OpenStreetMap" in osm.attribution
    own = open_tiles(Values(map_source="url", map_url="http://{s}.t.example:8080/{z}/{x}/{y}.png"))
    assert own.origins == {f"http://{letter}.t.example:8080" for letter in "abc"}
    path = map_file(tmp_path / "a.mbtiles", {(0, 0, 0): PNG}, attribution="<b>me</b>")
    mine = open_tiles(Values(map_source="file", map_file=str(path)))
    assert mine.attribution == "me"
    assert mine.file is not None
    mine.file.close()
    with pytest.raises(InputFileError):
        open_tiles(Values(map_source="file", map_file=str(tmp_path / "gone.mbtiles")))
    assert [spec.key for spec in SOURCES if spec.online] == ["osm", "tianditu", "url"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("https://t.example/{z}/{x}/{y}.png", ""),
        ("http://127.0.0.1:8080/{z}/{x}/{-y}", ""),
        ("https://{s}.t.example/{z}/{x}/{y}{r}.png", ""),
        ("ftp://t.example/{z}/{x}/{y}", "scheme"),
        ("t.example/{z}/{x}/{y}", "scheme"),
        ("https:///{z}/{x}/{y}", "host"),
        ("https://{x}.example/{z}/{x}/{y}", "host"),
        ("https://t.example:99999/{z}/{x}/{y}", "host"),
        ("https://t.example/{z}/{x}.png", "places"),
        ("https://t.example/{z}/{x}/{y}?key={key}", ""),
        ("https://t.example/{z}/{x}/{y}?key={tk}", "places"),
        ("", "scheme"),
    ],
)
def test_addresses_of_tile_servers(text: str, problem: str) -> None:
    assert template_problem(text) == problem


def test_an_origin_has_its_port() -> None:
    assert origin_of("https://a.example/x") == origin_of("https://a.example:443/y")
    assert origin_of("http://a.example/x") != origin_of("https://a.example/x")
    assert origin_of("https://a.example.evil/x") != origin_of("https://a.example/x")


# --- tiles of the painter ------------------------------------------------------------------------


def test_dark_tiles_keep_their_hue() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    for colour, brighter in ((qRgb(255, 255, 255), False), (qRgb(0, 0, 0), True)):
        image.fill(colour)
        assert (night(image.copy()).pixelColor(1, 1).lightness() > 127) is brighter
    image.fill(qRgb(40, 160, 60))
    full = night(image.copy()).pixelColor(2, 2)
    assert abs(full.hue() - 130) < 12
    indexed = image.convertToFormat(QImage.Format.Format_Indexed8)
    assert night(indexed).pixelColor(2, 2).rgb() == full.rgb()


def test_tiles_are_kept_until_the_colours_change(qapp: QApplication, tmp_path: Path) -> None:
    file = MapFile(map_file(tmp_path / "a.mbtiles", {(0, 0, 0): picture("#ffffff")}))
    tiles = Tiles(key="file", file=file)
    images = TileImages(TileNet(None, qapp), lambda: None)
    images.use(tiles, dark=False)
    tile = images.tile(0, 0, 0)
    assert tile is not None
    assert images.tile(0, 0, 0) is tile
    assert images.tile(1, 0, 0) is None
    images.use(tiles, dark=True)
    dark = images.tile(0, 0, 0)
    assert dark is not None
    assert dark.toImage().pixelColor(5, 5).lightness() < 60
    file.close()


@given(
    st.floats(-60, 60),
    st.floats(-170, 170),
    st.integers(3, 17),
    st.integers(280, 1600),
    st.integers(160, 900),
)
def test_degrees_of_the_grid_are_whole_and_apart(
    qapp: QApplication, lat: float, lon: float, zoom: int, width: int, height: int
) -> None:
    x, y = world(Place(lat, lon), zoom)
    seen = Projection(left=x, top=y, width=width, height=height, zoom=zoom, shift=Shift())
    metrics = QFontMetricsF(font(Size.DRAWING))
    boxes = [metrics.tightBoundingRect(text).translated(at) for at, text in grid_words(seen)]
    room = QRectF(0, 0, width, height - 20)  # above the scale
    assert all(room.contains(box) for box in boxes)
    assert not any(one.intersects(two) for one, two in combinations(boxes, 2))


# --- tracks --------------------------------------------------------------------------------------


def test_a_track_thins_out_and_keeps_both_ends() -> None:
    track = Track()
    places = [Place(22.0 + n / 1e5, 114.0) for n in range(LIMIT + 500)]
    for place in places:
        track.add(place)
        track.add(place)
    assert len(track.places) <= LIMIT
    assert (track.places[0], track.places[-1]) == (places[0], places[-1])
    assert track.done == len(track.places)
    assert track.generation == 1


def test_a_recording_is_drawn_whole_and_played_along() -> None:
    track = Track()
    samples = (sample_13s(time=START - timedelta(seconds=9)), *ride(10))
    track.take_recorded(samples)
    assert track.recorded
    assert len(track.places) == 10
    generation = track.generation
    track.take_recorded(samples)
    assert track.generation == generation
    for seconds, done in ((-5, 0), (0, 1), (4.5, 5), (99, 10), (2, 3)):
        track.reach(START + timedelta(seconds=seconds))
        assert track.done == done


def test_a_long_recording_is_thinned() -> None:
    track = Track()
    samples = ride(2 * LIMIT + 7)
    track.take_recorded(samples)
    assert LIMIT // 2 < len(track.places) <= LIMIT + 1
    assert track.places[-1] == place_of(samples[-1].position)


def test_places_that_are_nowhere_on_the_map() -> None:
    assert place_of(None) is None
    assert place_of(Position(lat=89.0, lon=0.0)) is None
    assert place_of(Position(lat=0.0, lon=181.0)) is None
    assert place_of(Position(lat=0.0, lon=0.0)) == Place(0.0, 0.0)
