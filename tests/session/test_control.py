import pytest

from mingtang_desk.core.errors import (
    MingtangError,
    OutOfRangeError,
    StorageError,
    UnsupportedError,
    UsageError,
    VerifyError,
)
from mingtang_desk.device.catalogue.controls import CONTROLS, Action, ControlSpec
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.session.control import checked_value
from tests.session.bench import simulated


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("action", "key"), [(Action.CHARGE, "charge_mosfet"), (Action.DISCHARGE, "discharge_mosfet")]
)
async def test_a_switch_is_confirmed_by_the_state_read_back(action: Action, key: str) -> None:
    async with simulated() as bench:
        result = await bench.session.control(action, False, who="me")
        assert (result.confirmed, result.state) == (True, {key: False})
        sent = bench.sent
        assert sent[-2].startswith("DD A5 03")
        assert bench.journal.states == {action.value: "applied"}
        assert bench.journal.entries[-1].old == {action.value: True}
        result = await bench.session.control(action, "on", who="me")
        assert result.state == {key: True}
        assert getattr(bench.session.model.sample, key) is True


@pytest.mark.asyncio
async def test_a_switch_without_effect_is_an_error_and_journalled_as_refused() -> None:
    async with simulated() as bench:
        leave = bytes.fromhex("DD 5A E1 02 00 01 FF 1C 77")
        bench.port.replace = lambda data: (
            bytes.fromhex("DD 5A E1 02 00 00 FF 1D 77") if data == leave else data
        )
        with pytest.raises(VerifyError) as caught:
            await bench.session.control(Action.CHARGE, False, who="me")
        assert caught.value.key == "verify_failed"
        assert "on" in caught.value.message
        assert bench.journal.states == {"charge": "refused"}


@pytest.mark.asyncio
async def test_a_switch_whose_board_is_gone_ends_unknown() -> None:
    async with simulated({}, {"mute": None}) as bench:

        def gone(data: bytes) -> bool:
            return bench.journal.entries != []

        bench.port.swallow = gone
        with pytest.raises(VerifyError) as caught:
            await bench.session.control(Action.CHARGE, False, who="me")
        assert caught.value.key == "control_unknown"
        assert bench.journal.states == {"charge": "unknown"}


@pytest.mark.asyncio
async def test_a_state_that_was_there_before_proves_nothing_without_an_acknowledgement() -> None:
    async with simulated() as bench:
        await bench.session.control(Action.CHARGE, False, who="me")
        bench.port.swallow = lambda data: data[:2] == b"\xdd\x5a"
        with pytest.raises(VerifyError) as caught:
            await bench.session.control(Action.CHARGE, False, who="me")
        assert caught.value.key == "control_unknown"


@pytest.mark.asyncio
async def test_counters_are_kept_before_they_are_cleared() -> None:
    async with simulated(sets={"count_cell_ov": "7"}) as bench:
        result = await bench.session.control(Action.CLEAR_COUNTERS, who="me")
        assert result.confirmed
        reasons = [reason for reason, _ in bench.store.counters]
        assert reasons == ["before_clear", "after_clear"]
        assert bench.store.counters[0][1].values["cell_ov"] == 7
        assert bench.store.counters[1][1].values["cell_ov"] == 0


@pytest.mark.asyncio
async def test_what_a_board_cannot_do_is_refused_before_anything_is_sent() -> None:
    async with simulated() as bench:
        bench.log.clear()
        with pytest.raises(UnsupportedError):
            await bench.session.control(Action.RESTART, who="me")
        with pytest.raises(UsageError):
            await bench.session.control(Action.CHARGE, "perhaps", who="me")
        bench.journal.broken = True
        with pytest.raises(StorageError):
            await bench.session.control(Action.CHARGE, False, who="me")
        assert not any(text.startswith("DD 5A") for text in bench.sent)


@pytest.mark.parametrize("value", [None, 101, -1, "50", True])
def test_a_charge_outside_of_its_range_is_refused(value: SettingValue | None) -> None:
    spec = next(row for row in CONTROLS if row.action is Action.SET_SOC)
    assert checked_value(spec, 50) == 50
    with pytest.raises(OutOfRangeError):
        checked_value(spec, value)


@pytest.mark.parametrize("spec", CONTROLS, ids=lambda spec: spec.action.value)
def test_every_control_knows_which_values_it_takes(spec: ControlSpec) -> None:
    if spec.switch:
        assert checked_value(spec, "off") is False
        with pytest.raises(MingtangError):
            checked_value(spec, None)
    elif not spec.takes_number:
        assert checked_value(spec, None) is None
