"""A platform in small for the tests of trackers: the project's codec on the other side of the wire.

It stands still until it is told to move: `settle` carries bytes both ways at one instant.
"""

from datetime import UTC, datetime
from typing import Any

from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.wire.jt808 import codec
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import Packet, Terminal
from mingtang_desk.wire.jt808.message import Message, PlatformReply, TerminalReply
from mingtang_desk.wire.jt808.position import Position
from mingtang_desk.wire.jt808.registration import Authenticate, Register, RegisterReply
from mingtang_desk.wire.jt808.reports import Batch, Report

NUMBER = "13800138000"
START = datetime(2026, 11, 22, 10, tzinfo=UTC)
CODE = "code-7"


class Platform:
    """Takes a tracker in, confirms what it reports, and keeps what it says.

    Args:
        tracker: the one.
        register_result: answer to registrations.
        confirms: it confirms reports.
    """

    def __init__(
        self, tracker: SimTracker, *, register_result: int = 0, confirms: bool = True
    ) -> None:
        self.tracker = tracker
        self.register_result = register_result
        self.confirms = confirms
        self.codes = {CODE}
        self.framer = Jt808Framer()
        self.heard: list[tuple[Packet, Message | codec.Opaque]] = []
        self.terminal: Terminal | None = None
        self.now_s = 1000.0
        self.is_linked = False
        self._serial = 500

    def run(self, seconds: float, step_s: float = 0.1) -> None:
        """Lets time pass, with a link whenever the tracker wants one."""
        end_s = self.now_s + seconds
        while self.now_s < end_s - 1e-9:
            self.settle()
            self.now_s = min(self.now_s + step_s, end_s)
        self.settle()

    def settle(self) -> None:
        """All that is said at this instant."""
        self.tracker.advance(self.now_s)
        if self.tracker.wants_link and not self.is_linked:
            self.is_linked = True
            self.framer = Jt808Framer()
            self.tracker.connected(self.now_s)
        while self.is_linked and (data := b"".join(self.tracker.outgoing(self.now_s))):
            for packet in self.framer.feed(data):
                self._take(packet)
            self.tracker.advance(self.now_s)
        if self.is_linked and not self.tracker.wants_link:
            self.cut()

    def cut(self) -> None:
        """The link is gone."""
        self.is_linked = False
        self.tracker.disconnected(self.now_s)

    def order(self, said: Message) -> int:
        """Sends something; returns the serial number of its first packet."""
        assert self.terminal is not None
        first = self._serial
        wires = codec.encode(said, self.terminal, first)
        self._serial += len(wires)
        self.tracker.receive(b"".join(wires), self.now_s)
        self.settle()
        return first

    def has_link(self) -> bool:
        """There is a link."""
        return self.is_linked

    def said(self, kind: type[Any]) -> list[Any]:
        """What the tracker has said of one kind."""
        return [said for _, said in self.heard if isinstance(said, kind)]

    def results(self, kind: type[Message]) -> list[int]:
        """Its general answers to one kind of message."""
        return [r.result for r in self.said(TerminalReply) if r.reply_id == kind.ID]

    def positions(self) -> list[Position]:
        """Every position, in the order in which it came."""
        found: list[Position] = []
        for _, said in self.heard:
            found += [said.position] if isinstance(said, Report) else []
            found += said.positions if isinstance(said, Batch) else []
        return found

    def _take(self, packet: Packet) -> None:
        header = packet.header
        said = codec.decode(packet)
        self.heard.append((packet, said))
        reply: Message
        if isinstance(said, Register):
            self.terminal = header.terminal
            code = None if self.register_result else CODE
            reply = RegisterReply(
                reply_serial=header.serial, result=self.register_result, auth_code=code
            )
        elif not codec.wants_general_reply(header.message_id):
            return
        elif self.confirms or header.message_id not in (0x0200, 0x0704):
            wrong = isinstance(said, Authenticate) and said.auth_code not in self.codes
            reply = PlatformReply(
                reply_serial=header.serial, reply_id=header.message_id, result=int(wrong)
            )
        else:
            return
        self._serial += 1
        (wire,) = codec.encode(reply, header.terminal, self._serial)
        self.tracker.receive(wire, self.now_s)


def platform(*, register_result: int = 0, confirms: bool = True, **values: Any) -> Platform:
    """A platform and a tracker on it, not yet connected."""
    told: dict[str, Any] = {"now": START, "every_s": 10, **values}
    tracker = make_tracker(NUMBER, "localhost", 8080, **told)
    return Platform(tracker, register_result=register_result, confirms=confirms)
