"""Mail and webhooks to real sockets: who may set them, what goes out, what is refused."""

import asyncio
import email
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.server.rides import webhook
from mingtang_desk.server.rides.webhook import SIGNATURE, TIMESTAMP, signature
from mingtang_desk.server.run import standing
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.wire.jt808.position import Alarm as Bit
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.rides.sinks import http_sink, smtp_sink
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]
MAIL = {"name": "shop", "channel": "email", "address": "a@example.org"}
HOOK = {"name": "hook", "channel": "webhook", "address": "http://127.0.0.1:9/x"}


async def cut(kit: Kit, account: str = "shop", times: int = 1) -> None:
    """The supply is cut, and comes back."""
    now, device = time.time(), device_of(kit, account)
    for n in range(times):
        bits = int(Bit.SUPPLY_CUT)
        await feed(
            kit, [fixed(device, now + 2 * n, alarm_bits=bits), fixed(device, now + 2 * n + 1)]
        )


async def problem_of(kit: Kit, target: str) -> dict[str, Any]:
    """What is known of a target once something is."""
    async with kit.client("top-owner") as client, asyncio.timeout(15):
        while True:
            items = (await client.get("/notify-targets")).json()["items"]
            (found,) = [each for each in items if each["id"] == target]
            if found["told"] or found["failed"]:
                assert isinstance(found, dict)
                return found
            await asyncio.sleep(0.05)


async def test_mail(kit: Kit) -> None:
    async with smtp_sink() as sink:
        smtp = {
            "host": "127.0.0.1",
            "port": sink.port,
            "security": "none",
            "sender": "m@example.org",
        }
        async with kit.client("top-owner") as client:
            shown = await client.put("/notify-smtp", json={**smtp, "password": "geheim"})
            assert "geheim" not in shown.text
            assert "geheim" not in (await client.get("/notify-smtp")).text
        async with kit.client("shop-manager") as client:
            made = (await client.post("/notify-targets", json=MAIL)).json()
            assert made["secret"] is None
            tried = await client.post(f"/notify-targets/{made['id']}/test")
            assert tried.json() == {"delivered": True, "problem": None}
            assert "type: test" in (await sink.next())[1].decode()
        await cut(kit, "sibling")
        await cut(kit)
        told, body = await sink.next()
    message = email.message_from_bytes(body)
    assert message["Subject"] == f"critical: power cut {NUMBER}"
    assert "a@example.org" in told["RCPT"]
    assert sink.taken.empty()
    assert (await problem_of(kit, made["id"]))["problem"] is None


async def test_a_signed_webhook_is_tried_again(kit: Kit) -> None:
    notifier = kit.services.rides.notifier
    notifier.allow_private, notifier.backoff_s = True, 0.01
    async with http_sink() as sink:
        hook = {**HOOK, "address": f"http://127.0.0.1:{sink.port}/in?a=1"}
        async with kit.client("top-owner") as client:
            made = (await client.post("/notify-targets", json=hook)).json()
        sink.answers = ["503 No", "302 Found\r\nLocation: http://127.0.0.1/"]
        await cut(kit, "child")
        requests = [await sink.next() for _ in range(3)]
    headers, body = requests[-1]
    assert headers["request"] == "POST /in?a=1 HTTP/1.1"
    expected = signature(made["secret"], headers[TIMESTAMP.lower()], body)
    assert headers[SIGNATURE.lower()] == expected
    value = json.loads(body)
    assert (value["type"], value["number"]) == ("power_cut", NUMBERS["child"])
    assert (await problem_of(kit, made["id"]))["problem"] is None


async def test_private_addresses_are_refused(kit: Kit) -> None:
    async with http_sink() as sink:
        async with kit.client("top-owner") as client:
            for host in (
                "127.0.0.1",
                "localhost",
                "[::ffff:127.0.0.1]",
                ".".join(["169", "254"] * 2),  # where clouds tell secrets of a machine
                "2130706433",
            ):
                hook = {**HOOK, "address": f"http://{host}:{sink.port}/"}
                made = (await client.post("/notify-targets", json=hook)).json()
                tried = (await client.post(f"/notify-targets/{made['id']}/test")).json()
                assert tried == {"delivered": False, "problem": "address_refused"}, host
            for url in (
                "ftp://example.org/",
                "http://u:p@example.org/",
                "http://a b/",
                "x",
                "http://",
            ):
                answer = await client.post("/notify-targets", json={**HOOK, "address": url})
                assert answer.status_code == 422, url
        assert sink.taken.empty()


async def test_a_receiver_that_drips_is_cut(kit: Kit) -> None:
    notifier = kit.services.rides.notifier
    notifier.allow_private, notifier.deadline_s, notifier.backoff_s = True, 0.3, 0.01
    ended = asyncio.Event()

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"HTTP/1.1 200 OK\r\n")
            async with asyncio.timeout(20):
                while not ended.is_set():
                    writer.write(b"X-A: a\r\n")
                    await writer.drain()
                    await asyncio.sleep(0.02)
        except OSError:
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as dripping:
        port = dripping.sockets[0].getsockname()[1]
        async with kit.client("top-owner") as client:
            hook = {**HOOK, "address": f"http://127.0.0.1:{port}/"}
            made = (await client.post("/notify-targets", json=hook)).json()
            async with asyncio.timeout(15):
                tried = (await client.post(f"/notify-targets/{made['id']}/test")).json()
            audited = (await client.get("/audit", params={"limit": 20})).json()["items"]
        ended.set()
    assert tried == {"delivered": False, "problem": "not_reached"}
    assert "notify_target_added" in [row["action"] for row in audited]


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("2606:4700::1111", True),
        ("64:ff9b::7f00:1", False),
        ("::7f00:1", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
    ],
)
async def test_addresses_that_lead_to_private_ones(address: str, is_public: bool) -> None:
    assert webhook._is_public(address) is is_public


async def test_who_may_set_them(kit: Kit) -> None:
    async with kit.client("shop-manager") as client:
        made = (await client.post("/notify-targets", json=MAIL)).json()
        assert (await client.post("/notify-targets", json=HOOK)).status_code == 403
        assert (await client.get("/notify-smtp")).status_code == 403
        odd = {**MAIL, "address": "a@example.org\r\nBcc: x@example.org"}
        assert (await client.post("/notify-targets", json=odd)).status_code == 422
        foreign = {"account": kit.accounts["sibling"]}
        answer = await client.post("/notify-targets", json=MAIL, params=foreign)
        assert answer.status_code == 404
        tried = await client.post(f"/notify-targets/{made['id']}/test")
        assert tried.json()["problem"] == "no_smtp"
    async with kit.client("shop-owner") as client:  # owns a shop, not the server
        assert (await client.post("/notify-targets", json=HOOK)).status_code == 403
        assert (await client.put("/notify-smtp", json={})).status_code in (403, 422)
    async with kit.client("sibling-owner") as client:
        assert (await client.get("/notify-targets")).json()["items"] == []
        path = f"/notify-targets/{made['id']}"
        assert (await client.delete(path)).status_code == 404
        assert (await client.put(path, json=MAIL)).status_code == 404
        assert (await client.post(path + "/test")).status_code == 404
    async with kit.client("shop-operator") as client:
        assert (await client.get("/notify-targets")).status_code == 403


async def test_ten_an_hour_and_a_digest(kit: Kit) -> None:
    notifier = kit.services.rides.notifier
    notifier.allow_private = True
    async with http_sink() as sink:
        hook = {**HOOK, "address": f"http://127.0.0.1:{sink.port}/"}
        async with kit.client("top-owner") as client:
            await client.post("/notify-targets", json=hook)
        await cut(kit, times=14)
        for _ in range(10):
            await sink.next()
        async with asyncio.timeout(15):
            while sum(len(hour.held) for hour in notifier._hours.values()) < 4:
                await asyncio.sleep(0.02)
        await notifier.digest()
        assert sink.taken.empty()
        await notifier.digest(age_s=0)
        _, body = await sink.next()
    assert json.loads(body) == {"type": "digest", "number": NUMBER, "alarms": {"power_cut": 4}}


async def test_quiet_hours(kit: Kit) -> None:
    notifier = kit.services.rides.notifier
    notifier.allow_private = True
    local = datetime.now(UTC) + timedelta(hours=8)
    begin, end = local - timedelta(hours=1), local + timedelta(hours=1)
    async with http_sink() as sink:
        hook = {**HOOK, "address": f"http://127.0.0.1:{sink.port}/", "types": ["power_cut"]}
        async with kit.client("top-owner") as client:
            await client.post("/notify-targets", json=hook)
            quiet = {"quiet": {"from": f"{begin:%H:%M}", "to": f"{end:%H:%M}"}}
            await client.put(f"/devices/{NUMBER}/alarm-settings", json=quiet)
        await cut(kit)
        await cut(kit, "child")
        _, body = await sink.next()
        assert json.loads(body)["number"] == NUMBERS["child"]
        assert sink.taken.empty()
    async with kit.client() as client:
        items = (await client.get("/alarms", params={"number": NUMBER})).json()["items"]
    assert [each["is_quiet"] for each in items] == [True]


async def test_what_waits_is_told_after_a_restart(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answers before the stop; somebody does afterwards, and hears it once."""
    monkeypatch.setattr(webhook, "_is_public", lambda _: True)
    async with http_sink() as sink:
        async with kit_of(db, tmp_path) as kit:
            notifier = kit.services.rides.notifier
            notifier.backoff_s = 60.0
            sink.answers = ["503 No"]
            hook = {**HOOK, "address": f"http://127.0.0.1:{sink.port}/"}
            async with kit.client("top-owner") as client:
                await client.post("/notify-targets", json=hook)
            await cut(kit)
            _, body = await sink.next()
            config = kit.config
        for is_left in (True, False):
            async with standing(config, SystemClock()) as server:
                told = server.services.rides.notifier._told
                if is_left:
                    assert (await sink.next())[1] == body
                async with asyncio.timeout(15):
                    while told._waiting:
                        await asyncio.sleep(0.02)
        assert sink.taken.empty()


async def test_targets_in_pages_and_a_repeated_request(kit: Kit) -> None:
    async with kit.client("top-owner") as client:
        key = {"Idempotency-Key": "k1"}
        first, again = [
            await client.post("/notify-targets", json=HOOK, headers=key) for _ in range(2)
        ]
        assert first.json()["secret"]
        assert again.json() == {**first.json(), "secret": None}
        for n in range(4):
            await client.post("/notify-targets", json={**MAIL, "name": str(n)})
        names, cursor = [], None
        for _ in range(3):
            query = {"limit": 2} | ({} if cursor is None else {"cursor": cursor})
            page = (await client.get("/notify-targets", params=query)).json()
            names += [each["name"] for each in page["items"]]
            cursor = page["next_cursor"]
        assert (names, cursor) == (["hook", "0", "1", "2", "3"], None)
        bad = await client.get("/notify-targets", params={"cursor": "bm8"})
        assert bad.status_code == 422
