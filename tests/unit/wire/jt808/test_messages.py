"""Messages both ways, both editions; and bodies that are not what they should be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingtang_desk.wire.jt808 import codec, commands, fences, message, registration
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import Header, Packet, Terminal, terminal_of
from mingtang_desk.wire.jt808.items import STANDARD_ITEMS, Item, item_bytes, read_items
from mingtang_desk.wire.jt808.message import Form, Message
from mingtang_desk.wire.jt808.octets import CHINA
from mingtang_desk.wire.jt808.parameters import (
    PARAMETERS,
    Parameter,
    ParametersReply,
    QuerySomeParameters,
    SetParameters,
    parameter,
)
from mingtang_desk.wire.jt808.position import BASE_BYTES, Position, bcd_of
from mingtang_desk.wire.jt808.registration import Authenticate, Register
from mingtang_desk.wire.jt808.reports import BLIND, Batch, PositionReply, Report
from mingtang_desk.wire.jt808.transparent import TransparentDown, TransparentUp
from mingtang_desk.wire.jt808.vendors import VENDORS

OLD, NEW = terminal_of("13800138000"), terminal_of("13800138000", version=1)
BASE = bytes.fromhex("00000000 00000003 0158fb00 06ca0000 0010 0064 005a 260102030405")

u8, u16, u32 = (st.integers(0, (1 << 8 * size) - 1) for size in (1, 2, 4))


def texts(longest: int) -> st.SearchStrategy[str]:
    """Text that GBK has, so many bytes at most."""
    return st.text("ab1;<>'&粤测电池", max_size=longest // 2)


def raw(longest: int) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=longest)


def exactly(size: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)


times = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)).map(  # noqa: DTZ001
    lambda t: t.replace(tzinfo=UTC, microsecond=0)
)
items = st.lists(st.builds(Item, u8, raw(40)), max_size=6).map(tuple)
positions = st.builds(
    lambda when, lat, lon, **rest: Position(
        lat=lat / 1e6,
        lon=lon / 1e6,
        time=when,
        time_bcd=bcd_of(when, CHINA),
        status=rest.pop("status") & ~12 | (4 if lat < 0 else 0) | (8 if lon < 0 else 0),
        speed_kmh=rest.pop("speed") / 10,
        **rest,
    ),
    when=times,
    lat=st.integers(-90_000_000, 90_000_000),
    lon=st.integers(-180_000_000, 180_000_000),
    alarms=u32,
    status=u32,
    altitude_m=st.integers(-32768, 32767),
    speed=u16,
    course_deg=u16,
    items=items,
)
resend = {"first_serial": u16, "numbers": st.lists(u16, max_size=9).map(tuple)}
pairs = st.lists(st.builds(Parameter, u32, raw(255)), max_size=9).map(tuple)
ids = st.lists(u32, max_size=20).map(tuple)


def places(south: bool, west: bool) -> st.SearchStrategy[fences.Place]:
    return st.tuples(
        st.integers(1, 90_000_000).map(lambda n: (-n if south else n) / 1e6),
        st.integers(1, 180_000_000).map(lambda n: (-n if west else n) / 1e6),
    )


def shape(flags: int) -> dict[str, st.SearchStrategy[object]]:
    south, west = bool(flags & fences.AreaFlag.SOUTH), bool(flags & fences.AreaFlag.WEST)
    limits: dict[str, st.SearchStrategy[object]] = {}
    if flags & fences.AreaFlag.HAS_TIMES:
        limits |= {"start": exactly(6), "end": exactly(6)}
    if flags & fences.AreaFlag.HAS_SPEED:
        limits |= {"max_speed_kmh": u16, "overspeed_s": u8}
    return {
        "id": u32,
        "flags": st.just(flags),
        "place": places(south, west),
        "limits": st.builds(fences.Limits, **limits),
    }


def circle(flags: int) -> st.SearchStrategy[fences.Circle]:
    told = shape(flags)
    return st.builds(
        fences.Circle,
        id=u32,
        flags=told["flags"],
        centre=told["place"],
        radius_m=u32,
        limits=told["limits"],
    )


def polygon(flags: int) -> st.SearchStrategy[fences.SetPolygon]:
    told = shape(flags)
    return st.builds(
        fences.SetPolygon,
        id=u32,
        flags=told["flags"],
        corners=st.lists(told["place"], min_size=1, max_size=8).map(tuple),
        limits=told["limits"],
    )


general = {"reply_serial": u16, "reply_id": u16, "result": u8}
area_flags = st.integers(0, 0xFF)
BARE: tuple[Callable[..., Message], ...] = (
    message.Heartbeat,
    message.Logout,
    message.QueryAttributes,
    message.QueryParameters,
    message.QueryPosition,
    message.QueryTime,
    message.QueryTime2019,
)
MESSAGES: tuple[st.SearchStrategy[Message], ...] = (
    st.builds(message.TerminalReply, **general),
    st.builds(message.PlatformReply, **general),
    *(st.builds(kind, extra=raw(4)) for kind in BARE),
    st.builds(registration.TimeReply, time=times),
    st.builds(registration.TimeReply2019, time=times | st.none()),
    st.builds(
        Register,
        province=u16,
        city=u16,
        maker=exactly(5),
        model=texts(20),
        terminal=texts(7),
        plate_colour=st.sampled_from(sorted(registration.PLATE_COLOURS)),
        plate=texts(8),
        edition=st.just(2013),
    ),
    st.builds(registration.RegisterReply, reply_serial=u16, result=st.just(0), auth_code=texts(40)),
    st.builds(registration.RegisterReply, reply_serial=u16, result=st.integers(1, 4)),
    st.builds(Report, position=positions),
    st.builds(PositionReply, reply_serial=u16, position=positions),
    st.builds(Batch, kind=u8, positions=st.lists(positions, max_size=5).map(tuple), count=u16),
    st.builds(commands.Track, interval_s=u16, validity_s=u32),
    st.builds(commands.Track, interval_s=st.just(0)),
    st.builds(SetParameters, parameters=pairs, count=u8),
    st.builds(QuerySomeParameters, ids=ids),
    st.builds(ParametersReply, reply_serial=u16, parameters=pairs, count=u8),
    st.builds(commands.Control, command=u8, parameters=texts(60)),
    st.builds(
        commands.Attributes,
        kind=u16,
        maker=exactly(5),
        model=texts(20),
        terminal=texts(7),
        iccid=exactly(10),
        hardware=texts(60),
        firmware=texts(60),
        gnss=u8,
        radio=u8,
    ),
    st.builds(commands.Upgrade, kind=u8, maker=exactly(5), version=texts(50), data=raw(3000)),
    st.builds(commands.UpgradeResult, kind=u8, result=u8),
    st.builds(commands.PlatformResend, **resend),
    st.builds(commands.TerminalResend, **resend),
    area_flags.flatmap(
        lambda flags: st.builds(
            fences.SetCircles, action=u8, circles=st.lists(circle(flags), max_size=4).map(tuple)
        )
    ),
    area_flags.flatmap(polygon),
    st.builds(fences.DeleteCircles, ids=ids),
    st.builds(fences.DeletePolygons, ids=ids),
    st.builds(TransparentDown, channel=u8, data=raw(1500)),
    st.builds(TransparentUp, channel=u8, data=raw(1500)),
)


def through(said: Message | codec.Opaque, terminal: Terminal) -> Message | codec.Opaque:
    """What arrives of a message, its parts joined."""
    packets = Jt808Framer().feed(b"".join(codec.encode(said, terminal, 65535)))
    first = packets[0].header
    whole = Header(message_id=first.message_id, terminal=first.terminal, serial=first.serial)
    body = b"".join(packet.body for packet in packets)
    return codec.decode(Packet(header=whole, body=body, raw=body, serials=()))


def packet(message_id: int, body: bytes, terminal: Terminal = OLD, **head: int) -> Packet:
    header = Header(message_id=message_id, terminal=terminal, serial=1, **head)  # type: ignore[arg-type]
    return Packet(header=header, body=body, raw=body, serials=(1,))


@pytest.mark.parametrize("terminal", [OLD, NEW], ids=["2013", "2019"])
@pytest.mark.parametrize("kind", range(len(MESSAGES)))
@settings(max_examples=15)
@given(data=st.data())
def test_what_is_said_arrives(terminal: Terminal, kind: int, data: st.DataObject) -> None:
    said = data.draw(MESSAGES[kind])
    assert through(said, terminal) == said


@pytest.mark.parametrize("terminal", [OLD, NEW], ids=["2013", "2019"])
@given(message_id=st.sampled_from(sorted(codec.MESSAGES)), body=st.binary(max_size=300))
def test_no_body_raises(terminal: Terminal, message_id: int, body: bytes) -> None:
    said = codec.decode(packet(message_id, body, terminal))
    if isinstance(said, codec.Opaque):
        assert (said.message_id, said.data) == (message_id, body)
        assert said.problem


@given(st.binary(max_size=200))
def test_the_tail_of_a_position_costs_nothing_but_itself(tail: bytes) -> None:
    said = codec.decode(packet(0x0200, BASE + tail))
    assert isinstance(said, Report)
    position = said.position
    assert (position.lat, position.lon) == (22.608640, 113.901568)
    assert (position.altitude_m, position.speed_kmh, position.course_deg) == (16, 10.0, 90)
    assert position.time == datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC)
    assert item_bytes(position.items) + position.tail == tail
    position.values()
    for vendor in VENDORS.values():
        position.values(vendor)
    assert said.body(Form()) == BASE + tail


def test_2019_alone() -> None:
    full = Authenticate(auth_code="code-1", imei="868935060005020", software="v1.2")
    code = Authenticate(auth_code="code-1")
    assert through(full, NEW) == full
    assert through(code, NEW) == code
    assert through(full, OLD) == code
    told = commands.Text(flags=9, text="重启", kind=2)
    assert through(told, NEW) == told
    assert through(commands.Text(flags=9, text="x"), NEW) == commands.Text(
        flags=9, text="x", kind=1
    )
    assert through(told, OLD) == commands.Text(flags=9, text="重启")
    limits = fences.Limits(max_speed_kmh=25, overspeed_s=5, night_speed_kmh=20, name="仓库")
    area = fences.SetPolygon(
        id=7, flags=fences.AreaFlag.HAS_SPEED, corners=((22.5, 114.0),), limits=limits
    )
    assert through(area, NEW) == area
    round_area = fences.Circle(id=7, flags=2, centre=(-22.5, 114.0), radius_m=9, limits=limits)
    (got,) = through(fences.SetCircles(action=1, circles=(round_area,)), NEW).circles  # type: ignore[union-attr]
    assert (got.flags, got.centre, got.limits) == (0x42, (-22.5, 114.0), limits)


@pytest.mark.parametrize("body", ["", "00", "31323334", "05616263"])
def test_a_2019_code_as_it_was_before(body: str) -> None:
    said = codec.decode(packet(0x0102, bytes.fromhex(body), NEW))
    assert isinstance(said, Authenticate)
    want = "" if body == "00" else bytes.fromhex(body).decode()
    assert said == Authenticate(auth_code=want)


@pytest.mark.parametrize(
    ("edition", "terminal", "plate"),
    [
        (2011, OLD, "粤B12345"),
        (2011, OLD, "LSVAA49J132047371"),
        (2011, NEW, "粤B1"),
        (2013, OLD, "LSVAA49J132047371"),
        (2013, NEW, "粤B12345"),
        (2019, NEW, "粤B12345"),
    ],
)
def test_editions_of_a_registration(edition: int, terminal: Terminal, plate: str) -> None:
    layout = registration.LAYOUTS[edition]
    said = Register(
        province=44,
        city=300,
        maker=b"MAKER".ljust(layout.maker, b"\x00"),
        model="EB-1",
        terminal="T000001",
        plate_colour=0,
        plate=plate,
        edition=edition,
    )
    assert through(said, terminal) == said


def test_a_registration_with_a_colour_that_nobody_knows() -> None:
    body = bytes(24) + b"\x50" + b"plate"
    said = codec.decode(packet(0x0100, body))
    assert isinstance(said, Register)
    assert (said.plate_colour, said.plate, said.edition) == (0x50, "plate", 2011)


def position_of(body: bytes, zone: timezone = CHINA) -> Position:
    said = codec.decode(packet(0x0200, body), zone=zone)
    assert isinstance(said, Report)
    return said.position


@pytest.mark.parametrize(
    ("status", "place", "sign", "fix"),
    [
        (0b0010, "0158fb00 06ca0000", (1, 1), True),
        (0b0110, "0158fb00 06ca0000", (-1, 1), True),
        (0b1010, "0158fb00 06ca0000", (1, -1), True),
        (0b1110, "0158fb00 06ca0000", (-1, -1), True),
        (0b0000, "0158fb00 06ca0000", (1, 1), False),
    ],
)
def test_signs_and_fix(status: int, place: str, sign: tuple[int, int], fix: bool) -> None:
    head = bytes(4) + status.to_bytes(4, "big") + bytes.fromhex(place)
    position = position_of(head + BASE[16:])
    assert (position.lat, position.lon) == (22.608640 * sign[0], 113.901568 * sign[1])
    assert (position.has_fix, position.is_located, position.acc_on) == (fix, fix, False)


@pytest.mark.parametrize("place", ["00000000 00000000", "0560e000 06ca0000", "0158fb00 0abc0000"])
def test_no_fix_outside_the_world(place: str) -> None:
    assert not position_of(BASE[:8] + bytes.fromhex(place) + BASE[16:]).has_fix


@pytest.mark.parametrize(
    ("bcd", "zone", "want"),
    [
        ("260101080000", 8, datetime(2026, 1, 1, tzinfo=UTC)),
        ("260101080000", 0, datetime(2026, 1, 1, 8, tzinfo=UTC)),
        ("000000000000", 8, None),
        ("260230000000", 8, None),
        ("261301000000", 8, None),
        ("260101250000", 8, None),
        ("26010108006a", 8, None),
        ("ffffffffffff", 8, None),
        ("800106080000", 8, datetime(2080, 1, 6, tzinfo=UTC)),
    ],
)
def test_times(bcd: str, zone: int, want: datetime | None) -> None:
    position = position_of(BASE[:22] + bytes.fromhex(bcd), timezone(timedelta(hours=zone)))
    assert (position.time, position.time_bcd.hex()) == (want, bcd)


def test_every_standard_item() -> None:
    told = {
        0x01: ("00000064", {"mileage_km": 10.0}),
        0x02: ("007d", {"fuel_l": 12.5}),
        0x03: ("0021", {"recorder_speed_kmh": 3.3}),
        0x04: ("002c", {"event_to_confirm": 44}),
        0x05: ("20ff" + "ff" * 28, {"tyre_pressure_pa": (32, *[None] * 29)}),
        0x06: ("fff6", {"carriage_c": -10}),
        0x11: ("0200000042", {"overspeed_area": (2, 66)}),
        0x12: ("020000000701", {"area_crossing": (2, 7, 1)}),
        0x13: ("00000058005801", {"route_time": (88, 88, 1)}),
        0x25: ("00000063", {"extended_signals": 99}),
        0x2A: ("0002", {"io_status": 2}),
        0x2B: ("00140005", {"analog_inputs": (5, 20)}),
        0x30: ("1f", {"signal": 31}),
        0x31: ("0c", {"satellites": 12}),
    }
    assert told.keys() == STANDARD_ITEMS.keys()
    for number, (data, want) in told.items():
        item = Item(number, bytes.fromhex(data))
        assert position_of(BASE + item_bytes([item])).values() == want
        longer = Item(number, bytes.fromhex(data) + bytes(3))
        assert position_of(BASE + item_bytes([longer])).values() == {}
    assert position_of(BASE + b"\x11\x01\x00").values() == {"overspeed_area": (0,)}


def test_items_break_off() -> None:
    assert read_items(bytes.fromhex("3001ff 3101")) == ((Item(0x30, b"\xff"),), b"\x31\x01")
    assert read_items(b"\x30") == ((), b"\x30")


def test_nested_items_of_a_vendor() -> None:
    vendor = VENDORS["eb-nested"]

    def values(nested: str) -> dict[str, object]:
        item = Item(0xEB, bytes.fromhex(nested))
        return {**position_of(BASE + item_bytes([item])).values(vendor)}

    assert values("000600c5ffffffff") == {"vibration": False}
    assert values("000600c5ffffffbf") == {"vibration": True}
    assert values("000c00b2898601178010862221ff") == {}  # half bytes that are no digits
    assert values("000100c5ffffffff") == values("002000c5ffffffff") == values("0006") == {}


def test_a_batch_that_is_not_what_it_says() -> None:
    entry = (BASE_BYTES).to_bytes(2, "big") + BASE
    body = b"\x00\x05\x01" + entry + b"\x00\x03abc" + entry + b"\x00\x40rest"
    said = codec.decode(packet(0x0704, body))
    assert isinstance(said, Batch)
    assert (said.count, said.kind, len(said.positions)) == (5, BLIND, 2)
    assert (said.unread, said.tail) == ((b"abc",), b"\x00\x40rest")
    empty = codec.decode(packet(0x0704, b"\x00\x01\x00\x00\x00"))
    assert isinstance(empty, Batch)
    assert (empty.positions, empty.tail) == ((), b"\x00\x00")


def test_encrypted_and_unknown_bodies_stay_as_they_came() -> None:
    said = codec.decode(packet(0x0200, BASE, encryption=1))
    assert said == codec.Opaque(message_id=0x0200, data=BASE, problem="encrypted")
    unknown = codec.Opaque(message_id=0x0B05, data=b"\x01")
    assert through(unknown, OLD) == unknown


def test_parameters() -> None:
    assert parameter("report_s", 30) == Parameter(0x0029, bytes.fromhex("0000001e"))
    assert parameter("server", "example").value == "example"
    assert Parameter(0x0029, bytes.fromhex("0000001e")).value == 30
    assert Parameter(0x0029, b"\x1e").value is None
    assert Parameter(0xF364, b"\x1e").value is None
    assert SetParameters.of(parameter("report_s", 30)).count == 1
    assert {spec.id for spec in PARAMETERS.values()} == set(PARAMETERS)
    for key, value in (("report_s", "30"), ("server", 1), ("plate_colour", 256)):
        with pytest.raises(ValueError, match=r"take|fit"):
            parameter(key, value)
    said = codec.decode(packet(0x8103, bytes.fromhex("02 00000029 04 0000001e 0000")))
    assert isinstance(said, SetParameters)
    assert (said.count, said.parameters) == (2, (parameter("report_s", 30),))
    assert said.tail == b"\x00\x00"


def test_time_of_day() -> None:
    zero = codec.decode(packet(0x8109, bytes(7)))
    assert zero == registration.TimeReply(time=None)
    assert through(zero, OLD) == zero
    early = codec.decode(packet(0x8109, bytes.fromhex("0001010100 0000")))
    assert early == registration.TimeReply(time=None)  # before the first year, in UTC


@pytest.mark.parametrize(
    "said",
    [
        commands.Track(interval_s=5),
        commands.Control(command=256),
        commands.Control(command=1, parameters="\ud800"),
        Report(position=position_of(BASE + b"")),
        fences.SetPolygon(id=1, flags=0, corners=((1.0, 1.0), (-1.0, 1.0))),
        registration.TimeReply2019(time=datetime(1999, 12, 31, tzinfo=UTC)),
        Register(
            province=0,
            city=0,
            maker=b"LONGER",
            model="",
            terminal="",
            plate_colour=0,
            plate="",
            edition=2013,
        ),
    ],
    ids=lambda said: type(said).__name__,
)
def test_what_does_not_fit_is_not_sent(said: Message) -> None:
    if isinstance(said, Report):
        said = Report(position=_broken(said.position))
    with pytest.raises(ValueError, match=r"fit|needs|takes|hemisphere|digits|encode"):
        codec.encode(said, OLD, 1)


def _broken(position: Position) -> Position:
    return Position(
        alarms=0,
        status=0,
        lat=5000.0,
        lon=0.0,
        altitude_m=0,
        speed_kmh=0.0,
        course_deg=0,
        time=None,
        time_bcd=position.time_bcd,
    )


def test_the_example_of_the_published_library() -> None:
    """SmallChi/JT808 (MIT), README: with both escapes in it."""
    wire = bytes.fromhex(
        "7E 02 00 00 26 12 34 56 78 90 12 00 7D 02 00 00 00 01 00 00 00 02 00 BA 7F 0E 07 E4 F1"
        "1C 00 28 00 3C 00 00 18 10 15 10 10 10 01 04 00 00 00 64 02 02 00 7D 01 13 7E"
    )
    (got,) = Jt808Framer().feed(wire)
    assert (got.header.terminal.number, got.header.serial) == ("123456789012", 126)
    said = codec.decode(got)
    assert isinstance(said, Report)
    position = said.position
    assert (position.alarms, position.status) == (1, 2)
    assert (position.lat, position.lon) == (12.222222, 132.444444)
    assert (position.altitude_m, position.speed_kmh, position.course_deg) == (40, 6.0, 0)
    assert position.time == datetime(2018, 10, 15, 2, 10, 10, tzinfo=UTC)
    assert position.values() == {"mileage_km": 10.0, "fuel_l": 12.5}
    assert codec.encode(said, got.header.terminal, 126) == [wire]


def test_a_2019_packet_made_by_hand() -> None:
    """0x0002 with properties 4000, version 1, ten bytes of number, serial 1, all XORed."""
    wire = bytes.fromhex("7e 0002 4000 01 00000000013800138000 0001 e8 7e")
    (got,) = Jt808Framer().feed(wire)
    assert got.header == Header(message_id=2, terminal=NEW, serial=1)
    assert codec.encode(message.Heartbeat(), NEW, 1) == [wire]


def test_what_a_platform_confirms() -> None:
    """As the notes of the published frames say, and nothing that the platform itself sends."""
    for number in (0x0102, 0x0002, 0x0003, 0x0200, 0x0704, 0x0900, 0x0107, 0x0702, 0x0B05):
        assert codec.wants_general_reply(number)
    for number in (0x0100, 0x0104, 0x0201, 0x0001, 0x8001, 0x8900):
        assert not codec.wants_general_reply(number)
