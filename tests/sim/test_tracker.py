"""A simulated tracker beside the project's own codec: what it reports, answers and suffers."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.sim.errors import SimOptionError, StateFileError
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.telegram import Identity, Unpacker, pack
from mingtang_desk.wire.jt808 import commands
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.message import (
    Heartbeat,
    QueryAttributes,
    QueryParameters,
    QueryPosition,
)
from mingtang_desk.wire.jt808.parameters import (
    ParametersReply,
    QuerySomeParameters,
    SetParameters,
    parameter,
)
from mingtang_desk.wire.jt808.position import Position
from mingtang_desk.wire.jt808.registration import Authenticate, Register
from mingtang_desk.wire.jt808.reports import BLIND, Batch, PositionReply, Report
from mingtang_desk.wire.jt808.transparent import SERIAL_1, TransparentDown, TransparentUp
from mingtang_desk.wire.jt808.vendors import VENDORS
from tests.sim.platform import CODE, NUMBER, START, platform

READ_BASIC = bytes.fromhex("dda50300fffd77")
COLUMNS = [
    "unix_s",
    "lat",
    "lon",
    "speed_kmh",
    "course",
    "valid",
    "satellites",
    "hdop",
    "acc",
    "event?",
]
T0 = 1795996800
ROWS: list[list[object]] = [
    [T0, 30.5, 121.2, 0.0, 10, 1, 9, 1.0, 0],
    [T0 + 10, 30.5005, 121.2, 20.0, 0, 1, 9, 1.0, 1],
    [T0 - 5 * 10**8, 0.0, 0.0, 20.0, 0, 0, 0, 9.9, 1],
    [T0 + 20, 30.501, 121.2, 20.0, 0, 1, 9, 1.0, 1],
    [T0 + 30, -30.501, -121.2, 0.0, 359.9, 1, 9, 1.0, 0, "vibration"],
]


@pytest.mark.parametrize("edition", [2013, 2019])
def test_it_comes_in_and_reports(edition: int) -> None:
    site = platform(edition=edition)
    site.run(35.0)
    (register,), (authenticate,) = site.said(Register), site.said(Authenticate)
    assert register.edition == edition
    assert authenticate.auth_code == CODE
    assert (authenticate.imei is not None) == (edition == 2019)
    assert {p.header.terminal.number for p, _ in site.heard} == {NUMBER}
    assert {p.header.terminal.is_2019 for p, _ in site.heard} == {edition == 2019}
    times = [r.position.time for r in site.said(Report)]
    assert times == [START + timedelta(seconds=s) for s in (0, 10, 20, 30)]
    assert all(r.position.has_fix and r.position.acc_on for r in site.said(Report))
    assert len(site.said(Heartbeat)) == 1
    serials = [packet.header.serial for packet, _ in site.heard]
    assert serials == list(range(len(serials)))
    counters = site.tracker.counters
    assert (counters.reported, counters.acknowledged, counters.late) == (4, 4, 0)


def test_a_round_is_as_long_as_its_mileage_says() -> None:
    site = platform(speed=100.0, every_s=60)
    site.run(60.05)
    positions = site.positions()
    assert len(positions) == 101
    mileage = [p.values()["mileage_km"] for p in positions]
    assert mileage == sorted(mileage)
    assert 15.0 < float(mileage[-1]) < 40.0  # type: ignore[arg-type]
    assert max(p.speed_kmh for p in positions) <= 25.0


def test_the_same_seed_gives_the_same_ride() -> None:
    rides = []
    for seed in (1, 1, 2):
        site = platform(seed=seed, speed=10.0)
        site.run(20.0)
        rides.append([(p.lat, p.lon) for p in site.positions()])
    assert rides[0] == rides[1] != rides[2]


def test_a_link_that_is_cut_is_made_again_without_a_new_registration() -> None:
    site = platform(confirms=False)
    site.run(9.5)
    site.cut()
    site.confirms = True
    site.run(25.0)
    assert (len(site.said(Register)), len(site.said(Authenticate))) == (1, 2)
    (batch,) = site.said(Batch)
    assert batch.kind == BLIND
    assert [p.time for p in batch.positions] == [START, START + timedelta(seconds=10)]
    assert site.tracker.counters.acknowledged == 4


def test_a_code_that_is_not_known_any_more() -> None:
    site = platform()
    site.run(1.0)
    site.cut()
    site.codes.clear()
    site.run(2.5)
    assert [len(site.said(kind)) for kind in (Register, Authenticate)] == [2, 3]
    assert not site.has_link()  # the new code was refused as well
    site.codes.add(CODE)
    site.run(31.0)
    assert [len(site.said(kind)) for kind in (Register, Authenticate)] == [3, 4]
    assert site.has_link()


def test_a_registration_that_is_refused_is_tried_later() -> None:
    site = platform(register_result=4)
    site.run(20.0)
    assert (len(site.said(Register)), site.tracker.counters.refused) == (1, 1)
    assert not site.has_link()
    site.register_result = 0
    site.run(15.0)
    assert site.said(Authenticate)
    assert len(site.positions()) == site.tracker.counters.reported > 3  # nothing was lost


def test_a_platform_that_never_answers_is_left_and_tried_again() -> None:
    tracker = make_tracker(NUMBER, "localhost", 1, now=START)
    sent = 0
    for second in range(50):
        if second in (0, 45):
            assert tracker.wants_link
            tracker.connected(float(second))
        tracker.advance(float(second))
        sent += len(tracker.outgoing(float(second)))
        if second == 41:
            assert not tracker.wants_link
            tracker.disconnected(41.0)
    assert sent == 5  # four times on the first link


@pytest.mark.parametrize("edition", [2013, 2019])
def test_parameters(edition: int) -> None:
    site = platform(edition=edition)
    site.run(1.0)
    serial = site.order(QueryParameters())
    (told,) = site.said(ParametersReply)
    assert (told.reply_serial, told.count) == (serial, len(told.parameters))
    values = {p.id: p.value for p in told.parameters}
    assert (values[0x0029], values[0x0013], values[0x0018]) == (10, "localhost", 8080)
    site.order(SetParameters.of(parameter("report_s", 2), parameter("server", "example")))
    site.order(QuerySomeParameters(ids=(0x0029, 0x0013, 0xF364)))
    assert {p.id: p.value for p in site.said(ParametersReply)[1].parameters} == {
        0x0029: 2,
        0x0013: "example",
    }
    before = len(site.positions())
    site.run(10.0)
    assert len(site.positions()) - before == 5
    assert site.results(SetParameters) == [0]


@pytest.mark.parametrize(
    "body",
    ["", "01", "02 00000029 04 00000002", "01 00000029 02 0002", "01 00000029 04 00000000"],
)
def test_parameters_that_are_wrong_change_nothing(body: str) -> None:
    site = platform()
    site.run(1.0)
    before = dict(site.tracker.memory.values)
    assert not site.tracker.memory.change(bytes.fromhex(body))
    assert site.tracker.memory.values == before


def test_one_wrong_parameter_spoils_the_list() -> None:
    site = platform(faults={"refuse": "0013"})
    site.run(1.0)
    site.order(SetParameters.of(parameter("report_s", 2), parameter("server", "example")))
    assert site.results(SetParameters) == [1]
    assert site.tracker.memory.number(0x0029) == 10


def test_where_it_is_now() -> None:
    site = platform()
    site.run(5.5)
    serial = site.order(QueryPosition())
    (told,) = site.said(PositionReply)
    assert told.reply_serial == serial
    assert told.position.time == START + timedelta(seconds=5)


def test_following_it_for_a_while() -> None:
    site = platform()
    site.run(1.0)
    site.order(commands.Track(interval_s=1, validity_s=10))
    site.run(10.0)
    assert 9 <= len(site.positions()) <= 12
    followed = len(site.positions())
    site.run(20.0)
    assert len(site.positions()) == followed + 2
    site.order(commands.Track(interval_s=1, validity_s=60))
    site.order(commands.Track(interval_s=0))
    site.run(20.0)
    assert len(site.positions()) == followed + 4
    assert site.results(commands.Track) == [0, 0, 0]


@pytest.mark.parametrize(
    ("word", "registers", "every_s"),
    [(commands.Command.RESTART, 1, 3), (commands.Command.FACTORY_RESET, 2, 10)],
)
def test_restart_and_factory_reset(word: int, registers: int, every_s: int) -> None:
    site = platform()
    site.run(1.0)
    site.order(SetParameters.of(parameter("report_s", 3)))
    site.order(commands.Control(command=word))
    assert site.results(commands.Control) == [0]
    site.run(1.0)
    assert not site.has_link()
    site.run(4.0)
    assert site.has_link()
    assert (len(site.said(Register)), len(site.said(Authenticate))) == (registers, 2)
    assert site.tracker.memory.number(0x0029) == every_s


def test_what_it_cannot_do_it_says() -> None:
    site = platform()
    site.run(1.0)
    site.order(commands.Control(command=3))
    site.order(commands.PlatformResend(first_serial=1, numbers=(1,)))
    site.order(TransparentDown(channel=0xF0, data=b"x"))
    site.order(TransparentDown(channel=SERIAL_1, data=b"x"))
    assert site.results(commands.Control) == site.results(commands.PlatformResend) == [3]
    assert site.results(TransparentDown) == [3, 1]
    site.order(commands.Text(flags=1, text="hello"))
    assert site.results(commands.Text) == [0]
    assert site.has_link()


@pytest.mark.parametrize("edition", [2013, 2019])
def test_what_it_is(edition: int) -> None:
    site = platform(edition=edition)
    site.run(1.0)
    site.order(QueryAttributes())
    (told,) = site.said(commands.Attributes)
    assert (told.maker, told.model, told.firmware) == (b"MTSIM", "MT-SIM-808", "1.0.0")


def test_new_firmware_in_parts() -> None:
    site = platform(edition=2019)
    site.run(1.0)
    image = commands.Upgrade(kind=0, maker=b"MTSIM", version="1.1.0", data=bytes(5000))
    site.order(image)
    assert site.results(commands.Upgrade) == [0] * 5
    site.run(6.0)
    assert site.said(commands.UpgradeResult) == [commands.UpgradeResult(kind=0, result=0)]
    assert site.said(Authenticate)[-1].software == "1.1.0"
    site.order(commands.Upgrade(kind=0, maker=b"MTSIM", version="", data=b""))
    site.run(3.0)
    assert site.said(commands.UpgradeResult)[-1].result == 1


@pytest.mark.parametrize("edition", [2013, 2019])
def test_a_board_behind_it(edition: int) -> None:
    site = platform(edition=edition, board="jbd-13s")
    site.run(1.0)
    site.order(TransparentDown(channel=SERIAL_1, data=READ_BASIC))
    site.run(1.0)
    (up,) = site.said(TransparentUp)
    assert site.results(TransparentDown) == [0]
    frames = JbdFramer().feed(up.data)
    decoded = decode_conversation([("rx", frame) for frame in frames], START)
    assert decoded.sample is not None
    assert 40.0 < (decoded.sample.pack_v or 0.0) < 55.0
    order = [type(said) for _, said in site.heard if not isinstance(said, Report)]
    assert order.index(TransparentUp) > 0


def test_a_board_that_is_dead() -> None:
    for faults in ({"no-board": None}, {"board.mute": None}):
        site = platform(board="jbd-13s", faults=faults)
        site.run(1.0)
        site.order(TransparentDown(channel=SERIAL_1, data=READ_BASIC))
        site.run(5.0)
        assert site.results(TransparentDown) == [0]
        assert not site.said(TransparentUp)


def test_it_sleeps_and_wakes() -> None:
    site = platform(faults={"sleep": "25+60"})
    site.run(26.0)
    assert not site.has_link()
    assert not site.positions()[-1].acc_on
    asleep = len(site.positions())
    site.run(55.0)
    assert len(site.positions()) == asleep
    site.run(15.0)
    assert site.has_link()
    assert len(site.said(Register)) == 1
    assert site.positions()[-1].acc_on


def test_without_coverage_rows_come_late() -> None:
    site = platform(faults={"no-coverage": "25+60"})
    site.run(100.05)
    late = [p.time for batch in site.said(Batch) for p in batch.positions]
    assert late == [START + timedelta(seconds=s) for s in (30, 40, 50, 60, 70, 80)]
    times = {p.time for p in site.positions()}
    assert times == {START + timedelta(seconds=s) for s in range(0, 101, 10)}


def test_lost_repeated_and_damaged_telegrams() -> None:
    for name in ("lost", "damage", "half", "wrong-length"):
        site = platform(faults={name: "0.3"}, every_s=1, seed=3)
        site.run(150.0, step_s=0.5)
        assert len({p.time for p in site.positions()}) > 100, name
        counts = site.framer.counts
        assert name == "lost" or counts.bad + counts.ignored, name
        assert all(type(said).__name__ != "Opaque" for _, said in site.heard)
    site = platform(faults={"repeat": "1"})
    site.run(25.0)
    assert len(site.said(Report)) == 6
    assert site.tracker.counters.acknowledged == 3


def test_another_number() -> None:
    site = platform(faults={"spoof": "13900139000"})
    site.run(15.0)
    numbers = {type(said): p.header.terminal.number for p, said in site.heard}
    assert (numbers[Register], numbers[Report]) == (NUMBER, "13900139000")
    assert site.tracker.counters.acknowledged == 2


def test_what_is_for_others_is_not_done() -> None:
    site = platform()
    site.run(1.0)
    other = Identity("013900139000", None)
    site.tracker.receive(pack(0x8104, b"", other, 1), site.now_s)
    site.settle()
    assert not site.said(ParametersReply)
    assert site.tracker.counters.foreign == 1


@pytest.mark.parametrize(
    ("faults", "shift"),
    [
        ({"utc": None}, timedelta(hours=-8)),
        ({"clock": "-31536000"}, timedelta(days=-365)),
        ({"clock": "90.4"}, timedelta(seconds=90)),
    ],
)
def test_clocks_that_are_off(faults: dict[str, str | None], shift: timedelta) -> None:
    site = platform(faults=faults)
    site.run(1.0)
    assert site.positions()[0].time == START + shift


def test_junk_behind_a_position() -> None:
    site = platform(faults={"junk": None})
    site.run(1.0)
    (position,) = site.positions()
    assert position.tail == bytes.fromhex("00a1ff42")
    assert position.values()["satellites"] == 10


def test_late_answers_and_none() -> None:
    site = platform(faults={"late": "3"})
    site.run(1.0)
    site.order(QueryPosition())
    assert not site.said(PositionReply)
    site.run(3.1)
    assert len(site.said(PositionReply)) == 1
    site = platform(faults={"mute": None})
    site.run(1.0)
    site.order(QueryPosition())
    site.run(25.0)
    assert not site.said(PositionReply)
    assert len(site.positions()) == 3


def write_track(path: Path, rows: list[list[object]], *, name: str | None = None) -> Path:
    one = {"columns": COLUMNS, "rows": rows}
    path.write_text(json.dumps(one if name is None else {"tracks": [{"name": name, **one}]}))
    return path


def check_rows(positions: list[Position], first: datetime) -> None:
    times = [p.time for p in positions[:5]]
    want = [0.0, 10.0, -5e8, 20.0, 30.0]
    assert times == [first + timedelta(seconds=s) for s in want]
    assert [p.is_located for p in positions[:5]] == [True, True, False, True, True]
    assert [p.acc_on for p in positions[:5]] == [False, True, True, True, False]
    assert (positions[4].lat, positions[4].lon) == (-30.501, -121.2)
    assert [p.values(VENDORS["eb-nested"]).get("vibration") for p in positions[:5]] == [
        *[None] * 4,
        True,
    ]


def test_rows_of_a_file(tmp_path: Path) -> None:
    site = platform(track=str(write_track(tmp_path / "track.json", ROWS)))
    site.run(32.0)
    check_rows(site.positions(), datetime.fromtimestamp(T0, UTC))
    assert site.positions()[1].values()["mileage_km"] == 0.1  # 55.6 m
    site.run(20.0)
    assert [p.speed_kmh for p in site.positions()[5:]] == [0.0, 0.0]  # it stands there
    assert {(p.lat, p.lon) for p in site.positions()[5:]} == {(-30.501, -121.2)}


def test_one_of_several_tracks_at_another_time(tmp_path: Path) -> None:
    path = write_track(tmp_path / "tracks.json", ROWS, name="ride")
    site = platform(track=f"{path}#ride", start=START, speed=10.0)
    site.run(3.2)
    check_rows(site.positions(), START)
    with pytest.raises(SimOptionError, match="ride"):
        platform(track=f"{path}#other")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"columns": ["unix_s"], "rows": []}',
        '{"columns": ["unix_s", "lat", "lon"], "rows": []}',
        '{"columns": ["unix_s", "lat", "lon"], "rows": [[1, 2]]}',
        '{"columns": ["unix_s", "lat", "lon"], "rows": [["x", 1, 2]]}',
        '{"columns": ["unix_s", "lat", "lon"], "rows": [[1e300, 1, 2]]}',
        '{"columns": ["unix_s", "lat", "lon"], "rows": 5}',
        '{"tracks": []}',
    ],
)
def test_a_file_without_a_track(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(StateFileError):
        platform(track=str(path))
    with pytest.raises(StateFileError):
        platform(track=str(tmp_path / "missing.json"))


@pytest.mark.parametrize(
    "values",
    [
        {"edition": 2011},
        {"every_s": 0},
        {"speed": 0.0},
        {"board": "no-such-board"},
        {"faults": {"no-such": None}},
        {"faults": {"lost": "2"}},
        {"faults": {"lost": None}},
        {"faults": {"mute": "1"}},
        {"faults": {"sleep": "1"}},
        {"faults": {"sleep": "0+1"}},
        {"faults": {"refuse": "xyz"}},
        {"faults": {"spoof": "abc"}},
        {"faults": {"spoof": "1" * 13}},
        {"faults": {"clock": "nan"}},
        {"faults": {"board.mute": None}},
        {"sets": {"soc_pct": "5"}},
    ],
)
def test_what_it_does_not_know_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(SimOptionError):
        platform(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["", "1" * 13, "12-34", "٣"])
def test_numbers_that_are_none(number: str) -> None:
    with pytest.raises(SimOptionError):
        make_tracker(number, "localhost", 1, now=START)


def test_a_number_with_letters() -> None:
    tracker = make_tracker("4F07788EF676", "localhost", 1, now=START)
    assert tracker.identity.digits == "4f07788ef676"


def test_its_own_wire_against_the_codec() -> None:
    """Escapes, both heads, cuts: two implementations that share nothing agree."""
    body = bytes(range(256)) * 2 + b"\x7d\x7e\x7d\x02"
    for who in (Identity("013800138000", None), Identity("00000000013800138000", 1)):
        wire = pack(0x0900, body, who, 0x7D7E)
        (packet,) = Jt808Framer().feed(wire)
        assert (packet.body, packet.header.serial) == (body, 0x7D7E)
        unpacker = Unpacker()
        found = [t for octet in wire for t in unpacker.feed(bytes([octet]))]
        assert [(t.kind, t.digits, t.serial, t.body) for t in found] == [
            (0x0900, who.digits, 0x7D7E, body)
        ]
        damaged = wire[:-2] + bytes([wire[-2] ^ 1]) + wire[-1:]
        assert not unpacker.feed(damaged + b"\x7e\x00\x7e" + wire[:9] + b"\x7e")
        assert unpacker.bad == 3
