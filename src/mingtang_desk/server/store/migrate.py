"""Brings a database to the schema of this version: Alembic, driven by the package, no ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from mingtang_desk.core.errors import StorageError


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; the revisions are beside this file, in a wheel too."""
    made = Config()
    made.set_main_option("path_separator", "newline")
    folder = Path(__file__).resolve().with_name("migrations")
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def why_unknown(revision: str | None) -> str:
    """Say why this version cannot use a schema; "" where it can, or can migrate it."""
    scripts = ScriptDirectory.from_config(config())
    if revision is None or revision in {each.revision for each in scripts.walk_revisions()}:
        return ""
    head = scripts.get_current_head()
    return f"a newer version wrote it (its schema is {revision}, this version has {head})"


def upgrade(connection: Connection) -> None:
    """Run what is missing, inside the transaction the connection is in: all of it or nothing.

    Raises:
        StorageError: the revision the database names leads nowhere: a newer version wrote it.
    """
    for revision in MigrationContext.configure(connection).get_current_heads():
        if why := why_unknown(revision):
            raise StorageError("database_unusable", detail=why)
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise StorageError("database_unusable", detail=str(error)) from error
