"""Brings a database to the schema of this version: Alembic, driven by the package, no ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from mingtang_desk.core.errors import StorageError


def config() -> Config:
    """Return Alembic's configuration; the revisions are beside this file, in a wheel too."""
    made = Config()
    made.set_main_option("path_separator", "newline")
    folder = Path(__file__).resolve().with_name("migrations")
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    return made


def upgrade(connection: Connection, path: Path) -> None:
    """Run what is missing, inside the transaction the connection is in: all of it or nothing.

    Raises:
        StorageError: the revision the file names leads nowhere.
    """
    made = config()
    made.attributes["connection"] = connection
    try:
        command.upgrade(made, "head")
    except CommandError as error:
        raise StorageError("history_corrupt", path=path, detail=str(error)) from error
