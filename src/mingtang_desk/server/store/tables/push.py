"""Events that must not be lost on the way to who listens, and where their numbers stand."""

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from mingtang_desk.server.store.tables.base import METADATA, PATH

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time_ms", BigInteger, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("device", BigInteger),
    Column("number", Text, nullable=False, default=""),
    Column("account_path", PATH, nullable=False),
    Column("body", Text, nullable=False),
)
"""Alarms and commands of the last day; of positions and samples the latest state is enough."""

OUTBOX_MARK = Table(
    "outbox_mark",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),
)
"""One row, id 1. `seq`: the last number that was given, also to events that no table keeps;
`floor`: the highest number that was cleaned away."""
