"""What was confirmed is there after SIGKILL; the long run is `python -m tests.bench ingest`."""

from pathlib import Path

import pytest

from tests.server.ingest.killing import kill_again_and_again

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


async def test_nothing_confirmed_is_lost_and_nothing_is_doubled(db: str, tmp_path: Path) -> None:
    tally = await kill_again_and_again(db, tmp_path, kills=3)
    assert tally.kills == 3
    assert tally.confirmed > 100
    assert tally.stored >= tally.confirmed
    assert (tally.missing, tally.doubled) == (0, 0), tally
