"""JT/T 808 over TCP: one connection, what may be said on it, and when it is read."""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING

from mingtang_desk.server.ingest.conversation import Conversation
from mingtang_desk.server.ingest.limits import LIMITS
from mingtang_desk.server.ingest.replies import UP
from mingtang_desk.server.ingest.speaker import Speaker
from mingtang_desk.server.times import now_ms
from mingtang_desk.wire.jt808.assembly import Assembler
from mingtang_desk.wire.jt808.commands import PlatformResend
from mingtang_desk.wire.jt808.framing import (
    DELIMITER,
    BadPacket,
    Flaw,
    Jt808Framer,
    read_packet,
)
from mingtang_desk.wire.jt808.header import Packet

if TYPE_CHECKING:
    from mingtang_desk.server.ingest.ingest import Ingest

_log = logging.getLogger(__name__)
_LEAST_PATIENCE_S = min(LIMITS.stranger_idle_s, LIMITS.idle_s)
MOST_ASKED = 250
"""Missing parts that are asked for at a time: the count of the list has one byte."""


class Jt808Connection(asyncio.Protocol):
    """What is said on one connection: usually by one tracker, sometimes by a gateway for many."""

    def __init__(self, ingest: "Ingest") -> None:
        self.id = ingest.next_link_id()
        self.remote = ""
        self.inflight = 0
        """Messages of it that are on their way to the disk."""
        self._ingest = ingest
        self._clock = ingest.core.clock
        self._framer = Jt808Framer()
        self._assembler = Assembler()
        self._speakers: dict[bytes, Speaker] = {}
        self._conversation = Conversation(ingest, self)
        self._transport: asyncio.Transport | None = None
        self._busy: asyncio.Task[None] | None = None
        self._backlog: deque[Packet] = deque()
        self._out: list[bytes] = []
        self._last_s = self._clock.monotonic()
        self._tokens, self._tokens_s = LIMITS.burst, self._last_s
        self._strikes = self._kept = 0
        self._is_paused = False
        self._is_proven = False

    # --- asyncio -------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self.remote = peer[0] if peer else ""
        transport.set_write_buffer_limits(high=LIMITS.write_bytes)
        if not self._ingest.lets_in(self):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Bytes came, cut anywhere."""
        self._last_s = self._clock.monotonic()
        packets = self._framer.feed(data)
        if self._framer.bad_packets:
            packets += self._look_at_bad()
        for packet in packets:
            if self._busy is None:
                self._packet(packet)
            else:
                self._backlog.append(packet)
        elapsed_s, self._tokens_s = self._last_s - self._tokens_s, self._last_s
        earned = self._tokens + elapsed_s * LIMITS.frames_per_s
        self._tokens = min(earned, LIMITS.burst) - len(packets)
        if not self._is_paused and self._is_too_much:
            self._is_paused = True
            self._ingest.paused.add(self)
            if self._transport is not None:
                self._transport.pause_reading()

    def pause_writing(self) -> None:
        """It does not read what we write: no memory is spent on it."""
        _log.info("link %d does not read what it is sent", self.id)
        self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._transport = None
        self._backlog.clear()
        for speaker in self._speakers.values():
            self._conversation.ends(speaker)
        self._ingest.lets_go(self)

    # --- for the ingest ------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether it still stands."""
        return self._transport is not None

    @property
    def is_proven(self) -> bool:
        """Somebody on it has proven who he is, or speaks for a battery that is open."""
        return self._is_proven

    def prove(self) -> None:
        """Say so."""
        if not self._is_proven:
            self._is_proven = True
            self._ingest.proves(self)

    def good(self) -> None:
        """Something came that was taken."""
        self._strikes = 0

    def strike(self) -> None:
        """Something came that was refused."""
        self._strikes += 1
        if self._strikes >= LIMITS.strikes:
            _log.info("link %d sends nothing but what is refused", self.id)
            self.abort()

    def keeps_one_more(self) -> bool:
        """Whether one more packet of a stranger is kept."""
        self._kept += 1
        return self._kept <= LIMITS.kept_bad

    def write(self, data: bytes) -> None:
        """Send bytes, together with what else is sent in this turn of the loop."""
        if self._transport is None:
            return
        if not self._out:
            self._ingest.flushes(self)
        self._out.append(data)

    def flush(self) -> None:
        """Send what was written."""
        if self._out and self._transport is not None and not self._transport.is_closing():
            data = self._out[0] if len(self._out) == 1 else b"".join(self._out)
            self._transport.write(data)
        self._out.clear()

    def dismiss(self, speaker: Speaker) -> None:
        """Let a terminal go; where nobody else speaks, hang up."""
        self._conversation.ends(speaker)
        if len(self._speakers) == 1:
            self.hang_up()

    def hang_up(self) -> None:
        """Hang up once what was written is sent."""
        if self._transport is not None:
            self.flush()
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Cut it."""
        if self._transport is not None:
            self._transport.abort()

    def later(self, work: Coroutine[object, object, None]) -> None:
        """Do something that waits for the database; what comes meanwhile comes after it."""
        self._busy = asyncio.get_running_loop().create_task(self._slowly(work))

    def flow_again(self) -> bool:
        """Read again if there is room; return whether it does."""
        if self._is_paused and not self._is_too_much:
            self._is_paused = False
            if self._transport is not None and not self._transport.is_closing():
                self._transport.resume_reading()
        return not self._is_paused

    def tick(self, now_s: float) -> None:
        """Look at the time: silence, and parts that never came."""
        if self._assembler.unfinished:
            self._ask_again(now_s)
        silent_s = now_s - self._last_s
        if self._is_paused or silent_s <= _LEAST_PATIENCE_S:
            return  # nearly all of 60 000 links, once a second, while the loop stands still
        patience_s = LIMITS.stranger_idle_s
        if self._is_proven:
            gaps = (speaker.beat_gap_s for speaker in self._speakers.values())
            patience_s = max(LIMITS.idle_s, LIMITS.beats * max(gaps, default=0.0))
        if silent_s > patience_s:
            self.abort()

    # --- inside --------------------------------------------------------------------------------

    @property
    def _is_too_much(self) -> bool:
        waiting = self._ingest.pipeline.waiting
        return (
            self.inflight >= LIMITS.link_inflight
            or len(self._backlog) >= LIMITS.link_inflight
            or waiting >= LIMITS.inflight
            or (self._tokens < 0 and waiting >= LIMITS.busy)
        )

    def _packet(self, packet: Packet) -> None:
        header = packet.header
        speaker = self._speakers.get(header.terminal.id)
        if speaker is None:
            if len(self._speakers) >= LIMITS.terminals:
                self.strike()
                return
            speaker = self._speakers[header.terminal.id] = Speaker(header.terminal, self)
        whole: Packet | None = packet
        if header.part is not None:
            whole = self._assembler.add(packet, self._last_s)
        self._conversation.take(speaker, packet, whole)

    async def _slowly(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Exception:  # noqa: BLE001 - one message must not end the link
            _log.exception("link %d: a message could not be handled", self.id)
        self._busy = None
        while self._backlog and self._busy is None:
            self._packet(self._backlog.popleft())

    def _ask_again(self, now_s: float) -> None:
        self._assembler.expire(now_s)
        for missing in self._assembler.missing(now_s, LIMITS.ask_again_s):
            speaker = self._speakers.get(missing.terminal.id)
            if speaker is not None:
                numbers = missing.numbers[:MOST_ASKED]
                again = PlatformResend(first_serial=missing.first_serial, numbers=numbers)
                self._conversation.say(speaker, again)

    def _look_at_bad(self) -> list[Packet]:
        """Keep what was damaged; return what a tracker sent that always tells a wrong length."""
        found = []
        bad_packets = self._framer.bad_packets
        while bad_packets:
            bad = bad_packets.popleft()
            packet = self._with_any_length(bad)
            if packet is not None:
                found.append(packet)
                self._framer.any_length = True
                continue
            self._ingest.counts.damaged += 1
            if self.keeps_one_more():
                self._keep_bad(bad)
            self.strike()
        return found

    def _with_any_length(self, bad: BadPacket) -> Packet | None:
        if bad.flaw is not Flaw.LENGTH:
            return None
        packet = read_packet(bad.raw, any_length=True)
        if isinstance(packet, Flaw):
            return None
        device = self._ingest.directory.by_terminal(packet.header.terminal.key)
        return packet if device is not None and device.any_length else None

    def _keep_bad(self, bad: BadPacket) -> None:
        key, device = "", None
        if len(self._speakers) == 1:
            (speaker,) = self._speakers.values()
            key = speaker.key
            device = None if speaker.link is None else speaker.link.device.pk
        wire = DELIMITER + bad.raw + DELIMITER
        now = now_ms(self._clock)
        self._ingest.pipeline.keep((now, device, key, self.id, UP, None, wire, bad.flaw.value))
