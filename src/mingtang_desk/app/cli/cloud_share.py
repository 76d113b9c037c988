"""`cloud share`: a board at this machine for whoever helps from afar, until it is stopped."""

import argparse
import asyncio
from contextlib import suppress

from mingtang_desk.app.cli.cloud_desk import opened_logins
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.gate import command_gate, writer_name
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import CLOCK, boards, opened_history
from mingtang_desk.cloud.gateway import Share
from mingtang_desk.cloud.share_state import SharePhase, ShareState
from mingtang_desk.cloud.shares import Shares
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub


async def share(args: argparse.Namespace, out: Output) -> Exit:
    """Share a board, and print a document each time something of it changes.

    Raises:
        CloudRefusalError, CloudError: the server does not take it, or does not want it any more.
        TransportError, ProtocolError: the board does not answer.
    """
    logins = await opened_logins()
    who = logins.chosen(args.server, args.login)
    gate = await command_gate(args)
    port = command_share(args)

    async with opened_history(chosen_history(args)) as history:
        hub = DeviceHub(
            clock=CLOCK,
            journal=history,
            store=history,
            who=writer_name(gate),
            boards=boards,
            share=port,
            gate=gate,
        )
        shares = Shares(opened_logins, CLOCK)
        try:
            session = await hub.open(args.uri)
            await _read_all(session)
            shared = await shares.begin(hub, session, who, args.number)
            if args.allow_writing:
                hub.set_writing(True)
                shared.allow_writing(args.allow_writing)
            await _until_over(shared, args.seconds, out)
        finally:
            await shares.close()
            await hub.close_all()
            await port.close()
    if (error := shared.state.error) is not None:
        raise error
    return Exit.GOOD


async def _read_all(session: DeviceSession) -> None:
    """Read once what nobody reads by itself, so that it can be looked at from afar."""
    can = session.model.capabilities
    with suppress(MingtangError):  # the sample is worth sharing without it
        if Capability.SETTINGS_READ in can:
            await session.read_settings()
        if Capability.COUNTERS in can:
            await session.read_counters()


async def _until_over(share: Share, seconds: float | None, out: Output) -> None:
    """Print what changes until time is over, Ctrl-C, or the server ends it."""
    changed = asyncio.Event()
    end = share.observe(changed.set)
    shown: dict[str, object] = {}
    try:
        async with asyncio.timeout(seconds):
            while True:
                state = share.state
                row = state_row(state)
                if {**row, "sent": 0, "waiting": 0} != shown:
                    shown = {**row, "sent": 0, "waiting": 0}
                    out.document({"time": iso(CLOCK.now()), **row}, _line(state))
                if state.phase is SharePhase.ENDED:
                    return
                changed.clear()
                await changed.wait()
    except (TimeoutError, asyncio.CancelledError):
        return  # both are how an endless share ends
    finally:
        end()


def state_row(state: ShareState) -> dict[str, object]:
    """Return a state as it is printed."""
    last = state.last
    return {
        "server": state.server,
        "number": state.number,
        "phase": state.phase.value,
        "error": None if state.error is None else state.error.key,
        "board_linked": state.board_linked,
        "writing": state.writing_left_s is not None,
        "looking": list(state.looking),
        "passed": state.passed,
        "written": state.written,
        "refused": state.refused,
        "last": None
        if last is None
        else {
            "time": iso(last.at),
            "by": last.by,
            "kind": last.kind,
            "problem": last.problem or None,
        },
        "sent": state.sent,
        "waiting": state.waiting,
    }


def _line(state: ShareState) -> str:
    writing = "writing allowed" if state.writing_left_s is not None else "read only"
    parts = [f"battery {state.number} at {state.server}: {state.phase.value}, {writing}"]
    if state.looking:
        parts.append(f"looking: {', '.join(state.looking)}")
    parts.append(f"{state.passed} passed, {state.written} written, {state.refused} refused")
    if state.error is not None:
        parts.append(state.error.message)
    return "; ".join(parts)
