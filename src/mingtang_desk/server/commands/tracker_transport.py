"""The way through a tracker to the board behind it, as a transport of the desk's own session.

Bytes travel unchanged: `write` puts them into 0x8900 and returns when the tracker has taken them,
`chunks` gives what comes in 0x0900. That the tracker took them says nothing of the board.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from mingtang_desk.core.errors import LinkDeniedError, LinkLostError, LinkTimeoutError
from mingtang_desk.server.commands.flight import Flight, must_be_taken
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.wire.jt808.codec import Opaque
from mingtang_desk.wire.jt808.message import Message, TerminalReply
from mingtang_desk.wire.jt808.transparent import SERIAL_1, TransparentDown

_LOOK_S = 0.2
"""How soon a lost link is noticed while nothing comes."""


class TrackerTransport:
    """Implements `interfaces.transport.Transport`; opened anew it takes the link of that moment.

    Args:
        flight: on whose behalf; its log gets every message.
        channel: of 0x8900 and 0x0900.
    """

    writable = True

    def __init__(
        self,
        flight: Flight,
        *,
        channel: int = SERIAL_1,
    ) -> None:
        self._flight = flight
        self._channel = channel
        self._link: TrackerLink | None = None
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()
        self._spoke = asyncio.Event()
        self._deaf: Callable[[], None] = lambda: None
        self._asking: set[asyncio.Task[Message | Opaque]] = set()

    @property
    def where(self) -> str:
        """The place in words."""
        return self._flight.device.number

    async def open(self) -> None:
        """Take the link of the tracker.

        Raises:
            LinkLostError: it is not connected.
        """
        await self.close()
        link = self._flight.link()
        if link.tells_asker:
            command = self._flight.command
            link.speak_for(command.id, command.kind, await self._flight.asker())
        self._link, self._heard = link, asyncio.Queue()
        self._deaf = link.listen(self._channel, self._hear)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield what comes from the board, until it is closed or the tracker is gone.

        Raises:
            LinkLostError: the tracker is gone.
        """
        link, heard = self._open(), self._heard
        while link is self._link:
            try:
                async with asyncio.timeout(_LOOK_S):
                    data = await heard.get()
            except TimeoutError:
                if not link.is_open:
                    raise LinkLostError("link_closed", where=self.where) from None
            else:
                yield data

    async def write(self, data: bytes) -> None:
        """Send bytes to the board.

        Raises:
            LinkLostError: the tracker is gone.
            LinkDeniedError: it said that it cannot.
            TimeoutError: it said nothing. The bytes may be on the line all the same.
        """
        link, flight = self._open(), self._flight
        message = TransparentDown(channel=self._channel, data=data)
        self._spoke.clear()
        flight.board_out(data)
        flight.out(message, link)
        asking = asyncio.create_task(self._ask(link, message))
        self._asking.add(asking)
        asking.add_done_callback(self._asked)
        hearing = asyncio.create_task(self._spoke.wait())
        try:
            # A board may be faster than its tracker's own word.
            await asyncio.wait({asking, hearing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hearing.cancel()
        if not asking.done():
            return
        try:
            reply = asking.result()
        except LinkTimeoutError as error:
            flight.unpaid = True
            # Not one of ours: the session takes it for silence and knows that a reply is owed.
            raise TimeoutError("the tracker said nothing") from error
        try:
            must_be_taken(reply, self.where)
        except LinkDeniedError as error:
            flight.denied = error
            raise
        await flight.taken()

    async def close(self) -> None:
        """Listen no more; the tracker stays connected. Twice is harmless."""
        self._deaf()
        self._deaf = lambda: None
        self._link = None
        asking = list(self._asking)
        for task in asking:
            task.cancel()
        if asking:
            await asyncio.wait(asking)

    async def _ask(self, link: TrackerLink, message: Message) -> Message | Opaque:
        serial = link.next_serial

        def is_answer(said: Message | Opaque) -> bool:
            return isinstance(said, TerminalReply) and said.reply_serial == serial

        reply = await link.ask(message, timeout_s=self._flight.timers.ack_s, answer=is_answer)
        self._flight.came(reply, link)
        return reply

    def _asked(self, task: asyncio.Task[Message | Opaque]) -> None:
        self._asking.discard(task)
        if not task.cancelled():
            task.exception()  # seen, also where nobody waits for it any more

    def _hear(self, data: bytes) -> None:
        assert self._link is not None
        self._flight.board_came(data, self._link, self._channel)
        self._heard.put_nowait(data)
        self._spoke.set()

    def _open(self) -> TrackerLink:
        if self._link is None:
            raise LinkLostError("link_closed", where=self.where)
        return self._link
