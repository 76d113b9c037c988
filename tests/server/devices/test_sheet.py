"""Batteries by table: good, bad, large, in GBK, with formulas; all lines or none."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select

from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
SHOP, CHILD, SIBLING = NUMBERS["shop"], NUMBERS["child"], NUMBERS["sibling"]


async def imported(
    kit: Kit, text: str | bytes, who: str = "shop-manager", *, dry_run: bool = False
) -> tuple[int, dict[str, Any]]:
    data = text.encode() if isinstance(text, str) else text
    async with kit.client(who) as client:
        answer = await client.post(
            "/devices/import",
            params={"dry_run": dry_run},
            content=data,
            headers={"Content-Type": "text/csv"},
        )
    return answer.status_code, answer.json()


async def count(kit: Kit) -> int:
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(DEVICES)) or 0


GOOD = f"""number;terminal;imei;sim;name;kind;account;protocol;vendor;expires;enabled
m1;00551;861234567890123;;"=HYPERLINK(""x"")";48V;child;jbd;;2027-06-30;yes
m2;;;;'-2+3;;{{child}};;;2027-06-30T12:00:00+08:00;
m3;;;;"<a;b>";;;;;;
{CHILD};;;;新名字;;shop;;;;
{SHOP};;;;;;;;;;yes
"""


async def test_a_good_table(kit: Kit) -> None:
    text = GOOD.format(child=kit.accounts["child"])
    before = await count(kit)
    status, would = await imported(kit, text, dry_run=True)
    assert (status, would["errors"]) == (200, [])
    assert would["made"] == ["m1", "m2", "m3"]
    assert would["changed"] == [{"number": CHILD, "fields": ["account", "name"]}]
    assert would["unchanged"] == 1
    assert await count(kit) == before
    status, did = await imported(kit, text)
    assert (status, did) == (200, {**would, "dry_run": False})
    assert await count(kit) == before + 3
    async with kit.client() as client:
        found = (await client.get("/devices/551")).json()
        assert (found["number"], found["name"]) == ("m1", '=HYPERLINK("x")')
        assert (found["account"]["name"], found["state"]) == ("child", "offline")
        assert found["expires"] == "2027-06-30T00:00:00.000Z"
        found = (await client.get("/devices/m2")).json()
        assert (found["name"], found["expires"]) == ("-2+3", "2027-06-30T04:00:00.000Z")
        assert (await client.get("/devices/m3")).json()["state"] == "not_enabled"
        moved = (await client.get(f"/devices/{CHILD}")).json()
        assert (moved["name"], moved["account"]["name"]) == ("新名字", "shop")
        # What is exported can be imported again, and no cell is a formula.
        table = await client.get("/devices/export.csv")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == [SHOP, CHILD, "m1", "m2", "m3"]
    assert {row["name"] for row in rows} >= {'\'=HYPERLINK("x")', "'-2+3", "<a;b>"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    status, again = await imported(kit, table.content)
    assert (status, again["made"], again["changed"]) == (200, [], [])
    status, again = await imported(kit, text)
    assert (again["made"], again["changed"], again["unchanged"]) == ([], [], 5)
    async with kit.services.core.store.read() as connection:
        states = await connection.scalar(select(func.count()).select_from(DEVICE_STATE))
    assert states == before + 3


async def test_gbk_and_marks(kit: Kit) -> None:
    text = "number\tname\r\ng1\t电池一\r\n\r\ng2\t\r\n"
    for data in (text.encode("gbk"), b"\xef\xbb\xbf" + text.replace("g", "u").encode()):
        status, did = await imported(kit, data)
        assert (status, len(did["made"])) == (200, 2), did
    async with kit.client() as client:
        for number in ("g1", "u1"):
            assert (await client.get(f"/devices/{number}")).json()["name"] == "电池一"


async def test_every_error_with_its_line_and_nothing_done(kit: Kit) -> None:
    text = f"""number,terminal,imei,name,account,expires,enabled
ok1,,,fine,,,
,,,no number,,,
ok2,{SIBLING},,tracker of another,,,
{SIBLING},,,foreign battery,,,
ok3,,12,bad imei,,,
ok1,,,twice,,,
ok4,77,,,,,
ok5,077,,the same tracker,,,
ok6,,,,sibling,,
ok7,,,,{kit.accounts["top"]},,
ok8,,,own account,,2027-01-01,
ok9,,,own account,,,yes
1.38E+10,,,rounded,,,
ok10,,,,child,soon,
ok11,,
ok12,,,,child,,maybe
{CHILD},,,,,,no
"""
    before = await count(kit)
    status, would = await imported(kit, text, dry_run=True)
    assert status == 200
    places = [(error["line"], error["column"]) for error in would["errors"]]
    assert places == [
        *((3, "number"), (4, "terminal"), (5, "number"), (6, "imei"), (7, "number")),
        *((9, "terminal"), (10, "account"), (11, "account"), (12, "expires"), (13, "enabled")),
        *((14, "number"), (15, "expires"), (16, ""), (17, "enabled"), (18, "enabled")),
    ]
    assert would["errors"][-7]["message"].startswith("only an account above")
    status, problem = await imported(kit, text)
    assert (status, problem["type"]) == (422, "urn:mingtang:problem:import_refused")
    assert problem["errors"] == would["errors"]
    assert await count(kit) == before
    async with kit.client("top-owner") as client:
        assert (await client.get("/devices/ok1")).status_code == 404


@pytest.mark.parametrize("dry_run", [True, False])
async def test_what_is_no_table(kit: Kit, dry_run: bool) -> None:
    for data, status in (
        (b"", 422),
        (b"\xff\xfe\xff", 422),
        (b"name\nx\n", 422),
        (b"number,number\n1,2\n", 422),
        (b"number,password\n1,2\n", 422),
        (b'number,name\n1,"open', 422),
        (b"number,name\nn1,a\0b\n", 422),
        (b"<html></html>", 422),
        (b"number\n" + b"".join(b"x%d\n" % n for n in range(10_001)), 422),
        (b"number\n" + b"1" * 4_100_000, 413),
    ):
        found, answer = await imported(kit, data, dry_run=dry_run)
        # What has a header but is no table further on is told line by line.
        has_lines = found == 200 and dry_run and answer["errors"]
        assert found == status or has_lines, (data[:30], answer)
    for who, status in (("shop-operator", 403), ("shop-viewer", 403)):
        assert (await imported(kit, "number\nx1\n", who, dry_run=dry_run))[0] == status


async def test_ten_thousand_lines(kit: Kit) -> None:
    lines = [f"h{n:05},{880000000 + n},battery {n},child" for n in range(10_000)]
    text = "number,terminal,name,account\n" + "\n".join(lines)
    status, did = await imported(kit, text)
    assert (status, len(did["made"])) == (200, 10_000)
    assert kit.services.directory.by_terminal("880009999") is not None
    async with kit.client("child-viewer") as client:
        found = (await client.get("/devices/counts")).json()
        assert found["counts"]["not_enabled"] == 10_000
        page = (await client.get("/devices", params={"sort": "-name", "limit": 500})).json()
        assert [item["name"] for item in page["items"][:2]] == ["battery of child", "battery 9999"]
        text = (await client.get("/devices/export.csv")).text
        assert text.count("\n") == 10_002
