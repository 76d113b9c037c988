from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.history import journal_table
from mingtang_desk.history.database import Database
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry
from tests.history.examples import OTHER, PACK, START, FakeClock, result, write_one


@pytest.mark.asyncio
async def test_an_entry_from_first_byte_to_last(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    old: dict[str, SettingValue] = {"cell_ovp_v": 4.25, "chemistry": "nmc"}
    sent: dict[str, SettingValue] = {
        "cell_ovp_v": 4.2,
        "cell_count": 13,
        "chemistry": "lfp",
        "x_jbd_bit": True,
    }
    entry = await store.begin(PACK, kind="settings", who="Li", old=old, sent=sent)
    opened = clock.now()
    clock.move(2)
    fields = {
        "chemistry": FieldResult(old="nmc", sent="lfp", read="nmc", state=FieldState.REFUSED),
        "cell_ovp_v": FieldResult(old=4.25, sent=4.2, read=4.199, state=FieldState.CLAMPED),
        "x_jbd_bit": FieldResult(old=None, sent=True, read=True, state=FieldState.APPLIED),
    }
    await store.finish(entry, fields, ("counters_cleared", "changed:cell_ovr_v"))
    [read] = await store.journal_entries(PACK)
    untold = FieldResult(old=None, sent=13, read=None, state=FieldState.UNKNOWN)
    assert read == JournalEntry(
        id=entry,
        device=PACK,
        kind="settings",
        who="Li",
        opened=opened,
        closed=clock.now(),
        sent=sent,
        old=old,
        fields=fields | {"cell_count": untold},
        side_effects=("counters_cleared", "changed:cell_ovr_v"),
    )
    assert type(read.fields["cell_count"].sent) is int
    assert read.fields["x_jbd_bit"].sent is True
    await store.close()


@pytest.mark.asyncio
async def test_an_entry_never_closed_is_unknown(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    entry = await store.begin(PACK, kind="settings", who="Li", old={"a": 1}, sent={"a": 2, "b": 3})
    await store.close()
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    undoable = await store.last_undoable(PACK)
    assert undoable is not None
    assert (undoable.id, undoable.closed) == (entry, None)
    assert undoable.fields == {
        "a": FieldResult(old=1, sent=2, read=None, state=FieldState.UNKNOWN),
        "b": FieldResult(old=None, sent=3, read=None, state=FieldState.UNKNOWN),
    }
    assert (await store.verify()).ok
    await store.close()


@pytest.mark.asyncio
async def test_undo_goes_back_step_by_step(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    assert await store.last_undoable(PACK) is None
    first, second = await write_one(store), await write_one(store)
    await store.begin(PACK, kind="control", who="Li", old={}, sent={"locate": True})
    await write_one(store, replace(PACK, uri="serial:///dev/ttyUSB9"))
    await write_one(store, OTHER)

    async def undoable() -> int | None:
        entry = await store.last_undoable(PACK)
        return None if entry is None else entry.id

    assert await undoable() == second
    refused = await write_one(store, state=FieldState.REFUSED)
    assert refused > second
    assert await undoable() == second, "what was refused changed nothing"
    cut_off = await store.begin(PACK, kind="undo", who="Li", old={}, sent={"a": 1}, undoes=second)
    assert await undoable() == second
    await store.finish(cut_off, result(FieldState.UNKNOWN), ())
    assert await undoable() == second
    await write_one(store, undoes=second)
    assert await undoable() == first
    await write_one(store, undoes=first)
    assert await undoable() is None
    newer = await write_one(store)
    assert await undoable() == newer
    newest_first = [entry.id for entry in await store.journal_entries(PACK)]
    assert newest_first == sorted(newest_first, reverse=True)
    assert [entry.id for entry in await store.journal_entries(limit=1)] == [newer]
    assert (await store.journal_entries(OTHER))[0].opened == START
    await store.close()


@pytest.mark.asyncio
async def test_what_gave_a_device_its_id_can_be_undone_under_that_id(
    tmp_path: Path, clock: FakeClock
) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)

    async def rename(device: DeviceKey, new: str, undoes: int | None = None) -> int:
        kind = "settings" if undoes is None else "undo"
        old = str(device.device_id)
        entry = await store.begin(
            device, kind=kind, who="Li", old={"code": old}, sent={"code": new}, undoes=undoes
        )
        field = FieldResult(old=old, sent=new, read=new, state=FieldState.APPLIED)
        await store.finish(entry, {"code": field}, ())
        return entry

    async def undoable(device: DeviceKey) -> int | None:
        entry = await store.last_undoable(device)
        return None if entry is None else entry.id

    renamed = replace(PACK, device_id="SN-8")
    await write_one(store)
    first = await rename(PACK, "SN-8")
    assert await undoable(renamed) == first, "nobody has seen SN-8 yet"
    own = await write_one(store, renamed)
    assert await undoable(renamed) == own
    await write_one(store, renamed, undoes=own)
    assert await undoable(renamed) == first
    for other in ({"device_id": "SN-9"}, {"device_id": None}, {"uri": "x"}, {"protocol": "tt"}):
        assert await undoable(replace(renamed, **other)) is None
    await rename(renamed, "SN-7", undoes=first)
    assert await undoable(renamed) is None
    await store.close()


@pytest.mark.asyncio
async def test_the_clock_set_back_does_not_change_what_is_newest(
    tmp_path: Path, clock: FakeClock
) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await write_one(store)
    clock.move(-86400)
    newer = await write_one(store)
    entry = await store.last_undoable(PACK)
    assert entry is not None
    assert entry.id == newer
    assert (await store.verify()).ok
    await store.close()


@pytest.mark.asyncio
async def test_only_an_open_entry_can_be_closed(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    entry = await write_one(store)
    for number in (entry, 99):
        with pytest.raises(StorageError) as caught:
            await store.finish(number, result(FieldState.REFUSED), ())
        assert caught.value.key == "journal_not_closed"
    [read] = await store.journal_entries()
    assert read.fields == result()
    await store.close()


@pytest.mark.asyncio
async def test_an_entry_that_could_not_be_kept_is_an_error(
    tmp_path: Path, clock: FakeClock
) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    with pytest.raises(StorageError) as caught:
        await store.begin(PACK, kind="undo", who="Li", old={}, sent={"a": 1}, undoes=77)
    assert caught.value.key == "journal_failed"
    assert await store.devices() == []
    await write_one(store)
    assert len(await store.devices()) == 1, "what was undone is not remembered"
    await store.close()


@pytest.mark.asyncio
async def test_the_journal_outlives_a_power_cut_and_samples_do_not_pay_for_it(
    tmp_path: Path, clock: FakeClock
) -> None:
    database = Database(tmp_path / "h.sqlite")
    await database.start()

    def synchronous(connection: Connection) -> object:
        return connection.exec_driver_sql("PRAGMA synchronous").scalar()

    normal, full = 1, 2
    assert await database.write(synchronous) == normal
    assert await database.write(synchronous, durable=True) == full
    assert await database.write(synchronous) == normal
    await database.close()


@pytest.mark.asyncio
async def test_both_ends_of_an_entry_are_synced_to_the_disk(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, seen = 2, dict[str, object]()
    begin, finish = journal_table.begin_entry, journal_table.finish_entry

    def begun(connection: Connection, *args: Any, **named: Any) -> int:
        seen["begin"] = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        return begin(connection, *args, **named)

    def finished(connection: Connection, *args: Any, **named: Any) -> None:
        seen["finish"] = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        finish(connection, *args, **named)

    monkeypatch.setattr(journal_table, "begin_entry", begun)
    monkeypatch.setattr(journal_table, "finish_entry", finished)
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await write_one(store)
    await store.close()
    assert seen == {"begin": full, "finish": full}
