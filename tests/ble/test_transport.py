"""The Bluetooth transport against a module on virtual Bluetooth: lengths, refusals, losses."""

import asyncio
import sys
from typing import Any

import pytest

from mingtang_desk.core.errors import (
    LinkDeniedError,
    LinkLostError,
    LinkNotFoundError,
    TransportError,
    UsageError,
)
from mingtang_desk.interfaces.ble import BlePort, BleProfile, uuid128
from mingtang_desk.sim.ble_air import Radio
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.transports import ble_backend
from mingtang_desk.transports.ble import BleTransport
from mingtang_desk.transports.ble_backend import HCI
from tests.air import ADDRESS, QuietBoard, module, on_air

FFE0 = BleProfile(ports=(BlePort(service="ffe0", write="ffe1"),))
FF00 = BleProfile(ports=(BlePort(service="ff00", write="ff02", notify="ff01", piece=20),))
PROFILES = {"jbd": FF00, "mingtang": FFE0, "tt": FFE0}
REPLY = bytes(range(200))


def link(target: str = ADDRESS, *, find_s: float = 2.0, connect_s: float = 5.0) -> BleTransport:
    return BleTransport(target, profiles=PROFILES, find_s=find_s, connect_s=connect_s)


async def heard(transport: BleTransport, size: int) -> list[bytes]:
    chunks: list[bytes] = []
    async with asyncio.timeout(3):
        async for chunk in transport.chunks():
            chunks.append(chunk)
            if sum(map(len, chunks)) >= size:
                break
    return chunks


async def failure(transport: BleTransport) -> TransportError:
    with pytest.raises(TransportError) as caught:
        await transport.open()
    assert caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.asyncio
@pytest.mark.parametrize("mtu", [23, 247])
async def test_requests_and_replies_are_cut_to_the_mtu_and_arrive_whole(mtu: int) -> None:
    board = QuietBoard()
    board.answer = REPLY
    async with on_air([Peripheral(module(mtu=mtu), board)]):
        transport = link()
        await transport.open()
        assert transport.mtu == mtu
        assert transport.protocols == ("mingtang", "tt")
        await transport.write(REPLY)
        chunks = await heard(transport, len(REPLY))
        await transport.close()
    assert bytes(board.got) == REPLY
    assert max(board.writes) <= mtu - 3
    assert b"".join(chunks)[:200] == REPLY
    assert max(map(len, chunks)) <= mtu - 3


@pytest.mark.asyncio
async def test_a_module_that_takes_twenty_bytes_gets_no_more() -> None:
    board = QuietBoard()
    jbd = module(service=0xFF00, write=0xFF02, notify=0xFF01, answers_writes=False)
    async with on_air([Peripheral(jbd, board)]):
        transport = link()
        await transport.open()
        assert transport.protocols == ("jbd",)
        await transport.write(bytes(45))
        async with asyncio.timeout(2):
            while len(board.got) < 45:
                await asyncio.sleep(0.005)
        await transport.close()
    assert board.writes == [20, 20, 5]


@pytest.mark.asyncio
async def test_a_line_nobody_named_is_found_by_its_properties() -> None:
    async with on_air(
        [Peripheral(module(service=0xFFF0, write=0xFFF2, notify=0xFFF1), QuietBoard())]
    ):
        transport = link()
        await transport.open()
        assert transport.protocols == ()
        await transport.close()


@pytest.mark.asyncio
async def test_a_second_central_is_told_and_gets_it_after_a_release() -> None:
    async with on_air([Peripheral(module(), QuietBoard())]):
        first, second = link(), link(find_s=0.3)
        await first.open()
        error = await failure(second)
        assert error.key == "ble_not_found"
        assert "phone" in error.hint
        await first.close()
        await second.open()
        await second.close()


@pytest.mark.asyncio
async def test_one_that_is_heard_but_does_not_connect_is_in_use() -> None:
    async with on_air([Peripheral(module(), QuietBoard())]) as air:
        air.voices[ADDRESS].taken = True
        error = await failure(link(connect_s=0.2))
        assert error.key == "ble_refused"
        air.voices[ADDRESS].taken = False
        transport = link()  # the attempt that was given up must not be in the way
        await transport.open()
        await transport.close()


@pytest.mark.asyncio
async def test_a_module_that_falls_asleep_is_told_from_one_never_seen() -> None:
    async with on_air([Peripheral(module(), QuietBoard(), sleep_s=0.25)]):
        transport = link(find_s=0.2)
        await transport.open()
        await transport.close()
        await asyncio.sleep(0.4)
        assert (await failure(transport)).key == "ble_asleep"
        assert (await failure(link(find_s=0.1))).key == "ble_not_found"


@pytest.mark.asyncio
async def test_a_name_leads_to_a_device_unless_two_have_it() -> None:
    twins = [
        Peripheral(module(name="Pack 1"), QuietBoard()),
        Peripheral(module(name="Pack 2", address="C2:4D:54:00:00:02"), QuietBoard()),
        Peripheral(module(name="Pack 2", address="C2:4D:54:00:00:03"), QuietBoard()),
    ]
    async with on_air(twins):
        transport = link("name/Pack 1")
        await transport.open()
        assert transport.where == f"Pack 1 · {ADDRESS}"
        assert transport.signal == -60
        await transport.close()
        error = await failure(link("name/Pack 2"))
        assert error.key == "ble_name_ambiguous"
        assert "C2:4D:54:00:00:03" in error.message


@pytest.mark.asyncio
async def test_the_radio_that_goes_is_a_lost_link_at_once() -> None:
    transport = link()
    async with on_air([Peripheral(module(), QuietBoard())]):
        await transport.open()
        reading = asyncio.create_task(heard(transport, 1))
        await asyncio.sleep(0.01)
    started = asyncio.get_running_loop().time()
    with pytest.raises(LinkLostError) as caught:
        await reading
    assert caught.value.key == "link_lost"
    assert asyncio.get_running_loop().time() - started < 0.2
    with pytest.raises(LinkLostError):
        await transport.write(b"x")
    await transport.close()


@pytest.mark.asyncio
async def test_a_radio_that_comes_back_is_used_again(unused_tcp_port: int) -> None:
    transport = link()
    for _ in range(2):
        async with on_air([Peripheral(module(), QuietBoard())], port=unused_tcp_port):
            await transport.open()
        with pytest.raises(LinkLostError):
            await heard(transport, 1)
        await transport.close()


@pytest.mark.asyncio
async def test_a_desk_that_dies_leaves_the_board_to_others() -> None:
    async with on_air([Peripheral(module(), QuietBoard())]) as air:
        dying, other = link(), link(find_s=1.0)
        await dying.open()
        (radio,) = (r for r in air.controllers if isinstance(r, Radio) and r.name == "central")
        ble_backend._virtual.cache_clear()  # the other one is another program with its own radio
        host: Any = radio.host
        host._writer.transport.abort()
        await other.open()
        await other.close()
        await dying.close()


@pytest.mark.asyncio
async def test_no_controller_and_no_radio_at_all_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(HCI, "127.0.0.1:9")
    error = await failure(link())
    assert isinstance(error, LinkNotFoundError)
    assert error.key == "ble_no_controller"
    monkeypatch.delenv(HCI)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
    if sys.platform == "linux":
        error = await failure(link())
        assert isinstance(error, LinkDeniedError)
        assert error.key == "ble_no_adapter"


def test_an_address_is_needed() -> None:
    for target in ("", "name/"):
        with pytest.raises(UsageError):
            link(target)


def test_short_and_long_uuids_are_one() -> None:
    assert uuid128("FF00") == "0000ff00-0000-1000-8000-00805f9b34fb"
    assert uuid128(uuid128("ff00").upper()) == uuid128("ff00")
