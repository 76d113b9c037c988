"""Tests that share something dear are run by one worker."""

import pytest


@pytest.mark.xdist_group("kept-together")
def test_whoever_hands_out_tests_is_told_of_their_group(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("of runs with several workers")
    assert request.node.nodeid.endswith("@kept-together")
