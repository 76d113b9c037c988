"""Everybody who listens: who is let in, who hears what, who has to go."""

import asyncio
import logging
from collections.abc import Collection, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.server.accounts.principal import Principal, is_within
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.push.asking import topics_of
from mingtang_desk.server.push.events import Event
from mingtang_desk.server.push.frames import body_of, op_frame, text_frame
from mingtang_desk.server.push.index import Index
from mingtang_desk.server.push.outbox import clean_outbox
from mingtang_desk.server.push.passes import standing_of
from mingtang_desk.server.push.poll import Changes, Poll
from mingtang_desk.server.push.resume import Resume
from mingtang_desk.server.push.topics import Topics
from mingtang_desk.server.push.viewer import NOT_AUTHENTICATED, Limits, Viewer
from mingtang_desk.server.push.wire import GOING_AWAY, WireProtocol
from mingtang_desk.server.times import iso_ms, now_ms

_log = logging.getLogger(__name__)

_NO_LONGER = "log in again"


class Streams:
    """All sockets and long polls.

    Attributes:
        limits: what one of them may take.
    """

    def __init__(self, core: Core, directory: Directory) -> None:
        self.limits = Limits()
        self._core = core
        self._directory = directory
        self._index = Index()
        self._resume = Resume(core, lambda: self.seq)
        self._viewers: dict[Viewer, None] = {}
        self._polls: dict[Poll, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Event] | None = None
        self._look_again = False
        self._is_stopped = False

    @property
    def seq(self) -> int:
        """Number of the last event that was told."""
        return self._held[0].seq - 1 if self._held else self._core.store.seq

    async def start(self) -> None:
        """Listen to what is committed."""
        hub, metrics = self._core.hub, self._core.metrics
        hub.listen(self._published)
        hub.guards.append(self)
        metrics.gauge("stream_sockets", lambda: len(self._viewers))
        metrics.gauge("stream_polls", lambda: len(self._polls))
        metrics.gauge("stream_seq", lambda: self._core.store.seq)
        self._spawn(self._beats())
        self._spawn(self._cleaning())

    async def stop(self) -> None:
        """Hang up on everybody; twice is harmless."""
        self._is_stopped = True
        self._core.hub.guards[:] = [one for one in self._core.hub.guards if one is not self]
        for holder in self._everybody():
            holder.hang_up(GOING_AWAY, "the server ends")
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- sockets ---------------------------------------------------------------------------------

    def room_for(self, who: Principal) -> None:
        """Refuse one socket too many.

        Raises:
            Problem: 429.
        """
        _refuse_more(self._viewers, who, self.limits.sockets)

    @contextmanager
    def viewing(self, who: Principal, secret: str | None, wire: WireProtocol) -> Iterator[Viewer]:
        """Give a viewer of an open socket, which hears nothing yet."""
        now = now_ms(self._core.clock)
        viewer = Viewer(who, secret, now, wire, self.limits, self._resume)
        self._viewers[viewer] = None
        if self._is_stopped:
            viewer.hang_up(GOING_AWAY, "the server ends")
        try:
            yield viewer
        finally:
            self._index.remove(viewer)
            self._viewers.pop(viewer, None)

    async def verify(self, viewer: Viewer) -> None:
        """Look at the rights of a new viewer again: they may have changed while it came in."""
        await self._look([viewer])

    async def subscribe(self, viewer: Viewer, names: Sequence[str], since: int | None) -> None:
        """Let a viewer hear of more, from a number on or from now on.

        Raises:
            TopicError: a topic is none, or of something it may not see; nothing has changed.
            TimeoutError: the socket takes nothing.
        """
        new = await topics_of(self._core, self._directory, viewer.who, viewer.top, names)
        both = viewer.topics.plus(new)
        await viewer.settled()
        viewer.topics = both  # from here to `catch_up` nothing may wait
        if viewer.is_open:
            self._index.place(viewer)
        await viewer.catch_up(new, since)

    async def unsubscribe(self, viewer: Viewer, names: Sequence[str] | None) -> None:
        """Let a viewer hear of less; None = of nothing.

        Raises:
            TopicError: a topic is none.
        """
        if names is None:
            viewer.topics = Topics()
        else:
            gone = await topics_of(self._core, self._directory, viewer.who, viewer.top, names)
            viewer.topics = viewer.topics.minus(gone)
        self._index.place(viewer)

    def pong(self, viewer: Viewer) -> None:
        """Answer a ping."""
        time = iso_ms(now_ms(self._core.clock))
        viewer.say("pong", op_frame("pong", seq=self.seq, time=time))

    # --- long polls ------------------------------------------------------------------------------

    async def changes(
        self,
        who: Principal,
        secret: str | None,
        names: Sequence[str],
        since: int | None,
        wait_s: float,
        limit: int,
    ) -> Changes:
        """Return what happened since a number; wait for something if there is nothing.

        Raises:
            TopicError: a topic is none, or of something it may not see.
            Problem: 401 where the one who asks may listen no longer, 429 where it polls too often.
        """
        if since is None:
            return Changes(events=(), seq=self._core.store.seq)
        _refuse_more(self._polls, who, self.limits.sockets)
        poll = Poll(who, secret, now_ms(self._core.clock), Topics())
        self._polls[poll] = None
        loop = asyncio.get_running_loop()
        end = loop.time() + min(wait_s, self.limits.poll_s)
        try:
            poll.topics = await topics_of(self._core, self._directory, who, who.account_path, names)
            self._index.place(poll)
            await self._look([poll])  # rights may have changed while it came in
            while True:
                mark, top = self._core.store.seq, poll.top
                if since > mark:
                    return Changes(events=(), seq=mark, gap=mark)
                events, until = await self._resume.page(top, poll.topics, since, mark, limit)
                floor = await self._resume.floor(poll.topics)
                gap = min(floor, mark) if since < floor else None
                if poll.is_dropped and not self._is_stopped:
                    raise Problem(401, "not_authenticated", "Log in, or send a valid token.")
                if top != poll.top:  # what was read is not for these eyes any more
                    continue
                left = end - loop.time()
                done = Changes(events=events, seq=until, gap=gap, has_more=until < mark)
                if events or gap is not None or left <= 0 or self._is_stopped:
                    return done
                since = until
                if not await poll.news(left):
                    return done
        finally:
            self._index.remove(poll)
            del self._polls[poll]

    # --- who may listen --------------------------------------------------------------------------

    def drop_sessions(self, session_ids: Collection[str]) -> None:
        """Hang up on whoever came with one of these sessions."""
        gone = frozenset(session_ids)
        for holder in self._everybody():
            if holder.who.session_id in gone:
                self._drop(holder)

    def drop_user(self, user_id: str) -> None:
        """Hang up on every socket of a user."""
        for holder in self._everybody():
            if holder.who.user_id == user_id:
                self._drop(holder)

    def scope_changed(self) -> None:
        """Look at everybody's rights again; nobody is told anything before that is done."""
        if self._held is None:
            self._held = []
            self._spawn(self._looking())
        else:
            self._look_again = True

    async def _looking(self) -> None:
        try:
            self._look_again = True
            while self._look_again:
                self._look_again = False
                await self._look(self._everybody())
        finally:
            held, self._held = self._held, None
            if held and not self._is_stopped:
                self._published(held)

    async def _look(self, holders: Sequence[Viewer | Poll]) -> None:
        if not holders:
            return
        accounts = {account for one in holders for account in one.topics.accounts}
        try:
            standing = await standing_of(self._core, holders, accounts)
        except (SQLAlchemyError, TimeoutError) as error:
            _log.warning("who may listen could not be looked up: %s", type(error).__name__)
            return
        for one in holders:
            top = standing.top_of(one)
            if top is None:
                self._drop(one)
                continue
            places = {
                account: standing.accounts[account]
                for account in one.topics.accounts
                if is_within(standing.accounts.get(account, ""), top)
            }
            if top != one.top or places != one.topics.accounts:
                one.top = top
                one.who = replace(one.who, account_path=top)
                one.topics = replace(one.topics, accounts=places)
                self._index.place(one)

    def _everybody(self) -> list[Viewer | Poll]:
        return [*self._viewers, *self._polls]

    def _drop(self, holder: Viewer | Poll) -> None:
        self._index.remove(holder)
        holder.hang_up(NOT_AUTHENTICATED, _NO_LONGER)

    # --- events ----------------------------------------------------------------------------------

    def _published(self, events: Sequence[Event]) -> None:
        if self._held is not None:
            self._held += events
            return
        who, told = self._index.who, 0
        touched: dict[Viewer | Poll, None] = {}
        for event in events:
            if listeners := who(event):
                body = body_of(event)
                frame = text_frame(body)
                told += len(listeners)
                for listener in listeners:
                    listener.put(event, body, frame)
                touched.update(listeners)  # type: ignore[arg-type]
        for one in touched:
            one.flush()
        self._core.metrics.count("events_total", len(events))
        self._core.metrics.count("stream_messages_total", told)

    # --- what comes back every while -------------------------------------------------------------

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(self.limits.beat_s)
            try:
                await self.beat()
            except Exception:  # noqa: BLE001 - tokens are looked at here: it has to go on
                _log.exception("a heartbeat failed")

    async def beat(self) -> None:
        """Hang up on who may listen no longer, and tell all others up to where all was told."""
        await self._look(self._everybody())
        time = iso_ms(now_ms(self._core.clock))
        frame = op_frame("beat", seq=self.seq, time=time)
        for viewer in list(self._viewers):
            viewer.say("beat", frame)

    async def _cleaning(self) -> None:
        while True:
            try:
                await self.clean()
            except Exception:  # noqa: BLE001 - the next round is tried all the same
                _log.exception("the outbox could not be cleaned")
            await asyncio.sleep(self.limits.clean_s)

    async def clean(self) -> int:
        """Throw away what is too old to be asked for; return how many events that were."""
        return await clean_outbox(self._core, self.limits.outbox_h)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _refuse_more(holders: Collection[Viewer | Poll], who: Principal, most: int) -> None:
    if sum(one.who.user_id == who.user_id for one in holders) >= most:
        raise Problem(
            429,
            "too_many_streams",
            f"One user may have {most} at a time; close one first.",
            extra={"limit": most},
            headers={"Retry-After": "5"},
        )
