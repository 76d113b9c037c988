"""Whole sessions on virtual Bluetooth: read, write, PIN, silence, losses, letting go."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from mingtang_desk.core.errors import LinkTimeoutError, LockedError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.pins import ATTEMPTS
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.sim.models import make_air
from tests.air import on_air
from tests.session.bench import QUICK
from tests.session.fakes import FakeJournal

PIN = "123456"


@dataclass(slots=True)
class Pocket:
    """A keyring in memory; `asked` notes every look into it."""

    kept: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def get(self, name: str) -> str | None:
        self.asked.append(name)
        return self.kept.get(name)

    async def put(self, name: str, secret: str) -> bool:
        self.kept[name] = secret
        return True

    async def drop(self, name: str) -> None:
        self.kept.pop(name, None)


@dataclass(slots=True)
class Bench:
    """A session, what crossed its link, and the module it talks to."""

    session: DeviceSession
    peripheral: Peripheral
    pocket: Pocket
    seen: list[tuple[str, bytes]]

    def another(self, options: str) -> DeviceSession:
        uri = f"ble://{self.peripheral.identity.address}?timeout=1&{options}"
        return make_session(uri, clock=SystemClock(), timing=QUICK, secrets=self.pocket)


@asynccontextmanager
async def bench(
    model: str,
    *,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    options: str = "",
) -> AsyncIterator[Bench]:
    one = make_air(model, sets=sets, faults=faults)[0]
    peripheral = Peripheral(one.identity, one.board, sleep_s=one.sleep_s)
    seen: list[tuple[str, bytes]] = []
    pocket = Pocket()
    async with on_air([peripheral]):
        session = make_session(
            f"ble://{one.identity.address}?timeout=1&{options}",
            clock=SystemClock(),
            journal=FakeJournal(),
            timing=QUICK,
            secrets=pocket,
            tap=lambda _, direction, data: seen.append((direction, data)),
        )
        try:
            yield Bench(session, peripheral, pocket, seen)
        finally:
            await session.close()


async def refusal(session: DeviceSession) -> LockedError:
    with pytest.raises(LockedError) as caught:
        await session.connect()
    assert session.model.phase is LinkPhase.FAILED
    return caught.value


@pytest.mark.asyncio
async def test_the_signal_it_was_found_with_is_kept_with_its_time() -> None:
    async with bench("jbd-13s", sets={"rssi": "-71"}) as here:
        await here.session.connect()
        here.session._quality.tick()
        log = here.session.model.quality
        assert log is not None
        assert log.heard == (-71, log.points[-1].time)
        here.session._quality.tick()
        assert log.points[-1].signal_dbm is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("model", "mtu"), [("jbd-13s", "23"), ("mingtang-13s", "23"), ("tt-20s", "247")]
)
async def test_a_board_is_identified_read_and_switched(model: str, mtu: str) -> None:
    async with bench(model, sets={"mtu": mtu}) as here:
        session = here.session
        await session.connect()
        sample = session.model.sample
        assert sample is not None
        assert sample.protocol == model.partition("-")[0]
        assert len(sample.cell_v) == (20 if model == "tt-20s" else 13)
        if model != "tt-20s":
            assert sample.pack_v == 47.18
            result = await session.control(Action.CHARGE, "off", who="test")
            assert result.action is Action.CHARGE
            assert session.model.sample is not None
            assert session.model.sample.charge_mosfet is False
            written = await session.write_settings({"cell_ovp_v": 4.2}, who="test")
            assert written.fields["cell_ovp_v"].state.value == "applied"


@pytest.mark.asyncio
async def test_a_module_without_a_pin_is_never_asked_for_one() -> None:
    async with bench("jbd-13s") as here:
        await here.session.connect()
        assert here.pocket.asked == []
        assert not any(data.startswith(b"\xff\xaa") for _, data in here.seen)


@pytest.mark.asyncio
async def test_the_pin_of_the_keyring_opens_the_module_and_leaves_no_trace() -> None:
    async with bench("jbd-13s", sets={"pin": PIN}) as here:
        here.pocket.kept[here.peripheral.identity.address] = PIN
        await here.session.connect()
        assert here.session.model.sample is not None
        sent = [data for direction, data in here.seen if direction == "tx"]
        assert bytes(11) in sent
        assert not any(data.startswith(b"\xff\xaa\x18") for data in sent)


@pytest.mark.asyncio
async def test_without_a_keyring_it_is_asked_for_and_kept_only_once_it_was_right() -> None:
    async with bench("jbd-13s", sets={"pin": PIN}) as here:
        session, pocket = here.session, here.pocket
        assert (await refusal(session)).key == "ble_pin_needed"
        session.give_pin("000000", keep=True)
        error = await refusal(session)
        assert error.key == "ble_pin_wrong"
        assert error.values["left"] == ATTEMPTS - 1
        assert "2 attempts" in error.message
        assert pocket.kept == {}
        session.give_pin(PIN, keep=True)
        await session.connect()
        assert pocket.kept == {here.peripheral.identity.address: PIN}


@pytest.mark.asyncio
async def test_the_desk_stops_before_the_module_locks() -> None:
    async with bench("jbd-13s", sets={"pin": PIN}) as here:
        for left in (2, 1, 0):
            here.session.give_pin("999999")
            assert (await refusal(here.session)).values["left"] == left
        here.seen.clear()
        here.session.give_pin(PIN)
        assert (await refusal(here.session)).key == "ble_pin_locked"
        assert not any(data == bytes(11) for _, data in here.seen)


@pytest.mark.asyncio
async def test_a_pin_of_the_keyring_that_is_wrong_is_forgotten() -> None:
    async with bench("jbd-13s", sets={"pin": PIN}) as here:
        here.pocket.kept[here.peripheral.identity.address] = "111111"
        assert (await refusal(here.session)).key == "ble_pin_wrong"
        assert here.pocket.kept == {}


@pytest.mark.asyncio
async def test_a_locked_module_says_so() -> None:
    async with bench("jbd-13s", sets={"pin": PIN}) as here:
        here.peripheral.module.wrong = 5
        here.session.give_pin(PIN)
        assert (await refusal(here.session)).key == "ble_pin_locked"


def test_a_pin_in_an_address_is_in_no_text_of_it() -> None:
    uri = parse_uri("ble://AA:BB:CC:DD:EE:FF?protocol=jbd&pin=123456&timeout=3")
    assert uri.options["pin"] == PIN
    assert uri.text == "ble://AA:BB:CC:DD:EE:FF?protocol=jbd&timeout=3"
    plain = "ble://name/JBD-SP16S001"
    assert parse_uri(plain).text == plain
    assert parse_uri(plain).target == "name/JBD-SP16S001"


@pytest.mark.asyncio
async def test_a_mute_board_is_a_time_out_and_the_module_is_let_go() -> None:
    async with bench("mingtang-13s", faults={"mute": None}, options="protocol=mingtang") as here:
        with pytest.raises(LinkTimeoutError) as caught:
            await here.session.connect()
        assert caught.value.key == "no_answer"
        assert here.session.model.phase is LinkPhase.FAILED
        phone = here.another("protocol=mingtang")
        with pytest.raises(LinkTimeoutError):  # it is found again: nobody holds it
            await phone.connect()


@pytest.mark.asyncio
async def test_a_link_that_falls_is_taken_up_again() -> None:
    async with bench("mingtang-13s", sets={"ble_drop_ms": "250"}) as here:
        session = here.session
        phases: list[LinkPhase] = []
        await session.connect()
        session.model.observe(lambda _: phases.append(session.model.phase))
        session.poll_s = 0.0  # always asking, so that the loss falls into a request
        running = asyncio.create_task(session.run())
        async with asyncio.timeout(5):
            while not (LinkPhase.LOST in phases and session.model.phase is LinkPhase.LIVE):
                await asyncio.sleep(0.01)
        await session.close()
        await running


@pytest.mark.asyncio
async def test_a_released_board_may_be_had_by_a_phone() -> None:
    async with bench("jbd-13s", options="protocol=jbd") as here:
        await here.session.connect()
        phone = here.another("protocol=jbd")
        with pytest.raises(Exception, match="not heard"):
            await phone.connect()
        await here.session.release()
        assert here.session.released
        await phone.connect()
        assert phone.model.sample is not None
        await phone.close()
