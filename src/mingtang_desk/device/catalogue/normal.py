"""Settings of the page Normal: capacities, cells, voltages, their delays."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import Group, Kind, Risk, SettingSpec


def _n(
    key: str,
    label: str,
    unit: str,
    lo: float,
    hi: float,
    decimals: int,
    help_text: str = "",
    risk: Risk = Risk.DANGEROUS,
) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.NORMAL,
        unit=unit,
        minimum=lo,
        maximum=hi,
        decimals=decimals,
        help=help_text,
        risk=risk,
    )


NORMAL: tuple[SettingSpec, ...] = (
    _n(
        "nominal_ah",
        QT_TRANSLATE_NOOP("Setting", "Standard capacity"),
        "Ah",
        0.1,
        10000,
        2,
        QT_TRANSLATE_NOOP(
            "SettingHelp",
            "Capacity the pack was designed for. The board counts SOC against it or against the "
            "full capacity.",
        ),
        Risk.CAREFUL,
    ),
    _n(
        "full_ah",
        QT_TRANSLATE_NOOP("Setting", "Full capacity"),
        "Ah",
        0.1,
        10000,
        2,
        QT_TRANSLATE_NOOP(
            "SettingHelp",
            "Capacity the pack really has from full to empty; the board may correct it by itself.",
        ),
        Risk.CAREFUL,
    ),
    SettingSpec(
        key="cell_count",
        label=QT_TRANSLATE_NOOP("Setting", "Number of cells"),
        group=Group.NORMAL,
        minimum=1,
        maximum=48,
        kind=Kind.INTEGER,
        help=QT_TRANSLATE_NOOP(
            "SettingHelp",
            "Cells in series. A wrong number makes the board see missing or extra cells and cut "
            "off.",
        ),
    ),
    SettingSpec(
        key="chemistry",
        label=QT_TRANSLATE_NOOP("Setting", "Battery type"),
        group=Group.NORMAL,
        kind=Kind.CHOICE,
        choices=("nmc", "lfp", "lmo", "lto"),
        help=QT_TRANSLATE_NOOP(
            "SettingHelp", "Cell chemistry. It decides which voltages are sane."
        ),
    ),
    SettingSpec(
        key="rated_current_a",
        label=QT_TRANSLATE_NOOP("Setting", "Rated current"),
        group=Group.NORMAL,
        unit="A",
        minimum=0,
        maximum=2000,
        decimals=1,
        read_only=True,
        help=QT_TRANSLATE_NOOP("SettingHelp", "Current the board is built for. Shown only."),
    ),
    _n(
        "cell_ovp_v",
        QT_TRANSLATE_NOOP("Setting", "Cell over-voltage protection"),
        "V",
        2.0,
        4.5,
        3,
        QT_TRANSLATE_NOOP(
            "SettingHelp",
            "Charging is cut when any cell rises above this. NMC 4.25 V, LFP 3.65 V at most.",
        ),
    ),
    _n(
        "cell_ovr_v",
        QT_TRANSLATE_NOOP("Setting", "Cell over-voltage recovery"),
        "V",
        2.0,
        4.5,
        3,
        QT_TRANSLATE_NOOP(
            "SettingHelp",
            "Charging is allowed again when all cells are below this. Must be below the "
            "protection value.",
        ),
    ),
    _n(
        "cell_uvp_v",
        QT_TRANSLATE_NOOP("Setting", "Cell under-voltage protection"),
        "V",
        1.0,
        4.0,
        3,
        QT_TRANSLATE_NOOP("SettingHelp", "Discharging is cut when any cell falls below this."),
    ),
    _n(
        "cell_uvr_v",
        QT_TRANSLATE_NOOP("Setting", "Cell under-voltage recovery"),
        "V",
        1.0,
        4.2,
        3,
        QT_TRANSLATE_NOOP(
            "SettingHelp",
            "Discharging is allowed again when all cells are above this. Must be above the "
            "protection value.",
        ),
    ),
    _n(
        "cell_delta_protect_v",
        QT_TRANSLATE_NOOP("Setting", "Cell differential protection"),
        "V",
        0.0,
        2.0,
        3,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "The board acts when highest and lowest cell differ by more than this."
        ),
    ),
    _n(
        "pack_ovp_v",
        QT_TRANSLATE_NOOP("Setting", "Total over-voltage protection"),
        "V",
        3.0,
        1000.0,
        2,
        QT_TRANSLATE_NOOP("SettingHelp", "Charging is cut when the pack voltage rises above this."),
    ),
    _n(
        "pack_ovr_v",
        QT_TRANSLATE_NOOP("Setting", "Total over-voltage recovery"),
        "V",
        3.0,
        1000.0,
        2,
        QT_TRANSLATE_NOOP("SettingHelp", "Charging is allowed again below this pack voltage."),
    ),
    _n(
        "pack_uvp_v",
        QT_TRANSLATE_NOOP("Setting", "Total under-voltage protection"),
        "V",
        2.0,
        1000.0,
        2,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Discharging is cut when the pack voltage falls below this."
        ),
    ),
    _n(
        "pack_uvr_v",
        QT_TRANSLATE_NOOP("Setting", "Total under-voltage recovery"),
        "V",
        2.0,
        1000.0,
        2,
        QT_TRANSLATE_NOOP("SettingHelp", "Discharging is allowed again above this pack voltage."),
    ),
    _n(
        "secondary_ovp_v",
        QT_TRANSLATE_NOOP("Setting", "Secondary charge protection voltage"),
        "V",
        3.0,
        1000.0,
        2,
        QT_TRANSLATE_NOOP("SettingHelp", "Last line of defence of the whole pack while charging."),
    ),
    _n(
        "secondary_uvp_v",
        QT_TRANSLATE_NOOP("Setting", "Secondary discharge protection voltage"),
        "V",
        2.0,
        1000.0,
        2,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Last line of defence of the whole pack while discharging."
        ),
    ),
    _n(
        "cell_secondary_ovp_v",
        QT_TRANSLATE_NOOP("Setting", "Cell secondary over-voltage protection"),
        "V",
        2.0,
        5.0,
        3,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Hardware limit of a single cell, above the normal protection."
        ),
    ),
    _n(
        "cell_secondary_uvp_v",
        QT_TRANSLATE_NOOP("Setting", "Cell secondary under-voltage protection"),
        "V",
        0.5,
        4.0,
        3,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Hardware limit of a single cell, below the normal protection."
        ),
    ),
    _n(
        "balance_start_v",
        QT_TRANSLATE_NOOP("Setting", "Balance start voltage"),
        "V",
        1.0,
        4.5,
        3,
        QT_TRANSLATE_NOOP("SettingHelp", "Cells are balanced only above this voltage."),
        Risk.CAREFUL,
    ),
    _n(
        "balance_delta_v",
        QT_TRANSLATE_NOOP("Setting", "Balance difference"),
        "V",
        0.001,
        1.0,
        3,
        QT_TRANSLATE_NOOP("SettingHelp", "Balancing begins when cells differ by more than this."),
        Risk.CAREFUL,
    ),
)


def _delay(key: str, label: str) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.NORMAL,
        unit="s",
        minimum=0,
        maximum=3600,
        decimals=0,
        risk=Risk.CAREFUL,
        help=QT_TRANSLATE_NOOP(
            "SettingHelp", "How long the limit must be exceeded before the board acts."
        ),
    )


DELAYS: tuple[SettingSpec, ...] = (
    _delay("cell_ovp_delay_s", QT_TRANSLATE_NOOP("Setting", "Cell over-voltage delay")),
    _delay("cell_uvp_delay_s", QT_TRANSLATE_NOOP("Setting", "Cell under-voltage delay")),
    _delay("pack_ovp_delay_s", QT_TRANSLATE_NOOP("Setting", "Total over-voltage delay")),
    _delay("pack_uvp_delay_s", QT_TRANSLATE_NOOP("Setting", "Total under-voltage delay")),
    _delay(
        "cell_secondary_ovp_delay_s",
        QT_TRANSLATE_NOOP("Setting", "Cell secondary over-voltage delay"),
    ),
    _delay(
        "cell_secondary_uvp_delay_s",
        QT_TRANSLATE_NOOP("Setting", "Cell secondary under-voltage delay"),
    ),
)
