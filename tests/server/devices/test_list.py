"""Lists, types, searches, pages and counts, as the API answers them."""

import base64
import json
from typing import Any

import pytest
from sqlalchemy import insert, update

from mingtang_desk.server.devices.directory import add_device
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.store.tables.rides import ALARMS
from mingtang_desk.server.times import now_ms
from tests.server.kit import HOUR_MS, NUMBERS, Kit

pytestmark = pytest.mark.asyncio
NAMES = (
    "100%",
    "a_b\\c",
    "aXb",
    "'; DROP TABLE devices; --",
    "<script>alert(1)<b>",
    "电池 一",
)


async def entered(kit: Kit, rows: list[dict[str, Any]]) -> None:
    """Enter batteries of `shop` with their states, in columns of both tables."""
    now = now_ms(kit.services.core.clock)
    states = set(DEVICE_STATE.c.keys())
    pks = []
    async with kit.services.core.store.write() as tx:
        for row in rows:
            values = {
                "account_id": kit.accounts["shop"],
                "account_path": kit.paths["shop"],
                "enabled_ms": now,
                **{name: value for name, value in row.items() if name not in states},
            }
            pk = await add_device(tx, values)
            pks.append(pk)
            state = {name: value for name, value in row.items() if name in states}
            if state:
                at = DEVICE_STATE.c.device == pk
                await tx.connection.execute(update(DEVICE_STATE).where(at).values(state))
    await kit.services.directory.refresh(*pks)


async def asked(kit: Kit, who: str = "shop-viewer", /, **query: object) -> list[str]:
    """Return the numbers of a list."""
    async with kit.client(who) as client:
        answer = await client.get("/devices", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def test_types_and_counts(kit: Kit) -> None:
    now = now_ms(kit.services.core.clock)
    ago, ahead = now - HOUR_MS, now + HOUR_MS
    await entered(
        kit,
        [
            {"number": "n1", "linked_ms": ago, "seen_ms": ago, "online_ms": ago},
            {"number": "n2", "online_until_ms": ahead, "seen_ms": ago, "soc_pct": 55.5},
            {"number": "s1", "online_until_ms": ago, "sleep_until_ms": ahead, "seen_ms": ago},
            {"number": "f1", "online_until_ms": ago, "sleep_until_ms": ago, "seen_ms": ago},
            {"number": "e1", "linked_ms": ago, "seen_ms": ago, "expires_ms": ago},
            {"number": "d1", "linked_ms": ago, "enabled_ms": None, "expires_ms": ago},
        ],
    )
    never = [NUMBERS["shop"], NUMBERS["child"]]
    types = {
        "online": ["n1", "n2"],
        "sleeping": ["s1"],
        "offline": [*never, "f1"],
        "expired": ["e1"],
        "not_enabled": ["d1"],
    }
    for kind, numbers in types.items():
        assert await asked(kit, type=kind) == numbers
        assert await asked(kit, type=kind, sort="-seen", limit=500)
    everything = sorted(number for numbers in types.values() for number in numbers)
    assert await asked(kit) == everything
    assert await asked(kit, "child-viewer") == [NUMBERS["child"]]
    assert await asked(kit, account=kit.accounts["child"]) == [NUMBERS["child"]]

    async with kit.client("shop-viewer") as client:
        found = (await client.get("/devices/counts")).json()
        assert found["counts"] == {"all": 8, **{k: len(v) for k, v in types.items()}}
        assert found["own"]["offline"] == 2
        assert [child["name"] for child in found["children"]] == ["child"]
        assert found["children"][0]["counts"]["offline"] == 1
        item = (await client.get("/devices", params={"q": "n2"})).json()["items"][0]
        assert item["state"] == "online"
        assert item["soc_pct"] == 55.5
        assert item["account"] == {"id": kit.accounts["shop"], "name": "shop"}
        for foreign in (kit.accounts["top"], kit.accounts["sibling"], kit.accounts["top"][::-1]):
            for route in ("/devices", "/devices/counts", "/devices/export.csv"):
                answer = await client.get(route, params={"account": foreign})
                assert answer.status_code == 404
    async with kit.client("top-viewer") as client:
        found = (await client.get("/devices/counts")).json()
        assert found["counts"]["all"] == 10
        totals = {child["name"]: child["counts"]["all"] for child in found["children"]}
        assert totals == {"shop": 8, "sibling": 1}
    async with kit.client(None) as client:
        assert (await client.get("/devices")).status_code == 401


async def test_searches_take_nothing_for_a_wildcard(kit: Kit) -> None:
    rows = [{"number": f"777{n}", "name": name} for n, name in enumerate(NAMES)]
    rows[0] |= {"imei": "861234567890123", "sim": "89860012345678901234", "terminal": "55001"}
    await entered(kit, rows)
    assert await asked(kit, q="0%") == ["7770"]
    assert await asked(kit, q="a_b") == ["7771"]
    assert await asked(kit, q="AXB") == ["7772"]
    assert await asked(kit, q="'; drop table") == ["7773"]
    assert await asked(kit, q="<SCRIPT>") == ["7774"]
    assert await asked(kit, q="电池") == ["7775"]
    assert await asked(kit, q="池 一") == ["7775"]
    assert await asked(kit, q="7890123") == ["7770"]
    assert await asked(kit, q="00123456") == ["7770"]
    assert await asked(kit, q="55001") == ["7770"]
    assert await asked(kit, q="\\") == ["7771"]
    assert await asked(kit, q="b\\C") == ["7771"]
    for nothing in ("\\%", "/", "/%", "_%", "%%"):
        assert await asked(kit, q=nothing) == []
    assert await asked(kit, q="\n") == sorted([*(r["number"] for r in rows), *_own()])
    assert await asked(kit, ending="0002") == [NUMBERS["shop"]]
    assert await asked(kit, ending="02") == [NUMBERS["shop"]]
    assert await asked(kit, ending="00000000013800000002") == []
    # Somebody else's is not found by any of them.
    assert await asked(kit, ending="0003") == []
    assert await asked(kit, q=NUMBERS["sibling"]) == []
    # A pasted list: numbers, a tracker, an IMEI, leading zeros, one that is foreign, one unknown.
    pasted = f"7773, 55001\n0{NUMBERS['shop']};{NUMBERS['sibling']}\t99999"
    assert await asked(kit, q=pasted) == [NUMBERS["shop"], "7770", "7773"]
    assert await asked(kit, q="861234567890123 7771") == ["7770", "7771"]
    async with kit.client() as client:
        many = " ".join(f"1{n:04}" for n in range(1001))
        answer = await client.get("/devices", params={"q": many})
        assert (answer.status_code, answer.json()["limit"]) == (422, 1000)
        bad: dict[str, Any]
        for bad in ({"limit": 501}, {"limit": 0}, {"type": "x"}, {"sort": "pk"}, {"ending": "%"}):
            assert (await client.get("/devices", params=bad)).status_code == 422


def _own() -> list[str]:
    return [NUMBERS["shop"], NUMBERS["child"]]


SORTS = ("number", "-number", "name", "-seen", "soc", "-expires")


async def test_pages_are_stable_while_batteries_come(kit: Kit) -> None:
    now = now_ms(kit.services.core.clock)
    rows: list[dict[str, Any]] = [
        {
            "number": f"6{n:03}",
            "name": f"name {n % 3}",
            "seen_ms": None if n % 4 == 0 else now - n % 5,
            "soc_pct": None if n % 3 == 0 else n / 3,
            "expires_ms": None if n % 2 else now + n % 7,
        }
        for n in range(40)
    ]
    await entered(kit, rows)
    for sort in SORTS:
        found = await _walked(kit, sort)
        assert len(set(found)) == len(found)
        assert {row["number"] for row in rows} <= set(found)


async def _walked(kit: Kit, sort: str) -> list[str]:
    """Return the numbers of all pages, with batteries entered between them."""
    found: list[str] = []
    cursor: str | None = None
    turn = SORTS.index(sort) * 100
    async with kit.client() as client:
        while True:
            query: dict[str, str | int] = {"sort": sort, "limit": 9}
            if cursor is not None:
                query["cursor"] = cursor
            page = (await client.get("/devices", params=query)).json()
            found += [item["number"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                return found
            turn += 1
            await entered(kit, [{"number": f"5{turn:03}"}, {"number": f"9{turn:03}"}])


async def test_cursors_of_strangers_are_refused(kit: Kit) -> None:
    await entered(kit, [{"number": f"6{n:03}"} for n in range(5)])

    def forged(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    forgeries: list[tuple[str, str]] = []
    for sort in ("number", "seen", "soc"):
        values: list[object] = [
            *(None, 1, {}, [], [sort], [sort, 1], [sort, None, 1], [sort, [], 1]),
            *([sort, "\0", 1], [sort, "\ud800", 1], [sort, "6", -1], [sort, "6", 1.5]),
            *([sort, 2**70, 1], [sort, 1e999, 1], [sort, "6", 2**70], ["name", "6", 1]),
            *([sort, True, 1], [sort, "6", 1, 1], [[[[[]]]]]),
        ]
        forgeries += [(sort, forged(value)) for value in values]
    forgeries += [("number", text) for text in ("", "x", "%", "ü", "=" * 9, "[" * 2000, "A" * 999)]
    async with kit.client() as client:
        for sort, text in forgeries:
            answer = await client.get("/devices", params={"sort": sort, "cursor": text})
            assert answer.status_code == 400, (sort, text, answer.text)
            assert answer.json()["type"] == "urn:mingtang:problem:bad_cursor"
        first = (await client.get("/devices", params={"limit": 2})).json()
        other = {"cursor": first["next_cursor"], "sort": "name"}
        assert (await client.get("/devices", params=other)).status_code == 400
    # Another's cursor shows nothing of another's.
    async with kit.client("child-viewer") as client:
        page = (await client.get("/devices", params={"cursor": first["next_cursor"]})).json()
    assert {item["number"] for item in page["items"]} <= {NUMBERS["child"]}


async def test_one_battery_and_its_documents(kit: Kit) -> None:
    now = now_ms(kit.services.core.clock)
    sample = {"pack_v": 48.1, "cell_v": [3.7], "info": {"firmware": "2.1"}}
    settings = {"format": "mingtang-settings/1", "settings": {"cell_count": 13}}
    await entered(
        kit,
        [
            {
                "number": "b1",
                "terminal": "6001",
                "imei": "861234567890123",
                "firmware": "T1.0",
                "auth_code": "do not tell",
                "expires_ms": now + 36 * HOUR_MS,
                "seen_ms": now - 1000,
                "linked_ms": now - 5000,
                "online_ms": now - 5000,
                "bms": json.dumps(sample),
                "bms_ms": now - 1000,
                "settings": json.dumps(settings),
                "counters": json.dumps({"cell_ov": 3}),
                "position": json.dumps({"signal": 21}),
            }
        ],
    )
    pk = kit.services.directory.by_number("b1")
    assert pk is not None
    async with kit.services.core.store.write() as tx:
        for number, cleared in enumerate((None, None, now)):
            await tx.connection.execute(
                insert(ALARMS).values(
                    id=f"a{number}",
                    number=number,
                    device=pk.pk,
                    account_path=kit.paths["shop"],
                    kind="vibration",
                    severity="warning",
                    raised_ms=now,
                    received_ms=now,
                    last_ms=now,
                    cleared_ms=cleared,
                )
            )
    async with kit.client("shop-viewer") as client:
        for name in ("b1", "6001", "0000006001"):  # by its tracker too
            answer = await client.get(f"/devices/{name}")
            assert answer.status_code == 200
        found = answer.json()
        assert "do not tell" not in answer.text
        assert found["firmware"] == "2.1"
        assert found["tracker"]["firmware"] == "T1.0"
        assert found["tracker"]["is_linked"] is True
        assert (found["state"], found["days_to_expiry"]) == ("online", 1)
        assert 5 <= found["state_s"] < 60
        assert (found["open_alarms"], found["signal"]) == (2, 21)
        bms = (await client.get("/devices/b1/bms")).json()
        assert bms.pop("received").endswith("Z")
        assert bms == sample
        assert (await client.get("/devices/b1/settings")).json() == settings
        assert (await client.get("/devices/b1/stats")).json() == {"cell_ov": 3}
        for route in ("bms", "settings", "stats"):
            answer = await client.get(f"/devices/{NUMBERS['child']}/{route}")
            assert answer.json()["type"] == "urn:mingtang:problem:not_known_yet"
            assert answer.status_code == 404
    for who in ("sibling-owner", "child-owner"):
        async with kit.client(who) as client:
            for route in ("", "/bms", "/settings", "/stats"):
                answer = await client.get(f"/devices/b1{route}")
                assert answer.status_code == 404
                assert answer.json()["type"] == "urn:mingtang:problem:not_found"
