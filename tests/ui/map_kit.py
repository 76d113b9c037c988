"""A hub with devices that are somewhere, and a small map file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from mingtang_desk.device.sample import PackSample, Position
from tests.ui.fakes import START, FakeHub, FakeSession, sample_13s

URI = "serial:///dev/ttyUSB0?baud=9600&protocol=jbd"
HERE = Position(lat=22.5402, lon=114.052, speed_kmh=23.0, course_deg=80.0)


def at(north: float = 0.0, east: float = 0.0, **changes: object) -> PackSample:
    """A sample some thousandths of a degree away from `HERE`."""
    place = replace(HERE, lat=HERE.lat + north / 1000, lon=HERE.lon + east / 1000)
    return sample_13s(**{"position": place, "state": "discharge", **changes})


def ride(count: int) -> tuple[PackSample, ...]:
    """A ride to the east, a sample a second."""
    return tuple(at(0, n, time=START + timedelta(seconds=n)) for n in range(count))


def located(hub: FakeHub, uri: str = URI, name: str = "BT2048", **changes: object) -> FakeSession:
    """Open a device that is at `HERE`."""
    session = hub.add(uri)
    session.identify(name)
    session.live(at(**changes))  # type: ignore[arg-type]
    return session


def picture(colour: str, side: int = 256) -> bytes:
    """A tile of one colour."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows bytes, the library str
    return bytes(buffer.data().data())


def map_file(path: Path, tiles: Mapping[tuple[int, int, int], bytes], **said: str) -> Path:
    """Write an MBTiles file; rows are given as the file counts them, from the south."""
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        db.execute(
            "CREATE TABLE tiles"
            " (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        db.executemany("INSERT INTO metadata VALUES (?, ?)", said.items())
        db.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)", [(*key, data) for key, data in tiles.items()]
        )
    db.close()
    return path
