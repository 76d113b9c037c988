"""Where each value of a JBD board was read: register, bytes, scale.

Blocks are registers in hex, as in `PackSample.wire` ("03", "04") and `SettingsReading.raw`.
"""

from collections.abc import Iterator

from mingtang_desk.device.origins import Origin, Origins
from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.jbd import coded, extended, settings
from mingtang_desk.protocols.jbd.fields import (
    BASIC,
    BASIC_DECI,
    BASIC_SIZE,
    TAIL,
    TAIL_DECI,
    TAIL_SIZE,
)
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER, PLACES, Place
from mingtang_desk.protocols.jbd.specs import SPECS
from mingtang_desk.protocols.jbd.status import says_deci
from mingtang_desk.wire.fields import Field
from mingtang_desk.wire.scale import TENTH_KELVIN, Scale

BASIC_BLOCK, CELLS_BLOCK = "03", "04"

_UNITS = {"pack_v": "V", "current_a": "A", "remaining_ah": "Ah", "nominal_ah": "Ah"}
_SAME_FIELD = {
    "charge_current_a": "current_a",
    "discharge_current_a": "current_a",
    "charge_mosfet": "fet_bits",
    "discharge_mosfet": "fet_bits",
    "protections": "protection_bits",
    "faults": "protection_bits",
    "info.firmware": "software_version",
    "info.production_date": "production_date",
    "info.cell_count": "cell_count",
}
"""Status keys that are made of a field of another name."""
_DATE = "u16, bits 9-15 year - 2000, 5-8 month, 0-4 day"
_PARTS = {
    "charge_mosfet": "u8, bit 0",
    "discharge_mosfet": "u8, bit 1",
    "info.firmware": "u8, high and low half",
    "info.production_date": _DATE,
    "protections": "u16, bits 0-10",
    "faults": "u16, bits 11-15",
}


def origins(sample: PackSample) -> Origins:
    """Return where the values of a sample came from, as far as its bytes are there."""
    found: dict[str, Origin] = {}
    basic = sample.wire.get(BASIC_BLOCK)
    if basic is not None:
        found |= _basic(basic)
    for cell in range(len(sample.wire.get(CELLS_BLOCK, b"")) // 2):
        scale = _scale_words(2, False, Scale(den=1000), "V")
        found[f"cell_v.{cell + 1}"] = _place(CELLS_BLOCK, 2 * cell, 2, scale)
    if sample.balancer is not None:
        found["balancer"] = Origin(
            f"{FUNCTION_REGISTER:02X}", 0, 2, f"register {FUNCTION_REGISTER:02X}", "u16, bit 2"
        )
    return found


def _basic(data: bytes) -> Iterator[tuple[str, Origin]]:
    deci = says_deci(data)
    rows = {field.name: field for field in (BASIC_DECI if deci else BASIC)}
    for key in ("pack_v", "current_a", "remaining_ah", "nominal_ah", "cycles"):
        yield key, _of_field(rows[key], _UNITS.get(key, ""))
    yield "soc_pct", _of_field(rows["soc_pct"], "%")
    for key, name in _SAME_FIELD.items():
        field = rows[name]
        words = _PARTS.get(key) or _field_words(field, _UNITS.get(name, ""))
        yield key, _place(BASIC_BLOCK, field.offset, field.size, words)
    yield "cell_balancing", _place(BASIC_BLOCK, 12, 4, "u16 cells 1-16, u16 cells 17-32, bits")
    tail = BASIC_SIZE + 2 * data[22]
    for number, at in enumerate(range(BASIC_SIZE, tail, 2), 1):
        words = _scale_words(2, False, TENTH_KELVIN, "°C")
        yield f"temperature.cell_{number}", _place(BASIC_BLOCK, at, 2, words)
    if len(data) - tail >= TAIL_SIZE:
        humidity, _, full, *_ = TAIL_DECI if deci else TAIL
        yield "full_ah", _of_field(full, "Ah", tail)
        yield "x_jbd_humidity_pct", _place(BASIC_BLOCK, tail + humidity.offset, 1, "u8, bits 0-6")


def _setting_origins() -> Origins:
    found = {key: _of_setting(place, SPECS[key].unit) for key, place in PLACES.items()}
    for key, place in extended.PLACES.items():
        scale = _scale_words(2, False, place.scale, SPECS[key].unit)
        found[key] = _parameter(place.register, 2, scale)
    for key, (first, _) in extended.TEXTS.items():
        words = "hex" if key == extended.ID_KEY else "ASCII"
        found[key] = _parameter(extended.kept_at(first), 0, words)
    for key, register in settings.TEXTS.items():
        found[key] = _register(register, 0, "length byte, ASCII")
    found[settings.DATE_KEY] = _register(settings.DATE_REGISTER, 2, _DATE)
    shunt = "bits 0-14 × 0.1 mΩ, × 0.01 mΩ with bit 15"
    found[settings.SHUNT_KEY] = _register(settings.SHUNT_REGISTER, 2, shunt)
    found[settings.SHORT_RAW_KEY] = _register(0x38, 2, "u16")
    found[settings.HARDWARE_RAW_KEY] = _register(0x39, 2, "u16")
    for key, register in coded.KEYS.items():
        found[key] = _register(register, 2, coded.scale_words(key))
    return found


def _of_setting(place: Place, unit: str) -> Origin:
    size = 2 if place.part == "word" else 1
    scale = _scale_words(size, place.signed, place.scale, unit)
    if place.unit:
        scale += ", ten times that with bit 12 of register 2D"
    block = f"{place.register:02X}"
    words = {"word": "", "high": ", high byte", "low": ", low byte"}[place.part]
    offset = 1 if place.part == "low" else 0
    return Origin(block, offset, size, f"register {block}{words}", scale)


def _register(register: int, size: int, scale: str) -> Origin:
    return Origin(f"{register:02X}", 0, size, f"register {register:02X}", scale)


def _parameter(register: int, size: int, scale: str) -> Origin:
    return Origin(f"{register:02X}", 0, size, f"register FA, parameter {register & 0xFF}", scale)


def _of_field(field: Field, unit: str, base: int = 0) -> Origin:
    return _place(BASIC_BLOCK, base + field.offset, field.size, _field_words(field, unit))


def _field_words(field: Field, unit: str) -> str:
    return _scale_words(field.size, field.signed, field.scale, unit)


def _place(block: str, offset: int, size: int, scale: str) -> Origin:
    end = f"-{offset + size - 1}" if size > 1 else ""
    return Origin(block, offset, size, f"register {block}, byte {offset}{end}", scale)


def _scale_words(size: int, signed: bool, scale: Scale, unit: str) -> str:
    """Return how bytes become the value: "i16 × 0.01 A", "(u16 − 2731) × 0.1 °C"."""
    number = f"{'i' if signed else 'u'}{8 * size}"
    if scale.offset:
        number = f"({number} − {-scale.offset})"
    factor = "" if scale.step == 1 else f" × {'−' if scale.num < 0 else ''}{scale.step:g}"
    return f"{number}{factor} {unit}".rstrip()


SETTING_ORIGINS: Origins = _setting_origins()
"""Where every setting is kept, the same on all boards."""
