"""The list of 100 000 batteries in the window, from a real server that is a program of its own.

Measured in the panel as people see it: until the first rows can be used, until all are in, the same
from the last state on disk without a server; then searches and orders of the whole list with the
view brought up to date, against the usual way, a QSortFilterProxyModel over the same rows.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

import qasync
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QApplication, QTableView

from mingtang_desk.cloud.fleet import Fleet
from mingtang_desk.cloud.logins import Given
from mingtang_desk.cloud.models import Battery
from mingtang_desk.cloud.stream import Change
from mingtang_desk.ui.garbage import GarbageTimer
from mingtang_desk.ui.panels.fleet import FleetListPanel
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme import Theme
from tests.bench.table import Row
from tests.cloud.conftest import CHEAP, PASSWORD, give_passwords
from tests.fleet.kit import desk_of, until
from tests.fleet.many import fill, number_of
from tests.server.kit import kit_of

BATTERIES = 100_000
USABLE_MS, SEARCH_MS = 1000.0, 50.0
ROUNDS = 7
REPORTS = 500
READY_S, ALL_S = 60.0, 300.0


@contextlib.asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[str]:
    """Fill a database, and serve it from a program of its own."""
    db = f"sqlite:///{folder / 'cloud.sqlite'}"
    async with kit_of(db, folder, **CHEAP) as kit:
        await give_passwords(kit)
        await fill(kit, BATTERIES, shops=40)
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mingtang_desk", "cloud", "serve", "--db", db, "--json"),
        *("--http", "127.0.0.1:0", "--jt808", "127.0.0.1:0"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "MINGTANG_HOME": str(folder)},
    )
    try:
        assert server.stdout is not None
        async with asyncio.timeout(READY_S):
            ready = json.loads(await server.stdout.readline())
        yield str(ready["http"])
    finally:
        server.terminate()
        await server.wait()


class Ticker:
    """Notes the longest time in which the loop did nothing else."""

    def __init__(self) -> None:
        self.worst_ms = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Ticker:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0.002)
            now = time.perf_counter()
            self.worst_ms = max(self.worst_ms, (now - before) * 1e3)
            before = now


class PlainModel(QAbstractTableModel):
    """The usual way: all texts of all rows by `data`."""

    def __init__(self, rows: list[Battery]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 2

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self.rows[index.row()]
        if index.column() == 1:
            return -1.0 if row.soc_pct is None else row.soc_pct
        return f"{row.number}\n{row.name}"


def timed_ms(view: QTableView, call: Callable[[], object]) -> float:
    """Milliseconds of a call and of drawing the view after it."""
    began = time.perf_counter()
    call()
    view.viewport().repaint()
    return (time.perf_counter() - began) * 1e3


async def loading(
    theme: Theme, folder: Path, http: str
) -> AsyncIterator[tuple[str, float, float, float]]:
    """Log in, and open again from disk: what, ms until usable, ms until all, longest stall."""
    for name, place in (("from the server", http), ("from the last time", "")):
        async with desk_of(theme, folder / "desk", kept=folder / "kept") as (cloud, _, context):
            panel = FleetListPanel(context)
            panel.resize(420, 900)
            panel.show()
            await asyncio.sleep(0.5)
            async with Ticker() as ticker:
                if place:
                    await cloud.logins()
                    began = time.perf_counter()
                    fleet = await cloud.login(place, Given(user="top-owner", password=PASSWORD))
                else:
                    who = (await cloud.remembered())[0]
                    began = time.perf_counter()
                    fleet = await cloud.open(who)
                await until(partial(_has_rows, panel), ALL_S)
                usable = (time.perf_counter() - began) * 1e3
                await until(partial(_is_in, fleet), ALL_S)
                whole = (time.perf_counter() - began) * 1e3
            yield name, usable, whole, ticker.worst_ms
            panel.stop()
            await cancel_all(panel)
            panel.deleteLater()


def _has_rows(panel: FleetListPanel) -> bool:
    return len(panel.view.rows.numbers) > 0


def _is_in(fleet: Fleet) -> bool:
    return len(fleet.table) >= BATTERIES and (fleet.is_whole or fleet.as_of is not None)


def questions(panel: FleetListPanel) -> Iterator[tuple[str, str]]:
    """What people look for."""
    dice = random.Random(3)
    yield "last five digits", number_of(dice.randrange(BATTERIES))[-5:]
    yield "part of a name", "rental"
    yield "one letter, nearly all", "1"
    numbers = [number_of(dice.randrange(1, BATTERIES)) for _ in range(500)]
    ends = [number_of(dice.randrange(1, BATTERIES))[-7:] for _ in range(20)]
    yield "list of 500 numbers and 20 ends", "\n".join([*numbers, *ends])


async def searching(theme: Theme, folder: Path) -> list[Row]:
    """Searches and orders of all rows, from the last time, against a proxy model."""
    found: list[Row] = []
    async with desk_of(theme, folder / "desk", kept=folder / "kept") as (cloud, _, context):
        panel = FleetListPanel(context)
        panel.resize(420, 900)
        panel.show()
        fleet = await cloud.open((await cloud.remembered())[0])
        await until(partial(_is_in, fleet), ALL_S)
        await asyncio.sleep(2)
        plain, proxy = PlainModel(list(fleet.table)), QSortFilterProxyModel()
        proxy.setSourceModel(plain)
        proxy.setFilterKeyColumn(0)
        proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        other = QTableView()
        other.setModel(proxy)
        other.resize(420, 900)
        other.show()
        await asyncio.sleep(0.5)
        for name, text in questions(panel):
            ours, theirs = list[float](), list[float]()
            for _ in range(ROUNDS):
                panel.contents.search("")
                ours.append(timed_ms(panel.view, partial(panel.contents.search, text)))
                if len(theirs) < 3:
                    theirs.append(timed_ms(other, partial(_filter, proxy, text)))
                    assert proxy.rowCount() == len(panel.view.rows.numbers), name
                    proxy.setFilterFixedString("")
            found.append(_row(f"search: {name}", ours, theirs, SEARCH_MS))
        ours, theirs = list[float](), list[float]()
        for at in range(ROUNDS):
            for step in range(REPORTS):  # since the last order
                number, soc = number_of(1 + at * REPORTS + step), float(step % 101)
                change = Change(seq=1, kind="bms", number=number, values={"soc_pct": soc})
                fleet.table.take(change)
            order = "soc"
            ours.append(timed_ms(panel.view, partial(panel.view.sort_wanted.emit, order)))
            if len(theirs) < 2:
                side = Qt.SortOrder.AscendingOrder
                theirs.append(timed_ms(other, partial(proxy.sort, 1, side)))
        found.append(_row(f"order by SOC after {REPORTS} reports", ours, theirs, None))
        other.deleteLater()
        panel.stop()
        await cancel_all(panel)
        panel.deleteLater()
    return found


def _filter(proxy: QSortFilterProxyModel, text: str) -> None:
    """Let the proxy look for the same."""
    if "\n" in text:
        proxy.setFilterRegularExpression(rf"({'|'.join(text.split())})\n")
    else:
        proxy.setFilterFixedString(text)


def _row(name: str, ours: list[float], theirs: list[float], goal: float | None) -> Row:
    mine, other = statistics.median(ours), statistics.median(theirs)
    return Row(
        name=name,
        ours=mine,
        theirs=other,
        ratio=f"{other / mine:.0f} x faster (ours {min(ours):.1f} to {max(ours):.1f})",
        unit="ms",
        goal="" if goal is None else f"under {goal:g} ms",
        met=None if goal is None else mine < goal,
        note="QSortFilterProxyModel over the same rows",
    )


async def measure() -> list[Row]:
    """All of it."""
    theme = Theme()
    theme.apply()
    QApplication.setQuitOnLastWindowClosed(False)
    garbage = GarbageTimer(theme)  # as in the window
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir()
        async with serving(folder / "server") as http:
            async for what, usable, whole, stall in loading(theme, folder, http):
                rows.append(
                    Row(
                        name=f"list of {BATTERIES} {what}: usable",
                        ours=usable,
                        theirs=whole,
                        ratio=f"longest stall {stall:.0f} ms",
                        unit="ms",
                        goal=f"under {USABLE_MS:g} ms",
                        met=usable < USABLE_MS,
                        note="other = until all are in",
                    )
                )
        rows += await searching(theme, folder)
    garbage.stop()
    return rows


def run() -> list[Row]:
    """Rows for the table."""
    app = QApplication.instance() or QApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(measure())
