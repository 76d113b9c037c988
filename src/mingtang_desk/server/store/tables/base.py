"""What the tables have in common.

Times are whole milliseconds since 1970 UTC, in columns named `_ms`. Ids that leave the server are
random texts. Texts named `body` and the like are JSON.
"""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

PATH = Text().with_variant(Text(collation="C"), "postgresql")
"""Paths of accounts are compared byte by byte, so that a subtree is a range of an index."""
COUNTED = BigInteger().with_variant(Integer, "sqlite")
"""A primary key that counts up: only INTEGER does in SQLite."""


def counted(name: str = "pk") -> Column[int]:
    """A primary key that counts up."""
    return Column(name, COUNTED, primary_key=True, autoincrement=True)
