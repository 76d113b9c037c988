"""`cloud report`, beside a running server on the same database."""

import asyncio
import contextlib
import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace as changed

from mingtang_desk.app.cli import parser
from mingtang_desk.app.cli.cloud_report import report
from mingtang_desk.app.cli.output import Output
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.wire.jt808.position import Alarm as Bit
from tests.server.kit import NUMBERS, Kit
from tests.server.rides.test_mileage import MIDNIGHT, ride
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
NUMBER, CHILD = NUMBERS["shop"], NUMBERS["child"]
SPAN = (
    "--from", f"{MIDNIGHT - timedelta(days=2):%Y-%m-%d}",
    "--to", f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}",
)  # fmt: skip


async def reported(kit: Kit, *words: str, as_json: bool = True) -> tuple[int, str]:
    """Run it as another process would: on a loop of its own; return exit code and stdout."""
    db = ("--db", kit.config.url) if kit.config.db else ("--data", str(kit.config.data))

    def run() -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            output = Output(as_json=as_json)
            try:
                line = ["cloud", "report", *words, *db, *(("--json",) if as_json else ())]
                code = int(asyncio.run(report(parser.build().parse_args(line), output)))
            except MingtangError as error:
                code = int(output.error(error))
        return code, out.getvalue()

    return await asyncio.to_thread(run)


async def rows(kit: Kit, *words: str) -> list[dict[str, Any]]:
    code, text = await reported(kit, *words, *SPAN)
    assert code == 0, text
    found: list[dict[str, Any]] = json.loads(text)[words[0]]
    return found


async def rode(kit: Kit) -> None:
    """The shop rides once for 20 minutes, the child's battery twice, with an alarm."""
    for account, hours in (("shop", (1,)), ("child", (1, 3))):
        for hour in hours:
            track = ride(kit, MIDNIGHT.timestamp() + 3600 * hour, 20)
            mine = [changed(row, device=device_of(kit, account)) for row in track]
            await feed(kit, mine, batch=1000)
    now = datetime.now(UTC).timestamp()
    await feed(kit, [fixed(device_of(kit, "child"), now, alarm_bits=int(Bit.SUPPLY_CUT))])
    await kit.services.rides.journeys.all_current()


async def test_every_kind_says_what_the_api_says(kit: Kit, tmp_path: Path) -> None:
    await rode(kit)
    day = {"from": f"{SPAN[1]}T00:00:00Z", "to": f"{SPAN[3]}T00:00:00Z"}
    async with kit.client("top-owner") as client:
        for kind in ("trips", "stops"):
            answer = await client.get(f"/devices/{NUMBER}/{kind}", params=day)
            ours = await rows(kit, kind, "--device", NUMBER)
            assert [{k: v for k, v in row.items() if k not in ("number", "name")} for row in ours]
            assert [row["start"] for row in ours] == [x["start"] for x in answer.json()["items"]]
            assert {row["number"] for row in ours} == {NUMBER}
        answer = await client.get(f"/devices/{NUMBER}/mileage", params=day)
        assert await rows(kit, "mileage", "--device", NUMBER) == answer.json()["items"]
    (total,) = await rows(kit, "mileage", "--device", NUMBER, "--by", "total")
    assert total["distance_m"] == pytest.approx(6000, rel=0.02)
    fleet = await rows(kit, "mileage", "--account", "shop")  # with all below it
    assert [each["number"] for each in fleet] == [NUMBER, CHILD]
    assert fleet == await rows(kit, "mileage")
    assert {each["number"] for each in await rows(kit, "trips", "--account", "child")} == {CHILD}
    assert await rows(kit, "trips", "--account", "sibling") == []
    (alarm,) = await rows(kit, "alarms", "--account", "top")
    assert (alarm["type"], alarm["number"], alarm["state"]) == ("power_cut", CHILD, "raised")
    assert await rows(kit, "alarms", "--device", NUMBER) == []


async def test_files(kit: Kit, tmp_path: Path) -> None:
    await rode(kit)
    for kind, form in (
        *((kind, "csv") for kind in ("trips", "stops", "mileage", "alarms")),
        ("trips", "gpx"),
        ("trips", "kml"),
        ("alarms", "json"),
    ):
        file = tmp_path / f"{kind}.{form}"
        words = (kind, "--account", "shop", "--format", form, "--out", str(file), *SPAN)
        code, text = await reported(kit, *words)
        assert code == 0, text
        told = json.loads(text)
        assert (told["file"], told["kind"], told["cut"]) == (str(file), kind, False)
        content = file.read_text(encoding="utf-8")
        if form == "csv":
            assert len(list(csv.DictReader(io.StringIO(content)))) == told["rows"] > 0
        elif form == "json":
            assert len(json.loads(content)[kind]) == told["rows"] == 1
        else:
            found = ET.fromstring(content).findall(
                ".//{*}trk" if form == "gpx" else ".//{*}LineString"
            )
            assert len(found) == told["rows"] == 4
    code, text = await reported(kit, "mileage", "--format", "csv", *SPAN, as_json=False)
    assert (code, text.split("\r\n")[0].split(",")[0]) == (0, "number")


async def test_what_is_refused(kit: Kit, tmp_path: Path) -> None:
    for words, expected, key in (
        (("stops", "--format", "gpx"), 2, "usage_invalid"),
        (("trips", "--format", "csv"), 2, "usage_invalid"),  # with --json it needs a file
        (("trips", "--from", "yesterday"), 2, "usage_invalid"),
        (("trips", "--from", "2026-11-02", "--to", "2026-11-01"), 2, "usage_invalid"),
        (("trips", "--device", "4711"), 2, "admin_refused"),
        (("trips", "--account", "nobody"), 2, "admin_refused"),
        (("trips", "--out", str(tmp_path / "no" / "x.json")), 4, "file_unwritable"),
    ):
        code, text = await reported(kit, *words)
        assert (code, json.loads(text)["error"]["key"]) == (expected, key), words


async def test_without_a_database(kit: Kit, tmp_path: Path) -> None:
    elsewhere = replace(kit.config, db=None, data=tmp_path / "none")
    code, text = await reported(replace(kit, config=elsewhere), "trips")
    assert (code, json.loads(text)["error"]["key"]) == (4, "no_database")
    assert not (tmp_path / "none").exists()
