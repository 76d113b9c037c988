"""What a JBD board does with a request: one row per register and direction.

Source: docs/protocols/jbd.md, sections 3 to 6. There is no restart command. Choices of ours where
the documents are silent: reading basic data never needs the factory mode; E1 and FB do; 0A and 0B
work in both modes; leaving the mode without having entered it is no error, saving then is one.
"""

from collections.abc import Callable

from mingtang_desk.sim import jbd_calibration as cal
from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim import jbd_reports as reports
from mingtang_desk.sim import jbd_settings as settings
from mingtang_desk.sim.eeprom import WORD_MAX
from mingtang_desk.sim.jbd_frames import (
    BAD_CHECKSUM,
    NOT_PERMITTED,
    OK,
    UNKNOWN,
    WRONG_PASSWORD,
    Request,
)
from mingtang_desk.sim.jbd_state import TEXT_REGISTERS, JbdState

Answer = tuple[int, bytes]
Reader = Callable[[JbdState], bytes]
Writer = Callable[[JbdState, bytes], int]

ENTER_FACTORY, LEAVE_FACTORY = 0x00, 0x01
USE_PASSWORD, SET_PASSWORD, CLEAR_PASSWORD = 0x06, 0x07, 0x09
RESET, CLEAR_HISTORY = 0x0A, 0x0B
REMAINING, SWITCHES, BALANCE_TEST, MANY, SWITCH_ONE = 0xE0, 0xE1, 0xE2, 0xFA, 0xFB
FACTORY_KEY = bytes.fromhex("5678")
LEAVE_KEY, SAVE_KEY = bytes.fromhex("0000"), bytes.fromhex("2828")
PASSWORD_LENGTH = 6
MASTER_PASSWORD = b"J1B2D4"
ALWAYS_READABLE: dict[int, Reader] = {
    0x03: reports.basic_info,
    0x04: reports.cell_voltages,
    0x05: reports.device_name,
    0xAA: reports.counters,
}


def answer(state: JbdState, request: Request) -> Answer:
    """Does what a request asks and gives the status and data of the reply."""
    if not request.is_intact:
        return BAD_CHECKSUM, b""
    if request.is_write:
        return _write(state, request.register, request.data), b""
    return _read(state, request.register, request.data)


def is_unacked(state: JbdState, request: Request) -> bool:
    """True where what was written is done and not answered."""
    keys, register = state.faults.unacked, request.register
    if not request.is_write or not keys:
        return False
    if register == SWITCHES:
        return not keys.isdisjoint(settings.SWITCH_KEYS)
    if register == REMAINING:
        return settings.REMAINING_KEY in keys
    if register == CLEAR_HISTORY or (register == LEAVE_FACTORY and request.data == SAVE_KEY):
        return settings.CLEAR_KEY in keys
    return any(field.register == register for field in settings.fields_of(keys))


def _read(state: JbdState, register: int, data: bytes) -> Answer:
    if register in ALWAYS_READABLE:
        return OK, ALWAYS_READABLE[register](state)
    reader = _factory_reader(state, register, data)
    if reader is None:
        return UNKNOWN, b""
    if not state.factory_mode:
        return NOT_PERMITTED, b""
    content = reader()
    return (UNKNOWN, b"") if content is None else (OK, content)


def _factory_reader(
    state: JbdState, register: int, data: bytes
) -> Callable[[], bytes | None] | None:
    if reg.is_settings_register(register):
        return lambda: state.word(register).to_bytes(2, "big")
    if register in TEXT_REGISTERS:
        return lambda: settings.read_text(state, register)
    if register == MANY:
        return lambda: settings.read_many(state, data)
    if register == REMAINING:
        return lambda: min(round(state.rig.gauge.remaining_ah * 100), WORD_MAX).to_bytes(2, "big")
    return None


def _write(state: JbdState, register: int, data: bytes) -> int:
    if register in ANY_MODE:
        return ANY_MODE[register](state, data)
    writer = _factory_writer(register)
    if writer is None:
        return UNKNOWN
    if not state.factory_mode:
        return NOT_PERMITTED
    return writer(state, data)


def _factory_writer(register: int) -> Writer | None:
    if register in IN_FACTORY_MODE:
        return IN_FACTORY_MODE[register]
    for registers, writer in REGISTER_WRITERS:
        if register in registers:
            return lambda state, data: writer(state, register, data)
    return None


def _enter(state: JbdState, data: bytes) -> int:
    if state.ram.password and not state.is_verified:
        return WRONG_PASSWORD
    if data != FACTORY_KEY:
        return UNKNOWN
    state.factory_mode = True
    return OK


def _leave(state: JbdState, data: bytes) -> int:
    if data not in (LEAVE_KEY, SAVE_KEY):
        return UNKNOWN
    if data == SAVE_KEY:
        if not state.factory_mode:
            return NOT_PERMITTED
        state.save_settings()
    state.factory_mode = False
    state.rig.bms.balance.forced = None
    state.rig.settle()
    return OK


def _password(data: bytes, count: int) -> list[bytes] | None:
    """The `count` passwords in the data behind their length byte."""
    length = count * PASSWORD_LENGTH
    if len(data) != length + 1 or data[0] != length:
        return None
    return [data[i : i + PASSWORD_LENGTH] for i in range(1, len(data), PASSWORD_LENGTH)]


def _is_password(state: JbdState, given: bytes) -> bool:
    return not state.ram.password or given == state.ram.password.encode("latin-1")


def _use_password(state: JbdState, data: bytes) -> int:
    given = _password(data, 1)
    if given is None:
        return UNKNOWN
    state.is_verified = _is_password(state, given[0])
    return OK if state.is_verified else WRONG_PASSWORD


def _set_password(state: JbdState, data: bytes) -> int:
    given = _password(data, 2)
    if given is None:
        return UNKNOWN
    if not _is_password(state, given[0]):
        return WRONG_PASSWORD
    _keep_password(state, given[1].decode("latin-1"))
    return OK


def _clear_password(state: JbdState, data: bytes) -> int:
    given = _password(data, 1)
    if given is None:
        return UNKNOWN
    if given[0] != MASTER_PASSWORD:
        return WRONG_PASSWORD
    _keep_password(state, "")
    return OK


def _keep_password(state: JbdState, password: str) -> None:
    """A password is kept at once: a board that forgot it at power loss would protect nothing."""
    state.ram.password = state.store.memory.password = password
    state.store.save()


def _reset(state: JbdState, data: bytes) -> int:
    match data.hex():
        case "0100":
            state.estimate_remaining()
        case "0400":
            state.rig.bms.clear_holds()
        case "0700":
            state.rig.bms.balance.forced = None
        case _:
            return UNKNOWN
    state.rig.settle()
    return OK


def _clear_history(state: JbdState, data: bytes) -> int:
    if data.hex() != "1881":
        return UNKNOWN
    state.clear_counters()
    return OK


def _set_remaining(state: JbdState, data: bytes) -> int:
    remaining_ah = int.from_bytes(data, "big") / 100
    if len(data) != 2 or remaining_ah > state.rig.gauge.full_ah:
        return UNKNOWN
    if settings.REMAINING_KEY in state.faults.nak:
        return UNKNOWN
    if settings.REMAINING_KEY in state.faults.refuse:
        return OK
    state.rig.gauge.remaining_ah = remaining_ah
    state.rig.gauge.soc_offset_pct = 0
    return OK


def _set_switches(state: JbdState, data: bytes) -> int:
    """E1: bit 0 turns charging off, bit 1 discharging; 0 = both on again."""
    if len(data) != 2 or int.from_bytes(data, "big") > 3:
        return UNKNOWN
    bms, faults = state.rig.bms, state.faults
    was = bms.charge_lock * 1 | bms.discharge_lock * 2
    moved = {key for key, bit in settings.SWITCH_KEYS.items() if (was ^ data[1]) & bit}
    if moved & faults.nak:
        return UNKNOWN
    kept = sum(settings.SWITCH_KEYS[key] for key in moved & faults.refuse)
    locks = (data[1] & ~kept) | (was & kept)
    bms.charge_lock, bms.discharge_lock = bool(locks & 1), bool(locks & 2)
    state.rig.settle()
    return OK


def _set_one_switch(state: JbdState, data: bytes) -> int:
    """FB: which switch, and 1 = off; this board has no pre-discharge path to act on (3)."""
    if len(data) != 2 or data[0] not in (0x00, 0x01, 0x03, 0x0A) or data[1] > 1:
        return UNKNOWN
    if data[0] in (0x00, 0x0A):
        state.rig.bms.discharge_lock = bool(data[1])
    if data[0] in (0x01, 0x0A):
        state.rig.bms.charge_lock = bool(data[1])
    state.rig.settle()
    return OK


def _test_balancing(state: JbdState, data: bytes) -> int:
    """E2: 1 = odd cells, 2 = even cells, 3 = none, until the factory mode is left."""
    pattern = int.from_bytes(data, "big")
    if len(data) != 2 or pattern not in (1, 2, 3):
        return UNKNOWN
    cells = range(1, len(state.rig.pack.cells) + 1)
    state.rig.bms.balance.forced = tuple(pattern != 3 and n % 2 == pattern % 2 for n in cells)
    state.rig.settle()
    return OK


def _word_only(
    calibrate: Callable[[JbdState, int, bytes], int],
) -> Callable[[JbdState, int, bytes], int]:
    def write(state: JbdState, register: int, data: bytes) -> int:
        if len(data) != 2 or settings.CALIBRATION in state.faults.nak:
            return UNKNOWN
        if settings.CALIBRATION in state.faults.refuse:
            return OK
        return calibrate(state, register, data)

    return write


ANY_MODE: dict[int, Writer] = {
    ENTER_FACTORY: _enter,
    LEAVE_FACTORY: _leave,
    USE_PASSWORD: _use_password,
    SET_PASSWORD: _set_password,
    CLEAR_PASSWORD: _clear_password,
    RESET: _reset,
    CLEAR_HISTORY: _clear_history,
}
IN_FACTORY_MODE: dict[int, Writer] = {
    REMAINING: _set_remaining,
    SWITCHES: _set_switches,
    BALANCE_TEST: _test_balancing,
    MANY: settings.write_many,
    SWITCH_ONE: _set_one_switch,
}
REGISTER_WRITERS = (
    (range(reg.FIRST_REGISTER, reg.LAST_REGISTER + 1), settings.write_register),
    (TEXT_REGISTERS, settings.write_text),
    (cal.CURRENT_COMMANDS, _word_only(cal.calibrate_current)),
    (cal.CELL_COMMANDS, _word_only(cal.calibrate_cell)),
    (cal.SENSOR_COMMANDS, _word_only(cal.calibrate_sensor)),
)
