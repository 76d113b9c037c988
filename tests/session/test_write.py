import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mingtang_desk.core.errors import (
    DeviceError,
    OutOfRangeError,
    StorageError,
    UnsupportedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.protocols.jbd.driver import JBD
from tests.session.bench import QUICK, Bench, simulated

ENTER = "DD 5A 00 02 56 78 FF 30 77"
LEAVE = "DD 5A 01 02 00 00 FF FD 77"
SAVE = "DD 5A 01 02 28 28 FF AD 77"


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_a_write_is_verified_by_a_new_request_after_the_acknowledgement() -> None:
    async with simulated() as bench:
        bench.log.clear()
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    field = result.fields["cell_ovp_v"]
    assert (field.old, field.sent, field.read, field.state) == (4.25, 4.2, 4.2, "applied")
    assert result.applied
    sent = bench.sent
    write = next(i for i, text in enumerate(sent) if text.startswith("DD 5A 24"))
    reads = [i for i, text in enumerate(sent) if text.startswith("DD A5 24")]
    assert reads[0] < write < sent.index(SAVE) < reads[1]
    assert bench.journal.states == {"cell_ovp_v": "applied"}
    assert bench.journal.entries[-1].who == "me"
    assert bench.session.model.last_write == result
    assert [s.values["cell_ovp_v"] for s in bench.store.settings] == [4.25, 4.2]


@pytest.mark.asyncio
async def test_a_board_that_acknowledges_and_ignores_ends_refused() -> None:
    async with simulated({"refuse": "cell_ovp_v"}) as bench:
        result = await bench.session.write_settings(
            {"cell_ovp_v": 4.2, "cell_uvp_v": 2.8}, who="me"
        )
    assert {k: f.state for k, f in result.fields.items()} == {
        "cell_ovp_v": "refused",
        "cell_uvp_v": "applied",
    }
    assert not result.applied
    assert bench.journal.states == {"cell_ovp_v": "refused", "cell_uvp_v": "applied"}


@pytest.mark.asyncio
async def test_a_board_that_clamps_ends_clamped() -> None:
    async with simulated({"clamp": "cell_ovp_v"}) as bench:
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    field = result.fields["cell_ovp_v"]
    assert field.state == "clamped"
    assert field.read not in (4.2, 4.25)


@pytest.mark.asyncio
async def test_a_refusal_aloud_does_not_skip_the_read_back() -> None:
    async with simulated({"nak": "cell_ovp_v"}) as bench:
        result = await bench.session.write_settings(
            {"cell_ovp_v": 4.2, "cell_uvp_v": 2.8}, who="me"
        )
    assert result.fields["cell_ovp_v"].state == "refused"
    assert result.fields["cell_uvp_v"].state == "applied"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"cell_ovp_v": 9.0}, OutOfRangeError),
        ({"cell_ovp_v": 3.0}, OutOfRangeError),
        ({"no_such_key": 1.0}, UnsupportedError),
    ],
)
async def test_what_is_refused_never_leaves(
    changes: dict[str, float], error: type[Exception]
) -> None:
    async with simulated() as bench:
        with pytest.raises(error):
            await bench.session.write_settings(changes, who="me")
    writes = {text for text in bench.sent if text.startswith("DD 5A")}
    assert writes == {ENTER, LEAVE}
    assert not bench.journal.entries


@pytest.mark.asyncio
async def test_a_board_whose_settings_are_read_only_is_not_written() -> None:
    async with simulated() as bench:
        reading = replace(JBD, capabilities=JBD.capabilities - {Capability.SETTINGS_WRITE})
        bench.session._board._driver = reading
        bench.log.clear()
        for refused in (
            bench.session.write_settings({"cell_ovp_v": 4.2}, who="me"),
            bench.session.undo_last(who="me"),
        ):
            with pytest.raises(UnsupportedError):
                await refused
    assert not bench.sent
    assert not bench.journal.entries


@pytest.mark.asyncio
async def test_without_a_durable_journal_nothing_is_sent() -> None:
    async with simulated() as bench:
        bench.journal.broken = True
        with pytest.raises(StorageError):
            await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    assert not any(text.startswith("DD 5A 24") for text in bench.sent)


@pytest.mark.asyncio
async def test_the_journal_is_open_before_the_first_byte_of_the_write() -> None:
    async with simulated() as bench:
        before: list[int] = []
        bench.journal.on_begin = lambda: before.append(len(bench.log))
        await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    first = next(i for i, (_, data) in enumerate(bench.log) if data.startswith(b"\xdd\x5a\x24"))
    assert before[0] <= first
    assert not any(data.startswith(b"\xdd\x5a\x24") for _, data in bench.log[: before[0]])


@pytest.mark.asyncio
async def test_an_outcome_the_journal_cannot_keep_is_shown_all_the_same() -> None:
    async with simulated() as bench:
        bench.journal.broken_end = True
        with pytest.raises(StorageError) as caught:
            await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        assert caught.value.key == "journal_not_closed"
        written = bench.session.model.last_write
        assert written is not None
        assert written.applied


@pytest.mark.asyncio
async def test_counters_are_kept_before_the_save_wipes_them() -> None:
    async with simulated(sets={"count_cell_ov": "7"}) as bench:
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    assert result.side_effects == ("counters_cleared",)
    kept = [counters for reason, counters in bench.store.counters if reason == "before_save"]
    assert kept[0].values["cell_ov"] == 7
    wiped = [counters for reason, counters in bench.store.counters if reason == "after_save"]
    assert wiped[0].values["cell_ov"] == 0
    assert bench.journal.entries[-1].side_effects == ("counters_cleared",)


@pytest.mark.asyncio
async def test_counters_that_were_zero_are_no_side_effect() -> None:
    async with simulated() as bench:
        assert (
            await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        ).side_effects == ()


def writing(bench: Bench) -> bool:
    return any(text.startswith("DD 5A 24") for text in bench.sent)


@pytest.mark.asyncio
async def test_power_cut_in_the_middle_ends_unknown_and_the_journal_says_so() -> None:
    # Enough bytes for the snapshot; then the board dies for good, and so does the next one.
    async with simulated() as probe:
        await probe.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        first = next(i for i, text in enumerate(probe.sent) if text.startswith("DD 5A 24"))
        size = sum(len(bytes.fromhex(text)) for text in probe.sent[:first])
    async with simulated({"cut-after": str(size + 3)}, {"mute": None}) as bench:
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        assert writing(bench)
    assert {key: f.state for key, f in result.fields.items()} == {"cell_ovp_v": "unknown"}
    assert bench.journal.states == {"cell_ovp_v": "unknown"}
    assert bench.journal.entries[-1].closed is not None


@pytest.mark.asyncio
async def test_power_that_comes_back_shows_what_the_board_kept(tmp_path: Path) -> None:
    state = tmp_path / "eeprom.json"
    async with simulated() as probe:
        await probe.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        first = next(i for i, text in enumerate(probe.sent) if text.startswith("DD 5A 24"))
        size = sum(len(bytes.fromhex(text)) for text in probe.sent[: first + 1])
    # The value reached the board's RAM, its save did not: the board forgets it.
    async with simulated({"cut-after": str(size + 1)}, {}, state=state) as bench:
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    assert result.fields["cell_ovp_v"].state == "refused"
    assert result.fields["cell_ovp_v"].read == 4.25


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("faults", "patience_s"),
    [
        ({"lost": "0.05"}, 0.05),
        ({"damage": "0.05"}, 0.05),
        ({"repeat": "0.5"}, 0.05),
        ({"late": "0.02"}, 0.012),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
async def test_a_bad_line_makes_no_wrong_verdict(
    faults: dict[str, str | None], patience_s: float
) -> None:
    # Many tries: on a busy machine a reply may be late by more than the board is.
    timing = replace(QUICK, network_s=patience_s, write_s=patience_s, quiet_s=0.002, tries=20)
    async with simulated(faults, timing=timing) as bench:
        session = bench.session
        result = await session.write_settings({"cell_ovp_v": 4.2}, who="me")
        present = (await session.read_settings()).values["cell_ovp_v"]
        assert session.model.link.retried or "repeat" in faults
    assert result.fields["cell_ovp_v"].state == "applied"
    assert present == 4.2


@pytest.mark.asyncio
async def test_a_write_that_broke_off_before_its_save_is_not_called_applied() -> None:
    async with simulated() as bench:
        bench.port.swallow = lambda data: data == bytes.fromhex(SAVE)
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    field = result.fields["cell_ovp_v"]
    assert (field.read, field.state) == (4.2, "unknown")


@pytest.mark.asyncio
async def test_reading_back_waits_until_no_late_reply_can_be_taken_for_it() -> None:
    loop = asyncio.get_running_loop()
    sent: list[tuple[float, bytes]] = []

    def swallow(data: bytes) -> bool:
        sent.append((loop.time(), data))
        return data == bytes.fromhex(SAVE)

    async with simulated() as bench:
        bench.port.swallow = swallow
        await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
    saved = max(at for at, data in sent if data == bytes.fromhex(SAVE))
    again = next(at for at, data in sent if at > saved and data == bytes.fromhex(ENTER))
    assert again - saved > QUICK.owed_s


@pytest.mark.asyncio
async def test_a_first_cancellation_lets_the_write_end_in_good_order() -> None:
    async with simulated() as bench:
        task = asyncio.create_task(
            bench.session.write_settings({"cell_ovp_v": 4.2, "cell_uvp_v": 2.8}, who="me")
        )
        await wait_for(lambda: writing(bench))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert SAVE in bench.sent
        assert bench.sent[-1] == LEAVE
        assert bench.journal.states == {"cell_ovp_v": "applied", "cell_uvp_v": "applied"}


@pytest.mark.asyncio
async def test_a_second_cancellation_leaves_factory_mode_and_a_true_journal() -> None:
    async with simulated({"late": "0.02"}) as bench:
        task = asyncio.create_task(bench.session.write_settings({"cell_ovp_v": 4.2}, who="me"))
        await wait_for(lambda: writing(bench))
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert bench.sent[-1] == LEAVE
        assert bench.journal.states == {"cell_ovp_v": "unknown"}
        assert (await bench.session.read_sample()).pack_v


@pytest.mark.asyncio
async def test_reading_settings_cancelled_leaves_factory_mode() -> None:
    async with simulated() as bench:
        bench.log.clear()
        task = asyncio.create_task(bench.session.read_settings())
        await wait_for(lambda: any(text.startswith("DD A5 11") for text in bench.sent))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert bench.sent[-1] == LEAVE


@pytest.mark.asyncio
async def test_undo_writes_the_old_values_back_once() -> None:
    async with simulated() as bench:
        session = bench.session
        await session.write_settings({"cell_ovp_v": 4.2}, who="me")
        result = await session.undo_last(who="me")
        assert result.fields["cell_ovp_v"].read == 4.25
        assert result.applied
        assert (bench.journal.entries[-1].kind, bench.journal.entries[-1].undoes) == ("undo", 1)
        with pytest.raises(DeviceError) as caught:
            await session.undo_last(who="me")
        assert caught.value.key == "undo_nothing"


@pytest.mark.asyncio
async def test_undo_refuses_what_somebody_changed_since() -> None:
    async with simulated() as bench:
        session = bench.session
        await session.write_settings({"cell_ovp_v": 4.2}, who="me")
        entries = list(bench.journal.entries)
        await session.write_settings({"cell_ovp_v": 4.18}, who="other")
        bench.journal.entries = entries
        with pytest.raises(DeviceError) as caught:
            await session.undo_last(who="me")
        assert caught.value.key == "undo_changed"
        assert "cell_ovp_v" in caught.value.message


@pytest.mark.asyncio
async def test_an_entry_that_was_never_closed_can_be_undone() -> None:
    async with simulated() as bench:
        session = bench.session
        bench.journal.broken_end = True
        with pytest.raises(StorageError):
            await session.write_settings({"cell_ovp_v": 4.2}, who="me")
        bench.journal.broken_end = False
        assert bench.journal.entries[-1].closed is None
        result = await session.undo_last(who="me")
        assert result.fields["cell_ovp_v"].read == 4.25


@pytest.mark.asyncio
async def test_polling_waits_for_a_transaction() -> None:
    async with simulated() as bench:
        task = asyncio.create_task(bench.session.run())
        await wait_for(lambda: len(bench.store.samples) > 3)
        bench.log.clear()
        await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        sent = bench.sent
        enters = [i for i, text in enumerate(sent) if text == ENTER]
        leaves = [i for i, text in enumerate(sent) if text in (LEAVE, SAVE)]
        for enter, leave in zip(enters, leaves, strict=True):
            inside = sent[enter:leave]
            assert not any(text.startswith("DD A5 03") for text in inside)
        assert bench.session.model.phase is LinkPhase.LIVE
        await bench.session.close()
        await asyncio.wait_for(task, 1)
