"""Roles and classes of writing."""

import pytest

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.roles import (
    CLASS_NAMES,
    NEEDS,
    ROLE_NAMES,
    Role,
    WriteClass,
    class_of_action,
    classes_of_settings,
    lacking,
)


def test_each_role_may_what_the_one_before_may() -> None:
    for write_class, needed in NEEDS.items():
        allowed = [role for role in Role if lacking(role, [write_class], NEEDS) is None]
        assert allowed == [role for role in Role if role.rank >= needed.rank]
        assert Role.OBSERVER not in allowed
    assert set(NEEDS) == set(CLASS_NAMES) == set(WriteClass)
    assert set(ROLE_NAMES) == set(Role)


def test_safety_limits_and_resets_need_more_than_switches() -> None:
    assert classes_of_settings([SETTINGS["cell_ovp_v"]]) == {WriteClass.DANGEROUS}
    assert classes_of_settings([SETTINGS["balance_start_v"]]) == {WriteClass.CAREFUL}
    assert class_of_action(Action.CHARGE) is WriteClass.SWITCH
    assert class_of_action(Action.FACTORY_RESET) is WriteClass.RESET
    assert class_of_action(Action.CLEAR_COUNTERS) is WriteClass.RESET


@pytest.mark.parametrize(
    ("role", "classes", "refused"),
    [
        (Role.OBSERVER, [], None),
        (Role.OBSERVER, [WriteClass.EASY], WriteClass.EASY),
        (Role.TECHNICIAN, [WriteClass.EASY, WriteClass.DANGEROUS], WriteClass.DANGEROUS),
        (Role.TECHNICIAN, [WriteClass.SWITCH, WriteClass.CAREFUL], None),
        (Role.ENGINEER, list(WriteClass), None),
    ],
)
def test_the_class_that_needs_most_is_named(
    role: Role, classes: list[WriteClass], refused: WriteClass | None
) -> None:
    assert lacking(role, classes, NEEDS) is refused
