"""Every test of the server runs on SQLite and on a PostgreSQL that is started here."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from tests.server import leaks, postgres
from tests.server.clock import FakeClock
from tests.server.kit import Kit, kit_of


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """One for all tests of this worker."""
    if (reason := postgres.why_not()) is not None:
        if postgres.is_wanted():
            pytest.fail(reason)
        pytest.skip(reason)
    with postgres.cluster() as cluster:
        cluster.run("postgres", "CREATE DATABASE schema_template")
        asyncio.run(_make_schema(cluster.url("schema_template")))
        yield cluster


async def _make_schema(url: str) -> None:
    from mingtang_desk.server.store.store import Store
    from mingtang_desk.session.clock import SystemClock

    store = await Store.open(url, SystemClock())
    await store.close()


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads, descriptors and tasks of a test are gone at its end."""
    if "postgresql" in _params(request).values():
        request.getfixturevalue("postgres_cluster")  # outlives the test
    guard = leaks.Guard()
    yield
    assert guard.settled() == [], "the test left these behind"


def _params(request: pytest.FixtureRequest) -> Mapping[str, object]:
    spec = getattr(request.node, "callspec", None)
    return {} if spec is None else spec.params


@pytest.fixture(autouse=True)
def _no_task_is_left(request: pytest.FixtureRequest, _nothing_is_left: None) -> None:
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("_tasks")


@pytest_asyncio.fixture
async def _tasks() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    assert await leaks.tasks_left(before) == [], "the test left these running"


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cloud.sqlite'}"
        return
    cluster: postgres.Cluster = request.getfixturevalue("postgres_cluster")
    with cluster.database("schema_template") as url:
        yield url


@pytest_asyncio.fixture
async def kit(db: str, tmp_path: Path) -> AsyncIterator[Kit]:
    """A server with an account tree and batteries, in this process."""
    async with kit_of(db, tmp_path) as made:
        yield made


@pytest.fixture
def clock() -> FakeClock:
    """What time it is in `timed`."""
    return FakeClock()


@pytest_asyncio.fixture
async def timed(db: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Kit]:
    """Like `kit`, and its time stands still until the test moves `clock`."""
    async with kit_of(db, tmp_path, clock=clock) as made:
        yield made
