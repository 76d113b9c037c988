"""Every bad set is found with the right key, no sane one is refused."""

import json

import pytest

from mingtang_desk.core.errors import OutOfRangeError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.protocols.jbd.specs import SPECS
from mingtang_desk.rules.book import RULES, lint
from mingtang_desk.rules.changes import check_all
from mingtang_desk.rules.finding import Finding
from mingtang_desk.rules.values import lint_set
from tests.unit.rules.bad import BAD
from tests.unit.rules.sane import MANUAL_17S, SANE, Set

ALL = {**SETTINGS, **SPECS}


def errors(values: Set) -> list[Finding]:
    return [finding for finding in lint_set(values, ALL) if finding.is_error]


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 60
    assert len(SANE) >= 20


@pytest.mark.parametrize("name", BAD)
def test_a_bad_set_is_found(name: str) -> None:
    values, key = BAD[name]
    found = errors(values)
    assert any(key in finding.keys for finding in found), [finding.text for finding in found]
    for finding in found:
        assert finding.text
        assert finding.reason
        assert finding.source


@pytest.mark.parametrize("name", SANE)
def test_a_sane_set_has_no_error(name: str) -> None:
    assert [finding.text for finding in errors(SANE[name])] == []


@pytest.mark.parametrize("name", SANE)
def test_a_sane_set_may_be_written(name: str) -> None:
    if all(key in ALL and not ALL[key].read_only for key in SANE[name]):
        assert check_all(SANE[name], ALL, {}, {}) == SANE[name]


def test_the_manuals_own_set_has_the_warnings_that_it_deserves() -> None:
    found = {finding.rule: finding for finding in lint({**MANUAL_17S, "rated_current_a": 45})}
    assert not any(finding.is_error for finding in found.values())
    assert found["above_rating"].keys == ("chg_ocp_1_a", "rated_current_a")
    assert found["charge_cold"].keys == ("chg_utp_c", "chemistry")
    assert found["pack_is_cells"].keys[0] == "pack_uvr_v"


def test_every_rule_finds_something_in_the_bad_sets() -> None:
    """A rule that nothing breaks would be a rule that nobody has seen at work."""
    found = {
        finding.rule
        for values, _ in (*BAD.values(), *((sane, "") for sane in SANE.values()))
        for finding in lint_set(values, ALL)
    }
    assert {rule.key for rule in RULES} - found == set()


@pytest.mark.parametrize("name", [name for name, (_, key) in BAD.items() if key in ALL])
def test_a_bad_set_is_not_written(name: str) -> None:
    values = {key: value for key, value in BAD[name][0].items() if key in ALL}
    current = {key: value for key, value in values.items() if ALL[key].read_only}
    changes = {key: value for key, value in values.items() if not ALL[key].read_only}
    with pytest.raises(OutOfRangeError):
        check_all(changes, ALL, {}, current)


@pytest.mark.parametrize("name", [*SANE, *BAD])
def test_findings_can_be_told_as_json(name: str) -> None:
    values = SANE[name] if name in SANE else BAD[name][0]
    for finding in lint_set(values, ALL):
        assert json.loads(json.dumps(finding.text)) == finding.text
        assert len(finding.keys) == len(finding.values)
