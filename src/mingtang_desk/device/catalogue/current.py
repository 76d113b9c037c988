"""Settings of the page Current: over-current levels of charge and discharge, short circuit."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import Group, Risk, SettingSpec

_A = QT_TRANSLATE_NOOP(
    "SettingHelp",
    "Current limit of this level, a positive number. A higher level number acts at another "
    "current and delay.",
)
_DELAY = QT_TRANSLATE_NOOP(
    "SettingHelp", "How long the current must exceed the limit before the board acts."
)
_RECOVERY = QT_TRANSLATE_NOOP(
    "SettingHelp", "How long after the trip the board lets current flow again."
)


def _a(key: str, label: str) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.CURRENT,
        unit="A",
        minimum=0.0,
        maximum=5000.0,
        decimals=2,
        help=_A,
    )


def _s(key: str, label: str, help_text: str) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.CURRENT,
        unit="s",
        minimum=0,
        maximum=3600,
        decimals=3,
        risk=Risk.CAREFUL,
        help=help_text,
    )


CURRENT: tuple[SettingSpec, ...] = (
    _a("chg_ocp_1_a", QT_TRANSLATE_NOOP("Setting", "Charge over-current 1")),
    _s("chg_ocp_1_delay_s", QT_TRANSLATE_NOOP("Setting", "Charge over-current 1 duration"), _DELAY),
    _s(
        "chg_ocp_1_recovery_s",
        QT_TRANSLATE_NOOP("Setting", "Charge over-current 1 recovery"),
        _RECOVERY,
    ),
    _a("chg_ocp_2_a", QT_TRANSLATE_NOOP("Setting", "Charge over-current 2")),
    _s("chg_ocp_2_delay_s", QT_TRANSLATE_NOOP("Setting", "Charge over-current 2 duration"), _DELAY),
    _s(
        "chg_ocp_2_recovery_s",
        QT_TRANSLATE_NOOP("Setting", "Charge over-current 2 recovery"),
        _RECOVERY,
    ),
    _a("chg_ocp_3_a", QT_TRANSLATE_NOOP("Setting", "Charge over-current 3")),
    _s("chg_ocp_3_delay_s", QT_TRANSLATE_NOOP("Setting", "Charge over-current 3 duration"), _DELAY),
    _s(
        "chg_ocp_3_recovery_s",
        QT_TRANSLATE_NOOP("Setting", "Charge over-current 3 recovery"),
        _RECOVERY,
    ),
    _a("dsg_ocp_1_a", QT_TRANSLATE_NOOP("Setting", "Discharge over-current 1")),
    _s(
        "dsg_ocp_1_delay_s",
        QT_TRANSLATE_NOOP("Setting", "Discharge over-current 1 duration"),
        _DELAY,
    ),
    _s(
        "dsg_ocp_1_recovery_s",
        QT_TRANSLATE_NOOP("Setting", "Discharge over-current 1 recovery"),
        _RECOVERY,
    ),
    _a("dsg_ocp_2_a", QT_TRANSLATE_NOOP("Setting", "Discharge over-current 2")),
    _s(
        "dsg_ocp_2_delay_s",
        QT_TRANSLATE_NOOP("Setting", "Discharge over-current 2 duration"),
        _DELAY,
    ),
    _s(
        "dsg_ocp_2_recovery_s",
        QT_TRANSLATE_NOOP("Setting", "Discharge over-current 2 recovery"),
        _RECOVERY,
    ),
    _a("dsg_ocp_3_a", QT_TRANSLATE_NOOP("Setting", "Discharge over-current 3")),
    _s(
        "dsg_ocp_3_delay_s",
        QT_TRANSLATE_NOOP("Setting", "Discharge over-current 3 duration"),
        _DELAY,
    ),
    _s(
        "dsg_ocp_3_recovery_s",
        QT_TRANSLATE_NOOP("Setting", "Discharge over-current 3 recovery"),
        _RECOVERY,
    ),
    _a("scp_a", QT_TRANSLATE_NOOP("Setting", "Short circuit current")),
    SettingSpec(
        key="scp_delay_us",
        label=QT_TRANSLATE_NOOP("Setting", "Short circuit delay"),
        group=Group.CURRENT,
        unit="µs",
        minimum=0,
        maximum=10000,
        risk=Risk.CAREFUL,
        help=_DELAY,
    ),
    _s("scp_recovery_s", QT_TRANSLATE_NOOP("Setting", "Short circuit recovery"), _RECOVERY),
)
