"""Alarms are listed by when they were raised."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Put the index of that order in the place of the one by number."""
    op.drop_index("ix_alarms_account_path_number", table_name="alarms")
    op.create_index("ix_alarms_raised_ms_number", "alarms", ["raised_ms", "number"])
