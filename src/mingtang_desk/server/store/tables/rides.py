"""Alarms, fences, arming, trips."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from mingtang_desk.server.store.tables.base import METADATA, PATH

ALARMS = Table(
    "alarms",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("device", BigInteger, nullable=False),
    Column("account_path", PATH, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False, default=""),
    Column("severity", Text, nullable=False),
    Column("raised_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("count", Integer, nullable=False, default=1),
    Column("cleared_ms", BigInteger),
    Column("acked_ms", BigInteger),
    Column("acked_by", Text),
    Column("value", Float),
    Column("threshold", Float),
    Column("unit", Text, nullable=False, default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("address", Text),
    Column("is_historic", Boolean, nullable=False, default=False),
    Column("body", Text, nullable=False, default="{}"),
)
"""`kind` is a key of CONTRACT section 3; `source` its sensor or cell ("cell_7", "board")."""
Index("ix_alarms_account_path_raised_ms", ALARMS.c.account_path, ALARMS.c.raised_ms)
Index("ix_alarms_device_raised_ms", ALARMS.c.device, ALARMS.c.raised_ms)

RULE_STATE = Table(
    "rule_state",
    METADATA,
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("rule", Text, primary_key=True),
    Column("body", Text, nullable=False),
)
"""What a rule has to remember of a device, so that it survives a restart."""
