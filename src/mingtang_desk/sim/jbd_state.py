"""The inner state of a simulated JBD board: RAM, EEPROM, mode, and the rig that they steer."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim.bms import BalanceRule
from mingtang_desk.sim.eeprom import WORD_MAX, Eeprom, Journal, Memory
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.frontend import ChannelErrors, CurrentCorrection
from mingtang_desk.sim.rig import Rig

MAKER, DEVICE_NAME, BARCODE = 0xA0, 0xA1, 0xA2
TEXT_REGISTERS = (MAKER, DEVICE_NAME, BARCODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What is soldered: the truth behind the board's calibration and settings.

    Attributes:
        firmware: version byte, 0x21 = 2.1.
        shunt_mohm: the real shunt.
        tail_bytes: how many bytes follow the temperatures in register 03.
        counter_words: 11, or 12 with the restart count.
        errors: how far its channels are off as they were soldered.
        sensor_offset_c: difference of each sensor to the cells.
        pack_offset_v: error of the pack voltage's converter.
        parameters: what register FA alone tells, by number, as it left the factory.
    """

    firmware: int
    shunt_mohm: float
    tail_bytes: int
    counter_words: int
    errors: ChannelErrors
    sensor_offset_c: tuple[float, ...]
    pack_offset_v: float
    parameters: Mapping[int, int]


@dataclass(slots=True, kw_only=True)
class JbdState:
    """Everything that a command can see or change.

    Attributes:
        hardware: what no command changes.
        faults: what is wrong with it.
        store: the EEPROM.
        ram: the settings in use.
        rig: pack, front end, logic and counter.
        factory_mode: settings may be read and written.
        is_verified: the user's password was given since power came.
    """

    hardware: Hardware
    faults: Faults
    store: Eeprom
    ram: Memory
    rig: Rig
    factory_mode: bool = False
    is_verified: bool = False

    def apply(self) -> None:
        """Makes the settings in RAM work: limits, balancing, capacity, calibration."""
        registers, rig = self.ram.registers, self.rig
        rig.bms.limits = reg.limits(registers)
        functions = registers[reg.FUNCTIONS]
        rig.bms.balance = BalanceRule(
            enabled=bool(functions & reg.FUNCTION_BALANCE),
            only_charging=bool(functions & reg.FUNCTION_BALANCE_CHARGING_ONLY),
            start_v=rig.bms.limits["balance_start_v"],
            delta_v=rig.bms.limits["balance_delta_v"],
            forced=rig.bms.balance.forced,
        )
        rig.gauge.full_ah = rig.bms.limits["full_ah"]
        self._calibrate()
        rig.settle()

    def _calibrate(self) -> None:
        corrections, hardware, front_end = self.ram.calibration, self.hardware, self.rig.front_end
        errors = hardware.errors
        front_end.cell_offset_v = [
            errors.cell_v[i] + corrections.get(f"cell_{i + 1}", 0.0)
            for i in range(len(self.rig.pack.cells))
        ]
        front_end.sensor_offset_c = [
            offset + errors.sensor_c[i] + corrections.get(f"ntc_{i + 1}", 0.0)
            for i, offset in enumerate(hardware.sensor_offset_c)
        ]
        believed_mohm = reg.shunt_mohm(self.ram.registers)
        front_end.current_gain = (
            (1.0 + self.faults.shunt_drift) * hardware.shunt_mohm / believed_mohm
        )
        front_end.errors = errors
        front_end.correction = CurrentCorrection(
            offset_a=corrections.get("current_offset", 0.0),
            # One gain for both is what older state files hold.
            charge_gain=corrections.get("charge_gain", corrections.get("current_gain", 1.0)),
            discharge_gain=corrections.get("discharge_gain", corrections.get("current_gain", 1.0)),
        )

    def keep_correction(self, name: str, value: float) -> None:
        """Puts one correction into the EEPROM at once, without the rest of the settings."""
        self.ram.calibration[name] = self.store.memory.calibration[name] = value
        self.store.save()
        self.apply()

    def word(self, register: int) -> int:
        """A settings register as it is read now; the cycle count is a living one."""
        if register == reg.CYCLES:
            return min(self.rig.gauge.cycles, WORD_MAX)
        return self.ram.registers[register]

    def save_settings(self) -> None:
        """Copies the settings to EEPROM and clears the protection counters."""
        self.ram.registers[reg.CYCLES] = self.word(reg.CYCLES)
        self.store.memory = self.ram.copy()
        if "clear_counters" in self.faults.refuse:
            self.write_journal()
        else:
            self.clear_counters()

    def clear_counters(self) -> None:
        """Sets every protection counter to nothing, in the journal too."""
        counters = self.rig.bms.counters
        counters.update(dict.fromkeys(counters, 0))
        self.write_journal()

    def write_journal(self) -> None:
        """Keeps counters, cycles and charge over a loss of power."""
        gauge = self.rig.gauge
        self.store.journal = Journal(
            counters={k: min(n, WORD_MAX) for k, n in self.rig.bms.counters.items()},
            cycles=min(gauge.cycles, WORD_MAX),
            discharged_ah=gauge.discharged_ah,
            remaining_ah=gauge.remaining_ah,
            restarts=self.store.journal.restarts,
        )
        self.store.save()

    def estimate_remaining(self) -> None:
        """Sets the coulomb counter by the mean cell voltage and the board's own voltage table."""
        registers = self.ram.registers
        volts = [registers[r] / 1000 for r in (reg.EMPTY_VOLTAGE, *reversed(_TABLE))]
        volts.append(registers[reg.FULL_VOLTAGE] / 1000)
        cells = self.rig.readings.cell_v
        share = _share(volts, sum(cells) / len(cells))
        self.rig.gauge.remaining_ah = self.rig.gauge.full_ah * share
        self.rig.gauge.soc_offset_pct = 0


_TABLE = reg.VOLTAGE_AT_80_60_40_20


def _share(volts: list[float], v: float) -> float:
    """Fraction of charge at `v` where `volts` stand for equal steps from 0 to 1."""
    steps = len(volts) - 1
    for i, (low, high) in enumerate(pairwise(volts)):
        if v < high:
            inner = (v - low) / (high - low) if high > low else 0.0
            return min(max((i + inner) / steps, 0.0), 1.0)
    return 1.0


def packed_date(day: date) -> int:
    """A date as the protocol packs it."""
    return (day.year - 2000) << 9 | day.month << 5 | day.day


def tenths_kelvin(celsius: float) -> int:
    """A temperature as the protocol sends it; an open sensor comes out as 0."""
    return max(math.floor(celsius * 10 + 0.5) + reg.ZERO_C, 0)
