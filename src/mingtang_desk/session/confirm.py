"""Did a control do what it was sent for? Evidence is gathered here; an acknowledgement is none."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action, ControlSpec
from mingtang_desk.device.control_guard import Evidence, weigh
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import same
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus
from mingtang_desk.session.restart import confirm_restart, restarts_of
from mingtang_desk.session.write import COUNTERS_CLEARED, counters_or_none

_POLL_S = 0.2
_CLOCK_S = 3.0
"""How far a clock may be off: a second of its own step, one of ours, one for a lost request."""
_SOC_PCT = 1.0
_REMAINING_AH = 0.2
"""The board counts on while it is read back: 3 s at 200 A."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A control that was sent.

    Attributes:
        value: what was sent with it.
        before: the sample before; settings, restarts, counters: the same where the control needs
            them.
    """

    spec: ControlSpec
    value: SettingValue | None
    before: PackSample
    settings: SettingsReading | None = None
    restarts: int | None = None
    counters: CounterReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read after a control.

    Attributes:
        good: it is as wanted; None = this board does not tell.
        value: what was read; state: its words for the result, under the keys of a sample.
        proof: it happened, whatever the acknowledgement said.
        effects: what else changed, as `WriteResult.side_effects`.
        why: key of the error when `good` is None.
        evidence: flag and measurement, where the state shows in a sample.
    """

    good: bool | None
    value: SettingValue | None
    state: Mapping[str, object] = field(default_factory=dict)
    proof: bool = False
    effects: tuple[str, ...] = ()
    why: str = "control_unknown"
    evidence: Evidence | None = None


async def prepare(board: Board, bus: Bus, spec: ControlSpec, value: SettingValue | None) -> Job:
    """Read what is needed to tell afterwards whether it happened; nothing is written yet."""
    before = await board.read_sample(bus)
    settings = restarts = counters = None
    if spec.action is Action.FACTORY_RESET:
        settings = await board.read_settings(bus)
    if spec.action is Action.RESTART:
        restarts = await restarts_of(board, bus)
    if spec.action is Action.CLEAR_COUNTERS and Capability.COUNTERS in board.capabilities:
        await counters_or_none(board, bus, "before_clear")
    if spec.action is Action.BALANCE and COUNTERS_CLEARED in board.driver.write_side_effects:
        counters = await counters_or_none(board, bus, "before_save")
    return Job(
        spec=spec,
        value=value,
        before=before,
        settings=settings,
        restarts=restarts,
        counters=counters,
    )


async def confirm(board: Board, bus: Bus, job: Job) -> Seen | None:
    """Read until the board is as wanted or time is up; None when nothing could be read at all."""
    match job.spec.action:
        case Action.RESTART:
            found = await confirm_restart(board, bus, job.before, job.restarts)
            if found is None:
                return None
            return Seen(
                good=True if found else None,
                value=bool(found),
                state=found,
                proof=bool(found),
                why="restart_unseen",
            )
        case Action.FACTORY_RESET:
            return await _until(board, bus, _settings_changed, job, board.link.timing.restart_s)
        case Action.SET_CLOCK:
            return await _clock(board, bus, job)
        case Action.CLEAR_COUNTERS:
            return await _until(board, bus, _counters_cleared, job, board.link.timing.confirm_s)
        case _:
            seen = await _until(board, bus, _state_read, job, board.link.timing.confirm_s)
            return await _with_effects(board, bus, job, seen)


def state_of(spec: ControlSpec, sample: PackSample) -> object:
    """Return the state that a control is seen by, None when it is not reported."""
    value: object = sample
    for part in spec.state_key.split(".") if spec.state_key else ():
        value = getattr(value, part)
    return value if spec.state_key else None


def plain(value: object) -> SettingValue | None:
    """Return a state as a journal can keep it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def local_time(moment: datetime) -> datetime:
    """Return a time as boards keep it: local, without a zone."""
    return moment.astimezone().replace(tzinfo=None)


type _Look = Callable[[Board, Bus, Job], Awaitable[Seen]]


async def _until(board: Board, bus: Bus, look: _Look, job: Job, at_most_s: float) -> Seen | None:
    """Look again and again until it is good or time is up; the last look counts."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + at_most_s
    patient = loop.time() + board.link.timing.confirm_s
    last: Seen | None = None
    while True:
        try:
            await board.ensure(bus, same_board=True)
            await board.link.settle()
            last = await look(board, bus, job)
        except MingtangError as error:
            _log.info("%s: cannot confirm yet: %s", board.key.uri, error)
        if last is not None and (last.good or loop.time() >= patient):
            return last
        if loop.time() >= deadline:
            return last
        await asyncio.sleep(_POLL_S)


async def _state_read(board: Board, bus: Bus, job: Job) -> Seen:
    spec, sample = job.spec, await board.read_sample(bus)
    if not spec.state_key:
        return Seen(good=True, value=True)
    state = state_of(spec, sample)
    top, _, inner = spec.state_key.partition(".")
    words = asdict(getattr(sample, top)) if inner else plain(state)
    good = is_as_wanted(spec, job.value, sample)
    # What was so before proves nothing: a protection may hold it, and let it go again.
    proof = bool(good) and state != state_of(spec, job.before)
    evidence = weigh(spec.action, job.value, good, job.before, sample)
    effects: tuple[str, ...] = ()
    if evidence.still_flows:
        good, effects = False, (f"current_flows:{evidence.after_a:g}",)
    return Seen(
        good=good,
        value=plain(state),
        state={top: words},
        proof=proof,
        effects=effects,
        evidence=evidence,
    )


async def _with_effects(board: Board, bus: Bus, job: Job, seen: Seen | None) -> Seen | None:
    """Add that the counters went, where a control saves settings as well."""
    old = {} if job.counters is None else job.counters.values
    if seen is None or not any(old.values()):
        return seen
    try:
        now = (await board.read_counters(bus, "after_save", must_keep=False)).values
    except MingtangError as error:
        _log.info("%s: counters not read afterwards: %s", board.key.uri, error)
        return seen
    if all((now.get(key) or 0) >= (value or 0) for key, value in old.items()):
        return seen
    return replace(seen, effects=(*seen.effects, COUNTERS_CLEARED))


async def _counters_cleared(board: Board, bus: Bus, _: Job) -> Seen:
    counters = (await board.read_counters(bus, "after_clear", must_keep=False)).values
    # Restarts are no protection: boards keep that count.
    left = sum(count or 0 for key, count in counters.items() if key != "restarts")
    return Seen(good=left == 0, value=left == 0, state={"stats": dict(counters)}, proof=left == 0)


async def _settings_changed(board: Board, bus: Bus, job: Job) -> Seen:
    """A factory reset shows in the settings; what is the factory's, only the board knows."""
    assert job.settings is not None
    before, after = job.settings, await board.read_settings(bus, must_keep=False)
    changed = sorted(
        key
        for key in before.values.keys() | after.values.keys()
        if not same(before.values.get(key), after.values.get(key), before.limits.get(key))
    )
    return Seen(
        good=True if changed else None,
        value=True if changed else None,
        state={"changed": changed},
        proof=bool(changed),
        effects=tuple(f"changed:{key}" for key in changed),
        why="reset_unseen",
    )


async def _clock(board: Board, bus: Bus, job: Job) -> Seen | None:
    """A clock is set when it shows the time and runs."""
    seen = await _until(board, bus, _clock_right, job, board.link.timing.confirm_s)
    if seen is None or not seen.good:
        return seen
    timing = board.link.timing
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timing.tick_s
    first = _shown(board)
    while loop.time() < deadline:
        await asyncio.sleep(min(_POLL_S, timing.tick_s / 4))
        try:
            now = await _clock_right(board, bus, job)
        except MingtangError as error:
            _log.info("%s: cannot confirm yet: %s", board.key.uri, error)
            continue
        if _shown(board) != first:
            return now
    return Seen(good=None, value=seen.value, state=seen.state, why="clock_stands")


async def _clock_right(board: Board, bus: Bus, job: Job) -> Seen:
    sample = await board.read_sample(bus)
    shown, was = sample.device_time, job.before.device_time
    state = {"device_time": plain(shown)}
    if shown is None:
        return Seen(good=None, value=None, state=state)
    right = _off_s(sample) < _CLOCK_S
    moved = was is None or _off_s(job.before) >= _CLOCK_S
    return Seen(good=right, value=plain(shown), state=state, proof=right and moved)


def _shown(board: Board) -> datetime | None:
    """Return what the clock showed last, as fine as it ticks."""
    return None if board.model.sample is None else board.model.sample.device_time


def _off_s(sample: PackSample) -> float:
    """Return by how many seconds the clock of a board was off; endless without one."""
    shown = sample.device_time
    if shown is None:
        return float("inf")
    return abs(shown.replace(tzinfo=None) - local_time(sample.time)) / timedelta(seconds=1)


def _as_sent(state: object, value: SettingValue | None) -> bool:
    return value is None or state == value


def _within(tolerance: float) -> Callable[[object, SettingValue | None], bool]:
    def wanted(state: object, value: SettingValue | None) -> bool:
        return (
            isinstance(state, int | float)
            and isinstance(value, int | float)
            and abs(state - value) <= tolerance
        )

    return wanted


_WANTED: Mapping[Action, Callable[[object, SettingValue | None], bool]] = {
    Action.LOCK_FUNCTION: lambda state, value: state == ("on" if value else "off"),
    Action.LOCK: lambda state, _: state == "locked",
    Action.UNLOCK: lambda state, _: state == "unlocked",
    Action.SET_SOC: _within(_SOC_PCT),
    Action.SET_CAPACITY: _within(_REMAINING_AH),
}


def is_as_wanted(spec: ControlSpec, value: SettingValue | None, sample: PackSample) -> bool | None:
    """Return whether a sample shows what a control is for; None = it does not tell."""
    return state_is_as_wanted(spec, value, state_of(spec, sample))


def state_is_as_wanted(spec: ControlSpec, value: SettingValue | None, state: object) -> bool | None:
    """Return whether a state that was read is what a control is for; None = there is none."""
    return None if state is None else _WANTED.get(spec.action, _as_sent)(state, value)
