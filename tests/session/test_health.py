"""The counters of a link: good, bad, retried, latency, samples a second."""

import pytest

from mingtang_desk.session.health import LinkHealth, difference
from tests.session.toy import LineFramer


def test_the_first_latency_counts_whole_and_later_ones_are_smoothed() -> None:
    health = LinkHealth()
    assert health.stats(0.0).latency_s is None
    health.answered(0.100)
    assert health.stats(0.0).latency_s == pytest.approx(0.100)
    health.answered(0.200)
    assert health.stats(0.0).latency_s == pytest.approx(0.120)
    for _ in range(60):
        health.answered(0.200)
    assert health.stats(0.0).latency_s == pytest.approx(0.200, abs=1e-6)


def test_samples_a_second_over_the_last_seconds() -> None:
    health = LinkHealth()
    assert health.stats(0.0).samples_per_s is None
    for number in range(50):
        health.sampled(number * 0.1)
    assert health.stats(4.9).samples_per_s == pytest.approx(10.0)
    for number in range(6):
        health.sampled(100.0 + number)
    assert health.stats(105.0).samples_per_s == pytest.approx(1.0)
    assert health.stats(200.0).samples_per_s is None


def test_what_framers_counted_adds_up() -> None:
    health, framer = LinkHealth(), LineFramer()
    framer.feed(b"a=1\nb=?\n")
    before = framer.counts
    health.heard(before)
    assert (health.stats(0.0).good, health.stats(0.0).bad) == (1, 1)
    framer.feed(b"a=2\na=3\nx")
    framer.flush()
    health.heard(difference(framer.counts, before))
    stats = health.stats(0.0)
    assert (stats.good, stats.bad, stats.ignored_bytes) == (3, 1, 1)
