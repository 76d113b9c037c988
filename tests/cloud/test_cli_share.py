"""`cloud share` against `cloud serve`, each a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cloud.test_cli import login, run
from tests.integration.simulators import environment
from tests.server.ops.serving import Served, served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cloud-cli-share")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server"), "--demo") as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_is_left(demo: Served) -> None:
    """In place of the guard of this folder: the server outlives the test."""


def test_a_board_is_shared_read_and_written_from_the_command_line(
    demo: Served, tmp_path: Path
) -> None:
    login(tmp_path, demo)
    (listed,), _ = run(tmp_path, "cloud", "devices", "--type", "offline")
    row = next(each for each in listed["devices"] if each["kind"].startswith("jbd"))
    number = row["number"]
    words = ["cloud", "share", f"sim://{row['kind']}", "--number", number, "--json"]
    with sharing(tmp_path, words) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert (first["number"], first["phase"]) == (number, "live")
        (read,) = run(tmp_path, "cloud", "command", number, "bms_read", "settings")[0][-1:]
        assert read["state"] == "succeeded", read
        process.terminate()
        rows: list[dict[str, Any]] = [json.loads(line) for line in process.stdout]
        assert process.wait(timeout=60) == 0
    assert any(row["looking"] == ["demo"] for row in rows)
    assert all(row["writing"] for row in rows[:-1])
    (refused,), _ = run(tmp_path, "cloud", "share", "sim://jbd-13s", "--number", "no-such", code=5)
    assert refused["error"]["key"] == "cloud_not_found"


def sharing(home: Path, words: list[str]) -> subprocess.Popen[str]:
    """Start `cloud share` with leave to write."""
    return subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk", *words, "--allow-writing", "5", "--seconds", "90"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(home),
    )
