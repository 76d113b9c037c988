"""Warnings of a server: shown, accepted one by one, for one write and a short time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.app.cli.findings import line
from mingtang_desk.cloud import battery_consent
from mingtang_desk.cloud.battery_consent import LASTS_S, Consents, warned_in
from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.cloud.decode import decoded
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.facts import NOTHING
from mingtang_desk.rules.finding import Finding
from tests.cloud.liar import Liar, answer, lying, problem
from tests.cloud.test_battery_liars import PATH, command, told_by
from tests.cloud.test_battery_session import Bench
from tests.cloud.test_battery_session import bench as bench  # the fixture
from tests.server.commanding import living, tracker_of

AIO = pytest.mark.asyncio
FROST = {"chg_utp_c": -4}
ON_BOARD: dict[str, SettingValue] = {"chg_utp_c": -5, "chemistry": "nmc"}
FROSTY: tuple[Finding, ...] = judge_changes(FROST, ON_BOARD).warnings


@dataclass
class Clock:
    """Stands until it is moved."""

    at: float = 1000.0

    def now(self) -> datetime:
        """The same day."""
        return datetime(2026, 1, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        """Seconds."""
        return self.at


def test_a_consent_is_for_one_write_of_these_values_and_soon() -> None:
    clock = Clock()
    consents = Consents(clock)
    consents.give(FROST, FROSTY)
    assert consents.take({"chg_utp_c": -3}).warnings == ()
    assert consents.take(FROST).warnings == ()  # another write came between
    consents.give(FROST, FROSTY)
    assert consents.take(FROST).warnings == FROSTY
    assert consents.take(FROST).warnings == ()  # it was for one write
    consents.give(FROST, FROSTY)
    clock.at += LASTS_S
    assert consents.take(FROST).warnings == ()


def test_what_was_told_is_covered_by_the_same_write_soon_and_by_nothing_else() -> None:
    clock = Clock()
    consents = Consents(clock)
    none = consents.take(FROST)
    told = consents.refusal(FROST, none, FROSTY)
    assert told.values["findings"] == FROSTY
    assert consents.take(FROST).warnings == FROSTY
    consents.refusal(FROST, none, FROSTY)
    clock.at += LASTS_S + 1
    assert consents.take(FROST).warnings == ()


def test_what_one_was_told_is_no_consent_of_the_next_who_signs_in() -> None:
    signed_in = ["li"]
    consents = Consents(Clock(), who=lambda: signed_in[0])
    consents.refusal(FROST, consents.take(FROST), FROSTY)
    signed_in[0] = "wang"
    assert consents.take(FROST).warnings == ()
    consents.give(FROST, FROSTY)
    assert consents.take(FROST).warnings == FROSTY


def test_who_can_be_asked_is_asked_about_what_is_new() -> None:
    asked: list[Sequence[Finding]] = []

    def asks(warnings: Sequence[Finding]) -> bool:
        asked.append(warnings)
        return True

    consents = Consents(Clock(), asks)
    first = consents.ask(consents.take(FROST), FROSTY)
    assert first is not None
    assert first.warnings == FROSTY
    assert consents.ask(first, FROSTY) == first
    assert len(asked) == 1
    assert Consents(Clock(), lambda _: False).ask(consents.take(FROST), FROSTY) is None


def row(**more: object) -> dict[str, object]:
    """A warning as a server tells it."""
    told: dict[str, object] = {"rule": "charge_cold", "keys": ["chg_utp_c"], "values": [-4]}
    return {**told, "message": "cold", **more}


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ([row(keys=["chg_utp_c", "chemistry"], values=[-4.0, "nmc"])], ["charge_cold"]),
        ([row(rule="of_a_later_server", message="<b>{a}</b>{0}")], ["of_a_later_server"]),
        ([row(values=[])], [""]),
        ([row(values=[{}]), 7, None], [""]),
        ([row(keys="chg_utp_c")], [""]),
        ({"rule": "charge_cold"}, ["", ""]),
        (None, ["", ""]),
    ],
)
def test_what_a_server_tells_is_taken_as_words(said: object, rules: list[str]) -> None:
    result = {"error": {"key": "cross_check"}, "warned": said, "warnings": ["a", "{b}", 5]}
    told = decoded(Command, command("failed", result))
    found = warned_in(told, FROST, ON_BOARD, NOTHING)
    assert [each.rule for each in found] == rules
    assert all(each.text for each in found)
    if rules == ["charge_cold"]:
        assert found == FROSTY  # in words of ours, with reason and source


def warned(*rows: dict[str, object]) -> dict[str, object]:
    """A result that refuses for warnings."""
    return {
        "error": {"key": "cross_check", "message": "warned"},
        "warnings": [each["message"] for each in rows],
        "warned": list(rows),
    }


async def _refused(session: BatterySession, changes: dict[str, float]) -> CloudRefusalError:
    with pytest.raises(CloudRefusalError) as caught:
        await session.write_settings(changes, who="tester")
    return caught.value


def texts(error: CloudRefusalError) -> list[str]:
    """What a refusal tells."""
    found = error.values["findings"]
    assert isinstance(found, tuple)
    return [each.text for each in found]


def _asked(liar: Liar) -> list[dict[str, Any]]:
    return [body for path, body in liar.bodies if path == f"{PATH}/commands"]


OVP = {"cell_ovp_v": 4.22}
TOLD = row(rule="other", keys=["cell_ovp_v"], values=[4.22], message="Look here.")
MORE = row(rule="more", keys=["cell_ovr_v"], values=[4.15], message="And here.")
FIELDS = {"cell_ovp_v": {"old": 4.25, "sent": 4.22, "read": 4.22, "state": "applied"}}


@AIO
async def test_no_more_than_what_was_read_is_accepted(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = answer(command("failed", warned(TOLD)), status=202)
        first = await _refused(session, OVP)
        assert first.key == "cloud_write_warned"
        liar.answers[f"{PATH}/commands"] = answer(command("failed", warned(MORE)), status=202)
        second = await _refused(session, OVP)
        assert texts(second) == ["And here."]
        good = answer(command("succeeded", {"write": {"fields": FIELDS}}), status=202)
        liar.answers[f"{PATH}/commands"] = good
        result = await session.write_settings(OVP, who="tester")
        assert result.applied
        # A consent is used up by a write; the next one asks anew.
        await session.write_settings(OVP, who="tester")
        accepted = [
            [(each["rule"], each["values"]) for each in body.get("accepted_warnings", [])]
            for body in _asked(liar)
        ]
        both = [("other", [4.22]), ("more", [4.15])]
        assert accepted == [[], both[:1], both, []]
        assert not any("acknowledge_warnings" in body for body in _asked(liar))


@AIO
async def test_a_write_that_had_begun_before_it_was_warned_of_is_unknown(tmp_path: Path) -> None:
    """A later attempt was refused; nobody says that the first one wrote nothing."""
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        said = command("unknown", warned(TOLD), attempts=2)
        liar.answers[f"{PATH}/commands"] = answer(said, status=202)
        result = await session.write_settings(OVP, who="tester")
        assert {each.state for each in result.fields.values()} == {FieldState.UNKNOWN}


@AIO
async def test_a_server_of_before_tells_words_and_gets_a_plain_yes(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = problem(422, "invalid")
        session.consent(OVP, [replace(FROSTY[0], rule="other")])
        await _refused(session, OVP)
        assert [sorted(body) for body in _asked(liar)] == [
            ["accepted_warnings", "expires_in_s", "id", "kind", "settings"],
            ["expires_in_s", "id", "kind", "settings"],
        ]
        old = {"error": {"key": "cross_check", "message": "x"}, "warnings": ["Look."]}
        liar.answers[f"{PATH}/commands"] = answer(command("failed", old), status=202)
        told = await _refused(session, OVP)
        assert texts(told) == ["Look."]
        await _refused(session, OVP)
        assert _asked(liar)[-1]["acknowledge_warnings"] is True


@AIO
async def test_a_consent_runs_out_at_a_server_of_before_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(battery_consent, "LASTS_S", 0.5)
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        carry, said = session._talk.carry, problem(429, "too_many_commands", "Retry-After: 9\r\n")

        async def refusing(order: Mapping[str, object], **more: Any) -> Command:
            known = "accepted_warnings" not in order
            liar.answers[f"{PATH}/commands"] = said if known else problem(422, "invalid")
            return await carry(order, **more)

        monkeypatch.setattr(session._talk, "carry", refusing)
        session.consent(OVP, FROSTY)
        async with asyncio.timeout(5):
            assert (await _refused(session, OVP)).key == "cloud_consent_old"


@AIO
async def test_a_dry_run_at_a_server_of_before_says_what_this_desk_says(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = problem(422, "invalid")
        assert await session.foresee(OVP) == ()
        assert _asked(liar)[0]["dry_run"] is True


@AIO
async def test_a_consent_runs_out_while_the_server_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(battery_consent, "LASTS_S", 0.5)
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = problem(429, "too_many_commands")
        session.consent(OVP, FROSTY)
        assert (await _refused(session, OVP)).key == "cloud_consent_old"
        write = session.model.last_write
        assert write is not None
        assert {each.state for each in write.fields.values()} == {FieldState.REFUSED}


@pytest.mark.slow
@AIO
async def test_what_a_real_server_warns_of_is_accepted_exactly(bench: Bench) -> None:
    """This desk believes the pack to be of cells that may be charged in frost."""
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        reading = await session.read_settings()
        sample = await session.read_sample()
        session.model.settings = replace(reading, values={**reading.values, "chemistry": "lto"})
        session.model.sample = replace(sample, info=replace(sample.info, chemistry="lto"))
        changes = {"chg_utp_c": -4}
        told = await session._writer.foresee(changes, session.model.settings)
        with pytest.raises(CloudRefusalError) as caught:
            await session._writer.write(changes, session.model.settings, who="tester")
        assert caught.value.key == "cloud_write_warned"
        assert caught.value.values["findings"] == told
        assert [each.rule for each in told] == ["charge_cold"]
        assert "chg_utp_c" in caught.value.message
        result = await bench.hub.write_settings(session, changes)
        assert result.applied


def test_a_warning_in_words_alone_is_printed_without_empty_brackets() -> None:
    result = {"warnings": ["Cold."], "error": {"key": "cross_check"}}
    told = decoded(Command, command(state="failed", result=result), "a command")
    (said,) = warned_in(told, FROST, ON_BOARD, NOTHING)
    assert line(said) == "warning: Cold."
