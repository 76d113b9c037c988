"""Counters since the last visit."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.visits import since_visit

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def at(days: float, **values: int | None) -> CounterReading:
    return CounterReading(time=START + timedelta(days=days), values=values)


def test_one_reading_tells_nothing() -> None:
    assert since_visit([], START) is None
    assert since_visit([at(0, short=1)], START) is None


def test_it_counts_from_the_last_reading_of_the_visit_before() -> None:
    readings = [at(0, short=1), at(1, short=2), at(8, short=5), at(8.1, short=6)]
    found = since_visit(readings, START + timedelta(days=7))
    assert found is not None
    assert (found.since, found.earlier, dict(found.fired)) == (readings[1].time, True, {"short": 4})
    assert found.cleared == ()


def test_at_the_first_visit_it_counts_from_its_first_reading() -> None:
    found = since_visit([at(0, short=1), at(0.1, short=1)], START - timedelta(days=1))
    assert found is not None
    assert (found.earlier, dict(found.fired)) == (False, {"short": 0})


def test_figures_go_on_when_counters_were_cleared() -> None:
    readings = [at(0, short=70, cell_ov=3), at(1, short=72, cell_ov=3), at(1.1, short=0, cell_ov=0)]
    readings.append(at(2, short=4, cell_ov=0))
    found = since_visit(readings, START + timedelta(days=1))
    assert found is not None
    assert dict(found.fired) == {"short": 6, "cell_ov": 0}
    assert found.cleared == (readings[1],)


def test_what_is_not_counted_at_both_ends_is_left_out() -> None:
    found = since_visit([at(0, short=None, cell_ov=1), at(1, short=3, restarts=7)], START)
    assert found is not None
    assert dict(found.fired) == {}


@given(st.lists(st.integers(0, 50), min_size=2, max_size=12), st.integers(0, 12))
def test_nothing_is_ever_less_than_nothing(counts: list[int], opened: int) -> None:
    readings = [at(day, short=count) for day, count in enumerate(counts)]
    found = since_visit(readings, START + timedelta(days=opened))
    assert found is not None
    assert found.fired["short"] >= 0
    if counts == sorted(counts):
        begin = max(min(opened, len(counts) - 1) - 1, 0)
        assert found.fired["short"] == counts[-1] - counts[begin]
        assert found.cleared == ()
    assert found.earlier is (opened > 0)
