"""Reports of the demo's fleet are what its batteries did."""

import secrets
import sys

import pytest

from tests.server.kit import Kit
from tests.server.rides.demo_truth import FLEET_SHARE, compare, document, share_of


@pytest.mark.slow
@pytest.mark.asyncio
async def test_reports_of_the_demo_are_the_truth(kit: Kit) -> None:
    """Another seed each time: `python -m tests.server.rides.demo_truth --seed N` repeats it."""
    seed = secrets.randbelow(10**6)
    found = await compare(kit, seed)
    told = document(seed, found)
    sys.stdout.write(told)
    assert sum(len(each.were) for each in found) > 20
    assert [each.number for each in found if not each.is_right] == [], told
    assert abs(share_of(found)) <= FLEET_SHARE, told
