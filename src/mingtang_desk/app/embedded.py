"""The server on this computer: a process that ends with this one, however this one ends.

Its stdin is a pipe of ours. Closing that is how it is asked to end; the system closes it too when
this process is killed. Ports are kept beside its data, so that logins and trackers find it again.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from mingtang_desk.cloud.embedded import Standing
from mingtang_desk.core.errors import CloudError, UsageError, unwritable

START_S = 90.0
"""A demo fills the last hours of its fleet first, on a slow machine as well."""
STOP_S, TERM_S = 15.0, 5.0
HEALTH_S = 3.0
TRIES, PAUSE_S = 6, 1.0
TRACKERS = 8808
"""Where trackers connect, unless another program has that port."""
_FRESH, _OWNER_ALONE = os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
_NO_WINDOW = 0x08000000
"""CREATE_NO_WINDOW of Windows."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the server ran the last time; port 0 = any.

    Attributes:
        http: host:port of people; trackers: that of trackers, on this machine alone or not.
    """

    http: str = "127.0.0.1:0"
    trackers: str = f"127.0.0.1:{TRACKERS}"
    is_lan: bool = False


class LocalServer:
    """Implements `cloud.embedded.Embedded`.

    Args:
        data: folder of its database.
        log: file for what it says.
        ports: of the first start.
    """

    def __init__(self, data: Path, log: Path, *, ports: Ports | None = None) -> None:
        self._data, self._log = data, log
        self._first = ports or Ports()
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._standing: Standing | None = None
        self._demo = False

    @property
    def standing(self) -> Standing | None:
        """The server that runs, None = none does."""
        if self._process is not None and self._process.returncode is not None:
            return None
        return self._standing

    @property
    def address(self) -> str:
        """Where it runs, or ran the last time; "" = it never did."""
        if self._standing is not None:
            return self._standing.http
        ports = self._ports()
        return "" if ports.http.endswith(":0") else f"http://{ports.http}"

    async def start(self, *, demo: bool) -> Standing:
        """Start it and wait until it answers; one that runs already is given as it is.

        Raises:
            MingtangError: its packages are missing, or it does not start.
        """
        async with self._lock:
            self._demo |= demo
            found = self.standing
            if found is not None and (found.is_ours or await _answers(found.http)):
                return found
            return await self._started()

    async def listen(self, *, lan: bool) -> Standing:
        """Let trackers of the network reach it, or those on this machine alone: it starts anew.

        Raises:
            MingtangError: another window runs it, or it does not start.
        """
        async with self._lock:
            if self.standing is None or self._process is None:
                raise CloudError("embedded_elsewhere")
            ports = self._ports()
            host = "0.0.0.0" if lan else "127.0.0.1"
            wanted = replace(
                ports, is_lan=lan, trackers=f"{host}:{ports.trackers.rpartition(':')[2]}"
            )
            await self._end()
            self._keep(wanted)
            return await self._started()

    async def stop(self) -> None:
        """End it, where it was started here; a second call is harmless."""
        async with self._lock:
            await self._end()

    async def _started(self) -> Standing:
        await self._end()
        ports = self._ports()
        for _ in range(TRIES):
            try:
                return await self._run(ports)
            except _PortTakenError as taken:
                ports = taken.other(ports)
            except _RunsError:  # in another window, which says where as soon as it is ready
                kept = self._ports()
                if await _answers(f"http://{kept.http}"):
                    self._standing = _elsewhere(kept)
                    return self._standing
                await asyncio.sleep(PAUSE_S)
        raise self._failed("its ports are taken, or it is on its way out")

    async def _run(self, ports: Ports) -> Standing:
        log = await asyncio.to_thread(self._open_log)
        command = [
            *_program(),
            *("--json", "cloud", "serve", "--with-parent", "--data", str(self._data)),
            *("--http", ports.http, "--jt808", ports.trackers),
            *(("--demo",) if self._demo else ()),
        ]
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C in a terminal is for the window
                creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise self._failed(error.strerror or str(error)) from error
        finally:
            log.close()
        self._process = process
        try:
            ready = await self._ready(process)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()  # it looks at its stdin only once it is ready
            await self._end()
            raise
        standing = Standing(
            http=str(ready["http"]),
            account=str(ready.get("account") or ""),
            password=str(ready.get("password") or ""),
            setup=str(ready.get("setup") or ""),
            trackers=str(ready.get("jt808") or ""),
            is_lan=ports.is_lan,
        )
        self._keep(
            Ports(
                http=standing.http.partition("://")[2],
                trackers=standing.trackers or ports.trackers,
                is_lan=ports.is_lan,
            )
        )
        self._standing = standing
        _log.info("the server on this computer answers")
        return standing

    async def _ready(self, process: Process) -> dict[str, object]:
        assert process.stdout is not None
        try:
            async with asyncio.timeout(START_S):
                line = await process.stdout.readline()
        except TimeoutError as error:
            raise self._failed(f"it said nothing for {START_S:g} s") from error
        try:
            said = json.loads(line)
        except ValueError:
            said = None
        if isinstance(said, dict) and said.get("ready") is True and said.get("http"):
            return said
        raise await asyncio.to_thread(self._why, said)

    def _why(self, said: object) -> Exception:
        """Return why it did not start, in the words of its error, or the last ones of its log."""
        error = said.get("error") if isinstance(said, dict) else None
        if isinstance(error, dict):
            message = str(error.get("message", ""))
            match error.get("key"):
                case "port_taken":
                    return _PortTakenError(message)
                case "server_runs":
                    return _RunsError(message)
                case "server_extra_missing":
                    package = message.partition("'")[2].partition("'")[0] or "fastapi"
                    return UsageError("extra_missing", package=package, extra="server")
            return self._failed(message)
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            lines = []
        return self._failed(next((each for each in reversed(lines) if each.strip()), "no word"))

    def _failed(self, detail: str) -> CloudError:
        return CloudError("embedded_failed", detail=detail, log=str(self._log))

    async def _end(self) -> None:
        process, self._process, self._standing = self._process, None, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # the polite way, the same on all systems
        for wait_s, harder in ((STOP_S, process.terminate), (TERM_S, process.kill)):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await process.communicate()
                return
            with contextlib.suppress(ProcessLookupError):
                harder()
        await process.wait()

    def _open_log(self) -> IO[bytes]:
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            self._log.unlink(missing_ok=True)  # one of an earlier version was for everybody's eyes
            return os.fdopen(os.open(self._log, _FRESH, _OWNER_ALONE), "wb")
        except OSError as error:
            raise unwritable(self._log, error) from error

    @property
    def _file(self) -> Path:
        return self._data / "embedded.json"

    def _ports(self) -> Ports:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            return Ports(
                http=str(found["http"]),
                trackers=str(found["trackers"]),
                is_lan=found["is_lan"] is True,
            )
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
        ):  # none yet, or damaged: as the first time
            return self._first

    def _keep(self, ports: Ports) -> None:
        part = self._file.with_suffix(".part")
        try:
            part.write_text(json.dumps(asdict(ports)), encoding="utf-8")
            part.replace(self._file)
        except OSError as error:
            raise unwritable(self._file, error) from error


class _PortTakenError(Exception):
    """A port belongs to another program; the text names it."""

    def other(self, ports: Ports) -> Ports:
        """Return ports to try instead: any in the place of the one that is taken."""
        if ports.http in str(self):
            return replace(ports, http="127.0.0.1:0")
        return replace(ports, trackers=f"{ports.trackers.rpartition(':')[0]}:0")


class _RunsError(Exception):
    """Another server uses the database."""


def _program() -> tuple[str, ...]:
    """Return how this program is started: packed it is its own interpreter."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", "mingtang_desk")


def _elsewhere(ports: Ports) -> Standing:
    return Standing(
        http=f"http://{ports.http}", trackers=ports.trackers, is_lan=ports.is_lan, is_ours=False
    )


async def _answers(http: str) -> bool:
    """Return whether one of our servers is there."""
    from mingtang_desk.cloud.address import server_address
    from mingtang_desk.cloud.client import health
    from mingtang_desk.cloud.http import Http

    try:
        async with Http(server_address(http), request_s=HEALTH_S) as connection:
            await health(connection)
    except CloudError:
        return False
    return True
