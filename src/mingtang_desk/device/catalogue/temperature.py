"""Settings of the page TEMP.

Over- and low-temperature limits of board, charge, discharge, MOSFET.
"""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import Group, Risk, SettingSpec

_OTP = QT_TRANSLATE_NOOP("SettingHelp", "The board acts when the temperature rises above this.")
_OTR = QT_TRANSLATE_NOOP(
    "SettingHelp", "The board lets go again below this. Must be below the protection value."
)
_UTP = QT_TRANSLATE_NOOP("SettingHelp", "The board acts when the temperature falls below this.")
_UTR = QT_TRANSLATE_NOOP(
    "SettingHelp", "The board lets go again above this. Must be above the protection value."
)


def _t(key: str, label: str, help_text: str) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.TEMP,
        unit="°C",
        minimum=-60,
        maximum=150,
        decimals=1,
        help=help_text,
    )


def _d(key: str, label: str) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.TEMP,
        unit="s",
        minimum=0,
        maximum=3600,
        risk=Risk.CAREFUL,
        help=QT_TRANSLATE_NOOP(
            "SettingHelp", "How long the temperature must be outside before the board acts."
        ),
    )


TEMPERATURE: tuple[SettingSpec, ...] = (
    _t("board_otp_c", QT_TRANSLATE_NOOP("Setting", "Mainboard over-temperature protection"), _OTP),
    _t("board_otr_c", QT_TRANSLATE_NOOP("Setting", "Mainboard over-temperature recovery"), _OTR),
    _t("board_utp_c", QT_TRANSLATE_NOOP("Setting", "Mainboard low-temperature protection"), _UTP),
    _t("board_utr_c", QT_TRANSLATE_NOOP("Setting", "Mainboard low-temperature recovery"), _UTR),
    _t("chg_otp_c", QT_TRANSLATE_NOOP("Setting", "Charge over-temperature protection"), _OTP),
    _t("chg_otr_c", QT_TRANSLATE_NOOP("Setting", "Charge over-temperature recovery"), _OTR),
    _t("chg_utp_c", QT_TRANSLATE_NOOP("Setting", "Charge low-temperature protection"), _UTP),
    _t("chg_utr_c", QT_TRANSLATE_NOOP("Setting", "Charge low-temperature recovery"), _UTR),
    _t("dsg_otp_c", QT_TRANSLATE_NOOP("Setting", "Discharge over-temperature protection"), _OTP),
    _t("dsg_otr_c", QT_TRANSLATE_NOOP("Setting", "Discharge over-temperature recovery"), _OTR),
    _t("dsg_utp_c", QT_TRANSLATE_NOOP("Setting", "Discharge low-temperature protection"), _UTP),
    _t("dsg_utr_c", QT_TRANSLATE_NOOP("Setting", "Discharge low-temperature recovery"), _UTR),
    _t("mos_otp_c", QT_TRANSLATE_NOOP("Setting", "MOSFET over-temperature protection"), _OTP),
    _t("mos_otr_c", QT_TRANSLATE_NOOP("Setting", "MOSFET over-temperature recovery"), _OTR),
    _t("mos_utp_c", QT_TRANSLATE_NOOP("Setting", "MOSFET low-temperature protection"), _UTP),
    _t("mos_utr_c", QT_TRANSLATE_NOOP("Setting", "MOSFET low-temperature recovery"), _UTR),
    _d("chg_otp_delay_s", QT_TRANSLATE_NOOP("Setting", "Charge over-temperature delay")),
    _d("chg_utp_delay_s", QT_TRANSLATE_NOOP("Setting", "Charge low-temperature delay")),
    _d("dsg_otp_delay_s", QT_TRANSLATE_NOOP("Setting", "Discharge over-temperature delay")),
    _d("dsg_utp_delay_s", QT_TRANSLATE_NOOP("Setting", "Discharge low-temperature delay")),
)
