"""One address for everything: where it points, its options, and what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import MingtangError, UsageError
from mingtang_desk.interfaces.uri import parse_uri


@pytest.mark.parametrize(
    ("text", "scheme", "target", "options"),
    [
        (
            "serial:///dev/ttyUSB0?baud=9600&protocol=jbd&address=1",
            "serial",
            "/dev/ttyUSB0",
            {"baud": "9600", "protocol": "jbd", "address": "1"},
        ),
        ("serial://COM5?protocol=jbd", "serial", "COM5", {"protocol": "jbd"}),
        ("serial://COM5/?protocol=jbd", "serial", "COM5", {"protocol": "jbd"}),
        ("serial:///dev/pts/3", "serial", "/dev/pts/3", {}),
        ("serial:///dev/serial/by-id/a%20b#1", "serial", "/dev/serial/by-id/a b#1", {}),
        ("tcp://127.0.0.1:8899/", "tcp", "127.0.0.1:8899", {}),
        ("tcp://[::1]:8899?protocol=jbd", "tcp", "[::1]:8899", {"protocol": "jbd"}),
        ("ble://AA:BB:CC:DD:EE:FF?protocol=jbd", "ble", "AA:BB:CC:DD:EE:FF", {"protocol": "jbd"}),
        ("ble://name/JBD-SP16S001", "ble", "name/JBD-SP16S001", {}),
        ("cloud://server:8080/0138", "cloud", "server:8080/0138", {}),
        ("replay:///tmp/a%23b.jsonl?speed=10", "replay", "/tmp/a#b.jsonl", {"speed": "10"}),
        ("replay:///tmp/电.jsonl", "replay", "/tmp/电.jsonl", {}),
        ("sim://mingtang-13s", "sim", "mingtang-13s", {}),
        ("  SIM://jbd-13s/  ", "sim", "jbd-13s", {}),
        ("sim://jbd-4s?protocol=", "sim", "jbd-4s", {}),
    ],
)
def test_addresses(text: str, scheme: str, target: str, options: dict[str, str]) -> None:
    uri = parse_uri(text)
    assert (uri.text, uri.scheme, uri.target) == (text.strip(), scheme, target)
    assert uri.options == options
    assert uri.protocol == options.get("protocol", "auto")


@pytest.mark.parametrize("text", ["", "  ", "COM5", "/dev/ttyUSB0", "serial:COM5", "jbd", "://x"])
def test_no_scheme(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_uri(text)
    assert "scheme" in caught.value.message


@pytest.mark.parametrize("text", ["sim://", "serial://?protocol=jbd", "tcp:///", "tcp://[::1:80"])
def test_no_target(text: str) -> None:
    with pytest.raises(UsageError, match="not a device address"):
        parse_uri(text)


def test_numbers() -> None:
    uri = parse_uri("serial:///dev/ttyUSB0?baud=19200&address=0&x=-1&y=1.5&z=" + "9" * 5000)
    assert uri.number("baud", 9600) == 19200
    assert uri.number("stop", 1) == 1
    for option in "address", "x", "y", "z":
        with pytest.raises(UsageError, match="positive whole number"):
            uri.number(option, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("on", True), ("1", True), ("TRUE", True), ("yes", True), ("off", False), ("no", False)],
)
def test_flags(text: str, expected: bool) -> None:
    assert parse_uri(f"sim://x?echo={text}").flag("echo") is expected


def test_a_flag_is_off_unless_said_and_never_maybe() -> None:
    assert not parse_uri("sim://x").flag("echo")
    with pytest.raises(UsageError, match="on, off"):
        parse_uri("sim://x?echo=maybe").flag("echo")


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for prefix in ("", "serial://", "tcp://["):
        refused = ""
        try:
            uri = parse_uri(prefix + text)
            uri.number("baud", 1)
            uri.flag("echo")
        except MingtangError as error:
            refused = str(error)
        assert refused or uri.target
