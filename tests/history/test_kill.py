"""Killed at any moment: what was acknowledged is there, and the file is whole."""

import os
import random
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import pytest

from mingtang_desk.history.store import HistoryStore
from tests.history.examples import OTHER, PACK, FakeClock, sample

ROOT = Path(__file__).resolve().parents[2]
KILLS = 10


def record_until_killed(path: Path, first: int, after_lines: int, delay_s: float) -> list[str]:
    """Run the recorder; kill it a moment after its n-th word; return all it said."""
    command = [sys.executable, "-m", "tests.history.recorder", str(path), str(first)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process, process.stdout:
        said = [process.stdout.readline() for _ in range(after_lines)]
        timer = threading.Timer(delay_s, process.kill)
        timer.start()
        # Until the kill; half a line was never acknowledged.
        said += [line for line in process.stdout if line.endswith("\n")]
        timer.join()
    return said


@pytest.mark.asyncio
async def test_nothing_acknowledged_is_lost(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    chance = random.Random(20261122)
    acknowledged: dict[str, set[int]] = defaultdict(set)
    first = 0
    for _ in range(KILLS):
        lines, delay_s = chance.randrange(1, 60), chance.random() * 0.02
        for line in record_until_killed(path, first, lines, delay_s):
            word, number = line.split()
            acknowledged[word].add(int(number))
        store = await HistoryStore.open(path, clock)
        kept = await store.samples(PACK)
        assert kept == [sample(number) for number in range(len(kept))]
        assert acknowledged["sample"] <= set(range(len(kept)))
        entries = {entry.id: entry for entry in await store.journal_entries()}
        assert acknowledged["begin"] <= set(entries)
        closed = {number for number, entry in entries.items() if entry.closed is not None}
        assert acknowledged["finish"] <= closed
        others = await store.samples(OTHER)
        assert len(others) <= len(kept) + 1
        assert (await store.verify()).problems == ()
        await store.close()
        first = len(kept)
    assert len(acknowledged["sample"]) > KILLS
    assert acknowledged["finish"]
