"""The list while the link is not as it should be: slow, broken, ended, away since the start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from mingtang_desk import __version__
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import Fleet, FleetEvent, FleetPhase, FleetTopic
from mingtang_desk.cloud.logins import Given
from mingtang_desk.server.store.tables.accounts import SESSIONS
from mingtang_desk.ui.fleet.actions import battery_menu
from mingtang_desk.ui.map.words import fleet_line
from mingtang_desk.ui.panels.fleet import FleetListPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.cloud.conftest import CHEAP, PASSWORD, give_passwords
from tests.cloud.liar import PROFILE, answer, lying, problem
from tests.cloud.test_liars import page
from tests.fleet.kit import FleetKit, desk_of, until
from tests.fleet.many import fill
from tests.fleet.served import served
from tests.fleet.test_list import listed, shown
from tests.server.kit import Kit, kit_of

pytestmark = pytest.mark.asyncio


@dataclass(kw_only=True)
class Bench:
    """A desk that keeps the last state, and a folder for servers that come and go."""

    folder: Path
    theme: Theme

    @asynccontextmanager
    async def server(self, **changes: object) -> AsyncIterator[Kit]:
        data = self.folder / "server"
        data.mkdir(exist_ok=True)
        async with kit_of(f"sqlite:///{data / 'c.sqlite'}", data, **{**CHEAP, **changes}) as kit:
            await give_passwords(kit)
            yield kit

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[tuple[CloudDesk, PanelContext]]:
        kept = self.folder / "fleets"
        async with desk_of(self.theme, self.folder / "desk", kept=kept) as (cloud, _, context):
            yield cloud, context


@pytest.fixture
def bench(theme: Theme, tmp_path: Path) -> Bench:
    QApplication.setQuitOnLastWindowClosed(False)
    return Bench(folder=tmp_path, theme=theme)


async def logged_in(cloud: CloudDesk, server: Kit, user: str = "top-owner") -> Fleet:
    return await cloud.login(server.server.http, Given(user=user, password=PASSWORD))


async def live(fleet: Fleet) -> None:
    await until(lambda: fleet.phase is FleetPhase.LIVE)


async def test_rows_are_there_while_the_rest_comes_in_with_its_progress(bench: Bench) -> None:
    async with bench.server() as server, bench.desk() as (cloud, context):
        await fill(server, 1600)
        async with shown(context) as panel:
            fleet = await logged_in(cloud, server)
            steps: list[tuple[int | None, int]] = []
            fleet.observe(lambda event: steps.append((fleet.read, len(fleet.table))))
            await until(lambda: fleet.read is not None and len(fleet.table) >= 100)
            assert not fleet.is_whole
            await live(fleet)
            assert (100, 100) in steps
            assert (600, 600) in steps
            await until(lambda: len(listed(panel)) == 1604)
            assert panel.banner.isHidden()


async def test_tokens_that_end_while_the_list_comes_in_are_exchanged(bench: Bench) -> None:
    async with bench.server() as server, bench.desk() as (cloud, _):
        await fill(server, 1600)
        fleet = await logged_in(cloud, server)
        ended: list[asyncio.Task[None]] = []

        async def expire() -> None:
            async with server.services.core.store.write() as tx:
                await tx.connection.execute(update(SESSIONS).values(access_until_ms=1))
            server.services.accounts.tell([])

        def heard(event: FleetEvent) -> None:
            if event.topic is FleetTopic.LIST and not ended:
                ended.append(asyncio.create_task(expire()))

        fleet.observe(heard)
        await live(fleet)
        await asyncio.gather(*ended)
        assert len(fleet.table) == 1604


async def test_a_server_that_wants_rest_gets_it_and_the_list_goes_on(bench: Bench) -> None:
    async with bench.server(requests_per_s=1.0) as server, bench.desk() as (cloud, _):
        await fill(server, 5600)
        fleet = await logged_in(cloud, server)
        sizes: list[int] = []
        fleet.observe(lambda _: sizes.append(len(fleet.table)))
        await until(lambda: fleet.is_whole, 40)
        assert len(fleet.table) == 5604
        assert sizes == sorted(sizes), "it began again"


async def test_a_broken_link_says_how_old_the_list_is_and_is_tried_again(bench: Bench) -> None:
    async with bench.desk() as (cloud, context), shown(context) as panel:
        async with bench.server() as server:
            fleet = await logged_in(cloud, server)
            await live(fleet)
            await until(lambda: len(listed(panel)) == 4)
        await until(lambda: fleet.phase is FleetPhase.BROKEN)
        await until(lambda: panel.banner.isVisible())
        assert panel.view.painter.is_old
        assert panel.banner.action.text() == "Try again"
        assert len(listed(panel)) == 4
        QTest.mouseClick(panel.banner.action, Qt.MouseButton.LeftButton)
        await until(lambda: fleet.error is not None and fleet.error.key == "cloud_unreachable")


async def test_the_last_state_is_there_without_the_server_and_gone_after_a_logout(
    bench: Bench,
) -> None:
    async with bench.server() as server:
        await fill(server, 40)
        async with bench.desk() as (cloud, context):
            await live(await logged_in(cloud, server))
        files = list((bench.folder / "fleets").iterdir())
        assert len(files) == 1
        assert files[0].stat().st_mode & 0o077 == 0
        async with bench.desk() as (cloud, context):
            fleet = await cloud.open((await cloud.remembered())[0])
            await live(fleet)
            assert fleet.as_of is None
    async with bench.desk() as (cloud, context), shown(context) as panel:
        fleet = await cloud.open((await cloud.remembered())[0])
        await until(lambda: len(listed(panel)) == 44 and fleet.phase is FleetPhase.BROKEN)
        assert fleet.as_of is not None
        await until(lambda: panel.banner.isVisible())
        assert panel.view.painter.is_old
        title, _ = fleet_line(fleet, 40) or ("", "")
        assert title.endswith("ago"), title
        menu = battery_menu(context, [listed(panel)[0]], panel)
        arm = next(action for action in menu.actions() if action.text() == "Arm")
        assert not arm.isEnabled()  # what this login may do was not told yet: no role is to blame
        assert arm.toolTip() == "What you may do is known once the server answers."
        panel.search.write("red")
        assert 0 < len(listed(panel)) < 44
        await cloud.logout()
        assert list((bench.folder / "fleets").iterdir()) == []


async def test_the_last_state_of_a_login_that_ended_elsewhere_is_deleted(bench: Bench) -> None:
    async with bench.server() as server:
        async with bench.desk() as (cloud, _):
            await live(await logged_in(cloud, server, "shop-owner"))
            await live(await logged_in(cloud, server))
        assert len(list((bench.folder / "fleets").iterdir())) == 2
        async with bench.desk() as (cloud, _):  # the command line knows no last states
            logins = await cloud.logins()
            assert len(list((bench.folder / "fleets").iterdir())) == 2
            await logins.logout(logins.chosen(user="shop-owner"))
        async with bench.desk() as (cloud, _):
            await cloud.remembered()
            assert len(list((bench.folder / "fleets").iterdir())) == 1


async def test_a_damaged_last_state_is_as_good_as_none(bench: Bench) -> None:
    async with bench.server() as server:
        async with bench.desk() as (cloud, _):
            await live(await logged_in(cloud, server))
        (path,) = (bench.folder / "fleets").iterdir()
        path.write_bytes(path.read_bytes()[:40])
        async with bench.desk() as (cloud, _):
            fleet = await cloud.open((await cloud.remembered())[0])
            await live(fleet)
            assert len(fleet.table) == 4


@served
async def test_a_login_that_ended_leads_to_the_next_one(kit: FleetKit) -> None:
    async with shown(kit.context) as panel:
        fleet = await kit.login()
        await until(lambda: len(listed(panel)) == 2)
        async with kit.server.services.core.store.write() as tx:
            await tx.connection.execute(
                update(SESSIONS).values(access_until_ms=1, refresh_until_ms=1)
            )
        kit.server.services.accounts.tell([])
        await until(lambda: fleet.phase is FleetPhase.ENDED)
        await until(lambda: panel.banner.action.text() == "Log in…")
        assert panel.banner.action.isVisible()
        heard: list[str] = []
        kit.context.chosen.panel_wanted.connect(heard.append)
        QTest.mouseClick(panel.banner.action, Qt.MouseButton.LeftButton)
        assert heard == ["account"]


async def test_servers_that_lie_or_are_older_leave_a_reason_and_a_way_out(bench: Bench) -> None:
    rows = page()["items"]
    lies = {
        "cloud_server_older": answer({"items": [{"number": "1"}], "next_cursor": None}),
        "cloud_answer_invalid": answer({"items": rows, "next_cursor": "again"}),
        "cloud_failed": problem(503, "database_unusable"),
    }
    for key, said in lies.items():
        async with lying() as liar, bench.desk() as (cloud, context), shown(context) as panel:
            liar.answers["/me"] = answer(PROFILE)
            liar.answers["/time"] = answer({"time": "2026-11-22T10:00:00Z", "seq": 5})
            liar.answers["/devices"] = said
            fleet = await cloud.login(liar.http, Given(user="li", password="x"))
            if key == "cloud_server_older":
                old = answer({"status": "ok", "version": "0.0.1"})
                liar.answers["/health"] = old
                assert __version__ != "0.0.1"
            await said_why(fleet, panel, key)


async def said_why(fleet: Fleet, panel: FleetListPanel, key: str) -> None:
    await until(lambda: fleet.phase is FleetPhase.BROKEN)
    assert fleet.error is not None
    assert fleet.error.key == key
    await until(lambda: panel.notice.action.isVisible() or panel.banner.isVisible())
