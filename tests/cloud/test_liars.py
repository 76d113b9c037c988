"""Servers that lie, hang, send us elsewhere or are of another version: an error, and no crash."""

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.cloud import http as cloud_http
from mingtang_desk.cloud import models
from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import AnswerError, decoded, moment, plain
from mingtang_desk.cloud.http import Http
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.own import OwnServer
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.core.errors import CloudError
from mingtang_desk.session.clock import SystemClock
from tests.cloud.liar import HANG, PROFILE, TOKENS, Liar, answer, lying, problem
from tests.server import leaks


@pytest_asyncio.fixture
async def liar(_tasks: None) -> AsyncIterator[Liar]:
    async with lying() as made:
        yield made


@pytest_asyncio.fixture
async def client(liar: Liar, tmp_path: Path) -> AsyncIterator[CloudClient]:
    logins = Logins(tmp_path, FileSecrets(tmp_path / "secrets.json"), SystemClock(), request_s=0.5)
    who, _ = await logins.login(server_address(liar.http), Given(user="li", password="x"))
    async with logins.opened(who) as made:
        yield made


def page(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "number": "1",
        "name": "<b>\x1b[31m",
        "kind": "",
        "account": {"id": "a", "name": "shop"},
        "state": "online",
        "open_alarms": 0,
        "newer": {"than": "us"},
    }
    empty = ("since", "last_seen", "soc_pct", "pack_v", "lat", "lon", "position_time", "signal")
    row |= dict.fromkeys((*empty, "enabled", "expires"))
    return {"items": [{**row, **changes}], "next_cursor": None}


WHEN = "2026-01-01T00:00:00Z"
STOP: dict[str, object] = {"start": WHEN, "end": WHEN, "lat": 1, "lon": 1, "duration_s": 0}
TRIP: dict[str, object] = {
    **dict.fromkeys(("start_lat", "start_lon", "end_lat", "end_lon"), 1),
    **dict.fromkeys(("distance_m", "average_kmh"), 1),
    **dict.fromkeys(("top_kmh", "energy_wh", "wh_per_km")),
    **{"quality": "fair", "split": "", "flags": []},
}
FENCE: dict[str, object] = {
    **{"id": "f", "name": "yard", "circle": {"lat": 1, "lon": 1, "radius_m": 1}, "polygon": None},
    **{"devices": [], "whole_account": True, "account_id": None, "schedule": None},
    **{"tracker_id": 0, "warnings": [], "created": None},
}
NONSENSE: dict[str, bytes] = {
    "a page of a router": answer(b"<html>Log in to the hotel</html>", kind="text/html"),
    "no type": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    "damaged": answer(b'{"items": ['),
    "not UTF-8": answer(b'{"items": "\xff\xfe"}'),
    "nan": answer(b'{"items": [], "next_cursor": NaN}'),
    "nested": answer(b"[" * 200_000),
    "a huge number": answer(b'{"items": [], "next_cursor": ' + b"9" * 10_000 + b"}"),
    "a list": answer([]),
    "null": answer(None),
    "nothing": answer(b"", status=200),
    "missing": answer({"items": []}),
    "a row that is none": answer({"items": [3], "next_cursor": None}),
    "a text for a number": answer(page(soc_pct="97")),
    "a flag for a number": answer(page(open_alarms=True)),
    "a fraction for a whole": answer(page(open_alarms=1.5)),
    "a time without a zone": answer(page(since="2026-11-26T10:00:00")),
    "a time that is none": answer(page(since="yesterday")),
    "elsewhere": answer(b"", status=302, head="Location: http://127.0.0.1:1/\r\n"),
    "packed": answer(gzip.compress(b"{}"), head="Content-Encoding: gzip\r\n"),
    "no words of ours": answer(b"no", status=404, kind="text/plain"),
}


@pytest.mark.asyncio
@pytest.mark.parametrize("name", NONSENSE)
async def test_nonsense_is_told_as_such(client: CloudClient, liar: Liar, name: str) -> None:
    liar.answers["/devices"] = NONSENSE[name]
    with pytest.raises(CloudError) as caught:
        await client.devices()
    assert caught.value.key == "cloud_answer_invalid", caught.value
    assert len(str(caught.value)) < 500


@pytest.mark.asyncio
async def test_unknown_members_are_ignored_and_texts_are_data(
    client: CloudClient, liar: Liar
) -> None:
    liar.answers["/devices"] = answer(page(soc_pct=97))
    (row,) = (await client.devices()).items
    assert (row.soc_pct, row.name) == (97.0, "<b>\x1b[31m")
    assert plain(row.name) == "<b> [31m"


@pytest.mark.asyncio
async def test_an_answer_without_end_is_not_swallowed(
    client: CloudClient, liar: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloud_http, "MOST_BYTES", 1 << 20)
    liar.answers["/devices"] = answer(b"[" + b" " * (2 << 20) + b"]")
    with pytest.raises(CloudError) as caught:
        await client.devices()
    assert caught.value.key == "cloud_answer_invalid"


@pytest.mark.asyncio
async def test_a_server_that_hangs_or_is_cut(client: CloudClient, liar: Liar) -> None:
    liar.answers["/me"] = HANG
    with pytest.raises(CloudError) as caught:
        await client.me()
    assert caught.value.key == "cloud_timeout"
    liar.answers["/me"] = answer(PROFILE)[:-20]
    with pytest.raises(CloudError) as caught:
        await client.me()
    assert caught.value.key == "cloud_unreachable"
    liar.answers["/me"] = b"SSH-2.0-OpenSSH_9.6\r\n"
    with pytest.raises(CloudError) as caught:
        await client.me()
    assert caught.value.key == "cloud_unreachable"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("version", "key"),
    [("0.0.9", "cloud_server_older"), ("99.0.0", "cloud_server_newer"), ("x", "cloud_not_found")],
)
async def test_what_another_version_lacks_is_told_with_the_version(
    client: CloudClient, liar: Liar, version: str, key: str
) -> None:
    liar.answers["/health"] = answer({"status": "ok", "version": version})
    with pytest.raises(CloudError) as caught:
        await client.counts()
    assert caught.value.key == key


@pytest.mark.asyncio
async def test_refusals_keep_their_reason(client: CloudClient, liar: Liar) -> None:
    said = {
        "cloud_not_permitted": problem(403, "not_permitted"),
        "cloud_too_many": problem(429, "too_many", "Retry-After: 7\r\n"),
        "cloud_refused": problem(409, "id_taken"),
        "cloud_failed": problem(503, "busy"),
        "cloud_not_known_yet": problem(404, "not_known_yet"),
    }
    for key, each in said.items():
        liar.answers["/devices/1/bms"] = each
        with pytest.raises(CloudError) as caught:
            await client.sample("1")
        assert caught.value.key == key
        assert caught.value.values.get("seconds", 7) == 7


@pytest.mark.asyncio
async def test_a_list_in_circles_ends(client: CloudClient, liar: Liar) -> None:
    liar.answers["/devices"] = answer({**page(), "next_cursor": "again"})
    with pytest.raises(CloudError) as caught:
        [each async for each in client.all_devices(most=1000)]
    assert caught.value.key == "cloud_answer_invalid"
    assert len([path for path in liar.asked if path == "/devices"]) == 2


@pytest.mark.asyncio
async def test_a_server_that_refuses_every_token_is_asked_twice_and_no_more(
    client: CloudClient, liar: Liar
) -> None:
    liar.answers |= {"/me": problem(401, "not_authenticated"), "/auth/refresh": answer(TOKENS)}
    with pytest.raises(CloudError) as caught:
        await client.me()
    assert caught.value.key == "cloud_logged_out"
    assert liar.asked.count("/me") == 2


@pytest.mark.asyncio
async def test_the_password_is_not_sent_to_what_is_no_server(liar: Liar, tmp_path: Path) -> None:
    liar.answers["/health"] = answer(b"<html>", kind="text/html")
    logins = Logins(tmp_path, FileSecrets(tmp_path / "s.json"), SystemClock(), request_s=0.5)
    with pytest.raises(CloudError):
        await logins.login(server_address(liar.http), Given(user="li", password="x"))
    assert liar.asked == ["/health"]


@pytest.mark.asyncio
async def test_proxies_of_the_environment_are_not_asked(
    liar: Liar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    logins = Logins(tmp_path, FileSecrets(tmp_path / "s.json"), SystemClock(), request_s=2)
    await logins.login(server_address(liar.http), Given(user="li", password="x"))
    assert liar.asked == ["/health", "/auth/login"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("items", "next_cursor", "id", "time", "seq")), inner)
    ),
    max_leaves=12,
)
KINDS = (models.BatteryPage, models.FleetCounts, models.Command, models.TrackPage, models.Tokens)


@given(JSON, st.sampled_from(KINDS))
def test_no_json_breaks_a_decoder(value: object, kind: type[object]) -> None:
    try:
        decoded(kind, value)
    except AnswerError:
        return
    assert isinstance(value, dict)


@given(st.fixed_dictionaries({}, optional={"time": JSON, "received": JSON}) | JSON)
def test_no_report_breaks_the_reader(value: object) -> None:
    try:
        models.report_of(value)
    except AnswerError:
        return
    assert isinstance(value, dict)


@pytest.mark.asyncio
async def test_waits_end_when_the_asker_does(client: CloudClient, liar: Liar) -> None:
    liar.answers["/me"] = HANG
    asking = asyncio.create_task(client.me())
    while "/me" not in liar.asked:
        await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/devices", "/fences", "/devices/1/trips", "/devices/1/stops"])
async def test_a_list_that_goes_in_circles_ends(client: CloudClient, liar: Liar, path: str) -> None:
    """From page to page and back: every cursor is another one than the one before."""
    own = OwnServer(client)
    now = SystemClock().now()
    items = page()["items"] if path == "/devices" else [FENCE | STOP | TRIP]
    first = answer({"items": items, "next_cursor": "a"})
    second = answer({"items": items, "next_cursor": "b"})

    async def turn() -> None:
        seen = 0
        while True:
            liar.answers[path] = (first, second)[seen % 2]
            while liar.asked.count(path) <= seen:
                await asyncio.sleep(0)
            seen += 1

    async def read() -> object:
        match path:
            case "/devices":
                async with aclosing(own.batteries.pages()) as pages:
                    return [row async for row in pages]
            case "/fences":
                return await own.fences.of()
            case "/devices/1/trips":
                return await own.rides.trips("1", now, now)
            case _:
                return await own.rides.stops("1", now, now)

    turning = asyncio.create_task(turn())
    try:
        with pytest.raises(CloudError) as caught:
            await asyncio.wait_for(read(), 10)
    finally:
        turning.cancel()
    assert caught.value.key == "cloud_answer_invalid"
    assert "does not go on" in str(caught.value)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_time_at_the_end_of_days_can_be_shown_in_every_zone(text: str) -> None:
    try:
        found = moment(text, "it")
    except AnswerError:
        return
    for hours in (-14, 14):
        found.astimezone(timezone(timedelta(hours=hours)))
    assert found.tzinfo is UTC


@pytest.mark.asyncio
@pytest.mark.usefixtures("_tasks")
async def test_closing_ends_what_is_under_way() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    address = server_address(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    before = leaks.open_files()
    ended = []
    try:
        for steps in range(40):  # while it connects, sends and waits
            async with Http(address) as http:
                asked = asyncio.create_task(http.send("GET", "/x"))
                for _ in range(steps):
                    await asyncio.sleep(0)
            with pytest.raises(CloudError) as error:
                await asked
            ended.append(error.value.values["detail"])
            with pytest.raises(CloudError, match="closed here"):
                await http.send("GET", "/x")
        async with asyncio.timeout(5):
            while leaks.open_files() != before:
                await asyncio.sleep(0.01)
    finally:
        server.close()
    assert set(ended) == {"the login was closed here"}


@pytest.mark.asyncio
async def test_names_in_the_list_of_logins_have_no_signs_that_steer_a_terminal(
    tmp_path: Path, liar: Liar
) -> None:
    evil = "li\x1b[31m\u202e<b>"
    user = {**PROFILE, "login": evil, "account_name": evil}
    liar.answers["/auth/login"] = answer({**TOKENS, "user": user})
    logins = Logins(tmp_path, FileSecrets(tmp_path / "s.json"), SystemClock(), request_s=2)
    who, _ = await logins.login(server_address(liar.http), Given(user="li", password="x"))
    assert logins.remembered() == (who,)
    assert (who.user, who.account) == ("li [31m <b>", "li [31m <b>")
    async with logins.opened(logins.chosen(liar.http, who.user)) as made:
        assert await made.login.token() == TOKENS["access_token"]
