"""The window and the demo: Qt's loop, hub, history, and the order in which they end."""

import asyncio
import contextlib
import importlib.util
import os
import signal
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.crash import CrashHandler
from mingtang_desk.app.embedded import LocalServer, Ports
from mingtang_desk.app.home import (
    captures_path,
    cloud_log_path,
    cloud_path,
    history_path,
    home,
    roles_path,
    tiles_path,
)
from mingtang_desk.app.late_history import LateHistory
from mingtang_desk.app.sharing import window_share
from mingtang_desk.app.wiring import CLOCK, boards, user_name
from mingtang_desk.cloud.battery_maker import SCHEME, battery_maker
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.traccar.kind import TRACCAR_KIND
from mingtang_desk.core.errors import InputFileError, MingtangError, UsageError
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.roles import Roles

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from mingtang_desk.cloud.logins import Logins
    from mingtang_desk.session.found import Tell
    from mingtang_desk.session.memory import Memory
    from mingtang_desk.ui.main_window import MainWindow
    from mingtang_desk.ui.spec import PortOffer

OFFSCREEN_SECONDS = 20.0
_SHOT_BEFORE_END_S = 0.5
_PACKS_S = 30.0
_PACKS = (
    *("mingtang-13s", "mingtang-17s", "mingtang-24s", "tt-20s"),
    *("jbd-4s", "jbd-13s", "jbd-16s-lfp", "jbd-17s"),
)


def main(
    out: Output, *, demo: bool = False, seconds: float | None = None, screenshot: str | None = None
) -> int:
    """Open the window, or the demo; return the exit code.

    Raises:
        UsageError: Qt is not installed.
    """
    headless = _without_screen()
    if headless:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from mingtang_desk.ui.app import run_application
    except ImportError as error:
        raise UsageError(
            "extra_missing", package=error.name or "PySide6", extra="desktop"
        ) from error
    handler = CrashHandler()
    limit = OFFSCREEN_SECONDS if demo and headless and seconds is None else seconds
    shot = None if screenshot is None else Path(screenshot)

    async def window(_: "QApplication") -> int:
        async with contextlib.AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) if demo else home()
            desk = Desk(handler, folder, demo=demo)
            await desk.run(stack, seconds=limit, shot=shot)
        return Exit.GOOD

    code = run_application(window, crashed=handler.crashed)
    if shot is not None:
        out.document({"screenshot": str(shot)}, f"picture of the window: {shot}")
    return code


def _without_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return False
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return not screen or os.environ.get("QT_QPA_PLATFORM") == "offscreen"


class Desk:
    """One running window with its services.

    Args:
        folder: where preferences (and, in a demo, the history) live.
        demo: simulated packs are served and opened.
    """

    def __init__(self, handler: CrashHandler, folder: Path, *, demo: bool) -> None:
        self._folder, self._demo = folder, demo
        path = folder / "history.sqlite" if demo else history_path()
        self._history = LateHistory(path, CLOCK)
        self._memory: Memory | None = None
        self._stop = asyncio.Event()
        self._later: list[asyncio.Task[None]] = []
        self._share = window_share()
        self._server = _demo_server(folder) if demo else LocalServer(cloud_path(), cloud_log_path())
        self._cloud = CloudDesk(
            self._logins,
            CLOCK,
            embedded=self._server,
            kinds=() if demo else (TRACCAR_KIND,),
            kept=folder / "fleets",
        )
        self._roles = Roles(folder / "roles.json" if demo else roles_path(), CLOCK)
        self._hub = DeviceHub(
            clock=CLOCK,
            journal=self._history,
            store=self._history,
            who=user_name(),
            boards=boards,
            capture_dir=folder / "captures" if demo else captures_path(),
            share=self._share,
            gate=self._roles,
            others={SCHEME: battery_maker(self._cloud)},
        )
        handler.hub = self._hub

    async def run(
        self, stack: contextlib.AsyncExitStack, *, seconds: float | None, shot: Path | None
    ) -> None:
        """Show the window until it is closed; services end in reverse order before it."""
        from mingtang_desk.session.golden_files import GoldenShelf
        from mingtang_desk.ui.app import run_window
        from mingtang_desk.ui.prefs import Preferences
        from mingtang_desk.ui.spec import PackOffer

        self._catch_signals()
        later = self._later

        def shown(window: "MainWindow") -> None:
            later.append(_start(self._after_paint(stack, window), "after first paint"))
            if seconds is not None:
                later.append(_start(self._end(window, seconds, shot), "end"))

        preferences = Preferences(None if self._demo else self._folder)
        if self._demo and has_server():
            preferences.set(workspace="fleet")
        try:
            await run_window(
                self._hub,
                preferences,
                stop=self._stop,
                history=self._history,
                ports=_ports,
                packs=[PackOffer(uri=f"sim://{model}", label=model) for model in _PACKS],
                protocols=_protocols,
                find=self._find,
                shown=shown,
                share=self._share,
                roles=self._roles,
                golden=GoldenShelf(self._folder / "golden"),
                tiles=tiles_path(),
                cloud=self._cloud,
            )
        finally:
            for task in later:
                task.cancel()
            await asyncio.gather(*later, return_exceptions=True)
            await self._cloud.shares.close()
            await self._hub.close_all()
            await self._cloud.close()
            await self._server.stop()
            await self._share.close()
            await self._history.close()

    async def _logins(self) -> "Logins":
        """Open the list of logins; a demo has one of its own, and never the keyring."""
        from mingtang_desk.cloud.logins import Logins
        from mingtang_desk.cloud.store import FileSecrets, WindowSecrets, window_secrets

        path = self._folder / "cloud-secrets.json"
        file = FileSecrets(path)
        secrets = WindowSecrets(None, file) if self._demo else await window_secrets(path)
        return Logins(self._folder, secrets, CLOCK)

    def stop(self) -> None:
        """End the window, as closing it does."""
        self._stop.set()

    async def _find(self, tell: "Tell") -> int:
        """Search batteries at all ports but those that are open here."""
        from mingtang_desk.session.bluetooth_search import bluetooth_search
        from mingtang_desk.session.finder import Finder
        from mingtang_desk.session.memory import Memory

        if self._memory is None:
            self._memory = Memory(self._folder / "found.json")
        finder = Finder(clock=CLOCK, memory=self._memory, in_use=self._ports_in_use)
        return await finder.run(tell, beside=[bluetooth_search()])

    def _ports_in_use(self) -> list[str]:
        return [s.uri.target for s in self._hub.sessions if s.uri.scheme == "serial"]

    def _catch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self.stop)

    async def _after_paint(self, stack: contextlib.AsyncExitStack, window: "MainWindow") -> None:
        """Load what is heavy, open the last login, and in a demo connect what is simulated."""
        await self._history.open()
        if self._demo:
            # Not awaited before the packs: a fleet takes seconds.
            connected = asyncio.Event()
            fleet = self._open_demo_fleet(window, connected)
            self._later.append(_start(fleet, "demo fleet"))
            from mingtang_desk.app.demo import demo_packs

            packs = await stack.enter_async_context(demo_packs(self._folder))
            opened = [await self._hub.open(uri, keep=True) for uri in packs]
            connected.set()
            with contextlib.suppress(MingtangError):  # its panel offers to read them
                await opened[0].read_settings()
        else:
            await self._cloud.open_last()

    async def _open_demo_fleet(self, window: "MainWindow", connected: asyncio.Event) -> None:
        """Open the fleet; what hinders it is told once packs no longer come up over it."""
        from mingtang_desk.app import demo

        await demo.demo_fleet(self._cloud, self._server)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PACKS_S):
                await connected.wait()
        if self._cloud.trouble is not None:
            window.show_error(self._cloud.trouble)
        elif number := await demo.demo_battery(self._cloud):
            window.context.chosen.choose(number)

    async def _end(self, window: "QWidget", seconds: float, shot: Path | None) -> None:
        await asyncio.sleep(max(seconds - _SHOT_BEFORE_END_S, 0))
        if shot is not None:
            shot.parent.mkdir(parents=True, exist_ok=True)
            if not window.grab().save(str(shot)):
                raise InputFileError("file_unwritable", path=shot, detail="no picture was written")
        await asyncio.sleep(min(seconds, _SHOT_BEFORE_END_S))
        self._stop.set()


def has_server() -> bool:
    """Return whether the packages of the server are there, without loading them."""
    return all(importlib.util.find_spec(name) for name in ("fastapi", "uvicorn", "argon2"))


def _demo_server(folder: Path) -> LocalServer:
    """Return a server of its own for a demo: any port, nothing of this user's."""
    data = folder / "cloud"
    return LocalServer(data, folder / "cloud.log", ports=Ports(trackers="127.0.0.1:0"))


def _start(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Run beside the window; what fails unexpectedly goes to the crash dialog."""
    task = asyncio.create_task(work, name=name)

    def ended(done: asyncio.Task[None]) -> None:
        error = None if done.cancelled() else done.exception()
        if error is not None:
            context = {"message": f"{name} failed", "exception": error, "task": done}
            done.get_loop().call_exception_handler(context)

    task.add_done_callback(ended)
    return task


def _protocols() -> list[tuple[str, str]]:
    from mingtang_desk.session.drivers import all_drivers

    return [(driver.key, driver.label) for driver in all_drivers()]


def _ports() -> "Sequence[PortOffer]":
    from mingtang_desk.transports.ports import serial_ports
    from mingtang_desk.ui.spec import PortOffer

    return [PortOffer(path=port.path, label=port.name) for port in serial_ports()]
