"""Packs together: sums, means, and which one stands out by which rule."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mingtang_desk.device.bank import Bank, Mark, bank_of
from mingtang_desk.device.sample import PackSample, Temperature

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def pack(**values: Any) -> PackSample:
    return PackSample(time=NOW, protocol="tt", **values)


def marks_of(key: str, *values: Any) -> list[Mark | None]:
    return [marks.get(key) for marks in bank_of([pack(**{key: v}) for v in values]).marks]


def test_currents_add_up_voltages_are_averaged_and_capacity_weighs() -> None:
    bank = bank_of(
        [
            pack(current_a=-10.0, pack_v=48.0, soc_pct=80.0, nominal_ah=50.0, remaining_ah=40.0),
            pack(current_a=-5.5, pack_v=48.2, soc_pct=20.0, full_ah=150.0, nominal_ah=1.0),
            None,
        ]
    )
    assert (bank.packs, bank.live) == (3, 2)
    assert bank.current_a == -15.5
    assert bank.pack_v == pytest.approx(48.1)
    assert bank.soc_pct == pytest.approx((80 * 50 + 20 * 150) / 200)
    assert (bank.remaining_ah, bank.capacity_ah) == (40.0, 50.0)  # those that report both
    assert not bank.unweighted


def test_a_pack_without_capacity_counts_as_the_mean_of_the_others() -> None:
    bank = bank_of(
        [pack(soc_pct=90.0, nominal_ah=100.0), pack(soc_pct=30.0), pack(soc_pct=0.0, full_ah=0.0)]
    )
    assert bank.soc_pct == pytest.approx(40.0)
    assert bank.unweighted


def test_nothing_known_is_none_and_zero_is_zero() -> None:
    assert bank_of([]) == Bank()
    bank = bank_of([None, pack()])
    assert (bank.current_a, bank.pack_v, bank.soc_pct, bank.capacity_ah) == (None,) * 4
    assert bank_of([pack(current_a=0.0)]).current_a == 0.0


@pytest.mark.parametrize(
    ("key", "values", "marks"),
    [
        ("pack_v", (48.0, 48.1, 47.9), (None, None, None)),
        ("pack_v", (48.0, 48.0, 48.6), (None, None, Mark.HIGH)),
        ("pack_v", (12.0, 12.0, 11.7), (None, None, Mark.LOW)),
        ("pack_v", (12.0, 12.0, 12.15), (None, None, None)),
        ("soc_pct", (60.0, 61.0, 49.0), (None, None, Mark.LOW)),
        ("current_a", (0.2, -0.3, 0.0), (None, None, None)),
        ("current_a", (10.0, 11.0, 1.0), (None, None, Mark.LOW)),
        # The one that gives little is low, also where currents are negative.
        ("current_a", (-10.0, -11.0, -1.0), (None, None, Mark.LOW)),
        ("current_a", (-10.0, -10.0, -25.0), (None, None, Mark.HIGH)),
        ("cell_delta_v", (0.002, 0.003, 0.030), (None, None, None)),
        ("cell_delta_v", (0.002, 0.003, 0.040), (None, None, Mark.HIGH)),
        ("cell_delta_v", (0.002, 0.150), (None, None)),  # of two nobody is the odd one out
    ],
)
def test_what_stands_out(key: str, values: tuple[float, ...], marks: tuple[Mark, ...]) -> None:
    assert marks_of(key, *values) == list(marks)


def test_warm_packs_and_trouble_are_marked_and_silent_ones_are_not() -> None:
    warm, open_ntc = Temperature(name="cell_1", c=45.0), Temperature(name="ext_1", c=None)
    cool = Temperature(name="cell_1", c=25.0)
    bank = bank_of(
        [
            pack(temperatures=(cool, warm, open_ntc)),
            pack(temperatures=(cool,), faults=("ntc",)),
            pack(temperatures=(cool,), protections=("cell_uv",)),
            None,
        ]
    )
    trouble = {"state": Mark.TROUBLE}
    assert list(bank.marks) == [{"temperature": Mark.HIGH}, trouble, trouble, {}]


def test_one_pack_is_compared_with_nobody() -> None:
    assert list(bank_of([pack(pack_v=48.0, soc_pct=50.0)]).marks) == [{}]
