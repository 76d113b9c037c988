"""Templates of the phrases that lower layers put into values."""

from string import Formatter

import pytest

from mingtang_desk.core.phrases import PHRASES


def test_none_is_told_twice() -> None:
    assert len(set(PHRASES)) == len(PHRASES)


@pytest.mark.parametrize("template", PHRASES)
def test_gaps_have_names_of_their_own(template: str) -> None:
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    assert all(name.isidentifier() for name in names)
    assert len(set(names)) == len(names)
