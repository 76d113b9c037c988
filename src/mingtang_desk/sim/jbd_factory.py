"""Puts a simulated JBD board together: model row, start values, faults, EEPROM file."""

import random
from pathlib import Path

from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim.bms import BalanceRule, Bms
from mingtang_desk.sim.building import (
    build_cells,
    build_pack,
    loaded_step_s,
    moves_cells,
    sensor_offsets,
    start_socs,
)
from mingtang_desk.sim.eeprom import Eeprom, Journal, Memory
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.frontend import FrontEnd
from mingtang_desk.sim.gauge import Gauge
from mingtang_desk.sim.jbd import JbdBoard
from mingtang_desk.sim.jbd_models import JbdModel
from mingtang_desk.sim.jbd_settings import factory_parameters
from mingtang_desk.sim.jbd_state import (
    BARCODE,
    DEVICE_NAME,
    MAKER,
    Hardware,
    JbdState,
    packed_date,
)
from mingtang_desk.sim.load import start_current
from mingtang_desk.sim.options import Options
from mingtang_desk.sim.protection import PROTECTION_KEYS
from mingtang_desk.sim.rig import Rig


def build_board(
    model: JbdModel,
    *,
    options: Options,
    faults: Faults,
    seed: int,
    speed: float,
    state: Path | None,
) -> JbdBoard:
    """A board from its row and options.

    Raises:
        SimOptionError: a start value does not fit its register.
        StateFileError: the state file cannot be used.
    """
    socs = start_socs(
        model.chemistry,
        cell_v=model.cell_v,
        cell_count=model.cell_count,
        soc_pct=model.soc_pct,
        spread=model.spread,
    )
    cells = build_cells(model.chemistry, model.capacity_ah, socs, options=options, faults=faults)
    own_c = model.temperatures_c[0]
    pack = build_pack(cells, capacity_ah=model.capacity_ah, own_c=own_c, options=options)
    sensor_offset_c = sensor_offsets(
        model.temperatures_c, own_c=own_c, ambient_c=pack.ambient_c, wanted_c=options.sensor_c
    )
    store = _store(model, options, state)
    pack_v = options.number("pack_v")
    pack_v = (
        model.pack_v if pack_v is None and not moves_cells(options, model.cell_count) else pack_v
    )
    tail = options.choice("tail")
    firmware = options.version("firmware")
    hardware = Hardware(
        firmware=model.firmware if firmware is None else firmware,
        shunt_mohm=model.shunt_tenth_mohm / 10,
        tail_bytes=model.tail_bytes if tail is None else tail,
        counter_words=model.counter_words,
        errors=options.errors(cells=len(cells), sensors=len(sensor_offset_c)),
        sensor_offset_c=tuple(sensor_offset_c),
        pack_offset_v=0.0 if pack_v is None else pack_v - pack.terminal_v(0.0),
        parameters=factory_parameters(model.factory_registers()),
    )
    rig = Rig(
        pack=pack,
        front_end=FrontEnd(
            cell_offset_v=[0.0] * len(cells),
            sensor_offset_c=sensor_offset_c,
            pack_offset_v=hardware.pack_offset_v,
            broken_wires=faults.broken_wires,
            open_sensors=faults.open_sensors,
            rng=random.Random(seed + 1),
        ),
        bms=Bms(
            limits=reg.limits(store.memory.registers),
            balance=BalanceRule(enabled=False, only_charging=True, start_v=0.0, delta_v=0.0),
            bleeding=(False,) * len(cells),
        ),
        gauge=Gauge(full_ah=model.capacity_ah, remaining_ah=store.journal.remaining_ah),
        loaded_step_s=loaded_step_s(speed),
        welded=faults.welded,
    )
    inner = JbdState(
        hardware=hardware, faults=faults, store=store, ram=store.memory.copy(), rig=rig
    )
    board = JbdBoard(inner, seed=seed, speed=speed)
    soc_pct = options.number("soc_pct")
    if soc_pct is not None:
        rig.gauge.set_soc(soc_pct)
    start_current(board, options)
    return board


def _store(model: JbdModel, options: Options, path: Path | None) -> Eeprom:
    """The EEPROM: factory content, then the file, then what was set by name."""
    counters = dict.fromkeys(PROTECTION_KEYS, 0) | dict(model.counters)
    store = Eeprom(
        model=model.key,
        memory=Memory(
            registers=model.factory_registers(),
            texts={
                MAKER: model.maker,
                DEVICE_NAME: model.device_name,
                BARCODE: model.barcode,
            },
        ),
        journal=Journal(
            counters=counters,
            cycles=model.cycles,
            discharged_ah=0.0,
            remaining_ah=model.remaining_ah,
            restarts=0,
        ),
        path=path,
    )
    if store.load():
        store.count_restart()
    _set_memory(store.memory, options)
    _set_journal(store, options)
    return store


def _set_memory(memory: Memory, options: Options) -> None:
    for key, row in reg.FIELDS.items():
        value = options.setting(key)
        if value is None:
            continue
        try:
            word = row.word(memory.registers, value)
        except reg.FieldRangeError as error:
            raise SimOptionError(f"set {key}", str(value), "what its register holds") from error
        if not reg.is_acceptable(row.register, word):
            raise SimOptionError(f"set {key}", str(value), "what the board accepts")
        memory.registers[row.register] = word
    for register, name in ((MAKER, "maker"), (DEVICE_NAME, "device_name"), (BARCODE, "barcode")):
        text = options.text(name)
        memory.texts[register] = memory.texts[register] if text is None else text
    memory.password = options.text("password") or memory.password
    day = options.day("production_date")
    if day is not None:
        memory.registers[reg.PRODUCTION_DATE] = packed_date(day)
    serial = options.whole("serial")
    if serial is not None:
        memory.registers[reg.SERIAL] = serial
    switch = options.whole("unit_switch")
    if switch is not None:
        functions = memory.registers[reg.FUNCTIONS] & ~reg.FUNCTION_UNIT_SWITCH
        memory.registers[reg.FUNCTIONS] = functions | switch * reg.FUNCTION_UNIT_SWITCH


def _set_journal(store: Eeprom, options: Options) -> None:
    journal, full_ah = store.journal, store.memory.registers[reg.FULL_CAPACITY] / 100
    for key in PROTECTION_KEYS:
        count = options.counter(key)
        journal.counters[key] = journal.counters[key] if count is None else count
    cycles = options.whole("cycles")
    if cycles is not None:
        journal.cycles = store.memory.registers[reg.CYCLES] = cycles
    soc_pct = options.number("soc_pct")
    if soc_pct is not None:
        journal.remaining_ah = full_ah * soc_pct / 100
    remaining_ah = options.number("remaining_ah")
    if remaining_ah is not None:
        journal.remaining_ah = remaining_ah
