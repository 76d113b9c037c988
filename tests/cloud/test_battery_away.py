"""A server that goes away while a battery is open, and comes back: shown, and made good."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mingtang_desk.device.model import Absence, LinkPhase
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.run import Standing, standing
from tests.cloud.conftest import CHEAP, give_passwords
from tests.cloud.test_battery_session import CLOCK, bench_of, until
from tests.server.kit import kit_of

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


@asynccontextmanager
async def again(config: ServerConfig, http: str) -> AsyncIterator[Standing]:
    """The server once more, at the same address."""
    port = int(http.rpartition(":")[2])
    async with standing(replace(config, http=("127.0.0.1", port)), CLOCK) as server:
        yield server


@pytest.mark.usefixtures("_tasks")
async def test_a_server_that_restarts(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'cloud.sqlite'}"
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(AsyncExitStack())
        kit = await first.enter_async_context(kit_of(db, tmp_path, **CHEAP))
        await give_passwords(kit)
        bench = await stack.enter_async_context(bench_of(kit, tmp_path / "desk"))
        await bench.login()
        await bench.say(pack_v=48.0)
        session = await bench.open()
        model = session.model
        assert model.sample is not None
        await first.aclose()
        await until(lambda: model.phase is LinkPhase.LOST, 30)
        assert model.absence is Absence.LOST
        assert model.sample is not None
        await stack.enter_async_context(again(kit.config, kit.server.http))
        await until(lambda: model.error is None and model.phase is not LinkPhase.LOST, 60)
        assert model.sample is not None
        assert model.sample.pack_v == 48.0
