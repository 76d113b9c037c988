"""What belongs to one pack alone: never in a golden set, never written to another pack unasked.

Codes, serial numbers and dates name a pack; counted and learned values are its life. Numbers that
the board derives from other settings follow those by themselves and are written by nobody.
"""

from collections.abc import Mapping

from mingtang_desk.device.settings import SettingSpec

CODES: tuple[str, ...] = (
    "x_mingtang_battery_code",
    "x_mingtang_serial",
    "x_jbd_unique_id",
    "x_jbd_barcode",
)
"""What tells one pack from the next of its kind, the surest first."""
OF_ONE_PACK: frozenset[str] = frozenset(
    (
        *CODES,
        "x_mingtang_vendor_code",
        "x_jbd_device_name",
        "x_jbd_production_date",
        "x_jbd_serial_number",
        "x_jbd_bms_code",
        "x_jbd_battery_model",
        "x_jbd_hardware_name",
        "x_jbd_cycle_count",
        "x_jbd_learned_capacity_raw",
    )
)
DERIVED: frozenset[str] = frozenset(("x_jbd_short_raw", "x_jbd_hardware_delay_raw"))


def is_of_one_pack(key: str, spec: SettingSpec | None = None) -> bool:
    """Return whether a setting belongs to one pack alone, by name or by what its board says."""
    return key in OF_ONE_PACK or (spec is not None and spec.identity)


def code_of(values: Mapping[str, object]) -> str:
    """Return the code that tells this pack from others; "" where it has none."""
    for key in CODES:
        text = str(values.get(key) or "").strip()
        if text.strip("0"):
            return text
    return ""
