"""Commands: stored first, then one at a time to each battery; what became of each."""

import asyncio
import math

from sqlalchemy import ColumnElement, func, select

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.commands.interlock import is_moving
from mingtang_desk.server.commands.lane import Crew, Lane
from mingtang_desk.server.commands.machine import OPEN, RULES, Life, State
from mingtang_desk.server.commands.orders import Ask
from mingtang_desk.server.commands.policy import PROVEN_MS, Needs, needs_of
from mingtang_desk.server.commands.rows import Command, find, hash_of, move, put, starts_ms
from mingtang_desk.server.commands.trail import record_command
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.ingest.ingest import Ingest
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.problem import Problem, forbidden, not_found
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.server.times import now_ms
from mingtang_desk.session.tasks import report_bug

PER_DEVICE, PER_USER, MINUTE_MS = 6, 30, 60_000
QUEUED_MOST = 20
_END_S = 5.0
"""For queues to end, beyond what a write is given for that."""

_AFRESH_S = 5.0
"""Pause before a queue that broke off is taken up again."""


class Commands:
    """What is asked of batteries.

    Attributes:
        crew: what all queues work with.
    """

    def __init__(self, core: Core, directory: Directory, ingest: Ingest) -> None:
        self.crew = Crew(core=core, directory=directory, ingest=ingest)
        self._core = core
        self._lanes: dict[int, tuple[Lane, asyncio.Task[None]]] = {}
        self._is_up = False

    async def start(self) -> None:
        """Take up what was left: what waits goes on, what was in flight is looked into."""
        c = COMMANDS.c
        self._is_up = True
        self.crew.ingest.linked.append(self._linked)
        waiting = c.state.in_([*(state.value for state in OPEN), State.UNKNOWN.value])
        settles = c.settle_by_ms.is_not(None) | (c.state != State.UNKNOWN.value)
        query = select(c.device).where(waiting, settles).distinct()
        async with self._core.store.read() as connection:
            pks = (await connection.execute(query)).scalars().all()
        for pk in pks:
            self._call(pk)

    async def stop(self) -> None:
        """End; what is in flight is taken up at the next start."""
        self._is_up = False
        if self._linked in self.crew.ingest.linked:
            self.crew.ingest.linked.remove(self._linked)
        tasks = [task for _, task in self._lanes.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=self.crew.timers.grace_s + _END_S)

    async def ask(self, who: Principal, device: Device, order: Ask) -> tuple[Command, bool]:
        """Take a command; return it, and whether it is new.

        Raises:
            Problem: 403, 409, 422 or 429.
        """
        needs = needs_of(order, device.protocol)
        who.need(needs.right)
        if needs.admin and not who.is_admin:
            forbidden("bytes that nobody can check are for the admin of the server")
        command = self._made(who, device, order, needs)
        if (known := await self._known(command)) is not None:
            return known, False
        await self._must_be_allowed(who, device, order, needs)
        async with self._core.store.write() as tx:
            # Once more, where nobody else writes: two requests may have come together.
            found = await find(tx.connection, COMMANDS.c.id == command.id)
            if found:
                return _same(found[0], command), False
            await self._must_fit(tx, command)
            await put(tx, command, device.number)
            await record_command(tx, who, command, device.number, "asked")
        self._call(device.pk)
        return command, True

    async def cancel(self, who: Principal, command: Command) -> Command:
        """Take back what has not been sent.

        Raises:
            Problem: 409, it has been sent or has ended.
        """
        device = self.crew.directory.by_pk(command.device)
        async with self._core.store.write() as tx:
            now = (await find(tx.connection, COMMANDS.c.id == command.id))[0]
            if now.life.state is State.CANCELLED:
                return now
            if now.life.state is not State.QUEUED:
                raise Problem(
                    409,
                    "not_cancellable",
                    "It has been sent, or it has ended.",
                    extra={"state": now.life.state.value},
                )
            after = now.at(now.life.cancelled(tx.now_ms))
            number = "" if device is None else device.number
            await move(tx, now, after, number)
            await record_command(tx, who, after, number, "cancelled")
        self._call(command.device)
        return after

    async def find(self, who: Principal, number: str) -> Command:
        """Return a command by its id.

        Raises:
            Problem: 404, also where it is for somebody else's battery.
        """
        async with self._core.store.read() as connection:
            found = await find(
                connection, COMMANDS.c.id == number, who.scope(COMMANDS.c.account_path)
            )
        if found:
            device = self.crew.directory.by_pk(found[0].device)
            if device is None or who.sees(device.account_path):
                return found[0]
        not_found("command")

    def _made(self, who: Principal, device: Device, order: Ask, needs: Needs) -> Command:
        now = now_ms(self._core.clock)
        rule = RULES[needs.kind]
        begins = starts_ms(order, now)
        lasts_s = rule.expiry_s if order.expires_in_s is None else order.expires_in_s
        if lasts_s > rule.longest_s:
            raise Problem(
                422,
                "expires_too_late",
                f"A command of class {needs.kind.value} lives {rule.longest_s} s at most.",
                extra={"limit": rule.longest_s},
            )
        if begins - now > rule.ahead_s * 1000:
            raise Problem(
                422,
                "not_before_too_late",
                f"A command of class {needs.kind.value} begins within {rule.ahead_s} s.",
                extra={"limit": rule.ahead_s},
            )
        return Command(
            id=order.id,
            device=device.pk,
            account_path=device.account_path,
            order=order,
            hash=hash_of(order),
            life=Life(kind=needs.kind, expires_ms=begins + lasts_s * 1000),
            by=who.user_id,
            created_ms=now,
            not_before_ms=begins,
            priority=needs.priority,
        )

    async def _known(self, command: Command) -> Command | None:
        async with self._core.store.read() as connection:
            found = await find(connection, COMMANDS.c.id == command.id)
        return _same(found[0], command) if found else None

    async def _must_be_allowed(
        self, who: Principal, device: Device, order: Ask, needs: Needs
    ) -> None:
        now = now_ms(self._core.clock)
        if not device.enabled:
            raise Problem(403, "device_not_enabled", "This battery is not enabled.")
        if device.is_expired(now):
            raise Problem(403, "device_expired", "The time of this battery has run out.")
        if needs.confirm and not order.confirm:
            raise Problem(
                409, "confirmation_needed", "It cannot be taken back: send it with confirm true."
            )
        if needs.proof and now - who.proven_ms > PROVEN_MS:
            raise Problem(
                403, "proof_needed", "Prove your password again; five minutes later at most."
            )
        if order.override_interlock and who.role is not Role.OWNER:
            forbidden("override of the interlock")
        if needs.standing and not order.override_interlock and await is_moving(self._core, device):
            raise Problem(
                409,
                "interlock_moving",
                "The vehicle moves: nothing that may cut its power is sent.",
            )

    async def _must_fit(self, tx: Transaction, command: Command) -> None:
        """Refuse too many. Counted where nobody else writes."""
        c = COMMANDS.c
        waits = [c.device == command.device, c.state.in_([state.value for state in OPEN])]
        if await _count(tx, *waits) >= QUEUED_MOST:
            raise Problem(
                429,
                "queue_full",
                "Too many commands wait for this battery.",
                extra={"limit": QUEUED_MOST},
                headers={"Retry-After": "60"},
            )
        since = tx.now_ms - MINUTE_MS
        for most, where in (
            (PER_DEVICE, c.device == command.device),
            (PER_USER, c.created_by == command.by),
        ):
            times = (
                select(c.created_ms)
                .where(where, c.created_ms > since)
                .order_by(c.created_ms.desc())
                .offset(most - 1)
                .limit(1)
            )
            last = (await tx.connection.execute(times)).scalar_one_or_none()
            if last is not None:
                rest_s = max(math.ceil((last - since) / 1000), 1)
                raise Problem(
                    429,
                    "too_many_commands",
                    "Too many commands within a minute.",
                    extra={"limit": most},
                    headers={"Retry-After": str(rest_s)},
                )

    def _linked(self, link: TrackerLink) -> None:
        if (lane := self._lanes.get(link.device.pk)) is not None:
            lane[0].wake.set()

    def _call(self, pk: int) -> None:
        """There may be something to do for a battery."""
        if not self._is_up:
            return
        if (known := self._lanes.get(pk)) is not None:
            known[0].wake.set()
            return
        lane = Lane(self.crew, pk)
        task = asyncio.get_running_loop().create_task(self._work(pk, lane), name=f"commands {pk}")
        task.add_done_callback(report_bug)
        self._lanes[pk] = lane, task

    async def _work(self, pk: int, lane: Lane) -> None:
        ended = False
        try:
            await lane.work()
            ended = True
        finally:
            # Nothing is awaited between the last look of the lane and this.
            self._lanes.pop(pk, None)
            if (
                not ended and self._is_up
            ):  # a bug: what was in flight is looked into, the rest goes on
                asyncio.get_running_loop().call_later(_AFRESH_S, self._call, pk)


async def _count(tx: Transaction, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(COMMANDS).where(*where)
    return (await tx.connection.execute(query)).scalar_one()


def _same(known: Command, asked: Command) -> Command:
    """Return the command that an id stands for already.

    Raises:
        Problem: 409, it was another one.
    """
    if known.device != asked.device or known.hash != asked.hash:
        raise Problem(409, "id_taken", "This id stands for another command; make a new one.")
    return known
