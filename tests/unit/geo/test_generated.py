"""Twelve seeds of every kind of day; the table is printed (pytest -s)."""

import random
import sys

import pytest

from mingtang_desk.geo.track import read_track, report
from tests.unit.geo.judge import judge, row
from tests.unit.geo.rider import Maker
from tests.unit.geo.rides import KINDS, city, commute, dirty, late_start

SEEDS = range(100, 112)
# A gap that hides corners, or walking pace at the edge of the noise: these may miss now and then.
MAY_MISS = {"commute": 2, "push": 1, "late_start": 1, "canyon": 1}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_report_is_near_the_truth(kind: Maker) -> None:
    line, missed = row(kind, SEEDS)
    sys.stdout.write(f"{line}\n")
    assert len(missed) <= MAY_MISS.get(kind.__name__, 0), missed


@pytest.mark.parametrize("kind", [city, commute, dirty])
def test_the_order_of_arrival_changes_nothing_but_the_clock_check(kind: Maker) -> None:
    document = kind(3).document
    first = report(read_track(document)).document()
    assert first == report(read_track(document)).document()
    if kind is not dirty:  # with wrong clocks the order is what tells
        rows = document["rows"]
        assert isinstance(rows, list)
        mixed = list(rows)
        random.Random(1).shuffle(mixed)
        again = report(read_track(document | {"rows": mixed})).document()
        assert again["trips"] == first["trips"]


def test_a_tracker_that_woke_up_on_the_way_makes_one_trip() -> None:
    verdict = judge(late_start(0))
    assert not verdict.missed
