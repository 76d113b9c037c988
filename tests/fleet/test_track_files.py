"""GPX and KML: out and in again, what others write, and files that mean harm."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import gpxpy
import pytest

from mingtang_desk.cloud import track_files
from mingtang_desk.cloud.models_rides import Stop, Trip
from mingtang_desk.cloud.playback import Playback, Point
from mingtang_desk.cloud.track_export import csv_text, gpx_text, kml_text
from mingtang_desk.cloud.track_files import TrackFile, read_track
from mingtang_desk.cloud.track_load import TrackData
from mingtang_desk.core.errors import InputFileError

T0 = 1_795_996_800.0
NAME = 'Ride <script>alert("1")</script> & more'


def data() -> TrackData:
    points = [
        Point(
            t=T0 + n * 10.25,
            lat=22.5 + n / 1e4,
            lon=114.0 - n / 1e4,
            altitude_m=12.5,
            speed_kmh=None if n == 3 else 18.0 + n,
            course_deg=91.0,
            soc_pct=80.0 - n,
            current_a=-3.25,
        )
        for n in range(10)
    ]
    points.append(Point(t=T0 + 5000, lat=22.6, lon=114.1))
    start, end = (datetime.fromtimestamp(T0 + t, UTC) for t in (0, 90))
    trip = Trip(
        start=start,
        end=end,
        start_lat=22.5,
        start_lon=114.0,
        end_lat=22.51,
        end_lon=113.99,
        distance_m=1234.0,
        duration_s=90.0,
        average_kmh=20.0,
        top_kmh=None,
        quality="good",
        split="stop",
        flags=(),
        energy_wh=None,
        wh_per_km=None,
    )
    stop = Stop(start=end, end=end, lat=22.51, lon=113.99, duration_s=0.0)
    return TrackData(
        number="1",
        title=NAME,
        start=start,
        end=end,
        track=Playback(points),
        trips=(trip,),
        stops=(stop,),
    )


def written(folder: Path, text: str | bytes, name: str = "track.gpx") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes) -> TrackFile:
    found = read_track(written(folder, text))
    assert found is not None
    return found


def refused(folder: Path, text: str | bytes) -> InputFileError:
    with pytest.raises(InputFileError) as caught:
        read(folder, text)
    assert str(caught.value)
    return caught.value


def gpx(inner: str) -> str:
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">\n{inner}\n</gpx>'


def kml(inner: str) -> str:
    return (
        '<kml xmlns="http://www.opengis.net/kml/2.2" '
        f'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>\n{inner}\n</Document></kml>'
    )


def test_gpx_comes_back_as_it_went(tmp_path: Path) -> None:
    made = data()
    found = read(tmp_path, gpx_text(made))
    assert (found.kind, found.name) == ("gpx", NAME)
    assert found.track.gaps == made.track.gaps
    for ours, theirs in zip(made.track.points, found.track.points, strict=True):
        assert theirs.t == pytest.approx(ours.t, abs=0.001)
        assert (theirs.lat, theirs.lon) == pytest.approx((ours.lat, ours.lon), abs=1e-7)
        assert theirs.speed_kmh == (
            None if ours.speed_kmh is None else pytest.approx(ours.speed_kmh, abs=0.01)
        )
        assert theirs.course_deg == ours.course_deg
        assert (theirs.soc_pct, theirs.current_a) == (ours.soc_pct, ours.current_a)
    assert not found.lines


def test_another_reader_of_gpx_understands_ours_and_we_its_writing(tmp_path: Path) -> None:
    theirs = gpxpy.parse(gpx_text(data()))
    assert [len(part.points) for part in theirs.tracks[0].segments] == [10, 1]
    assert theirs.tracks[0].name == NAME
    assert [mark.name for mark in theirs.waypoints] == ["Trip 1: start", "Trip 1: end", "Stop 1"]
    first = theirs.tracks[0].segments[0].points[1].time
    assert first is not None
    assert first.timestamp() == pytest.approx(T0 + 10.25)
    back = read(tmp_path, theirs.to_xml())
    assert len(back.track.points) == 11
    old = read(tmp_path, theirs.to_xml(version="1.0"))
    assert len(old.track.points) == 11


def test_kml_comes_back_too(tmp_path: Path) -> None:
    made = data()
    found = read(tmp_path, kml_text(made))
    assert (found.kind, found.name) == ("kml", NAME)
    assert [p.t for p in found.track.points] == pytest.approx([p.t for p in made.track.points])
    assert found.track.gaps == made.track.gaps
    assert not found.lines


def test_a_line_without_times_is_shown_and_not_played(tmp_path: Path) -> None:
    inner = "<Placemark><LineString><coordinates>\n 114.0,22.5,3\n114.1,22.6 114.2,22.7,0 "
    found = read(tmp_path, kml(inner + "</coordinates></LineString></Placemark>"))
    assert not found.track
    assert found.lines == (((22.5, 114.0), (22.6, 114.1), (22.7, 114.2)),)
    route = gpx("<rte>" + '<rtept lat="1" lon="2"/>' * 3 + "</rte>")
    assert found.kind == "kml"
    assert len(read(tmp_path, route).lines[0]) == 3


def test_coordinates_that_are_cut_by_the_pieces_of_the_file(tmp_path: Path) -> None:
    count = 40_000
    places = " ".join(f"114.{n:06d},22.{n:06d},0" for n in range(count))
    text = kml(f"<LineString><coordinates>{places}</coordinates></LineString>")
    assert len(text) > 10 * track_files.CHUNK
    line = read(tmp_path, text).lines[0]
    assert len(line) == count
    assert line[12_345] == (22.012345, 114.012345)


def test_times_without_a_zone_are_utc_and_said_so(tmp_path: Path) -> None:
    inner = "".join(
        f'<trkpt lat="22" lon="114"><time>2026-11-20T08:00:{n:02d}</time></trkpt>' for n in range(3)
    )
    found = read(tmp_path, gpx(f"<trk><trkseg>{inner}</trkseg></trk>"))
    assert found.zoneless == 3
    assert found.track.start == datetime(2026, 11, 20, 8, tzinfo=UTC).timestamp()
    zoned = inner.replace(":00</time>", ":00+08:00</time>", 1)
    assert read(tmp_path, gpx(f"<trk><trkseg>{zoned}</trkseg></trk>")).zoneless == 2


def test_segments_are_not_joined_and_what_overlaps_is_not_mixed(tmp_path: Path) -> None:
    def segment(first: int, lat: float) -> str:
        rows = "".join(
            f'<trkpt lat="{lat}" lon="114"><time>2026-11-20T08:{n:02d}:00Z</time></trkpt>'
            for n in range(first, first + 3)
        )
        return f"<trkseg>{rows}</trkseg>"

    apart = read(tmp_path, gpx(f"<trk>{segment(10, 2.0)}{segment(0, 1.0)}</trk>"))
    assert [p.lat for p in apart.track.points] == [1.0] * 3 + [2.0] * 3
    assert len(apart.track.gaps) == 1
    over = read(tmp_path, gpx(f"<trk>{segment(0, 1.0)}{segment(2, 2.0)}</trk>"))
    assert [p.lat for p in over.track.points] == [1.0, 1.0, 1.0, 2.0, 2.0]
    assert over.doubled == 1


def test_zero_zero_and_points_without_a_time_are_left_out(tmp_path: Path) -> None:
    stamp = "<time>2026-11-20T08:00:0{n}Z</time>"
    rows = "".join(
        f'<trkpt lat="{lat}" lon="{lat}">{stamp.format(n=n) if n != 2 else ""}</trkpt>'
        for n, lat in enumerate((1, 0, 3, 4))
    )
    found = read(tmp_path, gpx(f"<trk><trkseg>{rows}</trkseg></trk>"))
    assert [p.lat for p in found.track.points] == [1.0, 4.0]
    assert found.untimed == 1


BOMB = """<?xml version="1.0"?>
<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<gpx>&b;</gpx>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx/>',
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
        BOMB.encode("utf-16"),
    ],
)
def test_entities_and_document_types_are_refused(tmp_path: Path, text: str | bytes) -> None:
    assert refused(tmp_path, text).key == "track_file_entities"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (gpx('<trk><trkseg><trkpt lat="x" lon="1"/></trkseg></trk>'), 2),
        (gpx('<trk><trkseg>\n<trkpt lat="91" lon="1"/></trkseg></trk>'), 3),
        (gpx('<trk><trkseg>\n\n<trkpt lon="1"/></trkseg></trk>'), 4),
        (gpx('<trk><trkseg><trkpt lat="nan" lon="1"/></trkseg></trk>'), 2),
        (gpx('<trk><trkseg><trkpt lat="1" lon="1">\n<time>noon</time></trkpt></trkseg></trk>'), 3),
        (gpx('<trk><trkseg><trkpt lat="1" lon="1">\n<ele>high</ele></trkpt></trkseg></trk>'), 3),
        (gpx('<trk><trkseg><trkpt lat="1" lon="1"></trkseg>'), 2),
        ('<gpx>\n<trk><trkseg><trkpt lat="1" lon="1"/>', 2),
        (kml("<gx:Track><when>2026-11-20T08:00:00Z</when></gx:Track>"), 2),
        (kml("<gx:Track><gx:coord>114</gx:coord></gx:Track>"), 2),
        (kml("<LineString><coordinates>114;22</coordinates></LineString>"), 2),
        (kml("<LineString><coordinates>22.5,1140,0</coordinates></LineString>"), 2),
        (gpx("<a>" * 200), 2),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    error = refused(tmp_path, text)
    assert error.key == "track_file_corrupt"
    assert error.values["line"] == line


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "track_file_empty"),
        (gpx(""), "track_file_empty"),
        (gpx('<wpt lat="1" lon="2"/>'), "track_file_empty"),
        ("<html/>", "track_file_kind"),
        (b"PK\x03\x04 a kmz", "track_file_corrupt"),
        (b"\x00\x01\x02", "track_file_corrupt"),
        ('<?xml version="1.0" encoding="nonsense"?><gpx/>', "track_file_corrupt"),
        (b"<gpx><name>\xff</name></gpx>", "track_file_corrupt"),
    ],
)
def test_what_is_no_track(tmp_path: Path, text: str | bytes, key: str) -> None:
    assert refused(tmp_path, text).key == key


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputFileError) as caught:
        read_track(tmp_path / "gone.gpx")
    assert caught.value.key == "file_unreadable"
    text = gpx("<trk><trkseg>" + '<trkpt lat="1" lon="1"/>' * 30 + "</trkseg></trk>")
    monkeypatch.setattr(track_files, "MOST_POINTS", 20)
    assert refused(tmp_path, text).key == "track_file_large"
    monkeypatch.setattr(track_files, "MOST_BYTES", 100)
    assert refused(tmp_path, text).key == "track_file_large"


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    assert read_track(written(tmp_path, gpx_text(data())), stopped=lambda: True) is None


def test_csv_has_every_point(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(data().track))))
    assert len(rows) == 11
    assert rows[0]["time"] == "2026-11-30T00:00:00.000Z"
    assert (rows[3]["speed_kmh"], rows[3]["soc_pct"], rows[10]["soc_pct"]) == ("", "77", "")
