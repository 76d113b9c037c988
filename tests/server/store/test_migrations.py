"""Migrations build what the tables say, on both databases, and a second start changes nothing."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.store.engine import url_of, writing_engine
from mingtang_desk.server.store.migrate import upgrade
from mingtang_desk.server.store.schema import METADATA
from mingtang_desk.server.store.store import Store
from mingtang_desk.session.clock import SystemClock
from tests.server import postgres

pytestmark = pytest.mark.asyncio


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


def described(connection: Connection) -> dict[str, list[str]]:
    """Columns with defaults and how they are computed, indices, keys: all that can be asked."""
    look = inspect(connection)
    return {
        table: [
            *(repr(sorted((k, str(v)) for k, v in c.items())) for c in look.get_columns(table)),
            *sorted(repr(i) for i in look.get_indexes(table)),
            *sorted(repr(i) for i in look.get_unique_constraints(table)),
            *sorted(repr(i) for i in look.get_foreign_keys(table)),
            repr(look.get_pk_constraint(table)),
        ]
        for table in sorted(METADATA.tables)
    }


def everything(connection: Connection) -> tuple[list[object], dict[str, list[str]]]:
    return differences(connection), described(connection)


async def built(url: str, *, by_migrations: bool) -> tuple[list[object], object]:
    engine = writing_engine(url_of(url))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade if by_migrations else METADATA.create_all)
            return await connection.run_sync(everything)
    finally:
        await engine.dispose()


async def test_migrations_build_the_tables_on_sqlite(tmp_path: Path) -> None:
    migrated = await built(f"sqlite:///{tmp_path / 'a.sqlite'}", by_migrations=True)
    made = await built(f"sqlite:///{tmp_path / 'b.sqlite'}", by_migrations=False)
    assert migrated == made
    assert migrated[0] == []


async def test_migrations_build_the_tables_on_postgresql(
    postgres_cluster: postgres.Cluster,
) -> None:
    with postgres_cluster.database() as first, postgres_cluster.database() as second:
        migrated = await built(first, by_migrations=True)
        made = await built(second, by_migrations=False)
    assert migrated == made
    assert migrated[0] == []


async def test_a_second_start_changes_nothing_and_a_newer_schema_is_refused(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'cloud.sqlite'}"
    for _ in range(2):
        store = await Store.open(url, SystemClock())
        async with store.read() as connection:
            revision = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            assert revision.scalar() == "0008"
        await store.close()
    store = await Store.open(url, SystemClock())
    async with store.write() as tx:
        await tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    await store.close()
    with pytest.raises(StorageError) as caught:
        await Store.open(url, SystemClock())
    assert caught.value.key == "database_unusable"
    assert "a newer version wrote it (its schema is 9999, this version has 0008)" in str(
        caught.value.values["detail"]
    )
