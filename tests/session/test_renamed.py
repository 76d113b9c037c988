"""A board whose code we wrote has another id from then on, and is the same board all the same."""

import asyncio
from pathlib import Path

import pytest

from mingtang_desk.core.errors import UnexpectedReplyError
from mingtang_desk.session.profiles import shipped_driver
from tests.session.bench import simulated

MINGTANG = shipped_driver("mingtang")
CODE, SERIAL = "x_mingtang_battery_code", "x_mingtang_serial"
OLD, NEW = "BT204805013CT00220940784", "BT204805013CT00220940785"


@pytest.mark.asyncio
async def test_the_new_code_is_known_at_once_and_over_a_new_link(tmp_path: Path) -> None:
    state = tmp_path / "eeprom"
    async with simulated(model="mingtang-13s", driver=MINGTANG, state=state) as bench:
        session = bench.session
        result = await session.write_settings({CODE: NEW}, who="me")
        assert result.applied
        assert (session.key.device_id, session.model.name) == (NEW, NEW)
        assert session.model.sample is not None
        assert session.model.sample.device_id == NEW
        assert session.model.sample.info.battery_code == NEW
        assert session.model.sample.info.firmware
        assert bench.journal.entries[-1].device.device_id == OLD
        bench.port.cut()
        await asyncio.sleep(0.01)
        assert (await session.write_settings({"cell_ovp_v": 4.2}, who="me")).applied
        assert bench.journal.entries[-1].device.device_id == NEW
        assert (await session.undo_last(who="me")).applied
        assert (await session.undo_last(who="me")).applied
        assert session.key.device_id == OLD


@pytest.mark.asyncio
async def test_a_line_that_is_cut_after_the_code_was_written_is_read_back() -> None:
    async with simulated(model="mingtang-13s", driver=MINGTANG) as bench:
        session, port = bench.session, bench.port
        port.sets = {"battery_code": NEW}

        def cut(data: bytes) -> bytes:
            if data[1] == 16:
                port.cut()
            return data

        port.replace = cut
        result = await session.write_settings({CODE: NEW}, who="me")
    assert result.fields[CODE].read == NEW
    assert bench.journal.states == {CODE: "applied"}, "it is kept as soon as it reads back"


@pytest.mark.asyncio
async def test_a_code_that_is_emptied_leaves_the_serial() -> None:
    async with simulated(model="mingtang-13s", driver=MINGTANG) as bench:
        serial = (await bench.session.read_settings()).values[SERIAL]
        assert (await bench.session.write_settings({CODE: ""}, who="me")).applied
        assert bench.session.key.device_id == serial


@pytest.mark.asyncio
async def test_another_board_is_still_another_one() -> None:
    async with simulated(model="mingtang-13s", driver=MINGTANG) as bench:
        await bench.session.write_settings({CODE: NEW}, who="me")
        bench.port.sets = {"battery_code": "BT0"}
        bench.port.cut()
        await asyncio.sleep(0.01)
        with pytest.raises(UnexpectedReplyError) as caught:
            await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    assert caught.value.key == "board_changed"
    assert len(bench.journal.entries) == 1
