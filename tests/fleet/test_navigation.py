"""Links to map apps: order and datum of the numbers, and names that are no part of a link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mingtang_desk.cloud.models import Account, Battery
from mingtang_desk.cloud.navigation import MapApp, NoWay, Target, link, target_of
from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.distance import haversine_m

SHENZHEN = Target(lat=22.543096, lon=114.057865, name="电池 7")
SYDNEY = Target(lat=-33.8688, lon=151.2093, name="a,b)&to=0,0#x|y%20<script>")
NOW = datetime(2026, 12, 7, tzinfo=UTC)


def battery(lat: float | None, lon: float | None, name: str = "") -> Battery:
    return Battery(
        number="13800000002",
        name=name,
        kind="",
        account=Account(id="a", name="shop"),
        state="online",
        since=None,
        last_seen=None,
        soc_pct=None,
        pack_v=None,
        lat=lat,
        lon=lon,
        position_time=NOW - timedelta(hours=2),
        signal=None,
        open_alarms=0,
        enabled=None,
        expires=None,
    )


def test_amap_gets_longitude_first_and_shifted_in_china() -> None:
    parts = urlsplit(link(MapApp.AMAP, SHENZHEN))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "uri.amap.com", "/navigation")
    asked = parse_qs(parts.query)
    lon, lat, name = asked["to"][0].split(",")
    there = convert(SHENZHEN.place, Datum.WGS84, Datum.GCJ02)
    assert (float(lat), float(lon)) == pytest.approx(there, abs=1e-6)
    assert haversine_m(*SHENZHEN.place, float(lat), float(lon)) > 100
    assert name == "电池 7"
    assert (asked["mode"], asked["coordinate"], asked["callnative"]) == (["ride"], ["gaode"], ["1"])


def test_elsewhere_nothing_is_shifted() -> None:
    for app in MapApp:
        text = unquote(link(app, SYDNEY))
        assert "-33.868800" in text, app
        assert "151.209300" in text, app


@pytest.mark.parametrize("app", list(MapApp))
def test_a_name_ends_no_link_early(app: MapApp) -> None:
    text = link(app, SYDNEY)
    assert text.isascii()
    for sign in "<>\"' \n|#":
        assert sign not in text.replace("%7C", "")
    assert text.count("(") <= 1
    assert text.count(")") <= 1
    assert len(parse_qs(urlsplit(text).query).get("to", [""])) == 1


def test_the_app_of_amap_is_told_that_it_is_shifted_already() -> None:
    asked = parse_qs(urlsplit(link(MapApp.AMAP_APP, SHENZHEN)).query)
    assert (asked["featureName"], asked["rideType"]) == (["OnRideNavi"], ["elebike"])
    assert asked["dev"] == ["0"]
    there = convert(SHENZHEN.place, Datum.WGS84, Datum.GCJ02)
    assert (float(asked["lat"][0]), float(asked["lon"][0])) == pytest.approx(there, abs=1e-6)


def test_the_others() -> None:
    lat, lon = SHENZHEN.place
    assert link(MapApp.OSM, SHENZHEN).endswith(f"/directions?to={lat:.6f},{lon:.6f}")
    assert link(MapApp.GEO, SHENZHEN) == (
        f"geo:{lat:.6f},{lon:.6f}?q={lat:.6f},{lon:.6f}(%E7%94%B5%E6%B1%A0%207)"
    )
    baidu = unquote(link(MapApp.BAIDU, SHENZHEN))
    assert f"latlng:{lat:.6f},{lon:.6f}|name:电池 7&coord_type=wgs84&mode=riding" in baidu
    google = link(MapApp.GOOGLE, SYDNEY)
    assert google.startswith("https://www.google.com/maps/dir/?api=1&destination=-33.868800,")
    assert link(MapApp.APPLE, SYDNEY) == "https://maps.apple.com/?daddr=-33.868800,151.209300"


def test_a_name_with_a_half_of_a_pair_of_signs() -> None:
    assert link(MapApp.GEO, Target(lat=1.0, lon=2.0, name="\ud800\x00x" * 99)).isascii()


def test_where_nobody_can_be_led() -> None:
    assert target_of(None) is NoWay.UNKNOWN
    assert target_of(battery(None, 114.0)) is NoWay.NO_POSITION
    assert target_of(battery(0.0, 0.0)) is NoWay.ZERO
    assert target_of(battery(-0.00001, 0.00001)) is NoWay.ZERO
    found = target_of(battery(22.5, 114.0))
    assert isinstance(found, Target)
    assert found.name == "13800000002"
    assert found.age(NOW) == timedelta(hours=2)
    named = target_of(battery(22.5, 114.0, "仓库"))
    assert isinstance(named, Target)
    assert named.name == "仓库"
