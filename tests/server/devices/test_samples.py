"""What a board said over time: pages, cells, limits, whose it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mingtang_desk.core.clock import iso
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
OWN = NUMBERS["shop"]
BEGIN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
PATH = f"/devices/{OWN}/bms/history"


async def told(kit: Kit, count: int) -> None:
    """Let the board have told some samples, the newest first."""
    messages = [
        {
            "type": "sample",
            "device": OWN,
            "sample": sample_json(
                PackSample(
                    time=BEGIN + timedelta(seconds=10 * n),
                    protocol="jbd",
                    pack_v=50.0 + n,
                    current_a=None if n == 1 else -1.5,
                    soc_pct=90.0 - n,
                    cell_v=(3.7, 0.0) if n != 2 else (),
                )
            ),
        }
        for n in reversed(range(count))
    ]
    async with kit.client("shop-operator") as client:
        answer = await client.post("/uplink", json=messages)
    assert all(each["status"] == "stored" for each in answer.json()["results"])


async def get(kit: Kit, who: str = "shop-viewer", **query: Any) -> tuple[int, Any]:
    async with kit.client(who) as client:
        answer = await client.get(PATH, params=query)
    return answer.status_code, answer.json()


async def test_oldest_first_and_cells_when_they_are_asked_for(kit: Kit) -> None:
    await told(kit, 3)
    status, brief = await get(kit)
    assert status == 200
    assert [each["soc_pct"] for each in brief["items"]] == [90.0, 89.0, 88.0]
    assert brief["items"][0]["time"] == iso(BEGIN)
    assert [each["current_a"] for each in brief["items"]] == [-1.5, None, -1.5]
    assert {each["cell_v"] for each in brief["items"]} == {None}
    assert brief["next_cursor"] is None
    _, full = await get(kit, cells="true")
    assert full["items"][0]["cell_v"] == [3.7, 0.0]


async def test_pages_and_stretches(kit: Kit) -> None:
    await told(kit, 5)
    found: list[float] = []
    cursor: dict[str, str] = {}
    while True:
        _, page = await get(kit, limit=2, **cursor)
        found += [each["pack_v"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == [50.0, 51.0, 52.0, 53.0, 54.0]
    part = {"from": iso(BEGIN + timedelta(seconds=10)), "to": iso(BEGIN + timedelta(seconds=30))}
    _, some = await get(kit, **part)
    assert [each["pack_v"] for each in some["items"]] == [51.0, 52.0]


async def test_what_is_refused(kit: Kit) -> None:
    long = {"from": iso(BEGIN - timedelta(days=40)), "to": iso(BEGIN)}
    status, problem = await get(kit, **long)
    assert status == 422
    assert problem["limit_days"] == 31.0
    assert (await get(kit, **{"from": iso(BEGIN), "to": iso(BEGIN - timedelta(days=1))}))[0] == 422
    assert (await get(kit, limit=0))[0] == 422
    assert (await get(kit, cursor="x"))[0] == 422
    assert (await get(kit, who="sibling-owner"))[0] == 404
    assert (await get(kit))[1] == {"items": [], "next_cursor": None}
