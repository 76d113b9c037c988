"""What cannot be true is marked on its way from the board to model and store."""

from dataclasses import replace

import pytest

from mingtang_desk.device.catalogue.controls import Action
from tests.session.bench import simulated


@pytest.mark.asyncio
async def test_a_pack_at_rest_is_sound() -> None:
    async with simulated() as bench:
        for _ in range(3):
            assert (await bench.session.read_sample()).quality.ok


@pytest.mark.asyncio
async def test_a_dead_wire_is_marked_in_model_and_store_and_keeps_its_zero() -> None:
    async with simulated({"broken-wire": "5"}) as bench:
        sample = bench.session.model.sample
        assert sample is not None
        assert sample.cell_v[4] == 0.0
        assert sample.pack_v == 47.18
        assert sample.quality.implausible == ("cell_v.5", "cell_min_v", "cell_delta_v")
        assert bench.store.samples == [sample]


@pytest.mark.asyncio
async def test_what_a_control_moves_is_no_jump() -> None:
    async with simulated() as bench:
        known = bench.session.model.sample
        assert known is not None
        plausible = bench.session._board.plausible
        plausible.reset()
        plausible.check(replace(known, soc_pct=90.0))
        assert (await bench.session.read_sample()).quality.implausible == ("soc_pct",)
        await bench.session.control(Action.CHARGE, False, who="me")
        assert bench.session.model.sample is not None
        assert bench.session.model.sample.quality.ok
