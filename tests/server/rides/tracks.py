"""Tracks as readings, and what tests ask the server for."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.model import Flag, PositionReading
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


def readings_of(device: Device, columns: Sequence[str], rows: Any) -> list[PositionReading]:
    names = [name.removesuffix("?") for name in columns]
    found = []
    times = sorted(row[0] for row in rows)
    usual, now = times[len(times) // 2], 0.0
    for row in rows:
        cell = dict(zip(names, row, strict=False))
        flags = Flag(0) if cell.get("valid", 1) else Flag.NO_FIX
        if "acc" in cell:
            flags |= Flag.ACC_KNOWN | (Flag.ACC_ON if cell["acc"] else Flag(0))
        time_ms = round(cell["unix_s"] * 1000)
        if abs(cell["unix_s"] - usual) < 86_400:
            now = max(now, cell["unix_s"])
        found.append(
            PositionReading(
                device=device,
                time_ms=time_ms,
                received_ms=round((now or usual) * 1000) + 1000,
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


def track_readings(device: Device, name: str) -> list[PositionReading]:
    track = TRACKS[name]
    assert track["datum"] == "WGS-84"
    return readings_of(device, track["columns"], track["rows"])
