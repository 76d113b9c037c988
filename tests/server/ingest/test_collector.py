"""How much Python's collector looks through at once, while the loop of the server stands still."""

import gc
import io
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from mingtang_desk.app.cli import cloud_serve
from tests.server.kit import Kit
from tests.server.ops.serving import ANY, serve_here

AT_ONCE = 150_000
"""Objects: some 25 ms."""
MADE = 400_000


@pytest.mark.asyncio
async def test_the_middle_generation_is_never_a_long_pause(kit: Kit) -> None:
    assert kit.services.ingest.jt808 is not None
    looked: list[int] = []

    def watch(phase: str, info: Mapping[str, int]) -> None:
        if phase == "start" and info["generation"] == 1:
            looked.append(sum(len(gc.get_objects(each)) for each in (0, 1)))

    was_on = gc.isenabled()
    gc.collect()  # what the tests before left
    gc.enable()
    gc.callbacks.append(watch)
    try:
        kept = [[n] for n in range(MADE)]
    finally:
        gc.callbacks.remove(watch)
        if not was_on:
            gc.disable()
    assert len(kept) == MADE
    assert looked, "they were not looked at in between"
    assert max(looked) < AT_ONCE


def test_what_the_start_of_a_server_made_is_out_of_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGTANG_HOME", str(tmp_path))
    said: list[str] = []

    def freeze() -> None:
        assert isinstance(sys.stdout, io.StringIO)
        said.append(sys.stdout.getvalue())

    monkeypatch.setattr(gc, "freeze", freeze)
    monkeypatch.setattr(cloud_serve, "stop_on_signals", lambda stop: stop.set())
    code, ready = serve_here(*ANY)
    assert (code, ready["ready"]) == (0, True)
    assert said[0] == "", "before the line that says it is ready"
    assert "ready" in said[1]
