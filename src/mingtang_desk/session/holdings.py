"""Which port is held by which desk of this user: a file for each port, with a token inside."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A port that a process of ours registered."""

    port: str
    program: str
    pid: int
    address: int
    token: str

    @property
    def words(self) -> str:
        """As errors name it."""
        return f"{self.program} (pid {self.pid})"


def real_port(port: str) -> str:
    """Return the one name of a port that may have several (/dev/serial/by-id, a link to a pty)."""
    return os.path.realpath(port)


class Holdings:
    """The registrations in a folder.

    Args:
        folder: the same for all programs of one user.
        program: how this one is called.

    Attributes:
        token: who knows it may ask this process.
    """

    def __init__(self, folder: Path, program: str) -> None:
        self.token = os.urandom(16).hex()
        self._folder, self._program = folder, program

    def find(self, port: str) -> Holding | None:
        """Return who registered a port; what a dead process left behind is removed."""
        file = self._file(real_port(port))
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            holding = Holding(
                port=str(found["port"]),
                program=str(found["program"]),
                pid=int(found["pid"]),
                address=int(found["address"]),
                token=str(found["token"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not _alive(holding.pid):
            with suppress(OSError):
                file.unlink()
            return None
        return holding

    def write(self, port: str, address: int) -> None:
        """Register a port of this process.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._file(port)
        new = file.with_suffix(f".{os.getpid()}")
        document = {
            "port": port,
            "program": self._program,
            "pid": os.getpid(),
            "address": address,
            "token": self.token,
        }
        with suppress(FileNotFoundError):
            new.unlink()
        # Only this user may read the token, from the first moment on.
        with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(json.dumps(document).encode())
        new.replace(file)

    def remove(self, port: str) -> None:
        """Take the registration of this process back; another's stays."""
        holding = self.find(port)
        if holding is not None and holding.token == self.token:
            with suppress(OSError):
                self._file(port).unlink()

    def _file(self, port: str) -> Path:
        import hashlib  # OpenSSL loads slowly, and a start asks for no port

        return self._folder / f"port-{hashlib.sha256(port.encode()).hexdigest()[:16]}.json"


def _alive(pid: int) -> bool:
    """Tell whether a process is there; Windows cannot be asked without harm, so there it is."""
    if sys.platform == "win32" or pid <= 0:
        return pid > 0
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
