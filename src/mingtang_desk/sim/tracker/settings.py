"""The parameters of a simulated terminal: what they are at the works, and which can be set."""

from collections.abc import Collection, Iterable

from mingtang_desk.sim.tracker.telegram import u16, u32

HEARTBEAT, TCP_TIMEOUT, TCP_REPEATS = 0x0001, 0x0002, 0x0003
SERVER, TCP_PORT, REPORT = 0x0013, 0x0018, 0x0029
TEXTS = frozenset({0x0010, SERVER, 0x0083})
TEXT_BYTES = 64
POSITIVE = frozenset({HEARTBEAT, TCP_TIMEOUT, REPORT})


class Settings:
    """Parameters by number; a wrong one in a list leaves all of them as they were.

    Args:
        host, port: of the platform.
        every_s: seconds between two reports.
        refused: parameters that cannot be set.
    """

    def __init__(
        self, host: str, port: int, every_s: int, refused: Collection[int] = frozenset()
    ) -> None:
        self._works = {
            HEARTBEAT: u32(30),
            TCP_TIMEOUT: u32(10),
            TCP_REPEATS: u32(3),
            0x0010: b"cmnet",
            SERVER: host.encode("gbk", "replace")[:TEXT_BYTES],
            TCP_PORT: u32(port),
            0x0020: u32(0),
            0x0027: u32(1800),
            0x0028: u32(5),
            REPORT: u32(every_s),
            0x0055: u32(25),
            0x0081: u16(44),
            0x0082: u16(300),
            0x0083: b"",
            0x0084: b"\0",
        }
        self._refused = refused
        self.values = dict(self._works)
        """Number to bytes, as the wire has them."""

    def number(self, which: int) -> int:
        """One that is a number."""
        return int.from_bytes(self.values[which], "big")

    def reset(self) -> None:
        """Back to what they were at the works."""
        self.values = dict(self._works)

    def some(self, numbers: Iterable[int]) -> list[tuple[int, bytes]]:
        """Those of these that it has."""
        return [(number, self.values[number]) for number in numbers if number in self.values]

    def change(self, body: bytes) -> bool:
        """Takes a list of parameters; False, and nothing is changed, where one is wrong."""
        changed: dict[int, bytes] = {}
        at, count = 1, body[0] if body else 0
        while at + 5 <= len(body):
            number, size = int.from_bytes(body[at : at + 4], "big"), body[at + 4]
            changed[number] = body[at + 5 : at + 5 + size]
            if len(changed[number]) != size or not self._fits(number, changed[number]):
                return False
            at += 5 + size
        if at != len(body) or len(changed) != count:
            return False
        self.values.update(changed)
        return True

    def _fits(self, number: int, data: bytes) -> bool:
        if number in self._refused or number not in self.values:
            return False
        if number in TEXTS:
            return len(data) <= TEXT_BYTES
        if len(data) != len(self.values[number]):
            return False
        return number not in POSITIVE or int.from_bytes(data, "big") > 0
