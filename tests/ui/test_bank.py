"""The bank view: a column for each pack, its marks, and a click that selects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.model import LinkPhase, Mode
from mingtang_desk.ui.bank.model import ROWS
from mingtang_desk.ui.panels.bank import BankPanel
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.fakes import FakeHub, FakeSession, sample_13s


def add(hub: FakeHub, address: int, **values: object) -> FakeSession:
    session = hub.add(f"serial:///dev/ttyUSB0?protocol=mingtang&address={address}")
    session.identify(f"PACK{address}")
    session.live(sample_13s(**values))
    return session


@pytest.fixture
def panel(context: PanelContext) -> Iterator[BankPanel]:
    made = BankPanel(context)
    made.resize(900, 420)
    made.show()
    yield made
    made.stop()
    made.deleteLater()
    settle()


def text(panel: BankPanel, key: str, column: int, role: Any = Qt.ItemDataRole.DisplayRole) -> str:
    row = next(n for n, (name, _, _) in enumerate(ROWS) if name == key)
    return str(panel.model_of_packs.index(row, column).data(role))


def test_says_what_it_is_for_while_nothing_is_open(panel: BankPanel) -> None:
    assert panel.note.title == "No pack to compare"
    assert panel.table.isHidden()


def test_packs_stand_side_by_side_with_sums_above(hub: FakeHub, panel: BankPanel) -> None:
    add(hub, 1, current_a=-10.0, soc_pct=60.0)
    add(hub, 2, current_a=-11.0, soc_pct=62.0)
    odd = add(hub, 3, current_a=-1.0, soc_pct=40.0, protections=("cell_uv",))
    panel.show_packs()
    current, volts, soc, packs = (figure.text for figure in panel.figures)
    assert current == "−22.0 A"
    assert volts == "47.18 V"
    assert soc == "54 % 75.9 of 150.0 Ah"
    assert packs.startswith("3/3")
    assert text(panel, "soc_pct", 0) == "60 %"
    assert text(panel, "soc_pct", 2) == "▼ 40 %"
    assert text(panel, "current_a", 2) == "▼ −1.0 A"
    assert text(panel, "state", 2).startswith("! ")
    assert text(panel, "cell_max", 0) == "#4 · 3.631 V"
    assert text(panel, "temperature", 0) == "28 … 30 °C"
    tip = text(panel, "soc_pct", 2, Qt.ItemDataRole.ToolTipRole)
    assert tip == "PACK3 · SOC: 40 %\nMarked from 10 points beside the median on"
    odd.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="x"))
    panel.show_packs()
    assert panel.figures[0].text == "−21.0 A"
    assert panel.figures[3].text.startswith("2/3")
    assert text(panel, "state", 2) == "link lost"


def test_a_click_selects_and_recordings_are_no_packs(
    hub: FakeHub, context: PanelContext, panel: BankPanel
) -> None:
    first, second = add(hub, 1), add(hub, 2)
    hub.add("replay:///x.jsonl", mode=Mode.REPLAY)
    panel.show_packs()
    assert panel.model_of_packs.columnCount() == 2
    chosen_uris = list[str]()
    context.selection.changed.connect(lambda session: chosen_uris.append(session.uri.text))
    panel.table.clicked.emit(panel.model_of_packs.index(1, 1))
    panel.table.horizontalHeader().sectionClicked.emit(0)
    assert chosen_uris == [second.uri.text, first.uri.text]
    chosen = panel.model_of_packs.index(0, 0).data(Qt.ItemDataRole.BackgroundRole)
    assert chosen == context.theme.color("raised")


def test_new_samples_show_and_closed_packs_are_let_go(hub: FakeHub, panel: BankPanel) -> None:
    session, other = add(hub, 1), add(hub, 2)
    session.live(replace(sample_13s(), soc_pct=77.0))
    assert panel._soon.isActive()
    panel.show_packs()
    assert text(panel, "soc_pct", 0).endswith("77 %")
    hub.drop(session)
    assert panel.model_of_packs.columnCount() == 1
    assert not session.model._observers
    panel.stop()
    assert not other.model._observers


def test_the_table_is_a_sound_model(
    hub: FakeHub, panel: BankPanel, qtmodeltester: ModelTester
) -> None:
    add(hub, 1)
    qtmodeltester.check(panel.model_of_packs)  # type: ignore[no-untyped-call]
    add(hub, 2)
    model = panel.model_of_packs
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
