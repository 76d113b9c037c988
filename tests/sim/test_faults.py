"""Every fault does what its name says, and what is not a fault is refused by name."""

import struct

import pytest

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.faults import FAULT_NAMES, clamped
from mingtang_desk.sim.models import catalogue, make_board
from tests.sim.hand import Client, parse, read, write


def faulty(**faults: str | None) -> Client:
    return Client(
        make_board(
            "jbd-13s", faults={name.replace("_", "-"): value for name, value in faults.items()}
        )
    )


def replies(client: Client, count: int) -> list[list[bytes]]:
    return [client.raw(read(5)) for _ in range(count)]


GOOD = Client(make_board("jbd-13s")).raw(read(5))


def test_lost_replies_come_at_their_rate() -> None:
    answers = replies(faulty(lost="0.25"), 2000)
    lost = sum(1 for answer in answers if not answer)
    assert lost / 2000 == pytest.approx(0.25, abs=0.04)
    assert all(answer in ([], GOOD) for answer in answers)
    assert replies(faulty(lost="0"), 5) == [GOOD] * 5
    assert replies(faulty(lost="1"), 5) == [[]] * 5


def test_the_same_seed_loses_the_same_replies() -> None:
    def run(seed: int) -> list[bool]:
        client = Client(make_board("jbd-13s", faults={"lost": "0.5"}, seed=seed))
        return [bool(client.raw(read(5))) for _ in range(64)]

    assert run(7) == run(7)
    assert run(7) != run(8)


def test_late() -> None:
    (reply,) = make_board("jbd-13s", faults={"late": "1.5"}).receive(read(5), 0.0)
    assert reply.delay_s == 1.5
    assert reply.data == GOOD[0]


def test_repeated_replies_come_at_their_rate() -> None:
    answers = replies(faulty(repeat="0.3"), 1000)
    assert all(answer in (GOOD, GOOD * 2) for answer in answers)
    assert sum(len(a) == 2 for a in answers) / 1000 == pytest.approx(0.3, abs=0.05)


def test_damage_changes_exactly_one_byte() -> None:
    answers = replies(faulty(damage="0.5"), 600)
    changed = [a for (a,) in answers if a != GOOD[0]]
    assert len(changed) / 600 == pytest.approx(0.5, abs=0.08)
    for answer in changed:
        assert len(answer) == len(GOOD[0])
        assert sum(x != y for x, y in zip(answer, GOOD[0], strict=True)) == 1
    assert len(set(changed)) > 100
    assert all(answer != GOOD for answer in replies(faulty(damage="1"), 2000))


def test_mute_takes_commands_and_never_answers() -> None:
    client = faulty(mute=None)
    assert client.raw(read(3)) == []
    assert client.raw(write(0x00, b"\x56\x78")) == []
    client.raw(write(0x24, b"\x10\x04"))
    assert client.board.registers[0x24] == 0x1004


def test_sleep_swallows_the_first_request_after_silence_and_at_start() -> None:
    client = faulty(sleep="5")
    assert client.raw(read(5)) == []
    assert client.raw(read(5)) == GOOD
    client.wait(4.9)
    assert client.raw(read(5)) == GOOD
    client.wait(5.1)
    assert client.raw(write(0x00, b"\x56\x78")) == []
    assert client.ask(read(0x24))[0] == 0x81  # the swallowed request did nothing
    assert len(faulty(sleep=None).raw(read(5))) == 0


def test_clamp_acknowledges_and_stores_another_value() -> None:
    client = faulty(clamp="cell_ovp_v+cell_uvp_delay_s")
    client.enter()
    assert client.put(0x24, 4200) == 0
    assert client.word(0x24) not in (4200, 4250)
    assert client.put(0x25, 4100) == 0
    assert client.word(0x25) == 4100
    old = client.word(0x3D)
    assert client.put(0x3D, 20 << 8 | 9) == 0
    assert client.word(0x3D) & 0xFF == 9  # the other half of the register is taken
    assert client.word(0x3D) >> 8 not in (20, old >> 8)


@pytest.mark.parametrize("old", [0, 1, 5, 254, 255])
@pytest.mark.parametrize("sent", [0, 1, 5, 254, 255])
def test_a_clamped_value_differs_from_both_where_there_is_room(old: int, sent: int) -> None:
    stored = clamped(old, sent, 255)
    assert 0 <= stored <= 255
    if old == sent:
        assert stored == old
    elif (old, sent) not in ((0, 1), (255, 254)):
        assert stored not in (old, sent)


def test_refuse_acknowledges_and_keeps_the_old_value() -> None:
    client = faulty(refuse="dsg_ocp_1_a")
    client.enter()
    assert client.put(0x29, 0x10000 - 4000) == 0
    assert client.word(0x29) == 0x10000 - 6000
    client.leave(save=True)
    assert client.board.eeprom[0x29] == 0x10000 - 6000


def test_refuse_keeps_exactly_its_bits() -> None:
    client = faulty(refuse="scp_a")
    client.enter()
    assert client.put(0x38, 0x0000) == 0
    assert client.word(0x38) == 7 << 8


def test_nak_answers_status_80() -> None:
    client = faulty(nak="cell_ovp_v+chg_ocp_1_delay_s")
    client.enter()
    assert client.put(0x24, 4200) == 0x80
    assert client.word(0x24) == 4250
    old = client.word(0x3E)
    assert client.put(0x3E, (old & 0xFF00) | 7) == 0  # only the recovery changes
    assert client.put(0x3E, 0x0507) == 0x80


def test_a_key_may_be_a_register() -> None:
    client = faulty(refuse="reg_2d")
    client.enter()
    old = client.word(0x2D)
    assert client.put(0x2D, 0) == 0
    assert client.word(0x2D) == old


def test_faults_of_settings_hold_for_many_at_once() -> None:
    client = faulty(refuse="cell_ovr_v")
    client.enter()
    assert client.put(0xFA, b"\0\x14\x02" + struct.pack(">HH", 4240, 4140)) == 0
    assert (client.word(0x24), client.word(0x25)) == (4240, 4150)


def test_open_sensor_reads_raw_zero_and_trips_under_temperature() -> None:
    client = faulty(open_ntc="2")
    data = client.get(0x03)
    assert data[25:27] == b"\0\0"
    assert client.info()["temperatures"] == [27.5, -273.1]
    client.wait(3.1)
    assert client.info()["bits"] == 1 << 5 | 1 << 7


def test_broken_wire_reads_nothing_and_the_pack_voltage_stays() -> None:
    client = faulty(broken_wire="7")
    assert client.cells()[6] == 0.0
    assert client.cells()[5] == 3.63
    assert client.info()["pack_v"] == 47.18
    client.wait(4.1)
    assert client.info()["bits"] == 1 << 1


def test_shunt_drift_misleads_reading_and_counter_but_not_the_cells() -> None:
    client = faulty(shunt_drift="-0.1")
    client.board.set_current(10.0)
    assert client.info()["current_a"] == 9.0
    truth = client.board.pack.cells[0].soc
    client.wait(360.0)
    assert client.info()["remaining_ah"] == pytest.approx(25.3 + 0.9, abs=0.005)
    assert (client.board.pack.cells[0].soc - truth) * 50 == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("cut", range(1, 4 * 9 + 2))
def test_power_cut_at_every_byte_of_a_change(cut: int) -> None:
    frames = [
        write(0x00, b"\x56\x78"),
        write(0x24, struct.pack(">H", 4200)),
        write(0x25, struct.pack(">H", 4100)),
        write(0x01, b"\x28\x28"),
    ]
    client = faulty(cut_after=str(cut))
    answered = 0
    for frame in frames:
        answered += sum(parse(reply)[1] == 0 for reply in client.raw(frame))
    received = min(cut, 36)
    assert client.board.alive == (cut > 36)
    # What the last byte completes is done, but its answer is lost with the power.
    assert answered == (received // 9 if received % 9 or cut > 36 else received // 9 - 1)
    client.board.power_on()
    saved = cut >= 36
    assert client.board.eeprom[0x24] == (4200 if saved else 4250)
    assert client.board.eeprom[0x25] == (4100 if saved else 4150)
    assert client.board.registers[0x24] == client.board.eeprom[0x24]
    assert client.info()["cells"] == 13


def test_power_cut_counts_bytes_however_they_are_cut() -> None:
    client = faulty(cut_after="10")
    for byte in read(5):
        client.raw(bytes([byte]))
    assert client.board.alive
    client.raw(b"\0\0")
    assert client.board.alive
    client.raw(b"\0\0\0")
    assert not client.board.alive
    assert client.raw(read(5)) == []


@pytest.mark.parametrize(
    "faults",
    [
        {"nonsense": None},
        {"lost": None},
        {"lost": "1.5"},
        {"lost": "nan"},
        {"late": "-1"},
        {"late": "soon"},
        {"mute": "1"},
        {"sleep": "x"},
        {"clamp": None},
        {"clamp": "no_such_key"},
        {"refuse": "cell_ovp_v+"},
        {"nak": "reg_99"},
        {"open-ntc": "3"},
        {"open-ntc": "0"},
        {"weak-cell": "14"},
        {"broken-wire": "-1"},
        {"broken-wire": None},
        {"shunt-drift": "2"},
        {"cut-after": "0"},
        {"cut-after": "1.5"},
    ],
)
def test_bad_faults_are_refused_with_what_is_allowed(faults: dict[str, str | None]) -> None:
    with pytest.raises(SimOptionError) as caught:
        make_board("jbd-13s", faults=faults)
    assert caught.value.allowed
    assert caught.value.allowed in str(caught.value)


def test_the_catalogue_names_every_fault_of_the_contract() -> None:
    names = "lost late repeat damage clamp refuse mute sleep open-ntc weak-cell broken-wire"
    wanted = {*names.split(), "shunt-drift", "cut-after"}
    for info in catalogue():
        assert wanted <= set(info.faults)
        assert info.faults == FAULT_NAMES
