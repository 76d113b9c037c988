"""The raw bytes of a write: registers before and after, requests sent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Build the table of raw bytes."""
    op.create_table(
        "journal_raw",
        sa.Column("entry", sa.Integer, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
