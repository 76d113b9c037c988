"""A control: check, journal, send, and read its effect back before calling it done."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from mingtang_desk.core.errors import (
    MingtangError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
    UsageError,
    VerifyError,
)
from mingtang_desk.device.catalogue.controls import CONTROLS, Action, ControlSpec
from mingtang_desk.device.roles import class_of_action
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.session.board import Board
from mingtang_desk.session.confirm import Job, Seen, confirm, local_time, plain, prepare, state_of
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlResult:
    """A control and the state read back after it, under the keys of a sample."""

    action: Action
    confirmed: bool
    state: Mapping[str, object] = field(default_factory=dict)


async def control(
    board: Board, action: Action, value: SettingValue | None, *, who: str
) -> ControlResult:
    """Send a control. Errors as `DeviceSession.control` tells."""
    async with board.hold(same_board=True) as bus:
        spec = next(row for row in CONTROLS if row.action is action)
        board.must_have(spec.needs, action.value)
        value = checked_value(spec, value)
        board.gate.check([class_of_action(action)])
        job = await prepare(board, bus, spec, value)
        board.plausible.reset()  # what is sent now may move values
        return await carry_through(
            _transact(board, bus, job, board.gate.who or who), grace_s=board.link.timing.grace_s
        )


def checked_value(spec: ControlSpec, value: SettingValue | None) -> SettingValue | None:
    """Return the value a control takes: True or False for switches, a number, or None.

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
    if isinstance(value, bool | str) or value is None or not 0 <= value <= 100:
        raise OutOfRangeError(
            "out_of_range", name=spec.state_key, value=value, minimum=0, maximum=100, unit="%"
        )
    return value


async def _transact(board: Board, bus: Bus, job: Job, who: str) -> ControlResult:
    spec = job.spec
    key, value = spec.action.value, _latest(board, job)
    old = plain(state_of(spec, job.before))
    entry = 0
    if board.journal is not None:
        entry = await board.journal.begin(
            board.key,
            kind="control",
            who=who,
            old={} if old is None else {key: old},
            sent={key: True if value is None else value},
        )
    refusal: MingtangError | None = None
    seen: Seen | None = None
    try:
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
        await carry_through(
            _finish(board, entry, {key: result}, effects), grace_s=board.link.timing.cleanup_s
        )
    if seen is not None and result.state is FieldState.APPLIED:
        return ControlResult(action=spec.action, confirmed=True, state=seen.state)
    if refusal is not None and _said_no(refusal):
        raise refusal
    if seen is None or result.state is FieldState.UNKNOWN:
        why = "control_unknown" if seen is None or seen.good else seen.why
        raise VerifyError(why, what=key) from refusal
    raise VerifyError("verify_failed", what=key, sent=_word(sent), read=_word(seen.value))


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
