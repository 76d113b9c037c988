"""Delays and recovery times: none at all, or so long that the protection comes too late."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.rules.bounds import ANY, TINY, Side, bound
from mingtang_desk.rules.finding import Rule

_LEVELS = tuple(f"{scope}_ocp_{n}" for scope in ("chg", "dsg") for n in range(1, 6))
_CELL_DELAYS = ("cell_ovp_delay_s", "cell_uvp_delay_s", "pack_ovp_delay_s", "pack_uvp_delay_s")
_HARDWARE_DELAYS = ("cell_secondary_ovp_delay_s", "cell_secondary_uvp_delay_s")
_TEMPERATURE_DELAYS = tuple(f"{scope}_{end}_delay_s" for scope in ("chg", "dsg")
                            for end in ("otp", "utp"))  # fmt: skip
_NO_DELAY = QT_TRANSLATE_NOOP(
    "FindingReason",
    "Without a delay a single disturbed measurement, the start of a motor or a dip under load cuts "
    "the pack off.",
)
_LATE = QT_TRANSLATE_NOOP(
    "FindingReason",
    "For all this time the limit is exceeded and nothing happens; the harm is done before the "
    "board acts.",
)

TIMES: tuple[Rule, ...] = (
    bound(
        "voltage_delay_none",
        _CELL_DELAYS,
        Side.BELOW,
        {ANY: (1, TINY)},
        reason=_NO_DELAY,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Vendor defaults of JBD, JK and Seplos are 1 to 5 s"
        ),
    ),
    bound(
        "voltage_delay_long",
        (*_CELL_DELAYS, *_HARDWARE_DELAYS),
        Side.ABOVE,
        {ANY: (20, 60)},
        reason=_LATE,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "Vendor defaults of JBD, JK and Seplos are 1 to 5 s; field practice"
        ),
    ),
    bound(
        "temperature_delay_none",
        _TEMPERATURE_DELAYS,
        Side.BELOW,
        {ANY: (1, 0)},
        reason=_NO_DELAY,
        source=QT_TRANSLATE_NOOP("FindingSource", "Field practice"),
    ),
    bound(
        "temperature_delay_long",
        _TEMPERATURE_DELAYS,
        Side.ABOVE,
        {ANY: (60, 600)},
        reason=_LATE,
        source=QT_TRANSLATE_NOOP("FindingSource", "Field practice; JBD boards ship with 2 to 5 s"),
    ),
    bound(
        "current_delay_none",
        tuple(f"{level}_delay_s" for level in _LEVELS if not level.endswith(("2", "3", "4", "5"))),
        Side.BELOW,
        {ANY: (None, TINY)},
        reason=_NO_DELAY,
        source=QT_TRANSLATE_NOOP(
            "FindingSource",
            "Definition of the settings; JBD and Mingtang boards ship with 1 to 10 s",
        ),
    ),
    bound(
        "current_delay_long",
        tuple(f"{level}_delay_s" for level in _LEVELS),
        Side.ABOVE,
        {ANY: (300, 600)},
        reason=_LATE,
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "JK example device: 300 s; the manual's own 17S set: 120 s"
        ),
    ),
    bound(
        "current_recovery_none",
        (*(f"{level}_recovery_s" for level in _LEVELS), "scp_recovery_s"),
        Side.BELOW,
        {ANY: (1, 0)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The board switches on again into the same fault, over and over, until its switches "
            "fail. Some boards mean by 0 that the load has to be taken off.",
        ),
        source=QT_TRANSLATE_NOOP("FindingSource", "The manual's own 17S set: 30 s; field practice"),
    ),
    bound(
        "short_delay_none",
        "scp_delay_us",
        Side.BELOW,
        {ANY: (50, TINY)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "The capacitors of any inverter or controller look like a short circuit for some tens "
            "of microseconds; the pack could not be connected.",
        ),
        source=QT_TRANSLATE_NOOP("FindingSource", "TI bq769x0, SLUSBK2: 70 to 400 µs"),
    ),
    bound(
        "short_delay_long",
        "scp_delay_us",
        Side.ABOVE,
        {ANY: (1500, 3000)},
        reason=QT_TRANSLATE_NOOP(
            "FindingReason",
            "A short circuit heats the switches beyond what they stand within one or two "
            "milliseconds; they fail shorted.",
        ),
        source=QT_TRANSLATE_NOOP(
            "FindingSource", "TI bq769x0, SLUSBK2: 70 to 400 µs; JK boards 1500 µs; field practice"
        ),
    ),
)
