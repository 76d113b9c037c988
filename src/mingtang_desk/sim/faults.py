"""Faults that a simulated board can have: of its line, of its memory, of its pack.

Names and forms are part of the command line: `lost=0.1 late=2 mute sleep clamp=cell_ovp_v` and so
on. Where a fault takes a cell, a sensor or a key, several may be joined by `+`.
"""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.errors import SimOptionError

DEFAULT_SLEEP_S = 10.0
REGISTER_PREFIX = "reg_"

FAULT_FORMS = {
    "lost": "lost=P: a reply is lost with probability P",
    "late": "late=S: every reply comes S seconds late",
    "repeat": "repeat=P: a reply comes twice with probability P",
    "damage": "damage=P: one byte of a reply is changed with probability P",
    "clamp": "clamp=KEY: a write is acknowledged, another value is stored",
    "refuse": "refuse=KEY: a write is acknowledged and ignored",
    "nak": "nak=KEY: a write is refused aloud (JBD: status 80, Modbus: exception 4)",
    "mute": "mute: the board never answers",
    "sleep": "sleep[=S]: the first request after S seconds of silence (10) only wakes it",
    "open-ntc": "open-ntc=N: sensor N is open",
    "weak-cell": "weak-cell=N: cell N has more resistance and less capacity",
    "broken-wire": "broken-wire=N: the sense wire of cell N is broken, it reads 0.000 V",
    "shunt-drift": "shunt-drift=P: the measured current is off by the fraction P",
    "cut-after": "cut-after=BYTES: power is cut after so many received bytes",
    "unacked": "unacked=KEY: a write is done and not answered",
    "welded": "welded=SWITCH: the MOSFET of charge or discharge conducts whatever it is told",
    "output-fed": "output-fed=S: the line is fed by the pack's output: dead while discharge is off,"
    " until a charger feeds it after S seconds",
}
SWITCHES = ("charge", "discharge")
FAULT_NAMES = tuple(FAULT_FORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The faults of one board; the defaults are a healthy one.

    Attributes:
        lost: probability that a reply is lost.
        late_s: delay of every reply.
        repeat: probability that a reply comes twice.
        damage: probability that a byte of a reply is changed.
        clamp: setting keys that are stored with another value than was sent.
        refuse: setting keys whose writes are acknowledged and ignored.
        nak: setting keys whose writes are refused aloud.
        mute: no reply at all.
        sleep_s: silence after which the next request is swallowed; None = it never sleeps.
        open_sensors: indices.
        weak_cells: indices.
        broken_wires: indices.
        shunt_drift: fraction by which the measured current is off.
        cut_after: received bytes after which power is cut; None = never.
        unacked: keys of writes that are done and not answered.
        welded: switches that conduct whatever they are told, "charge" and "discharge".
        output_fed_s: how long the line is dead once discharge was switched off; None = never.
    """

    lost: float = 0.0
    late_s: float = 0.0
    repeat: float = 0.0
    damage: float = 0.0
    clamp: frozenset[str] = frozenset()
    refuse: frozenset[str] = frozenset()
    nak: frozenset[str] = frozenset()
    mute: bool = False
    sleep_s: float | None = None
    open_sensors: frozenset[int] = frozenset()
    weak_cells: frozenset[int] = frozenset()
    broken_wires: frozenset[int] = frozenset()
    shunt_drift: float = 0.0
    cut_after: int | None = None
    unacked: frozenset[str] = frozenset()
    welded: frozenset[str] = frozenset()
    output_fed_s: float | None = None


def parse_faults(
    given: Mapping[str, str | None], *, cells: int, sensors: int, keys: Collection[str]
) -> Faults:
    """Reads faults as they stand on the command line.

    Args:
        given: value by name; None where no value was given.
        cells: number of cells of the model.
        sensors: number of its temperature sensors.
        keys: setting keys that the board has.

    Raises:
        SimOptionError: an unknown name, a bad value, a key that the board has not.
    """
    probability = _number(0.0, 1.0)
    readers: dict[str, tuple[str, Callable[[str, str | None], object]]] = {
        "lost": ("lost", probability),
        "late": ("late_s", _number(0.0, 3600.0)),
        "repeat": ("repeat", probability),
        "damage": ("damage", probability),
        "clamp": ("clamp", _keys(keys)),
        "refuse": ("refuse", _keys(keys)),
        "nak": ("nak", _keys(keys)),
        "mute": ("mute", _flag),
        "sleep": ("sleep_s", _sleep),
        "open-ntc": ("open_sensors", _indices(sensors)),
        "weak-cell": ("weak_cells", _indices(cells)),
        "broken-wire": ("broken_wires", _indices(cells)),
        "shunt-drift": ("shunt_drift", _number(-0.9, 1.0)),
        "cut-after": ("cut_after", _count),
        "unacked": ("unacked", _keys(keys)),
        "welded": ("welded", _keys(SWITCHES)),
        "output-fed": ("output_fed_s", _number(0.0, 86400.0)),
    }
    values: dict[str, Any] = {}  # each reader gives its attribute's type
    for name, value in given.items():
        if name not in readers:
            raise SimOptionError("fault", name, FAULT_NAMES)
        attribute, read = readers[name]
        values[attribute] = read(name, value)
    return Faults(**values)


def _number(low: float, high: float) -> Callable[[str, str | None], float]:
    def read(name: str, value: str | None) -> float:
        try:
            number = float(value or "")
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise SimOptionError(f"fault {name}", str(value), f"{low:g} to {high:g}")
        return number

    return read


def _count(name: str, value: str | None) -> int:
    if not (value or "").isdecimal() or int(value or 0) < 1:
        raise SimOptionError(f"fault {name}", str(value), "a number of bytes from 1")
    return int(value or 0)


def _flag(name: str, value: str | None) -> bool:
    if value is not None:
        raise SimOptionError(f"fault {name}", value, "no value")
    return True


def _sleep(name: str, value: str | None) -> float:
    return DEFAULT_SLEEP_S if value is None else _number(0.0, 86400.0)(name, value)


def _indices(count: int) -> Callable[[str, str | None], frozenset[int]]:
    def read(name: str, value: str | None) -> frozenset[int]:
        parts = (value or "").split("+")
        if not all(part.isdecimal() and 1 <= int(part) <= count for part in parts):
            raise SimOptionError(f"fault {name}", str(value), f"1 to {count}")
        return frozenset(int(part) - 1 for part in parts)

    return read


def _keys(known: Collection[str]) -> Callable[[str, str | None], frozenset[str]]:
    def read(name: str, value: str | None) -> frozenset[str]:
        parts = (value or "").split("+")
        for part in parts:
            if part not in known:
                raise SimOptionError(f"fault {name}", part, sorted(known))
        return frozenset(parts)

    return read


class LineFaults:
    """What happens to a reply on its way, by a seeded die."""

    def __init__(self, faults: Faults, rng: random.Random, *, silence: float = 0.0) -> None:
        self._faults = faults
        self._rng = rng
        self._silence = silence

    def send(self, reply: bytes) -> list[Reply]:
        """The reply as it really leaves the board: not at all, once, twice, late, damaged."""
        faults = self._faults
        if faults.mute or self._happens(faults.lost):
            return []
        if self._happens(faults.damage):
            reply = self._damaged(reply)
        one = Reply(delay_s=faults.late_s, data=reply, silence=self._silence)
        return [one, one] if self._happens(faults.repeat) else [one]

    def _happens(self, probability: float) -> bool:
        # Drawn only where the fault is set, so that one fault does not shift another's sequence.
        return probability > 0.0 and self._rng.random() < probability

    def _damaged(self, reply: bytes) -> bytes:
        position = self._rng.randrange(len(reply))
        changed = reply[position] ^ self._rng.randrange(1, 256)
        return reply[:position] + bytes([changed]) + reply[position + 1 :]


def clamped(old: int, sent: int, highest: int) -> int:
    """A value that differs from both: half way, or beyond the old one where there is no room."""
    if sent == old:
        return old
    middle = (old + sent) // 2
    if middle not in (old, sent):
        return middle
    beyond = old + (1 if old > sent else -1)
    return beyond if 0 <= beyond <= highest else old
