"""The inner state of a simulated Mingtang board: EEPROM, clock, tracker, and the rig they steer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingtang_desk.sim import mingtang_calibration as calibration
from mingtang_desk.sim import mingtang_settings as settings
from mingtang_desk.sim.bms import BalanceRule
from mingtang_desk.sim.clock import BoardClock
from mingtang_desk.sim.eeprom import WORD_MAX, Eeprom, Journal, Memory
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.frontend import ChannelErrors
from mingtang_desk.sim.mingtang_protection import CHARGE_SUM, COUNTER_ORDER, DISCHARGE_SUM
from mingtang_desk.sim.rig import Rig
from mingtang_desk.sim.tracker import Tracker

# Texts: first register and characters.
BATTERY_CODE, VERSION, VENDOR_CODE, SERIAL, MODEL, HARDWARE = (
    *(0x03E8, 0x2100, 0x2110, 0x2128),
    *(0x2134, 0x213C),
)
TEXT_LENGTHS = {
    BATTERY_CODE: 24,
    VERSION: 32,
    VENDOR_CODE: 48,
    SERIAL: 24,
    MODEL: 16,
    HARDWARE: 16,
}
CLOCK = 0x2010
# Coils lie in the EEPROM behind the registers, which have 16-bit numbers.
COIL_KEY = 0x10000
CHARGING, DISCHARGING, BALANCING, LOCK_FUNCTION, LOCK = range(0x2000, 0x2005)
COIL_NAMES = {
    CHARGING: "charge",
    DISCHARGING: "discharge",
    BALANCING: "balance",
    LOCK_FUNCTION: "lock_function",
    LOCK: "lock",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What no command changes.

    Attributes:
        has_extension: it has the open extension; False = the China Tower map only.
        has_lock: it has the 485 lock.
        soh_pct: state of health.
        low_soc_pct: at or below this SOC it warns.
        factory: settings registers that a factory reset restores.
        errors: how far its channels are off as they were soldered.
        sensor_offset_c: difference of each sensor to the cells, shape (n_sensors,).
    """

    has_extension: bool
    has_lock: bool
    soh_pct: int
    low_soc_pct: int
    factory: Mapping[int, int]
    errors: ChannelErrors
    sensor_offset_c: tuple[float, ...]


@dataclass(slots=True, kw_only=True)
class MingtangState:
    """Everything that a command can see or change. What is written is in the EEPROM at once.

    Attributes:
        hardware: what no command changes.
        faults: what is wrong with it.
        store: the EEPROM.
        rig: pack, front end, logic and counter.
        clock: its calendar clock.
        tracker: what it tells of place and SIM card.
        now: wall time, as the board was told it last.
        located: how often it was told to locate.
        wants_restart: it was told to restart and has not done so yet.
        is_unanswered: the reply to what is being done will not be sent.
    """

    hardware: Hardware
    faults: Faults
    store: Eeprom
    rig: Rig
    clock: BoardClock
    tracker: Tracker = field(default_factory=Tracker)
    now: float = 0.0
    located: int = 0
    wants_restart: bool = False
    is_unanswered: bool = False

    @property
    def memory(self) -> Memory:
        """Settings, switches and texts."""
        return self.store.memory

    def setting(self, key: str) -> float:
        """A setting in model units."""
        return settings.FIELDS[key].value(self.memory.registers)

    def coil(self, number: int) -> bool:
        """What was commanded."""
        return bool(self.memory.registers[COIL_KEY + number])

    def commit(self, memory: Memory) -> None:
        """Keeps a changed memory, as a whole, and makes it work."""
        self.store.memory = memory
        self.store.save()
        self.apply()

    def apply(self) -> None:
        """Makes the settings and switches work."""
        rig, bms = self.rig, self.rig.bms
        bms.limits = settings.limits(self.memory.registers)
        bms.balance = BalanceRule(
            enabled=self.coil(BALANCING),
            only_charging=False,
            start_v=bms.limits["balance_start_v"],
            delta_v=bms.limits["balance_delta_v"],
        )
        bms.charge_lock = not self.coil(CHARGING)
        bms.discharge_lock = not self.coil(DISCHARGING) or self.coil(LOCK)
        rig.gauge.full_ah = bms.limits["nominal_ah"]
        rig.front_end.current_gain = 1.0 + self.faults.shunt_drift
        hardware = self.hardware
        calibration.apply(self.memory, hardware.errors, hardware.sensor_offset_c, rig.front_end)
        rig.settle()

    def counters(self) -> list[int]:
        """The counters in the order of their registers, sums and restarts with them."""
        counts = dict(self.rig.bms.counters)
        counts["chg_protection"] = sum(counts[key] for key in CHARGE_SUM)
        counts["dsg_protection"] = sum(counts[key] for key in DISCHARGE_SUM)
        values = [counts[key] for key in COUNTER_ORDER] + [self.store.journal.restarts]
        return [min(value, WORD_MAX) for value in values]

    def clear_counters(self) -> None:
        """Sets every counter to nothing."""
        counters = self.rig.bms.counters
        counters.update(dict.fromkeys(counters, 0))
        self.store.journal.restarts = 0
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
            soc_offset_pct=gauge.soc_offset_pct,
        )
        self.store.save()

    def restart(self) -> None:
        """Power is there: RAM is empty, the journal says what was counted."""
        bms, gauge, journal = self.rig.bms, self.rig.gauge, self.store.journal
        bms.restart(journal.counters)
        gauge.cycles, gauge.discharged_ah = journal.cycles, journal.discharged_ah
        gauge.remaining_ah, gauge.soc_offset_pct = journal.remaining_ah, journal.soc_offset_pct
        self.wants_restart = False
        self.apply()
