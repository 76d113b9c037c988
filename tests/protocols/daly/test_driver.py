"""Daly A5: published frames, the simulated board, and what must not become a value."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import UnsupportedError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Frame, Part, Procedure
from mingtang_desk.protocols.daly import codec, fields
from mingtang_desk.protocols.daly.driver import DALY, request_words
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.powered import PoweredBoard

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
# docs/protocols/daly.md, section 1, and the reply inside a published tracker's message
PUBLISHED = bytes.fromhex("A5019008 02FC 0000 75A1 0000 52")
IN_TRACKER = bytes.fromhex("A5019008 0208 0000 7594 0320 74")


def now() -> datetime:
    return NOW


def frames(data: bytes) -> list[Frame]:
    framer = DALY.framer()
    found = framer.feed(data) + framer.flush()
    assert (framer.counts.bad, framer.counts.ignored) == (0, 0)
    return found


def decoded(*replies: bytes) -> PackSample | None:
    whole = b"".join(replies)
    return DALY.decode([("rx", frame) for frame in frames(whole)], NOW).sample


def reply(command: int, data: bytes) -> bytes:
    body = bytes([0xA5, 0x01, command, 8]) + data.ljust(8, b"\0")
    return body + bytes([sum(body) & 0xFF])


def ask[T](board: PoweredBoard, procedure: Procedure[T], at: float = 0.0) -> T:
    """Carry a procedure out on a board."""
    framer = DALY.framer()
    try:
        request = next(procedure)
        while True:
            got = b"".join(r.data for r in board.receive(request.data, at))
            answer = [frame for frame in framer.feed(got) if request.answers(frame)]
            assert answer, request.what
            request = procedure.send(answer[-1])
    except StopIteration as stop:
        value: T = stop.value
        return value


def test_the_published_request_and_reply() -> None:
    assert codec.request(0x90) == bytes.fromhex("A5409008 0000000000000000 7D")
    sample = decoded(PUBLISHED)
    assert sample is not None
    assert (sample.pack_v, sample.current_a, sample.soc_pct) == (76.4, -11.3, 0.0)


def test_the_reply_of_the_published_tracker() -> None:
    sample = decoded(IN_TRACKER)
    assert sample is not None
    assert (sample.pack_v, sample.current_a, sample.soc_pct) == (52.0, -10.0, 80.0)
    assert sample.power_w == -520.0
    assert sample.state is None  # nothing said so


@pytest.mark.parametrize(
    ("state", "raw", "ok"),
    [(1, 29900, True), (2, 30100, True), (1, 30100, False), (2, 29900, False), (0, 30100, True)],
)
def test_a_current_that_contradicts_the_state_is_marked(state: int, raw: int, ok: bool) -> None:
    sample = decoded(
        reply(0x90, (520).to_bytes(2, "big") + bytes(2) + raw.to_bytes(2, "big") + b"\x03\x20"),
        reply(0x93, bytes([state, 1, 1, 0])),
    )
    assert sample is not None
    assert sample.current_a == (30000 - raw) / 10
    assert (sample.quality.implausible == ()) is ok


def cells_of(*numbers: int) -> list[bytes]:
    """Frames of 95, each with three cells of 3.001 V, 3.002 V and so on."""
    made = []
    for n in numbers:
        volts = (2998 + 3 * n, 2999 + 3 * n, 3000 + 3 * n)
        made.append(reply(0x95, bytes([n]) + b"".join(v.to_bytes(2, "big") for v in volts)))
    return made


def test_cells_beyond_the_count_are_garbage() -> None:
    sample = decoded(reply(0x94, bytes([14, 0])), *cells_of(*range(1, 17)))
    assert sample is not None
    assert sample.cell_v == tuple((3001 + i) / 1000 for i in range(14))
    assert sample.info.cell_count == 14


@pytest.mark.parametrize("missing", [1, 3, 5])
def test_a_missing_frame_gives_no_cells_at_all(missing: int) -> None:
    numbers = [n for n in range(1, 6) if n != missing]
    sample = decoded(reply(0x94, bytes([14, 0])), *cells_of(*numbers))
    assert sample is not None
    assert sample.cell_v == ()


def test_cells_without_their_count_are_none() -> None:
    sample = decoded(PUBLISHED, *cells_of(1, 2))
    assert sample is not None
    assert sample.cell_v == ()
    assert decoded(*cells_of(1, 2)) is None


def test_a_broken_wire_is_shown_and_marked() -> None:
    sample = decoded(
        reply(0x94, bytes([3, 0])), reply(0x95, b"\x01" + b"\x13\x88" + b"\x0c\xe4" * 2)
    )
    assert sample is not None
    assert sample.cell_v == (5.0, 3.3, 3.3)
    assert sample.quality.implausible == ("cell_v",)


def test_counts_that_cannot_be_are_a_problem_and_no_value() -> None:
    found = DALY.decode([("rx", frame) for frame in frames(reply(0x94, bytes([200, 3])))], NOW)
    assert found.sample is None
    assert found.problems[0].key == "frame_invalid"


def test_soc_above_all_is_marked() -> None:
    sample = decoded(reply(0x90, bytes.fromhex("0208000075300400")))
    assert sample is not None
    assert (sample.soc_pct, sample.quality.implausible) == (102.4, ("soc_pct",))


def test_an_unknown_state_stays_unknown() -> None:
    sample = decoded(reply(0x93, bytes([7, 1, 0, 0]) + (25300).to_bytes(4, "big")))
    assert sample is not None
    assert (sample.state, sample.charge_mosfet, sample.discharge_mosfet) == (None, True, False)
    assert sample.remaining_ah == 25.3


@pytest.mark.parametrize("bit", range(56))
def test_each_bit_has_one_meaning(bit: int) -> None:
    data = (1 << bit).to_bytes(7, "little")
    sample = decoded(reply(0x90, bytes(8)), reply(0x98, data))
    assert sample is not None
    said = [*sample.protections, *sample.alarms, *sample.faults]
    assert len(said) <= 1
    assert sample.raw == {"fault_bits": data.hex(), "fault_code": 0}
    silent = {34, 35, 41, 44, 45, 49, 51, *range(28, 32), *range(52, 56)}
    assert bool(said) is (bit not in silent)


@pytest.mark.parametrize("frame", [PUBLISHED, IN_TRACKER])
def test_a_wrong_sum_is_never_a_value(frame: bytes) -> None:
    for at in range(len(frame)):
        for flip in (0x01, 0x80):
            damaged = bytearray(frame)
            damaged[at] ^= flip
            framer = DALY.framer()
            assert framer.feed(bytes(damaged)) + framer.flush() == []


def test_a_good_frame_behind_noise_and_a_cut_one() -> None:
    framer = DALY.framer()
    data = b"\0\0\xa5" + PUBLISHED[:7] + IN_TRACKER
    assert [f.raw for f in framer.feed(data) + framer.flush()] == [IN_TRACKER]
    assert framer.counts.ignored == 10


@given(st.binary(max_size=30), st.integers(0, 12))
def test_lenient_passes_bad_sums_marked(noise: bytes, at: int) -> None:
    framer = DALY.framer(lenient=True)
    damaged = PUBLISHED[:-1] + bytes([PUBLISHED[-1] ^ 0xFF])
    found = framer.feed(damaged[:at]) + framer.feed(damaged[at:]) + framer.flush()
    assert [(f.raw, f.verified) for f in found] == [(damaged, False)]
    assert framer.counts.bad == 1


def test_requests_in_words() -> None:
    (request,) = frames(codec.request(0x90))
    (other,) = frames(codec.request(0x57, host=0x80))
    assert request_words(request) == "asks for totals (Daly)"
    assert request_words(other) == "asks for 57 (Daly)"
    assert request_words(frames(PUBLISHED)[0]) is None
    assert DALY.decode([("rx", request)], NOW).sample is None


@pytest.mark.parametrize(
    ("sets", "faults", "protections", "alarms"),
    [
        ({}, {}, (), ()),
        ({"soc_pct": "6"}, {}, (), ("low_soc",)),
        ({"cell_v_3": "3.75", "current_a": "5"}, {}, ("cell_ov",), ("cell_ov",)),
        ({"current_a": "-150"}, {}, ("dsg_oc",), ("dsg_oc",)),
        ({"current_a": "-600"}, {}, ("short",), ()),
        ({"ambient_c": "-8"}, {}, ("chg_ut",), ("chg_ut",)),
    ],
)
def test_the_simulated_board_reads_as_its_pack_is(
    sets: Mapping[str, str],
    faults: Mapping[str, str | None],
    protections: tuple[str, ...],
    alarms: tuple[str, ...],
) -> None:
    board = make_board("daly-16s", sets=sets, faults=faults, seed=3)
    session = DALY.session({})
    board.advance(0.0)
    board.advance(8.0)
    sample = ask(board, session.poll(Part.FAST, now), 8.0)
    truth = board.rig.readings
    assert sample.pack_v == pytest.approx(truth.pack_v, abs=0.051)
    assert sample.current_a == pytest.approx(truth.current_a, abs=0.051)
    assert sample.cell_v == pytest.approx(truth.cell_v, abs=0.0011)
    assert [t.c for t in sample.temperatures] == pytest.approx(truth.temperature_c, abs=0.51)
    assert sample.protections == protections
    assert sample.alarms == alarms
    assert sample.charge_mosfet is board.rig.bms.charge_mosfet
    assert sample.discharge_mosfet is board.rig.bms.discharge_mosfet
    assert sample.quality.ok


def test_open_sensor_and_broken_wire() -> None:
    board = make_board("daly-16s", faults={"open-ntc": "2", "broken-wire": "7"})
    sample = ask(board, DALY.session({}).poll(Part.FAST, now))
    assert sample.temperatures[1].state == "open"
    assert sample.temperatures[1].c is None
    assert sample.cell_v[6] == 0.0
    assert "ntc" in sample.faults


def test_a_bleeding_cell_is_told() -> None:
    board = make_board("daly-16s", sets={"cell_v_5": "3.45"})
    sample = ask(board, DALY.session({}).poll(Part.FAST, now))
    assert sample.cell_balancing == tuple(i == 4 for i in range(16))


def test_a_board_without_a_count_of_anything() -> None:
    session = DALY.session({})
    procedure = session.poll(Part.FAST, now)
    next(procedure)
    procedure.send(frames(PUBLISHED)[0])
    procedure.send(frames(reply(0x93, bytes([0, 1, 1])))[0])
    request = procedure.send(frames(reply(0x94, bytes(8)))[0])
    assert request.what == "balancing"  # no cells and no sensors to ask for


def test_the_journal_outlives_power(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    first = make_board("daly-16s", sets={"cycles": "41"}, state=tmp_path / "eeprom")
    first.advance(0.0)
    first.set_current(-500.0)  # a short circuit is an event: the journal is written
    first.advance(1.0)
    second = make_board("daly-16s", state=tmp_path / "eeprom")
    sample = ask(second, DALY.session({}).poll(Part.FAST, now))
    assert sample.cycles == 41
    assert fields.COUNTS == 0x94


def test_it_says_who_it_is_and_refuses_the_rest() -> None:
    board, session = make_board("daly-16s"), DALY.session({})
    assert ask(board, session.identify()).name == "Daly"
    reading = SettingsReading(time=NOW, protocol="daly", device_id=None, values={}, limits={})
    refused: list[Callable[[], Procedure[object]]] = [
        lambda: session.read_counters(now),
        lambda: session.read_settings(None, now),
        lambda: session.write_settings({}, reading),
        lambda: session.control(Action.CHARGE, True),
    ]
    for procedure in refused:
        with pytest.raises(UnsupportedError):
            ask(board, procedure())


def test_nothing_said_is_no_sample() -> None:
    assert decoded(reply(0x98, bytes(8))) is None
    assert decoded(reply(0x94, bytes([0, 3])), reply(0x95, b"\x01")) is not None


def test_a_frame_of_another_kind_ends_no_burst() -> None:
    procedure = DALY.session({}).poll(Part.FAST, now)
    next(procedure)
    procedure.send(frames(PUBLISHED)[0])
    procedure.send(frames(reply(0x93, bytes([0, 1, 1])))[0])
    request = procedure.send(frames(reply(0x94, bytes([3, 8])))[0])
    assert request.reply_bytes == codec.SIZE
    assert not request.answers(frames(PUBLISHED)[0])
    assert not request.answers(frames(codec.request(0x95))[0])
    assert request.answers(frames(cells_of(1)[0])[0])
    request = procedure.send(frames(cells_of(1)[0])[0])
    first, second = (frames(reply(0x96, bytes([n]) + b"\x41" * 7))[0] for n in (1, 2))
    assert not request.answers(first)
    assert request.answers(second)
    procedure.close()


@pytest.mark.parametrize(
    ("command", "data", "changes"),
    [
        (0x90, b"", False),
        (0x57, b"", False),
        (0x90, b"\1", None),
        (0xD9, b"\1", True),
        (0x00, b"", True),
        (0x5A, b"", None),
    ],
)
def test_what_changes_the_board(command: int, data: bytes, changes: bool | None) -> None:
    body = bytes([0xA5, 0x40, command, 8]) + data.ljust(8, b"\0")
    (frame,) = frames(body + bytes([sum(body) & 0xFF]))
    assert DALY.writes(frame) is changes
    assert DALY.writes(frames(PUBLISHED)[0]) is None
    assert DALY.writes(frame._replace(verified=False)) is None
