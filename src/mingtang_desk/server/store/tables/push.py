"""Events that must not be lost on the way to who listens."""

from sqlalchemy import BigInteger, Column, Table, Text

from mingtang_desk.server.store.tables.base import METADATA, PATH

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time_ms", BigInteger, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("device", BigInteger),
    Column("account_path", PATH, nullable=False),
    Column("body", Text, nullable=False),
)
"""Alarms and commands of the last day; of positions and samples the latest state is enough."""
