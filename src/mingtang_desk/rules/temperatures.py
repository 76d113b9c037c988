"""Temperatures: charging in the cold, limits that are too hot or never reached."""

from collections.abc import Iterator

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.bounds import ANY, Side, bound
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

_CELL_SOURCE = QT_TRANSLATE_NOOP(
    "FindingSource",
    "Data sheets: Samsung SDI INR18650-35E charge 0 to 45 °C, discharge -10 to 60 "
    "°C; EVE LF280K charge 0 to 60 °C, discharge to -20 °C at least; Toshiba SCiB "
    "-30 to 60 °C",
)
_PLATING = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Below 0 °C charging plates metallic lithium on graphite: capacity is lost for good and the "
    "cell may short later. Only LTO may be charged in deep frost.",
)
_HOT_CELLS = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Above about 60 °C cells age fast and make gas; far above they may run away. The sensor is "
    "cooler than the hottest cell.",
)
_HOT_BOARD = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Switches get hotter inside than the sensor beside them; above this the solder, the board and "
    "the switches themselves fail.",
)
_TOO_EAGER = QT_TRANSLATE_NOOP(
    "FindingReason", "The board cuts off on a warm day or under normal load."
)
_WINTER = QT_TRANSLATE_NOOP(
    "FindingReason", "The pack gives nothing on a cool day, though the cells could."
)
_COLD = QT_TRANSLATE_NOOP(
    "FindingReason",
    "In such frost the voltage sags at once and the cell is stressed beyond its data sheet.",
)
_INSIDE = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is beyond {b} ({b_value}): charging stands less than discharging."
)


def _range_inside(facts: Facts) -> Iterator[Hit]:
    for charge, discharge, sign in (("chg_otp_c", "dsg_otp_c", 1), ("chg_utp_c", "dsg_utp_c", -1)):
        a, b = facts.numbers.get(charge), facts.numbers.get(discharge)
        if a is not None and b is not None and sign * a > sign * b:
            yield Hit(severity=Severity.WARNING, keys=(charge, discharge), message=_INSIDE)


TEMPERATURES: tuple[Rule, ...] = (
    bound(
        "charge_cold",
        "chg_utp_c",
        Side.BELOW,
        {
            "nmc": (0, -10),
            "lmo": (0, -10),
            "lfp": (0, -10),
            "lto": (-30, -40),
            ANY: (0, -40),
        },
        reason=_PLATING,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Data sheets: Samsung SDI INR18650-35E charge 0 to 45 °C, discharge -10 to 60 "
            "°C; EVE LF280K charge 0 to 60 °C, discharge to -20 °C at least; Toshiba SCiB "
            "-30 to 60 °C; the manual's own 17S set has -5 °C",
        ),
        cells_not_lto=True,
    ),
    bound(
        "charge_cold_high",
        "chg_utp_c",
        Side.ABOVE,
        {ANY: (5, 15)},
        reason=QT_TRANSLATE_NOOP("FindingReason", "The pack cannot be charged on a cool day."),
        source=_CELL_SOURCE,
    ),
    bound(
        "charge_hot",
        "chg_otp_c",
        Side.ABOVE,
        {ANY: (65, 75)},
        reason=_HOT_CELLS,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Data sheets: Samsung SDI INR18650-35E charge 0 to 45 °C, discharge -10 to 60 "
            "°C; EVE LF280K charge 0 to 60 °C, discharge to -20 °C at least; Toshiba SCiB "
            "-30 to 60 °C; JK example device 70 °C",
        ),
    ),
    bound(
        "discharge_hot",
        "dsg_otp_c",
        Side.ABOVE,
        {ANY: (70, 85)},
        reason=_HOT_CELLS,
        source=_CELL_SOURCE,
    ),
    bound(
        "cells_hot_low",
        ("chg_otp_c", "dsg_otp_c"),
        Side.BELOW,
        {ANY: (45, 35)},
        reason=_TOO_EAGER,
        source=QT_TRANSLATE_NOOP("FindingSource", "Field practice"),
    ),
    bound(
        "discharge_cold",
        "dsg_utp_c",
        Side.BELOW,
        {"lto": (-40, -50), ANY: (-30, -40)},
        reason=_COLD,
        source=_CELL_SOURCE,
    ),
    bound(
        "discharge_cold_high",
        "dsg_utp_c",
        Side.ABOVE,
        {ANY: (0, 10)},
        reason=_WINTER,
        source=_CELL_SOURCE,
    ),
    bound(
        "board_hot",
        "board_otp_c",
        Side.ABOVE,
        {ANY: (85, 100)},
        reason=_HOT_BOARD,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Parts of the industrial class end at 85 °C; the manual's own 17S set has 75 °C",
        ),
    ),
    bound(
        "mos_hot",
        "mos_otp_c",
        Side.ABOVE,
        {ANY: (100, 115)},
        reason=_HOT_BOARD,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "FR-4 boards end at about 130 °C; defaults: JK 100 °C, Seplos 115 °C"
        ),
    ),
    bound(
        "board_hot_low",
        ("board_otp_c", "mos_otp_c"),
        Side.BELOW,
        {ANY: (55, 40)},
        reason=_TOO_EAGER,
        source=QT_TRANSLATE_NOOP("FindingSource", "Field practice"),
    ),
    bound(
        "board_cold_high",
        ("board_utp_c", "mos_utp_c"),
        Side.ABOVE,
        {ANY: (0, 10)},
        reason=_WINTER,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Field practice; the manual's own 17S set has -20 °C"
        ),
    ),
    Rule(
        key="charge_inside_discharge",
        title="the temperatures of charging lie inside those of discharging, else a warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "Every data sheet allows charging in a narrower range than discharging.",
        ),
        source=_CELL_SOURCE,
        find=_range_inside,
    ),
)
