"""The complete check of a history: pages, references, and whether all rows are as written."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, RowMapping, Table, func, select

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history import logs
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.database import look_engine
from mingtang_desk.history.devices import SEEN_STEP_US, device_keys
from mingtang_desk.history.documents import Keys, document_of
from mingtang_desk.history.failures import storage_errors
from mingtang_desk.history.journal_table import entry_of, fields_of
from mingtang_desk.history.preflight import inspect, look_uri
from mingtang_desk.history.records import Verification
from mingtang_desk.history.sample_rows import SampleDecoder
from mingtang_desk.history.schema import (
    COUNTERS,
    DEVICES,
    DOCUMENTS,
    EVENTS,
    JOURNAL,
    SAMPLES,
    SNAPSHOTS,
)

_PROBLEMS_AT_MOST = 100


def verify_file(path: Path, *, busy_s: float = 5.0) -> Verification:
    """Check a history that need not be open; it is not changed. Blocks.

    Raises:
        StorageError: it is missing, locked, newer or unreadable. Damage is not an error here.
    """
    if not path.exists():
        raise StorageError("file_missing", path=path)
    uri = look_uri(path)
    found = _verify(path, busy_s)
    if not found.ok and look_uri(path) != uri:
        # Another program opened it in the meantime: what was read may have been half written.
        return _verify(path, busy_s)
    return found


def _verify(path: Path, busy_s: float) -> Verification:
    try:
        revision = inspect(path, busy_s=busy_s, everything=True)
    except StorageError as error:
        if error.key != "history_corrupt":
            raise
        return Verification(samples=0, problems=(error.message,))
    if revision is None:
        return Verification(samples=0, problems=())
    engine = look_engine(path, busy_s=busy_s)
    try:
        with storage_errors(path, writing=False), engine.connect() as connection:
            return _Check(connection, path).run()
    finally:
        engine.dispose()


class _Check:
    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._problems: list[str] = []
        self._samples = 0

    def run(self) -> Verification:
        steps: tuple[Callable[[], None], ...] = (
            self._pages,
            self._references,
            self._check_samples,
            self._check_lifetimes,
            self._check_logs,
            self._check_journal,
        )
        for step in steps:
            # A page that cannot be read ends this step, not the others.
            try:
                with storage_errors(self._path, writing=False):
                    step()
            except StorageError as error:
                self._add(error.message)
        return Verification(samples=self._samples, problems=tuple(self._problems))

    def _add(self, problem: str) -> None:
        if len(self._problems) < _PROBLEMS_AT_MOST and problem not in self._problems:
            self._problems.append(problem)

    def _pages(self) -> None:
        for (text,) in self._connection.exec_driver_sql("PRAGMA integrity_check"):
            if text != "ok":
                self._add(" ".join(str(text).split()))

    def _references(self) -> None:
        for table, row, parent, _ in self._connection.exec_driver_sql("PRAGMA foreign_key_check"):
            where = "" if row is None else f", row {row}"
            self._add(f"{table}{where}: what it points to in {parent} is missing")

    def _check_samples(self) -> None:
        decoder = SampleDecoder(self._connection)
        for row in self._connection.execute(select(SAMPLES)).mappings():
            self._samples += 1
            self._try(partial(decoder.sample, row))

    def _check_lifetimes(self) -> None:
        """Samples outside the time their device was seen in would never be found."""
        outside = (
            select(SAMPLES.c.device, func.count())
            .join(DEVICES, DEVICES.c.id == SAMPLES.c.device)
            .where(
                (SAMPLES.c.ts < DEVICES.c.first_seen // 1000)
                | (SAMPLES.c.ts > (DEVICES.c.last_seen + SEEN_STEP_US) // 1000)
            )
            .group_by(SAMPLES.c.device)
        )
        for device, count in self._connection.execute(outside):
            self._add(f"device {device}: {count} samples outside the time it was seen in")

    def _check_logs(self) -> None:
        keys = device_keys(self._connection)
        tables: tuple[tuple[Table, Callable[[RowMapping, Keys], object]], ...] = (
            (EVENTS, logs.event_of),
            (SNAPSHOTS, logs.snapshot_of),
            (COUNTERS, logs.counters_of),
            (DOCUMENTS, document_of),
        )
        for table, decode in tables:
            for row in self._connection.execute(select(table)).mappings():
                self._try(partial(decode, row, keys))
        self._try(partial(logs.captures, self._connection))

    def _check_journal(self) -> None:
        keys = device_keys(self._connection)
        query = select(JOURNAL).order_by(JOURNAL.c.id)
        for row in self._connection.execute(query).mappings():
            fields = fields_of(self._connection, [row["id"]]).get(row["id"], [])
            self._try(partial(entry_of, row, keys, fields))

    def _try(self, decode: Callable[[], object]) -> None:
        try:
            decode()
        except DamagedRowError as error:
            self._add(str(error))
