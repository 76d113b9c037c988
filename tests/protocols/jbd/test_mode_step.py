"""Which requests open and leave the mode for reading settings, and which write for good."""

import pytest

from mingtang_desk.interfaces.driver import ModeStep
from mingtang_desk.protocols.jbd import codec
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.drivers import DRIVERS
from mingtang_desk.session.judging import driver_writes, mode_step, writes

ENTER = codec.request(codec.WRITE, 0x00, b"\x56\x78")
LEAVE = codec.request(codec.WRITE, 0x01, b"\x00\x00")
SAVE = codec.request(codec.WRITE, 0x01, b"\x28\x28")
READ = codec.request(codec.READ, 0x03)


@pytest.mark.parametrize(
    ("data", "step"),
    [
        (ENTER, ModeStep.OPEN),
        (LEAVE, ModeStep.CLOSE),
        (SAVE, None),
        (READ, None),
        (codec.request(codec.READ, 0x00), None),
        (codec.request(codec.WRITE, 0x24, b"\x56\x78"), None),
        (ENTER + LEAVE, None),
        (ENTER[:-1], None),
    ],
)
def test_only_entering_and_leaving_without_a_save_are_steps(
    data: bytes, step: ModeStep | None
) -> None:
    assert mode_step(data, JBD) is step


def test_a_step_is_a_write_by_its_form() -> None:
    for data in (ENTER, LEAVE, SAVE):
        assert driver_writes(data, JBD) is True
        assert writes(data, "auto") is True
    assert driver_writes(READ, JBD) is False
    assert driver_writes(READ + b"\xdd", JBD) is None


def test_what_leaves_the_mode_is_a_step_itself() -> None:
    for driver in DRIVERS:
        if driver.mode_close:
            assert mode_step(driver.mode_close, driver) is ModeStep.CLOSE
        else:
            assert mode_step(READ, driver) is None
    assert JBD.mode_close == LEAVE
