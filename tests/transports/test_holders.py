"""Who has a port open, read from the system and from made-up tables of processes."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mingtang_desk.core.errors import LinkDeniedError
from mingtang_desk.transports import holders as module
from mingtang_desk.transports.holders import Holder, holders
from mingtang_desk.transports.serial import SerialTransport

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")

_HOLD = """
import fcntl, os, sys
port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
if sys.argv[2] == "lock":
    fcntl.flock(port, fcntl.LOCK_EX)
print("open", flush=True)
sys.stdin.read()
"""


@linux
@pytest.mark.parametrize("how", ["lock", "open"])
def test_another_process_is_named(tmp_path: Path, how: str) -> None:
    script = tmp_path / "terminal_program.py"
    script.write_text(_HOLD)
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, str(script), os.ttyname(slave), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        link = tmp_path / "by-id"
        link.symlink_to(os.ttyname(slave))
        assert holders(str(link)) == (Holder("terminal_program.py", process.pid),)
    os.close(master)
    os.close(slave)


@linux
def test_the_error_of_a_busy_port_names_who_has_it(tmp_path: Path) -> None:
    script = tmp_path / "terminal_program.py"
    script.write_text(_HOLD)
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, str(script), os.ttyname(slave), "lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(LinkDeniedError) as caught:
            asyncio.run(SerialTransport(os.ttyname(slave)).open())
        assert caught.value.key == "port_busy"
        assert f"in use by terminal_program.py (pid {process.pid})" in caught.value.message
    os.close(master)
    os.close(slave)


def test_where_nobody_can_be_told_the_words_say_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert holders(str(tmp_path / "missing")) == ()
    monkeypatch.setattr(sys, "platform", "win32")
    assert holders("COM5") == ()


@linux
def test_a_lock_of_another_user_is_read_from_the_table(tmp_path: Path) -> None:
    port = tmp_path / "ttyUSB0"
    port.write_text("")
    about = port.stat()
    place = f"{os.major(about.st_dev):02x}:{os.minor(about.st_dev):02x}:{about.st_ino}"
    proc = tmp_path / "proc"
    (proc / "4242").mkdir(parents=True)
    (proc / "4242" / "comm").write_text("minicom\n")
    (proc / "4242" / "cmdline").write_bytes(b"minicom\0-D\0/dev/ttyUSB0\0")
    (proc / "locks").write_text(
        f"1: FLOCK  ADVISORY  WRITE 4242 {place} 0 EOF\n"
        f"1: -> FLOCK  ADVISORY  WRITE 4243 {place} 0 EOF\n"
        "2: POSIX  ADVISORY  READ 1 00:00:1 0 EOF\n\n"
    )
    assert holders(str(port), proc) == (Holder("minicom", 4242),)


@linux
def test_a_lock_file_of_a_program_that_is_gone_names_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port = tmp_path / "ttyUSB0"
    port.write_text("")
    (tmp_path / "LCK..ttyUSB0").write_text("      4242 minicom\n")
    monkeypatch.setattr(module, "_LOCK_FOLDERS", (str(tmp_path),))
    proc = tmp_path / "proc"
    proc.mkdir()
    assert holders(str(port), proc) == ()
    (proc / "4242").mkdir()
    (proc / "4242" / "comm").write_text("minicom\n")
    assert [holder.program for holder in holders(str(port), proc)] == ["minicom"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (["python3", "-X", "dev", "-m", "mingtang_desk", "watch", "x"], "mingtang-desk watch"),
        (["python3", "/usr/bin/mingtang-desk", "read"], "mingtang-desk read"),
        (["python3", "/opt/esptool.py", "--port", "x"], "esptool.py"),
        (["python3", "-c", "import serial"], "python3"),
        (["python3"], "python3"),
    ],
)
def test_a_python_program_has_the_name_of_its_script(line: list[str], name: str) -> None:
    assert module._program("python3", line) == name


def test_words_name_the_user_only_if_it_is_another() -> None:
    assert Holder("minicom", 7, "anna").words == "minicom (pid 7, anna)"
    assert Holder("minicom", 7).words == "minicom (pid 7)"
