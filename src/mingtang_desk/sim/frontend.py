"""What a board measures of its pack: gains, offsets, broken wires, open sensors, noise.

Everything a board shows and decides on goes through here, so that a wrong sensor misleads the
protection exactly as it misleads the reader.
"""

import random
from dataclasses import dataclass, field

from mingtang_desk.sim.pack import Pack

CELL_NOISE_V = 0.0003
PACK_NOISE_V = 0.004
CURRENT_NOISE_A = 0.004
OPEN_SENSOR_C = -273.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One scan of the front end, in the steps of its converters.

    Attributes:
        cell_v: per cell, steps of 1 mV.
        pack_v: a converter of its own, steps of 10 mV.
        current_a: steps of 10 mA, + = charging.
        counted_a: the current that the coulomb counter integrates, not rounded, without noise.
        measured_a: the same before the board's own corrections.
        temperature_c: per sensor, steps of 0.1 degree; an open sensor reads -273.1.
    """

    cell_v: tuple[float, ...]
    pack_v: float
    current_a: float
    counted_a: float
    measured_a: float
    temperature_c: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelErrors:
    """How far the channels of a board are off as they were soldered; no command changes it.

    Attributes:
        gain: reading divided by true current; charge_gain, discharge_gain: on top of it, for one
            direction alone.
        offset_a: what it reads when nothing flows.
        cell_v, sensor_c: added to each, shape (n_cells,), (n_sensors,); missing ones are right.
    """

    gain: float = 1.0
    charge_gain: float = 1.0
    discharge_gain: float = 1.0
    offset_a: float = 0.0
    cell_v: tuple[float, ...] = ()
    sensor_c: tuple[float, ...] = ()

    def measured_a(self, current_a: float) -> float:
        """The current as the channel gives it."""
        own = self.charge_gain if current_a > 0.0 else self.discharge_gain
        return current_a * self.gain * own + self.offset_a


@dataclass(slots=True, kw_only=True)
class CurrentCorrection:
    """What a board makes of a measured current: the offset first, then the gain of the direction.

    Attributes:
        offset_a: added to what was measured.
        charge_gain, discharge_gain: what that is multiplied with.
    """

    offset_a: float = 0.0
    charge_gain: float = 1.0
    discharge_gain: float = 1.0

    def applied(self, measured_a: float) -> float:
        """The current as the board believes it."""
        shifted_a = measured_a + self.offset_a
        return shifted_a * (self.charge_gain if shifted_a > 0.0 else self.discharge_gain)


@dataclass(slots=True, kw_only=True)
class FrontEnd:
    """The measuring side of a board.

    Attributes:
        cell_offset_v: added to each cell, shape (n_cells,).
        sensor_offset_c: difference of each sensor to the lump of cells, shape (n_sensors,).
        pack_offset_v: added to the pack voltage.
        current_gain: reading divided by true current; the shunt register and drift go in here.
        errors: how far its channels are off besides.
        correction: what calibration has put against it; that of cells and sensors is in their
            offsets.
        broken_wires: indices of cells whose sense wire is broken: they read 0.000 V.
        open_sensors: indices of sensors without connection.
        rng: source of the noise, which is silent while no current flows.
    """

    cell_offset_v: list[float]
    sensor_offset_c: list[float]
    pack_offset_v: float = 0.0
    current_gain: float = 1.0
    errors: ChannelErrors = field(default_factory=ChannelErrors)
    correction: CurrentCorrection = field(default_factory=CurrentCorrection)
    broken_wires: frozenset[int] = frozenset()
    open_sensors: frozenset[int] = frozenset()
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    _cell_noise_v: list[float] = field(default_factory=list)
    _pack_noise_v: float = 0.0
    _current_noise_a: float = 0.0

    def disturb(self, current_a: float) -> None:
        """Draws the noise of the next scan; at rest there is none."""
        if current_a == 0.0:
            self._cell_noise_v.clear()
            self._pack_noise_v = self._current_noise_a = 0.0
            return
        self._cell_noise_v = [self.rng.gauss(0.0, CELL_NOISE_V) for _ in self.cell_offset_v]
        self._pack_noise_v = self.rng.gauss(0.0, PACK_NOISE_V)
        self._current_noise_a = self.rng.gauss(0.0, CURRENT_NOISE_A)

    def read(self, pack: Pack, current_a: float) -> Readings:
        """What the converters give while `current_a` flows."""
        terminal_v = [cell.terminal_v(current_a) for cell in pack.cells]
        noise_v = self._cell_noise_v or [0.0] * len(terminal_v)
        cells = tuple(
            0.0 if i in self.broken_wires else max(round((v + offset + noise) * 1000), 0) / 1000
            for i, (v, offset, noise) in enumerate(
                zip(terminal_v, self.cell_offset_v, noise_v, strict=True)
            )
        )
        measured_a = self.errors.measured_a(current_a * self.current_gain)
        counted_a = self.correction.applied(measured_a)
        pack_v = sum(terminal_v) + self.pack_offset_v + self._pack_noise_v
        return Readings(
            cell_v=cells,
            pack_v=max(round(pack_v * 100), 0) / 100,
            current_a=round((counted_a + self._current_noise_a) * 100) / 100,
            counted_a=counted_a,
            measured_a=measured_a,
            temperature_c=tuple(
                OPEN_SENSOR_C
                if i in self.open_sensors
                else round((pack.temperature_c + offset) * 10) / 10
                for i, offset in enumerate(self.sensor_offset_c)
            ),
        )
