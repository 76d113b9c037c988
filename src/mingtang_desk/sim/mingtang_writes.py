"""Writing to a Mingtang board: settings, texts, clock, commands, switches; all or none.

Each kind of register has a planner: it refuses what the board does not take, notes in a copy of the
memory what is to be kept, and may hand back what is to be done once that is in the EEPROM. The
faults `nak`, `refuse` and `clamp` act here, by setting key or by the name of what is written.
Source: docs/protocols/mingtang.md, sections 3.4, 3.5, 3.7 and 3.8.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from mingtang_desk.sim import mingtang_calibration as calibration
from mingtang_desk.sim import mingtang_settings as settings
from mingtang_desk.sim import mingtang_state as st
from mingtang_desk.sim.eeprom import Memory
from mingtang_desk.sim.faults import clamped
from mingtang_desk.sim.mingtang_reports import text_words
from mingtang_desk.sim.mingtang_state import MingtangState
from mingtang_desk.sim.modbus_server import (
    DEVICE_FAILURE,
    ILLEGAL_ADDRESS,
    ILLEGAL_VALUE,
    ModbusError,
)

Words = Mapping[int, int]
Action = Callable[[], None]
Planner = Callable[[MingtangState, Memory, Words], Action | None]

COMMAND, SET_SOC = 0x2400, 0x2401
RESTART, FACTORY_RESET, CLEAR_COUNTERS, ENTER_FIRMWARE, LOCATE = range(0x5201, 0x5206)
COMMAND_NAMES = {
    RESTART: "restart",
    FACTORY_RESET: "factory_reset",
    CLEAR_COUNTERS: "clear_counters",
    LOCATE: "locate",
}
TEXT_NAMES = {
    st.BATTERY_CODE: "battery_code",
    st.VENDOR_CODE: "vendor_code",
    st.SERIAL: "serial",
}
FAULT_KEYS = (
    *settings.FIELDS,
    *TEXT_NAMES.values(),
    "clock",
    "soc",
    *COMMAND_NAMES.values(),
    *st.COIL_NAMES.values(),
    calibration.FAULT_KEY,
)


def _is_taken(state: MingtangState, key: str) -> bool:
    """False where a write is acknowledged and ignored; notes where it will not be answered.

    Raises:
        ModbusError: it is refused aloud.
    """
    faults = state.faults
    state.is_unanswered |= key in faults.unacked
    if key in faults.nak:
        raise ModbusError(DEVICE_FAILURE)
    return key not in faults.refuse and key not in faults.clamp


def _settings(state: MingtangState, memory: Memory, words: Words) -> None:
    registers = memory.registers
    sent = registers | dict(words)
    fields = {settings.OWNER[register].key: settings.OWNER[register] for register in words}
    if not all(field.writable for field in fields.values()):
        raise ModbusError(ILLEGAL_ADDRESS)
    for key, field in fields.items():
        new, old = field.raw(sent), field.raw(registers)
        if not field.low <= new <= field.high:
            raise ModbusError(ILLEGAL_VALUE)
        if not _is_taken(state, key):
            is_clamped = key in state.faults.clamp and key not in state.faults.refuse
            new = _clamped(field, old, new) if is_clamped else old
        memory.registers = memory.registers | field.split(new)


def _clamped(field: settings.Field, old: int, sent: int) -> int:
    """Counted from the lowest value, so that it stays within the board's range."""
    return field.low + clamped(old - field.low, sent - field.low, field.high - field.low)


def _text(register: int) -> Planner:
    length = st.TEXT_LENGTHS[register]

    def plan(state: MingtangState, memory: Memory, words: Words) -> None:
        first = dict(zip(_span(register), text_words(memory.texts[register], length), strict=True))
        data = b"".join(word.to_bytes(2, "big") for word in (first | dict(words)).values())
        text = data.rstrip(b"\0\xff")
        if any(not 0x20 <= byte < 0x7F for byte in text):
            raise ModbusError(ILLEGAL_VALUE)
        if _is_taken(state, TEXT_NAMES[register]):
            memory.texts[register] = text.decode("ascii")

    return plan


def _span(register: int) -> range:
    return range(register, register + st.TEXT_LENGTHS[register] // 2)


def _clock(state: MingtangState, memory: Memory, words: Words) -> Action | None:
    if len(words) != len(CLOCK):
        raise ModbusError(ILLEGAL_VALUE)
    date, hour, second = (divmod(words[register], 0x100) for register in CLOCK)
    try:
        when = datetime(2000 + date[0], date[1], hour[0], hour[1], *second, tzinfo=UTC)
    except ValueError as error:
        raise ModbusError(ILLEGAL_VALUE) from error
    if not _is_taken(state, "clock"):
        return None
    when = when.replace(tzinfo=None)  # the board's clock knows no zone
    memory.texts[st.CLOCK] = when.isoformat()
    return lambda: state.clock.set(when, state.now)


def _command(state: MingtangState, memory: Memory, words: Words) -> Action | None:
    command = words[COMMAND]
    if command == ENTER_FIRMWARE:
        raise ModbusError(DEVICE_FAILURE)
    if command not in COMMAND_NAMES:
        raise ModbusError(ILLEGAL_VALUE)
    if not _is_taken(state, COMMAND_NAMES[command]):
        return None
    if command == RESTART:
        return lambda: setattr(state, "wants_restart", True)
    if command == CLEAR_COUNTERS:
        return state.clear_counters
    if command == LOCATE:
        return lambda: setattr(state, "located", state.located + 1)
    memory.registers |= state.hardware.factory
    return None


def _soc(state: MingtangState, _: Memory, words: Words) -> Action | None:
    soc_pct = words[SET_SOC]
    if soc_pct > 100:
        raise ModbusError(ILLEGAL_VALUE)
    if "soc" in state.faults.clamp:
        soc_pct = clamped(state.rig.gauge.soc_pct, soc_pct, 100)
    elif not _is_taken(state, "soc"):
        return None

    def act() -> None:
        gauge = state.rig.gauge
        gauge.remaining_ah, gauge.soc_offset_pct = gauge.full_ah * soc_pct / 100, 0
        state.write_journal()

    return act


def _calibration(state: MingtangState, memory: Memory, words: Words) -> None:
    calibration.write(state.faults, memory, words)


CLOCK = range(st.CLOCK, st.CLOCK + 3)
PLANNERS: tuple[tuple[range, Planner], ...] = (
    *((_span(register), _text(register)) for register in TEXT_NAMES),
    (CLOCK, _clock),
    (range(settings.FIRST, settings.LAST + 1), _settings),
    (range(COMMAND, COMMAND + 1), _command),
    (range(SET_SOC, SET_SOC + 1), _soc),
    (range(calibration.FIRST, calibration.LAST + 1), _calibration),
)


def write_words(state: MingtangState, words: Words) -> None:
    """Sets all of these registers or none.

    Raises:
        ModbusError: a register that cannot be written, a value that is not taken.
    """
    planned = [(planner, {r: words[r] for r in words if r in span}) for span, planner in PLANNERS]
    if sum(len(part) for _, part in planned) != len(words):
        raise ModbusError(ILLEGAL_ADDRESS)
    memory = state.memory.copy()
    actions = [planner(state, memory, part) for planner, part in planned if part]
    _finish(state, memory, actions)


def write_coils(state: MingtangState, coils: Mapping[int, bool]) -> None:
    """Sets all of these switches or none.

    Raises:
        ModbusError: a coil that cannot be written; the lock while its function is off.
    """
    has_lock = state.hardware.has_lock
    writable = set(st.COIL_NAMES) - (set() if has_lock else {st.LOCK_FUNCTION, st.LOCK})
    if not set(coils) <= writable:
        raise ModbusError(ILLEGAL_ADDRESS)
    memory = state.memory.copy()
    registers = memory.registers
    for number, value in coils.items():
        if number == st.LOCK and not registers[st.COIL_KEY + st.LOCK_FUNCTION]:
            raise ModbusError(ILLEGAL_VALUE)
        if _is_taken(state, st.COIL_NAMES[number]):
            registers[st.COIL_KEY + number] = int(value)
            if number == st.LOCK_FUNCTION and not value:
                # Without the function nothing could unlock it any more.
                registers[st.COIL_KEY + st.LOCK] = 0
    _finish(state, memory, [])


def _finish(state: MingtangState, memory: Memory, actions: Iterable[Action | None]) -> None:
    state.commit(memory)
    for action in actions:
        if action is not None:
            action()
    state.rig.settle()
