"""The collector that is called, not the one that comes by itself."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from mingtang_desk.core.garbage import collect_if_due, freeze_start


class Node:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def fresh() -> Iterator[None]:
    before = gc.get_threshold()
    gc.collect()
    yield
    gc.set_threshold(*before)


def test_nothing_is_done_before_it_is_due(fresh: None) -> None:
    gc.set_threshold(100_000, 10, 10)
    lost = weakref.ref(Node())
    assert collect_if_due() == -1
    assert lost() is not None


def test_cycles_go_when_it_is_due_and_older_ones_after_younger(fresh: None) -> None:
    gc.set_threshold(10, 2, 1000)
    found = []
    for _ in range(8):
        lost = [weakref.ref(Node()) for _ in range(40)]
        found.append(collect_if_due())
        assert not [ref for ref in lost if ref() is not None]
    assert 0 in found
    assert 1 in found


def test_the_oldest_are_collected_last(fresh: None) -> None:
    gc.set_threshold(1, 1, 1)
    found = set()
    for _ in range(20):
        lost = [weakref.ref(Node()) for _ in range(4)]
        found.add(collect_if_due())
        assert not [ref for ref in lost if ref() is not None]
    assert found >= {0, 1, 2}


def test_a_threshold_of_zero_means_never(fresh: None) -> None:
    gc.set_threshold(0, 0, 0)
    assert collect_if_due() == -1


def test_what_a_start_made_is_not_looked_at_again_and_later_cycles_are(fresh: None) -> None:
    old = [[n] for n in range(1000)]
    try:
        freeze_start()
        assert gc.get_freeze_count() >= len(old)
        assert not any(found is old for found in gc.get_objects())
        lost = weakref.ref(Node())
        gc.collect()
        assert lost() is None
    finally:
        gc.unfreeze()
