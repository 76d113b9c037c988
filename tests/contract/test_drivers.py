"""What every row of DRIVERS has to keep, and the skeleton that new ones are copied from."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.interfaces.driver import Driver, Frame, Part, Request
from mingtang_desk.protocols._template.driver import TEMPLATE
from mingtang_desk.session.drivers import DRIVERS, all_drivers, candidates, find_driver
from mingtang_desk.session.profiles import SHIPPED
from mingtang_desk.session.transports import TRANSPORTS
from mingtang_desk.wire.capture import read_capture

ROOT = Path(__file__).parents[2]
ROWS = [*DRIVERS, TEMPLATE]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
every = pytest.mark.parametrize("driver", ROWS, ids=lambda driver: driver.key)
shipped = pytest.mark.parametrize("driver", DRIVERS, ids=lambda driver: driver.key)


def now() -> datetime:
    return NOW


def test_keys_are_unique_and_found() -> None:
    keys = [driver.key for driver in all_drivers()]
    assert len(set(keys)) == len(keys)
    assert TEMPLATE.key not in keys
    for driver in DRIVERS:
        assert find_driver(driver.key) is driver
    assert find_driver("auto") is None


@every
def test_a_row_is_complete(driver: Driver) -> None:
    assert driver.key.islower()
    assert driver.label
    assert driver.transports
    assert Capability.STATUS in driver.capabilities
    assert driver.baud > 0
    assert 0 < driver.silence_s < 5
    for key, spec in driver.settings.items():
        assert spec.key == key


@shipped
def test_it_goes_over_transports_that_exist(driver: Driver) -> None:
    for scheme in driver.transports:
        assert scheme in {row.scheme for row in TRANSPORTS}
        assert driver.key in {each.key for each in candidates(scheme)}


@shipped
def test_it_has_its_page_captures_and_quality(driver: Driver) -> None:
    family = driver.key if driver.key not in SHIPPED else "modbus"
    assert (ROOT / "docs" / "protocols" / f"{driver.key}.md").is_file()
    assert (ROOT / "docs" / "protocols" / f"{family}.md").is_file()
    folder = ROOT / "src" / "mingtang_desk" / "protocols" / family
    assert (folder / "quality.yaml").is_file()
    assert list((ROOT / "tests" / "protocols" / driver.key / "captures").glob("*.jsonl"))


@shipped
def test_its_captures_decode_without_a_bad_frame(driver: Driver) -> None:
    for path in (ROOT / "tests" / "protocols" / driver.key / "captures").glob("*.jsonl"):
        framers = {"rx": driver.framer(), "tx": driver.framer()}
        entries = read_capture(path).entries
        frames: list[tuple[str, Frame]] = []
        last = "rx"
        for entry in entries:  # who begins to speak ends what the other one said
            if entry.direction != last:
                frames += [(last, frame) for frame in framers[last].flush()]
                last = entry.direction
            frames += [(last, frame) for frame in framers[last].feed(entry.data)]
        decoded = driver.decode(frames, NOW)
        assert decoded.sample is not None
        assert not decoded.problems
        assert decoded.sample.protocol == driver.key
        for framer in framers.values():
            assert framer.flush() == []
            assert (framer.counts.bad, framer.counts.ignored) == (0, 0)


@every
@given(chunks=st.lists(st.binary(max_size=40), max_size=12))
def test_any_cut_gives_the_same_frames(driver: Driver, chunks: list[bytes]) -> None:
    for lenient in (False, True):
        whole, cut = driver.framer(lenient=lenient), driver.framer(lenient=lenient)
        frames = whole.feed(b"".join(chunks)) + whole.flush()
        assert frames == [f for chunk in chunks for f in cut.feed(chunk)] + cut.flush()
        assert whole.counts == cut.counts
        for frame in frames:
            assert lenient or frame.verified
        driver.decode([("rx", frame) for frame in frames], NOW)


@every
def test_noise_is_counted_byte_by_byte(driver: Driver) -> None:
    data = random.Random(1).randbytes(5000)
    framer = driver.framer()
    frames = framer.feed(data) + framer.flush()
    assert framer.counts.good == len(frames)
    assert framer.counts.ignored + sum(len(frame.raw) for frame in frames) == len(data)


@every
def test_its_questions_only_read(driver: Driver) -> None:
    for make in (
        lambda: driver.session({}).identify(),
        lambda: driver.session({}).poll(Part.FAST, now),
        lambda: driver.session({}).poll(Part.SLOW, now),
    ):
        procedure = make()
        request = next(procedure)
        assert isinstance(request, Request)
        assert request.data
        assert request.what
        assert request.reply_bytes > 0
        assert not request.writes
        procedure.close()
