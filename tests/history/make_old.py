"""Writes `old/vN.sqlite`, one small database of the schema as it is now, from examples.

Run once for each schema that is released: python -m tests.history.make_old. A file that is there is
never written again: it is what users have.
"""

import asyncio
import sys
from pathlib import Path

from mingtang_desk.history.schema import REVISIONS
from mingtang_desk.history.store import HistoryStore
from tests.history.examples import FakeClock, fill

OLD = Path(__file__).with_name("old")


def main() -> int:
    path = OLD / f"v{int(REVISIONS[-1])}.sqlite"
    if path.exists():
        sys.stderr.write(f"{path} is there already\n")
        return 1
    asyncio.run(_make(path))
    return 0


async def _make(path: Path) -> None:
    store = await HistoryStore.open(path, FakeClock())
    await fill(store)
    await store.close()


if __name__ == "__main__":
    sys.exit(main())
