"""Who has a port open: program, process number and user, as far as this system tells.

Linux tells by three ways: the open files of processes (one's own user's, or all for root), the
table of locks (everybody's), and the lock files that terminal programs leave. Windows and macOS
name nobody without a driver or root, so there the answer is empty and the words stay honest.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_LOCK_FOLDERS = ("/run/lock", "/var/lock")
_OWN_MODULE = "mingtang_desk"


class Holder(NamedTuple):
    """A process that has a port open; `user` is empty where it is not known."""

    program: str
    pid: int
    user: str = ""

    @property
    def words(self) -> str:
        """As errors name it: "minicom (pid 4242, anna)"."""
        who = f", {self.user}" if self.user else ""
        return f"{self.program} (pid {self.pid}{who})"


def holders(path: str, proc: Path = Path("/proc")) -> tuple[Holder, ...]:
    """Return who has `path` open, this process left out; empty where nobody can be told.

    Who locked it is the one that keeps others out; those that only have it open are named where
    nobody did.
    """
    if not sys.platform.startswith("linux"):
        return ()
    try:
        real = os.path.realpath(path)
        about = os.stat(real)
    except OSError:
        return ()
    for pids in (
        _by_locks(about, proc),
        _by_lock_file(real),
        _by_files(real, about, proc),
    ):
        found = (_holder(pid, proc) for pid in sorted(set(pids) - {os.getpid()}))
        if named := tuple(holder for holder in found if holder is not None):
            return named
    return ()


def _by_files(real: str, about: os.stat_result, proc: Path) -> Iterator[int]:
    for folder in _processes(proc):
        with suppress(OSError):  # another user's, or it ended meanwhile
            if any(_same(file, real, about) for file in (folder / "fd").iterdir()):
                yield int(folder.name)


def _same(link: Path, real: str, about: os.stat_result) -> bool:
    try:
        target = os.readlink(link)
        if target == real:
            return True
        if not target.startswith("/dev/"):
            return False
        other = os.stat(link)
    except OSError:
        return False
    return (
        stat.S_ISCHR(other.st_mode)
        and stat.S_ISCHR(about.st_mode)
        and (other.st_rdev == about.st_rdev)
    )


def _by_locks(about: os.stat_result, proc: Path) -> Iterator[int]:
    """Read the table of locks: "1: FLOCK  ADVISORY  WRITE 4242 00:05:93 0 EOF"."""
    place = f"{os.major(about.st_dev):02x}:{os.minor(about.st_dev):02x}:{about.st_ino}"
    with suppress(OSError):
        for line in (proc / "locks").read_text(encoding="ascii", errors="replace").splitlines():
            words = line.split()
            if "->" not in words and len(words) > 5 and words[5] == place and words[4].isdecimal():
                yield int(words[4])


def _by_lock_file(real: str) -> Iterator[int]:
    for folder in _LOCK_FOLDERS:
        with suppress(OSError, ValueError):
            yield int(
                Path(folder, f"LCK..{Path(real).name}").read_text(encoding="ascii").split()[0]
            )
            return


def _processes(proc: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (entry for entry in proc.iterdir() if entry.name.isdecimal())


def _holder(pid: int, proc: Path) -> Holder | None:
    """Return a process with its name; None when it is gone (a lock file that was left behind)."""
    folder = proc / str(pid)
    try:
        program = (folder / "comm").read_text(encoding="utf-8", errors="replace").strip()
        owner = folder.stat().st_uid
    except OSError:
        return None
    with suppress(OSError):
        line = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        program = _program(program, [word for word in line if word])
    return Holder(program, pid, "" if owner == os.getuid() else _user(owner))


def _program(comm: str, line: list[str]) -> str:
    """Return a program's name; a Python program is called by its script or module."""
    if not comm.startswith("python") or len(line) < 2:
        return _ours(comm, line[1:])
    rest = line[1:]
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        rest = rest[2:] if rest[0] in ("-X", "-W") else rest[1:]
    if rest[:1] == ["-m"]:
        rest = rest[1:]
    elif "-c" in line:
        return comm
    return _ours(Path(rest[0]).name[:40], rest[1:]) if rest else comm


def _ours(name: str, words: list[str]) -> str:
    if name.replace("-", "_") != _OWN_MODULE:
        return name
    command = next((word for word in words if word.isalpha()), "")
    return f"mingtang-desk {command}".strip()


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
