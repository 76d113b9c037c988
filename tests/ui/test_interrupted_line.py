"""The line about an interrupted write: shown, locked, pressed, gone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from mingtang_desk.device.model import Topic
from mingtang_desk.device.transaction import FieldState, Interrupted, RawBytes
from mingtang_desk.ui.forms.journal_rows import last_undoable, rows_of
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import KEY, BenchHub, context_for, entry, field
from tests.ui.fakes import START

pytestmark = pytest.mark.usefixtures("qapp")

FIELDS = {
    "cell_ovp_v": field(4.25, 4.2, FieldState.APPLIED),
    "cell_uvp_v": field(2.75, 2.8, FieldState.REFUSED),
}
FOUND = Interrupted(entry=7, kind="settings", fields=FIELDS)


@pytest.fixture
def hub() -> BenchHub:
    return BenchHub()


@pytest.fixture
def panel(hub: BenchHub, qapp: QApplication) -> Iterator[SettingsPanel]:
    hub.bench()
    context = context_for(hub, Theme())
    made = SettingsPanel(context)
    made.resize(388, 600)
    made.show()
    yield made
    made.stop()
    context.selection.stop()
    made.close()
    made.deleteLater()


def test_nothing_is_said_where_nothing_was_interrupted(panel: SettingsPanel) -> None:
    assert not panel.interrupted.isVisible()


async def soon(panel: SettingsPanel) -> None:
    await asyncio.sleep(0.02)
    panel.refresh(frozenset({Topic.WRITE}))  # else at most ten times a second


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "said"), [("finish", "resume"), ("back", "roll back"), ("leave", "leave")]
)
async def test_each_way_out_is_one_press(
    panel: SettingsPanel, hub: BenchHub, name: str, said: str
) -> None:
    assert panel.session is not None
    panel.session.model.set_interrupted(FOUND)
    await soon(panel)
    line = panel.interrupted
    assert line.isVisible()
    assert line.words.text() == (
        "A write to this board was interrupted: 1 of 2 fields are as wanted."
    )
    assert not line.finish.isEnabled(), "writing is locked"
    assert not line.back.isEnabled()
    assert line.leave.isEnabled(), "nothing is sent"
    hub.set_writing(True)
    assert line.finish.isEnabled()
    getattr(line, name).click()
    await soon(panel)
    assert hub.interrupted_ended == [said]
    assert not line.isVisible()


def test_the_journal_shows_bytes_and_what_became_of_it() -> None:
    raw = RawBytes(before={"24": b"\x10\x9a"}, after={"24": b"\x10\x68"}, sent=(b"\xdd\x5a\x24",))
    first = entry(1, FIELDS, side_effects=("interrupted",), raw=raw)
    done = entry(2, {"cell_ovp_v": FIELDS["cell_ovp_v"]}, kind="resume", undoes=1)
    left = entry(3, {}, kind="left", undoes=1)
    rows = rows_of([first, done, left], [], {}, writing_since=START + timedelta(hours=1))
    words = {row.entry.id: row for row in rows if row.entry is not None}
    details = words[1].details
    assert "bytes of 24: 10 9A → 10 68" in details
    assert "bytes sent: DD 5A 24" in details
    assert any("interrupted" in line for line in details)
    assert words[2].text.startswith("Finished: ")
    assert words[3].text == "Write 1 was left as it is"
    assert last_undoable(rows, KEY) == 2
