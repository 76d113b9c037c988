"""What goes wrong when a setting that only JBD boards have is too high or too low."""

from collections.abc import Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.consequences import Consequences

_CURVE: Consequences = (
    QT_TRANSLATE_NOOP("SettingHelp", "SOC is shown too low at this voltage."),
    QT_TRANSLATE_NOOP("SettingHelp", "SOC is shown too high at this voltage."),
)

CONSEQUENCES: Mapping[str, Consequences] = {
    **dict.fromkeys(
        (
            "x_jbd_cell_full_v",
            "x_jbd_cell_empty_v",
            *(f"x_jbd_cell_{pct}_pct_v" for pct in range(10, 101, 10)),
        ),
        _CURVE,
    ),
    "x_jbd_self_discharge_pct": (
        QT_TRANSLATE_NOOP("SettingHelp", "SOC falls in storage faster than the charge does."),
        QT_TRANSLATE_NOOP("SettingHelp", "SOC stays high in storage while the cells empty."),
    ),
    "x_jbd_shunt_mohm": (
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Currents are shown too small, and over-current acts too late."
        ),
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Currents are shown too large, and over-current acts too early."
        ),
    ),
    "x_jbd_fet_control_s": (
        QT_TRANSLATE_NOOP("SettingHelp", "The board reacts late to its switch."),
        QT_TRANSLATE_NOOP("SettingHelp", "A bouncing contact switches the pack off."),
    ),
    "x_jbd_led_s": (
        QT_TRANSLATE_NOOP("SettingHelp", "The LEDs draw current for longer."),
        QT_TRANSLATE_NOOP("SettingHelp", "The LEDs go out before they are read."),
    ),
    "x_jbd_gps_off_v": (
        QT_TRANSLATE_NOOP(
            "SettingHelp", "The tracker loses its power while the pack has charge left."
        ),
        QT_TRANSLATE_NOOP(
            "SettingHelp", "The tracker goes on emptying a pack that is nearly empty."
        ),
    ),
    "x_jbd_gps_off_delay_s": (
        QT_TRANSLATE_NOOP(
            "SettingHelp", "The tracker goes on emptying a pack that is nearly empty."
        ),
        QT_TRANSLATE_NOOP("SettingHelp", "A short dip takes the tracker off the air."),
    ),
    "x_jbd_sleep_s": (
        QT_TRANSLATE_NOOP("SettingHelp", "An idle board draws current from the pack for longer."),
        QT_TRANSLATE_NOOP("SettingHelp", "The board sleeps between two uses and has to be woken."),
    ),
    "x_jbd_correction_interval_s": (
        QT_TRANSLATE_NOOP("SettingHelp", "SOC drifts for longer before it is corrected."),
        QT_TRANSLATE_NOOP("SettingHelp", "SOC jumps often."),
    ),
    "x_jbd_minimum_current_a": (
        QT_TRANSLATE_NOOP("SettingHelp", "Small currents are not counted, and SOC drifts."),
        QT_TRANSLATE_NOOP("SettingHelp", "Noise is counted as current, and SOC drifts."),
    ),
}
