"""Rules before a write: what they forbid is not sent, and an undo may put back what was there."""

import pytest

from mingtang_desk.core.errors import OutOfRangeError
from tests.session.bench import simulated


@pytest.mark.asyncio
async def test_what_the_rules_forbid_is_refused_before_a_write() -> None:
    async with simulated() as bench:
        bench.log.clear()
        with pytest.raises(OutOfRangeError, match=r"chg_utp_c \(-20\) is below -10") as refused:
            await bench.session.write_settings({"chg_utp_c": -20, "chg_utr_c": -15}, who="me")
        assert refused.value.key == "cross_check"
        assert not [text for text in bench.sent if text.startswith("DD 5A 1A")]
        assert not bench.journal.entries


@pytest.mark.asyncio
async def test_an_undo_puts_back_what_the_rules_would_forbid() -> None:
    async with simulated(sets={"cell_ovp_v": "4.4"}) as bench:
        done = await bench.session.write_settings({"cell_ovp_v": 4.25}, who="me")
        assert done.applied
        back = await bench.session.undo_last(who="me")
        assert back.applied
        assert back.fields["cell_ovp_v"].read == 4.4
        with pytest.raises(OutOfRangeError, match="cell_ovp_v"):
            await bench.session.write_settings({"cell_ovp_v": 4.38}, who="me")
