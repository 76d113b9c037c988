import csv
import io
import xml.etree.ElementTree as ET

import pytest

from mingtang_desk.server.rides.address import nearest
from mingtang_desk.server.rides.day import Power, energy_wh
from mingtang_desk.server.rides.exports import Point, Way, csv_text, gpx, kml

NAMES = ("<script>&\"'", "]]>", "a\x00b\x0b", "\ud800", "中文", "=1+1")
POINTS = [Point(time_ms=n * 10_000, lat=-22.5, lon=114.0 + n, altitude_m=3.0) for n in range(3)]
WAYS = [Way(name=name, points=POINTS) for name in NAMES]


@pytest.mark.parametrize("write", [gpx, kml])
def test_files_are_well_formed_whatever_names_are(write: object) -> None:
    assert callable(write)
    root = ET.fromstring(write("<title>", WAYS).encode())
    names = [each.text for each in root.findall(".//{*}name")]
    assert names == ["<title>", "<script>&\"'", "]]>", "a\ufffdb\ufffd", "\ufffd", "中文", "=1+1"]


def test_csv() -> None:
    rows = [
        {"a": name, "b": 0.5, "c": None, "d": True, "e": 12.0} for name in NAMES if name != "\ud800"
    ]
    found = list(csv.DictReader(io.StringIO(csv_text(list("abcde"), rows), newline="")))
    assert found[-1] == {"a": "'=1+1", "b": "0.5", "c": "", "d": "yes", "e": "12"}
    assert [each["a"] for each in found][:2] == ["<script>&\"'", "]]>"]


def test_energy_needs_samples() -> None:
    steady = [Power(30.0 * n, 360.0) for n in range(100)]
    assert energy_wh(steady, 100.0, 1100.0) == pytest.approx(100.0)
    assert energy_wh(steady[:20], 100.0, 1100.0) is None
    assert energy_wh([], 100.0, 1100.0) is None
    gap = [*steady[:10], *steady[30:]]
    assert energy_wh(gap, 0.0, 1100.0) is None


@pytest.mark.parametrize(
    ("place", "country", "province"),
    [
        ((22.54, 114.06), "CN", "Guangdong"),
        ((31.2304, 121.4737), "CN", "Shanghai"),
        ((52.52, 13.40), "DE", "State of Berlin"),
        ((-17.76, 177.45), "FJ", "Western"),
    ],
)
def test_the_nearest_town(place: tuple[float, float], country: str, province: str) -> None:
    found = nearest(*place)
    assert found is not None
    town, metres = found
    assert (town.country, town.province) == (country, province)
    assert metres < 10_000


def test_far_from_anywhere() -> None:
    assert nearest(0.0, -150.0) is None
    assert nearest(-90.0, 180.0) is None
