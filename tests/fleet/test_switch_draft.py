"""Changes of alarm switches before they are saved: inheritance, and what somebody else set."""

from __future__ import annotations

from mingtang_desk.cloud.models_alarms import AlarmSettings, AlarmSwitch, QuietHours
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS
from mingtang_desk.server.rides.kinds import KINDS
from mingtang_desk.ui.fleet.alarm_draft import SwitchDraft
from mingtang_desk.ui.fleet.alarm_words import type_word

NIGHT = QuietHours(from_="22:00", to="07:00")


def draft(**own: object) -> SwitchDraft:
    switch = AlarmSwitch(enabled=True, severity="warning", raise_delay_s=0.0, threshold=None)
    types = {"moved": switch, "short": switch}
    return SwitchDraft(read=AlarmSettings(types=types, quiet=None, own=own))


def test_only_what_differs_is_sent_and_what_others_set_stays() -> None:
    made = draft(types={"short": {"severity": "info"}})
    made.set("moved", "enabled", value=False)
    made.set("moved", "raise_delay_s", 30.0)
    made.set("moved", "raise_delay_s", 0.0)  # as it was
    assert made.count == 1
    assert not made.switch("moved").enabled
    elsewhere = {"types": {"short": {"severity": "info"}, "stolen": {"enabled": False}}}
    assert made.body(elsewhere) == {
        "types": {
            "short": {"severity": "info"},
            "stolen": {"enabled": False},
            "moved": {"enabled": False},
        }
    }


def test_what_is_set_here_can_be_inherited_again() -> None:
    made = draft(types={"short": {"severity": "info"}}, quiet={"from": "22:00", "to": "07:00"})
    assert made.is_own("short")
    assert not made.is_own("moved")
    made.inherit("short")
    made.inherit("moved")  # it never had anything of its own
    made.inherit_quiet()
    assert made.count == 2
    assert not made.is_own("short")
    assert made.body(made.read.own) == {"types": {}}
    made.set("short", "enabled", value=False)
    assert made.is_own("short")


def test_quiet_hours_are_set_taken_away_or_kept() -> None:
    made = draft()
    made.set_quiet(NIGHT)
    assert made.body({})["quiet"] == {"from": "22:00", "to": "07:00"}
    made.set_quiet(None)  # as it was read
    assert "quiet" not in made.body({})
    kept = draft(quiet=None)
    assert kept.quiet_is_own
    assert kept.body(kept.read.own)["quiet"] is None


def test_every_type_the_server_knows_has_words() -> None:
    for key in (*KINDS, *ALARMS, *FAULTS):
        assert type_word(key) != key, key
    assert type_word("chg_oc_2") == f"{type_word('chg_oc')} 2"
    assert type_word("x_jbd_odd_thing") == "Odd thing"
    assert type_word("of_tomorrow") == "of_tomorrow"
