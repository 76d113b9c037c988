"""What goes wrong when a setting is too high or too low: the second half of its help."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import SettingSpec

type Consequences = tuple[str, str]
"""Too high, too low."""

_OVERCHARGE = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cells are overcharged: they age fast, swell, and may catch fire."
)
_NEVER_FULL = QT_TRANSLATE_NOOP(
    "SettingHelp", "The pack is never charged full, and balancing has no time to work."
)
_CHATTERS = QT_TRANSLATE_NOOP(
    "SettingHelp", "Too close to the protection: the board switches off and on again and again."
)
_NO_CHARGE = QT_TRANSLATE_NOOP(
    "SettingHelp", "Charging stays forbidden until the pack has been discharged far."
)
_CUTS_EARLY = QT_TRANSLATE_NOOP(
    "SettingHelp", "The pack cuts out under load while there is charge left."
)
_DEEP = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cells are discharged too deep and may be damaged for good."
)
_STAYS_DEAD = QT_TRANSLATE_NOOP(
    "SettingHelp", "After it was empty the pack stays dead until it is charged far up."
)
_WEAK_UNSEEN = QT_TRANSLATE_NOOP(
    "SettingHelp", "A weak cell or a broken sense wire goes unnoticed."
)
_HEALTHY_CUT = QT_TRANSLATE_NOOP(
    "SettingHelp", "A healthy pack cuts off near full or empty, where cells always differ."
)
_CELLS_FIRST = QT_TRANSLATE_NOOP("SettingHelp", "It never acts before the limits of the cells do.")
_LAST_LATE = QT_TRANSLATE_NOOP(
    "SettingHelp", "The last line of defence comes too late when the first one fails."
)
_LAST_FIRST = QT_TRANSLATE_NOOP(
    "SettingHelp",
    "It acts before the first protection, and many boards then stay off until they are reset.",
)
_NO_BALANCE = QT_TRANSLATE_NOOP(
    "SettingHelp", "Balancing hardly ever begins, and the cells drift apart."
)
_WRONG_CELLS = QT_TRANSLATE_NOOP(
    "SettingHelp", "Charge is taken from the wrong cells, most of all from LFP on its flat curve."
)
_NOISE = QT_TRANSLATE_NOOP(
    "SettingHelp", "The board balances on the noise of its measurement and warms up for nothing."
)
_TOO_LATE = QT_TRANSLATE_NOOP("SettingHelp", "The harm is done before the board acts.")
_NERVOUS = QT_TRANSLATE_NOOP(
    "SettingHelp", "A short dip or a disturbed measurement cuts the pack off."
)
_SOC_HIGH = QT_TRANSLATE_NOOP(
    "SettingHelp", "SOC falls too slowly: the pack is empty while charge is still shown."
)
_SOC_LOW = QT_TRANSLATE_NOOP(
    "SettingHelp", "SOC falls too fast: the pack shows empty with charge left."
)
_MISSING_CELLS = QT_TRANSLATE_NOOP("SettingHelp", "The board sees missing cells and cuts off.")
_UNGUARDED = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cells are left unguarded, or the board sees extra ones and cuts off."
)
_OVERHEATS = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cells, wires and switches overheat before the board acts."
)
_NORMAL_CUT = QT_TRANSLATE_NOOP(
    "SettingHelp", "Normal use, like a start or a climb, cuts the pack off."
)
_LONG_OFF = QT_TRANSLATE_NOOP("SettingHelp", "The pack stays off long after the cause is gone.")
_AGAIN = QT_TRANSLATE_NOOP(
    "SettingHelp",
    "The board switches on again into the same fault and heats its switches each time.",
)
_SHORT_UNSEEN = QT_TRANSLATE_NOOP(
    "SettingHelp", "A short circuit destroys the switches before it is seen."
)
_SHORT_FALSE = QT_TRANSLATE_NOOP(
    "SettingHelp", "Connecting an inverter or starting a motor counts as a short circuit."
)
_HOT = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cells or switches are damaged by heat before the board acts."
)
_WARM_CUT = QT_TRANSLATE_NOOP("SettingHelp", "A warm day or normal load cuts the pack off.")
_NO_WINTER_CHARGE = QT_TRANSLATE_NOOP("SettingHelp", "The pack cannot be charged on a cool day.")
_PLATING = QT_TRANSLATE_NOOP(
    "SettingHelp",
    "Charging in frost plates lithium: capacity is lost and the cell may short later.",
)
_NO_WINTER = QT_TRANSLATE_NOOP("SettingHelp", "The pack gives nothing on a cool day.")
_FROST = QT_TRANSLATE_NOOP("SettingHelp", "Cells or board are used colder than they were made for.")

_BY_KEY: Mapping[str, Consequences] = {
    "nominal_ah": (_SOC_HIGH, _SOC_LOW),
    "full_ah": (_SOC_HIGH, _SOC_LOW),
    "cell_count": (_MISSING_CELLS, _UNGUARDED),
    "cell_ovp_v": (_OVERCHARGE, _NEVER_FULL),
    "cell_ovr_v": (_CHATTERS, _NO_CHARGE),
    "cell_uvp_v": (_CUTS_EARLY, _DEEP),
    "cell_uvr_v": (_STAYS_DEAD, _CHATTERS),
    "cell_delta_protect_v": (_WEAK_UNSEEN, _HEALTHY_CUT),
    "pack_ovp_v": (_CELLS_FIRST, _NEVER_FULL),
    "pack_ovr_v": (_CHATTERS, _NO_CHARGE),
    "pack_uvp_v": (_CUTS_EARLY, _CELLS_FIRST),
    "pack_uvr_v": (_STAYS_DEAD, _CHATTERS),
    "secondary_ovp_v": (_LAST_LATE, _LAST_FIRST),
    "secondary_uvp_v": (_LAST_FIRST, _LAST_LATE),
    "cell_secondary_ovp_v": (_LAST_LATE, _LAST_FIRST),
    "cell_secondary_uvp_v": (_LAST_FIRST, _LAST_LATE),
    "balance_start_v": (_NO_BALANCE, _WRONG_CELLS),
    "balance_delta_v": (_NO_BALANCE, _NOISE),
    "scp_a": (_SHORT_UNSEEN, _SHORT_FALSE),
    "scp_delay_us": (_SHORT_UNSEEN, _SHORT_FALSE),
    "chg_utp_c": (_NO_WINTER_CHARGE, _PLATING),
}
_BY_ENDING: Mapping[str, Consequences] = {
    "_delay_s": (_TOO_LATE, _NERVOUS),
    "_recovery_s": (_LONG_OFF, _AGAIN),
    "_a": (_OVERHEATS, _NORMAL_CUT),
    "_otp_c": (_HOT, _WARM_CUT),
    "_otr_c": (_CHATTERS, _LONG_OFF),
    "_utp_c": (_NO_WINTER, _FROST),
    "_utr_c": (_LONG_OFF, _CHATTERS),
}


def with_consequences(
    rows: Iterable[SettingSpec], own: Mapping[str, Consequences] | None = None
) -> Iterator[SettingSpec]:
    """Yield rows with what goes wrong, by their keys; `own` are those of one protocol."""
    for spec in rows:
        ending = next((end for end in _BY_ENDING if spec.key.endswith(end)), "")
        common = _BY_KEY.get(spec.key) or _BY_ENDING.get(ending, ("", ""))
        high, low = (
            ("", "") if spec.read_only else common if own is None else own.get(spec.key, ("", ""))
        )
        yield replace(spec, too_high=high, too_low=low)
