"""Recorded conversations: replies with their requests, and without."""

from datetime import UTC, datetime

from mingtang_desk.interfaces.driver import Decoded, Frame, Part
from mingtang_desk.session.profiles import shipped_driver
from tests.protocols.modbus.board import Board, framed, mingtang, seal, tower

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SOC = framed(seal(bytes([1, 3, 2, 0, 50])))
type Heard = list[tuple[str, Frame]]


def heard(board: Board, *, settings: bool = False, counters: bool = False) -> Heard:
    """What a desk and this board say to each other."""
    session = shipped_driver("mingtang").session({"protocol": "mingtang"})
    frames: Heard = []
    answer = board.answer

    def listening(request: object) -> Frame:
        reply = answer(request)  # type: ignore[arg-type]
        frames.append(("tx", framed(board.requests[-1].data)))
        frames.append(("rx", reply))
        return reply

    board.answer = listening  # type: ignore[method-assign]
    board.run(session.identify())
    board.run(session.poll(Part.SLOW, lambda: NOW))
    if settings:
        board.run(session.read_settings(None, lambda: NOW))
    if counters:
        board.run(session.read_counters(lambda: NOW))
    return frames


def decoded(frames: Heard, key: str = "mingtang") -> Decoded:
    return shipped_driver(key).decode(frames, NOW)


def test_a_whole_conversation_says_what_the_session_knew() -> None:
    board = mingtang()
    frames = heard(board, settings=True, counters=True)
    got = decoded(frames)
    session = shipped_driver("mingtang").session({"protocol": "mingtang"})
    board.run(session.identify())
    expected = board.run(session.poll(Part.SLOW, lambda: NOW))
    assert got.sample == expected
    assert got.settings["cell_ovp_v"] == 4.25
    assert got.settings["nominal_ah"] == 50.0
    assert got.stats is not None
    assert got.stats.values["cell_uv"] == 1
    assert got.info["vendor_code"] == "312_SY_13S"
    assert not got.problems


def test_a_board_without_the_extension_keeps_its_whole_degrees() -> None:
    got = decoded(heard(tower()))
    assert got.sample is not None
    assert [sensor.name for sensor in got.sample.temperatures] == ["ambient", "cell_1", "mosfet"]
    assert got.settings == {}
    assert got.stats is None


def test_without_its_request_a_reply_gives_no_values() -> None:
    frames = heard(mingtang())
    assert decoded([entry for entry in frames if entry[0] == "rx"]) == Decoded()
    assert decoded([entry for entry in frames if entry[0] == "tx"]) == Decoded()


def test_a_reply_belongs_to_the_request_before_it() -> None:
    request = framed(seal(bytes([1, 3, 0, 0, 0, 1])))
    other = framed(seal(bytes([1, 4, 0, 0, 0, 1])))
    reply = framed(seal(bytes([1, 3, 2, 0x12, 0x6E])))
    refusal = framed(seal(bytes([1, 0x83, 2])))
    assert decoded([("tx", request), ("rx", refusal)]).sample is None
    assert decoded([("tx", other), ("rx", reply)]).sample is None
    sample = decoded([("tx", other), ("tx", request), ("rx", reply), ("rx", reply)], "tt").sample
    assert sample is not None
    assert sample.pack_v == 47.18


def test_a_refused_request_is_answered_by_nothing_else() -> None:
    request = framed(seal(bytes([1, 3, 0, 0, 0, 1])))
    refusal = framed(seal(bytes([1, 0x83, 2])))
    reply = framed(seal(bytes([1, 3, 2, 0x12, 0x6E])))
    assert decoded([("tx", request), ("rx", refusal), ("rx", reply)]).sample is None
    assert decoded([("tx", request), ("rx", request), ("rx", reply)]).sample is not None, "an echo"


def test_boards_of_several_addresses_are_not_mixed() -> None:
    frames: Heard = []
    for address, raw in ((2, 4718), (5, 4800), (2, 4719)):
        frames.append(("tx", framed(seal(bytes([address, 3, 0, 0, 0, 1])))))
        frames.append(("rx", framed(seal(bytes([address, 3, 2]) + raw.to_bytes(2, "big")))))
    frames.append(("tx", framed(seal(bytes([9, 3, 0, 2, 0, 1])))))
    frames.append(("rx", framed(seal(bytes([9, 3, 4, 0, 50, 0, 50])))))
    got = decoded(frames, "tt")
    assert got.sample is not None
    assert got.sample.pack_v == 47.19
    assert [pack.pack_v for pack in got.packs] == [48.0]
    assert len(got.problems) == 1


def test_bits_that_were_not_heard_are_not_reported_as_none() -> None:
    got = decoded([("tx", framed(seal(bytes([1, 3, 0, 2, 0, 1])))), ("rx", SOC)], "tt").sample
    assert got is not None
    assert got.raw == {}


def test_a_reply_of_another_length_is_a_problem_and_no_value() -> None:
    request = framed(seal(bytes([1, 3, 0, 0, 0, 2])))
    reply = framed(seal(bytes([1, 3, 2, 0x12, 0x6E])))
    got = decoded([("tx", request), ("rx", reply)])
    assert got.sample is None
    assert len(got.problems) == 1
    assert "bytes" in str(got.problems[0])


def test_any_part_of_the_cells_may_be_asked_for() -> None:
    request = framed(seal(bytes([1, 3, 0, 9, 0, 3])))
    reply = framed(seal(bytes([1, 3, 6, 0x0E, 0x2D, 0x0E, 0x2E, 0, 0])))
    sample = decoded([("tx", request), ("rx", reply)], "tt").sample
    assert sample is not None
    assert sample.cell_v == (3.629, 3.630, 0.0)
    assert decoded([("tx", request), ("rx", reply)], "tt").sample == sample
    for start in range(9, 9 + 300):  # as many kinds of requests as a master can think of
        request = framed(seal(bytes([1, 3, start >> 8, start & 255, 0, 1])))
        decoded([("tx", request), ("rx", framed(seal(bytes([1, 3, 2, 0, 9]))))], "tt")


def test_where_values_stand() -> None:
    board = mingtang()
    session = shipped_driver("mingtang").session({"protocol": "mingtang"})
    board.run(session.identify())
    board.run(session.poll(Part.FAST, lambda: NOW))
    sample = board.run(session.poll(Part.FAST, lambda: NOW))
    driver = shipped_driver("mingtang")
    origins = driver.origins(sample)
    pack = origins["pack_v"]
    assert pack.place == "register 0x0000"
    assert pack.scale == "u16 × 0.01"
    assert pack.bytes_in(sample.wire) == bytes.fromhex("126e")
    assert origins["temperature.board"].bytes_in(sample.wire) == (297).to_bytes(2, "big")
    assert origins["cell_v.13"].bytes_in(sample.wire) == (3629).to_bytes(2, "big")
    assert "cell_v.14" not in origins
    assert origins["charge_mosfet"].place == "register 0x2023 bit 0"
    assert driver.setting_origins["nominal_ah"].bytes_in({"2200": bytes(4)}) == bytes(4)
    tower_sample = decoded(heard(tower()), "tt").sample
    assert tower_sample is not None
    tower_origins = shipped_driver("tt").origins(tower_sample)
    assert tower_origins["temperature.ambient"].scale == "u16 (tower)"
    assert tower_origins["info.battery_code"].size == 24
