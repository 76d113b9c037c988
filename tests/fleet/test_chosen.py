"""Choosing batteries faster than a server answers: what is shown is what was chosen last."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest

from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


def _shown(kit: FleetKit) -> str:
    current = kit.context.selection.current
    return "" if current is None else current.uri.text


async def test_panels_show_no_other_battery_while_the_chosen_one_is_being_opened(
    kit: FleetKit,
) -> None:
    await kit.login()
    chosen = kit.context.chosen
    chosen.choose(SHOP)
    await until(lambda: _shown(kit) == chosen.uri(SHOP))
    first = kit.context.selection.current
    assert first is not None
    await until(lambda: first.model.remote is not None and first.model.remote.state != "")
    chosen.choose(CHILD)
    for _ in range(10):  # nothing of it has come from the server yet
        await asyncio.sleep(0)
    assert _shown(kit) == chosen.uri(CHILD)
    await until(lambda: [each.uri.text for each in kit.hub.sessions] == [chosen.uri(CHILD)])


async def test_the_last_choice_counts_however_fast_they_come(kit: FleetKit) -> None:
    fleet = await kit.login()
    await until(lambda: len(fleet.table) >= 2)
    chosen = kit.context.chosen
    chosen.choose(CHILD)
    await until(lambda: _shown(kit) == chosen.uri(CHILD))
    kept = kit.context.selection.current
    assert kept is not None
    await until(lambda: kept.model.remote is not None and kept.model.remote.state != "")
    chosen.keep()
    told: list[str] = []
    chosen.changed.connect(told.append)
    dice, asked = random.Random(8), []
    for at in range(50):
        number = (SHOP, CHILD, "")[at % 3]
        asked.append(number)
        chosen.choose(number)
        await asyncio.sleep(dice.choice((0, 0, 0.002, 0.01, 0.03)))
    asked.append(SHOP)
    chosen.choose(SHOP)
    await until(lambda: _shown(kit) == chosen.uri(SHOP))
    session = kit.context.selection.current
    assert session is not None
    await until(lambda: session.model.remote is not None and session.model.remote.state != "")
    await asyncio.sleep(0.3)
    assert chosen.number == SHOP
    assert _shown(kit) == chosen.uri(SHOP)
    assert set(told) <= {SHOP, CHILD, ""}
    assert told == asked  # nothing was chosen that nobody chose
    uris = {each.uri.text for each in kit.hub.sessions}
    assert uris == {chosen.uri(SHOP), chosen.uri(CHILD)}


async def test_a_battery_kept_open_is_not_chosen_because_another_one_is_closed(
    kit: FleetKit,
) -> None:
    await kit.login()
    chosen = kit.context.chosen
    kept = await kit.hub.open(chosen.uri(CHILD), keep=True)
    chosen.choose(SHOP)
    await asyncio.sleep(0)
    chosen.choose("")
    await asyncio.sleep(0.5)
    assert chosen.number == ""
    assert kept in kit.hub.sessions


async def test_a_battery_that_is_being_written_to_is_not_closed(kit: FleetKit) -> None:
    await kit.login()
    chosen = kit.context.chosen
    chosen.choose(SHOP)
    await until(lambda: _shown(kit) == chosen.uri(SHOP))
    session = kit.context.selection.current
    assert session is not None
    await until(lambda: chosen._opening is not None and chosen._opening.done())
    assert session.model.remote is not None
    session.model.set_remote(replace(session.model.remote, doing="bms_write", step="sent"))
    chosen.choose(CHILD)
    await until(lambda: _shown(kit) == chosen.uri(CHILD))
    await asyncio.sleep(0.3)
    assert session in kit.hub.sessions


async def test_a_number_that_is_no_address_opens_nothing(kit: FleetKit) -> None:
    await kit.login()
    chosen = kit.context.chosen
    for number in ("1?protocol=jbd", "1/2", "a#b", "%31", "\x00", "x" * 65):
        chosen.choose(number)
        await asyncio.sleep(0.02)
        assert kit.hub.sessions == ()
    await cancel_all(chosen)
