"""Meaning of the settings that only JBD boards have, and of all that this protocol can have."""

from collections.abc import Mapping
from types import MappingProxyType

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS as COMMON
from mingtang_desk.device.catalogue.consequences import with_consequences
from mingtang_desk.device.settings import Group, Kind, Risk, SettingSpec
from mingtang_desk.protocols.jbd import coded, settings
from mingtang_desk.protocols.jbd.consequences import CONSEQUENCES
from mingtang_desk.protocols.jbd.extended_specs import EXTENDED
from mingtang_desk.protocols.jbd.places import PLACES

_CURVE = QT_TRANSLATE_NOOP(
    "SettingHelp", "Cell voltage at rest that the board takes for this charge."
)
_BITS = QT_TRANSLATE_NOOP(
    "SettingHelp",
    "0 switch, 1 load detection, 2 balance, 3 balance while charging, 4 LED, 5 LED count, 6 FCC "
    "limit, 7 RTC, "
    "8 charge handshake, 9 GPS, 10 buzzer, 11 starter battery, 12 capacity and current in tenths.",
)
_RAW = QT_TRANSLATE_NOOP("SettingHelp", "The register as it is, for support.")
_TEXT = QT_TRANSLATE_NOOP("SettingHelp", "Plain ASCII text kept by the board.")


def _row(
    key: str, label: str, unit: str, high: float, decimals: int, help_text: str
) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.MORE,
        unit=unit,
        minimum=0,
        maximum=high,
        decimals=decimals,
        risk=Risk.CAREFUL,
        help=help_text,
    )


def _whole(
    key: str,
    label: str,
    kind: Kind,
    help_text: str,
    *,
    read_only: bool = False,
    identity: bool = False,
) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.MORE,
        kind=kind,
        minimum=0,
        maximum=0xFFFF,
        risk=Risk.CAREFUL,
        help=help_text,
        read_only=read_only,
        identity=identity,
    )


def _text(key: str, label: str, *, identity: bool = False) -> SettingSpec:
    return SettingSpec(
        key=key,
        label=label,
        group=Group.MORE,
        kind=Kind.TEXT,
        risk=Risk.EASY,
        help=_TEXT,
        identity=identity,
    )


OWN: tuple[SettingSpec, ...] = (
    _row(
        "x_jbd_cell_full_v",
        QT_TRANSLATE_NOOP("Setting", "Cell voltage at 100 %"),
        "V",
        5,
        3,
        _CURVE,
    ),
    _row(
        "x_jbd_cell_80_pct_v",
        QT_TRANSLATE_NOOP("Setting", "Cell voltage at 80 %"),
        "V",
        5,
        3,
        _CURVE,
    ),
    _row(
        "x_jbd_cell_60_pct_v",
        QT_TRANSLATE_NOOP("Setting", "Cell voltage at 60 %"),
        "V",
        5,
        3,
        _CURVE,
    ),
    _row(
        "x_jbd_cell_40_pct_v",
        QT_TRANSLATE_NOOP("Setting", "Cell voltage at 40 %"),
        "V",
        5,
        3,
        _CURVE,
    ),
    _row(
        "x_jbd_cell_20_pct_v",
        QT_TRANSLATE_NOOP("Setting", "Cell voltage at 20 %"),
        "V",
        5,
        3,
        _CURVE,
    ),
    _row(
        "x_jbd_cell_empty_v", QT_TRANSLATE_NOOP("Setting", "Cell voltage at 0 %"), "V", 5, 3, _CURVE
    ),
    _row(
        "x_jbd_self_discharge_pct",
        QT_TRANSLATE_NOOP("Setting", "Self-discharge rate"),
        "%",
        100,
        1,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "What the board subtracts from the charge while it rests."
        ),
    ),
    _row(
        settings.SHUNT_KEY,
        QT_TRANSLATE_NOOP("Setting", "Shunt"),
        "mΩ",
        1000,
        2,
        QT_TRANSLATE_NOOP(
            "SettingHelp", "Resistance of the current sensor; all currents depend on it."
        ),
    ),
    _row(
        "x_jbd_fet_control_s",
        QT_TRANSLATE_NOOP("Setting", "Switch control time"),
        "s",
        0xFFFF,
        0,
        QT_TRANSLATE_NOOP("SettingHelp", "Time of the external switch before the board reacts."),
    ),
    _row(
        "x_jbd_led_s",
        QT_TRANSLATE_NOOP("Setting", "LED time"),
        "s",
        0xFFFF,
        0,
        QT_TRANSLATE_NOOP("SettingHelp", "How long the charge LEDs stay on."),
    ),
    _whole("x_jbd_function_bits", QT_TRANSLATE_NOOP("Setting", "Function bits"), Kind.BITS, _BITS),
    _whole(
        "x_jbd_ntc_bits",
        QT_TRANSLATE_NOOP("Setting", "Temperature sensors in use"),
        Kind.BITS,
        QT_TRANSLATE_NOOP("SettingHelp", "Bit 0 is sensor 1."),
    ),
    _whole(
        "x_jbd_serial_number",
        QT_TRANSLATE_NOOP("Setting", "Serial number"),
        Kind.INTEGER,
        QT_TRANSLATE_NOOP("SettingHelp", "Number given by the maker."),
        identity=True,
    ),
    _whole(
        "x_jbd_cycle_count",
        QT_TRANSLATE_NOOP("Setting", "Cycle count"),
        Kind.INTEGER,
        QT_TRANSLATE_NOOP("SettingHelp", "Cycles the board has counted."),
    ),
    _whole(
        settings.SHORT_RAW_KEY,
        QT_TRANSLATE_NOOP("Setting", "Register 38"),
        Kind.BITS,
        _RAW,
        read_only=True,
    ),
    _whole(
        settings.HARDWARE_RAW_KEY,
        QT_TRANSLATE_NOOP("Setting", "Register 39"),
        Kind.BITS,
        _RAW,
        read_only=True,
    ),
    SettingSpec(
        key=settings.DATE_KEY,
        label=QT_TRANSLATE_NOOP("Setting", "Production date"),
        group=Group.MORE,
        kind=Kind.TEXT,
        risk=Risk.EASY,
        identity=True,
        help=QT_TRANSLATE_NOOP("SettingHelp", "Year, month and day, like 2026-11-22."),
    ),
    _text("x_jbd_maker", QT_TRANSLATE_NOOP("Setting", "Maker")),
    _text("x_jbd_device_name", QT_TRANSLATE_NOOP("Setting", "Device name")),
    _text("x_jbd_barcode", QT_TRANSLATE_NOOP("Setting", "Barcode"), identity=True),
    *EXTENDED,
)

_HELD = {*PLACES, *coded.KEYS}

SPECS: Mapping[str, SettingSpec] = MappingProxyType(
    {key: spec for key, spec in COMMON.items() if key in _HELD}
    | {spec.key: spec for spec in with_consequences(OWN, CONSEQUENCES)}
)
