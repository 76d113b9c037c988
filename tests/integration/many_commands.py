"""Many commands in one process, for tests that run hundreds of them.

A line of words in, as JSON; a line {"code", "out"} back.
"""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from mingtang_desk.app.__main__ import main
from tests.integration.simulators import environment

type Command = Callable[..., tuple[int, str]]


@contextlib.contextmanager
def commands(home: Path) -> Iterator[Command]:
    """Give a function that runs a command with --json: its exit code and what it printed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.many_commands"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(home),
    ) as process:

        def command(*words: str) -> tuple[int, str]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([*words, "--json"]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer, f"the program died of {words}"
            reply = json.loads(answer)
            return reply["code"], reply["out"]

        yield command


def run_all() -> None:
    """Run what stands on standard input until it ends."""
    for line in sys.stdin:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = main(json.loads(line))
        sys.stdout.write(json.dumps({"code": int(code), "out": printed.getvalue()}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run_all()
