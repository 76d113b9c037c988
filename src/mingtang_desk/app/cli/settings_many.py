"""The `settings` commands over many packs: apply-many, next-pack. A JSON line for each pack."""

import argparse
import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.cli.settings_look import look, warned
from mingtang_desk.app.cli.settings_sources import accepted, document_of
from mingtang_desk.app.gate import command_gate, writer_name
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import CLOCK, connected, opened_history, user_name
from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.golden_apply import (
    BatchReport,
    GoldenBatch,
    PackReport,
    PackState,
    apply_at,
)
from mingtang_desk.session.golden_look import Looked, not_accepted
from mingtang_desk.session.golden_report import REPORTS, pack_json, save_report
from mingtang_desk.session.next_pack import Answering, LoopPhase, LoopState, NewPorts, NextPack

if TYPE_CHECKING:
    from mingtang_desk.history.store import HistoryStore

_log = logging.getLogger(__name__)


async def apply_many(args: argparse.Namespace, out: Output) -> Exit:
    """Apply a file to one pack after the other."""
    document = document_of(args.file)
    _check_report(args.report)
    if args.dry_run:
        return await look(args, args.uris, document, out)

    def tell(_: int, report: PackReport) -> None:
        _show(report, out)

    gate = await command_gate(args)
    async with opened_history(chosen_history(args)) as history:
        opener = _opener(args, history, gate, accepts=not args.skip_warned)
        skip = await warned(args.uris, document, args, opener) if args.skip_warned else {}
        batch = GoldenBatch(
            document,
            args.uris,
            accepted(args),
            opener=opener,
            write=_write_unwarned if args.skip_warned else _write,
            clock=CLOCK,
            who=writer_name(gate),
            stop_on_error=not args.keep_going,
            tell=tell,
            skip=skip,
        )
        started = CLOCK.now()
        try:
            done = await batch.run()
        except asyncio.CancelledError:
            await _save(batch.report(started), args.report)
            raise
    await _save(done, args.report)
    return _verdict(done)


async def next_pack(args: argparse.Namespace, out: Output) -> Exit:
    """Apply a file to every pack that is plugged in, until stopped."""
    document = document_of(args.file)
    _check_report(args.report)
    started, gate = CLOCK.now(), await command_gate(args)
    async with opened_history(chosen_history(args)) as history:
        opener = _opener(args, history, gate)

        async def one(uri: str, tell: Callable[[PackReport], None]) -> PackReport:
            return await apply_at(
                uri,
                document,
                accepted(args),
                opener=opener,
                write=_write,
                clock=CLOCK,
                tell=tell,
            )

        loop = NextPack(_look(args, document), one, tell=_Teller(out), most=args.count)
        try:
            async with asyncio.timeout(args.seconds):
                await loop.run()
        except TimeoutError:
            pass
        except asyncio.CancelledError:
            if not loop.reports:
                raise
    done = BatchReport(
        document=document,
        who=writer_name(gate),
        started=started,
        ended=CLOCK.now(),
        packs=loop.reports,
    )
    await _save(done, args.report)
    return _verdict(done)


def _look(args: argparse.Namespace, document: SettingsDocument) -> Answering | NewPorts:
    if args.uris:
        return Answering(args.uris, _opener(args, None, OPEN_GATE))
    from mingtang_desk.transports.ports import serial_ports

    query = args.options or (f"protocol={document.protocol}" if document.protocol else "")

    def paths() -> Sequence[str]:
        return [port.path for port in serial_ports()]

    return NewPorts(paths, query, there_too=args.there_too)


class _Teller:
    """Prints each pack once, and tells people what to do next."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._phase: LoopPhase | None = None
        self._last: PackReport | None = None

    def __call__(self, state: LoopState) -> None:
        now, ended = state.now, state.phase is not LoopPhase.WORKING
        if now is not None and ended and now is not self._last:
            self._last = now
            _show(now, self._out)
            if sys.stderr.isatty():
                sys.stderr.write("\a")
        if state.phase is not self._phase:
            self._phase = state.phase
            words = {
                LoopPhase.PLUG_IN: "Plug in the next pack.",
                LoopPhase.UNPLUG: "Unplug it.",
            }.get(state.phase)
            if words:
                text = f"{words} Done: {state.done}, failed: {state.failed}."
                print(text, file=sys.stderr, flush=True)


def _opener(
    args: argparse.Namespace, history: "HistoryStore | None", gate: Gate, *, accepts: bool = True
) -> Callable[[str], AbstractAsyncContextManager[DeviceSession]]:
    @asynccontextmanager
    async def opened(uri: str) -> AsyncIterator[DeviceSession]:
        share = command_share(args)
        async with connected(uri, history, share=share, gate=gate, accepts=accepts) as session:
            yield session

    return opened


async def _write(session: DeviceSession, changes: Mapping[str, SettingValue]) -> WriteResult:
    return await session.write_settings(changes, who=user_name())


async def _write_unwarned(
    session: DeviceSession, changes: Mapping[str, SettingValue]
) -> WriteResult:
    """Write what nothing is warned of now: the look before may have failed, or be of before.

    Raises:
        DeviceError, CloudRefusalError: it is warned of; nothing was sent.
    """
    if session.uri.scheme != "cloud":  # there the server looks before it writes
        warnings = await session.foresee(changes)
        found = Looked(uri=session.uri.text, changes=changes, warnings=warnings)
        if (why := not_accepted(found, ())) is not None:
            raise why
    return await _write(session, changes)


def _show(report: PackReport, out: Output) -> None:
    if not report.state.ended:
        if not out.as_json:
            print(f"{report.uri}: {report.state.value}", file=sys.stderr, flush=True)
        return
    why = "" if report.why is None else f"  {report.why}"
    changed = f"  {report.changed} written" if report.state.good else ""
    name = report.code or report.name
    out.document(pack_json(report), f"{report.uri}  {name}  {report.state.value}{changed}{why}")


def _check_report(file: str | None) -> None:
    """Refuse a report that could not be saved, before anything is sent."""
    if file is not None and Path(file).suffix.casefold() not in REPORTS:
        detail = f"“{file}” does not end in {', '.join(REPORTS)}"
        raise UsageError("usage_invalid", detail=detail, command="settings apply-many")


async def _save(report: BatchReport, file: str | None) -> None:
    if file is not None:
        await save_report(report, Path(file))


def _verdict(report: BatchReport) -> Exit:
    """Return the exit code: what was sent and is not so counts most, then refusals, then links."""
    if report.good or not report.packs:
        return Exit.GOOD
    if report.count(PackState.PARTLY):
        return Exit.BAD_VERDICT
    if report.count(PackState.REFUSED):
        return Exit.REFUSED
    return Exit.DEVICE if report.count(PackState.FAILED) else Exit.BAD_VERDICT
