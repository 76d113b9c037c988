"""Warnings of a run: gathered before anything is written, and accepted, or the pack is left out."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import PurePath

import pytest

from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.rules.finding import Finding
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.golden_apply import GoldenBatch, PackReport, PackState
from mingtang_desk.session.golden_look import grouped, look_at_all, not_accepted
from mingtang_desk.session.golden_plan import Accept
from mingtang_desk.session.golden_report import batch_csv, batch_json
from tests.session.test_golden_apply import Bench

FROSTY = SettingsDocument(
    path=PurePath("frost.json"), protocol="jbd", settings={"chg_utp_c": -4, "cell_ovp_v": 4.2}
)
PLAIN = SettingsDocument(path=PurePath("p.json"), protocol="jbd", settings={"cell_ovp_v": 4.2})
A, B, OTHER = "sim://jbd-13s", "sim://jbd-13s?set.soc_pct=40", "sim://jbd-4s"


class Picky:
    """Lets nothing be written that is warned of and was not consented to, as a server does."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.read: dict[str, tuple[Finding, ...]] = {}
        self.wrote: list[str] = []

    @asynccontextmanager
    async def visit(self, uri: str) -> AsyncIterator[DeviceSession]:
        async with self.bench.hub.visit(uri) as session:

            def consent(changes: Mapping[str, SettingValue], warnings: Sequence[Finding]) -> None:
                self.read[uri] = tuple(warnings)

            session.consent = consent  # type: ignore[method-assign]
            yield session

    async def write(
        self, session: DeviceSession, changes: Mapping[str, SettingValue]
    ) -> WriteResult:
        uri = session.uri.text
        rest = [f for f in await session.foresee(changes) if f not in self.read.get(uri, ())]
        if rest:
            raise CloudRefusalError("cloud_write_warned", detail="x", findings=tuple(rest))
        self.wrote.append(uri)
        return await self.bench.hub.write_settings(session, changes)

    def batch(self, document: SettingsDocument, *uris: str, **more: object) -> GoldenBatch:
        """A run."""
        return GoldenBatch(
            document,
            uris,
            Accept(),
            opener=self.visit,
            write=self.write,
            clock=self.bench.hub.clock,
            who="tester",
            **more,  # type: ignore[arg-type]
        )


def test_a_look_writes_nothing_and_tells_each_warning_once() -> None:
    bench = Bench()
    told: list[tuple[str, PackState]] = []

    async def look() -> None:
        looks = await look_at_all(
            (A, B, OTHER),
            FROSTY,
            Accept(),
            opener=bench.hub.visit,
            tell=lambda uri, state: told.append((uri, state)),
        )
        (group,) = grouped(looks)
        assert group.finding.rule == "charge_cold"
        assert [each.uri for each in group.packs] == [A, B]
        assert looks[2].error is not None
        assert not_accepted(looks[0], (group.finding,)) is None
        why = not_accepted(looks[0], ())
        assert why is not None
        assert "chg_utp_c" in why.message
        plain = await look_at_all((A,), PLAIN, Accept(), opener=bench.hub.visit)
        assert grouped(plain) == ()
        assert plain[0].changes == {"cell_ovp_v": 4.2}

    asyncio.run(look())
    assert bench.journal.entries == []
    assert told[:2] == [(A, PackState.CHECKING), (A, PackState.WAITING)]


@pytest.mark.parametrize("stop_on_error", [True, False])
def test_who_is_not_accepted_is_left_out_and_named_and_the_run_goes_on(
    stop_on_error: bool,
) -> None:
    picky = Picky(Bench())

    async def run() -> tuple[PackReport, ...]:
        looks = await look_at_all((A, B), FROSTY, Accept(), opener=picky.visit)
        why = not_accepted(looks[0], ())
        batch = picky.batch(
            FROSTY,
            A,
            B,
            skip={A: why},
            consents={B: looks[1].warnings},
            stop_on_error=stop_on_error,
        )
        report = await batch.run()
        assert not report.good
        assert batch_json(report)["packs"][0]["error"]["key"] == "warnings_not_accepted"  # type: ignore[index]
        assert "Nobody accepted" in batch_csv(report)
        return report.packs

    packs = asyncio.run(run())
    assert [each.state for each in packs] == [PackState.SKIPPED, PackState.APPLIED]
    assert picky.wrote == [B]


def test_a_warning_that_came_up_since_is_not_written() -> None:
    picky = Picky(Bench())

    async def run() -> tuple[PackReport, ...]:
        return (await picky.batch(FROSTY, A, B, consents={}).run()).packs

    packs = asyncio.run(run())
    assert [each.state for each in packs] == [PackState.SKIPPED] * 2
    assert packs[0].changed == 0
    assert picky.wrote == []
    assert picky.bench.journal.entries == []
