"""From a reading to the tables and to those who listen: one literal list of handlers."""

import json
from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mingtang_desk.server.core import Core
from mingtang_desk.server.ingest.model import PositionReading, Reading
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.rides.rides import Rides
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.server.times import iso_ms


class Pipeline:
    """What is done with every reading."""

    def __init__(self, core: Core, rides: Rides) -> None:
        self._core = core
        self._rides = rides

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """Store what is on its way."""

    async def take(self, readings: Sequence[Reading]) -> None:
        """Store readings and what the rules say of them; return when that is committed."""
        async with self._core.store.write() as tx:
            for reading in readings:
                for change in self._rides.judge(reading):
                    await change.write(tx)
                if isinstance(reading, PositionReading):
                    await self._position(tx, reading)

    async def _position(self, tx: Transaction, reading: PositionReading) -> None:
        insert = sqlite_insert if self._core.store.is_sqlite else postgresql_insert
        await tx.connection.execute(
            insert(POSITIONS)
            .values(
                device=reading.device.pk,
                time_ms=reading.time_ms,
                received_ms=reading.received_ms,
                lat=reading.lat,
                lon=reading.lon,
                speed_kmh=reading.speed_kmh,
                course_deg=reading.course_deg,
                alarm_bits=reading.alarm_bits,
                status_bits=reading.status_bits,
                flags=int(reading.flags),
                event=reading.event,
            )
            .on_conflict_do_nothing()
        )
        shown = {
            "time": iso_ms(reading.time_ms),
            "received": iso_ms(reading.received_ms),
            "lat": reading.lat,
            "lon": reading.lon,
            "speed_kmh": reading.speed_kmh,
            "course_deg": reading.course_deg,
        }
        seq = tx.emit(
            Event(
                kind=Kind.POSITION,
                device=reading.device.pk,
                number=reading.device.number,
                account_path=reading.device.account_path,
                value=shown,
            )
        )
        await tx.connection.execute(
            update(DEVICE_STATE)
            .where(DEVICE_STATE.c.device == reading.device.pk)
            .values(
                seen_ms=reading.received_ms,
                lat=reading.lat,
                lon=reading.lon,
                position_ms=reading.time_ms,
                position=json.dumps(shown),
                position_seq=seq,
            )
        )
