"""The server as another process, as operators start it."""

import asyncio
import contextlib
import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingtang_desk.app.cli import parser
from mingtang_desk.app.cli.cloud_admin import admin
from mingtang_desk.app.cli.cloud_serve import serve
from mingtang_desk.app.cli.output import Output
from mingtang_desk.core.errors import MingtangError
from tests.integration.simulators import environment

START_S, STOP_S = 60, 30
ANY = ("--http", "127.0.0.1:0", "--jt808", "127.0.0.1:0")
MAIN = (sys.executable, "-m", "mingtang_desk")


@dataclass(kw_only=True)
class Served:
    """A server that said it is ready."""

    ready: dict[str, Any]
    process: "subprocess.Popen[str]"

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """End it; return its exit code and what stood on stderr."""
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=STOP_S)
        return self.process.returncode, err


@contextlib.contextmanager
def served(home: Path, *words: str) -> Iterator[Served]:
    """Start `cloud serve`; it ends with the block at the latest."""
    process = subprocess.Popen(
        [*MAIN, "cloud", "serve", *ANY, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home),
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            process.wait(STOP_S)
            assert process.stderr is not None
            raise AssertionError(process.stderr.read())
        yield Served(ready=json.loads(line), process=process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_S)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def refused(home: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Start `cloud serve --json` that must not come up; return exit code and error."""
    done = subprocess.run(
        [*MAIN, "cloud", "serve", *words, "--json"],
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
        env=environment(home),
    )
    return done.returncode, json.loads(done.stdout)["error"]


def administer(*words: str) -> tuple[int, Any]:
    """Run `cloud admin` in this process; return its exit code and its document."""
    return _here(admin, "admin", *words)


def serve_here(*words: str) -> tuple[int, Any]:
    """Run `cloud serve` in this process, with words it refuses; likewise."""
    return _here(serve, "serve", *words)


def _here(command: Callable[..., Coroutine[Any, Any, int]], *words: str) -> tuple[int, Any]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        output = Output(as_json=True)
        try:
            args = parser.build().parse_args(["cloud", *words, "--json"])
            code = _finished(command, args, output)
        except MingtangError as error:
            code = output.error(error)
    return int(code), json.loads(out.getvalue())


def _finished(command: Callable[..., Coroutine[Any, Any, int]], *args: object) -> int:
    return asyncio.run(command(*args))
