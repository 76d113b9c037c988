"""Writes samples and journal entries and says what is on disk, until it is killed."""

import asyncio
import sys
from pathlib import Path

from mingtang_desk.history.store import HistoryStore
from tests.history.examples import OTHER, PACK, FakeClock, result, sample


def acknowledge(word: str, number: int) -> None:
    sys.stdout.write(f"{word} {number}\n")
    sys.stdout.flush()


async def main(path: Path, first: int) -> None:
    store = await HistoryStore.open(path, FakeClock())
    number = first
    while True:
        store.put_sample(OTHER, sample(number))
        await store.store_sample(PACK, sample(number))
        acknowledge("sample", number)
        if number % 3 == 0:
            entry = await store.begin(
                PACK, kind="settings", who="Li", old={"cell_ovp_v": 4.25}, sent={"cell_ovp_v": 4.2}
            )
            acknowledge("begin", entry)
            await store.finish(entry, result(), ())
            acknowledge("finish", entry)
        number += 1


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
