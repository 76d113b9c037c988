"""The queue of one battery: one command at a time, in order, each within its time."""

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_
from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.core.errors import (
    LinkDeniedError,
    LinkLostError,
    LinkTimeoutError,
    MingtangError,
    ProtocolError,
    RejectedError,
    StorageError,
    TransportError,
)
from mingtang_desk.server.commands.asker import may_still
from mingtang_desk.server.commands.board_orders import bms_control, bms_read, bms_write
from mingtang_desk.server.commands.consent import error_warned_json
from mingtang_desk.server.commands.fence_orders import FENCE_ORDERS
from mingtang_desk.server.commands.flight import Flight, Outcome, error_json
from mingtang_desk.server.commands.interlock import is_moving
from mingtang_desk.server.commands.journal import OPENED
from mingtang_desk.server.commands.machine import IN_FLIGHT, OPEN, CommandClass, Life, State
from mingtang_desk.server.commands.pass_through import bms_request
from mingtang_desk.server.commands.policy import needs_of
from mingtang_desk.server.commands.rows import Command, Step, find, log_of, move
from mingtang_desk.server.commands.timers import Timers
from mingtang_desk.server.commands.tracker_orders import TRACKER_ORDERS, Carry
from mingtang_desk.server.commands.truth import SETTLES, truth
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.server.times import now_ms

if TYPE_CHECKING:
    from mingtang_desk.server.ingest.ingest import Ingest

_log = logging.getLogger(__name__)
_CARRY: Mapping[str, Carry] = {
    **TRACKER_ORDERS,
    **FENCE_ORDERS,
    "bms_read": bms_read,
    "bms_write": bms_write,
    "bms_control": bms_control,
    "bms_request": bms_request,
}
_AWAY = frozenset({"restart", "factory_reset"})
_FIRST_LOOKS = 2
"""So often the truth about a lost write is looked for before the next write goes out."""
_AGAIN_S = 5.0
"""Pause after the database failed."""


class NotSentError(MingtangError):
    """The server itself does not let a command out."""


@dataclass(slots=True, kw_only=True)
class Crew:
    """What all queues work with.

    Attributes:
        timers: every wait; tests shorten them.
        dice: makes pauses uneven.
    """

    core: Core
    directory: Directory
    ingest: "Ingest"
    timers: Timers = field(default_factory=Timers)
    dice: random.Random = field(default_factory=random.Random)


class Lane:
    """The queue of one battery.

    Attributes:
        wake: set when there may be something new: a command, a link, a cancellation.
    """

    def __init__(self, crew: Crew, pk: int) -> None:
        self.wake = asyncio.Event()
        self._crew = crew
        self._pk = pk
        self._looks: dict[str, tuple[int, float]] = {}
        self._owed_until = 0.0

    async def work(self) -> None:
        """Work until nothing waits any more."""
        while True:
            try:
                if not await self._step():
                    return
            except (StorageError, SQLAlchemyError) as error:
                _log.warning("commands of device %d wait: %s", self._pk, error)
                await asyncio.sleep(_AGAIN_S)

    async def _step(self) -> bool:
        """Do one thing; False = there is nothing, and nobody has called meanwhile."""
        self.wake.clear()
        c = COMMANDS.c
        settling = and_(c.state == State.UNKNOWN.value, c.settle_by_ms.is_not(None))
        waiting = or_(c.state.in_([state.value for state in OPEN]), settling)
        async with self._crew.core.store.read() as connection:
            rows = await find(connection, c.device == self._pk, waiting)
        if not rows:
            return self.wake.is_set()
        now = now_ms(self._crew.core.clock)
        device = self._crew.directory.by_pk(self._pk)
        for row in rows:
            if (after := self._overdue(row, device, now)) is not None:
                await self._move(row, after)
                return True
        assert device is not None
        due = self._due(rows, now)
        link = self._crew.ingest.link_of(device)
        if due is not None and link is not None and link.is_open:
            await self._fly(due, device)
        else:
            await self._sleep(rows, now)
        return True

    def _overdue(self, row: Command, device: Device | None, now: int) -> Command | None:
        """Return what becomes of a command without any flight, None = it waits."""
        life = row.life
        if life.state in IN_FLIGHT:  # whoever flew it is no more
            error = {"error": {"key": "interrupted", "message": "The server was restarted."}}
            if life.kind is CommandClass.READ:
                return row.at(life.not_answered(now), error)
            return row.at(life.lost(now, settle=row.kind in SETTLES), error)
        if life.state is State.QUEUED and now >= life.expires_ms:
            return row.at(life.expired(now))
        if life.settle_by_ms is not None and now >= life.settle_by_ms:
            return row.at(life.given_up())
        if device is None:
            error = {"error": {"key": "not_found", "message": "There is no such battery."}}
            return row.at(life.failed(now), error)
        return None

    def _due(self, rows: list[Command], now: int) -> Command | None:
        """Return what goes next; a lost write is looked into before anything else is written."""
        clock = asyncio.get_running_loop().time()
        settling = [row for row in rows if row.life.is_settling]
        for row in settling:
            if self._looks.get(row.id, (0, 0.0))[1] <= clock:
                return row
        held = any(self._looks.get(row.id, (0, 0.0))[0] < _FIRST_LOOKS for row in settling)
        for row in rows:
            if row.life.state is State.QUEUED and row.not_before_ms <= now:
                if held and row.life.kind is not CommandClass.READ:
                    continue
                return row
        return None

    async def _sleep(self, rows: list[Command], now: int) -> None:
        """Wait for a call, or until the clock changes something."""
        loop = asyncio.get_running_loop()
        waits = [self._crew.timers.idle_s]
        for row in rows:
            waits.append((row.life.expires_ms - now) / 1000)
            if row.not_before_ms > now:
                waits.append((row.not_before_ms - now) / 1000)
            if row.id in self._looks:
                waits.append(self._looks[row.id][1] - loop.time())
        wait = min((each for each in waits if each > 0), default=self._crew.timers.idle_s)
        try:
            async with asyncio.timeout(wait + 0.005):
                await self.wake.wait()
        except TimeoutError:
            return

    async def _fly(self, command: Command, device: Device) -> None:
        crew = self._crew
        if command.kind.startswith("bms_"):
            # A reply that is still owed must not be taken for one to the next question.
            wait = self._owed_until - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
        if command.life.state is State.QUEUED:
            refusal = await self._refusal(command, device)
            now = now_ms(crew.core.clock)
            if refusal is not None:
                await self._refused(command, refusal, now)
                return
            if now >= command.life.expires_ms:
                return
            sent = command.at(command.life.sent(now))
            if not await self._move(command, sent):
                return  # taken back a moment ago
            command = sent
        flight = Flight(crew.core, crew.ingest, command, device, crew.timers)
        try:
            async with asyncio.timeout(self._total_s(command)):
                outcome = await (
                    truth(flight) if command.life.is_settling else _CARRY[command.kind](flight)
                )
        except asyncio.CancelledError:
            await flight.keep()
            raise
        except MingtangError as raised:
            error = raised
            if isinstance(raised.__cause__, LinkDeniedError):
                error = raised.__cause__  # what the tracker said, not what we made of it
            result = {**error_json(error), **error_warned_json(error)}
            await self._after_error(flight, error, result)
        except TimeoutError:
            result = {"error": {"key": "no_answer", "message": "It took too long."}}
            late = LinkTimeoutError("no_answer", where=device.number, what=command.kind, tries=1)
            await self._after_error(flight, late, result)
        else:
            await self._end(flight, outcome)
        finally:
            if flight.unpaid:
                loop = asyncio.get_running_loop()
                self._owed_until = loop.time() + crew.timers.reply_s

    async def _refused(self, command: Command, refusal: Mapping[str, object], now: int) -> None:
        """End what may not be sent; where an attempt before had begun, it is not said to be undone.

        What is known of its fields from a look in between stays in the result.
        """
        life = command.life
        async with self._crew.core.store.read() as connection:
            steps = await log_of(connection, command.id) if life.attempts else ()
        if any(step.what == OPENED for step in steps):
            after = command.at(life.broken_off(now), {**command.result, **refusal})
        else:
            after = command.at(life.failed(now), refusal)
        await self._move(command, after)

    def _total_s(self, command: Command) -> float:
        timers = self._crew.timers
        if command.kind in _AWAY:
            return timers.restart_s + timers.single_s
        if command.kind.startswith("bms_") and command.kind != "bms_request":
            return timers.talk_s
        return timers.single_s

    async def _refusal(self, command: Command, device: Device) -> Mapping[str, object] | None:
        """Return why it may not be sent now, though it could be asked for."""
        core, number = self._crew.core, device.number
        needs = needs_of(command.order, device.protocol)
        if not await may_still(core, command, device, needs):
            message = "Whoever asked for it may not any more."
            return {"error": {"key": "asker_may_not", "message": message}}
        key = ""
        link = self._crew.ingest.link_of(device)
        if needs.kind is not CommandClass.READ and link is not None and link.writing is False:
            key = "bench_read_only"
        elif not device.enabled:
            key = "device_not_enabled"
        elif device.is_expired(now_ms(core.clock)):
            key = "device_expired"
        elif (
            needs.standing
            and not command.order.override_interlock
            and await is_moving(core, device)
        ):
            key = "interlock_moving"
        return error_json(NotSentError(key, where=number)) if key else None

    async def _after_error(
        self, flight: Flight, error: MingtangError, result: Mapping[str, object]
    ) -> None:
        command, life = flight.command, flight.command.life
        now = now_ms(self._crew.core.clock)
        if life.is_settling:
            flight.note("not_read", **result)
            await flight.keep()
            self._look_later(command)
            return
        if flight.frames_out == 0 and isinstance(error, LinkLostError):
            await self._move(command, command.at(life.kept_back()), flight.take_steps())
            return
        refused = isinstance(error, LinkDeniedError)
        if flight.touched and not refused:
            after = command.at(life.lost(now, settle=command.kind in SETTLES), result)
        elif isinstance(error, TransportError | ProtocolError) and not isinstance(
            error, RejectedError | LinkDeniedError
        ):
            after = self._later(command.at(life.not_answered(now), result), now)
        else:
            after = command.at(life.failed(now), result)
        await self._move(command, after, flight.take_steps())

    async def _end(self, flight: Flight, outcome: Outcome) -> None:
        command, life = flight.command, flight.command.life
        now = now_ms(self._crew.core.clock)
        result = dict(outcome.result)
        if flight.denied is not None and outcome.good is not True:
            result |= error_json(flight.denied)
        if life.is_settling:
            self._looks.pop(command.id, None)
            after_life = _found(life, outcome, now)
        elif outcome.good is True and not flight.is_proven:
            result["error"] = {"key": "not_read_back", "message": "Nothing was read afterwards."}
            after_life = life.lost(now, settle=command.kind in SETTLES)
        elif outcome.good is None:
            after_life = life.lost(now, settle=outcome.settle and command.kind in SETTLES)
        else:
            after_life = life.succeeded(now) if outcome.good else life.failed(now)
        await self._move(command, command.at(after_life, result), flight.take_steps())

    def _look_later(self, command: Command) -> None:
        looks = self._looks.get(command.id, (0, 0.0))[0]
        pauses = self._crew.timers.settle_s
        pause = pauses[min(looks, len(pauses) - 1)]
        self._looks[command.id] = looks + 1, asyncio.get_running_loop().time() + pause

    def _later(self, command: Command, now: int) -> Command:
        """Put the next attempt off a little."""
        if command.life.state is not State.QUEUED:
            return command
        pauses = self._crew.timers.retry_s
        pause = pauses[min(command.life.attempts - 1, len(pauses) - 1)]
        pause *= self._crew.dice.uniform(0.8, 1.2)
        return replace(command, not_before_ms=now + int(pause * 1000))

    async def _move(self, before: Command, after: Command, steps: Sequence[Step] = ()) -> bool:
        device = self._crew.directory.by_pk(self._pk)
        number = "" if device is None else device.number
        async with self._crew.core.store.write() as tx:
            return await move(tx, before, after, number, steps)


def _found(life: Life, outcome: Outcome, now: int) -> Life:
    """Return what a look for the truth came to."""
    if outcome.good is None:
        return life.given_up()
    if outcome.good:
        return life.succeeded(now)
    return life.failed(now) if outcome.final else life.not_done(now)
