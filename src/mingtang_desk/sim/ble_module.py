"""The layer of a JBD Bluetooth module above its board: `FF AA` frames, and the PIN some ask for.

Until the PIN is given, such a module drops what is meant for the board. Wrong PINs are counted;
after five it takes none any more until it is switched off (the number and the status 2 are this
simulator's own: no document tells what real modules do).
"""

import random
from dataclasses import dataclass, field

HEAD = b"\xff\xaa"
APP_KEY, RANDOM, PIN = 0x15, 0x17, 0x18
APP_KEY_TEXT = b"000000"
OK, WRONG, LOCKED = 0, 1, 2
TRIES = 5


def frame(command: int, data: bytes) -> bytes:
    """One frame: the sum covers command, length and data."""
    body = bytes([command, len(data)]) + data
    return HEAD + body + bytes([sum(body) & 0xFF])


@dataclass(slots=True)
class BleModule:
    """What a module remembers.

    Attributes:
        address: its six bytes, as they are written.
        pin: six digits; "" = it asks for none and has no layer of its own.
        wrong: wrong PINs since it was switched on.
    """

    address: bytes
    pin: str
    rng: random.Random = field(default_factory=random.Random)
    wrong: int = 0
    _open: bool = False
    _app: bool = False
    _random: int | None = None

    def connected(self) -> None:
        """Another central: it has to give the PIN anew."""
        self._open = self._app = False
        self._random = None

    def take(self, data: bytes) -> tuple[bytes, list[bytes]]:
        """One write of a central: what of it goes to the board, and the module's own answers."""
        if not self.pin:
            return data, []
        if not data.startswith(HEAD):
            return (data if self._open else b""), []
        if len(data) < 5 or len(data) != 5 + data[3] or sum(data[2:-1]) & 0xFF != data[-1]:
            return b"", []
        answer = self._answer(data[2], data[4:-1])
        return b"", [] if answer is None else [frame(data[2], answer)]

    def _answer(self, command: int, data: bytes) -> bytes | None:
        if command == APP_KEY:
            self._app = data == APP_KEY_TEXT
            return bytes([OK if self._app else WRONG])
        if not self._app:
            return None
        if self.wrong >= TRIES:
            return bytes([LOCKED]) if command == PIN else None
        if command == RANDOM:
            self._random = self.rng.randrange(256)
            return bytes([self._random])
        if command != PIN or self._random is None:
            return None
        given = bytes((byte - self._random) & 0xFF for byte in data)
        self._random = None
        wanted = bytes(a ^ b for a, b in zip(self.address, self.pin.encode(), strict=True))
        if given == wanted:
            self._open, self.wrong = True, 0
            return bytes([OK])
        self.wrong += 1
        return bytes([LOCKED if self.wrong >= TRIES else WRONG])
