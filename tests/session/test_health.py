"""The counters of a link: good, bad, retried, latency, samples a second."""

import pytest

from mingtang_desk.session.health import LinkHealth
from tests.session.toy import LineFramer


def test_the_first_latency_counts_whole_and_later_ones_are_smoothed() -> None:
    health = LinkHealth()
    assert health.stats(None, 0.0).latency_s is None
    health.answered(0.100)
    assert health.stats(None, 0.0).latency_s == pytest.approx(0.100)
    health.answered(0.200)
    assert health.stats(None, 0.0).latency_s == pytest.approx(0.120)
    for _ in range(60):
        health.answered(0.200)
    assert health.stats(None, 0.0).latency_s == pytest.approx(0.200, abs=1e-6)


def test_samples_a_second_over_the_last_seconds() -> None:
    health = LinkHealth()
    assert health.stats(None, 0.0).samples_per_s is None
    for number in range(50):
        health.sampled(number * 0.1)
    assert health.stats(None, 4.9).samples_per_s == pytest.approx(10.0)
    for number in range(6):
        health.sampled(100.0 + number)
    assert health.stats(None, 105.0).samples_per_s == pytest.approx(1.0)
    assert health.stats(None, 200.0).samples_per_s is None


def test_counts_go_on_over_framers() -> None:
    health, first, second = LinkHealth(), LineFramer(), LineFramer()
    first.feed(b"a=1\nb=?\n")
    health.retire(first)
    assert (health.stats(None, 0.0).good, health.stats(None, 0.0).bad) == (1, 1)
    second.feed(b"a=2\na=3\nx")
    second.flush()
    stats = health.stats(second, 0.0)
    assert (stats.good, stats.bad, stats.ignored_bytes) == (3, 1, 1)
