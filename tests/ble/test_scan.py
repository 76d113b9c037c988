"""Who is near: order, last five, recognition; all announcements that aiobmsble knows."""

import asyncio

import pytest
from aiobmsble.test_data import bms_advertisements, ignore_advertisements
from bleak.backends.scanner import AdvertisementData

from mingtang_desk.interfaces.ble import Advert, uuid128
from mingtang_desk.session.drivers import all_drivers
from mingtang_desk.session.recognise import ble_uri, recognised, recognised_family
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.sim.models import make_air
from mingtang_desk.transports.ble_scan import BleScan, advert_of, nearest_first, scan
from tests.air import on_air

EVERY = [
    *((data, address, name) for data, address, name, _ in bms_advertisements()),
    *((data, address, "") for data, address, _, _ in ignore_advertisements()),
]


def test_there_are_announcements_to_look_at() -> None:
    assert len(EVERY) > 150


@pytest.mark.parametrize(("data", "address", "family"), EVERY)
def test_one_or_none_of_ours_answers(data: AdvertisementData, address: str, family: str) -> None:
    advert = advert_of(address, data, before=None)
    fitting = [d.key for d in all_drivers() if d.ble is not None and d.ble.recognises(advert)]
    assert fitting == (["jbd"] if family == "jbd_bms" else [])


def test_what_is_not_ours_is_left_to_aiobmsble() -> None:
    right = wrong = 0
    for data, address, family in EVERY:
        found = recognised_family(advert_of(address, data, before=None))
        right += found == f"aiobmsble:{family.removesuffix('_bms')}"
        wrong += bool(found) and found != f"aiobmsble:{family.removesuffix('_bms')}"
    assert wrong == 0
    assert right > 150


@pytest.mark.asyncio
async def test_a_scan_tells_the_nearest_first_and_knows_our_boards() -> None:
    sets = {"1.rssi": "-80", "2.rssi": "-50", "3.rssi": "-65"}
    boards = make_air("jbd-13s@1+mingtang-13s@2+tt-20s@3", sets=sets)
    heard: list[Advert] = []
    async with on_air([Peripheral(each.identity, each.board) for each in boards]):
        found = await scan(0.2)
        async with BleScan(heard.append) as listening:
            while len(listening.found) < 3:
                await asyncio.sleep(0.01)
    assert [recognised(advert) for advert in found] == ["mingtang", "tt", "jbd"]
    assert [advert.signal for advert in found] == [-50, -65, -80]
    assert {advert.name for advert in heard} == {advert.name for advert in found}
    assert found[0].last5 == "40784"
    assert ble_uri(found[0], "mingtang") == f"ble://{found[0].address}?protocol=mingtang"


def test_the_last_five_are_of_the_number_or_of_the_address() -> None:
    assert Advert(address="A5:C2:37:01:0b:3F", name="MT-13S-40784").last5 == "40784"
    jbd = Advert(address="A5:C2:37:01:0b:3F", name="JBD-SP13S050")
    assert jbd.last5 == "10B3F"
    for text in ("0b3f", "10b3f", "sp13", "37:01:0B", "37-01", ""):
        assert jbd.fits(text), text
    for text in ("40784", "x", "::"):
        assert not jbd.fits(text)


def test_parts_of_an_announcement_are_put_together() -> None:
    nothing = AdvertisementData(None, {}, {}, [], None, -70, ())
    part = nothing._replace(service_uuids=["ff00"], manufacturer_data={1: b"x"})
    first = advert_of("AA", part, before=None)
    both = advert_of("AA", nothing._replace(local_name="n"), before=first)
    assert both == Advert(
        address="AA", name="n", signal=-70, services=(uuid128("ff00"),), manufacturer={1: b"x"}
    )
    silent = Advert(address="BB")
    assert nearest_first([silent, both]) == (both, silent)
