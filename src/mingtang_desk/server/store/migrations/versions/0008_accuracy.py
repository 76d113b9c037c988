"""How far off a place may be, where whoever reports it knows."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; of rows that are there nobody knows."""
    op.add_column("positions", sa.Column("accuracy_m", sa.Float(), nullable=True))
