"""The history of the window is every history that a panel asks for, with the same arguments."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mingtang_desk.app.late_history import LateHistory
from mingtang_desk.interfaces.storage import Documents, Journal, ListsEntries, SampleStore
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.undo_reset import KeepsSnapshots
from mingtang_desk.ui.device_commands import KeepsEvents
from mingtang_desk.ui.documents import DocumentSource
from mingtang_desk.ui.forms.journal_rows import JournalSource
from mingtang_desk.ui.forms.writing import KnowsUndo
from mingtang_desk.ui.golden.sources import KnowsSnapshots
from mingtang_desk.ui.panels.stats import KnowsCounters
from tests.history.examples import PACK, settings


def as_all(
    history: LateHistory,
) -> tuple[
    tuple[Journal, SampleStore, Documents, ListsEntries, KeepsSnapshots, KeepsEvents],
    tuple[DocumentSource, JournalSource, KnowsUndo, KnowsSnapshots, KnowsCounters],
]:
    """The type checker compares the arguments, which `isinstance` does not."""
    return (history,) * 6, (history,) * 5


@pytest.mark.asyncio
async def test_a_panel_gets_the_snapshots_it_asks_for(tmp_path: Path) -> None:
    history = LateHistory(tmp_path / "history.sqlite", SystemClock())
    await history.open()
    try:
        kept, asked = as_all(history)
        await kept[1].store_settings(PACK, settings())
        assert [row.reading for row in await asked[3].snapshots(PACK, limit=20)] == [settings()]
        before = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=1)
        assert list(await kept[4].snapshots(PACK, end=before, limit=1)) == []
    finally:
        await history.close()
