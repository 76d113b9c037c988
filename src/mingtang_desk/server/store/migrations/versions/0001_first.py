"""The first schema."""

from alembic import op

from mingtang_desk.server.store.schema import METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    METADATA.create_all(op.get_bind())
