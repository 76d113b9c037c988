"""Where the values of the status replies stand. Source: docs/protocols/jbd.md, section 3."""

from mingtang_desk.wire.fields import Field
from mingtang_desk.wire.scale import Scale

CENTI = Scale(den=100)
DECI = Scale(den=10)
"""Current and capacity of boards that set bit 7 of the FET byte (V11).

Tenths instead of hundredths.
"""

BASIC_SIZE = 23
"""Bytes of register 03 before the temperatures."""


def _basic(unit: Scale) -> tuple[Field, ...]:
    return (
        Field("pack_v", 0, 2, CENTI),
        Field("current_a", 2, 2, unit, signed=True),
        Field("remaining_ah", 4, 2, unit),  # unsigned: packs above 327 Ah would wrap
        Field("nominal_ah", 6, 2, unit),
        Field("cycles", 8, 2),
        Field("production_date", 10, 2),
        Field("balance_low", 12, 2),
        Field("balance_high", 14, 2),
        Field("protection_bits", 16, 2),
        Field("software_version", 18, 1),
        Field("soc_pct", 19, 1),
        Field("fet_bits", 20, 1),
        Field("cell_count", 21, 1),
        Field("ntc_count", 22, 1),
    )


BASIC = _basic(CENTI)
BASIC_DECI = _basic(DECI)


def tail(unit: Scale) -> tuple[Field, ...]:
    """Return the fields behind the temperatures (V11); only tails of 9 bytes and more have them."""
    return (
        Field("humidity", 0, 1),
        Field("alarm_bits", 1, 2),
        Field("full_ah", 3, 2, unit),
        Field("tail_remaining_ah", 5, 2, unit),
        Field("balance_current", 7, 2),
    )


TAIL = tail(CENTI)
TAIL_DECI = tail(DECI)
TAIL_SIZE = 9

PROTECTION_BITS: tuple[tuple[int, str], ...] = (
    (0, "cell_ov"),
    (1, "cell_uv"),
    (2, "pack_ov"),
    (3, "pack_uv"),
    (4, "chg_ot"),
    (5, "chg_ut"),
    (6, "dsg_ot"),
    (7, "dsg_ut"),
    (8, "chg_oc"),
    (9, "dsg_oc"),
    (10, "short"),
)
FAULT_BITS: tuple[tuple[int, str], ...] = (
    (11, "afe"),
    (12, "mos_lock"),
    (13, "mos_chg"),
    (14, "mos_dsg"),
    (15, "x_jbd_protection_15"),
)

COUNTERS: tuple[str, ...] = (
    "short",
    "chg_oc",
    "dsg_oc",
    "cell_ov",
    "cell_uv",
    "chg_ot",
    "chg_ut",
    "dsg_ot",
    "dsg_ut",
    "pack_ov",
    "pack_uv",
    "restarts",
)
"""Order of register AA; it differs from the protection word.

The twelfth is there on newer boards only.
"""
