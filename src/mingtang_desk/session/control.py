"""A control: check, journal, send, and read its effect back before calling it done."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from mingtang_desk.core.errors import (
    MingtangError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
    UsageError,
    VerifyError,
)
from mingtang_desk.device.catalogue.controls import CONTROLS, Action, ControlSpec
from mingtang_desk.device.control_guard import Evidence
from mingtang_desk.device.json import write_json
from mingtang_desk.device.roles import class_of_action
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, WriteResult
from mingtang_desk.session.board import Board
from mingtang_desk.session.confirm import Job, Seen, confirm, local_time, plain, prepare, state_of
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.undo_reset import undo_reset

_MOST_AH = 10000.0
"""Where a pack does not tell its capacity: what no pack has."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlResult:
    """A control and the state read back after it, under the keys of a sample.

    Attributes:
        evidence: what flag and current say, None where no sample shows the state.
        effects: what else changed, as `WriteResult.side_effects`.
    """

    action: Action
    confirmed: bool
    state: Mapping[str, object] = field(default_factory=dict)
    evidence: Evidence | None = None
    effects: tuple[str, ...] = ()


class Watcher(Protocol):
    """Is told of a control at the two moments that count."""

    async def opened(self, job: Job, entry: int) -> None:
        """It is in the journal under this number, and nothing was sent yet."""
        ...

    async def ended(self, job: Job, state: FieldState, seen: Seen | None) -> None:
        """It ended; `seen` is None when nothing could be read afterwards."""
        ...


def _written(result: WriteResult) -> ControlResult:
    return ControlResult(
        action=Action.UNDO_FACTORY_RESET,
        confirmed=result.applied,
        state={"fields": write_json(result)["fields"]},
        effects=result.side_effects,
    )


def spec_of(action: Action) -> ControlSpec:
    """Return the row of an action."""
    return next(row for row in CONTROLS if row.action is action)


async def control(
    board: Board,
    action: Action,
    value: SettingValue | None,
    *,
    who: str,
    watcher: Watcher | None = None,
) -> ControlResult:
    """Send a control. Errors as `DeviceSession.control` tells."""
    if action is Action.UNDO_FACTORY_RESET:
        return _written(await undo_reset(board, who=who))
    async with board.hold(same_board=True) as bus:
        spec = spec_of(action)
        board.must_have(spec.needs, action.value)
        value = checked_value(spec, value)
        board.gate.check([class_of_action(action)])
        job = await prepare(board, bus, spec, value)
        checked_value(spec, value, job.before)
        return await carry_through(
            transact(board, bus, job, board.gate.who or who, watcher=watcher),
            grace_s=board.link.timing.grace_s,
        )


def most_of(spec: ControlSpec, sample: PackSample | None) -> float:
    """Return the largest number a control takes; a capacity no more than the pack has."""
    if spec.maximum is not None:
        return spec.maximum
    known = () if sample is None else (sample.full_ah or 0.0, sample.nominal_ah or 0.0)
    return max(known, default=0.0) or _MOST_AH


def checked_value(
    spec: ControlSpec, value: SettingValue | None, sample: PackSample | None = None
) -> SettingValue | None:
    """Return the value a control takes: True or False for switches, a number, or None.

    Args:
        spec: the control.
        value: as it was given.
        sample: of the pack, for what depends on it.

    Raises:
        UsageError: it is none that this control knows.
        OutOfRangeError: the number is not one.
    """
    if spec.switch:
        known = {"on": True, "off": False}
        switched = known.get(value) if isinstance(value, str) else value
        if isinstance(switched, bool):
            return switched
        raise UsageError(
            "action_unknown",
            action=spec.action.value,
            value=value,
            known=", ".join(f"{spec.action.value} {word}" for word in known),
        )
    if not spec.takes_number:
        return None
    most = most_of(spec, sample)
    if isinstance(value, bool | str) or value is None or not 0 <= value <= most:
        raise OutOfRangeError(
            "out_of_range",
            name=spec.state_key,
            value=value,
            minimum=0,
            maximum=f"{most:g}",
            unit=spec.unit,
        )
    return value


async def transact(
    board: Board,
    bus: Bus,
    job: Job,
    who: str,
    *,
    watcher: Watcher | None = None,
    entry: int | None = None,
    undoes: int | None = None,
) -> ControlResult:
    """Journal, send, confirm. The caller holds the bus and carries it through.

    Args:
        board: which one.
        bus: held by the caller.
        job: what is sent, checked.
        who: for the journal.
        watcher: is told of it.
        entry: journal number where it is open already; None = it is opened here.
        undoes: journal number of the control that this one puts back.
    """
    board.plausible.reset()  # what is sent now may move values
    spec = job.spec
    key, value = spec.action.value, _latest(board, job)
    old = plain(state_of(spec, job.before))
    if entry is None:
        entry = await _begin(board, key, value, old, who, undoes)
    refusal: MingtangError | None = None
    seen: Seen | None = None
    try:
        if watcher is not None:
            await watcher.opened(job, entry)
        # As late as possible: what was journalled may have taken its time.
        value = _latest(board, job)
        try:
            await bus.run(board.session.control(spec.action, value))
        except MingtangError as error:
            _log.info("%s: %s: %s", board.key.uri, key, error)
            refusal = error
        seen = await confirm(board, bus, job)
    finally:
        sent = True if value is None else value
        result = FieldResult(
            old=old,
            sent=sent,
            read=None if seen is None else seen.value,
            state=_verdict(seen, refusal),
        )
        effects = () if seen is None else seen.effects
        if undoes is not None:
            how = "restored" if result.state is FieldState.APPLIED else "failed"
            effects = (*effects, f"dead_man:{how}")
        await carry_through(
            _finish(board, entry, {key: result}, effects), grace_s=board.link.timing.cleanup_s
        )
        if watcher is not None:
            await carry_through(
                watcher.ended(job, result.state, seen), grace_s=board.link.timing.cleanup_s
            )
    if seen is not None and result.state is FieldState.APPLIED:
        return ControlResult(
            action=spec.action,
            confirmed=True,
            state=seen.state,
            evidence=seen.evidence,
            effects=seen.effects,
        )
    if refusal is not None and _said_no(refusal):
        raise refusal
    raise _not_confirmed(key, sent, result.state, seen) from refusal


async def _begin(
    board: Board,
    key: str,
    value: SettingValue | None,
    old: SettingValue | None,
    who: str,
    undoes: int | None,
) -> int:
    if board.journal is None:
        return 0
    return await board.journal.begin(
        board.key,
        kind="control",
        who=who,
        old={} if old is None else {key: old},
        sent={key: True if value is None else value},
        undoes=undoes,
    )


def _not_confirmed(
    key: str, sent: SettingValue, state: FieldState, seen: Seen | None
) -> VerifyError:
    """Return why a control counts as not done; what was read goes with it."""
    if seen is None:
        return VerifyError("control_unknown", what=key)
    read: dict[str, object] = {"state": seen.state, "evidence": seen.evidence}
    if seen.evidence is not None and seen.evidence.still_flows:
        return VerifyError("current_flows", what=key, amps=f"{seen.evidence.after_a:.1f}", **read)
    if state is FieldState.UNKNOWN:
        why = "control_unknown" if seen.good else seen.why
        return VerifyError(why, what=key, **read)
    return VerifyError("verify_failed", what=key, sent=_word(sent), read=_word(seen.value), **read)


def _latest(board: Board, job: Job) -> SettingValue | None:
    """Return what to send now; a clock gets the local time of this moment, to the next second."""
    if job.spec.action is not Action.SET_CLOCK:
        return job.value
    moment = local_time(board.clock.now() + timedelta(seconds=0.5))
    return moment.isoformat(timespec="seconds")


def _verdict(seen: Seen | None, refusal: MingtangError | None) -> FieldState:
    """Return how it ended; without an acknowledgement only a proof counts."""
    if seen is None:
        return FieldState.UNKNOWN
    if _said_no(refusal):
        return FieldState.REFUSED
    if seen.good is None:
        return FieldState.UNKNOWN
    if not seen.good:
        return FieldState.REFUSED
    return FieldState.APPLIED if refusal is None or seen.proof else FieldState.UNKNOWN


def _said_no(error: MingtangError | None) -> bool:
    return isinstance(error, RejectedError | UnsupportedError)


async def _finish(
    board: Board, entry: int, fields: Mapping[str, FieldResult], effects: tuple[str, ...]
) -> None:
    if board.journal is not None:
        await board.journal.finish(entry, fields, effects)


def _word(value: SettingValue | None) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "nothing" if value is None else value
