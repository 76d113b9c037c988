"""Windows of one cell by chemistry, balancing, difference between cells."""

from collections.abc import Iterator

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.bounds import ANY, Side, bound
from mingtang_desk.rules.facts import Facts
from mingtang_desk.rules.finding import Hit, Rule, Severity

_HIGH_SOURCE = QT_TRANSLATE_NOOP(
    "FindingSource",
    "IEC 62133-2:2017 (upper limit charging voltage 4.25 V); Samsung SDI "
    "INR18650-35E: 4.2 V; EVE LF280K: 3.65 V; Toshiba SCiB 23 Ah: 2.7 V. Margins "
    "for the board: field practice",
)
_LOW_SOURCE = QT_TRANSLATE_NOOP(
    "FindingSource",
    "End-of-discharge voltages: Samsung SDI INR18650-35E 2.65 V, EVE LF280K 2.5 V "
    "(2.0 V in the cold), Toshiba SCiB 23 Ah 1.5 V. Margins: field practice",
)
_OVERCHARGE = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Above the limit of its chemistry a cell plates lithium and makes gas; this is how packs catch "
    "fire while charging.",
)
_NEVER_FULL = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Charging is cut long before cells of this chemistry are full. Either the limit or the battery "
    "type is that of another pack.",
)
_NO_RETURN = QT_TRANSLATE_NOOP(
    "FindingReason",
    "After an over-voltage charging stays forbidden until the cells are far discharged; the pack "
    "seems unable to charge.",
)
_DEEP = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Deep discharge dissolves the copper of the cell; charged again, it may short inside.",
)
_EARLY = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Under load the voltage sags below this while much charge is left: the pack cuts out early.",
)
_LOCKED_OUT = QT_TRANSLATE_NOOP(
    "FindingReason",
    "After an under-voltage the pack gives no current until it is charged far up; a cell at rest "
    "hardly gets there by itself.",
)
_KNEE = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Below the knee the voltages of cells say little about their charge; balancing there takes "
    "charge from the wrong cells and the pack drifts apart.",
)
_NEVER_BALANCED = QT_TRANSLATE_NOOP(
    "FindingReason", "The cells hardly ever get there before charging ends, so nothing is balanced."
)


WINDOWS: tuple[Rule, ...] = (
    bound(
        "cell_ovp_high",
        "cell_ovp_v",
        Side.ABOVE,
        {
            "nmc": (4.25, 4.30),
            "lmo": (4.25, 4.30),
            "lfp": (3.75, 3.80),
            "lto": (2.85, 3.0),
            ANY: (4.30, 4.35),
        },
        reason=_OVERCHARGE,
        source=_HIGH_SOURCE,
    ),
    bound(
        "cell_ovp_low",
        "cell_ovp_v",
        Side.BELOW,
        {"nmc": (4.0, 3.85), "lmo": (4.0, 3.85), "lfp": (3.5, 3.4), "lto": (2.6, 2.4)},
        reason=_NEVER_FULL,
        source=_HIGH_SOURCE,
    ),
    bound(
        "cell_secondary_ovp_high",
        "cell_secondary_ovp_v",
        Side.ABOVE,
        {
            "nmc": (4.35, 4.40),
            "lmo": (4.35, 4.40),
            "lfp": (3.90, 4.0),
            "lto": (3.0, 3.2),
            ANY: (4.40, 4.60),
        },
        reason=_OVERCHARGE,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "TI BQ77 secondary protectors for 4.2 V cells trip at 4.30 to 4.35 V; others "
            "field practice",
        ),
    ),
    bound(
        "cell_ovr_low",
        "cell_ovr_v",
        Side.BELOW,
        {"nmc": (3.9, 3.7), "lmo": (3.9, 3.7), "lfp": (3.3, 3.15), "lto": (2.4, 2.2)},
        reason=_NO_RETURN,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Open-circuit curves of the chemistries (data sheets as above); field practice",
        ),
    ),
    bound(
        "cell_uvp_low",
        "cell_uvp_v",
        Side.BELOW,
        {"nmc": (2.5, 2.3), "lmo": (2.5, 2.3), "lfp": (2.2, 2.0), "lto": (1.5, 1.3)},
        reason=_DEEP,
        source=_LOW_SOURCE,
    ),
    bound(
        "cell_uvp_high",
        "cell_uvp_v",
        Side.ABOVE,
        {"nmc": (3.3, 3.5), "lmo": (3.3, 3.5), "lfp": (3.0, 3.15), "lto": (2.2, 2.35)},
        reason=_EARLY,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Open-circuit curves of the chemistries (data sheets as above); field practice",
        ),
    ),
    bound(
        "cell_uvr_high",
        "cell_uvr_v",
        Side.ABOVE,
        {"nmc": (3.6, 3.9), "lmo": (3.6, 3.9), "lfp": (3.25, 3.4), "lto": (2.35, 2.55)},
        reason=_LOCKED_OUT,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Open-circuit curves of the chemistries (data sheets as above); field practice",
        ),
    ),
    bound(
        "cell_secondary_uvp_low",
        "cell_secondary_uvp_v",
        Side.BELOW,
        {"nmc": (2.2, 1.8), "lmo": (2.2, 1.8), "lfp": (1.8, 1.5), "lto": (1.2, 1.0)},
        reason=_DEEP,
        source=_LOW_SOURCE,
    ),
    bound(
        "balance_start_low",
        "balance_start_v",
        Side.BELOW,
        {"nmc": (3.4, 3.0), "lmo": (3.4, 3.0), "lfp": (3.3, 3.2), "lto": (2.3, 2.1)},
        reason=_KNEE,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Flat part of the LFP curve, EVE LF280K; field practice (JK boards ship with 3.0 V)",
        ),
    ),
    bound(
        "balance_start_high",
        "balance_start_v",
        Side.ABOVE,
        {"nmc": (4.18, 4.25), "lmo": (4.18, 4.25), "lfp": (3.55, 3.65), "lto": (2.7, 2.85)},
        reason=_NEVER_BALANCED,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Charge voltages of the data sheets above; field practice"
        ),
    ),
    bound(
        "balance_delta_low",
        "balance_delta_v",
        Side.BELOW,
        {ANY: (0.003, 0.002)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "That is the noise of the measurement: the board balances without end, warms up and "
            "moves charge about for nothing.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "TI bq769x0, SLUSBK2: cell voltages are good to about 10 mV; field practice",
        ),
    ),
    bound(
        "balance_delta_high",
        "balance_delta_v",
        Side.ABOVE,
        {ANY: (0.1, 0.19)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "Cells drift that far apart before anything is balanced; the pack loses capacity and "
            "the highest cell ends every charge.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Field practice; dbus-serialbattery starts at 10 to 80 mV"
        ),
    ),
    bound(
        "cell_delta_low",
        "cell_delta_protect_v",
        Side.BELOW,
        {ANY: (0.15, 0.05)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "Healthy cells differ by more near full and near empty, most of all LFP: the board "
            "cuts a good pack off. 0 is either that or no protection at all.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Battery-Emulator limits: 100 to 250 mV for NMC packs, 400 mV for LFP packs",
        ),
    ),
    bound(
        "cell_delta_high",
        "cell_delta_protect_v",
        Side.ABOVE,
        {ANY: (1.0, 1.5)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "A cell that far from its neighbours is long broken, or its wire is; this protection "
            "never acts before the voltage limits do.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "The manual's own 17S set has 1.0 V; field practice"
        ),
    ),
)


_BALANCE_ABOVE = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is not below {b} ({b_value}): balancing never begins."
)
_BALANCE_BELOW = QT_TRANSLATE_NOOP(
    "Finding", "{a} ({a_value}) is not above {b} ({b_value}): empty cells would be balanced."
)
_DELTA_INSIDE = QT_TRANSLATE_NOOP(
    "Finding",
    "{a} ({a_value}) is not above {b} ({b_value}): the board cuts off before it balances.",
)
_DELTA_WIDE = QT_TRANSLATE_NOOP(
    "Finding",
    "{a} ({a_value}) is as wide as the range from {b} ({b_value}) to {c} ({c_value}): it never "
    "acts.",
)


def _balance(facts: Facts) -> Iterator[Hit]:
    start = facts.numbers.get("balance_start_v")
    if start is None:
        return
    ovp = facts.numbers.get("cell_ovp_v")
    if ovp is not None and start >= ovp:
        yield Hit(
            severity=Severity.ERROR,
            keys=("balance_start_v", "cell_ovp_v"),
            message=_BALANCE_ABOVE,
        )
    for key, severity in (("cell_uvp_v", Severity.ERROR), ("cell_uvr_v", Severity.WARNING)):
        if start <= facts.numbers.get(key, 0.0):
            yield Hit(severity=severity, keys=("balance_start_v", key), message=_BALANCE_BELOW)
            return


def _delta(facts: Facts) -> Iterator[Hit]:
    delta = facts.numbers.get("cell_delta_protect_v")
    if delta is None:
        return
    window = facts.numbers.get("balance_delta_v")
    if window is not None and 0 < delta <= window:
        yield Hit(
            severity=Severity.ERROR,
            keys=("cell_delta_protect_v", "balance_delta_v"),
            message=_DELTA_INSIDE,
        )
    low, high = facts.numbers.get("cell_uvp_v"), facts.numbers.get("cell_ovp_v")
    if low is not None and high is not None and low < high and delta >= round(high - low, 6):
        yield Hit(
            severity=Severity.WARNING,
            keys=("cell_delta_protect_v", "cell_uvp_v", "cell_ovp_v"),
            message=_DELTA_WIDE,
        )


CELLS: tuple[Rule, ...] = (
    *WINDOWS,
    Rule(
        key="balance_range",
        title="`balance_start_v` below `cell_ovp_v` and above `cell_uvp_v`, else an error; not "
        "above `cell_uvr_v`: warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "Balancing has to happen while the cells charge, between empty and the cut-off.",
        ),
        source=QT_TRANSLATE_NOOP("FindingSource", "Definition of the settings"),
        find=_balance,
    ),
    Rule(
        key="cell_delta_range",
        title="`cell_delta_protect_v` above `balance_delta_v`, else an error; narrower than the "
        "range from UVP to OVP, else a warning",
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The difference protection stands between balancing, which begins earlier, and the "
            "voltage limits, which act later.",
        ),
        source=QT_TRANSLATE_NOOP("FindingSource", "Definition of the settings"),
        find=_delta,
    ),
)
