"""The fleet of a login: its list, and what it hears live."""

from __future__ import annotations

import asyncio

import pytest

from mingtang_desk.cloud.fleet import FleetEvent, FleetTopic
from mingtang_desk.cloud.stream import Change
from tests.fleet.kit import FleetKit, until
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio


async def test_the_list_is_what_the_login_may_see_and_a_report_changes_its_row(
    kit: FleetKit,
) -> None:
    fleet = await kit.login()
    assert {row.number for row in fleet.table} == {NUMBERS["shop"], NUMBERS["child"]}
    assert fleet.can("arm")
    heard: list[FleetEvent] = []
    end = fleet.observe(heard.append)
    await kit.report(NUMBERS["shop"], 22.5, 114.0, speed_kmh=12.0)
    await until(lambda: any(each.topic is FleetTopic.PLACE for each in heard))
    row = fleet.table.get(NUMBERS["shop"])
    assert row is not None
    assert (row.lat, row.lon) == (22.5, 114.0)
    assert fleet.age_s is not None
    assert fleet.age_s < 15
    end()


async def test_a_battery_of_somebody_else_is_never_heard(kit: FleetKit) -> None:
    fleet = await kit.login("child-viewer")
    heard: list[FleetEvent] = []
    fleet.observe(heard.append)
    await kit.report(NUMBERS["shop"], 22.5, 114.0)
    await kit.report(NUMBERS["child"], 22.6, 114.1)
    await until(lambda: any(each.number == NUMBERS["child"] for each in heard))
    assert not any(each.number == NUMBERS["shop"] for each in heard)
    assert not fleet.can("arm")


async def test_an_observer_with_a_bug_keeps_nothing_from_the_others(kit: FleetKit) -> None:
    fleet = await kit.login()
    loop = asyncio.get_running_loop()
    bugs: list[object] = []
    loop.set_exception_handler(lambda _, context: bugs.append(context.get("exception")))

    def bug(*_: object) -> None:
        raise RuntimeError("the panel is gone")

    fleet.observe(bug)
    fleet.hear(bug)
    kit.cloud.observe(bug)
    heard: list[FleetEvent] = []
    fleet.observe(heard.append)
    try:
        for lat in (22.5, 22.6):
            heard.clear()
            await kit.report(NUMBERS["shop"], lat, 114.0)
            await until(lambda: any(each.topic is FleetTopic.PLACE for each in heard))
        await kit.cloud.close()
        assert kit.cloud.fleet is None
    finally:
        loop.set_exception_handler(None)
    assert bugs
    assert all(isinstance(each, RuntimeError) for each in bugs)


async def test_a_state_that_a_server_does_not_know_is_no_old_news(kit: FleetKit) -> None:
    fleet = await kit.login()
    number = NUMBERS["shop"]
    for state, is_taken in (("online", True), ("unknown", True), ("wonderful", False)):
        values = {"state": state, "since": None, "seen": None}
        fleet.table.take(Change(seq=1, kind="presence", number=number, values=values))
        row = fleet.table.get(number)
        assert row is not None
        assert (row.state == state) is is_taken
