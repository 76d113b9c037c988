"""Switches that do not do what they say, writes nobody answers, a line fed by the output."""

import pytest

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.models import make_board
from tests.sim.hand import Client, read, write
from tests.sim.modbus_hand import Master, frame, mingtang, words

OFF, ON = 3, 0


def faulty(amps: float = 0.0, **faults: str) -> Client:
    named = {name.replace("_", "-"): value for name, value in faults.items()}
    client = Client(make_board("jbd-13s", faults=named, sets={"current_a": str(amps)}))
    client.enter()
    return client


@pytest.mark.parametrize(("switch", "amps"), [("charge", 12.0), ("discharge", -12.0)])
def test_a_welded_switch_says_off_and_conducts(switch: str, amps: float) -> None:
    client = faulty(amps, welded=switch)
    assert client.put(0xE1, OFF) == 0
    assert client.info()["fets"] == 0
    assert client.info()["current_a"] == pytest.approx(amps, abs=0.05)
    other = faulty(amps, welded="charge" if switch == "discharge" else "discharge")
    other.put(0xE1, OFF)
    assert other.info()["current_a"] == 0.0


def test_switches_are_named_and_nothing_else() -> None:
    with pytest.raises(SimOptionError):
        faulty(welded="balance")


def test_refused_and_ignored_switches_keep_the_other_one() -> None:
    client = faulty(refuse="charge")
    assert client.put(0xE1, OFF) == 0
    assert client.info()["fets"] == 1
    client = faulty(nak="charge")
    assert client.put(0xE1, OFF) == 0x80
    assert client.info()["fets"] == 3
    assert client.put(0xE1, 2) == 0
    assert client.info()["fets"] == 1


def test_an_unanswered_write_is_done() -> None:
    client = faulty(unacked="discharge")
    assert client.raw(write(0xE1, b"\0\x02")) == []
    assert client.info()["fets"] == 1
    client = faulty(unacked="remaining+clear_counters+cell_ovp_v")
    assert client.raw(write(0xE0, b"\x0f\xa0")) == []
    assert client.raw(write(0x24, b"\x10\x68")) == []
    assert (client.info()["remaining_ah"], client.word(0x24)) == (40.0, 4200)
    assert client.raw(write(0x01, b"\x28\x28")) == []
    client.enter()
    assert client.put(0x01, 0) == 0


def test_a_charge_or_a_clearing_can_be_ignored() -> None:
    client = faulty(refuse="remaining+clear_counters")
    before = client.info()["remaining_ah"]
    assert client.put(0xE0, 4000) == 0
    assert client.info()["remaining_ah"] == before
    client = faulty(nak="remaining")
    assert client.put(0xE0, 4000) == 0x80


def test_a_line_fed_by_the_output_dies_with_it_and_comes_back() -> None:
    client = faulty(output_fed="5")
    assert client.raw(write(0xE1, b"\0\x02")) == []  # done, and nobody hears so
    client.wait(4.0)
    assert client.raw(read(3)) == []
    client.wait(1.5)
    assert client.info()["fets"] == 1
    assert client.put(0xE1, ON) == 0
    assert client.info()["fets"] == 3


def test_a_mingtang_coil_can_be_done_without_an_answer() -> None:
    master = Master(mingtang(faults={"unacked": "charge"}))
    assert master.raw(frame(1, 5, words(0x2000, 0))) == []
    assert master.board.state.coil(0x2000) is False
    assert master.raw(frame(1, 5, words(0x2001, 0))) != []
