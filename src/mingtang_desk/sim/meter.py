"""A simulated bench meter that speaks SCPI: it sees what is true, or what it was set to by hand.

It is served like a board, on a terminal or a TCP port. Noise and drift make a reading that no one
should calibrate by, and it can answer the nonsense that meters answer.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.powered import PoweredBoard

PROTOCOL = "scpi"
MODEL = "meter"
OVERLOAD, NAN = "9.90000000E+37", "9.91000000E+37"
VOLT, CURRENT, TEMPERATURE = "volt", "curr", "temp"
UNDEFINED_HEADER, NO_ERROR = '-113,"Undefined header"', '0,"No error"'
NONSENSE = ("text", "overload", "nan", "unit", "empty", "mute")
NUMBERS: dict[str, tuple[float, float]] = {
    VOLT: (-1000.0, 1000.0),
    CURRENT: (-1000.0, 1000.0),
    TEMPERATURE: (-273.0, 2000.0),
    "noise": (0.0, 1000.0),
    "drift": (-1000.0, 1000.0),
    "gain": (0.1, 10.0),
    "late": (0.0, 60.0),
}
TEXTS = ("maker", "model", "serial")
SET_NAMES = (*NUMBERS, *TEXTS, "nonsense", "probe")
LONGEST_LINE = 256


@dataclass(slots=True, kw_only=True)
class MeterState:
    """What a meter is and does.

    Attributes:
        maker, model, serial: as it tells them.
        noise: standard deviation of a reading, drift: per second, both in the unit read.
        gain: reading divided by truth.
        late_s: how long an answer takes.
        nonsense: one of `NONSENSE`, "" = it is in order.
        values: what it sees when nobody else says (`VOLT`, `CURRENT`, `TEMPERATURE`).
    """

    maker: str = "MINGTANG"
    model: str = "SIM-6500"
    serial: str = "SN000042"
    noise: float = 0.0
    drift: float = 0.0
    gain: float = 1.0
    late_s: float = 0.02
    nonsense: str = ""
    values: dict[str, float] = field(
        default_factory=lambda: {VOLT: 3.6, CURRENT: 0.0, TEMPERATURE: 25.0}
    )


type Truth = Callable[[str], float | None]
"""What lies at the probes: quantity to value, None = what the meter was set to."""


def _nothing(_: str) -> float | None:
    return None


class SimMeter:
    """One meter; see `mingtang_desk.sim.board.Board` for the seam to a line.

    Args:
        state: what it is; may be changed while it runs.
        truth: what it is connected to.
    """

    def __init__(self, state: MeterState, *, truth: Truth = _nothing, seed: int = 0) -> None:
        self.state = state
        self.truth = truth
        self.asked: list[str] = []
        self._rng = random.Random(seed)
        self._buffer = b""
        self._errors: list[str] = []
        self._now = 0.0
        self._begun: float | None = None

    @property
    def alive(self) -> bool:
        """It does not lose its power."""
        return True

    def advance(self, now: float) -> None:
        """Lets time pass up to `now`; its drift begins with the first call."""
        self._begun = now if self._begun is None else self._begun
        self._now = now

    def receive(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes and answers each whole line."""
        self.advance(now)
        self._buffer += data
        *lines, self._buffer = self._buffer.split(b"\n")
        self._buffer = self._buffer[-LONGEST_LINE:]
        replies: list[Reply] = []
        for line in lines:
            answer = self._answer(line.decode("ascii", "replace").strip())
            if answer is not None and self.state.nonsense != "mute":
                text = f"{answer}\n".encode("ascii", "replace")
                replies.append(Reply(delay_s=self.state.late_s, data=text))
        return replies

    def _answer(self, line: str) -> str | None:
        words = line.upper()
        self.asked.append(words)
        state = self.state
        match words:
            case "":
                return None
            case "*IDN?":
                return f"{state.maker},{state.model},{state.serial},1.0"
            case "*CLS":
                self._errors.clear()
                return None
            case "SYST:REM" | "SYST:LOC" | "SYSTEM:REMOTE" | "SYSTEM:LOCAL":
                return None
            case "SYST:ERR?" | "SYSTEM:ERROR?":
                return self._errors.pop(0) if self._errors else NO_ERROR
            case "MEAS:VOLT:DC?" | "MEASURE:VOLTAGE:DC?" | "READ?":
                return self._measured(VOLT)
            case "MEAS:CURR:DC?" | "MEASURE:CURRENT:DC?":
                return self._measured(CURRENT)
            case "MEAS:TEMP?" | "MEASURE:TEMPERATURE?":
                return self._measured(TEMPERATURE)
        self._errors.append(UNDEFINED_HEADER)
        return None

    def _measured(self, quantity: str) -> str:
        state = self.state
        match state.nonsense:
            case "text":
                return "NO PROBE"
            case "overload":
                return OVERLOAD
            case "nan":
                return NAN
            case "empty":
                return ""
        true = self.truth(quantity)
        value = state.values[quantity] if true is None else true
        value = value * state.gain + state.drift * (self._now - (self._begun or 0.0))
        value += self._rng.gauss(0.0, state.noise) if state.noise else 0.0
        if state.nonsense == "unit":
            return f"{value * 1000:.3f} m{'V' if quantity == VOLT else 'A'}"
        return f"{value:+.6E}"


def truth_of(board: PoweredBoard, probe: str) -> Truth:
    """What is true at a board's pack: the current that flows, the voltage at the probe, the cells.

    Args:
        board: the board.
        probe: `pack`, `cell_N`, or `ntc_N` for the temperature at a sensor.

    Raises:
        SimOptionError: there is no such place.
    """
    pack, rig = board.pack, board.rig
    cells = [f"cell_{n}" for n in range(1, len(pack.cells) + 1)]
    sensors = [f"ntc_{n}" for n in range(1, len(board.sensor_c) + 1)]
    if probe not in ("pack", *cells, *sensors):
        raise SimOptionError("set probe", probe, ("pack", *cells, *sensors))

    def truth(quantity: str) -> float | None:
        current_a = rig.current_a
        if quantity == CURRENT:
            return current_a
        if quantity == TEMPERATURE:
            if probe in sensors:
                return board.sensor_c[sensors.index(probe)]
            return pack.temperature_c
        if probe not in cells:
            return pack.terminal_v(current_a)
        return pack.cells[cells.index(probe)].terminal_v(current_a)

    return truth


def make_meter(
    sets: Mapping[str, str], *, board: PoweredBoard | None = None, seed: int = 0
) -> SimMeter:
    """A meter from `--set` values; at the terminals of a board where there is one.

    Raises:
        SimOptionError: a name or value that it does not know.
    """
    state = MeterState()
    for name, text in sets.items():
        if name in NUMBERS:
            _set_number(state, name, text)
        elif name in TEXTS and text and text.isascii() and text.isprintable() and "," not in text:
            setattr(state, name, text)
        elif name == "nonsense" and text in NONSENSE:
            state.nonsense = text
        elif name != "probe" or board is None:
            allowed = NONSENSE if name == "nonsense" else SET_NAMES
            raise SimOptionError(f"set {name}" if name == "nonsense" else "set", name, allowed)
    if board is None:
        return SimMeter(state, seed=seed)
    return SimMeter(state, truth=truth_of(board, sets.get("probe", "pack")), seed=seed)


def _set_number(state: MeterState, name: str, text: str) -> None:
    low, high = NUMBERS[name]
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise SimOptionError(f"set {name}", text, f"{low:g} to {high:g}")
    if name in state.values:
        state.values[name] = number
    else:
        setattr(state, "late_s" if name == "late" else name, number)
