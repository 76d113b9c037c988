"""Tracks as readings, and what tests ask the server for."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mingtang_desk.core.clock import iso
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.model import Flag, PositionReading, Reading
from tests.server.kit import NUMBERS, Kit

TRACKS: dict[str, Any] = {
    track["name"]: track
    for track in json.loads(
        (Path(__file__).parents[2] / "unit/geo/tracks-dev.json").read_text(encoding="utf-8")
    )["tracks"]
}


def device_of(kit: Kit, account: str = "shop") -> Device:
    device = kit.services.directory.by_number(NUMBERS[account])
    assert device is not None
    return device


def readings_of(
    device: Device, columns: Sequence[str], rows: Any, shift_s: int = 0
) -> list[PositionReading]:
    names = [name.removesuffix("?") for name in columns]
    found = []
    times = sorted(row[0] for row in rows)
    usual, now = times[len(times) // 2], 0.0
    for row in rows:
        cell = dict(zip(names, row, strict=False))
        flags = Flag(0) if cell.get("valid", 1) else Flag.NO_FIX
        if "acc" in cell:
            flags |= Flag.ACC_KNOWN | (Flag.ACC_ON if cell["acc"] else Flag(0))
        time_ms = round((cell["unix_s"] + shift_s) * 1000)
        if abs(cell["unix_s"] - usual) < 86_400:
            now = max(now, cell["unix_s"])
        found.append(
            PositionReading(
                device=device,
                time_ms=time_ms,
                received_ms=round((now or usual) + shift_s) * 1000 + 1000,
                lat=cell["lat"] if cell.get("valid", 1) else None,
                lon=cell["lon"] if cell.get("valid", 1) else None,
                speed_kmh=cell.get("speed_kmh"),
                course_deg=cell.get("course"),
                satellites=cell.get("satellites"),
                hdop=cell.get("hdop"),
                flags=flags,
                event=cell.get("event") or "",
            )
        )
    return found


def shift_of(name: str) -> int:
    """Seconds to add to the times of a track, so that it begins now."""
    times = sorted(row[0] for row in TRACKS[name]["rows"])
    usual = times[len(times) // 2]
    first = min(time for time in times if abs(time - usual) < 86_400)
    return int(time.time()) + 5 - int(first)


def track_readings(device: Device, name: str, shift_s: int) -> list[PositionReading]:
    track = TRACKS[name]
    assert track["datum"] == "WGS-84"
    return readings_of(device, track["columns"], track["rows"], shift_s)


async def feed(kit: Kit, readings: Sequence[Reading], batch: int = 40) -> None:
    for n in range(0, len(readings), batch):
        await kit.services.ingest.take(readings[n : n + batch])


def fixed(device: Device, time_s: float, **more: Any) -> PositionReading:
    """A row of a battery that stands at (22.5, 114.0)."""
    values: dict[str, Any] = {"lat": 22.5, "lon": 114.0, "speed_kmh": 0.0, "satellites": 12}
    values |= {"flags": Flag.ACC_KNOWN, "received_ms": round(time_s * 1000) + 500}
    return PositionReading(device=device, time_ms=round(time_s * 1000), **(values | more))


def moment(time_s: float) -> str:
    return iso(datetime.fromtimestamp(time_s, UTC))


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
