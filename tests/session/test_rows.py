"""The literal lists: transports and drivers."""

import importlib.metadata
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session import drivers
from mingtang_desk.session.transports import TRANSPORTS, line_baud, make_transport
from tests.session.toy import TOY


@pytest.mark.parametrize("row", TRANSPORTS, ids=lambda row: row.scheme)
def test_the_example_of_a_row_is_an_address_of_it(row: object) -> None:
    scheme = getattr(row, "scheme", "")
    example = str(getattr(row, "example", "")).replace("host:port", "host:1")
    assert parse_uri(example).scheme == scheme
    if scheme != "sim":
        assert make_transport(parse_uri(example)).where


@pytest.mark.parametrize(
    "uri",
    [
        "pigeon://x",
        "sim://jbd-13s",
        "serial:///dev/x?baud=fast",
        "serial:///dev/x?bits=9N1",
        "serial:///dev/x?echo=perhaps",
        "tcp://x",
        "replay:///x?speed=quick",
    ],
)
def test_addresses_that_make_no_link_are_refused_with_what_is_allowed(uri: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_transport(parse_uri(uri))
    assert caught.value.message
    assert caught.value.hint


def test_only_a_slow_line_counts_for_time_outs() -> None:
    assert line_baud(parse_uri("serial:///dev/x"), 9600) == 9600
    assert line_baud(parse_uri("serial:///dev/x?baud=115200"), 9600) == 115200
    assert line_baud(parse_uri("tcp://h:1"), 9600) is None
    assert line_baud(parse_uri("tcp://h:1?baud=4800"), 9600) == 4800


def test_drivers_are_found_by_key_and_by_transport() -> None:
    assert drivers.find_driver("jbd") is JBD
    assert drivers.find_driver("auto") is None
    assert JBD in drivers.candidates("serial")
    assert drivers.candidates("pigeon") == ()
    with pytest.raises(UsageError) as caught:
        drivers.find_driver("none")
    assert "jbd" in caught.value.hint
    with pytest.raises(UsageError, match=r"x\.toml"):  # not read with another map than was named
        drivers.find_driver("mingtang", "x.toml")


def test_installed_drivers_come_after_ours_and_never_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = [
        EntryPoint("toy", "tests.session.toy:TOY", drivers.ENTRY_POINT_GROUP),
        EntryPoint("text", "tests.session.toy:__doc__", drivers.ENTRY_POINT_GROUP),
        EntryPoint("gone", "no_such_module:X", drivers.ENTRY_POINT_GROUP),
    ]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: points)
    drivers.all_drivers.cache_clear()
    try:
        assert drivers.all_drivers() == (*drivers.DRIVERS, TOY)
    finally:
        drivers.all_drivers.cache_clear()


def test_no_transport_library_is_imported_before_its_first_link() -> None:
    code = (
        "import sys, mingtang_desk.session.hub;"
        "assert 'serial' not in sys.modules and 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "src"}, timeout=60)
