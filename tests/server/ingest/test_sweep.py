"""What is done for every link once a second, by one loop that does nothing else meanwhile."""

from collections.abc import Iterator

import pytest

from mingtang_desk.server.ingest.limits import LIMITS
from mingtang_desk.server.ingest.listener import Jt808Connection
from tests.server.kit import Kit

pytestmark = pytest.mark.asyncio


class Watched(dict):  # type: ignore[type-arg]
    """Speakers of a link that count how often they are gone through."""

    looked = 0

    def values(self) -> Iterator[object]:  # type: ignore[override]
        self.looked += 1
        return iter(())


async def test_a_link_that_spoke_a_moment_ago_costs_nothing(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Jt808Connection(kit.services.ingest)
    link._speakers = speakers = Watched()
    link._is_proven = True
    cut: list[bool] = []
    monkeypatch.setattr(link, "abort", lambda: cut.append(True))
    began_s = link._last_s = 1000.0  # sums of it are exact
    for second in range(int(min(LIMITS.stranger_idle_s, LIMITS.idle_s))):
        link.tick(began_s + second)
    assert (speakers.looked, cut) == (0, [])
    link.tick(began_s + LIMITS.idle_s)
    assert (speakers.looked, cut) == (1, [])
    link.tick(began_s + LIMITS.idle_s + 1)
    assert cut == [True]


async def test_a_silent_stranger_is_cut_no_later_than_before(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Jt808Connection(kit.services.ingest)
    cut: list[bool] = []
    monkeypatch.setattr(link, "abort", lambda: cut.append(True))
    link._last_s = 1000.0  # sums of it are exact
    link.tick(link._last_s + LIMITS.stranger_idle_s)
    assert not cut
    link.tick(link._last_s + LIMITS.stranger_idle_s + 0.5)
    assert cut == [True]
