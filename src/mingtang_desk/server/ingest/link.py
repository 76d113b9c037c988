"""One tracker that is connected now: questions and answers, and the bytes of what hangs on it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from mingtang_desk.core.errors import LinkLostError, LinkTimeoutError
from mingtang_desk.server.devices.device import Device
from mingtang_desk.wire.jt808.codec import SERIALS, Opaque, encode
from mingtang_desk.wire.jt808.header import Terminal
from mingtang_desk.wire.jt808.message import Message

type Heard = Callable[[bytes], None]
type IsAnswer = Callable[[Message | Opaque], bool]


class Wire(Protocol):
    """Where a link writes to."""

    def write(self, data: bytes) -> None:
        """Send bytes as soon as the socket takes them."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


class TrackerLink:
    """A tracker that has proven who it is, on one connection.

    Attributes:
        device: the battery; terminal: as its heads name it, which tells the edition.
        id: number of the connection, for the raw frames.
        sent: called with each packet that goes out.
        writing: False = whoever is at the board lets no write through; None = that is not known.
    """

    tells_asker = False
    """Whether the other end is told who asks."""

    def __init__(self, device: Device, terminal: Terminal, wire: Wire, link_id: int) -> None:
        self.device = device
        self.terminal = terminal
        self.id = link_id
        self.sent: Callable[[bytes], None] = lambda _: None
        self.writing: bool | None = None
        self._wire = wire
        self._serial = 0
        self._waiting: dict[asyncio.Future[Message | Opaque], IsAnswer] = {}
        self._heard: dict[int, list[Heard]] = {}
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """Whether it still stands."""
        return self._is_open

    @property
    def next_serial(self) -> int:
        """Serial number of the packet that is sent next."""
        return self._serial

    def send(self, message: Message | Opaque) -> int:
        """Send a message; return the serial number of its first packet.

        Raises:
            LinkLostError: the tracker hung up.
            ValueError: a value does not fit.
        """
        if not self._is_open:
            raise LinkLostError("link_closed", where=self.device.number)
        packets = encode(message, self.terminal, self._serial)
        serial = self.take_serial(len(packets))
        for packet in packets:
            self._wire.write(packet)
            self.sent(packet)
        return serial

    def take_serial(self, packets: int = 1) -> int:
        """Return the serial number of the next packet, and count so many on."""
        serial = self._serial
        self._serial = (serial + packets) % SERIALS
        return serial

    def speak_for(self, command: str, kind: str, login: str) -> None:
        """What is sent from now on is for a command of a user; a tracker is not told."""

    def is_heard(self, channel: int) -> bool:
        """Whether somebody listens to a transparent channel."""
        return bool(self._heard.get(channel))

    async def ask(
        self, message: Message | Opaque, *, timeout_s: float, answer: IsAnswer | None = None
    ) -> Message | Opaque:
        """Send a message and return what answers it.

        Args:
            message: the question.
            timeout_s: how long to wait.
            answer: tells an answer; None = whatever names the serial number of the question.

        Raises:
            LinkLostError, LinkTimeoutError: no answer came.
        """
        future: asyncio.Future[Message | Opaque] = asyncio.get_running_loop().create_future()
        serial = self.send(message)
        self._waiting[future] = answer or (lambda said: getattr(said, "reply_serial", -1) == serial)
        try:
            async with asyncio.timeout(timeout_s):
                return await future
        except TimeoutError as error:
            raise LinkTimeoutError(
                "no_answer", where=self.device.number, what=type(message).__name__, tries=1
            ) from error
        finally:
            del self._waiting[future]

    def listen(self, channel: int, heard: Heard) -> Callable[[], None]:
        """Call a function with the bytes of a transparent channel; return what ends that."""
        self._heard.setdefault(channel, []).append(heard)
        return lambda: self._heard[channel].remove(heard)

    def received(self, message: Message | Opaque) -> None:
        """Take a message that came: it may be the answer somebody waits for."""
        for future, is_answer in list(self._waiting.items()):
            if not future.done() and is_answer(message):
                future.set_result(message)
                return

    def heard(self, channel: int, data: bytes) -> None:
        """Take bytes that came through a transparent channel."""
        for listener in list(self._heard.get(channel, ())):
            listener(data)

    def hang_up(self) -> None:
        """End it."""
        self._wire.close()
        self.lost()

    def lost(self) -> None:
        """The connection is gone: nobody waits any longer."""
        self._is_open = False
        for future in self._waiting:
            if not future.done():
                future.set_exception(LinkLostError("link_closed", where=self.device.number))
