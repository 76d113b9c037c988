"""The only place where objects meet: clock, history, simulated boards, hub."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import logging
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import LockedError, UnsupportedError, UsageError
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock

if TYPE_CHECKING:
    from mingtang_desk.history.store import HistoryStore
    from mingtang_desk.interfaces.transport import Tap
    from mingtang_desk.interfaces.uri import DeviceUri
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.opening import MakeSession
    from mingtang_desk.session.pins import GivenPin
    from mingtang_desk.session.portshare import PortShare
    from mingtang_desk.transports.sim import SimPort

CLOCK = SystemClock()

_log = logging.getLogger(__name__)


def user_name() -> str:
    """Return who is writing, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in this container
        return "unknown"


def boards(model: str, options: Mapping[str, str]) -> SimPort:
    """Make the simulated board that a `sim://` address names; `pace` is its baud rate.

    Raises:
        UsageError: there is no such model, or a value it does not take.
    """
    from mingtang_desk.sim.inprocess import SimPort as Port
    from mingtang_desk.sim.models import catalogue, make_line, unknown_models

    if unknown := unknown_models(model):
        known = ", ".join(row.model for row in catalogue())
        raise UsageError("model_unknown", model=unknown[0], known=known)
    try:
        pace = int(options["pace"]) if "pace" in options else None
        sets = {key[4:]: value for key, value in options.items() if key.startswith("set.")}
        faults = {
            key[6:]: value or None for key, value in options.items() if key.startswith("fault.")
        }
        board = make_line(model, sets=sets, faults=faults, speed=float(options.get("speed", "1")))
    except ValueError as error:
        raise UsageError("simulator_invalid", detail=str(error)) from error
    return Port(board, pace=pace)


@contextlib.asynccontextmanager
async def opened_history(path: Path) -> AsyncIterator[HistoryStore]:
    """Open the history for the time of a block.

    Raises:
        StorageError: it is damaged, locked, newer, or cannot be made.
    """
    from mingtang_desk.history.store import HistoryStore

    store = await HistoryStore.open(path, CLOCK)
    try:
        yield store
    finally:
        await store.close()


@contextlib.asynccontextmanager
async def connected(
    uri: str,
    history: HistoryStore | None = None,
    *,
    tap: Tap | None = None,
    share: PortShare | None = None,
    gate: Gate = OPEN_GATE,
    learn: bool = True,
    accepts: bool = True,
) -> AsyncIterator[DeviceSession]:
    """Connect a device for the time of a block, without polling it.

    Args:
        uri: its address.
        history: journal and store; None = nothing is kept.
        tap: gets every chunk that crosses the link.
        gate: says what may be written.
        learn: a server may ask a board what it speaks, where that is not known.
        accepts: what a server warns of is told and accepted; else it writes nothing.
        share: asks other desks for the port, and is asked by them; closed with the device.
    """
    from mingtang_desk.session.opening import make_session
    from mingtang_desk.session.pins import connect_asking

    address = parse_uri(uri)
    if address.scheme == "cloud" and tap is not None:
        raise UnsupportedError("cloud_no_bytes")
    session = make_session(
        address,
        clock=CLOCK,
        journal=history,
        store=history,
        boards=boards,
        tap=tap,
        share=share,
        gate=gate,
        others=_others(address, accepts=accepts),
    )
    if address.scheme == "cloud":
        from mingtang_desk.app.cli.cloud_battery import say_rests

        say_rests(session)
    try:
        await connect_asking(session, _ask_pin if sys.stdin.isatty() else None)
        if address.scheme == "cloud" and learn:
            from mingtang_desk.app.cli.cloud_battery import learn as learn_protocol

            await learn_protocol(session)
        yield session
    finally:
        await session.close()
        if share is not None:
            await share.close()


def _others(address: DeviceUri, *, accepts: bool) -> Mapping[str, MakeSession] | None:
    """Return what makes sessions of batteries behind servers, for an address of one.

    Raises:
        UsageError: what that needs is not installed.
    """
    if address.scheme != "cloud":
        return None
    try:
        from mingtang_desk.app.cli.cloud_battery import consented
        from mingtang_desk.app.cli.cloud_desk import opened_logins
        from mingtang_desk.cloud.battery_maker import battery_maker
        from mingtang_desk.cloud.desk import CloudDesk
    except ImportError as error:
        package = error.name or "httpx"
        raise UsageError("extra_missing", package=package, extra="desktop") from error
    asks = consented if accepts else None
    return {"cloud": battery_maker(CloudDesk(opened_logins, CLOCK), asks)}


async def _ask_pin(error: LockedError) -> GivenPin:
    """Ask for a PIN on the terminal."""
    from mingtang_desk.session.pins import GivenPin

    sys.stderr.write(f"{error.message}\n")
    pin = await asyncio.to_thread(getpass.getpass, "PIN: ", sys.stderr)
    return GivenPin(pin.strip(), keep=True)


@contextlib.contextmanager
def recording(uri: str, capture: str | None) -> Iterator[Tap | None]:
    """Record a link to a capture file for the time of a block; None = nothing is recorded.

    Raises:
        StorageError: the file exists already or cannot be written.
    """
    if capture is None:
        yield None
        return
    from mingtang_desk.session.recorder import Recorder
    from mingtang_desk.wire.capture import CaptureHeader

    def failed() -> None:
        _log.warning("the recording %s ended early: the file cannot be written", capture)

    address = parse_uri(uri)
    recorder = Recorder(failed)
    header = CaptureHeader(protocol=address.protocol, started=CLOCK.now(), uri=address.text)
    recorder.start(Path(capture), header)
    try:
        yield recorder
    finally:
        recorder.stop()
