"""Taking commands: who may, once and only once, how many, how long. No tracker is connected."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.tables.accounts import SESSIONS
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.times import now_ms
from tests.server.commanding import SHOP, body, change_device, ended, post, states
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
KINDS: dict[str, dict[str, Any]] = {
    "locate": {},
    "parameters_read": {},
    "bms_read": {},
    "parameters_set": {"parameters": {"report_s": 10}},
    "track": {"interval_s": 10},
    "bms_write": {"settings": {"cell_ovp_v": 4.2}},
    "bms_control": {"action": "charge", "value": "off"},
    "restart": {},
    "factory_reset": {},
    "text": {"text": "hi"},
    "bms_request": {"hex": "dda50300fffd77"},
    "raw": {"message_id": 0x8201},
}
ADMINS = {"raw"}


async def test_rights_of_every_kind(kit: Kit) -> None:
    for kind, more in KINDS.items():
        order = body(kind, confirm=True, **more)
        assert (await post(kit, order, who="shop-viewer")).status_code == 403, kind
        assert (await post(kit, order, who="sibling-owner")).status_code == 404, kind
        assert (await post(kit, order, who="child-owner")).status_code == 404, kind
        operator = await post(kit, order, number=NUMBERS["child"])
        if kind in ADMINS:
            assert operator.status_code == 403, kind
            assert (await post(kit, order, who="shop-owner")).status_code == 403, kind
            admin = await post(kit, order, who="top-owner")
            assert admin.status_code == 202, admin.text
        else:
            assert operator.status_code in (202, 429), operator.text


async def test_a_command_of_somebody_else_is_not_there(kit: Kit) -> None:
    order = body("locate")
    assert (await post(kit, order)).status_code == 202
    for who in ("sibling-owner", "child-owner"):
        async with kit.client(who) as client:
            assert (await client.get(f"/commands/{order['id']}")).status_code == 404
            assert (await client.delete(f"/commands/{order['id']}")).status_code in (403, 404)
            assert (await client.get(f"/devices/{SHOP}/commands")).status_code == 404
    async with kit.client("top-owner") as client:
        assert (await client.get(f"/commands/{order['id']}")).status_code == 200
    async with kit.client("shop-viewer") as client:
        assert (await client.delete(f"/commands/{order['id']}")).status_code == 403
    async with kit.client(None) as client:
        assert (await client.get(f"/commands/{order['id']}")).status_code == 401


async def test_the_same_id_is_the_same_command(kit: Kit) -> None:
    order = body("track", interval_s=10)
    first, second = await asyncio.gather(post(kit, order), post(kit, order))
    assert sorted([first.status_code, second.status_code]) == [200, 202]
    assert first.json()["id"] == second.json()["id"] == order["id"]
    third = await post(kit, order)
    assert third.status_code == 200
    other = await post(kit, {**order, "interval_s": 11})
    assert other.status_code == 409
    assert other.json()["type"].endswith(":id_taken")
    elsewhere = await post(kit, order, number=NUMBERS["child"])
    assert elsewhere.status_code == 409
    async with kit.services.core.store.read() as connection:
        rows = (await connection.execute(select(COMMANDS.c.id))).all()
    assert len(rows) == 1


async def test_it_waits_for_the_tracker_and_expires(kit: Kit) -> None:
    heard: list[Event] = []
    kit.services.core.hub.listen(heard.extend)
    order = body("restart", confirm=True, expires_in_s=1)
    assert (await post(kit, order)).status_code == 202
    found = await ended(kit, order["id"])
    assert found["state"] == "expired"
    assert found["sent"] is None
    assert states(found) == ["queued", "expired"]
    told = [event for event in heard if event.kind is Kind.COMMAND]
    assert [event.value["state"] for event in told] == ["queued", "expired"]
    assert all(event.is_kept and event.number == SHOP for event in told)
    assert told[0].seq < told[1].seq


async def test_it_is_taken_back_while_it_waits(kit: Kit) -> None:
    order = body("locate")
    await post(kit, order)
    async with kit.client("shop-operator") as client:
        first = await client.delete(f"/commands/{order['id']}")
        again = await client.delete(f"/commands/{order['id']}")
    assert first.status_code == again.status_code == 200
    assert first.json()["state"] == again.json()["state"] == "cancelled"
    found = await ended(kit, order["id"])
    assert [step["what"] for step in found["log"]].count("cancelled") == 1
    expired = body("locate", expires_in_s=1)
    await post(kit, expired)
    await ended(kit, expired["id"])
    async with kit.client("shop-operator") as client:
        late = await client.delete(f"/commands/{expired['id']}")
    assert late.status_code == 409
    assert late.json()["state"] == "expired"


async def test_expiry_has_a_default_and_a_limit(kit: Kit) -> None:
    defaults = {"locate": 60, "track": 600, "restart": 120}
    most = {"locate": 86_400, "track": 7 * 86_400, "restart": 900}
    for kind, seconds in defaults.items():
        more = KINDS[kind]
        found = (await post(kit, body(kind, confirm=True, **more))).json()
        begins, ends = (datetime.fromisoformat(found[key]) for key in ("created", "expires"))
        assert ends - begins == timedelta(seconds=seconds)
        late = await post(kit, body(kind, confirm=True, expires_in_s=most[kind] + 1, **more))
        assert late.status_code == 422, kind
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    later = await post(kit, body("locate", not_before=soon))
    assert later.status_code == 202
    begins = datetime.fromisoformat(later.json()["not_before"])
    assert datetime.fromisoformat(later.json()["expires"]) - begins == timedelta(seconds=60)
    far = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    assert (await post(kit, body("locate", not_before=far))).status_code == 422


async def test_what_cannot_be_taken_back_wants_a_confirmation(kit: Kit) -> None:
    for kind in ("restart", "factory_reset", "bms_control", "text"):
        answer = await post(kit, body(kind, **KINDS[kind]))
        assert answer.status_code == 409, kind
        assert answer.json()["type"].endswith(":confirmation_needed")
    away = await post(kit, body("parameters_set", parameters={"server": "example.org"}))
    assert away.json()["type"].endswith(":confirmation_needed")


async def test_a_factory_reset_wants_a_fresh_proof(kit: Kit) -> None:
    long_ago = now_ms(kit.services.core.clock) - 301_000
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(update(SESSIONS).values(proven_ms=long_ago))
    for order in (
        body("factory_reset", confirm=True),
        body("bms_control", action="factory-reset", confirm=True),
    ):
        answer = await post(kit, order)
        assert answer.status_code == 403
        assert answer.json()["type"].endswith(":proof_needed")
    assert (await post(kit, body("restart", confirm=True))).status_code == 202


async def test_expired_and_not_enabled_batteries_take_none(kit: Kit) -> None:
    await change_device(kit, expires_ms=1)
    assert (await post(kit, body("locate"))).json()["type"].endswith(":device_expired")
    await change_device(kit, expires_ms=None, enabled_ms=None)
    answer = await post(kit, body("locate"))
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":device_not_enabled")


async def _rides(kit: Kit, speed_kmh: float, age_s: float = 0) -> None:
    taken = now_ms(kit.services.core.clock) - int(age_s * 1000)
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(
            update(DEVICE_STATE)
            .where(DEVICE_STATE.c.device == kit.pks[SHOP])
            .values(position_ms=taken, position=json.dumps({"speed_kmh": speed_kmh}))
        )


async def test_a_moving_vehicle_keeps_its_power(kit: Kit) -> None:
    off = {"action": "discharge", "value": "off", "confirm": True}
    await _rides(kit, 20.0)
    for order in (
        body("bms_control", **off),
        body("bms_control", action="lock", confirm=True),
        body("bms_request", hex="dd5a00025678ff3077", confirm=True),
    ):
        answer = await post(kit, order)
        assert answer.status_code == 409, answer.text
        assert answer.json()["type"].endswith(":interlock_moving")
    on = await post(kit, body("bms_control", action="discharge", value="on", confirm=True))
    assert on.status_code == 202
    override = body("bms_control", override_interlock=True, **off)
    assert (await post(kit, override, who="shop-manager")).status_code == 403
    assert (await post(kit, override, who="shop-owner")).status_code == 202
    await _rides(kit, 2.9)
    assert (await post(kit, body("bms_control", **off))).status_code == 202
    await _rides(kit, 20.0, age_s=301)
    assert (await post(kit, body("bms_control", **off))).status_code == 202


async def test_limits_of_a_device_and_of_a_user(kit: Kit) -> None:
    answers = [await post(kit, body("locate")) for _ in range(7)]
    assert [each.status_code for each in answers] == [202] * 6 + [429]
    assert answers[-1].headers["Retry-After"]
    repeated = await post(kit, {**json.loads(answers[0].request.content)})
    assert repeated.status_code == 200  # no new command


async def _age(kit: Kit, ms: int) -> None:
    """Let the commands of now be of a while ago."""
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(update(COMMANDS).values(created_ms=COMMANDS.c.created_ms - ms))


async def test_a_queue_is_full_at_twenty(kit: Kit) -> None:
    for _ in range(4):
        for _ in range(5):
            assert (await post(kit, body("locate", expires_in_s=3600))).status_code == 202
        await _age(kit, 61_000)
    full = await post(kit, body("locate"))
    assert full.status_code == 429
    assert full.json()["type"].endswith(":queue_full")


async def test_a_user_has_a_limit_over_all_devices(kit: Kit) -> None:
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(update(DEVICE_STATE).values(bms_ms=None))
    numbers = [NUMBERS[name] for name in ("top", "shop", "sibling", "child")]
    taken = 0
    for round_ in range(2):
        for number in numbers:
            for _ in range(5):
                answer = await post(
                    kit, body("locate", expires_in_s=3600), who="top-operator", number=number
                )
                taken += answer.status_code == 202
                if answer.status_code == 429:
                    assert round_ == 1
                    break
        async with kit.services.core.store.write() as tx:
            # The devices are free again, the user is not.
            await tx.connection.execute(update(COMMANDS).values(device=COMMANDS.c.device + 100))
    assert taken == 30


async def test_lists_have_a_cursor(kit: Kit) -> None:
    ids = []
    for _ in range(5):
        order = body("locate")
        await post(kit, order)
        ids.append(order["id"])
    seen: list[str] = []
    cursor = ""
    async with kit.client("shop-viewer") as client:
        while True:
            page = await client.get(
                f"/devices/{SHOP}/commands",
                params={"limit": 2} | ({"cursor": cursor} if cursor else {}),
            )
            assert page.status_code == 200, page.text
            seen += [each["id"] for each in page.json()["items"]]
            cursor = page.json()["next_cursor"]
            if cursor is None:
                break
        bad = await client.get(f"/devices/{SHOP}/commands", params={"cursor": "%%%"})
        none = await client.get(f"/devices/{SHOP}/commands", params={"state": "succeeded"})
    assert sorted(seen) == sorted(ids)
    assert seen[0] == ids[-1]
    assert bad.status_code == 422
    assert none.json() == {"items": [], "next_cursor": None}


WRONG: tuple[dict[str, Any], ...] = (
    {"kind": "nonsense"},
    {"kind": "locate", "account_path": "/x"},
    {"kind": "locate", "id": "1"},
    {"kind": "bms_request", "hex": "abc"},
    {"kind": "bms_request", "hex": ""},
    {"kind": "raw", "message_id": 0x0200},
    {"kind": "parameters_set", "parameters": {"report_s": "x"}},
    {"kind": "parameters_set", "parameters": {"nonsense": 1}},
    {"kind": "parameters_set", "parameters": {}},
    {"kind": "bms_write", "settings": {}},
    {"kind": "bms_write", "settings": {"DROP TABLE": 1}},
    {"kind": "bms_control", "action": "undo-factory-reset"},
    {"kind": "bms_write", "settings": {"cell_ovp_v": 10**400}},
    {"kind": "text", "text": "😀"},
    {"kind": "locate", "expires_in_s": 0},
    {"kind": "locate", "not_before": "2026-01-01T00:00:00"},
)


async def test_bodies_that_are_none(kit: Kit) -> None:
    for wrong in WRONG:
        answer = await post(kit, body("locate") | wrong)
        assert answer.status_code == 422, (wrong, answer.text)


async def test_json_that_is_none(kit: Kit) -> None:
    """What some parsers let through: half a character, numbers that are none."""
    headers = {"Content-Type": "application/json"}
    for text in (
        json.dumps(body("text", text="x", confirm=True)).replace('"x"', '"\\ud800"'),
        json.dumps(body("bms_write", settings={"cell_ovp_v": 1})).replace(": 1}", ": NaN}"),
        json.dumps(body("bms_control", action="set-soc", value=1)).replace(": 1}", ": Infinity}"),
    ):
        async with kit.client("shop-operator") as client:
            answer = await client.post(
                f"/devices/{SHOP}/commands", content=text.encode(), headers=headers
            )
        assert answer.status_code == 422, answer.text
