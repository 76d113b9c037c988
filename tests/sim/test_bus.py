"""Up to sixteen boards on one line: heard by all, answered by one."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.app.wiring import boards
from mingtang_desk.core.errors import UsageError
from mingtang_desk.sim.bus import Bus
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_line, unknown_models
from tests.sim.modbus_hand import Master, content, frame, read_frame, words, write_frame

MIXED = "mingtang-13s@1+mingtang-24s@2+mingtang-17s@17+tt-20s@247"


def bus(model: str = MIXED, **options: Any) -> Bus:
    line = make_line(model, **options)
    assert isinstance(line, Bus)
    return line


def test_each_board_answers_for_itself() -> None:
    line = bus()
    cells = {address: Master(line, address).word(1) for address in (1, 2, 17, 247)}
    assert cells == {1: 13, 2: 24, 17: 17, 247: 20}
    assert Master(line).raw(read_frame(0, 1, address=3)) == []


def test_requests_in_one_piece_are_answered_in_order() -> None:
    stream = b"".join(read_frame(1, 1, address=a) for a in (17, 2, 99, 247, 1, 2))
    replies = Master(bus()).raw(stream)
    assert [reply[0] for reply in replies] == [17, 2, 247, 1, 2]
    for reply in replies:
        content(reply, reply[0])


def test_a_write_reaches_one_board_and_a_broadcast_all() -> None:
    line = bus("mingtang-13s+mingtang-13s+mingtang-17s")
    assert [board.address for board in line.boards] == [1, 2, 3]
    Master(line, 2).write(0x2204, 4100)
    assert [Master(line, a).word(0x2204) for a in (1, 2, 3)] == [4250, 4100, 4250]
    assert Master(line).raw(write_frame(0x2204, 4180, address=0)) == []
    assert [Master(line, a).word(0x2204) for a in (1, 2, 3)] == [4180] * 3


def test_two_boards_at_one_address_collide() -> None:
    line = bus("mingtang-13s@5+mingtang-17s@5+tt-20s@6")
    master = Master(line, 5)
    alone = Master(bus("mingtang-13s@5"), 5).raw(read_frame(0, 9, address=5))[0]
    for _ in range(200):
        (burst,) = master.raw(read_frame(0, 9, address=5))
        assert len(burst) == len(alone)
        with pytest.raises(AssertionError):
            content(burst, 5)
    assert Master(line, 6).word(1) == 20
    (burst,) = master.raw(write_frame(0x2204, 4000, address=5))  # both did it all the same
    assert [board.eeprom[0x2204] for board in line.boards[:2]] == [4000, 4000]


def test_a_late_board_does_not_collide() -> None:
    line = bus("mingtang-13s@5+mingtang-13s@5")
    assert len(line.receive(read_frame(0, 1, address=5), 0.0)) == 1
    line = bus("mingtang-13s@5+mingtang-17s@6", faults={"5.late": "2", "6.mute": None})
    (reply,) = line.receive(read_frame(0, 1, address=5), 0.0)
    assert reply.delay_s == 2.0


def test_values_and_faults_go_to_all_or_to_one() -> None:
    sets = {"17.soc_pct": "30", "soc_pct": "70", "cell_v_24": "3.1"}
    line = bus(sets=sets, faults={"2.mute": None, "247.open-ntc": "1"})
    assert [Master(line, a).word(2) for a in (1, 17, 247)] == [70, 30, 70]
    assert Master(line, 2).raw(read_frame(0, 1, address=2)) == []
    assert line.boards[1].pack.cells[23].rest_v() == pytest.approx(3.1)


@pytest.mark.parametrize(
    ("model", "options"),
    [
        ("+".join(["tt-20s"] * 17), {}),
        ("mingtang-13s@0", {}),
        ("mingtang-13s@248", {}),
        ("mingtang-13s@one", {}),
        ("mingtang-13s@", {}),
        ("jbd-13s@1+mingtang-13s@2", {}),
        ("mingtang-99s@1+mingtang-13s@2", {}),
        (MIXED, {"sets": {"nothing": "1"}}),
        (MIXED, {"sets": {"3.soc_pct": "1"}}),
        (MIXED, {"sets": {"address": "9"}}),
        (MIXED, {"sets": {"247.cell_ovp_x": "9"}}),
        (MIXED, {"sets": {"soc_pct": "200"}}),
        (MIXED, {"faults": {"2.broken": None}}),
        (MIXED, {"sets": {"boards": "tt-20s"}}),
    ],
)
def test_what_is_no_bus_is_refused(model: str, options: dict[str, dict[str, str]]) -> None:
    with pytest.raises(SimOptionError) as caught:
        bus(model, **options)
    assert caught.value.allowed


def test_the_row_of_the_list_is_a_bus_of_its_own() -> None:
    assert [board.address for board in bus("bus").boards] == [1, 2, 3, 4]
    line = bus("bus", sets={"boards": "tt-20s@9+mingtang-17s", "9.soc_pct": "12"})
    assert [board.address for board in line.boards] == [9, 1]
    assert Master(line, 9).word(2) == 12
    assert len(bus("bus", sets={"boards": "tt-20s"}).boards) == 1
    assert unknown_models("bus") == unknown_models(MIXED) == []
    assert unknown_models("mingtang-13s@1+bus@2+xyz") == ["bus", "xyz"]
    assert unknown_models("") == [""]


def test_sixteen_boards() -> None:
    line = bus("+".join(["mingtang-24s"] * 16))
    for address in range(1, 17):
        assert Master(line, address).word(2) == 9


def test_one_board_may_lose_its_power() -> None:
    line = bus("mingtang-13s@1+mingtang-13s@2", faults={"1.cut-after": "20"})
    assert Master(line, 1).word(2) == 50
    assert Master(line, 2).word(2) == 50
    assert Master(line, 1).raw(read_frame(2, 1)) == []
    assert line.alive
    assert Master(line, 2).word(2) == 50
    dying = bus("mingtang-13s@1+mingtang-13s@2", faults={"cut-after": "20"})
    dying.receive(bytes(30), 0.0)
    assert not dying.alive


def test_each_board_has_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "bus.json"
    line = bus(MIXED, state=path)
    Master(line, 17).write(0x2204, 4100)
    assert (tmp_path / "bus.json.3").exists()
    again = bus(MIXED, state=path)
    assert Master(again, 17).word(0x2204) == 4100
    assert Master(again, 1).word(0x2204) == 4250


@given(st.lists(st.binary(max_size=40), max_size=5), st.randoms(use_true_random=False))
def test_noise_never_breaks_the_bus(noise: list[bytes], rng: random.Random) -> None:
    line = bus(MIXED)
    stream = b"".join(part + read_frame(1, 1, address=rng.choice((1, 2, 17, 9))) for part in noise)
    cut, at, pieces = bus(MIXED), 0, list[bytes]()
    while at < len(stream):
        step = rng.randrange(1, 30)
        pieces += [reply.data for reply in cut.receive(stream[at : at + step], 0.0)]
        at += step
    assert pieces == [reply.data for reply in line.receive(stream, 0.0)]


@pytest.mark.asyncio
async def test_a_bus_inside_the_process() -> None:
    port = SimPort(bus(), pace=115200)
    port.open()
    chunks = port.chunks()
    for address, cells in ((1, 13), (247, 20), (2, 24)):
        await port.write(read_frame(1, 1, address=address))
        reply = b""
        while len(reply) < 7:
            reply += await asyncio.wait_for(anext(chunks), 5)
        assert content(reply, address)[1] == b"\x02" + words(cells)
    await chunks.aclose()
    await port.wait_closed()


@pytest.mark.asyncio
async def test_an_address_of_the_desk_may_name_a_bus() -> None:
    port = boards("mingtang-13s@1+tt-20s@2", {"set.2.soc_pct": "5", "fault.1.mute": ""})
    port.open()
    chunks = port.chunks()
    await port.write(read_frame(2, 1, address=1) + read_frame(2, 1, address=2))
    assert content(await asyncio.wait_for(anext(chunks), 5), 2)[1] == b"\x02" + words(5)
    await port.wait_closed()
    with pytest.raises(UsageError, match="nothing"):
        boards("mingtang-13s@1+nothing@2", {})


def test_a_switch_of_one_board_leaves_the_others_alone() -> None:
    line = bus("mingtang-13s@1+mingtang-17s@2")
    Master(line, 2).raw(frame(2, 5, words(0x2001, 0)))
    assert Master(line, 1).mosfets() == (1, 1)
    assert Master(line, 2).mosfets() == (1, 0)
