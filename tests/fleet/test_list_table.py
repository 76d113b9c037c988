"""Rows of a fleet without a window: events, searches, orders, the last state on disk."""

from __future__ import annotations

import gzip
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.fleet_cache import FleetCache
from mingtang_desk.cloud.fleet_search import find, read_search, scanned, sure
from mingtang_desk.cloud.fleet_view import COLUMNS, Filter, FleetView
from mingtang_desk.cloud.models import Account, Battery
from mingtang_desk.cloud.stream import Change
from mingtang_desk.cloud.table import STATES, FleetTable

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
WHO = Remembered(server="http://127.0.0.1:1", user="li", account="shop", role="owner")
SHOP, OTHER = Account(id="a", name="shop"), Account(id="b", name="龙华")


def row(number: str, name: str = "", **more: Any) -> Battery:
    usual: dict[str, Any] = {
        "kind": "",
        "account": SHOP,
        "state": "online",
        "since": NOW,
        "last_seen": NOW,
        "soc_pct": 50.0,
        "pack_v": 48.5,
        "lat": 22.5,
        "lon": 114.0,
        "position_time": NOW,
        "signal": 20,
        "open_alarms": 0,
        "enabled": NOW,
        "expires": None,
    }
    return Battery(number=number, name=name, **{**usual, **more})


def table_of(*rows: Battery) -> FleetTable:
    table = FleetTable()
    table.add(rows)
    return table


def event(kind: str, number: str = "1", **values: object) -> Change:
    return Change(seq=1, kind=kind, number=number, values=values)


@pytest.mark.parametrize(
    "lie",
    [
        event("bms", soc_pct=500.0, pack_v=48.0),
        event("bms", soc_pct=-1, pack_v=48.0),
        event("bms", soc_pct=True, pack_v=48.0),
        event("bms", soc_pct=50.0, pack_v=float("inf")),
        event("bms", soc_pct="full", pack_v=48.0),
        event("presence", state="exploded", since=None, seen=None),
        event("presence", state=3),
        event("presence", state="offline", since="yesterday"),
        event("pos", lat=91.0, lon=114.0, time=NOW.isoformat()),
        event("pos", lat=float("nan"), lon=114.0),
        event("pos", lat=22.0, lon=114.0, time="noon"),
        event("pos", lat=0.0, lon=0.0, time=NOW.isoformat()),
        event("pos", lat=0, lon=0),
        event("pos", lat=22.0, lon=113.0, time=(NOW - timedelta(hours=1)).isoformat()),
        event("pos"),
        event("newer", lat=1.0),
        event("bms", "2", soc_pct=1.0),
    ],
)
def test_an_event_that_lies_or_says_nothing_new_changes_nothing(lie: Change) -> None:
    table = table_of(row("1"))
    assert not table.take(lie)
    assert table.get("1") == row("1")


def test_events_change_their_row() -> None:
    table = table_of(row("1"), row("2"))
    later = NOW + timedelta(minutes=1)
    assert table.take(event("pos", lat=22.6, lon=114, time=later.isoformat()))
    assert table.take(event("bms", soc_pct=61, pack_v=50.25))
    assert table.take(event("presence", state="sleeping", since=None, seen=later.isoformat()))
    expected = replace(
        row("1"),
        lat=22.6,
        position_time=later,
        soc_pct=61.0,
        pack_v=50.25,
        state="sleeping",
        since=None,
        last_seen=later,
    )
    assert table.get("1") == expected
    assert table.get("2") == row("2")


def test_a_report_is_when_its_battery_was_seen_and_never_later_than_now() -> None:
    table = table_of(row("1"))

    def seen() -> datetime | None:
        found = table.get("1")
        return None if found is None else found.last_seen

    heard = NOW + timedelta(seconds=20)
    measured = NOW - timedelta(hours=1)
    late = event("pos", lat=22.6, lon=114, time=measured.isoformat(), received=heard.isoformat())
    assert table.take(late, heard)
    assert seen() == heard
    before = event("bms", soc_pct=61, pack_v=50, time=NOW.isoformat())
    table.take(before, heard)
    assert seen() == heard
    ahead = event("bms", soc_pct=60, pack_v=50, time=(NOW + timedelta(days=3)).isoformat())
    table.take(ahead, heard + timedelta(seconds=5))
    assert seen() == heard + timedelta(seconds=5)


def test_a_battery_expires_although_nobody_says_so() -> None:
    soon = NOW + timedelta(minutes=1)
    table = table_of(row("1", expires=soon), row("2", expires=soon, state="not_enabled"), row("3"))
    assert table.expire(NOW) == []
    assert table.expire(soon) == ["1"]
    assert table.expire(soon) == []
    assert [each.state for each in table] == ["expired", "not_enabled", "online"]


def test_searches() -> None:
    table = table_of(
        row("13800012345", "Van RED"), row("13800067890", "van blue"), row("MT16S-0042", "<b>Red")
    )
    for text, numbers in (
        ("", {"13800012345", "13800067890", "MT16S-0042"}),
        ("12345", {"13800012345"}),
        ("red", {"13800012345", "MT16S-0042"}),
        ("  VAN   blue ", {"13800067890"}),
        ("mt16s", {"MT16S-0042"}),
        ("<b>", {"MT16S-0042"}),
        ("999", set()),
    ):
        assert find(table, read_search(text)).numbers == numbers, text


def test_a_pasted_list_says_what_is_not_there() -> None:
    table = table_of(row("13800012345"), row("13800067890"), row("MT16S-0042"), row("0067890"))
    found = find(table, read_search("13800012345\n s-0042;99999999，13800012345\t77777777"))
    assert found.numbers == {"13800012345", "MT16S-0042"}
    assert found.missing == ("99999999", "77777777")
    ends = find(table, read_search("67890, 12345"))
    assert ends.numbers == {"13800012345", "13800067890", "0067890"}
    assert ends.missing == ()
    assert read_search("van 12345").text == "van 12345"


def test_enter_opens_only_what_is_sure() -> None:
    table = table_of(row("13800012345"), row("13800012345678", "12345"), row("2345"))
    assert sure(table, "12345", ["13800012345", "13800012345678"]) == "13800012345"
    assert sure(table, "2345", ["13800012345", "2345"]) == "2345"
    assert sure(table, "345", ["13800012345", "2345"]) == ""
    assert sure(table, "67", ["13800012345678"]) == "13800012345678"
    assert sure(table, "", ["13800012345", "2345"]) == ""


def test_a_scanned_code_may_have_the_number_inside() -> None:
    table = table_of(row("13800012345"), row("13800067890"), row("0001"))
    assert scanned(table, " 13800012345\n") == "13800012345"
    assert scanned(table, "https://example.org/b?n=13800067890&v=2") == "13800067890"
    assert scanned(table, "BT2048-13800012345-0001") == "13800012345"
    assert scanned(table, "13800012345/13800067890") == ""
    assert scanned(table, "0002") == ""


def test_orders_have_the_unknown_last_both_ways_and_follow_events() -> None:
    table = table_of(
        row("1", "b", soc_pct=10.0),
        row("2", "", soc_pct=None),
        row("3", "A", soc_pct=90.0, state="offline", account=OTHER, open_alarms=2),
    )
    looks = FleetView(table)
    assert looks.view(Filter(), "soc").numbers == ["1", "3", "2"]
    assert looks.view(Filter(), "soc", down=True).numbers == ["3", "1", "2"]
    assert looks.view(Filter(), "name").numbers == ["3", "1", "2"]
    assert looks.view(Filter(), "alarms", down=True).numbers[0] == "3"
    table.take(event("bms", soc_pct=95, pack_v=48))
    assert looks.view(Filter(), "soc", down=True).numbers == ["1", "3", "2"]
    table.add([row("0", "c", soc_pct=50.0)])
    assert looks.view(Filter(), "soc").numbers == ["0", "3", "1", "2"]
    table.drop("3")
    assert looks.view(Filter(), "name").numbers == ["1", "0", "2"]
    for column in COLUMNS:
        assert sorted(looks.view(Filter(), column).numbers) == ["0", "1", "2"]


def test_types_accounts_and_searches_narrow_the_list_and_counts_follow() -> None:
    table = table_of(
        row("1", "x"),
        row("2", "x", state="offline", account=OTHER, open_alarms=1),
        row("3", state="offline"),
        row("4", state="a newer one"),
    )
    looks = FleetView(table)
    view = looks.view(Filter(kind="offline"))
    assert view.numbers == ["2", "3"]
    assert {key: n for key, n in view.counts.items() if n} == {
        "all": 4,
        "online": 1,
        "offline": 2,
        "alarm": 1,
    }
    assert looks.view(Filter(kind="alarm")).numbers == ["2"]
    below = looks.view(Filter(accounts=frozenset("b"), search=read_search("x")))
    assert below.numbers == ["2"]
    assert below.counts["all"] == 1
    assert looks.view(Filter(search=read_search("none"), extra=frozenset("3"))).numbers == ["3"]
    table.take(event("presence", state="offline", since=None, seen=None))
    assert looks.counts()["offline"] == 3


def test_a_state_that_a_cloud_does_not_know_is_a_type_of_its_own() -> None:
    table = table_of(row("1"), row("2"))
    assert "unknown" not in FleetView(table).view(Filter()).counts
    assert table.take(event("presence", state="unknown", since=None, seen=None))
    found = FleetView(table).view(Filter(kind="unknown"))
    assert found.numbers == ["1"]
    assert (found.counts["unknown"], found.counts["online"]) == (1, 1)


def test_the_last_state_comes_back_as_it_was_and_is_private(tmp_path: Path) -> None:
    rows = [
        row("1", "<b>电池", account=OTHER, soc_pct=None, expires=NOW + timedelta(days=3)),
        row("2", since=None, last_seen=None, lat=None, lon=None, signal=None, enabled=None),
        *(row(f"n{at}") for at in range(2500)),
    ]
    cache = FleetCache(tmp_path / "fleets", WHO)
    cache.write(rows, NOW)
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600
    kept = cache.read()
    assert kept is not None
    assert kept.as_of == NOW
    assert [each for some in kept.chunks() for each in some] == rows
    assert [path.name for path in cache.path.parent.iterdir()] == [cache.path.name]
    cache.forget()
    cache.forget()
    assert cache.read() is None


@pytest.mark.parametrize("damage", ["cut", "noise", "other login", "other format", "no lines"])
def test_a_damaged_or_foreign_state_counts_as_none(tmp_path: Path, damage: str) -> None:
    cache = FleetCache(tmp_path, WHO)
    cache.write([row("1")], NOW)
    data = cache.path.read_bytes()
    text = gzip.decompress(data)
    changed = {
        "cut": data[:-20],
        "noise": b"\x1f\x8b" + bytes(range(200)),
        "other login": gzip.compress(text.replace(b'"li"', b'"wu"')),
        "other format": gzip.compress(text.replace(b"fleet/1", b"fleet/9")),
        "no lines": gzip.compress(b""),
    }[damage]
    cache.path.write_bytes(changed)
    assert cache.read() is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["soc", "state", "add", "drop", "alarm", "expire"]),
            st.integers(0, 11),
            st.one_of(st.none(), st.integers(0, 100)),
        ),
        max_size=40,
    ),
    st.sampled_from(["soc", "state", "alarms", "name"]),
)
def test_kept_orders_and_counts_are_those_of_a_fresh_look(
    steps: list[tuple[str, int, int | None]], column: str
) -> None:
    table = table_of(*(row(str(at), f"n{at % 3}", soc_pct=float(at * 7 % 50)) for at in range(8)))
    looks = FleetView(table)
    key_of = COLUMNS[column]
    for kind, at, value in steps:
        number = str(at)
        match kind:
            case "soc":
                table.take(event("bms", number, soc_pct=value, pack_v=None))
            case "state":
                state = STATES[at % len(STATES)]
                table.take(event("presence", number, state=state, since=None, seen=None))
            case "add":
                table.put(row(number, f"n{value}"))
            case "drop":
                table.drop(number)
            case "alarm" if number in table:
                table.put(replace(table.rows[number], open_alarms=(value or 0) % 2))
            case _:
                table.expire(NOW)
        kept, fresh = looks.view(Filter(), column), FleetView(table).view(Filter(), column)
        keys = [[key_of(table.rows[each]) for each in view.numbers] for view in (kept, fresh)]
        assert keys[0] == keys[1]
        assert sorted(kept.numbers) == sorted(table.rows)
        everything = frozenset(("a", "b"))
        assert kept.counts == looks.counts(everything)
