"""The simulated module, asked by bleak alone: it keeps permissions, lengths, and its own names."""

import asyncio

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError, BleakGATTProtocolError

from mingtang_desk.sim.ble_identity import SETS, identity
from mingtang_desk.sim.ble_module import LOCKED, OK, TRIES, WRONG, BleModule, frame
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.jbd_models import JBD_MODELS
from mingtang_desk.sim.mingtang_models import MINGTANG_MODELS
from mingtang_desk.sim.models import catalogue, make_air
from mingtang_desk.transports.ble_backend import backend
from tests.air import ADDRESS, QuietBoard, module, on_air

MODELS = {model.key: model for model in (*JBD_MODELS, *MINGTANG_MODELS)}
MAC, PIN = bytes.fromhex("a5c237010203"), "123456"


@pytest.mark.asyncio
async def test_what_is_not_permitted_or_too_long_is_refused() -> None:
    board = QuietBoard()
    jbd = module(service=0xFF00, write=0xFF02, notify=0xFF01, answers_writes=False, mtu=23)
    async with on_air([Peripheral(jbd, board)]):
        radio = backend()
        device = await BleakScanner.find_device_by_address(ADDRESS, 2.0, **radio.scanner_options)
        assert device is not None
        async with BleakClient(device, **radio.client_options) as client:
            assert client.mtu_size == 23
            refused = (
                client.write_gatt_char("ff01", b"x", response=True),
                client.write_gatt_char("ff02", b"x", response=True),
                client.read_gatt_char("ff02"),
            )
            for work in refused:
                with pytest.raises(BleakGATTProtocolError):
                    await work
            await client.write_gatt_char("ff02", bytes(21), response=False)  # dropped silently
            await client.write_gatt_char("ff02", bytes(20), response=False)
            async with asyncio.timeout(2):
                while not board.got:
                    await asyncio.sleep(0.005)
        assert board.writes == [20]
        with pytest.raises(BleakError):
            await client.read_gatt_char("ff01")


@pytest.mark.asyncio
async def test_a_filter_of_short_uuids_finds_and_everything_is_told_once() -> None:
    long_name = module(name="BT204805013CT00220940784")
    async with on_air([Peripheral(long_name, QuietBoard())]):
        radio = backend()
        for uuids, found in ((["ffe0"], 1), (["ff00"], 0)):
            heard = await BleakScanner.discover(
                0.2, return_adv=True, service_uuids=uuids, **radio.scanner_options
            )
            assert len(heard) == found
            for _, data in heard.values():
                assert data.local_name == "BT204805013CT00220940784"
                assert data.service_uuids == ["0000ffe0-0000-1000-8000-00805f9b34fb"]
                assert data.rssi == -60


@pytest.mark.asyncio
async def test_a_dead_board_breaks_the_link_as_distance_does() -> None:
    boards = make_air("jbd-4s", faults={"cut-after": "3"})
    one = boards[0]
    async with on_air([Peripheral(one.identity, one.board)]):
        radio, fell = backend(), asyncio.Event()
        device = await BleakScanner.find_device_by_address(
            one.identity.address, 2.0, **radio.scanner_options
        )
        assert device is not None
        client = BleakClient(device, lambda _: fell.set(), **radio.client_options)
        await client.connect()
        await client.write_gatt_char("ff02", bytes(7), response=False)
        async with asyncio.timeout(1):
            await fell.wait()
        assert not client.is_connected
        gone = await BleakScanner.discover(0.15, **radio.scanner_options)
        assert gone == []


def test_names_and_addresses_are_the_same_for_the_same_seed() -> None:
    for model in MODELS.values():
        one, same, other = (identity(model, {}, seed=seed, place=1) for seed in (1, 1, 2))
        assert one == same
        assert one.address != other.address
        assert len(one.name.encode()) <= 29
    assert identity(MODELS["jbd-13s"], {}, seed=0, place=1).name == "JBD-SP13S050"
    assert identity(MODELS["mingtang-13s"], {}, seed=0, place=1).name == "MT-13S-40784"


def test_values_go_to_the_board_they_name() -> None:
    first, second = make_air(
        "jbd-13s@1+mingtang-13s@7", sets={"rssi": "-61", "7.rssi": "-80", "7.soc_pct": "20"}
    )
    assert (first.identity.rssi, second.identity.rssi) == (-61, -80)
    assert make_air("jbd-4s", faults={"sleep": "3"})[0].sleep_s == 3.0


@pytest.mark.parametrize(
    "sets",
    [
        {"mtu": "22"},
        {"rssi": "loud"},
        {"pin": "12345"},
        {"ble_address": "x"},
        {"ble_name": "n" * 30},
    ],
)
def test_what_cannot_be_is_refused_with_what_can(sets: dict[str, str]) -> None:
    with pytest.raises(SimOptionError) as caught:
        make_air("jbd-13s", sets=sets)
    assert caught.value.allowed


def test_every_board_can_be_served_over_the_air() -> None:
    for row in catalogue():
        if row.protocol == "daly":  # its A5 is spoken on wires here
            assert "hci" not in row.listen
            continue
        assert "hci" in row.listen
        assert set(SETS) <= set(row.set_names)


def opened(box: BleModule, pin: str) -> int:
    box.connected()
    assert box.take(frame(0x15, b"000000"))[1] == [frame(0x15, bytes([OK]))]
    answers = box.take(frame(0x17, b""))[1]
    if not answers:
        return LOCKED
    random = answers[0][4]
    mixed = bytes(((a ^ b) + random) & 0xFF for a, b in zip(MAC, pin.encode(), strict=True))
    return box.take(frame(0x18, mixed))[1][0][4]


def test_a_module_with_a_pin_lets_nothing_through_before_it() -> None:
    box = BleModule(MAC, PIN)
    assert box.take(b"\xdd\xa5") == (b"", [])
    assert box.take(frame(0x17, b"")) == (b"", [])  # the application key comes first
    assert box.take(frame(0x15, b"000000")[:-1] + b"\x00") == (b"", [])
    assert opened(box, "654321") == WRONG
    assert opened(box, PIN) == OK
    assert box.take(b"\xdd\xa5") == (b"\xdd\xa5", [])
    box.connected()
    assert box.take(b"\xdd\xa5") == (b"", [])
    assert BleModule(MAC, "").take(b"\xff\xaa") == (b"\xff\xaa", [])


def test_a_module_locks_itself_after_too_many_wrong_pins() -> None:
    box = BleModule(MAC, PIN)
    assert [opened(box, "000000") for _ in range(TRIES)][-1] == LOCKED
    assert opened(box, PIN) == LOCKED
