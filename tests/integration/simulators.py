"""Start the program and its simulators as other processes, as users do."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TIMEOUT_S = 60


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "MINGTANG_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def run(home: Path, *words: str, code: int | None = 0) -> Any:
    """Run a command with --json and return its document; `code` is the exit code it must have."""
    done = subprocess.run(
        [sys.executable, "-m", "mingtang_desk", *words, "--json"],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment(home),
    )
    if code is not None:
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    lines = done.stdout.splitlines()
    assert lines, done.stderr
    return json.loads(lines[0]) if len(lines) == 1 else [json.loads(line) for line in lines]


@contextlib.contextmanager
def simulator(home: Path, model: str, listen: str, *words: str) -> Iterator[str]:
    """Serve a board for the time of a block; gives the address it listens on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk.app", "simulate", model, "--listen", listen, *words],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(home),
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("ready "), line
        yield line.removeprefix("ready ")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
