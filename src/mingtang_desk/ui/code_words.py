"""What a battery code claims, in words for tips; a claim of the code, not of the board."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.battery_code import parse_battery_code
from mingtang_desk.ui.shown import word

_SAYS = QT_TRANSLATE_NOOP(
    "Status",
    "The code says: {volts} V {ah} Ah, {chemistry}, {cycles} cycles, maker {maker}, "
    "{year}-{month}, serial {serial}",
)


def code_words(text: str) -> str:
    """Return what a code says, "" for one of another form."""
    code = parse_battery_code(text)
    if code is None:
        return ""
    return _tr("Status", _SAYS).format(
        volts=code.nominal_v,
        ah=code.nominal_ah,
        chemistry=word(code.chemistry or "unknown"),
        cycles=code.cycle_life,
        maker=code.maker,
        year=code.year,
        month=f"{code.month:02}",
        serial=code.serial,
    )


_tr: Callable[[str, str], str] = QCoreApplication.translate
