"""Commands to batteries and what happened on the way."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from mingtang_desk.server.store.tables.base import METADATA, PATH, counted

COMMANDS = Table(
    "commands",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("device", BigInteger, nullable=False),
    Column("account_path", PATH, nullable=False),
    Column("kind", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("result", Text),
    Column("created_by", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("not_before_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("priority", Integer, nullable=False, default=1),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_ms", BigInteger),
    Column("delivered_ms", BigInteger),
    Column("ended_ms", BigInteger),
    Column("settle_by_ms", BigInteger),
)
"""`id` is made by the client and unique across devices. `result` is JSON; `settle_by_ms`: until
when the truth about an unknown command is looked for."""
Index("ix_commands_device_created_ms", COMMANDS.c.device, COMMANDS.c.created_ms)
Index("ix_commands_state", COMMANDS.c.state)
Index("ix_commands_created_by_created_ms", COMMANDS.c.created_by, COMMANDS.c.created_ms)

COMMAND_LOG = Table(
    "command_log",
    METADATA,
    counted("id"),
    Column("command", Text, nullable=False, index=True),
    Column("time_ms", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""Each step of a command, with the bytes that went out and came in."""
