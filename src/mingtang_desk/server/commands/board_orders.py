"""What is asked of the board behind the tracker: the desk's own reads, writes and controls."""

from collections.abc import Mapping

from mingtang_desk.core.errors import VerifyError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.json import counters_json, sample_json, settings_json, write_json
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldState, WriteResult
from mingtang_desk.interfaces.driver import Part
from mingtang_desk.interfaces.storage import RESUME
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.server.commands.board_of import board_of
from mingtang_desk.server.commands.consent import (
    WarnedError,
    error_warned_json,
    must_be_known,
    warned_json,
)
from mingtang_desk.server.commands.flight import Flight, Outcome, error_json
from mingtang_desk.server.commands.journal import OPENED
from mingtang_desk.server.commands.orders import BmsControl, BmsRead, BmsWrite
from mingtang_desk.server.commands.rows import log_of
from mingtang_desk.session.board import Board
from mingtang_desk.session.control import control
from mingtang_desk.session.link import Bus
from mingtang_desk.session.write import held, plan_of, snapshot, transact, within_rules


async def bms_read(flight: Flight) -> Outcome:
    """Read a sample, all settings, or the counters."""
    order = flight.command.order
    assert isinstance(order, BmsRead)
    async with board_of(flight) as board, board.hold(same_board=True) as bus:
        if order.what == "settings":
            reading = await board.read_settings(bus)
            return Outcome(good=True, result={"settings": settings_json(reading)})
        if order.what == "stats":
            counters = await board.read_counters(bus)
            return Outcome(good=True, result={"stats": counters_json(counters)})
        await board.read_sample(bus, Part.SLOW)  # names; what it says joins the sample
        sample = await board.read_sample(bus)
        return Outcome(good=True, result={"sample": sample_json(sample)})


async def bms_write(flight: Flight) -> Outcome:
    """Write settings as the desk does: check, snapshot, journal, send, read back, compare."""
    order = flight.command.order
    assert isinstance(order, BmsWrite)
    async with board_of(flight) as board, held(board) as bus:
        await board.read_sample(bus, Part.SLOW)  # what the rules know of the pack
        before = await snapshot(board, bus)
        changes = within_rules(board, order.settings, before)
        warned = judge_changes(changes, before.values, known_pack(board.model)).warnings
        if order.dry_run:
            return Outcome(good=True, result={"dry_run": True, **warned_json(warned)})
        # A write that is sent again may find its values in use and not saved.
        old = await first_values(flight)
        try:
            await must_be_known(flight, order, warned)
        except WarnedError as error:
            if old is None:
                raise
            # An attempt before has begun to write: nobody can say that nothing was written.
            return Outcome(good=None, result={**error_json(error), **error_warned_json(error)})
        plan = await plan_of(
            board,
            bus,
            changes,
            before,
            who=flight.command.by,
            kind="settings" if old is None else RESUME,
            old=old,
        )
        result = await transact(board, bus, plan)
        return written(result)


async def first_values(flight: Flight) -> Mapping[str, SettingValue] | None:
    """Return what was on the board before the first attempt, None where none came so far.

    The journal is durable before the first byte of a write leaves.
    """
    async with flight.core.store.read() as connection:
        steps = await log_of(connection, flight.command.id)
    for step in steps:
        if step.what == OPENED and isinstance(old := step.body.get("old"), dict):
            return old
    return None


def written(result: WriteResult) -> Outcome:
    """Return what a write came to: proven only where every field reads back as sent."""
    states = {field.state for field in result.fields.values()}
    good: bool | None = result.applied
    if FieldState.UNKNOWN in states:
        good = None
    return Outcome(good=good, result={"write": write_json(result)}, settle=good is None)


async def bms_control(flight: Flight) -> Outcome:
    """Switch something, and read its effect back."""
    order = flight.command.order
    assert isinstance(order, BmsControl)
    action = Action(order.action)
    async with board_of(flight) as board:
        if action is Action.FACTORY_RESET:
            async with board.hold(same_board=True) as bus:
                await _keep_settings(flight, board, bus)
        try:
            done = await control(board, action, order.value, who=flight.command.by)
        except VerifyError as error:
            return _not_verified(action, error)
        result = {"action": action.value, "confirmed": True, **_plain(done.state)}
        if done.effects:
            result["side_effects"] = list(done.effects)
        return Outcome(good=True, result=result)


async def _keep_settings(flight: Flight, board: Board, bus: Bus) -> None:
    reading = await board.read_settings(bus)
    flight.note("settings_before", **settings_json(reading))
    await flight.keep()


def _not_verified(action: Action, error: VerifyError) -> Outcome:
    """Return what a control came to that did not show: not done, or nobody knows."""
    is_certain = error.key in ("verify_failed", "current_flows")
    state = error.values.get("state")
    result = {
        "action": action.value,
        "confirmed": False,
        **(_plain(state) if isinstance(state, Mapping) else {}),
        "error": {"key": error.key, "message": str(error)},
    }
    return Outcome(good=False if is_certain else None, result=result, settle=not is_certain)


def _plain(state: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value
        if isinstance(value, bool | int | float | str | None | dict | list)
        else str(value)
        for key, value in state.items()
    }
