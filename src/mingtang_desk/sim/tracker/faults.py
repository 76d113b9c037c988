"""What can be wrong with a simulated tracker: its radio, its clock, its honesty, its firmware."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mingtang_desk.sim.errors import SimOptionError

FAULT_FORMS = {
    "lost": "lost=P: a telegram is lost with probability P",
    "repeat": "repeat=P: a telegram comes twice with probability P",
    "damage": "damage=P: one byte of a telegram is changed with probability P",
    "half": "half=P: a telegram breaks off in its middle with probability P",
    "wrong-length": "wrong-length=P: its head tells a wrong length with probability P",
    "late": "late=S: every answer to the platform comes S seconds late",
    "mute": "mute: it never answers the platform, but reports",
    "refuse": "refuse=ID: a parameter (hex, several by +) cannot be set",
    "sleep": "sleep[=A+B]: awake for A seconds (60), asleep for B (120), and again",
    "no-coverage": "no-coverage[=A+B]: A seconds (60) with coverage, B (60) without; late rows",
    "spoof": "spoof=NUMBER: positions come under another number",
    "clock": "clock=S: its clock is S seconds off",
    "utc": "utc: its clock shows UTC instead of GMT+8",
    "junk": "junk: bytes that are no items follow each position",
    "no-board": "no-board: what hangs on its serial line never answers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerFaults:
    """The faults of one tracker; the defaults are a healthy one.

    Attributes:
        lost, repeat, damage, half, wrong_length: probabilities for each telegram.
        late_s: delay of answers to the platform.
        mute: no answers.
        refuse: numbers of parameters that cannot be set.
        sleep_s: seconds awake and asleep; None = it never sleeps.
        no_coverage_s: seconds with and without coverage; None = always with.
        spoof: number under which positions come; None = its own.
        clock_s: what its clock is off by.
        utc: its clock shows UTC.
        junk: bytes that are no items follow each position.
        no_board: the serial line is dead.
    """

    lost: float = 0.0
    repeat: float = 0.0
    damage: float = 0.0
    half: float = 0.0
    wrong_length: float = 0.0
    late_s: float = 0.0
    mute: bool = False
    refuse: frozenset[int] = frozenset()
    sleep_s: tuple[float, float] | None = None
    no_coverage_s: tuple[float, float] | None = None
    spoof: str | None = None
    clock_s: float = 0.0
    utc: bool = False
    junk: bool = False
    no_board: bool = False


def parse_tracker_faults(given: Mapping[str, str | None]) -> TrackerFaults:
    """Reads faults as they stand on the command line.

    Raises:
        SimOptionError: an unknown name or a bad value.
    """
    share, century = _number(0.0, 1.0), 100 * 366 * 86400.0
    readers: dict[str, tuple[str, Callable[[str, str | None], object]]] = {
        "lost": ("lost", share),
        "repeat": ("repeat", share),
        "damage": ("damage", share),
        "half": ("half", share),
        "wrong-length": ("wrong_length", share),
        "late": ("late_s", _number(0.0, 3600.0)),
        "mute": ("mute", _flag),
        "refuse": ("refuse", _ids),
        "sleep": ("sleep_s", _cycle(60.0, 120.0)),
        "no-coverage": ("no_coverage_s", _cycle(60.0, 60.0)),
        "spoof": ("spoof", _digits),
        "clock": ("clock_s", _number(-century, century)),
        "utc": ("utc", _flag),
        "junk": ("junk", _flag),
        "no-board": ("no_board", _flag),
    }
    values: dict[str, Any] = {}  # each reader gives its attribute's type
    for name, value in given.items():
        if name not in readers:
            raise SimOptionError("fault of a tracker", name, FAULT_FORMS)
        attribute, read = readers[name]
        values[attribute] = read(name, value)
    return TrackerFaults(**values)


def _refuse(name: str, value: str | None) -> SimOptionError:
    return SimOptionError(f"fault {name}", value or "", FAULT_FORMS[name])


def _number(low: float, high: float) -> Callable[[str, str | None], float]:
    def read(name: str, value: str | None) -> float:
        try:
            number = float(value or "")
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise _refuse(name, value)
        return number

    return read


def _flag(name: str, value: str | None) -> bool:
    if value is not None:
        raise _refuse(name, value)
    return True


def _cycle(good_s: float, bad_s: float) -> Callable[[str, str | None], tuple[float, float]]:
    def read(name: str, value: str | None) -> tuple[float, float]:
        if value is None:
            return good_s, bad_s
        parts = value.split("+")
        if len(parts) != 2:
            raise _refuse(name, value)
        first, second = (_number(0.001, 86400.0 * 365)(name, part) for part in parts)
        return first, second

    return read


def _ids(name: str, value: str | None) -> frozenset[int]:
    try:
        return frozenset(int(part, 16) for part in (value or "").split("+"))
    except ValueError:
        raise _refuse(name, value) from None


def _digits(name: str, value: str | None) -> str:
    if not value or not value.isascii() or not value.isdecimal() or len(value) > 20:
        raise _refuse(name, value)
    return value
