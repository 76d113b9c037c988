"""When a reading is steady: settling, stable, drifting, noisy, each with its figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.stability import (
    Steadiness,
    SteadyLimits,
    Window,
    judge_stability,
    latest,
)

LIMITS = SteadyLimits(drift=0.002, spread=0.003)
WINDOW = Window(count=5, span_s=2.0)


def points(*values: float, every_s: float = 0.5) -> list[tuple[float, float]]:
    return [(n * every_s, value) for n, value in enumerate(values)]


def test_nothing_read_is_settling() -> None:
    judged = judge_stability([], LIMITS, WINDOW)
    assert judged.state is Steadiness.SETTLING
    assert judged.mean is None
    assert judged.count == 0
    assert not judged.stable


def test_readings_of_one_moment_are_settling() -> None:
    judged = judge_stability([(1.0, 3.6), (1.0, 3.7)], LIMITS, WINDOW)
    assert judged.state is Steadiness.SETTLING
    assert judged.mean == pytest.approx(3.65)


@pytest.mark.parametrize(
    ("values", "every_s"), [((3.6,) * 4, 0.5), ((3.6,) * 5, 0.4)], ids=["few", "short"]
)
def test_too_few_or_too_short_is_settling(values: tuple[float, ...], every_s: float) -> None:
    judged = judge_stability(points(*values, every_s=every_s), LIMITS, WINDOW)
    assert judged.state is Steadiness.SETTLING


def test_steady_is_stable_with_its_figures() -> None:
    judged = judge_stability(points(3.600, 3.601, 3.600, 3.601, 3.600), LIMITS, WINDOW)
    assert judged.state is Steadiness.STABLE
    assert judged.stable
    assert judged.mean == pytest.approx(3.6004)
    assert judged.spread == pytest.approx(0.001)
    assert judged.drift == pytest.approx(0.0, abs=1e-9)
    assert (judged.count, judged.span_s) == (5, 2.0)


def test_one_direction_is_drifting_with_its_rate() -> None:
    judged = judge_stability(points(3.600, 3.601, 3.602, 3.603, 3.604), LIMITS, WINDOW)
    assert judged.state is Steadiness.DRIFTING
    assert judged.drift == pytest.approx(0.004)
    assert judged.per_minute == pytest.approx(0.12)
    assert judged.spread == pytest.approx(0.0, abs=1e-9)


def test_jumping_about_is_noisy() -> None:
    judged = judge_stability(points(3.600, 3.606, 3.600, 3.606, 3.600), LIMITS, WINDOW)
    assert judged.state is Steadiness.NOISY


def test_limits_grow_with_the_magnitude() -> None:
    wide = SteadyLimits(drift=0.002, spread=0.003, share=0.01)
    values = (100.0, 100.5, 100.0, 100.5, 100.0)
    assert judge_stability(points(*values), wide, WINDOW).stable
    assert not judge_stability(points(*values), LIMITS, WINDOW).stable


def test_what_was_before_the_window_counts_no_more() -> None:
    seen = points(9.0, 3.6, 3.6, 3.6, 3.6, 3.6)
    assert judge_stability(seen, LIMITS, WINDOW).stable
    assert len(latest(seen, WINDOW)) == 5
    # Where readings come fast, the window is as long as its span asks for.
    fast = points(*([3.6] * 50), every_s=0.1)
    assert len(latest(fast, WINDOW)) >= 21


@given(
    level=st.floats(-1000, 1000),
    noise=st.lists(st.floats(-0.0005, 0.0005), min_size=5, max_size=20),
)
def test_small_noise_is_stable_at_any_level(level: float, noise: list[float]) -> None:
    judged = judge_stability(points(*(level + n for n in noise)), LIMITS, WINDOW)
    assert judged.stable
    assert judged.mean == pytest.approx(level, abs=0.001)


@given(slope=st.floats(0.002, 10.0), sign=st.sampled_from((-1, 1)))
def test_no_drift_above_the_limit_is_stable(slope: float, sign: int) -> None:
    values = [sign * slope * n * 0.5 for n in range(6)]
    assert judge_stability(points(*values), LIMITS, WINDOW).state is Steadiness.DRIFTING
