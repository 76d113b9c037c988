"""The real window beside a bad peer of another process; figures are in docs/benchmarks.md."""

import sys

import pytest

from tests.bench.bench_lag import in_process

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")


@pytest.mark.parametrize("case", ["tcp lying", "pty garbage"])
def test_the_loop_goes_on_while_a_peer_floods(case: str) -> None:
    """A loop that is held up for 100 ms at a time has less than ten turns a second."""
    lag = in_process(case, 1.0)
    assert lag.samples > 20
    assert lag.p50 < 50.0
