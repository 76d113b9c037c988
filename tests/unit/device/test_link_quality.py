"""Points of a link: shares, sums, what is kept, and what is made of them."""

from datetime import datetime, timedelta

import pytest

from mingtang_desk.device.link_quality import (
    MOST_POINTS,
    Finding,
    LinkCounts,
    LinkLog,
    LinkPoint,
    judge,
    total,
)
from mingtang_desk.device.model import LinkPhase
from tests.unit.clock import START


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def point(second: float, **values: object) -> LinkPoint:
    """A sound second with two requests."""
    made: dict[str, object] = {
        "time": at(second),
        "phase": LinkPhase.LIVE,
        "seconds": 1.0,
        "good": 2,
        "bad": 0,
        "ignored_bytes": 0,
        "answers": 2,
        "timeouts": 0,
        "retried": 0,
        "foreign": 0,
        "samples": 1,
        "latency_mean_s": 0.04,
        "latency_max_s": 0.05,
    }
    return LinkPoint(**{**made, **values})  # type: ignore[arg-type]


def gap(second: float, phase: LinkPhase = LinkPhase.LOST) -> LinkPoint:
    return LinkPoint(time=at(second), phase=phase)


def log_of(seconds: int, **values: object) -> LinkLog:
    return LinkLog(point(second, **values) for second in range(seconds))


def test_shares_are_of_requests_and_of_frames() -> None:
    counts = LinkCounts(seconds=10.0, good=18, bad=2, answers=15, timeouts=5, samples=10)
    assert counts.tried == 20
    assert counts.error_pct == pytest.approx(25.0)
    assert counts.damaged_pct == pytest.approx(10.0)
    assert counts.frames_per_s == pytest.approx(2.0)
    assert counts.samples_per_s == pytest.approx(1.0)


def test_where_nobody_asked_the_errors_are_those_of_the_frames() -> None:
    assert LinkCounts(good=9, bad=1).error_pct == pytest.approx(10.0)


def test_what_is_not_known_stays_so() -> None:
    nothing = LinkCounts()
    assert nothing.error_pct is None
    assert nothing.damaged_pct is None
    assert nothing.frames_per_s is None
    assert nothing.samples_per_s is None
    assert LinkCounts(good=1).frames_per_s is None
    added = total([nothing, gap(0)])
    assert (added.good, added.answers, added.latency_mean_s, added.latency_max_s) == (None,) * 4


def test_sums_weigh_latencies_by_answers() -> None:
    added = total(
        [
            point(0, answers=1, latency_mean_s=0.1, latency_max_s=0.1, reconnects=1),
            gap(1),
            point(2, answers=3, latency_mean_s=0.5, latency_max_s=0.9),
            point(3, answers=0, latency_mean_s=None, latency_max_s=None, timeouts=2, good=None),
        ]
    )
    assert added.latency_mean_s == pytest.approx(0.4)
    assert added.latency_max_s == pytest.approx(0.9)
    assert (added.answers, added.timeouts, added.good, added.reconnects) == (4, 2, 4, 1)
    assert added.seconds == pytest.approx(3.0)


def test_a_log_keeps_an_hour_and_the_sums_of_all() -> None:
    log = log_of(MOST_POINTS + 5)
    assert len(log.points) == MOST_POINTS
    assert log.points[0].time == at(5)
    assert log.totals.answers == 2 * (MOST_POINTS + 5)
    assert len(log.last(60)) == 60


def test_a_recording_is_kept_and_looked_at_as_a_whole() -> None:
    log = LinkLog((point(n) for n in range(MOST_POINTS + 5)), recorded=True)
    assert len(log.points) == len(log.last(60)) == MOST_POINTS + 5


def test_observers_hear_points_and_resets_until_they_end() -> None:
    log, calls = LinkLog(), list[int]()
    end = log.observe(lambda: calls.append(len(log.points)))
    log.add(point(0, signal_dbm=-70))
    log.reset(at(1))
    end()
    end()
    log.add(point(2))
    assert calls == [1, 0]
    assert (log.since, log.totals.answers) == (at(1), 2)
    assert log.heard == (-70, at(0))
    assert LinkLog().last(60) == ()


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({}, Finding.GOOD),
        ({"answers": 0, "timeouts": 3, "good": 0}, Finding.NO_ANSWER),
        ({"answers": 0, "timeouts": 3, "good": 0, "ignored_bytes": 40}, Finding.GARBLED),
        ({"answers": 0, "timeouts": 3, "good": 0, "bad": 3}, Finding.GARBLED),
        ({"bad": 1, "timeouts": 1}, Finding.DAMAGED),
        ({"timeouts": 1, "ignored_bytes": 9}, Finding.NOISE),
        ({"timeouts": 1}, Finding.MISSING),
        ({"latency_mean_s": 0.7}, Finding.SLOW),
        ({"signal_dbm": -85}, Finding.WEAK),
        ({"signal_dbm": -84}, Finding.GOOD),
        # Nobody asked: a recording of what others said.
        ({"answers": None, "timeouts": None}, Finding.GOOD),
        ({"answers": None, "timeouts": None, "bad": 1}, Finding.DAMAGED),
        # Somebody else keeps the link.
        (
            {"good": None, "bad": None, "answers": None, "timeouts": None},
            Finding.NOT_COUNTED,
        ),
    ],
)
def test_each_fault_has_a_finding(values: dict[str, object], finding: Finding) -> None:
    assert judge(log_of(30, **values)).finding is finding


def test_few_requests_are_no_verdict() -> None:
    assert judge(log_of(4, bad=1, timeouts=1)).finding is Finding.DAMAGED
    assert judge(log_of(3, bad=1, timeouts=1)).finding is Finding.TOO_FEW
    assert judge(LinkLog()).finding is Finding.TOO_FEW
    assert judge(LinkLog([gap(0)])).finding is Finding.TOO_FEW


def test_old_errors_are_forgiven() -> None:
    log = log_of(30, timeouts=2)
    for second in range(30, 89):
        log.add(point(second))
    assert judge(log).finding is Finding.MISSING
    log.add(point(89))
    assert judge(log).finding is Finding.GOOD


def test_a_link_that_breaks_off_again_and_again_is_named() -> None:
    log = LinkLog()
    for second in range(100):
        lost = second in (40, 70)
        log.add(gap(second) if lost else point(second, reconnects=int(second in (41, 71))))
    verdict = judge(log)
    assert (verdict.finding, verdict.drops) == (Finding.DROPS, 2)
    assert not verdict.foreign


def test_another_master_is_told_with_the_finding() -> None:
    assert judge(log_of(30, timeouts=1, foreign=1)).foreign
