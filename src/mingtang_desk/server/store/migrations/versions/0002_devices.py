"""Batteries, their state, trackers nobody entered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

PATH = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEARCH = (
    "lower(number || '\n' || coalesce(terminal, '') || '\n' || coalesce(imei, '') || '\n' || "
    "coalesce(sim, '') || '\n' || name)"
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "quarantine",
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("imei", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("terminal", name="pk_quarantine"),
    )
    op.create_table(
        "devices",
        sa.Column("pk", COUNTED, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("account_path", PATH, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("imei", sa.Text(), nullable=True),
        sa.Column("sim", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=True),
        sa.Column("zone_min", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("any_length", sa.Boolean(), nullable=False),
        sa.Column("firmware", sa.Text(), nullable=True),
        sa.Column("auth_code", sa.Text(), nullable=True),
        sa.Column("proven_ms", sa.BigInteger(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("enabled_ms", sa.BigInteger(), nullable=True),
        sa.Column("expires_ms", sa.BigInteger(), nullable=True),
        sa.Column("search", sa.Text(), sa.Computed(SEARCH, persisted=True), nullable=True),
        sa.Column(
            "ending",
            sa.Text(),
            sa.Computed("substr(number, length(number) - 3)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_devices_account_id"),
        sa.PrimaryKeyConstraint("pk", name="pk_devices"),
        sa.UniqueConstraint("number", name="uq_devices_number"),
        sa.UniqueConstraint("terminal", name="uq_devices_terminal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_devices_account_id", "devices", ["account_id"], unique=False)
    op.create_index(
        "ix_devices_account_path_number",
        "devices",
        ["account_path", "number", "enabled_ms", "expires_ms", "search"],
        unique=False,
    )
    op.create_index("ix_devices_ending", "devices", ["ending"], unique=False)
    op.create_index("ix_devices_expires_ms", "devices", ["expires_ms"], unique=False)
    op.create_index("ix_devices_imei", "devices", ["imei"], unique=False)
    op.create_index(
        "ix_devices_list",
        "devices",
        ["number", "account_path", "enabled_ms", "expires_ms", "search"],
        unique=False,
    )
    op.create_index("ix_devices_sim", "devices", ["sim"], unique=False)
    op.create_table(
        "device_state",
        sa.Column("device", COUNTED, autoincrement=False, nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.Column("linked_ms", sa.BigInteger(), nullable=True),
        sa.Column("unlinked_ms", sa.BigInteger(), nullable=True),
        sa.Column("online_ms", sa.BigInteger(), nullable=True),
        sa.Column("online_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("sleep_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("interval_s", sa.Float(), nullable=True),
        sa.Column("ordered_s", sa.Float(), nullable=True),
        sa.Column("parked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("tell_ms", sa.BigInteger(), nullable=True),
        sa.Column("soc_pct", sa.Float(), nullable=True),
        sa.Column("pack_v", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("position_ms", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("position_seq", sa.BigInteger(), nullable=True),
        sa.Column("bms_ms", sa.BigInteger(), nullable=True),
        sa.Column("bms", sa.Text(), nullable=True),
        sa.Column("bms_seq", sa.BigInteger(), nullable=True),
        sa.Column("settings_ms", sa.BigInteger(), nullable=True),
        sa.Column("settings", sa.Text(), nullable=True),
        sa.Column("counters", sa.Text(), nullable=True),
        sa.Column("state_seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device"], ["devices.pk"], name="fk_device_state_device"),
        sa.PrimaryKeyConstraint("device", name="pk_device_state"),
    )
    op.create_index("ix_device_state_bms_seq", "device_state", ["bms_seq"], unique=False)
    op.create_index(
        "ix_device_state_list",
        "device_state",
        ["device", "linked_ms", "online_until_ms", "sleep_until_ms", "seen_ms", "soc_pct"],
        unique=False,
    )
    op.create_index("ix_device_state_position_seq", "device_state", ["position_seq"], unique=False)
    op.create_index("ix_device_state_state_seq", "device_state", ["state_seq"], unique=False)
    op.create_index("ix_device_state_tell_ms", "device_state", ["tell_ms"], unique=False)
