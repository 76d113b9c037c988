"""Register AA: its own order, the sums that the desk makes."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.protocols.jbd.status import decode_counters
from tests.protocols.jbd.hand import words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
COUNTS = (0, 0, 3, 70, 131, 0, 0, 0, 2, 3, 6)


@pytest.mark.parametrize("restarts", [None, 5])
def test_counters(restarts: int | None) -> None:
    extra = () if restarts is None else (restarts,)
    got = decode_counters(words(*COUNTS, *extra), NOW)
    assert got.values == {
        **{"cell_ov": 70, "cell_uv": 131, "pack_ov": 3, "pack_uv": 6, "chg_oc": 0, "dsg_oc": 3},
        **{"chg_protection": 73, "dsg_protection": 142, "chg_ot": 0, "chg_ut": 0, "dsg_ot": 0},
        **{"dsg_ut": 2, "short": 0, "restarts": restarts},
    }
    assert got.derived == ("chg_protection", "dsg_protection")


def test_each_counter_has_its_place() -> None:
    order = "short chg_oc dsg_oc cell_ov cell_uv chg_ot chg_ut dsg_ot dsg_ut pack_ov pack_uv"
    for place, key in enumerate(order.split()):
        values = decode_counters(words(*(int(n == place) for n in range(11))), NOW).values
        counts = {k: v for k, v in values.items() if v and not k.endswith("_protection")}
        assert counts == {key: 1}


@pytest.mark.parametrize("size", [0, 20, 21])
def test_too_few_counters(size: int) -> None:
    with pytest.raises(DecodeError, match="at least 11"):
        decode_counters(bytes(size), NOW)
    assert decode_counters(bytes(25), NOW).values["restarts"] == 0
