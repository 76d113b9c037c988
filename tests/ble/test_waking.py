"""Asleep or not over virtual Bluetooth: near and taken, near and silent, no longer heard."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from mingtang_desk.device.asleep import Diagnosis, Verdict
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.sim.ble_air import Air
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.sim.models import make_air
from mingtang_desk.transports.ble import BleTransport
from mingtang_desk.transports.tap import TappedTransport
from tests.air import on_air
from tests.session.waking_kit import Sent

GONE = "AA:BB:CC:DD:EE:99"


@dataclass(slots=True)
class Near:
    """A board on the air, and sessions that look for it."""

    air: Air
    address: str

    def sent(self, options: str = "protocol=jbd", address: str = "") -> Sent:
        return Sent(f"ble://{address or self.address}?timeout=1&{options}")


@asynccontextmanager
async def near(
    faults: Mapping[str, str | None] | None = None,
    *,
    sets: Mapping[str, str] | None = None,
    sleep_s: float | None = None,
) -> AsyncIterator[Near]:
    one = make_air("jbd-4s", faults=faults, sets=sets)[0]
    async with on_air([Peripheral(one.identity, one.board, sleep_s=sleep_s)]) as air:
        yield Near(air, one.identity.address)


async def tried(sent: Sent) -> Diagnosis:
    try:
        async with asyncio.timeout(30):
            return await sent.session.wake(lambda _: None)
    finally:
        await sent.session.close()


def keys(diagnosis: Diagnosis) -> list[str]:
    return [reason.key for reason in diagnosis.reasons]


@pytest.mark.asyncio
async def test_a_module_that_lets_in_with_a_silent_board_behind_it() -> None:
    async with near({"mute": None}) as here:
        diagnosis = await tried(here.sent())
    assert diagnosis.verdict is Verdict.SILENT
    assert keys(diagnosis)[0] == "opened_radio"
    assert "no_byte" in keys(diagnosis)


@pytest.mark.asyncio
async def test_a_board_that_answers_is_awake() -> None:
    async with near() as here:
        assert (await tried(here.sent())).verdict is Verdict.AWAKE
        assert (await tried(here.sent("protocol=auto"))).verdict is Verdict.AWAKE


@pytest.mark.asyncio
async def test_a_board_that_a_phone_has_is_near_and_awake() -> None:
    async with near() as here:
        here.air.voices[here.address].taken = True
        sent = here.sent()
        tap = sent.session.line.transport
        assert isinstance(tap, TappedTransport)
        assert isinstance(tap.inner, BleTransport)
        tap.inner._connect_s = 0.3  # a real one takes its time
        diagnosis = await tried(sent)
    assert diagnosis.verdict is Verdict.TAKEN
    assert keys(diagnosis)[:2] == ["heard", "not_connected"]


@pytest.mark.asyncio
async def test_who_does_not_announce_itself_is_not_there() -> None:
    async with near() as here:
        sent = here.sent(address=GONE)
        diagnosis = await tried(sent)
    assert diagnosis.verdict is Verdict.NOT_THERE
    assert keys(diagnosis)[0] == "not_heard"
    assert sent.tx == []


@pytest.mark.asyncio
@pytest.mark.parametrize(("soc_pct", "verdict"), [("5", Verdict.ASLEEP), ("60", Verdict.NOT_THERE)])
async def test_who_was_there_and_is_no_longer_heard_sleeps_where_it_was_empty(
    soc_pct: str, verdict: Verdict
) -> None:
    async with near(sets={"soc_pct": soc_pct}, sleep_s=0.3) as here:
        sent = here.sent()
        await sent.session.connect()
        await sent.session.release()
        await asyncio.sleep(0.6)  # it falls silent
        sent.session.resume()
        assert sent.session.model.phase is LinkPhase.CONNECTING
        diagnosis = await tried(sent)
    assert diagnosis.verdict is verdict
    assert {"not_heard", "answered_before"} <= set(keys(diagnosis))


@pytest.mark.asyncio
async def test_a_family_is_looked_for_and_read() -> None:
    pytest.importorskip("aiobmsble")
    async with near() as here:
        assert (await tried(here.sent("protocol=aiobmsble:jbd"))).verdict is Verdict.AWAKE
        gone = await tried(here.sent("protocol=aiobmsble:daly", address=GONE))
    assert gone.verdict is Verdict.NOT_THERE
