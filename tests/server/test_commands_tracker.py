"""Commands to the tracker itself, through the API, to simulated trackers of both editions."""

import pytest

from tests.server.commanding import (
    ONE_DATABASE,
    body,
    done,
    ended,
    living,
    messages,
    post,
    states,
    tracker_of,
)
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("edition", [2013, 2019])
async def test_locate(kit: Kit, edition: int) -> None:
    async with living(kit, tracker_of(kit, edition=edition)):
        found = await done(kit, "locate")
    assert found["state"] == "succeeded"
    assert found["result"]["position"]["has_fix"]
    assert 22 < found["result"]["position"]["lat"] < 23
    assert states(found) == ["queued", "sent", "delivered", "succeeded"]
    assert messages(found, "tx", "0x8201") == [""]
    assert len(messages(found, "rx", "0x0201")) == 1


async def test_parameters_are_read_set_and_read_back(kit: Kit) -> None:
    async with living(kit, tracker_of(kit)) as tracker:
        some = await done(kit, "parameters_read", keys=["heartbeat_s", "report_s"])
        assert some["result"]["parameters"] == {"heartbeat_s": 30, "report_s": 3600}
        every = await done(kit, "parameters_read")
        assert every["result"]["parameters"]["apn"] == "cmnet"
        assert len(every["result"]["parameters"]) > 10
        found = await done(kit, "parameters_set", parameters={"heartbeat_s": 55})
        assert tracker.memory.number(1) == 55
    assert found["state"] == "succeeded"
    assert found["result"]["fields"] == {
        "heartbeat_s": {"old": 30, "sent": 55, "read": 55, "state": "applied"}
    }
    # What was written was read after it.
    ways = [
        (step["what"], step["body"]["message_id"])
        for step in found["log"]
        if step["what"] in ("tx", "rx")
    ]
    assert ways[-2:] == [("tx", "0x8106"), ("rx", "0x0104")]
    assert ("tx", "0x8103") in ways[:-2]


@ONE_DATABASE
async def test_a_parameter_that_is_refused_has_failed(kit: Kit) -> None:
    async with living(kit, tracker_of(kit, faults={"refuse": "0055"})):
        found = await done(kit, "parameters_set", parameters={"max_speed_kmh": 40})
    assert found["state"] == "failed"
    assert found["result"]["fields"]["max_speed_kmh"] == {
        "old": 25,
        "sent": 40,
        "read": 25,
        "state": "refused",
    }
    assert found["result"]["tracker_result"] == 1


@ONE_DATABASE
async def test_restart_is_done_when_it_has_logged_in_again(kit: Kit) -> None:
    async with living(kit, tracker_of(kit)) as tracker:
        found = await done(kit, "restart", confirm=True)
        assert tracker.counters.links == 2
    assert found["state"] == "succeeded"
    assert found["result"]["evidence"] == "logged_in_again"
    assert len(messages(found, "tx", "0x8105")) == 1


@ONE_DATABASE
async def test_a_factory_reset_keeps_what_was(kit: Kit) -> None:
    async with living(kit, tracker_of(kit)) as tracker:
        await done(kit, "parameters_set", parameters={"heartbeat_s": 55})
        found = await done(kit, "factory_reset", confirm=True)
        assert tracker.memory.number(1) == 30
    assert found["state"] == "succeeded"
    assert found["result"]["changed"] == ["heartbeat_s"]
    assert found["result"]["before"]["parameters"]["heartbeat_s"] == 55
    kept = next(step for step in found["log"] if step["what"] == "parameters_before")
    assert kept["body"]["parameters"]["heartbeat_s"] == 55
    order = [step["what"] for step in found["log"]]
    sent = next(
        i
        for i, step in enumerate(found["log"])
        if step["what"] == "tx" and step["body"]["message_id"] == "0x8105"
    )
    assert order.index("parameters_before") < sent


@ONE_DATABASE
async def test_track_text_and_raw(kit: Kit) -> None:
    async with living(kit, tracker_of(kit, number=NUMBERS["top"])) as tracker:

        async def ask(kind: str, **more: object) -> dict[str, object]:
            order = body(kind, confirm=True, **more)
            answer = await post(kit, order, who="top-owner", number=NUMBERS["top"])
            assert answer.status_code == 202, answer.text
            return await ended(kit, order["id"], who="top-owner")

        followed = await ask("track", interval_s=5, validity_s=60)
        assert tracker.every_s == 5
        told = await ask("text", text="你好")
        raw = await ask("raw", message_id=0x8201)
        unknown = await ask("raw", message_id=0x8FFF, hex="00")
    assert [each["state"] for each in (followed, told, raw)] == ["succeeded"] * 3
    assert raw["result"]["message_id"] == "0x0201"  # type: ignore[index]
    assert unknown["state"] == "failed"
    assert unknown["result"]["hex"].endswith("8fff03")  # type: ignore[index]


async def test_a_secret_is_not_told(kit: Kit) -> None:
    order = body(
        "parameters_set", parameters={"apn_password": "geheim"}, confirm=True, expires_in_s=60
    )
    answer = await post(kit, order)
    assert answer.status_code == 202
    async with kit.client("shop-viewer") as client:
        seen = await client.get(f"/commands/{order['id']}")
    assert seen.status_code == 200
    assert "geheim" not in answer.text + seen.text


@ONE_DATABASE
async def test_raw_bytes_for_a_board_never_succeed_by_the_trackers_word(kit: Kit) -> None:
    async with living(kit, tracker_of(kit, "jbd-13s")):
        order = body("raw", message_id=0x8900, hex="41dd5ae1020002ff1b77", confirm=True)
        assert (await post(kit, order, who="top-owner")).status_code == 202
        found = await ended(kit, order["id"], who="top-owner")
    assert found["state"] == "unknown"
    assert messages(found, "rx", "0x0001")
