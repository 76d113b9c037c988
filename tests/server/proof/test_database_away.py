"""PostgreSQL goes away under a running server and comes back."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.server.kit import kit_of
from tests.server.postgres import Cluster

pytestmark = pytest.mark.asyncio
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


async def test_a_request_is_told_to_come_again(postgres_cluster: Cluster, tmp_path: Path) -> None:
    run = postgres_cluster.run
    with postgres_cluster.database("schema_template") as url:
        name = url.partition("@/")[2].partition("?")[0]
        async with kit_of(url, tmp_path) as kit, kit.client() as client:
            assert (await client.get("/devices")).status_code == 200
            run("postgres", f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            run("postgres", CUT.format(name=name))
            for path in ("/health", "/devices"):
                told = await client.get(path)
                assert (told.status_code, told.headers.get("Retry-After")) == (503, "5")
                assert told.json()["type"] == "urn:mingtang:problem:database_unusable"
                assert name not in told.text
            run("postgres", f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
            await _answers(client)


async def _answers(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(15):
        while (await client.get("/health")).status_code != 200:
            await asyncio.sleep(0.05)
    assert (await client.get("/devices")).json()["items"]


async def test_the_server_ends_without_it(postgres_cluster: Cluster, tmp_path: Path) -> None:
    run = postgres_cluster.run
    with postgres_cluster.database("schema_template") as url:
        name = url.partition("@/")[2].partition("?")[0]
        async with kit_of(url, tmp_path) as kit, kit.client() as client:
            assert (await client.get("/devices")).status_code == 200  # a use to write down
            run("postgres", f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            run("postgres", CUT.format(name=name))
