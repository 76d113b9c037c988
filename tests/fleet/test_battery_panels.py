"""What the panels of a board say of a battery behind a server, and a set for many of them."""

from __future__ import annotations

import asyncio
from pathlib import PurePath

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import update

from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.session.golden_apply import PackReport, PackState
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.golden.apply_page import MOST_TARGETS, ApplyPage
from mingtang_desk.ui.golden.shelf_page import ShelfPage
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.link_words import mode_words, state_words
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.remote_words import clocks, doing
from mingtang_desk.ui.strip import Strip
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import CLOCK, FleetKit, until
from tests.server.commanding import QUICK, change_device, living, tracker_of
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


async def _chosen(kit: FleetKit) -> BatterySession:
    """Choose the battery as the list does, and wait until it is shown."""
    chosen = kit.context.chosen
    chosen.choose(SHOP)
    selection = kit.context.selection
    await until(lambda: selection.current is not None)
    session = selection.current
    assert isinstance(session, BatterySession)
    return session


def _sample(pack_v: float) -> dict[str, object]:
    now = CLOCK.now().isoformat()
    sample = {"time": now, "protocol": "mingtang", "pack_v": pack_v}
    return {"type": "sample", "device": SHOP, "sample": sample}


async def test_strip_and_status_show_whose_clock_it_is(
    kit: FleetKit, translations: Translations
) -> None:
    await kit.login()
    await kit.uplink(_sample(48.0))
    session = await _chosen(kit)
    strip, panel = Strip(kit.context), StatusPanel(kit.context)
    panel.show()
    try:
        await until(lambda: session.model.phase is LinkPhase.LIVE)
        await until(lambda: strip.chip.text == "CLOUD")
        assert strip.link.text == f"Cloud {session.uri.target}"
        await until(lambda: "Measured" in panel.clocks.text())
        assert "At the server" in panel.clocks.text()
        assert "Shown here" in strip.age.toolTip()
        assert panel.rows
        await kit.uplink(_sample(50.5))
        await until(
            lambda: session.model.sample is not None and session.model.sample.pack_v == 50.5
        )
    finally:
        panel.stop()
        panel.close()
        strip.stop()


async def test_a_battery_that_was_looked_at_is_closed_with_the_login(kit: FleetKit) -> None:
    await kit.login()
    await kit.uplink(_sample(48.0))
    session = await _chosen(kit)
    await until(lambda: session.model.sample is not None)
    await kit.cloud.logout()
    await until(lambda: not kit.hub.sessions)
    assert kit.context.selection.current is None
    assert kit.context.chosen.number == ""


async def test_a_battery_that_is_away(kit: FleetKit, translations: Translations) -> None:
    await kit.login()
    session = await _chosen(kit)
    model = session.model
    strip = Strip(kit.context)
    try:
        await until(lambda: model.phase is LinkPhase.SILENT)
        assert mode_words(model).text == "AWAY"
        words = state_words(model, session.uri)
        assert words is not None
        assert words.title == "Tracker offline"
        assert "never heard" in words.hint
        assert why_not(model) == "The tracker is offline."
        assert strip.wake.isHidden()
        translations.use("zh_CN")
        assert mode_words(model).text
    finally:
        translations.use("en")
        strip.stop()


async def test_words_of_what_is_done(kit: FleetKit, translations: Translations) -> None:
    await kit.login()
    model = (await _chosen(kit)).model
    assert model.remote is not None
    assert doing(model.remote) == ""
    assert clocks(model.remote) == []


async def test_a_set_for_chosen_batteries(kit: FleetKit, translations: Translations) -> None:
    """Every one is away: each says so, and nothing was sent."""
    await kit.login()
    uris = {kit.context.chosen.uri(number): f"battery {number}" for number in (SHOP, CHILD)}
    document = SettingsDocument(
        path=PurePath("set.json"), protocol="mingtang", settings={"cell_ovp_v": 4.2}
    )
    page = ApplyPage(kit.hub, kit.context.theme)
    page.resize(360, 600)
    page.show()
    page.show_set(document, uris)
    assert [row.uri for row in page.rows] == list(uris)
    kit.hub.set_writing(True)
    page.stop_on_error.setChecked(False)
    QTest.mouseClick(page.start, Qt.MouseButton.LeftButton)
    await until(lambda: page.report is not None and not page.busy)
    report = page.report
    assert report is not None
    assert {each.state for each in report.packs} <= {PackState.FAILED, PackState.REFUSED}
    assert page.result.text() == "0 of 2 packs have the set"
    page.close()


async def test_more_than_anybody_can_watch(kit: FleetKit, translations: Translations) -> None:
    await kit.login()
    page = ApplyPage(kit.hub, kit.context.theme)
    document = SettingsDocument(path=PurePath("set.json"), settings={"cell_ovp_v": 4.2})
    many = {f"cloud://127.0.0.1:1/{n}": str(n) for n in range(MOST_TARGETS + 7)}
    page.show_set(document, many)
    assert len(page.rows) == MOST_TARGETS
    assert "7 more" in page.about.text()
    page.close()


async def test_every_panel_takes_a_battery_behind_a_server(
    kit: FleetKit, translations: Translations
) -> None:
    await kit.login()
    await kit.uplink(_sample(48.0))
    session = await _chosen(kit)
    await until(lambda: session.model.sample is not None)
    for spec in PANELS:
        panel = spec.make(kit.context)
        panel.resize(300, 400)
        panel.show()
        await asyncio.sleep(0.05)
        panel.stop()
        panel.close()
        await cancel_all(panel)
        panel.deleteLater()  # what is left would hear of the language of the next test


async def test_a_set_is_chosen_for_batteries_of_the_list(
    kit: FleetKit, translations: Translations
) -> None:
    await kit.login()
    panel = SettingsPanel(kit.context)
    panel.show()
    try:
        panel.files.set_many({kit.context.chosen.uri(n): n for n in (SHOP, CHILD)})
        page = panel.files.page
        assert isinstance(page, ShelfPage)
        assert page.title.text().startswith("Choose a set for 2 batter")
        document = SettingsDocument(path=PurePath("set.json"), settings={"cell_ovp_v": 4.2})
        page.applied.emit(document)
        apply = panel.files.page
        assert isinstance(apply, ApplyPage)
        assert [row.box.isChecked() for row in apply.rows] == [True, True]
        apply.leave()
        back = panel.files.page
        assert isinstance(back, ShelfPage)
        back.leave()
        assert panel.files.page is None
    finally:
        panel.stop()
        panel.close()
        await cancel_all(panel)


@pytest.mark.slow
async def test_a_setting_goes_through_the_review_to_the_board_and_back(
    kit: FleetKit, translations: Translations
) -> None:
    """Typed, reviewed, written over the cloud, read back into the table."""
    server = kit.server
    server.services.commands.crew.timers = QUICK
    await change_device(server, protocol="mingtang")
    await kit.login()
    kit.hub.set_writing(True)
    panel = SettingsPanel(kit.context)
    panel.resize(420, 700)
    panel.show()
    try:
        async with living(server, tracker_of(server, "mingtang-13s")):
            session = await _chosen(kit)
            await until(lambda: session.model.phase is LinkPhase.LIVE)
            await session.read_settings()
            await until(lambda: panel.stack.currentIndex() == 1)
            panel.take_over({"cell_ovp_v": "4.22"})
            panel.review_all()
            review = panel.review
            assert review is not None
            QTest.mouseClick(review.write, Qt.MouseButton.LeftButton)
            await until(lambda: review.result is not None, 30)
            assert review.result is not None
            assert review.result.applied
            assert session.model.settings is not None
            assert session.model.settings.values["cell_ovp_v"] == 4.22
    finally:
        panel.stop()
        panel.close()
        await cancel_all(panel)


async def _forget_limits(server: Kit) -> None:
    """A minute passes for the limit of commands."""
    async with server.services.core.store.write() as tx:
        earlier = {"created_ms": COMMANDS.c.created_ms - 60_000}
        await tx.connection.execute(update(COMMANDS).values(**earlier))


def _packs(page: ApplyPage) -> tuple[PackReport, ...]:
    """How the packs of the last run ended; () = there was none."""
    return () if page.report is None else page.report.packs


@pytest.mark.slow
async def test_warnings_of_many_batteries_are_read_before_anything_is_written(
    kit: FleetKit, translations: Translations
) -> None:
    """Looked at first; without a yes it is left out and named; with one exactly that is written."""
    server = kit.server
    server.services.commands.crew.timers = QUICK
    await change_device(server, protocol="mingtang")
    await kit.login()
    kit.hub.set_writing(True)
    uri = kit.context.chosen.uri(SHOP)
    assert uri is not None
    document = SettingsDocument(
        path=PurePath("frost.json"), protocol="mingtang", settings={"chg_utp_c": -4}
    )
    page = ApplyPage(kit.hub, kit.context.theme)
    page.resize(420, 760)
    page.show()
    page.show_set(document, {uri: "battery"})
    try:
        async with living(server, tracker_of(server, "mingtang-13s")):
            QTest.mouseClick(page.start, Qt.MouseButton.LeftButton)
            assert "nothing is written" in page.result.text()
            await until(lambda: bool(page.warnings.boxes) and not page.busy, 30)
            assert _packs(page) == ()
            (box,) = page.warnings.boxes
            assert not box.isChecked()
            QTest.mouseClick(page.start, Qt.MouseButton.LeftButton)
            await until(lambda: bool(_packs(page)) and not page.busy)
            assert [each.state for each in _packs(page)] == [PackState.SKIPPED]
            assert "Nobody accepted" in page.rows[0].detail.text()
            await _forget_limits(server)
            QTest.mouseClick(page.start, Qt.MouseButton.LeftButton)
            await until(lambda: bool(page.warnings.boxes) and not page.busy, 30)
            page.warnings.boxes[0].click()
            QTest.mouseClick(page.start, Qt.MouseButton.LeftButton)
            await until(lambda: bool(_packs(page)) and not page.busy, 30)
            (done,) = _packs(page)
            assert done.state is PackState.APPLIED, done
            assert done.fields["chg_utp_c"].read == -4
    finally:
        page.close()
        await cancel_all(page)
