"""A simulated Daly board that speaks A5 and is only read. Source: docs/protocols/daly.md.

Its thresholds are fixed, as in firmware: level 1 of a pair is a limit that is passed and waits for
its delay, level 2 is what has acted.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from mingtang_desk.sim.bms import BalanceRule, Bms
from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.building import (
    build_cells,
    build_pack,
    loaded_step_s,
    moves_cells,
    sensor_offsets,
    start_socs,
)
from mingtang_desk.sim.cell import LFP, Chemistry
from mingtang_desk.sim.eeprom import Eeprom, Journal, Memory
from mingtang_desk.sim.faults import Faults, LineFaults
from mingtang_desk.sim.frontend import FrontEnd
from mingtang_desk.sim.gauge import Gauge
from mingtang_desk.sim.load import start_current
from mingtang_desk.sim.options import LOAD_NUMBERS, Options, error_names
from mingtang_desk.sim.powered import PoweredBoard
from mingtang_desk.sim.protection import PROTECTION_KEYS, PROTECTIONS
from mingtang_desk.sim.rig import Rig

SIZE, START, DATA_BYTES, BOARD = 13, 0xA5, 8, 0x01
HOSTS = (0x40, 0x80)
CELLS_A_FRAME, SENSORS_A_FRAME = 3, 7
ZERO_A, ZERO_C, OPEN_C = 30000, 40, -200.0
SETS = ("soc_pct", "remaining_ah", "cycles", "current_a", *LOAD_NUMBERS, "charger_v", "ambient_c")
# First bit of each pair; the second is level 2.
PAIRS = {
    **{"cell_ov": 0, "cell_uv": 2, "pack_ov": 4, "pack_uv": 6},
    **{"chg_ot": 8, "chg_ut": 10, "dsg_ot": 12, "dsg_ut": 14, "chg_oc": 16, "dsg_oc": 18},
}
SHORT_BIT, SENSOR_BIT, LOW_SOC_BIT = 50, 42, 22
LOW_SOC_PCT = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DalyModel:
    """One model; `limits` are in model units, by setting key."""

    key: str
    protocol: str
    chemistry: Chemistry
    capacity_ah: float
    cell_count: int
    soc_pct: int
    cycles: int
    temperatures_c: tuple[float, ...]
    limits: Mapping[str, float]
    spread: float = 0.0


DALY_MODELS = (
    DalyModel(
        key="daly-16s",
        protocol="daly",
        chemistry=LFP,
        capacity_ah=100.0,
        cell_count=16,
        soc_pct=80,
        cycles=27,
        temperatures_c=(24.0, 25.0),
        spread=0.004,
        limits=MappingProxyType(
            {
                **{"cell_ovp_v": 3.65, "cell_ovr_v": 3.55, "cell_ovp_delay_s": 2},
                **{"cell_uvp_v": 2.5, "cell_uvr_v": 2.9, "cell_uvp_delay_s": 2},
                **{"pack_ovp_v": 58.4, "pack_ovr_v": 56.8, "pack_ovp_delay_s": 2},
                **{"pack_uvp_v": 40.0, "pack_uvr_v": 46.4, "pack_uvp_delay_s": 2},
                **{"chg_otp_c": 60, "chg_otr_c": 55, "chg_otp_delay_s": 2},
                **{"chg_utp_c": -5, "chg_utr_c": 0, "chg_utp_delay_s": 2},
                **{"dsg_otp_c": 65, "dsg_otr_c": 60, "dsg_otp_delay_s": 2},
                **{"dsg_utp_c": -20, "dsg_utr_c": -15, "dsg_utp_delay_s": 2},
                **{"chg_ocp_1_a": 60, "chg_ocp_1_delay_s": 5, "chg_ocp_1_recovery_s": 30},
                **{"dsg_ocp_1_a": 120, "dsg_ocp_1_delay_s": 5, "dsg_ocp_1_recovery_s": 30},
                **{"scp_a": 400, "scp_delay_us": 300, "scp_recovery_s": 30},
            }
        ),
    ),
)


def names(model: DalyModel) -> tuple[str, ...]:
    """All names that `--set` takes."""
    cells, sensors = model.cell_count, len(model.temperatures_c)
    return (
        *SETS,
        *(f"cell_v_{n}" for n in range(1, cells + 1)),
        *(f"cell_mohm_{n}" for n in range(1, cells + 1)),
        *(f"temp_c_{n}" for n in range(1, sensors + 1)),
        *error_names(cells=cells, sensors=sensors),
    )


class DalyBoard(PoweredBoard):
    """One board; see `mingtang_desk.sim.board.Board` for the seam to a line."""

    def __init__(
        self, rig: Rig, faults: Faults, store: Eeprom, *, sensors: int, seed: int, speed: float
    ) -> None:
        super().__init__(rig, faults, speed=speed)
        self._store = store
        self._sensors = sensors
        self._buffer = b""
        self._life = 0
        self._line = LineFaults(faults, random.Random(seed))
        rig.on_event = self._write_journal
        self._power_up()

    @property
    def sensor_c(self) -> tuple[float, ...]:
        """How warm it really is at each temperature sensor."""
        return tuple(self.pack.temperature_c + o for o in self.rig.front_end.sensor_offset_c)

    @property
    def eeprom(self) -> Mapping[int, int]:
        """No register of it can be read or written."""
        return {}

    @property
    def registers(self) -> Mapping[int, int]:
        """No register of it can be read or written."""
        return {}

    def _take(self, data: bytes, now: float) -> list[Reply]:
        self._buffer += data
        replies: list[Reply] = []
        while len(self._buffer) >= SIZE:
            frame = self._buffer[:SIZE]
            is_whole = frame[0] == START and frame[1] in HOSTS and frame[3] == DATA_BYTES
            if not is_whole or sum(frame[:-1]) & 0xFF != frame[-1]:
                self._buffer = self._buffer[1:]
                continue
            self._buffer = self._buffer[SIZE:]
            if self._wakes_only(now):
                continue
            burst = b"".join(_frame(frame[2], part) for part in self._answers(frame[2]))
            if burst:
                replies += self._line.send(burst)
        self._buffer = self._buffer[-SIZE:]
        return replies

    def _answers(self, command: int) -> list[bytes]:
        rig, readings, gauge = self.rig, self.rig.readings, self.rig.gauge
        cells = [min(max(round(v * 1000), 0), 0xFFFF) for v in readings.cell_v]
        self._life = (self._life + 1) & 0xFF
        match command:
            case 0x90:
                amps = ZERO_A - round(readings.current_a * 10)  # positive while discharging
                return [
                    _words(round(readings.pack_v * 10), 0, amps, gauge.soc_pct * 10),
                ]
            case 0x91:
                high, low = max(cells), min(cells)
                return [
                    _words(high)
                    + bytes([cells.index(high) + 1])
                    + _words(low)
                    + bytes([cells.index(low) + 1, 0, 0])
                ]
            case 0x93:
                state = 1 if readings.current_a > 0 else 2 if readings.current_a < 0 else 0
                charge = rig.bms.charge_mosfet or "charge" in rig.welded
                left = round(gauge.remaining_ah * 1000).to_bytes(4, "big")
                return [bytes([state, charge, rig.discharges, self._life]) + left]
            case 0x94:
                on = (rig.pack.source_a > 0, rig.pack.source_a < 0)
                return [bytes([len(cells), self._sensors, *on, 0]) + _words(gauge.cycles) + b"\x51"]
            case 0x95:
                return _numbered(_words(*cells), 2 * CELLS_A_FRAME)
            case 0x96:
                return _numbered(bytes(map(_degrees, readings.temperature_c)), SENSORS_A_FRAME)
            case 0x97:
                bleeding = sum(1 << i for i, on in enumerate(rig.bms.bleeding) if on)
                return [bleeding.to_bytes(8, "little")]
            case 0x98:
                return [self._faults().to_bytes(7, "little") + b"\0"]
            case _:
                return []

    def _faults(self) -> int:
        bms, bits = self.rig.bms, 0
        for key, bit in PAIRS.items():
            acted = key in bms.active
            waits = any(warned == key for warned, _ in bms.warned)
            bits |= (acted or waits) << bit | acted << bit + 1
        bits |= ("short" in bms.active) << SHORT_BIT
        bits |= any(c < OPEN_C for c in self.rig.readings.temperature_c) << SENSOR_BIT
        return bits | (self.rig.gauge.soc_pct < LOW_SOC_PCT) << LOW_SOC_BIT

    def _count_restart(self) -> None:
        self._store.count_restart()

    def _write_journal(self) -> None:
        gauge = self.rig.gauge
        self._store.journal = Journal(
            counters=dict(self.rig.bms.counters),
            cycles=gauge.cycles,
            discharged_ah=gauge.discharged_ah,
            remaining_ah=gauge.remaining_ah,
            restarts=self._store.journal.restarts,
        )
        self._store.save()

    def _power_up(self) -> None:
        journal = self._store.journal
        self.rig.bms.restart(journal.counters)
        gauge = self.rig.gauge
        gauge.cycles, gauge.discharged_ah = journal.cycles, journal.discharged_ah
        gauge.remaining_ah = journal.remaining_ah
        self._buffer = b""
        super()._power_up()
        self.rig.settle()


def build_board(
    model: DalyModel,
    *,
    options: Options,
    faults: Faults,
    seed: int,
    speed: float,
    state: Path | None,
) -> DalyBoard:
    """A board from its row and options.

    Raises:
        SimOptionError: a start value is out of range.
        StateFileError: the state file cannot be used.
    """
    socs = start_socs(
        model.chemistry,
        cell_v=(),
        cell_count=model.cell_count,
        soc_pct=model.soc_pct,
        spread=model.spread,
    )
    cells = build_cells(model.chemistry, model.capacity_ah, socs, options=options, faults=faults)
    own_c = model.temperatures_c[0]
    pack = build_pack(cells, capacity_ah=model.capacity_ah, own_c=own_c, options=options)
    offsets = sensor_offsets(
        model.temperatures_c, own_c=own_c, ambient_c=pack.ambient_c, wanted_c=options.sensor_c
    )
    errors = options.errors(cells=len(cells), sensors=len(offsets))
    store = _store(model, options, state)
    rig = Rig(
        pack=pack,
        front_end=FrontEnd(
            cell_offset_v=[*errors.cell_v],
            sensor_offset_c=[o + e for o, e in zip(offsets, errors.sensor_c, strict=True)],
            current_gain=1.0 + faults.shunt_drift,
            errors=errors,
            broken_wires=faults.broken_wires,
            open_sensors=faults.open_sensors,
            rng=random.Random(seed + 1),
        ),
        bms=Bms(
            limits=model.limits,
            protections=PROTECTIONS,
            balance=BalanceRule(enabled=True, only_charging=False, start_v=3.4, delta_v=0.02),
            bleeding=(False,) * len(cells),
        ),
        gauge=Gauge(full_ah=model.capacity_ah, remaining_ah=store.journal.remaining_ah),
        loaded_step_s=loaded_step_s(speed),
        welded=faults.welded,
    )
    board = DalyBoard(rig, faults, store, sensors=len(offsets), seed=seed, speed=speed)
    start_current(board, options)
    return board


def _store(model: DalyModel, options: Options, path: Path | None) -> Eeprom:
    """The journal: as new, then the file, then what was set by name."""
    soc_pct = options.number("soc_pct")
    if soc_pct is None and not moves_cells(options, model.cell_count):
        soc_pct = model.soc_pct
    start_ah = model.capacity_ah * (model.soc_pct if soc_pct is None else soc_pct) / 100
    store = Eeprom(
        model=model.key,
        memory=Memory(registers={}, texts={}),
        journal=Journal(
            counters=dict.fromkeys(PROTECTION_KEYS, 0),
            cycles=model.cycles,
            discharged_ah=0.0,
            remaining_ah=start_ah,
            restarts=0,
        ),
        path=path,
    )
    if store.load():
        store.count_restart()
    if options.is_given("soc_pct"):
        store.journal.remaining_ah = start_ah
    remaining_ah, cycles = options.number("remaining_ah"), options.whole("cycles")
    if remaining_ah is not None:
        store.journal.remaining_ah = remaining_ah
    if cycles is not None:
        store.journal.cycles = cycles
    return store


def _words(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "big") for value in values)


def _degrees(celsius: float) -> int:
    """A temperature as it is sent; an open sensor is FF."""
    return 0xFF if celsius < OPEN_C else min(max(round(celsius) + ZERO_C, 0), 0xFE)


def _numbered(data: bytes, each: int) -> list[bytes]:
    """Frames numbered from 1; what is left of the last one is what stood there before."""
    pieces = [data[at : at + each] for at in range(0, len(data), each)]
    return [
        bytes([number]) + piece.ljust(each, b"\0") + bytes(DATA_BYTES - 1 - each)
        for number, piece in enumerate(pieces, 1)
    ]


def _frame(command: int, data: bytes) -> bytes:
    body = bytes([START, BOARD, command, DATA_BYTES]) + data
    return body + bytes([sum(body) & 0xFF])
