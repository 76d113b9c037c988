"""Zero-question connect: a matrix of boards, links, speeds and addresses, and every failure."""

import asyncio
import errno
import fcntl
import json
import os
import statistics
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals", allow_module_level=True)

import serial

from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.finder import Finder, Gathered, place_of
from mingtang_desk.session.found import Doing, Failure, Found
from mingtang_desk.session.memory import Memory
from tests.integration.simulators import run

MEDIAN_S = 8.0
LONGEST_S = 45.0


@dataclass(frozen=True)
class Case:
    """A line and what has to be found on it: (protocol, address or None) each."""

    model: str
    baud: int | None
    boards: tuple[tuple[str, int | None], ...]
    faults: Mapping[str, str | None] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)

    @property
    def link(self) -> str:
        return "tcp" if self.baud is None else "pty"

    def line(self, path: Path) -> dict[str, Any]:
        listen = "tcp:127.0.0.1:0" if self.baud is None else f"pty:{path}"
        return {
            "kind": "board",
            "model": self.model,
            "listen": listen,
            "baud": self.baud,
            "faults": dict(self.faults),
            "sets": dict(self.sets),
        }


JBD, MINGTANG, TT = "jbd", "mingtang", "tt"
CASES = (
    Case("jbd-4s", 9600, ((JBD, None),)),
    Case("jbd-13s", 115200, ((JBD, None),)),
    Case("jbd-16s-lfp", None, ((JBD, None),)),
    Case("jbd-17s", 19200, ((JBD, None),)),
    Case("jbd-13s", 57600, ((JBD, None),), {"sleep": None}),
    Case("jbd-4s", 38400, ((JBD, None),), {"late": "0.3"}),
    Case("mingtang-13s", 9600, ((MINGTANG, 1),)),
    Case("mingtang-13s", 115200, ((MINGTANG, 1),)),
    Case("mingtang-17s@5", 19200, ((MINGTANG, 5),)),
    Case("mingtang-24s@16", 57600, ((MINGTANG, 16),)),
    Case("mingtang-24s", None, ((MINGTANG, 1),)),
    Case("tt-20s", 9600, ((TT, 1),)),
    Case("tt-20s@3", 38400, ((TT, 3),)),
    Case("tt-20s@9", None, ((TT, 9),)),
    Case("mingtang-13s@2+tt-20s@7", 9600, ((MINGTANG, 2), (TT, 7))),
)


@contextmanager
def served(*lines: dict[str, Any]) -> Iterator[list[str]]:
    """Serve lines from another process; give the place of each, as `scan --port` takes it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.lines", json.dumps(lines)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        word, _, listening = process.stdout.readline().partition(" ")
        assert word == "ready"
        yield [
            where.removeprefix("pty:") if where.startswith("pty:") else where.replace(":", "://", 1)
            for where in json.loads(listening)
        ]
    finally:
        process.kill()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


def search(places: list[str], memory: Memory | None = None) -> tuple[Gathered, int]:
    gathered = Gathered()
    finder = Finder(clock=SystemClock(), memory=memory or Memory())
    opened = asyncio.run(
        finder.run(gathered.take, places=[place_of(p) for p in places], seconds=LONGEST_S)
    )
    return gathered, opened


def picked(found: Found) -> tuple[str, int | None, int | None]:
    uri = parse_uri(found.uri)
    address = uri.options.get("address")
    baud = uri.options.get("baud")
    return (
        found.protocol,
        None if address is None else int(address),
        None if baud is None else int(baud),
    )


def test_the_matrix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [case.line(tmp_path / f"tty{n}") for n, case in enumerate(CASES)]
    with served(*lines) as places:
        gathered, opened = search(places)
    assert opened == len(CASES)
    rows, wrong, times = list[str](), list[str](), list[float]()
    for case, place in zip(CASES, places, strict=True):
        where = place.removeprefix("tcp://")
        found = [f for f in gathered.found if f.where == where]
        wanted = [(protocol, address, case.baud) for protocol, address in case.boards]
        if [picked(f) for f in found] != wanted:
            wrong.append(f"{case.model} {case.baud}: {[f.uri for f in found]}")
        assert all(f.sample is not None and f.sample.pack_v for f in found)
        first = min((f.seconds for f in found), default=float("inf"))
        times.append(first)
        names = ", ".join(f"{f.protocol} {f.name}" for f in found) or "nothing"
        rows.append(f"{case.model:<24} {case.link} {case.baud or '–':>6}  {first:5.2f} s  {names}")
    with capsys.disabled():
        median = f"median {statistics.median(times):.2f} s, wrong picks {len(wrong)}"
        head = "board                    link   baud    first  found"
        sys.stdout.write("\n".join(("\n", head, *rows, median, "")))
    assert not wrong
    assert not gathered.failures
    assert statistics.median(times) < MEDIAN_S


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> str:
    """A port that this user may not open, for root too."""
    path, real = "/dev/ttyFORBIDDEN", serial.Serial

    def opened(port: str, *words: Any, **options: Any) -> Any:
        if port == path:
            raise serial.SerialException(errno.EACCES, "Permission denied")
        return real(port, *words, **options)

    monkeypatch.setattr(serial, "Serial", opened)
    return path


def test_every_failure_says_what_is_wrong(
    tmp_path: Path, forbidden: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def pty(name: str) -> str:
        return f"pty:{tmp_path / name}"

    lines = (
        {"kind": "board", "model": "jbd-4s", "listen": pty("mute"), "faults": {"mute": None}},
        {"kind": "noise", "listen": pty("noise")},
        {"kind": "master", "listen": pty("master"), "baud": 19200},
        {"kind": "board", "model": "jbd-4s", "listen": pty("busy")},
        {
            "kind": "board",
            "model": "mingtang-13s@2+mingtang-13s@5+mingtang-13s@5",
            "listen": pty("clash"),
            "baud": 9600,
        },
    )
    with served(*lines) as places:
        busy = os.open(places[3], os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(busy, termios.TIOCEXCL)
        fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            gathered, opened = search(
                [*places, str(tmp_path / "missing"), forbidden, "tcp://127.0.0.1:1"]
            )
        finally:
            os.close(busy)
    keys = {
        Path(failure.where).name: failure.error.key
        for failure in gathered.failures
        if failure.where
    }
    assert keys == {
        "mute": "find_silent",
        "noise": "find_garbage",
        "master": "bus_in_use",
        "busy": "port_busy",
        "clash": "address_clash",
        "missing": "port_missing",
        "ttyFORBIDDEN": "port_forbidden",
        "127.0.0.1:1": "host_refused",
    }
    assert [picked(found) for found in gathered.found] == [(MINGTANG, 2, 9600)]
    assert opened == 4
    messages = {failure.error.message for failure in gathered.failures}
    assert len(messages) == len(keys)
    assert all(failure.error.hint for failure in gathered.failures)
    assert any("reads basic info (JBD)" in message for message in messages)
    assert {step.doing for step in gathered.steps.values()} == {Doing.DONE}
    with capsys.disabled():
        words = [f"{failure.error.key:<16} {failure.error}" for failure in gathered.failures]
        sys.stdout.write("\n".join(("\n", *words, "")))


def test_the_command_prints_devices_and_failures(tmp_path: Path) -> None:
    with served(Case("mingtang-13s@2", 9600, ()).line(tmp_path / "tty")) as (place,):
        first = run(tmp_path, "scan", "--port", place)
        (device,) = first["devices"]
        assert device["uri"] == f"serial://{place}?baud=9600&protocol=mingtang&address=2"
        assert (device["protocol"], device["signal"], len(device["last5"])) == ("mingtang", None, 5)
        assert first["failures"] == []
        # What worked is tried first, and what is printed can be read.
        again = run(tmp_path, "scan", "--serial", "--port", place)["devices"][0]
        assert again["uri"] == device["uri"]
        assert again["seconds"] < device["seconds"]
        assert again["seconds"] < 2.0
        sample = run(tmp_path, "read", device["uri"])
        assert sample["cell_v"][0] > 3
    missing = tmp_path / "gone"
    nothing = run(tmp_path, "scan", "--port", str(missing), code=3)
    assert nothing["devices"] == []
    assert [(f["where"], f["key"]) for f in nothing["failures"]] == [(str(missing), "port_missing")]


def test_stopped_searches_are_told_and_close_their_lines(tmp_path: Path) -> None:
    mute = {"kind": "board", "model": "jbd-4s", "listen": f"pty:{tmp_path / 'a'}"}
    with served(mute | {"faults": {"mute": None}}) as (place,):
        out = run(tmp_path, "scan", "--port", place, "--seconds", "0.5")
        assert [f["key"] for f in out["failures"]] == ["find_stopped"]

        async def cancelled() -> list[Failure]:
            gathered = Gathered()
            finder = Finder(clock=SystemClock(), memory=Memory())
            task = asyncio.create_task(finder.run(gathered.take, places=[place_of(place)]))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert len(asyncio.all_tasks()) == 1
            serial.Serial(place, 9600, exclusive=True).close()
            return gathered.failures

        assert asyncio.run(cancelled()) == []
