"""Tells people of alarms by mail and webhook: new ones, and only those that somebody wants to hear.

Not told are alarms in quiet hours, historic ones, and those of a storm but the storm itself. Of one
battery at most ten an hour go out to a target; the rest follows as one digest.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.server.accounts.principal import is_within
from mingtang_desk.server.core import Core
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.rides.kinds import Severity, base_of
from mingtang_desk.server.rides.mail import MailError, Smtp, send, smtp_of
from mingtang_desk.server.rides.told import Told
from mingtang_desk.server.rides.webhook import Cutter, WebhookError, post
from mingtang_desk.server.store.tables.accounts import META
from mingtang_desk.server.store.tables.rides import NOTIFY_TARGETS
from mingtang_desk.server.times import iso_ms, now_ms

_log = logging.getLogger(__name__)
SMTP_KEY = "smtp"
AN_HOUR = 10
HOUR_S = 3600.0
WAITING = 10_000
TRIES = 3
DEADLINE_S = 30.0
"""Of one delivery of a webhook."""
BACKOFF_S = 2.0
AT_ONCE = 4
_ORDER = {severity.value: n for n, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Who is told; attributes as in the table `notify_targets`."""

    id: str
    account_path: str
    channel: str
    address: str
    secret: str
    least: str
    types: frozenset[str]

    def wants(self, event: Event) -> bool:
        """Whether it is to hear of an alarm."""
        value = event.value
        kind = base_of(str(value["type"]))
        return (
            is_within(event.account_path, self.account_path)
            and _ORDER[str(value["severity"])] >= _ORDER[self.least]
            and (not self.types or kind in self.types)
        )


@dataclass(slots=True)
class _Hour:
    """What went out to a target about a battery in an hour, and what did not."""

    began: float
    sent: int = 0
    held: list[str] = field(default_factory=list)
    number: str = ""


class Notifier:
    """Tells people of alarms.

    Attributes:
        allow_private: webhooks may go to private addresses; for tests alone.
        deadline_s: seconds until a delivery is cut.
        backoff_s: seconds before the second try, doubled for each further one.
        dropped: alarms nobody was told of, because too many waited.
    """

    def __init__(self, core: Core) -> None:
        self.allow_private = False
        self.deadline_s = DEADLINE_S
        self.backoff_s = BACKOFF_S
        self.dropped = 0
        self._core = core
        self._targets: tuple[Target, ...] = ()
        self._smtp: Smtp | None = None
        self._queue: asyncio.Queue[Event] = asyncio.Queue(WAITING)
        self._hours: dict[tuple[str, int], _Hour] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._told = Told(core.store)
        self._unlisten: Callable[[], None] = _nothing

    async def start(self) -> None:
        """Begin, with what waited when the server ended."""
        left, hours = await self._told.start()
        began, now = self._core.clock.monotonic(), now_ms(self._core.clock)
        self._hours = {
            (target, device): _Hour(began - (now - ms) / 1000, sent, list(held), number)
            for target, device, ms, sent, held, number in hours
        }
        await self.reload()
        self._heard(left)
        self._unlisten = self._core.hub.listen(self._heard)
        self._begin(self._run())
        self._begin(self._digests())

    async def stop(self) -> None:
        """End; what waits or is on its way is told after the next start."""
        with contextlib.suppress(ValueError):
            self._unlisten()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(SQLAlchemyError):  # then some of it is told twice
            await self._keep()

    async def _keep(self) -> None:
        began, now = self._core.clock.monotonic(), now_ms(self._core.clock)
        hours = [
            (*key, now - round((began - each.began) * 1000), each.sent, each.held, each.number)
            for key, each in self._hours.items()
        ]
        async with self._core.store.write() as tx:
            await self._told.keep(tx, hours)

    async def reload(self) -> None:
        """Read who is told, after a change."""
        async with self._core.store.read() as connection:
            query = select(NOTIFY_TARGETS).where(NOTIFY_TARGETS.c.is_on)
            rows = (await connection.execute(query)).all()
            smtp = await connection.scalar(select(META.c.value).where(META.c.key == SMTP_KEY))
        self._targets = tuple(
            Target(
                id=row.id,
                account_path=row.account_path,
                channel=row.channel,
                address=row.address,
                secret=row.secret or "",
                least=row.least,
                types=frozenset(json.loads(row.types)),
            )
            for row in rows
        )
        self._smtp = None if smtp is None else smtp_of(json.loads(smtp))

    async def try_out(self, target_id: str) -> str | None:
        """Send a test; return the key of what went wrong, None = nothing."""
        query = select(NOTIFY_TARGETS).where(NOTIFY_TARGETS.c.id == target_id)
        async with self._core.store.read() as connection:
            row = (await connection.execute(query)).one()
        value = {"type": "test", "time": iso_ms(now_ms(self._core.clock))}
        return await self._once(row.channel, row.address, row.secret or "", "Test", value)

    def _heard(self, events: Sequence[Event]) -> None:
        if events:
            self._told.heard(events[-1].seq)
        if not self._targets:
            return
        for event in events:
            if event.kind is not Kind.ALARM or not _is_news(event.value):
                continue
            try:
                self._queue.put_nowait(event)
            except asyncio.QueueFull:
                self.dropped += 1
            else:
                self._told.waits(event.seq)

    async def _run(self) -> None:
        while True:
            event = await self._queue.get()
            for target in self._targets:
                if target.wants(event) and self._may(target, event):
                    await self._room.acquire()
                    value = {"number": event.number, **event.value}
                    self._told.waits(event.seq)
                    self._begin(self._tell(target, _title(value), value, event.seq))
            self._told.done(event.seq)

    def _may(self, target: Target, event: Event) -> bool:
        now = self._core.clock.monotonic()
        hour = self._hours.setdefault((target.id, event.device), _Hour(now, number=event.number))
        if hour.sent < AN_HOUR:
            hour.sent += 1
            return True
        hour.held.append(str(event.value["type"]))
        return False

    async def _digests(self) -> None:
        while True:
            await asyncio.sleep(60)
            try:
                await self.digest()
                await self._keep()
            except Exception:  # noqa: BLE001 - the next minute is tried all the same
                _log.exception("what people were told could not be stored")

    async def digest(self, age_s: float = HOUR_S) -> None:
        """Send what was held back in hours that are over."""
        now, targets = self._core.clock.monotonic(), {each.id: each for each in self._targets}
        for key, hour in list(self._hours.items()):
            if now - hour.began < age_s:
                continue
            del self._hours[key]
            target = targets.get(key[0])
            if hour.held and target is not None:
                counts = {kind: hour.held.count(kind) for kind in sorted(set(hour.held))}
                value = {"type": "digest", "number": hour.number, "alarms": counts}
                await self._room.acquire()
                title = f"{len(hour.held)} more alarms of {hour.number}"
                self._begin(self._tell(target, title, value))

    async def _tell(
        self, target: Target, title: str, value: Mapping[str, object], seq: int | None = None
    ) -> None:
        try:
            problem = await self._tried(target, title, value)
            if seq is not None:
                self._told.done(seq)
            now = now_ms(self._core.clock)
            news = {"told_ms": now, "problem": None} if problem is None else {"failed_ms": now}
            async with self._core.store.write() as tx:
                await tx.connection.execute(
                    update(NOTIFY_TARGETS)
                    .where(NOTIFY_TARGETS.c.id == target.id)
                    .values({**news, "problem": problem})
                )
                await self._told.keep(tx)
        finally:
            self._room.release()

    async def _tried(self, target: Target, title: str, value: Mapping[str, object]) -> str | None:
        problem: str | None = None
        for n in range(TRIES):
            if n:
                await asyncio.sleep(self.backoff_s * 2 ** (n - 1))
            problem = await self._once(target.channel, target.address, target.secret, title, value)
            if problem in (None, "address_refused", "no_smtp"):
                break
        return problem

    async def _once(
        self, channel: str, address: str, secret: str, title: str, value: Mapping[str, object]
    ) -> str | None:
        try:
            if channel == "webhook":
                stamp = str(now_ms(self._core.clock) // 1000)
                cutter = Cutter()
                late = asyncio.get_running_loop().call_later(self.deadline_s, cutter.cut)
                try:
                    await asyncio.to_thread(
                        post,
                        address,
                        secret,
                        stamp,
                        value,
                        allow_private=self.allow_private,
                        cutter=cutter,
                    )
                finally:
                    late.cancel()
            elif self._smtp is None:
                return "no_smtp"
            else:
                text = "\n".join(f"{key}: {_shown(each)}" for key, each in value.items()) + "\n"
                await asyncio.to_thread(send, self._smtp, address, title, text)
        except (WebhookError, MailError) as error:
            return error.key
        return None

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("somebody could not be told of an alarm", exc_info=error)


def _nothing() -> None:
    pass


def _is_news(value: Mapping[str, object]) -> bool:
    return (
        value["state"] == "raised"
        and not value["is_quiet"]
        and not value["is_historic"]
        and (value["storm"] is None or value["type"] == "storm")
    )


def _title(value: Mapping[str, object]) -> str:
    words = str(value["type"]).replace("_", " ")
    return f"{value['severity']}: {words} {value['number']}".strip()


def _shown(value: object) -> str:
    return "" if value is None else str(value)
