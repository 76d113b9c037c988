"""Trips and mileage from the tables: days, zones, late rows, energy, files, reports."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace as changed
from sqlalchemy import insert, select, update

from mingtang_desk.core.clock import iso
from mingtang_desk.server.ingest.model import PositionReading
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES
from mingtang_desk.server.store.tables.rides import MILEAGE_DAYS
from tests.server.kit import NUMBERS, Kit
from tests.server.rides.tracks import device_of, feed, fixed, moment

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]
MIDNIGHT = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
    hours=8 - 24 * (datetime.now(UTC).hour >= 16), days=2
)
"""Of the battery's zone (UTC+8), two days ago."""
SPAN = {"from": iso(MIDNIGHT - timedelta(days=3)), "to": iso(MIDNIGHT + timedelta(days=3))}


def ride(kit: Kit, begin: float, minutes: int, lat: float = 22.5) -> list[PositionReading]:
    """It stands for five minutes, rides north at 18 km/h (50 m in 10 s), stands again."""
    device, step = device_of(kit), 50 / 111_195
    rows = [fixed(device, begin - 300 + 10 * n, lat=lat) for n in range(31)]
    for n in range(1, 6 * minutes + 1):
        rows.append(fixed(device, begin + 10 * n, lat=lat + step * n, speed_kmh=18.0))
    end, last = begin + 60 * minutes, lat + step * 6 * minutes
    return rows + [fixed(device, end + 10 * n, lat=last) for n in range(1, 31)]


async def get(kit: Kit, path: str, **query: Any) -> Any:
    async with kit.client() as client:
        answer = await client.get(path, params={**SPAN, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_trip_over_midnight_counts_on_both_days(kit: Kit) -> None:
    await feed(kit, ride(kit, MIDNIGHT.timestamp() - 1800, 60), batch=1000)
    days = (await get(kit, f"/devices/{NUMBER}/mileage"))["items"]
    assert [each["distance_m"] for each in days] == pytest.approx([9000, 9000], abs=100)
    assert [each["trips"] for each in days] == [1, 0]
    utc = (await get(kit, f"/devices/{NUMBER}/mileage", zone="UTC"))["items"]
    assert [round(each["distance_m"], -2) for each in utc] == [18_000]
    for bucket in ("week", "month", "total"):
        parts = (await get(kit, f"/devices/{NUMBER}/mileage", bucket=bucket))["items"]
        assert sum(each["distance_m"] for each in parts) == pytest.approx(18_000, rel=0.01)
    async with kit.services.core.store.read() as connection:
        stored = (await connection.execute(select(MILEAGE_DAYS))).all()
    assert [row.distance_m for row in sorted(stored, key=lambda row: row.day)] == pytest.approx(
        [each["distance_m"] for each in days], abs=0.1
    )
    async with kit.client() as client:
        bad = await client.get(f"/devices/{NUMBER}/mileage", params={"zone": "Mars/Olympus"})
    assert bad.status_code == 422


async def test_a_zone_with_summer_time(kit: Kit) -> None:
    """In Berlin the 29th of March 2026 has 23 hours: its end is at 22:00 UTC, not at 23:00."""
    end_of_day = datetime(2026, 3, 29, 22, 0, tzinfo=UTC).timestamp()
    await feed(kit, ride(kit, end_of_day - 1800, 60), batch=1000)
    days = (
        await get(
            kit,
            f"/devices/{NUMBER}/mileage",
            zone="Europe/Berlin",
            **{"from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z"},
        )
    )["items"]
    assert [each["period"] for each in days] == ["2026-03-29", "2026-03-30"]
    assert [each["distance_m"] for each in days] == pytest.approx([9000, 9000], abs=100)


async def test_late_rows_run_their_day_again(kit: Kit) -> None:
    rows = ride(kit, MIDNIGHT.timestamp() + 3600, 40)
    early = [row for n, row in enumerate(rows) if n < 31 or n > 31 + 120]
    late = [row for row in rows if row not in early]
    await feed(kit, early, batch=1000)
    before = (await get(kit, f"/devices/{NUMBER}/trips"))["items"]
    await feed(kit, late, batch=1000)
    (trip,) = (await get(kit, f"/devices/{NUMBER}/trips"))["items"]
    assert before != [trip]
    assert trip["quality"] == "good"
    assert trip["distance_m"] == pytest.approx(12_000, rel=0.01)
    assert trip["top_kmh"] == 18
    stops = (await get(kit, f"/devices/{NUMBER}/stops"))["items"]
    assert len(stops) == 2


async def test_days_of_standing_are_one_stop(kit: Kit) -> None:
    """A battery parked for a week: each day is run by itself, the stop stays whole."""
    device, begin = device_of(kit), MIDNIGHT.timestamp() - 2 * 86_400
    for day in range(6):
        rows = [fixed(device, begin + 86_400 * day + 1800 * n) for n in range(48)]
        await feed(kit, rows, batch=100)
        await kit.services.rides.journeys.current(device.pk)
        kit.services.rides.journeys._marks.clear()
    await feed(kit, ride(kit, begin + 6 * 86_400 + 600, 20), batch=1000)
    query = {"from": moment(begin - 1), "to": moment(begin + 8 * 86_400)}
    first, last = (await get(kit, f"/devices/{NUMBER}/stops", **query))["items"]
    assert first["start"] == moment(begin)
    assert first["duration_s"] == pytest.approx(6 * 86_400 + 600, abs=20)
    assert last["duration_s"] == pytest.approx(290, abs=30)


async def test_energy_of_a_trip(kit: Kit) -> None:
    """100 W for 20 minutes, 6 km: 33.3 Wh, 5.6 Wh/km."""
    begin = MIDNIGHT.timestamp() + 3600
    async with kit.services.core.store.write() as tx:
        rows = [
            {
                "device": kit.pks[NUMBER],
                "time_ms": round((begin - 300 + 30 * n) * 1000),
                "received_ms": 0,
                "pack_v": 50.0,
                "current_a": -2.0,
                "body": "{}",
            }
            for n in range(60)
        ]
        await tx.connection.execute(insert(BMS_SAMPLES), rows)
    await feed(kit, ride(kit, begin, 20), batch=1000)
    (trip,) = (await get(kit, f"/devices/{NUMBER}/trips"))["items"]
    assert trip["energy_wh"] == pytest.approx(33.3, rel=0.03)
    assert trip["wh_per_km"] == pytest.approx(5.6, rel=0.03)
    (day,) = (await get(kit, f"/devices/{NUMBER}/mileage"))["items"]
    assert day["wh_per_km"] == pytest.approx(5.6, rel=0.03)


async def test_files(kit: Kit) -> None:
    await feed(kit, ride(kit, MIDNIGHT.timestamp() + 3600, 20), batch=1000)
    async with kit.client() as client:
        got = {
            form: await client.get(f"/devices/{NUMBER}/trips", params={**SPAN, "format": form})
            for form in ("csv", "gpx", "kml")
        }
        stops = await client.get(f"/devices/{NUMBER}/stops", params={**SPAN, "format": "csv"})
    (row,) = csv.DictReader(io.StringIO(got["csv"].text))
    assert float(row["distance_m"]) == pytest.approx(6000, rel=0.01)
    track = ET.fromstring(got["gpx"].text)
    points = track.findall(".//{*}trkpt")
    assert len(points) == pytest.approx(121, abs=2)
    assert float(points[0].attrib["lat"]) == pytest.approx(22.5, abs=0.001)
    (line,) = ET.fromstring(got["kml"].text).findall(".//{*}coordinates")
    assert (line.text or "").startswith("114.000000,22.50")
    assert len(list(csv.DictReader(io.StringIO(stops.text)))) == 2


async def test_reports_see_their_account_only(kit: Kit) -> None:
    async with kit.services.core.store.write() as tx:
        name = '=cmd|<b>"x",y</b>'
        await tx.connection.execute(
            update(DEVICES).where(DEVICES.c.number == NUMBER).values(name=name)
        )
    await feed(kit, ride(kit, MIDNIGHT.timestamp() + 3600, 20), batch=1000)
    last = fixed(device_of(kit), datetime.now(UTC).timestamp(), alarm_bits=1 << 8)
    await feed(kit, [last])
    for report, column in (("mileage", "distance_m"), ("trips", "start"), ("alarms", "type")):
        now = {"to": iso(datetime.now(UTC) + timedelta(hours=1))} if report == "alarms" else {}
        for who, count in (("shop-viewer", 1), ("top-viewer", 1), ("sibling-owner", 0)):
            async with kit.client(who) as client:
                query = {**SPAN, **now, "format": "csv"}
                answer = await client.get(f"/reports/{report}", params=query)
            assert answer.status_code == 200, answer.text
            rows = list(csv.DictReader(io.StringIO(answer.text)))
            assert len(rows) == count
            for row in rows:
                assert row["name"] == f"'{name}"
                assert row[column]
        async with kit.client("sibling-owner") as client:
            foreign = {**SPAN, "account": kit.accounts["shop"]}
            assert (await client.get(f"/reports/{report}", params=foreign)).status_code == 404


async def test_reports_in_pages(kit: Kit) -> None:
    """Trips of two batteries begin in the same moment; each goes back once while nobody looks."""
    for account in ("shop", "child"):
        for hour in (1, 3):
            rows = ride(kit, MIDNIGHT.timestamp() + 3600 * hour, 20)
            mine = [changed(row, device=device_of(kit, account)) for row in rows]
            await feed(kit, mine, batch=1000)
    for report, count, key in (("trips", 6, "start"), ("mileage", 2, "days")):
        whole = await get(kit, f"/reports/{report}", **SPAN)
        assert (len(whole["items"]), whole["next_cursor"]) == (count, None)
        assert all(each[key] for each in whole["items"])
        found, cursor = [], None
        for _ in range(count):
            query = {**SPAN, "limit": 1} | ({} if cursor is None else {"cursor": cursor})
            page = await get(kit, f"/reports/{report}", **query)
            found += page["items"]
            cursor = page["next_cursor"]
            assert page.get("distance_m") == whole.get("distance_m")
        assert (found, cursor) == (whole["items"], None)


async def test_foreign_and_senseless_requests(kit: Kit) -> None:
    wrong = {"from": SPAN["to"], "to": SPAN["from"]}
    long, early = {"from": "1990-01-01T00:00:00Z"}, {"to": "0001-01-01T00:00:00Z"}
    for path in ("trips", "stops", "mileage"):
        async with kit.client("sibling-owner") as client:
            assert (await client.get(f"/devices/{NUMBER}/{path}")).status_code == 404
        async with kit.client() as client:
            for query in (wrong, long, early):
                answer = await client.get(f"/devices/{NUMBER}/{path}", params=query)
                assert answer.status_code == 422
