"""A control: check, journal, send, and read its effect back before calling it done."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
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
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.write import counters_or_none

_POLL_S = 0.2
_CLOCK_S = 120.0
_SOC_PCT = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlResult:
    """A control and the state read back after it, under the keys of a sample."""

    action: Action
    confirmed: bool
    state: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was read after a control: is it as wanted, its value, its words for the result."""

    good: bool
    value: SettingValue | None
    state: Mapping[str, object]


async def control(
    board: Board, action: Action, value: SettingValue | None, *, who: str
) -> ControlResult:
    """Send a control. Errors as `DeviceSession.control` tells."""
    async with board.hold(same_board=True) as bus:
        spec = next(row for row in CONTROLS if row.action is action)
        if spec.needs not in board.driver.capabilities:
            raise UnsupportedError("unsupported", what=action.value)
        value = checked_value(spec, value)
        before = await board.read_sample(bus)
        if action is Action.CLEAR_COUNTERS:
            await counters_or_none(board, bus, "before_clear")
        if action is Action.FACTORY_RESET:
            await board.read_settings(bus)
        return await carry_through(
            _transact(board, bus, spec, value, before, who), grace_s=board.link.timing.grace_s
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


async def _transact(
    board: Board,
    bus: Bus,
    spec: ControlSpec,
    value: SettingValue | None,
    before: PackSample,
    who: str,
) -> ControlResult:
    key, sent = spec.action.value, True if value is None else value
    old = _plain(_state(spec, before))
    entry = 0
    if board.journal is not None:
        entry = await board.journal.begin(
            board.key,
            kind="control",
            who=who,
            old={} if old is None else {key: old},
            sent={key: sent},
        )
    refusal: MingtangError | None = None
    seen: _Seen | None = None
    try:
        try:
            await bus.run(board.session.control(spec.action, value))
        except MingtangError as error:
            _log.info("%s: %s: %s", board.key.uri, key, error)
            refusal = error
        seen = await _confirm(board, bus, spec, value)
    finally:
        result = FieldResult(
            old=old,
            sent=sent,
            read=None if seen is None else seen.value,
            state=_verdict(spec, old, seen, refusal),
        )
        await carry_through(
            _finish(board, entry, {key: result}), grace_s=board.link.timing.cleanup_s
        )
    if seen is not None and result.state is FieldState.APPLIED:
        return ControlResult(action=spec.action, confirmed=True, state=seen.state)
    if refusal is not None and _said_no(refusal):
        raise refusal
    if seen is None or result.state is FieldState.UNKNOWN:
        raise VerifyError("control_unknown", what=key) from refusal
    raise VerifyError("verify_failed", what=key, sent=_word(sent), read=_word(seen.value))


def _verdict(
    spec: ControlSpec,
    old: SettingValue | None,
    seen: _Seen | None,
    refusal: MingtangError | None,
) -> FieldState:
    """Return how it ended.

    A state that was there before proves nothing when the command was not acknowledged: a
    protection may hold it, and let it go again.
    """
    if seen is None:
        return FieldState.UNKNOWN
    if not seen.good or _said_no(refusal):
        return FieldState.REFUSED
    proven = refusal is None or spec.action is Action.CLEAR_COUNTERS or seen.value != old
    return FieldState.APPLIED if proven and (refusal is None or seen.state) else FieldState.UNKNOWN


def _said_no(error: MingtangError | None) -> bool:
    return isinstance(error, RejectedError | UnsupportedError)


async def _finish(board: Board, entry: int, fields: Mapping[str, FieldResult]) -> None:
    if board.journal is not None:
        await board.journal.finish(entry, fields, ())


async def _confirm(
    board: Board, bus: Bus, spec: ControlSpec, value: SettingValue | None
) -> _Seen | None:
    """Read until the state is as wanted or time is up; None when nothing could be read at all."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + board.link.timing.confirm_s
    last: _Seen | None = None
    while last is None or not last.good:
        try:
            await board.ensure(bus, same_board=True)
            await board.link.settle()
            last = await _look(board, bus, spec, value)
        except MingtangError as error:
            _log.info("%s: cannot confirm yet: %s", board.key.uri, error)
        if loop.time() >= deadline:
            break
        if last is None or not last.good:
            await asyncio.sleep(_POLL_S)
    return last


async def _look(board: Board, bus: Bus, spec: ControlSpec, value: SettingValue | None) -> _Seen:
    if spec.action is Action.CLEAR_COUNTERS:
        counters = (await board.read_counters(bus, "after_clear", must_keep=False)).values
        # Restarts are no protection: boards keep that count.
        left = sum(count or 0 for key, count in counters.items() if key != "restarts")
        return _Seen(good=left == 0, value=left == 0, state={"stats": dict(counters)})
    sample = await board.read_sample(bus)
    state = _state(spec, sample)
    top, _, inner = spec.state_key.partition(".")
    words: dict[str, object] = {}
    if top:
        words[top] = asdict(getattr(sample, top)) if inner else state
    good = _WANTED.get(spec.action, _as_sent)(sample, state, value)
    return _Seen(good=good, value=_plain(state) if top else True, state=words)


def _state(spec: ControlSpec, sample: PackSample) -> object:
    value: object = sample
    for part in spec.state_key.split(".") if spec.state_key else ():
        value = getattr(value, part)
    return value if spec.state_key else None


def _plain(value: object) -> SettingValue | None:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _word(value: SettingValue | None) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "nothing" if value is None else value


def _as_sent(_: PackSample, state: object, value: SettingValue | None) -> bool:
    return value is None or state == value


def _clock_set(sample: PackSample, _state: object, _value: SettingValue | None) -> bool:
    """Boards keep local time without a zone."""
    if sample.device_time is None:
        return False
    here = sample.time.astimezone().replace(tzinfo=None)
    return abs(sample.device_time - here) < timedelta(seconds=_CLOCK_S)


_WANTED: Mapping[Action, Callable[[PackSample, object, SettingValue | None], bool]] = {
    Action.LOCK_FUNCTION: lambda _sample, state, value: state == ("on" if value else "off"),
    Action.LOCK: lambda _sample, state, _value: state == "locked",
    Action.UNLOCK: lambda _sample, state, _value: state == "unlocked",
    Action.SET_SOC: lambda _sample, state, value: (
        isinstance(state, int | float)
        and isinstance(value, int | float)
        and abs(state - value) <= _SOC_PCT
    ),
    Action.SET_CLOCK: _clock_set,
}
