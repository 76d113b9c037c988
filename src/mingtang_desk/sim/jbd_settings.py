"""Reading and writing the settings of a JBD board, one register or (FA) many at once.

Here the faults `clamp`, `refuse` and `nak` act, on exactly the bits of the setting that they name.
"""

from collections.abc import Iterable, Mapping

from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim.eeprom import WORD_MAX
from mingtang_desk.sim.faults import REGISTER_PREFIX, clamped
from mingtang_desk.sim.jbd_frames import OK, UNKNOWN
from mingtang_desk.sim.jbd_state import BARCODE, DEVICE_NAME, MAKER, JbdState

TEXT_MAX = 31
# FA: parameter numbers of the texts, 16 words each (12 for the model that 05 returns).
FA_TEXTS = {56: (MAKER, 16), 72: (DEVICE_NAME, 16), 88: (BARCODE, 16), 158: (DEVICE_NAME, 12)}
FA_ID, FA_HARDWARE = range(170, 176), range(176, 184)
# FA: parameters that have no register of their own, as a board leaves the factory.
FA_WORDS = {104: 3000, 105: 60, 113: 600, 121: 200, 122: 7200}
FA_LEARNED = 112
FA_CURVE = {
    106: (reg.FULL_VOLTAGE, 0x32),
    107: (0x32, 0x33),
    108: (0x33, 0x34),
    109: (0x34, 0x35),
    110: (0x35, reg.EMPTY_VOLTAGE),
    111: (reg.FULL_VOLTAGE, reg.FULL_VOLTAGE),
}
FA_HEADER = 3
FA_MAX_WORDS = 95
CALIBRATION = "calibration"
"""Fault key: `refuse` ignores calibrations, `nak` refuses them aloud."""
SWITCH_KEYS = {"charge": 1, "discharge": 2}
REMAINING_KEY, CLEAR_KEY = "remaining", "clear_counters"
FAULT_KEYS = (
    *reg.FIELDS,
    *SWITCH_KEYS,
    REMAINING_KEY,
    CLEAR_KEY,
    CALIBRATION,
    *(f"{REGISTER_PREFIX}{r:02x}" for r in range(reg.FIRST_REGISTER, reg.LAST_REGISTER + 1)),
)


def fields_of(keys: Iterable[str]) -> list[reg.Field]:
    """The fields that these keys name; switches and commands are none."""
    return [_field(key) for key in keys if key.startswith(REGISTER_PREFIX) or key in reg.FIELDS]


def _field(key: str) -> reg.Field:
    if key.startswith(REGISTER_PREFIX):
        return reg.Field(register=int(key.removeprefix(REGISTER_PREFIX), 16))
    return reg.FIELDS[key]


def write_register(state: JbdState, register: int, data: bytes) -> int:
    """One settings register; used at once, kept only by a save."""
    if len(data) != 2:
        return UNKNOWN
    sent = int.from_bytes(data, "big")
    if not reg.is_acceptable(register, sent):
        return UNKNOWN
    old = state.word(register)
    if _is_refused_aloud(state, register, old, sent):
        return UNKNOWN
    _store(state, register, _as_stored(state, register, old, sent))
    state.apply()
    return OK


def _is_refused_aloud(state: JbdState, register: int, old: int, sent: int) -> bool:
    fields = [f for f in fields_of(state.faults.nak) if f.register == register]
    return any(f.bits == 16 or f.count(sent) != f.count(old) for f in fields)


def _as_stored(state: JbdState, register: int, old: int, sent: int) -> int:
    word = sent
    for field in fields_of(state.faults.clamp):
        if field.register == register:
            highest = (1 << field.bits) - 1
            word = field.insert(word, clamped(field.count(old), field.count(sent), highest))
    for field in fields_of(state.faults.refuse):
        if field.register == register:
            word = field.insert(word, field.count(old))
    return word


def _store(state: JbdState, register: int, word: int) -> None:
    state.ram.registers[register] = word
    if register == reg.CYCLES:
        state.rig.gauge.cycles = word


def read_text(state: JbdState, register: int) -> bytes:
    """A length byte and the text."""
    text = state.ram.texts[register].encode("ascii", "replace")
    return bytes([len(text)]) + text


def write_text(state: JbdState, register: int, data: bytes) -> int:
    """A length byte and as many characters."""
    if not data or data[0] != len(data) - 1 or data[0] > TEXT_MAX:
        return UNKNOWN
    if any(not 0x20 <= byte < 0x7F for byte in data[1:]):
        return UNKNOWN
    state.ram.texts[register] = data[1:].decode("ascii")
    return OK


def read_many(state: JbdState, data: bytes) -> bytes | None:
    """FA: `count` words from a parameter number; the reply repeats both before the words.

    Returns:
        None for a parameter that this board does not have.
    """
    if len(data) != FA_HEADER or not 1 <= data[2] <= FA_MAX_WORDS:
        return None
    first, words = int.from_bytes(data[:2], "big"), bytearray()
    for number in range(first, first + data[2]):
        word = _parameter(state, number)
        if word is None:
            return None
        words += word
    return data + bytes(words)


def _parameter(state: JbdState, number: int) -> bytes | None:
    register = number + reg.FIRST_REGISTER
    if reg.is_settings_register(register):
        return state.word(register).to_bytes(2, "big")
    for start, (text, length) in FA_TEXTS.items():
        if start <= number < start + length:
            return _characters(state.ram.texts[text], length, number - start)
    if number in FA_ID:
        serial = state.ram.registers[reg.SERIAL]
        return (serial * (number - FA_ID.start + 1) & WORD_MAX).to_bytes(2, "big")
    if number in FA_HARDWARE:
        name = f"{state.ram.texts[DEVICE_NAME]}-HW"
        return _characters(name, len(FA_HARDWARE), number - FA_HARDWARE.start)
    word = state.ram.registers.get(register, state.hardware.parameters.get(number))
    return None if word is None else word.to_bytes(2, "big")


def _characters(text: str, length: int, word: int) -> bytes:
    return text.encode("ascii", "replace").ljust(2 * length, b"\0")[2 * word :][:2]


def factory_parameters(registers: Mapping[int, int]) -> dict[int, int]:
    """What FA alone tells; voltages between two registers are their mean."""
    curve = {n: (registers[high] + registers[low]) // 2 for n, (high, low) in FA_CURVE.items()}
    return {**FA_WORDS, **curve, FA_LEARNED: registers[reg.FULL_CAPACITY]}


def write_many(state: JbdState, data: bytes) -> int:
    """FA: words from a parameter number; registers only where all of them are, texts whole."""
    if len(data) < FA_HEADER or len(data) != FA_HEADER + 2 * data[2] or not data[2]:
        return UNKNOWN
    first, words = int.from_bytes(data[:2], "big"), data[FA_HEADER:]
    if first in FA_TEXTS and data[2] == FA_TEXTS[first][1]:
        text = words.rstrip(b"\0")
        return write_text(state, FA_TEXTS[first][0], bytes([len(text)]) + text)
    registers = [first + i + reg.FIRST_REGISTER for i in range(data[2])]
    if all(first + i in state.hardware.parameters for i in range(data[2])):
        for i, register in enumerate(registers):
            state.ram.registers[register] = int.from_bytes(words[2 * i : 2 * i + 2], "big")
        return OK
    if not all(reg.is_settings_register(register) for register in registers):
        return UNKNOWN
    statuses = [
        write_register(state, register, words[2 * i : 2 * i + 2])
        for i, register in enumerate(registers)
    ]
    return next((status for status in statuses if status != OK), OK)
