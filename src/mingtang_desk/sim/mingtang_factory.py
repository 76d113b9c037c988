"""Puts a simulated Mingtang board together: model row, start values, faults, EEPROM file."""

import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mingtang_desk.sim import mingtang_settings as settings
from mingtang_desk.sim import mingtang_state as st
from mingtang_desk.sim.bms import BalanceRule, Bms
from mingtang_desk.sim.building import (
    build_cells,
    build_pack,
    loaded_step_s,
    moves_cells,
    sensor_offsets,
    start_socs,
)
from mingtang_desk.sim.clock import BoardClock
from mingtang_desk.sim.eeprom import Eeprom, Journal, Memory
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.frontend import FrontEnd
from mingtang_desk.sim.gauge import Gauge
from mingtang_desk.sim.load import start_current
from mingtang_desk.sim.mingtang import MingtangBoard
from mingtang_desk.sim.mingtang_models import MingtangModel
from mingtang_desk.sim.mingtang_options import MingtangOptions
from mingtang_desk.sim.mingtang_protection import KEYS, MINGTANG_PROTECTIONS
from mingtang_desk.sim.mingtang_state import Hardware, MingtangState
from mingtang_desk.sim.protection import PROTECTION_KEYS
from mingtang_desk.sim.ride import HOME, Ride
from mingtang_desk.sim.rig import Rig
from mingtang_desk.sim.tracker import Position, Tracker

LOW_SOC_PCT = 10
FIXED_SATELLITES = 9


def build_board(
    model: MingtangModel,
    *,
    options: MingtangOptions,
    faults: Faults,
    seed: int,
    speed: float,
    state: Path | None,
) -> MingtangBoard:
    """A board from its row and options.

    Raises:
        SimOptionError: a start value does not fit its register.
        StateFileError: the state file cannot be used.
    """
    factory = settings.factory(model.factory_settings())
    store = _store(model, options, factory, state)
    rig = _rig(model, options, faults, store, seed=seed, speed=speed)
    inner = MingtangState(
        hardware=Hardware(
            has_extension=model.has_extension,
            has_lock=_has_lock(model, options),
            soh_pct=model.soh_pct,
            low_soc_pct=LOW_SOC_PCT,
            factory=factory,
            errors=options.errors(
                cells=len(rig.pack.cells), sensors=len(rig.front_end.sensor_offset_c)
            ),
            sensor_offset_c=tuple(rig.front_end.sensor_offset_c),
        ),
        faults=faults,
        store=store,
        rig=rig,
        clock=BoardClock(start=_clock(store)),
        tracker=_tracker(model, options),
    )
    rides = model.has_extension and options.whole("ride")
    board = MingtangBoard(
        inner,
        address=options.whole("address") or 1,
        ride=Ride(seed) if rides else None,
        seed=seed,
        speed=speed,
    )
    start_current(board, options)
    return board


def _rig(
    model: MingtangModel,
    options: MingtangOptions,
    faults: Faults,
    store: Eeprom,
    *,
    seed: int,
    speed: float,
) -> Rig:
    socs = start_socs(
        model.chemistry,
        cell_v=model.cell_v,
        cell_count=model.cell_count,
        soc_pct=model.soc_pct,
        spread=model.spread,
    )
    cells = build_cells(model.chemistry, model.capacity_ah, socs, options=options, faults=faults)
    own_c = model.temperatures_c[0] or 0.0
    pack = build_pack(cells, capacity_ah=model.capacity_ah, own_c=own_c, options=options)
    absent = {
        i
        for i, celsius in enumerate(model.temperatures_c)
        if celsius is None and options.sensor_c(i) is None
    }
    pack_v = options.number("pack_v")
    if pack_v is None and not moves_cells(options, model.cell_count):
        pack_v = model.pack_v
    return Rig(
        pack=pack,
        front_end=FrontEnd(
            cell_offset_v=[0.0] * len(cells),
            sensor_offset_c=sensor_offsets(
                [own_c if celsius is None else celsius for celsius in model.temperatures_c],
                own_c=own_c,
                ambient_c=pack.ambient_c,
                wanted_c=options.sensor_c,
            ),
            pack_offset_v=0.0 if pack_v is None else pack_v - pack.terminal_v(0.0),
            broken_wires=faults.broken_wires,
            open_sensors=faults.open_sensors | absent,
            rng=random.Random(seed + 1),
        ),
        bms=Bms(
            limits=settings.limits(store.memory.registers),
            balance=BalanceRule(enabled=False, only_charging=False, start_v=0.0, delta_v=0.0),
            protections=MINGTANG_PROTECTIONS,
            counters=dict.fromkeys(KEYS, 0),
            bleeding=(False,) * len(cells),
        ),
        gauge=Gauge(full_ah=model.capacity_ah, remaining_ah=store.journal.remaining_ah),
        loaded_step_s=loaded_step_s(speed),
        welded=faults.welded,
    )


def _store(
    model: MingtangModel, options: MingtangOptions, factory: dict[int, int], path: Path | None
) -> Eeprom:
    """The EEPROM: factory content, then the file, then what was set by name."""
    switches = {st.COIL_KEY + n: int(n <= st.BALANCING) for n in st.COIL_NAMES}
    gauge = Gauge(full_ah=model.capacity_ah, remaining_ah=model.remaining_ah)
    gauge.set_soc(model.soc_pct)
    store = Eeprom(
        model=model.key,
        memory=Memory(
            registers=factory | switches,
            texts={
                st.BATTERY_CODE: model.battery_code,
                st.VERSION: model.version,
                st.VENDOR_CODE: model.vendor_code,
                st.SERIAL: model.serial,
                st.MODEL: model.key,
                st.HARDWARE: model.hardware,
                st.CLOCK: model.clock,
            },
        ),
        journal=Journal(
            counters=dict.fromkeys(KEYS, 0) | dict(model.counters),
            cycles=model.cycles,
            discharged_ah=0.0,
            remaining_ah=model.remaining_ah,
            restarts=0,
            soc_offset_pct=gauge.soc_offset_pct,
        ),
        path=path,
    )
    if store.load():
        store.count_restart()
    _set_memory(store.memory, options)
    _set_journal(store, options)
    return store


def _set_memory(memory: Memory, options: MingtangOptions) -> None:
    for key, row in settings.FIELDS.items():
        value = options.setting(key)
        if value is None:
            continue
        try:
            memory.registers |= row.encode(value)
        except settings.SettingRangeError as error:
            raise SimOptionError(f"set {key}", str(value), error.allowed) from error
    names = (
        ("battery_code", st.BATTERY_CODE),
        ("vendor_code", st.VENDOR_CODE),
        ("serial", st.SERIAL),
    )
    for name, register in names:
        text = options.text(name)
        memory.texts[register] = memory.texts[register] if text is None else text
    memory.texts[st.CLOCK] = options.moment(memory.texts[st.CLOCK])
    lock = st.COIL_KEY + st.LOCK
    function = st.COIL_KEY + st.LOCK_FUNCTION
    memory.registers[function] = options.word("lock_function", memory.registers[function]) or 0
    memory.registers[lock] = options.word("lock_status", memory.registers[lock]) or 0
    # A locked board has the function on, or nothing could unlock it.
    memory.registers[function] |= memory.registers[lock]


def _has_lock(model: MingtangModel, options: MingtangOptions) -> bool:
    """As the row says, unless a state of the lock was asked for."""
    given = [name for name in ("lock_function", "lock_status") if options.is_given(name)]
    return all(options.word(n, None) is not None for n in given) if given else model.has_lock


def _set_journal(store: Eeprom, options: MingtangOptions) -> None:
    journal = store.journal
    full_ah = settings.FIELDS["nominal_ah"].value(store.memory.registers)
    for key in PROTECTION_KEYS:
        count = options.counter(key)
        journal.counters[key] = journal.counters[key] if count is None else count
    restarts, cycles = options.counter("restarts"), options.whole("cycles")
    journal.restarts = journal.restarts if restarts is None else restarts
    journal.cycles = journal.cycles if cycles is None else cycles
    soc_pct, remaining_ah = options.number("soc_pct"), options.number("remaining_ah")
    if remaining_ah is not None:
        journal.remaining_ah = remaining_ah
    elif soc_pct is not None:
        journal.remaining_ah = full_ah * soc_pct / 100
    if soc_pct is not None or remaining_ah is not None:
        gauge = Gauge(full_ah=full_ah, remaining_ah=journal.remaining_ah)
        if soc_pct is not None:
            gauge.set_soc(soc_pct)
        journal.soc_offset_pct = gauge.soc_offset_pct


def _clock(store: Eeprom) -> datetime | None:
    text = store.memory.texts[st.CLOCK]
    return datetime.fromisoformat(text) if text else None


def _tracker(model: MingtangModel, options: MingtangOptions) -> Tracker:
    tracker = replace(model.tracker)
    if not model.has_extension:
        return tracker
    tracker.sim = options.word("sim", tracker.sim)
    signal, satellites = options.whole("signal"), options.whole("satellites")
    tracker.signal = tracker.signal if signal is None else signal
    fix = options.whole("fix")
    if fix is not None:
        tracker.is_located = bool(fix)
        tracker.satellites = fix * FIXED_SATELLITES
    lat, lon = options.number("lat"), options.number("lon")
    if tracker.is_located:
        tracker.position = Position(
            lat=HOME[0] if lat is None else lat, lon=HOME[1] if lon is None else lon
        )
    tracker.satellites = tracker.satellites if satellites is None else satellites
    return tracker
