"""What a desk and a server say to each other about one shared board, over one link."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mingtang_desk.cloud.decode import Json, plain
from mingtang_desk.cloud.gateway_feed import Feed
from mingtang_desk.cloud.gateway_guard import CHANNEL, Guard
from mingtang_desk.cloud.gateway_socket import Uplink
from mingtang_desk.core.errors import CloudError, CloudRefusalError, MingtangError
from mingtang_desk.session.relay import Relay

BENCH = "bench_"
ALIVE_S = 60.0
"""How often something is said where there is nothing to report: the server hangs up on silence."""
_ANSWER_S = 20.0
"""So long the server may take to answer whether it takes the board, then it is asked again."""
_BYE_S = 3.0
_AT_ONCE = 64
"""Requests that are looked at at once; beyond, the link is not read."""
_PIECE = 2048
"""Bytes of a reply in one message."""
_CONTACT = "contact"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What of a share outlives its links.

    Attributes:
        word: by which the server knows this desk again.
        due: set when there is something to say; ending: set when the share is to end.
        is_linked: tells whether the board answers here.
        taken: is called each time the server has taken the board; wrote: after a write from afar;
            tell: after anything else.
    """

    server: str
    number: str
    word: str
    guard: Guard
    relay: Relay
    feed: Feed
    due: asyncio.Event
    ending: asyncio.Event
    is_linked: Callable[[], bool]
    taken: Callable[[], None]
    wrote: Callable[[], None]
    tell: Callable[[], None]


class Talk:
    """One link.

    Args:
        shared: the share; uplink: the link.
    """

    def __init__(self, shared: Shared, uplink: Uplink) -> None:
        self._shared, self._uplink = shared, uplink
        self._told: Mapping[str, object] = {}
        self._replying = asyncio.Lock()
        self._is_taken = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Speak until the link is gone, or the share ends.

        Raises:
            CloudRefusalError: the server does not take the board.
            CloudError: the link is gone.
        """
        shared = self._shared
        shared.feed.begin()
        await self._tell_contact()
        hearing = asyncio.create_task(self._hear(), name=f"share {shared.number}")
        sending = asyncio.create_task(self._send(), name=f"feed {shared.number}")
        ending = asyncio.create_task(shared.ending.wait())
        own: set[asyncio.Task[Any]] = {hearing, sending, ending}
        try:
            await asyncio.wait(own, return_when=asyncio.FIRST_COMPLETED)
            if shared.ending.is_set():
                with suppress(CloudError, TimeoutError):
                    async with asyncio.timeout(_BYE_S):
                        await self._uplink.send(self._contact(linked=False))
                return
            for task in (hearing, sending):
                if task.done():
                    task.result()
        finally:
            own |= self._tasks
            for each in own:
                each.cancel()
            await asyncio.wait(own)
            for task in (hearing, sending):
                if not task.cancelled():
                    task.exception()  # seen: the first one was raised

    async def _hear(self) -> None:
        async for message in self._uplink.messages():
            match message.get("type"):
                case "request":
                    while len(self._tasks) >= _AT_ONCE:  # the network holds a flood back
                        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
                    task = asyncio.create_task(self._asked(message))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                case "result":
                    self._answered(message)

    def _answered(self, message: Json) -> None:
        """Take what became of a message of ours."""
        shared, problem = self._shared, message.get("problem")
        is_stored, again = message.get("status") == "stored", problem == "not_stored"
        if message.get("id") == _CONTACT:
            if not is_stored and not again:
                detail = plain(str(message.get("detail")), 200)
                raise self._refusal(plain(str(problem), 60), detail)
            if is_stored and not self._is_taken:
                self._is_taken = True
                shared.taken()
                shared.due.set()
            return
        if not is_stored and not again:
            _log.warning("battery %s: a report was refused: %s", shared.number, problem)
        shared.feed.answered(message.get("id"), again=again)
        shared.tell()

    def _refusal(self, problem: str, detail: str) -> CloudRefusalError:
        server = self._shared.server
        if problem == "taken":
            return CloudRefusalError("share_taken", server=server, number=self._shared.number)
        if problem == "not_found":
            return CloudRefusalError("cloud_not_found", server=server, detail=detail)
        return CloudRefusalError("cloud_refused", server=server, problem=problem, detail=detail)

    async def _send(self) -> None:
        """Send what is due, and a word now and then."""
        due = self._shared.due
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(ALIVE_S if self._is_taken else _ANSWER_S):
                    await due.wait()
            if not due.is_set():
                self._told = {}  # nothing to report: the server hears that we live
            due.clear()
            await self._tell_contact()
            if self._is_taken:
                for message in self._shared.feed.take():
                    await self._uplink.send(message)

    async def _tell_contact(self) -> None:
        """Say whether the board is there and writes are let in, where that has changed."""
        contact = self._contact(linked=self._shared.is_linked())
        if contact != self._told:
            self._told = contact
            await self._uplink.send(contact)

    def _contact(self, *, linked: bool) -> Mapping[str, object]:
        return {
            "type": "contact",
            "id": _CONTACT,
            "device": self._shared.number,
            "linked": linked,
            "share": self._shared.word,
            "writing": self._shared.guard.writing_left_s is not None,
        }

    async def _asked(self, message: Json) -> None:
        """Judge a request, pass it on, and give back what came; every request has its reply."""
        shared, guard = self._shared, self._shared.guard
        problem, reply, wrote = "", b"", False
        try:
            if shared.ending.is_set():
                raise guard.denied("ended")
            request = guard.judge(message)
            wrote = request.writes
            reply = await shared.relay.pass_on(request)
        except MingtangError as error:
            problem = error.key.removeprefix(BENCH) if error.key.startswith(BENCH) else "link_down"
            _log.info("battery %s: not passed on: %s", shared.number, error)
        guard.note(message, problem=problem and BENCH + problem, wrote=wrote and not problem)
        if wrote and not problem:
            shared.wrote()
        shared.tell()
        serial = message.get("serial")
        if isinstance(serial, int):
            with suppress(CloudError):  # the link is gone: the server sees to it
                await self._reply(serial, problem, reply)

    async def _reply(self, serial: int, problem: str, data: bytes) -> None:
        device = {"device": self._shared.number}
        answer = {"type": "reply", **device, "serial": serial, "result": int(bool(problem))}
        async with self._replying:  # bytes name no request: they belong to the reply before them
            await self._uplink.send(answer | {"problem": problem})
            for start in range(0, len(data), _PIECE):
                piece = {"channel": CHANNEL, "hex": data[start : start + _PIECE].hex()}
                await self._uplink.send({"type": "bytes", **device, **piece})
