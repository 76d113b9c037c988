"""Roles with PINs: signing in, attempts, the file, and what a session lets through."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from mingtang_desk.app.wiring import boards
from mingtang_desk.core.errors import (
    InputFileError,
    LockedError,
    NotPermittedError,
    StorageError,
    UsageError,
)
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.roles import Role, WriteClass
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.roles import ATTEMPTS, FIRST_WAIT_S, LONGEST_WAIT_S, Roles
from tests.history.examples import FakeClock
from tests.session.bench import QUICK
from tests.session.fakes import FakeJournal


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "roles.json"


def kept(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def spoil(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


async def shop(path: Path, clock: FakeClock) -> Roles:
    """A shop with an engineer, who is signed in, and a technician."""
    roles = Roles(path, clock)
    await roles.turn_on("Chen", "engineer-1")
    await roles.add("Li", Role.TECHNICIAN, "4711")
    return roles


def test_at_home_everything_is_allowed(path: Path, clock: FakeClock) -> None:
    roles = Roles(path, clock)
    assert (roles.on, roles.role, roles.who) == (False, Role.ENGINEER, "")
    roles.check(WriteClass)
    with pytest.raises(UsageError):
        roles.turn_off()
    assert not path.exists()


@pytest.mark.asyncio
async def test_in_a_shop_nobody_writes_before_signing_in(path: Path, clock: FakeClock) -> None:
    await shop(path, clock)
    roles = Roles(path, clock)
    assert (roles.on, roles.role, roles.who) == (True, Role.OBSERVER, "")
    assert roles.people == (("Chen", Role.ENGINEER), ("Li", Role.TECHNICIAN))
    with pytest.raises(NotPermittedError) as caught:
        roles.check([WriteClass.SWITCH])
    assert caught.value.values == {"needed": "technician", "role": "observer", "what": "switch"}
    assert await roles.sign_in(" li ", "4711") is Role.TECHNICIAN
    roles.check([WriteClass.SWITCH, WriteClass.CAREFUL])
    with pytest.raises(NotPermittedError):
        roles.check([WriteClass.DANGEROUS])
    with pytest.raises(NotPermittedError):
        await roles.add("Wu", Role.OBSERVER, "0000")
    roles.sign_out()
    assert roles.role is Role.OBSERVER


@pytest.mark.asyncio
async def test_a_pin_is_never_kept_as_it_is(path: Path, clock: FakeClock) -> None:
    await shop(path, clock)
    text = kept(path)
    assert "4711" not in text
    assert "engineer-1" not in text
    hashes = [row["pin"] for row in json.loads(text)["people"]]
    assert all(each.startswith("$argon2id$") for each in hashes)
    assert len(set(hashes)) == 2


@pytest.mark.asyncio
async def test_too_many_wrong_pins_have_to_wait_also_in_another_desk(
    path: Path, clock: FakeClock
) -> None:
    roles = await shop(path, clock)
    for left in range(ATTEMPTS - 1, 0, -1):
        with pytest.raises(LockedError) as caught:
            await roles.sign_in("Li", "0000")
        assert (caught.value.key, caught.value.values["left"]) == ("pin_wrong", left)
    for expected in (FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S):
        with pytest.raises(LockedError) as caught:
            await roles.sign_in("Li", "0000")
        assert (caught.value.key, caught.value.values["seconds"]) == ("pin_wait", expected)
        with pytest.raises(LockedError) as caught:  # the right one is not even looked at
            await Roles(path, clock).sign_in("Li", "4711")
        assert caught.value.key == "pin_wait"
        clock.move(expected + 1)
    assert await roles.sign_in("Li", "4711") is Role.TECHNICIAN
    with pytest.raises(LockedError) as caught:
        await roles.sign_in("Li", "0000")
    assert caught.value.values["left"] == ATTEMPTS - 1


@pytest.mark.asyncio
async def test_a_clock_set_back_locks_nobody_out(path: Path, clock: FakeClock) -> None:
    roles = await shop(path, clock)
    for _ in range(ATTEMPTS):
        with pytest.raises(LockedError):
            await roles.sign_in("Li", "0000")
    clock.move(-365 * 86400)
    with pytest.raises(LockedError) as caught:
        await roles.sign_in("Li", "4711")
    assert caught.value.values["seconds"] == LONGEST_WAIT_S
    await roles.sign_in("Chen", "engineer-1")
    await roles.set_pin("Li", "8888")
    assert await roles.sign_in("Li", "8888") is Role.TECHNICIAN


@pytest.mark.asyncio
async def test_an_unknown_name_is_told_no_difference(path: Path, clock: FakeClock) -> None:
    roles = await shop(path, clock)
    with pytest.raises(LockedError) as unknown:
        await roles.sign_in("Nobody", "0000")
    with pytest.raises(LockedError) as wrong:
        await roles.sign_in("Li", "0000")
    assert unknown.value.message == wrong.value.message


@pytest.mark.asyncio
async def test_the_last_engineer_stays(path: Path, clock: FakeClock) -> None:
    roles = await shop(path, clock)
    with pytest.raises(UsageError) as caught:
        roles.remove("Chen")
    assert caught.value.key == "last_engineer"
    with pytest.raises(UsageError) as caught:
        roles.set_role("Chen", Role.OBSERVER)
    assert caught.value.key == "last_engineer"
    roles.set_role("Li", Role.ENGINEER)
    roles.remove("Chen")
    assert (roles.who, roles.role) == ("Chen", Role.ENGINEER)  # until the book is read anew
    roles.reload()
    assert (roles.who, roles.role) == ("", Role.OBSERVER)
    await roles.sign_in("Li", "4711")
    roles.turn_off()
    assert not roles.on
    assert kept(path) == ""


@pytest.mark.asyncio
async def test_what_a_class_needs_can_be_changed(path: Path, clock: FakeClock) -> None:
    roles = await shop(path, clock)
    roles.set_need(WriteClass.DANGEROUS, Role.TECHNICIAN)
    with pytest.raises(UsageError):
        roles.set_need(WriteClass.RAW, Role.OBSERVER)
    again = Roles(path, clock)
    assert again.needs[WriteClass.DANGEROUS] is Role.TECHNICIAN
    await again.sign_in("Li", "4711")
    again.check([WriteClass.DANGEROUS])
    with pytest.raises(NotPermittedError):
        again.set_need(WriteClass.DANGEROUS, Role.ENGINEER)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "pin", "key"),
    [
        ("", "1234", "person_name"),
        ("x" * 41, "1234", "person_name"),
        ("a\nb", "1234", "person_name"),
        ("LI", "1234", "person_name"),
        ("Wu", "123", "pin_short"),
    ],
)
async def test_names_and_pins_that_will_not_do(
    path: Path, clock: FakeClock, name: str, pin: str, key: str
) -> None:
    roles = await shop(path, clock)
    with pytest.raises(UsageError) as caught:
        await roles.add(name, Role.OBSERVER, pin)
    assert caught.value.key == key
    assert len(roles.people) == 2


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "damage",
    [
        "nonsense",
        "[]",
        '{"format": "mingtang-roles/2"}',
        '{"format": "mingtang-roles/1", "people": [], "needs": {}}',
        '{"format": "mingtang-roles/1", "people": [7], "needs": {}}',
        '{"format": "mingtang-roles/1", "people": [{"name": "", "pin": "", "role": "engineer",'
        ' "wrong": 0, "until": 0}], "needs": {}}',
        '{"format": "mingtang-roles/1", "people": [{"name": "a", "pin": "", "role": "engineer",'
        ' "wrong": "0", "until": 0}], "needs": {}}',
        '{"format": "mingtang-roles/1", "people": [{"name": "a", "pin": "x", "role": "engineer",'
        ' "wrong": 0, "until": 0}], "needs": {"raw": "observer"}}',
    ],
)
async def test_a_damaged_file_opens_nothing(path: Path, clock: FakeClock, damage: str) -> None:
    spoil(path, damage)
    roles = Roles(path, clock)
    assert (roles.on, roles.role) == (True, Role.OBSERVER)
    with pytest.raises(NotPermittedError):
        roles.check([WriteClass.EASY])
    with pytest.raises(InputFileError) as caught:
        await roles.sign_in("a", "1234")
    assert caught.value.key == "roles_corrupt"
    with pytest.raises(InputFileError):
        roles.turn_off()
    with pytest.raises(UsageError):
        await roles.turn_on("Me", "1234")
    assert kept(path) == damage


@pytest.mark.asyncio
async def test_a_hash_of_another_kind_lets_nobody_in(path: Path, clock: FakeClock) -> None:
    await shop(path, clock)
    document = json.loads(kept(path))
    document["people"][1]["pin"] = "4711"
    spoil(path, json.dumps(document))
    with pytest.raises(LockedError):
        await Roles(path, clock).sign_in("Li", "4711")


@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
async def test_the_file_is_for_its_owner_alone(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir(exist_ok=True)
    path.with_suffix(".part").write_text("left over", encoding="utf-8")
    await shop(path, clock)
    assert (await asyncio.to_thread(path.stat)).st_mode & 0o777 == 0o600


@pytest.mark.asyncio
async def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, clock: FakeClock) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    roles = Roles(blocked / "roles.json", clock)
    with pytest.raises((StorageError, UsageError)):
        await roles.turn_on("Chen", "1234")
    assert roles.who == ""


@pytest.mark.asyncio
async def test_observers_hear_of_every_change(path: Path, clock: FakeClock) -> None:
    roles = await shop(path, clock)
    heard: list[str] = []
    end = roles.observe(lambda: heard.append(roles.who))
    roles.sign_out()
    await roles.sign_in("Li", "4711")
    assert heard[-1] == "Li"
    count = len(heard)
    end()
    end()
    roles.sign_out()
    assert len(heard) == count


@pytest.mark.asyncio
@pytest.mark.parametrize("model", ["jbd-13s", "mingtang-17s"])
async def test_a_board_hears_nothing_of_what_is_not_permitted(
    path: Path, clock: FakeClock, model: str
) -> None:
    roles = await shop(path, clock)
    await roles.sign_in("Li", "4711")
    journal, heard = FakeJournal(), list[bytes]()
    session = make_session(
        f"sim://{model}",
        clock=SystemClock(),
        journal=journal,
        boards=boards,
        tap=lambda _, direction, data: heard.append(data) if direction == "tx" else None,
        timing=QUICK,
        gate=roles,
    )
    try:
        await session.connect()
        before = (await session.read_settings()).values
        with pytest.raises(NotPermittedError):
            await session.write_settings({"cell_ovp_v": 4.2}, who="me")
        with pytest.raises(NotPermittedError):
            await session.control(Action.CLEAR_COUNTERS, who="me")
        with pytest.raises(NotPermittedError):
            await session.send_raw(b"\x01\x02", who="me")
        assert journal.entries == []
        assert b"\x01\x02" not in heard
        assert (await session.read_settings()).values == before
        result = await session.control(Action.CHARGE, "off", who="me")
        assert result.confirmed
        await roles.sign_in("Chen", "engineer-1")
        assert (await session.write_settings({"cell_ovp_v": 4.2}, who="me")).applied
        await roles.sign_in("Li", "4711")
        with pytest.raises(NotPermittedError):
            await session.undo_last(who="me")
    finally:
        await session.close()
    assert [(entry.kind, entry.who) for entry in journal.entries] == [
        ("control", "Li"),
        ("settings", "Chen"),
    ]


@pytest.mark.asyncio
async def test_what_becomes_of_an_interrupted_write_needs_what_the_write_needed(
    path: Path, clock: FakeClock
) -> None:
    roles = await shop(path, clock)
    await roles.sign_in("Li", "4711")
    journal = FakeJournal()
    session = make_session(
        "sim://mingtang-17s",
        clock=SystemClock(),
        journal=journal,
        boards=boards,
        timing=QUICK,
        gate=roles,
    )
    try:
        await session.connect()
        old = (await session.read_settings()).values["cell_ovp_v"]
        sent = {"cell_ovp_v": 4.2}
        await journal.begin(
            session.key, kind="settings", who="Chen", old={"cell_ovp_v": old}, sent=sent
        )
        for decide in (session.resume_write, session.roll_back, session.leave_write):
            with pytest.raises(NotPermittedError):
                await decide(who="me")
        assert len(journal.entries) == 1
        await roles.sign_in("Chen", "engineer-1")
        await session.leave_write(who="me")
    finally:
        await session.close()
    assert [(entry.kind, entry.who) for entry in journal.entries] == [
        ("settings", "Chen"),
        ("left", "Chen"),
    ]


@pytest.mark.asyncio
async def test_what_is_on_trial_is_put_back_although_nobody_is_signed_in(
    path: Path, clock: FakeClock
) -> None:
    roles = await shop(path, clock)
    await roles.sign_in("Li", "4711")
    journal = FakeJournal()
    session = make_session(
        "sim://jbd-13s",
        clock=SystemClock(),
        journal=journal,
        boards=boards,
        timing=QUICK,
        gate=roles,
    )
    try:
        await session.connect()
        await session.control(Action.DISCHARGE, "off", who="me", trial_s=0.2)
        (trial,) = session.dead_men.open
        roles.sign_out()
        await asyncio.wait_for(trial.ended.wait(), 5)
        assert (await session.read_sample()).discharge_mosfet is True
    finally:
        await session.close()
    assert journal.entries[-1].who == "Li"
    assert journal.entries[-1].side_effects == ("dead_man:restored",)
