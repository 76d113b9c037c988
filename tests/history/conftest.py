import pytest

from tests.history.examples import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
