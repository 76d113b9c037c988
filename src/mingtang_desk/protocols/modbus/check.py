"""What a profile may name: keys of samples, settings, counters and actions, and what fits them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import CONTROLS
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.settings import Kind
from mingtang_desk.protocols.modbus import calibration
from mingtang_desk.protocols.modbus.sample import (
    FLAGS,
    INFO_FIELDS,
    LOCK_FIELDS,
    POSITION_FIELDS,
    STATUS_FIELDS,
    TRACKER_FIELDS,
)
from mingtang_desk.wire.profile.kinds import Type
from mingtang_desk.wire.profile.rows import Bits, Cells, Control, Part, Profile, Target, Value
from mingtang_desk.wire.profile.tables import Problem

_FIXED = ("board", "mosfet", "balancer", "ambient")
_NUMBERED = ("cell", "ext")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "status": STATUS_FIELDS,
    "info": INFO_FIELDS,
    "lock": LOCK_FIELDS,
    "tracker": TRACKER_FIELDS,
    "position": POSITION_FIELDS,
    "counters": tuple(spec.key for spec in COUNTERS),
}
_WORDS: Mapping[str, frozenset[str]] = {
    "info.chemistry": frozenset(("nmc", "lfp", "lmo", "lto")),
    "lock.function": frozenset(("on", "off")),
    "lock.status": frozenset(("locked", "unlocked")),
    "tracker.fix": frozenset(("yes", "no")),
}
_WHOLE = ("status.cycles", "info.cell_count", "tracker.signal", "tracker.satellites")
_ASKED_FOR = ("settings", "counters", calibration.SECTION)
"""Sections that no poll reads."""
_EVENTS = {
    Target.PROTECTIONS: PROTECTIONS,
    Target.ALARMS: ALARMS,
    Target.FAULTS: FAULTS,
    Target.BALANCING: {},
}


def check(profile: Profile, *, skip: int = 0) -> tuple[Problem, ...]:
    """Return everything that the desk could not make sense of, in order of lines.

    Args:
        profile: a profile that parsed.
        skip: so many of its first parts came from another file and were checked there.
    """
    problems: list[Problem] = []
    for part in profile.parts[skip:]:
        problems += (p for row in part.values for p in _value(row, profile.key))
        problems += (p for row in part.bits for p in _bits(row, profile.key))
        problems += (p for row in part.controls for p in _control(row))
        problems += _shared(part)
    rows = (row for part in profile.parts for row in part.rows)
    if not any(isinstance(row, Cells) or _is_live(row) for row in rows):
        problems.append(Problem(1, "status", "nothing is read with every poll"))
    return tuple(sorted(problems))


def _is_live(row: Value | Bits) -> bool:
    return isinstance(row, Bits) or (row.section not in _ASKED_FOR and not row.slow)


def _value(row: Value, key: str) -> Iterator[Problem]:
    if not _is_named(row, key):
        yield Problem(row.line, row.key, _unknown(row, key))
    is_bit = row.bit is not None or row.place.space.is_bits
    if row.section == "status" and is_bit != (row.name in FLAGS):
        needs = "one bit (“bit”, or a coil)" if row.name in FLAGS else "a number, not one bit"
        yield Problem(row.line, row.key, f"is {needs}")
    wanted = _WORDS.get(row.key)
    if wanted is not None and not (is_bit and row.key == "tracker.fix"):
        yield from _chosen(row, sorted(wanted))
    if row.key in _WHOLE and not _is_plain_whole(row):
        yield Problem(row.line, row.key, "is a whole number without scale")
    times = {"status.device_time": Type.CLOCK, "info.production_date": Type.DATE}
    is_time = row.type in (Type.CLOCK, Type.DATE) or row.key in times
    if is_time and times.get(row.key) is not row.type:
        yield Problem(row.line, row.key, "clock and date are for device_time, production_date")
    yield from _setting(row, key)
    yield from _correction(row)


def _chosen(row: Value, words: Sequence[str]) -> Iterator[Problem]:
    if not row.choices or not set(row.choices.values()) <= set(words):
        yield Problem(row.line, row.key, f"needs “choices” out of {', '.join(words)}")


def _is_plain_whole(row: Value) -> bool:
    return row.type.is_number and row.scale.step == 1 and row.bit is None and not row.choices


def _setting(row: Value, key: str) -> Iterator[Problem]:
    if row.section != "settings":
        return
    common = SETTINGS.get(row.name)
    if row.place.space.read_function != 3:
        yield Problem(row.line, row.key, "settings are holding registers (“at”)")
    if common is not None and common.kind is Kind.CHOICE:
        yield from _chosen(row, common.choices)
    if common is not None and common.kind is not Kind.CHOICE and not row.type.is_number:
        yield Problem(row.line, row.key, "is a number")
    if row.slow:
        yield Problem(row.line, row.key, "settings are read when asked for, “slow” says nothing")
    if row.missing or row.open or row.short:
        yield Problem(row.line, row.key, "a setting has no missing value")


def _correction(row: Value) -> Iterator[Problem]:
    if row.section != calibration.SECTION:
        return
    plain = row.type.is_number and row.bit is None and not row.choices
    if row.place.space.read_function != 3 or not plain or row.place.count != 1:
        yield Problem(row.line, row.key, "a correction is a number in one holding register")
    elif row.minimum is None or row.maximum is None:
        yield Problem(row.line, row.key, "needs “minimum” and “maximum”: how far it may go")


def _is_named(row: Value, key: str) -> bool:
    if row.section == "temperatures":
        stem, _, number = row.name.rpartition("_")
        return row.name in _FIXED or (stem in _NUMBERED and number.isdecimal() and number != "0")
    if row.section == "settings":
        return row.name in SETTINGS or row.name.startswith(f"x_{key}_")
    if row.section == "extras":
        return row.name.isidentifier() and row.name.islower()
    if row.section == calibration.SECTION:
        return calibration.is_name(row.name)
    return row.name in _NAMES[row.section]


def _unknown(row: Value, key: str) -> str:
    if row.section == "settings":
        return f"no such setting; what only this board has is called x_{key}_…"
    if row.section == "temperatures":
        return "known sensors: board, mosfet, balancer, ambient, cell_1…, ext_1…"
    if row.section == calibration.SECTION:
        return "known here: zero_current, charge_current, discharge_current, cell_1…, ntc_1…"
    if row.section == "extras":
        return "names are small letters, digits and _"
    return f"known here: {', '.join(_NAMES[row.section])}"


def _bits(row: Bits, key: str) -> Iterator[Problem]:
    if row.target is Target.BALANCING:
        if row.names:
            yield Problem(row.line, row.key, "bits of balancing are cells, they have no names")
        return
    known = _EVENTS[row.target]
    for bit, name in row.names.items():
        stem, _, level = name.rpartition("_")
        own = name.startswith(f"x_{key}_")
        if name not in known and not own and not (stem in known and level in ("1", "2", "3")):
            words = f"bit {bit}: “{name}” is none of {', '.join(known)} or x_{key}_…"
            yield Problem(row.line, f"{row.key}.names", words)


def _control(row: Control) -> Iterator[Problem]:
    where = f"controls.{row.action}"
    spec = next((spec for spec in CONTROLS if spec.action.value == row.action), None)
    if spec is None:
        words = ", ".join(spec.action.value for spec in CONTROLS)
        yield Problem(row.line, where, f"known actions: {words}")
        return
    space = row.place.space
    if space.read_function not in (1, 3):
        yield Problem(row.line, where, "only coils and holding registers can be written")
    is_clock = row.type is Type.CLOCK
    fixed = row.value is not None
    if is_clock != (row.action == "set-clock"):
        yield Problem(row.line, where, "the type “clock” is for set-clock, and set-clock needs it")
    elif spec.takes_number and fixed:
        yield Problem(row.line, where, "takes the number that is asked for, no fixed “value”")
    elif spec.switch and fixed:
        yield Problem(row.line, where, "a switch takes on and off, no fixed “value”")
    elif spec.switch and not space.is_bits and row.on is None:
        yield Problem(row.line, where, "a switch in a register needs “on” and “off”")
    elif not (spec.switch or spec.takes_number or is_clock or fixed):
        yield Problem(row.line, where, "needs a fixed “value” that starts it")
    for number in (row.value, row.on, row.off):
        if number is not None and not 0 <= number <= (1 if space.is_bits else 0xFFFF):
            yield Problem(row.line, where, f"{number} does not fit")


def _shared(part: Part) -> Iterator[Problem]:
    """Name settings that would overwrite each other."""
    rows = sorted(
        (row for row in part.values if row.section == "settings"),
        key=lambda row: (row.place.address, row.place.end),
    )
    for one, other in pairwise(rows):
        if other.place.address < one.place.end and not _side_by_side(one, other):
            yield Problem(other.line, other.key, f"shares registers with {one.key}")


def _side_by_side(one: Value, other: Value) -> bool:
    """Return whether two settings share one register without touching each other."""
    if one.place != other.place:
        return False
    if one.bit is not None and other.bit is not None:
        return one.bit != other.bit
    return {one.type, other.type} == {Type.HIGH, Type.LOW}
