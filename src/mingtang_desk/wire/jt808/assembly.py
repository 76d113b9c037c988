"""Messages that came in parts: kept until whole, with limits in number, size and time."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from mingtang_desk.wire.jt808.header import Packet, Terminal, whole

SERIALS = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Parts that have not come, for a request to send them again (0x8003 or 0x0005).

    Attributes:
        message_id: of the message.
        terminal: whose.
        first_serial: serial number of its first part, by those that came.
        numbers: parts that are missing, from 1.
    """

    message_id: int
    terminal: Terminal
    first_serial: int
    numbers: tuple[int, ...]


@dataclass(slots=True)
class _Open:
    total: int
    first_serial: int
    touched_s: float
    parts: dict[int, Packet] = field(default_factory=dict)
    size: int = 0
    asked: bool = False

    def takes(self, packet: Packet, number: int) -> bool:
        """Whether a part is one of this message; some trackers give all parts one serial number."""
        serial = packet.header.serial
        belongs = (serial - number + 1) % SERIALS == self.first_serial or any(
            part.header.serial == serial for part in self.parts.values()
        )
        known = self.parts.get(number)
        return belongs and (known is None or known.body == packet.body)


class Assembler:
    """Puts messages together that came in parts, for one connection. It never raises.

    Args:
        max_messages: unfinished ones at a time; the oldest goes first.
        max_parts: of a message.
        max_bytes: of all unfinished messages together.
        patience_s: seconds without a new part after which a message is given up.
    """

    def __init__(
        self,
        *,
        max_messages: int = 8,
        max_parts: int = 2048,
        max_bytes: int = 1 << 18,
        patience_s: float = 60.0,
    ) -> None:
        self._max_messages = max_messages
        self._max_parts = max_parts
        self._max_bytes = max_bytes
        self._patience_s = patience_s
        self._open: dict[tuple[Terminal, int], _Open] = {}
        self.given_up = 0
        """Messages that never became whole, and parts that were none."""

    @property
    def unfinished(self) -> int:
        """Messages of which parts are missing."""
        return len(self._open)

    def add(self, packet: Packet, now_s: float) -> Packet | None:
        """Take a packet; return it if it is whole, or the message that it completes.

        Args:
            packet: any packet.
            now_s: seconds of a monotonic clock.
        """
        self.expire(now_s)
        part = packet.header.part
        if part is None:
            return packet
        if not 1 <= part.number <= part.total <= self._max_parts:
            self.given_up += 1
            return None
        key = packet.header.terminal, packet.header.message_id
        waiting = self._open.get(key)
        if waiting and (waiting.total != part.total or not waiting.takes(packet, part.number)):
            self._give_up(key)  # a new message of the same kind has begun
            waiting = None
        if waiting is None:
            first = (packet.header.serial - part.number + 1) % SERIALS
            waiting = self._begin(key, _Open(part.total, first, now_s))
        if part.number not in waiting.parts:
            waiting.parts[part.number] = packet
            waiting.size += len(packet.raw)
            waiting.touched_s = now_s
        if sum(message.size for message in self._open.values()) > self._max_bytes:
            self._give_up(key)
            return None
        if len(waiting.parts) < waiting.total:
            return None
        del self._open[key]
        return _joined([waiting.parts[n] for n in range(1, waiting.total + 1)])

    def expire(self, now_s: float) -> None:
        """Give up what has waited too long."""
        for key in [k for k, w in self._open.items() if now_s - w.touched_s >= self._patience_s]:
            self._give_up(key)

    def missing(self, now_s: float, quiet_s: float) -> list[Missing]:
        """Messages without a new part for so long, each told once: what to ask for again.

        By the standard parts are sent again as they were, with their old serial numbers.
        """
        found = []
        for (terminal, message_id), waiting in self._open.items():
            if waiting.asked or now_s - waiting.touched_s < quiet_s:
                continue
            waiting.asked = True
            numbers = (n for n in range(1, waiting.total + 1) if n not in waiting.parts)
            found.append(
                Missing(
                    message_id=message_id,
                    terminal=terminal,
                    first_serial=waiting.first_serial,
                    numbers=tuple(numbers),
                )
            )
        return found

    def _begin(self, key: tuple[Terminal, int], waiting: _Open) -> _Open:
        if len(self._open) >= self._max_messages:
            self._give_up(min(self._open, key=lambda k: self._open[k].touched_s))
        self._open[key] = waiting
        return waiting

    def _give_up(self, key: tuple[Terminal, int]) -> None:
        del self._open[key]
        self.given_up += 1


def _joined(parts: list[Packet]) -> Packet:
    first = parts[0]
    return replace(
        first,
        header=whole(first.header),
        body=b"".join(part.body for part in parts),
        raw=b"".join(part.raw for part in parts),
        serials=tuple(part.header.serial for part in parts),
    )
