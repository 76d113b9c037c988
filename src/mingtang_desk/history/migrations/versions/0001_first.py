"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Build every table."""
    _devices()
    _samples()
    _readings()
    _journal()


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("protocol", sa.Text, nullable=False),
        sa.Column("device_id", sa.Text),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_devices_key", "devices", ["protocol", "device_id", "uri"], unique=True)
    op.create_index(
        "ix_devices_key_without_id",
        "devices",
        ["protocol", "uri"],
        unique=True,
        sqlite_where=sa.text("device_id IS NULL"),
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.Text, nullable=False, unique=True),
        sa.Column("device", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_captures_device", "captures", ["device"])


def _samples() -> None:
    op.create_table(
        "contexts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False, unique=True),
        sa.Column("crc", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "samples",
        sa.Column("ts", sa.BigInteger, primary_key=True),
        sa.Column("device", sa.Integer, sa.ForeignKey("devices.id"), primary_key=True),
        sa.Column("us", sa.Integer, nullable=False),
        sa.Column("context", sa.Integer, sa.ForeignKey("contexts.id"), nullable=False),
        sa.Column("pack_v", sa.Float),
        sa.Column("current_a", sa.Float),
        sa.Column("power_w", sa.Float),
        sa.Column("soc_pct", sa.Float),
        sa.Column("soh_pct", sa.Float),
        sa.Column("remaining_ah", sa.Float),
        sa.Column("full_ah", sa.Float),
        sa.Column("nominal_ah", sa.Float),
        sa.Column("cell_min_v", sa.Float),
        sa.Column("cell_max_v", sa.Float),
        sa.Column("cell_delta_v", sa.Float),
        sa.Column("cycles", sa.BigInteger),
        sa.Column("charge_mosfet", sa.Boolean),
        sa.Column("discharge_mosfet", sa.Boolean),
        sa.Column("balancer", sa.Boolean),
        sa.Column("state", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _readings() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("device", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_events_same", "events", ["device", "at", "key", "crc"], unique=True)
    op.create_index("ix_events_at", "events", ["at"])
    op.create_table(
        "settings_snapshots",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("device", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "ix_settings_snapshots_same", "settings_snapshots", ["device", "at", "crc"], unique=True
    )
    op.create_table(
        "counters",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("device", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_counters_same", "counters", ["device", "at", "crc"], unique=True)


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("device", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("sent", sa.Text, nullable=False),
        sa.Column("old", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("journal.id")),
        sa.Column("imported", sa.Boolean, nullable=False),
        sa.Column("closed", sa.BigInteger),
        sa.Column("side_effects", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_device", "journal", ["device"])
    op.create_index("ix_journal_undoes", "journal", ["undoes"])
    op.create_table(
        "journal_fields",
        sa.Column("entry", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("old", sa.Text, nullable=False),
        sa.Column("sent", sa.Text, nullable=False),
        sa.Column("read", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
