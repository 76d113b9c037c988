"""Jobs as they are kept, and their page: same job, same text; nothing of a user is code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.diagnosis.bench_json import result_json
from mingtang_desk.diagnosis.bench_stored import StoredCheck, stored_check
from mingtang_desk.diagnosis.bench_verdict import result_of
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry
from mingtang_desk.reports import html
from mingtang_desk.reports.bench_csv import bench_csv
from mingtang_desk.reports.bench_page import bench_page, verdict_words
from mingtang_desk.reports.job import (
    Change,
    Job,
    PartUsed,
    changes_between,
    job_body,
    job_of,
    settings_changed,
    total,
    with_check,
)
from mingtang_desk.reports.job_page import change_line, job_page
from mingtang_desk.reports.words import moment, number
from tests.unit.diagnosis.packs import PaperPack, cells, checked, step_load

GOLDEN = Path(__file__).parent / "job_page.txt"
EVIL = "<script>alert(1)</script> & \"x\" 'y' <img src=http://example.org/a.png>"
KEY = DeviceKey(protocol="jbd", device_id="A1", uri="sim://jbd-13s", name="Pack")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def readout(minutes: int, **settings: object) -> dict[str, object]:
    return {
        "format": "mingtang-readout/1",
        "time": f"2026-03-01T12:{minutes:02d}:00.000",
        "device": {"name": "Pack", "id": "A1", "protocol": "jbd"},
        "sample": {
            "pack_v": 47.181,
            "current_a": -0.0,
            "soc_pct": 50.0,
            "cycles": 162,
            "cell_v": [3.629, None, 0.0],
            "cell_max_v": 3.629,
            "cell_min_v": 0.0,
            "temperatures": [{"name": "board", "c": 29.7}, {"name": "cell_1", "c": None}],
            "protections": ["cell_uv", "x_new"],
            "faults": [],
        },
        "settings": {"cell_ovp_v": 4.25, "cell_uvp_v": 2.75, **settings},
        "counters": {"cell_ov": 70, "chg_protection": 73, "short": 0},
        "missing": {},
    }


def check_body() -> dict[str, object]:
    found = result_of(checked(PaperPack(cells(c5=(1.8, 1.8)), step_load(-4.0))))
    return {
        **json.loads(json.dumps(result_json(found))),
        "time": "2026-03-01T12:10:00.000",
        "device": {"name": "Pack", "id": "A1"},
        "who": EVIL,
    }


def job() -> Job:
    return Job(
        customer=EVIL,
        contact="+49 000",
        number="2026-0117",
        complaint="Bricht ein.\r\n骑行中突然断电。\x00\x1b[31m",
        work="Cell 5 replaced\n<b>not bold</b>",
        currency="€",
        parts=(
            PartUsed(name="Cell", count=4, price="4.90"),
            PartUsed(name="Strip", price="1,5"),
            PartUsed(name=" "),
        ),
        before=readout(0),
        after=readout(30, cell_ovp_v=4.2, cell_uvp_v=2.9),
        changes=(
            Change(
                time="2026-03-01T12:05:00.000",
                key="cell_ovp_v",
                old=4.25,
                new=4.2,
                who="tester",
                state="applied",
            ),
            Change(time="", key="charge", old=True, new=False, who="", state="unknown"),
            Change(time="odd", key="x_new", old=None, new="z", who="", state="later"),
        ),
        checks=(check_body(),),
    )


def text_of(page: str) -> str:
    """The page as a reader sees it, roughly: for comparing."""
    lines = re.sub(r"</(p|tr|table|h\d)>|<br/>|<hr[^>]*>", "\n", page)
    cut = re.sub(r"<[^>]*>", " ", lines)
    told = (" ".join(line.split()) for line in cut.split("\n"))
    return "\n".join(line for line in told if line) + "\n"


def test_the_page_is_the_golden_one() -> None:
    page = job_page(job())
    assert page == job_page(job())
    assert text_of(page) == GOLDEN.read_text(encoding="utf-8")


def test_nothing_a_user_wrote_is_code() -> None:
    for page in (job_page(job()), bench_page(_stored(), check_body())):
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "<b>not" not in page
        assert page.count("<img") == (0 if "Repair" in page else 1)
        assert "\x00" not in page
        assert "\x1b" not in page


def _stored() -> StoredCheck:
    check = stored_check(check_body())
    assert check is not None
    return check


def test_an_empty_job_is_a_page_too() -> None:
    page = text_of(job_page(Job(is_open=False)))
    assert page.splitlines()[0] == "Repair job closed"
    assert "Parts" not in page


def test_a_job_comes_back_as_it_was_kept() -> None:
    whole = replace(job(), checks=(check_body(),))
    assert job_of(json.loads(json.dumps(job_body(whole)))) == replace(
        whole, changes=whole.changes, checks=whole.checks
    )


def test_a_spoilt_job_is_read_as_far_as_it_goes() -> None:
    spoilt = {
        "customer": 5,
        "parts": [{"name": "x", "count": "many", "price": None}, 7],
        "before": "no",
        "changes": "none",
        "status": "closed",
        "currency": "a" * 50,
    }
    found = job_of(spoilt)
    assert found.customer == ""
    assert found.parts == (PartUsed(name="x", count=1, price=""),)
    assert found.before is None
    assert not found.is_open
    assert len(found.currency) == 8
    assert job_of({}) == Job()
    odd = replace(job(), before={"sample": 3, "settings": [], "counters": 1}, after={"time": 7})
    assert "Readings" in job_page(odd)
    strange = {"sample": {"cell_v": 3, "temperatures": "x", "protections": 1}, "device": 5}
    assert "Repair job" in job_page(Job(before=strange))


def test_search_and_title() -> None:
    assert job().matches("strip BRICHT")
    assert job().matches("断电")
    assert not job().matches("strip unknown")
    assert job().matches("")
    assert job().title.startswith("2026-0117 · <script>")
    assert Job().title == ""


def test_sums() -> None:
    assert str(total(job().parts[:2])) == "21.10"
    assert total((PartUsed(name="a", price="x"), PartUsed(name="b", price="1"))) is None
    assert total(()) is None
    assert PartUsed(name="a", price="inf").sum is None


def test_settings_that_differ() -> None:
    assert settings_changed(job()) == (
        ("cell_ovp_v", 4.25, 4.2),
        ("cell_uvp_v", 2.75, 2.9),
    )
    assert settings_changed(Job()) == ()
    assert settings_changed(replace(job(), after={"settings": None})) == ()
    lists = replace(job(), before={"settings": {"a": [1]}}, after={"settings": {"a": [2]}})
    assert settings_changed(lists) == (("a", [1], [2]),)


def entry(number_: int, minutes: int, **changes: object) -> JournalEntry:
    opened = START + timedelta(minutes=minutes)
    values: dict[str, object] = {
        "id": number_,
        "device": KEY,
        "kind": "settings",
        "who": "tester",
        "opened": opened,
        "closed": opened,
        "sent": {"cell_ovp_v": 4.2},
        "old": {"cell_ovp_v": 4.25},
        "fields": {
            "cell_ovp_v": FieldResult(old=4.25, sent=4.2, read=4.21, state=FieldState.CLAMPED)
        },
    }
    return JournalEntry(**{**values, **changes})  # type: ignore[arg-type]


def test_what_was_written_in_between() -> None:
    entries = [
        entry(4, 20, fields={}),
        entry(2, 5),
        entry(1, -1),
        entry(3, 6, kind="left"),
        entry(5, 90),
    ]
    found = changes_between(entries, START, START + timedelta(hours=1))
    assert [(change.new, change.state) for change in found] == [(4.21, "clamped"), (4.2, "unknown")]
    assert "4.250 V → 4.210 V (clamped)" in change_line(found[0])


def test_whatever_was_sent_to_the_board_is_on_the_page() -> None:
    def made(number_: int, kind: str, key: str, sent: object, read: object) -> JournalEntry:
        field = FieldResult(old=None, sent=sent, read=read, state=FieldState.APPLIED)  # type: ignore[arg-type]
        return entry(number_, 0, kind=kind, sent={key: sent}, old={}, fields={key: field})

    entries = [
        made(1, "resume", "cell_ovp_v", 4.2, 4.2),
        made(2, "calibration", "cell-3", 3.65, 3.651),
        made(3, "calibration", "cell-3.correction", 0.0, 0.0),
        made(4, "raw", "raw", "DD A5", "DD 03"),
        made(5, "left", "x", 1, 1),
    ]
    found = changes_between(entries, START, START)
    assert [change_line(change).split("  ", 1)[1] for change in found] == [
        "Cell over-voltage protection: — → 4.200 V (applied)",
        "Cell 3: — → 3.651 V (applied)",
        "Cell 3: — → 0.0 (applied)",
        "Raw bytes: — → DD A5 (applied)",
    ]


def test_a_check_is_attached_once_and_without_its_curve() -> None:
    once = with_check(Job(), check_body())
    assert "curve" not in once.checks[0]
    assert with_check(once, check_body()) == once


def test_the_table_of_a_check() -> None:
    table = bench_csv(_stored(), check_body() | {"time": "=1\n+2"})
    lines = table.splitlines()
    assert lines[2] == "# time: =1 +2"
    head = next(line for line in lines if line.startswith("rank,"))
    assert lines[lines.index(head) + 1].startswith("1,5,")
    odd = check_body()
    rows = odd["cells"]
    assert isinstance(rows, list)
    rows[0]["remarks"] = [{"key": "from_elsewhere", "text": "=cmd()"}]
    check = stored_check(odd)
    assert check is not None
    assert "'=cmd()" in bench_csv(check, odd)


def test_words_of_a_verdict() -> None:
    check = _stored()
    assert verdict_words(check) == "Cell 5: replace"
    assert verdict_words(replace(check, cells=())) == "Cell 5: replace"
    assert verdict_words(replace(check, weak_cell=None)).startswith("No cell is outside")
    body = check_body()
    rows = body["cells"]
    assert isinstance(rows, list)
    rows[1]["grade"] = "not_enough_data"
    part = stored_check(body | {"weak_cell": None})
    assert part is not None
    assert verdict_words(part) == "No cell found outside; 1 could not be judged"
    for row in rows:
        row["grade"] = "not_enough_data"
    none = stored_check(body | {"weak_cell": None})
    assert none is not None
    assert verdict_words(none) == "No cell could be judged"


def test_small_words() -> None:
    assert number(True, 1) == number(None, 1) == "—"
    assert number(-0.001, 1, "A") == "0.0 A"
    assert number(-2.5, 1, "A", sign=True) == "−2.5 A"
    assert moment(3) == moment("") == "—"
    assert moment("soon") == "soon"
    assert moment("2026-03-01T12:10:00") == "2026-03-01 12:10"
    assert html.pairs([]) == ""
    assert html.text("a\tb\x0b\ud800") == "a\tb"
    assert html.pairs([("a", html.text("b"))], columns=2).count("<td") == 4
