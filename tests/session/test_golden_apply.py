"""Applying a set to packs: simulated boards that answer well, badly, or not at all."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path, PurePath

import pytest

from mingtang_desk.core.errors import LockedError, StorageError
from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument, sealed
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.golden_apply import (
    BatchReport,
    GoldenBatch,
    PackReport,
    PackState,
    apply_document,
)
from mingtang_desk.session.golden_plan import Accept
from mingtang_desk.session.golden_report import batch_csv, batch_json, batch_text, save_report
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board
from tests.session.bench import QUICK
from tests.session.fakes import FakeJournal, FakeStore

SET = sealed(
    SettingsDocument(
        path=PurePath("golden/house-v1.json"),
        protocol="jbd",
        settings={"cell_ovp_v": 4.2, "cell_uvp_v": 2.8, "cell_count": 13},
    ),
    GoldenHead(name="house", cells=13),
)
GOOD, AGAIN = "sim://jbd-13s", "sim://jbd-13s?set.soc_pct=40"
CLAMPS = "sim://jbd-13s?fault.clamp=cell_ovp_v"
REFUSES = "sim://jbd-13s?fault.refuse=cell_ovp_v"
OTHER = "sim://jbd-4s"
MUTE = "sim://jbd-13s?mute=1"


def boards(model: str, options: Mapping[str, str]) -> SimPort:
    faults = {name[6:]: value or None for name, value in options.items() if "fault." in name}
    if "mute" in options:
        faults["mute"] = None
    sets = {name[4:]: value for name, value in options.items() if name.startswith("set.")}
    return SimPort(make_board(model, faults=faults, sets=sets))


class Bench:
    def __init__(self) -> None:
        self.journal = FakeJournal()
        self.hub = DeviceHub(
            clock=SystemClock(),
            journal=self.journal,
            store=FakeStore(),
            who="tester",
            boards=boards,
            timing=QUICK,
        )
        self.hub.set_writing(True)
        self.told: list[tuple[str, PackState]] = []

    def batch(self, *uris: str, **options: object) -> GoldenBatch:
        def tell(_: int, report: PackReport) -> None:
            self.told.append((report.uri, report.state))

        values: dict[str, object] = {"accept": Accept(), "stop_on_error": True, **options}
        return GoldenBatch(
            SET,
            uris,
            opener=self.hub.visit,
            write=self.hub.write_settings,
            clock=self.hub.clock,
            who="tester",
            tell=tell,
            **values,  # type: ignore[arg-type]
        )

    def run(self, *uris: str, **options: object) -> BatchReport:
        return asyncio.run(self.batch(*uris, **options).run())


def states(report: BatchReport) -> list[PackState]:
    return [pack.state for pack in report.packs]


def test_every_pack_gets_the_set_and_is_read_back() -> None:
    bench = Bench()
    report = bench.run(GOOD, AGAIN, GOOD)
    assert report.good
    assert [pack.uri for pack in report.packs] == [GOOD, AGAIN]  # named twice is one pack
    first = report.packs[0]
    assert first.changed == 2
    assert first.code
    assert first.seconds > 0
    assert list(first.fields) == ["cell_ovp_v", "cell_uvp_v", "cell_count"]
    assert {f.state for f in first.fields.values()} == {FieldState.APPLIED}
    assert first.fields["cell_ovp_v"].old == 4.25
    assert first.fields["cell_ovp_v"].read == 4.2
    assert "counters_cleared" not in first.side_effects  # they were zero
    assert len(bench.journal.entries) == 2
    work = [PackState.CONNECTING, PackState.CHECKING, PackState.WRITING, PackState.APPLIED]
    assert [state for uri, state in bench.told if uri == GOOD] == work


def test_a_pack_that_has_it_already_is_not_written() -> None:
    bench = Bench()

    async def twice() -> None:
        session = await bench.hub.open(GOOD)
        for changed in (2, 0):
            report = await bench.batch(GOOD).run()
            assert report.good
            assert report.packs[0].changed == changed
        assert session.model.settings is not None
        assert session.model.settings.values["cell_ovp_v"] == 4.2
        await bench.hub.close_all()

    asyncio.run(twice())
    assert len(bench.journal.entries) == 1


def test_the_first_bad_end_stops_or_not() -> None:
    bad = (REFUSES, OTHER, MUTE, CLAMPS, GOOD)
    bench = Bench()
    stopped = bench.run(*bad)
    assert states(stopped) == [PackState.PARTLY, *[PackState.CANCELLED] * 4]
    bench = Bench()
    went_on = bench.run(*bad, stop_on_error=False)
    assert states(went_on) == [
        PackState.PARTLY,
        PackState.REFUSED,
        PackState.FAILED,
        PackState.PARTLY,
        PackState.APPLIED,
    ]
    refused, other, mute, clamped, _ = went_on.packs
    assert refused.fields["cell_ovp_v"].state is FieldState.REFUSED
    assert refused.fields["cell_uvp_v"].state is FieldState.APPLIED
    assert clamped.fields["cell_ovp_v"].state is FieldState.CLAMPED
    assert other.why is not None
    assert other.why.key == "settings_other_cells"
    assert other.fields == {}
    assert mute.why is not None
    assert mute.error is mute.why
    assert not went_on.good
    assert went_on.count(PackState.PARTLY) == 2


def test_nothing_is_sent_to_a_pack_that_the_set_does_not_fit() -> None:
    bench = Bench()
    assert states(bench.run(OTHER)) == [PackState.REFUSED]
    assert bench.journal.entries == []


def test_the_lock_of_the_window_holds() -> None:
    bench = Bench()
    bench.hub.set_writing(False)
    report = bench.run(GOOD)
    assert states(report) == [PackState.FAILED]
    assert isinstance(report.packs[0].error, LockedError)
    assert bench.journal.entries == []


def test_it_can_be_stopped_between_two_packs() -> None:
    bench = Bench()

    async def stopped() -> BatchReport:
        batch = bench.batch(GOOD, AGAIN)
        task = asyncio.create_task(batch.run())
        while not any(state is PackState.WRITING for _, state in bench.told):
            await asyncio.sleep(0.001)
        batch.stop()
        return await task

    report = asyncio.run(stopped())
    assert states(report) == [PackState.APPLIED, PackState.CANCELLED]


def test_a_cancelled_run_ends_the_write_and_tells_every_pack() -> None:
    bench = Bench()

    async def cancelled() -> GoldenBatch:
        batch = bench.batch(GOOD, AGAIN)
        task = asyncio.create_task(batch.run())
        while not any(state is PackState.WRITING for _, state in bench.told):
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return batch

    batch = asyncio.run(cancelled())
    assert [pack.state for pack in batch.packs] == [PackState.CANCELLED] * 2
    assert [entry.closed is not None for entry in bench.journal.entries] == [True] * len(
        bench.journal.entries
    )


def test_a_board_without_settings_is_no_pack_for_a_set() -> None:
    bench = Bench()
    report = bench.run("sim://tt-20s")
    assert states(report) == [PackState.REFUSED]
    assert report.packs[0].why is not None
    assert report.packs[0].why.key == "unsupported"


def test_a_link_that_closes_badly_changes_no_good_end() -> None:
    bench = Bench()

    @asynccontextmanager
    async def opener(uri: str) -> AsyncIterator[object]:
        async with bench.hub.visit(uri) as session:
            yield session
        raise StorageError("history_busy", path="h")

    report = asyncio.run(
        GoldenBatch(
            SET,
            [GOOD],
            Accept(),
            opener=opener,  # type: ignore[arg-type]
            write=bench.hub.write_settings,
            clock=bench.hub.clock,
            who="",
        ).run()
    )
    assert states(report) == [PackState.APPLIED]


def test_the_report_tells_the_same_in_every_form(tmp_path: Path) -> None:
    report = Bench().run(GOOD, REFUSES, OTHER, MUTE, stop_on_error=False)
    document = batch_json(report)
    assert document["good"] is False
    assert document["set"] == {
        "name": "house",
        "version": 1,
        "checksum": SET.golden.checksum if SET.golden else "",
        "edited": False,
        "file": str(SET.path),
    }
    rows = list(csv.DictReader(io.StringIO(batch_csv(report))))
    assert [row["result"] for row in rows] == [
        *["applied"] * 3,
        *["partly"] * 3,
        *["refused"] * 2,  # cells and chemistry
        "failed",
    ]
    assert rows[0]["old"] == "4.25"
    assert rows[3]["state"] == "refused"
    assert rows[6]["field"] == "cell_count"
    text = batch_text(report)
    assert "2 written, 1 so already" in text
    assert "cell_ovp_v: 4.25 -> 4.2, read back 4.25: refused" in text
    assert "Packs: 4, with the set: 1" in text
    for ending in ("json", "csv", "txt"):
        path = tmp_path / f"report.{ending}"
        asyncio.run(save_report(report, path))
        assert path.read_bytes()
    packs = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["packs"]
    assert [pack["state"] for pack in packs] == ["applied", "partly", "refused", "failed"]
    assert packs[2]["refused"][0]["field"] == "cell_count"
    with pytest.raises(StorageError, match="cannot be written"):
        asyncio.run(save_report(report, tmp_path / "none" / "report.csv"))


def test_names_are_data_in_a_spreadsheet() -> None:
    report = Bench().run(GOOD)
    evil = replace(report.packs[0], name="=cmd|' /C calc'!A0", code="@x")
    told = batch_csv(replace(report, packs=(evil,)))
    assert "'=cmd" in told
    assert "'@x" in told


def test_a_file_without_a_head_is_reported_by_its_name() -> None:
    bench = Bench()
    plain = replace(SET, golden=None)

    async def one() -> PackReport:
        async with bench.hub.visit(GOOD) as session:
            return await apply_document(
                session, plain, Accept(), write=bench.hub.write_settings, clock=SystemClock()
            )

    pack = asyncio.run(one())
    now = SystemClock().now()
    report = BatchReport(document=plain, who="", started=now, ended=now, packs=(pack,))
    assert batch_json(report)["set"] == {
        "name": "house-v1.json",
        "version": None,
        "checksum": None,
        "edited": False,
        "file": str(SET.path),
    }
    assert "house-v1.json" in batch_csv(report)


def test_a_visit_on_a_bus_shares_the_line_that_is_open() -> None:
    bench = Bench()
    made: list[str] = []

    def once(model: str, options: Mapping[str, str]) -> SimPort:
        made.append(model)
        return boards(model, options)

    async def visit() -> None:
        hub = DeviceHub(clock=SystemClock(), boards=once, timing=QUICK)
        session = await hub.open(GOOD)
        async with hub.visit(GOOD) as same:
            assert same is session
        async with hub.visit(AGAIN) as other:
            assert other is not session
            assert other not in hub.sessions
        assert hub.sessions == (session,)
        await hub.close_all()

    asyncio.run(visit())
    assert len(made) == 2
    assert isinstance(bench, Bench)
