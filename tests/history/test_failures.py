"""Each exception class of SQLAlchemy and sqlite3 is one of ours at the surface."""

import inspect
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy.exc
from sqlalchemy import Connection

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.failures import translate
from mingtang_desk.history.store import HistoryStore
from tests.history.examples import PACK, START, FakeClock, sample

OURS = {"history_corrupt", "history_busy", "file_unwritable", "file_unreadable", "journal_failed"}


def family(root: type[Exception]) -> list[type[Exception]]:
    found = [root]
    for child in root.__subclasses__():
        found += [each for each in family(child) if each not in found]
    return found


SQLALCHEMY = [
    each
    for each in family(sqlalchemy.exc.SQLAlchemyError)
    # The history has no ORM; another module may have loaded it.
    if not issubclass(each, Warning) and not each.__module__.startswith("sqlalchemy.orm")
]
SQLITE = [*family(sqlite3.Error), sqlite3.Warning]
CLASSES = [*SQLALCHEMY, *SQLITE, OSError, PermissionError]


def example(kind: type[Exception]) -> Exception:
    if issubclass(kind, sqlalchemy.exc.DBAPIError):
        return kind("SELECT 1", {}, sqlite3.OperationalError("made up"))
    if issubclass(kind, sqlalchemy.exc.StatementError):
        return kind("made up", "SELECT 1", {}, ValueError("made up"))
    parameters = [
        parameter
        for parameter in inspect.signature(kind.__init__).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    return kind(*["made up"] * max(1, len(parameters) - 1))


def test_the_list_is_not_empty() -> None:
    assert len(SQLALCHEMY) > 25
    assert len(SQLITE) > 8


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
async def test_each_class_is_one_of_ours(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)

    def fail(self: Connection, *args: object, **kwargs: object) -> object:
        raise example(kind)

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "execute", fail)
        for call in (
            store.store_sample(PACK, sample()),
            store.store_event(PACK, START, "lost", {}),
            store.begin(PACK, kind="settings", who="Li", old={}, sent={}),
            store.finish(1, {}, ()),
            store.last_undoable(PACK),
            store.devices(),
            store.samples(PACK),
            store.stat(),
            store.export(tmp_path / "out.jsonl"),
        ):
            with pytest.raises(StorageError) as caught:
                await call
            assert caught.value.key in OURS
            assert caught.value.__cause__ is not None
            assert caught.value.message
    await store.close()


def coded(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (coded(sqlite3.SQLITE_BUSY_SNAPSHOT), "history_busy"),
        (coded(sqlite3.SQLITE_LOCKED), "history_busy"),
        (sqlalchemy.exc.TimeoutError("pool"), "history_busy"),
        (coded(sqlite3.SQLITE_CORRUPT_INDEX), "history_corrupt"),
        (coded(sqlite3.SQLITE_NOTADB), "history_corrupt"),
        (coded(sqlite3.SQLITE_FULL), "file_unwritable"),
        (coded(sqlite3.SQLITE_READONLY_DIRECTORY), "file_unwritable"),
        (coded(sqlite3.SQLITE_IOERR_WRITE), "file_unwritable"),
        (sqlite3.IntegrityError("made up"), "history_corrupt"),
        (DamagedRowError("row 7"), "history_corrupt"),
        (PermissionError(13, "Permission denied"), "file_unwritable"),
    ],
)
def test_what_happened_decides_the_key(error: Exception, key: str) -> None:
    ours = translate(error, Path("h"), writing=True)
    assert ours.key == key
    assert "h" in ours.message


def test_reading_says_so() -> None:
    ours = translate(coded(sqlite3.SQLITE_IOERR_READ), Path("h"), writing=False)
    assert ours.key == "file_unreadable"
    assert ours.values["detail"] == "made up"
