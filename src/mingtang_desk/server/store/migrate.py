"""Brings a database to the schema of this version: Alembic, driven by the package, no ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from mingtang_desk.core.errors import StorageError


def config(connection: Connection) -> Config:
    """Return Alembic's configuration; the revisions are beside this file, in a wheel too."""
    made = Config()
    made.set_main_option("path_separator", "newline")
    folder = Path(__file__).resolve().with_name("migrations")
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection) -> None:
    """Run what is missing, inside the transaction the connection is in: all of it or nothing.

    Raises:
        StorageError: the revision the database names leads nowhere: a newer version wrote it.
    """
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise StorageError("database_unusable", detail=str(error)) from error
