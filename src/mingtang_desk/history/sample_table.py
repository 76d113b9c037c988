"""Samples in and out of the table: with `sample_rows` all that knows how a sample lies on disk.

Numbers stand in columns. What hardly ever changes (texts, names of sensors, lock) is written once,
as a context the rows point to; the rest is a short JSON body. A store of another kind takes the
place of `SampleTable` and nothing else changes.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from mingtang_desk.device.sample import (
    PackSample,
)
from mingtang_desk.history.devices import SEEN_STEP_US
from mingtang_desk.history.records import microseconds, moment_of
from mingtang_desk.history.rows import pack, seal
from mingtang_desk.history.sample_rows import SampleDecoder, context_body, row_of
from mingtang_desk.history.schema import CONTEXTS, DEVICES, SAMPLES

_CACHED_CONTEXTS = 1024


class SampleTable:
    """Writes and reads samples. The writing half belongs to the writer's thread."""

    def __init__(self) -> None:
        self._contexts: dict[tuple[object, ...], int] = {}

    def forget(self) -> None:
        """Drop what was remembered: the transaction it came from was undone."""
        self._contexts.clear()

    def insert(self, connection: Connection, samples: Sequence[tuple[int, PackSample]]) -> int:
        """Keep samples of devices given by number; return how many were new.

        A device has one sample a millisecond: what comes again is left as it was first.
        """
        if not samples:
            return 0
        rows = [
            row_of(device, self._context(connection, sample), sample) for device, sample in samples
        ]
        statement = insert(SAMPLES).on_conflict_do_nothing()
        counted = {"preserve_rowcount": True}
        result = connection.execute(statement, rows, execution_options=counted)
        return int(result.rowcount)

    def read(
        self,
        connection: Connection,
        *,
        device: int | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        after: tuple[int, int] | None = None,
        limit: int | None = None,
        newest: bool = False,
    ) -> Iterator[tuple[int, PackSample]]:
        """Yield number of the device and sample, in order of time.

        Args:
            connection: to read on.
            device: of this device alone.
            start: from here, inclusive, to the millisecond.
            end: up to here, inclusive, to the millisecond.
            after: key (`key_of`) of the last sample of the page before.
            limit: at most so many; the newest of the range with `newest`, else the oldest.
            newest: newest first.

        Raises:
            DamagedRowError: a row does not decode.
        """
        decoder = SampleDecoder(connection)
        query = _query(device, start, end, after, limit, newest)
        if device is not None:
            query = query.where(SAMPLES.c.ts.between(*_lifetime(connection, device)))
        for row in connection.execute(query).mappings():
            yield row["device"], decoder.sample(row)

    def count(self, connection: Connection) -> tuple[int, datetime | None, datetime | None]:
        """Return number, first and last time of all samples."""
        number = connection.execute(select(func.count()).select_from(SAMPLES)).scalar_one()
        ends = [
            connection.execute(select(bound(SAMPLES.c.ts))).scalar_one()
            for bound in (func.min, func.max)
        ]
        first, last = (None if ts is None else moment_of(ts * 1000) for ts in ends)
        return number, first, last

    def _context(self, connection: Connection, sample: PackSample) -> int:
        sensors = tuple((sensor.name, sensor.state) for sensor in sample.temperatures)
        key = (
            sample.protocol,
            sample.device_id,
            sample.info,
            sample.lock,
            sample.quality.derived,
            sensors,
        )
        known = self._contexts.get(key)
        if known is not None:
            return known
        body = pack(context_body(sample))
        query = select(CONTEXTS.c.id).where(CONTEXTS.c.body == body)
        number: int | None = connection.execute(query).scalar_one_or_none()
        if number is None:
            made = insert(CONTEXTS).values(body=body, crc=seal(body)).returning(CONTEXTS.c.id)
            number = connection.execute(made).scalar_one()
        if len(self._contexts) >= _CACHED_CONTEXTS:
            self._contexts.clear()
        self._contexts[key] = number
        return number


def key_of(device: int, sample: PackSample) -> tuple[int, int]:
    """Return the key a sample has in the table."""
    return microseconds(sample.time) // 1000, device


def _query(
    device: int | None,
    start: datetime | None,
    end: datetime | None,
    after: tuple[int, int] | None,
    limit: int | None,
    newest: bool,
) -> Select[Any]:
    query = select(SAMPLES)
    if device is not None:
        query = query.where(SAMPLES.c.device == device)
    if start is not None:
        query = query.where(SAMPLES.c.ts >= microseconds(start) // 1000)
    if end is not None:
        query = query.where(SAMPLES.c.ts <= microseconds(end) // 1000)
    if after is not None:
        query = query.where(tuple_(SAMPLES.c.ts, SAMPLES.c.device) > tuple_(*after))
    order = (SAMPLES.c.ts, SAMPLES.c.device)
    query = query.order_by(*(column.desc() if newest else column for column in order))
    return query if limit is None else query.limit(limit)


def _lifetime(connection: Connection, device: int) -> tuple[int, int]:
    """Return between which keys a device has samples; a search need not walk those of others."""
    query = select(DEVICES.c.first_seen, DEVICES.c.last_seen).where(DEVICES.c.id == device)
    first_us, last_us = connection.execute(query).one()
    return first_us // 1000, (last_us + SEEN_STEP_US) // 1000
