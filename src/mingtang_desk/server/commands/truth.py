"""What became of a command that nobody knows: only reading tells, nothing is sent twice for it."""

import json
from dataclasses import replace

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.json import sample_json, write_json
from mingtang_desk.device.transaction import FieldState, WriteResult, judge
from mingtang_desk.rules.changes import check_values
from mingtang_desk.server.commands.board_of import board_of
from mingtang_desk.server.commands.board_orders import first_values, written
from mingtang_desk.server.commands.flight import Flight, Outcome
from mingtang_desk.server.commands.machine import CommandClass
from mingtang_desk.server.commands.orders import BmsControl, BmsWrite
from mingtang_desk.server.commands.tracker_orders import parameters_truth
from mingtang_desk.session.confirm import is_as_wanted, plain, state_of
from mingtang_desk.session.control import checked_value, spec_of

SETTLES = frozenset({"bms_write", "bms_control", "parameters_set"})
"""Kinds whose truth can be read."""

_NEVER_SENT = Outcome(
    good=False,
    result={
        "error": {"key": "interrupted", "message": "Nothing was written: it broke off before."}
    },
)


async def truth(flight: Flight) -> Outcome:
    """Read what is so; `good` None = reading does not tell.

    Raises:
        MingtangError: it could not be read now.
    """
    match flight.command.kind:
        case "bms_write":
            return await _settings(flight)
        case "bms_control":
            return await _state(flight)
        case "parameters_set":
            return await parameters_truth(flight)
        case _:
            return Outcome(good=None)


async def _settings(flight: Flight) -> Outcome:
    order = flight.command.order
    assert isinstance(order, BmsWrite)
    old = await first_values(flight)
    if old is None:
        return _NEVER_SENT
    async with board_of(flight) as board, board.hold(same_board=True) as bus:
        now = await board.read_settings(bus)
        wanted = check_values(order.settings, board.driver.settings, now.limits)
        result = WriteResult(
            id=0,
            time=now.time,
            who=flight.command.by,
            fields=judge(wanted, old, now.values, now.limits),
        )
        if result.applied and board.driver.saves:
            # What reads as sent may not have been saved: only one more write makes sure.
            doubt = {"write": write_json(result), "saved": None}
            return Outcome(good=None if not _may_resume(flight) else False, result=doubt)
    clamped = any(f.state is FieldState.CLAMPED for f in result.fields.values())
    return replace(written(result), final=clamped)


def _may_resume(flight: Flight) -> bool:
    life = flight.command.life
    now = flight.core.clock.now().timestamp() * 1000
    return life.kind is CommandClass.SET_ABSOLUTE and life.may_go_again and now < life.expires_ms


async def _state(flight: Flight) -> Outcome:
    """A state as wanted proves something only where it was another one before."""
    order = flight.command.order
    assert isinstance(order, BmsControl)
    spec = spec_of(Action(order.action))
    old = await first_values(flight)
    if old is None:
        return _NEVER_SENT
    async with board_of(flight) as board, board.hold(same_board=True) as bus:
        sample = await board.read_sample(bus)
    value = checked_value(spec, order.value)
    good = is_as_wanted(spec, value, sample)
    read = plain(state_of(spec, sample))
    if good and (not old or old.get(spec.action.value) == read):
        good = None
    result: dict[str, object] = {
        "action": order.action,
        "confirmed": good is True,
        "sample": json.loads(json.dumps(sample_json(sample), default=str)),
    }
    return Outcome(good=good, result=result)
