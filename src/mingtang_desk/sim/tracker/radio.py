"""The radio of a terminal: serial numbers, telegrams on their way, and what happens to them."""

import random

from mingtang_desk.sim.tracker.faults import TrackerFaults
from mingtang_desk.sim.tracker.telegram import Identity, pack


class Radio:
    """Sends telegrams, with its faults, by a seeded die.

    Args:
        faults: what is wrong with it.
        seed: of the die.
    """

    def __init__(self, faults: TrackerFaults, seed: int) -> None:
        self._faults = faults
        self._dice = random.Random(seed)
        self._serial = 0
        self._leaving: list[tuple[float, bytes]] = []

    @property
    def is_busy(self) -> bool:
        """Something has not left yet."""
        return bool(self._leaving)

    def send(self, kind: int, body: bytes, sender: Identity, at_s: float) -> int:
        """Sends a telegram at a wall time; returns its serial number."""
        serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        faults = self._faults
        wrong = self._happens(faults.wrong_length)
        wire = pack(kind, body, sender, serial, told_extra=1 if wrong else 0)
        if self._happens(faults.lost):
            return serial
        if self._happens(faults.damage):
            at = self._dice.randrange(1, len(wire) - 1)
            wire = wire[:at] + bytes([wire[at] ^ self._dice.randrange(1, 256)]) + wire[at + 1 :]
        if self._happens(faults.half):
            wire = wire[: len(wire) // 2]
        times = 2 if self._happens(faults.repeat) else 1
        self._leaving += [(at_s, wire)] * times
        return serial

    def due(self, now_s: float) -> list[bytes]:
        """Telegrams whose time has come."""
        due = [data for at_s, data in self._leaving if at_s <= now_s]
        self._leaving = [entry for entry in self._leaving if entry[0] > now_s]
        return due

    def clear(self) -> None:
        """The link is gone, and what was on its way with it."""
        self._leaving.clear()

    def _happens(self, probability: float) -> bool:
        # Drawn only where the fault is set, so that one fault does not shift another's sequence.
        return probability > 0.0 and self._dice.random() < probability
