"""The `calibrate` command: make a reading agree with a reference, and keep a record of it."""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import date

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.gate import command_gate, writer_name
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected, opened_history, user_name
from mingtang_desk.core.errors import DeviceError, UsageError
from mingtang_desk.device.calibration import (
    RULES,
    CalibrationPoint,
    Target,
    TargetKind,
    Verdict,
    parse_target,
)
from mingtang_desk.device.calibration_record import (
    VERDICT_WORDS,
    Instrument,
    point_json,
    record_json,
    record_text,
    target_words,
)
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.instruments.meter import make_meter
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.session.calibration_records import RecordBook
from mingtang_desk.session.calibration_wait import Pace, Progress, Settled
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.references import (
    MeterReference,
    Reference,
    TypedReference,
    check_not_board,
)

_TELL_S = 2.0


async def calibrate(args: argparse.Namespace, out: Output) -> Exit:
    """Calibrate one target, or list targets or records, or undo."""
    instrument = _instrument(args)
    target = None if args.target is None else parse_target(args.target)
    gate = await command_gate(args)
    async with (
        opened_history(chosen_history(args)) as history,
        connected(args.uri, history, share=command_share(args), gate=gate) as session,
    ):
        if args.records:
            return await _records(session, history, out)
        if target is None:
            return _offers(session, out)
        if args.undo:
            return await _undo(session, history, target, out)
        async with AsyncExitStack() as stack:
            reference = await _reference(args, target, session, instrument, stack)
            who = writer_name(gate)
            return await _calibrate(args, session, history, target, reference, out, who=who)


async def _calibrate(
    args: argparse.Namespace,
    session: DeviceSession,
    history: HistoryStore,
    target: Target,
    reference: Reference,
    out: Output,
    *,
    who: str,
) -> Exit:
    job = session.calibrator.job(
        target,
        reference,
        accept_overdue=args.accept_overdue,
        pace=Pace(patience_s=args.patience),
    )
    settled = await job.settle(_Teller(target).tell)
    await _confirmed(args, job.offer, settled)
    point = await job.send(who=who)
    today = point.time.date()
    kept = await RecordBook(history).add(
        session.key,
        point,
        instrument=reference.instrument,
        who=who,
        overdue=reference.instrument.overdue(today),
    )
    record = record_json(kept.record)
    document = point_json(point) | {"record": kept.number, "instrument": record["instrument"]}
    out.document(document, record_text(kept.record).rstrip())
    return Exit.GOOD if point.verdict is Verdict.GOOD and point.proven else Exit.BAD_VERDICT


def _instrument(args: argparse.Namespace) -> Instrument:
    """Return what was told of the instrument."""
    parts = [part.strip() for part in (args.instrument or "").split(",")]
    if len(parts) > 3:
        raise UsageError(
            "option_invalid",
            option="--instrument",
            value=args.instrument,
            allowed="MAKER,MODEL,SERIAL",
        )
    maker, model, serial = (*parts, "", "")[:3]
    try:
        due = None if args.due is None else date.fromisoformat(args.due)
    except ValueError as error:
        raise UsageError(
            "option_invalid", option="--due", value=args.due, allowed="YYYY-MM-DD"
        ) from error
    return Instrument(maker=maker, model=model, serial=serial, due=due)


async def _reference(
    args: argparse.Namespace,
    target: Target,
    session: DeviceSession,
    instrument: Instrument,
    stack: AsyncExitStack,
) -> Reference:
    if args.meter is not None and args.reference is not None:
        detail = "--reference and --meter exclude each other"
        raise UsageError("usage_invalid", detail=detail, command="calibrate")
    if args.meter is not None:
        check_not_board(args.meter, session.uri)
        meter = make_meter(args.meter)
        stack.push_async_callback(meter.close)
        await meter.open()
        return MeterReference(meter, due=instrument.due, named=instrument)
    value = args.reference
    if value is None:
        if target.kind is not TargetKind.ZERO:
            detail = "a reference is missing: --reference VALUE or --meter ADDRESS"
            raise UsageError("usage_invalid", detail=detail, command="calibrate")
        value = 0.0
    return TypedReference(value=value, instrument=instrument)


class _Teller:
    """Says on stderr how the wait goes, for people and for nobody else's parser."""

    def __init__(self, target: Target) -> None:
        self._rule, self._next_s = RULES[target.kind], 0.0

    def tell(self, progress: Progress) -> None:
        """Say it, now and then."""
        if progress.elapsed_s < self._next_s:
            return
        self._next_s = progress.elapsed_s + _TELL_S
        places, unit = self._rule.decimals, self._rule.unit
        parts = [f"board {progress.reading:.{places}f} {unit} {progress.board.state.value}"]
        if progress.meter is not None:
            parts.append(f"meter {progress.reference:.{places}f} {progress.meter.state.value}")
        print(f"{progress.elapsed_s:5.1f} s  {', '.join(parts)}", file=sys.stderr, flush=True)


async def _confirmed(args: argparse.Namespace, offer: CalibrationOffer, settled: Settled) -> None:
    """Ask on a terminal; a command of a script is consent."""
    if args.yes or sys.stdin is None or not sys.stdin.isatty():
        return
    rule = RULES[offer.target.kind]
    what, unit, places = target_words(offer.target), rule.unit, rule.decimals
    print(
        f"{rule.conditions}\n{offer.note}\n{'' if offer.undo else offer.no_undo}\n"
        f"{what}: reading {settled.reading:.{places}f} {unit}, reference "
        f"{settled.reference:.{places}f} {unit}, error {settled.error:+.{places}f} {unit}",
        file=sys.stderr,
    )
    print(f"Calibrate {what}? [y/N] ", end="", file=sys.stderr, flush=True)
    answer = await asyncio.to_thread(sys.stdin.readline)
    if answer.strip().lower() not in ("y", "yes"):
        raise DeviceError("not_confirmed", action=what)


def _offers(session: DeviceSession, out: Output) -> Exit:
    offers = session.calibrator.offers()
    rows = [
        {
            "target": offer.target.key,
            "unit": RULES[offer.target.kind].unit,
            "step": offer.step,
            "conditions": RULES[offer.target.kind].conditions,
            "note": offer.note,
            "undo": offer.undo,
            "side_effects": list(offer.side_effects),
        }
        for offer in offers
    ]
    text = "\n".join(f"{offer.target.key:<18} {target_words(offer.target)}" for offer in offers)
    out.document({"targets": rows}, text or "This board cannot be calibrated.")
    return Exit.GOOD


async def _records(session: DeviceSession, history: HistoryStore, out: Output) -> Exit:
    kept = await RecordBook(history).records(session.key)
    out.document(
        {"records": [{"record": row.number, **record_json(row.record)} for row in kept]},
        "\n".join(record_text(row.record) for row in kept) or "No calibration record yet.",
    )
    return Exit.GOOD


async def _undo(session: DeviceSession, history: HistoryStore, target: Target, out: Output) -> Exit:
    """Put back what was in use before the newest recorded point of a target."""
    points = [
        point
        for row in await RecordBook(history).records(session.key)
        for point in row.record.points
        if point.target == target
    ]
    if not points:
        raise DeviceError("undo_nothing", device=session.model.name)
    point: CalibrationPoint = max(points, key=lambda row: row.time)
    await session.calibrator.undo(point, who=user_name())
    out.document(
        {"target": target.key, "undone": True, "correction": point.old_correction},
        f"{target_words(target)}: the former correction is in use again "
        f"(undone: {VERDICT_WORDS[point.verdict]})",
    )
    return Exit.GOOD
