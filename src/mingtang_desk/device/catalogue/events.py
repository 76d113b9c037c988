"""Keys of protections (the board has acted), alarms (it warns) and faults.

It is broken), with words.
"""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

PROTECTIONS: dict[str, str] = {
    "cell_ov": QT_TRANSLATE_NOOP("Event", "Cell over-voltage"),
    "cell_uv": QT_TRANSLATE_NOOP("Event", "Cell under-voltage"),
    "pack_ov": QT_TRANSLATE_NOOP("Event", "Total over-voltage"),
    "pack_uv": QT_TRANSLATE_NOOP("Event", "Total under-voltage"),
    "chg_oc": QT_TRANSLATE_NOOP("Event", "Charge over-current"),
    "dsg_oc": QT_TRANSLATE_NOOP("Event", "Discharge over-current"),
    "short": QT_TRANSLATE_NOOP("Event", "Short circuit"),
    "chg_ot": QT_TRANSLATE_NOOP("Event", "Charge over-temperature"),
    "chg_ut": QT_TRANSLATE_NOOP("Event", "Charge low-temperature"),
    "dsg_ot": QT_TRANSLATE_NOOP("Event", "Discharge over-temperature"),
    "dsg_ut": QT_TRANSLATE_NOOP("Event", "Discharge low-temperature"),
    "board_ot": QT_TRANSLATE_NOOP("Event", "Board over-temperature"),
    "board_ut": QT_TRANSLATE_NOOP("Event", "Board low-temperature"),
    "mos_ot": QT_TRANSLATE_NOOP("Event", "MOSFET over-temperature"),
    "cell_delta": QT_TRANSLATE_NOOP("Event", "Cell difference too large"),
    "secondary_ov": QT_TRANSLATE_NOOP("Event", "Secondary over-voltage"),
    "secondary_uv": QT_TRANSLATE_NOOP("Event", "Secondary under-voltage"),
}
"""A board with several trip levels adds `_1 _2 _3`."""

ALARMS: dict[str, str] = {
    **PROTECTIONS,
    "low_soc": QT_TRANSLATE_NOOP("Event", "Low charge"),
    "high_soc": QT_TRANSLATE_NOOP("Event", "High charge"),
    "temp_delta": QT_TRANSLATE_NOOP("Event", "Temperature difference"),
}

FAULTS: dict[str, str] = {
    "afe": QT_TRANSLATE_NOOP("Event", "Front-end IC error"),
    "mos_chg": QT_TRANSLATE_NOOP("Event", "Charge MOSFET broken"),
    "mos_dsg": QT_TRANSLATE_NOOP("Event", "Discharge MOSFET broken"),
    "mos_lock": QT_TRANSLATE_NOOP("Event", "MOSFETs locked by command"),
    "ntc": QT_TRANSLATE_NOOP("Event", "Temperature sensor broken"),
    "eeprom": QT_TRANSLATE_NOOP("Event", "Memory error"),
    "comm": QT_TRANSLATE_NOOP("Event", "Internal communication error"),
    "current_sensor": QT_TRANSLATE_NOOP("Event", "Current sensor broken"),
}
