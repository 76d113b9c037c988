"""Meaning of the parameters that only register FA has."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import Group, Kind, Risk, SettingSpec

_CURVE = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cell voltage at rest that the board takes for this charge."
)
_OF_THE_BOARD = QT_TRANSLATE_NOOP("SettingHelp", "Text that the maker put into the board.")


def _number(
    key: str, label: str, help_text: str, *, unit: str, high: float, decimals: int = 0
) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.MORE,
        unit=unit,
        minimum=0,
        maximum=high,
        decimals=decimals,
        kind=Kind.NUMBER if decimals else Kind.INTEGER,
        risk=Risk.CAREFUL,
        help=help_text,
    )


def _volts(key: str, label: str) -> SettingSpec:
    return _number(key, label, _CURVE, unit="V", high=5, decimals=3)


def _text(key: str, label: str, help_text: str = _OF_THE_BOARD) -> SettingSpec:
    return SettingSpec(
        key=key, label=label, group=Group.MORE, kind=Kind.TEXT, risk=Risk.EASY, help=help_text
    )


EXTENDED: tuple[SettingSpec, ...] = (
    _volts("x_jbd_cell_100_pct_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 100 % (FA)")),
    _volts("x_jbd_cell_90_pct_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 90 %")),
    _volts("x_jbd_cell_70_pct_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 70 %")),
    _volts("x_jbd_cell_50_pct_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 50 %")),
    _volts("x_jbd_cell_30_pct_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 30 %")),
    _volts("x_jbd_cell_10_pct_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 10 %")),
    _number(
        "x_jbd_gps_off_v",
        QT_TRANSLATE_NOOP("Setting", "GPS shutdown voltage"),
        QT_TRANSLATE_NOOP("SettingHelp", "Below it the board cuts the power of its tracker."),
        unit="V",
        high=65.535,
        decimals=3,
    ),
    _number(
        "x_jbd_gps_off_delay_s",
        QT_TRANSLATE_NOOP("Setting", "GPS shutdown delay"),
        QT_TRANSLATE_NOOP(
            "SettingHelp", "How long the voltage must be low before the tracker loses its power."
        ),
        unit="s",
        high=0xFFFF,
    ),
    _number(
        "x_jbd_sleep_s",
        QT_TRANSLATE_NOOP("Setting", "Sleep time"),
        QT_TRANSLATE_NOOP("SettingHelp", "How long the board is idle before it sleeps."),
        unit="s",
        high=0xFFFF,
    ),
    _number(
        "x_jbd_correction_interval_s",
        QT_TRANSLATE_NOOP("Setting", "Correction interval"),
        QT_TRANSLATE_NOOP("SettingHelp", "How often the board corrects its charge."),
        unit="s",
        high=0xFFFF,
    ),
    _number(
        "x_jbd_minimum_current_a",
        QT_TRANSLATE_NOOP("Setting", "Smallest current"),
        QT_TRANSLATE_NOOP("SettingHelp", "What the documents call the minimum current."),
        unit="A",
        high=65.535,
        decimals=3,
    ),
    _number(
        "x_jbd_learned_capacity_raw",
        QT_TRANSLATE_NOOP("Setting", "Learned capacity (raw)"),
        QT_TRANSLATE_NOOP("SettingHelp", "The number as it is, for support; its unit is unknown."),
        unit="",
        high=0xFFFF,
    ),
    _text("x_jbd_bms_code", QT_TRANSLATE_NOOP("Setting", "BMS code")),
    _text("x_jbd_battery_model", QT_TRANSLATE_NOOP("Setting", "Battery model")),
    _text("x_jbd_hardware_name", QT_TRANSLATE_NOOP("Setting", "Hardware name")),
    _text(
        "x_jbd_unique_id",
        QT_TRANSLATE_NOOP("Setting", "Unique number of the chip"),
        QT_TRANSLATE_NOOP("SettingHelp", "Twelve bytes in hex."),
    ),
)
