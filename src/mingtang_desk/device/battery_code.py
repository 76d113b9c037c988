"""What a 24-character battery code says, parsed softly: it is a text, and never refused.

`BT` + chemistry + volts (3) + Ah (3) + cycle life / 100 (2) + maker (4) + YY MM + the rest: the day
and a serial in one public document, a serial of five figures on known packs. Source:
docs/protocols/mingtang.md, section 2.2.
"""

import re
from dataclasses import dataclass

_CODE = re.compile(
    r"BT(?P<kind>\d)(?P<volts>\d{3})(?P<ah>\d{3})(?P<life>\d{2})(?P<maker>[A-Z0-9]{4})"
    r"(?P<year>\d{2})(?P<month>\d{2})(?P<rest>[A-Z0-9]*)"
)
_CHEMISTRY = {"1": "lfp", "2": "lmo", "3": "nmc"}
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryCode:
    """What a code claims; the pack itself may be another, so nothing is decided by it.

    Attributes:
        chemistry: `lfp lmo nmc`, None for a digit that nobody has documented.
        nominal_v: volts; nominal_ah: ampere hours; cycle_life: promised cycles.
        year, month: of manufacture.
        serial: everything behind the month.
    """

    chemistry: str | None
    nominal_v: int
    nominal_ah: int
    cycle_life: int
    maker: str
    year: int
    month: int
    serial: str


def parse_battery_code(text: str) -> BatteryCode | None:
    """Return what a code says, None for one of another form (which is no mistake)."""
    match = _CODE.fullmatch(text.strip().upper())
    if match is None or not 1 <= int(match["month"]) <= _LAST_MONTH:
        return None
    return BatteryCode(
        chemistry=_CHEMISTRY.get(match["kind"]),
        nominal_v=int(match["volts"]),
        nominal_ah=int(match["ah"]),
        cycle_life=int(match["life"]) * 100,
        maker=match["maker"],
        year=2000 + int(match["year"]),
        month=int(match["month"]),
        serial=match["rest"],
    )
