"""A board that nobody builds, served by pymodbus: used by its profile alone; wrong profiles."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymodbus.client import ModbusSerialClient

from tests.integration.many_commands import Command, commands
from tests.integration.pymodbus_board import Served, pymodbus_board
from tests.integration.simulators import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")

PROFILE = Path(__file__).with_name("invented.toml")
TEXT = PROFILE.read_text(encoding="utf-8")


def ascii_words(text: str, count: int) -> list[int]:
    data = text.encode().ljust(2 * count, b"\0")
    return [data[n] << 8 | data[n + 1] for n in range(0, 2 * count, 2)]


INPUTS = [
    *(1892, 3),  # 198500, low register first
    0x8000 | 15,
    *(76 << 8 | 98, 0x0123, 100, 0xFFFF, 0),
    *(103, 65, 0xFFC9, 0x8000),
    *(6, 7, 24 << 9 | 3 << 5 | 5, 900, 2, 0x8004, 0, 0x8000),
    *(6600, 6601, 6602, 6610, *[0] * 6, 0, 298, *[0] * 8, 6598, 6599, 0, 0),
]
BOARD: dict[str, Any] = {
    "coils": {"0": [1, *[0] * 17, 1, 0, 0, 1, 0, 0]},
    "discrete": {"0": [0, 0, 0, 1, *[0] * 4, 0, 1, 1, 0, 0, 0, 0, 1]},
    "input": {"0": INPUTS},
    "holding": {
        "0x20": [7300, 65, 110, 12 << 8 | 3, 4464, 1, 7, 85, 0x8004, *ascii_words("OWNER", 4)],
        "0x40": [0, 0xA5, 0, 0],
        "0x60": [*ascii_words("ODD-6S", 4), *ascii_words("SN-000123", 6)],
        "0x80": [4, 9, *[0] * 14, 2],
    },
}
SETTINGS = {
    "cell_ovp_v": 3.65, "chg_otp_c": 65, "chg_utp_c": -10,
    "chg_ocp_1_delay_s": 12, "dsg_ocp_1_delay_s": 3, "nominal_ah": 700, "chemistry": "lfp",
    "x_odd_fan_start_c": 45, "x_odd_beeper": 1, "x_odd_light": 0, "x_odd_owner": "OWNER",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Served]:
    with pymodbus_board(tmp_path, BOARD) as served:
        yield served


def address(served: Served, profile: Path = PROFILE) -> str:
    return f"serial://{served.path}?protocol=modbus&profile={profile}&listen=off"


def holding(served: Served, register: int, count: int = 1) -> list[int]:
    """Registers as another master reads them."""
    client = ModbusSerialClient(str(served.path), baudrate=9600, timeout=2)
    assert client.connect()
    try:
        return list(client.read_holding_registers(register, count=count).registers)
    finally:
        client.close()  # type: ignore[no-untyped-call]


def test_the_profile_is_good(home: Path) -> None:
    checked = run(home, "profiles", "check", str(PROFILE))
    assert checked == {"ok": True, "key": "odd", "problems": []}


def test_it_is_read_with_every_oddity(home: Path, odd: Served) -> None:
    sample = run(home, "read", address(odd))
    expected = {
        "protocol": "odd", "device_id": "SN-000123",
        "pack_v": 19.85, "current_a": 1.5, "power_w": 29.8, "soc_pct": 76.0, "soh_pct": 98.0,
        "cycles": 123, "remaining_ah": 100 / 3, "full_ah": None, "nominal_ah": None,
        "cell_v": [3.3, 3.3005, 3.301, 3.305, 3.299, 3.2995],
        "cell_balancing": [False, False, True, False, False, True],
        "temperatures": [
            {"name": "board", "c": -3.0}, {"name": "mosfet", "c": 25.0},
            {"name": "cell_1", "c": -5.5}, {"name": "ext_1", "c": None, "state": "open"},
        ],
        "charge_mosfet": True, "discharge_mosfet": True, "balancer": True,
        "protections": ["cell_uv", "chg_oc_2"], "alarms": ["low_soc", "x_odd_door"],
        "faults": ["ntc"], "state": "charge",
        "x_odd_fan_rpm": 900, "x_odd_mode": "sleep",
    }  # fmt: skip
    assert {key: sample[key] for key in expected} == expected
    info = {"model": "ODD-6S", "production_date": "2024-03-05", "chemistry": "lfp", "cell_count": 6}
    assert {key: sample["info"][key] for key in info} == info
    assert sample["quality"]["ok"] is True
    assert run(home, "stats", address(odd)) == {
        **{"cell_ov": 4, "cell_uv": 9, "restarts": 2},
        **dict.fromkeys(
            ("pack_ov", "pack_uv", "chg_oc", "dsg_oc", "chg_protection", "dsg_protection",
             "chg_ot", "chg_ut", "dsg_ot", "dsg_ut", "short"), None,
        ),
    }  # fmt: skip
    lines = run(home, "watch", address(odd), "--seconds", "0.6", "--every", "0.2")
    assert len(lines) >= 2
    assert {line["pack_v"] for line in lines} == {19.85}
    assert odd.writes == []


def test_it_is_set_verified_and_undone(home: Path, odd: Served, tmp_path: Path) -> None:
    uri, history = address(odd), ("--history", str(tmp_path / "h.sqlite"))
    assert run(home, "settings", "read", uri)["settings"] == SETTINGS
    changes = {
        "cell_ovp_v": 3.8505, "chg_utp_c": -8, "chg_ocp_1_delay_s": 20, "nominal_ah": 0.5,
        "chemistry": "nmc", "x_odd_fan_start_c": 50, "x_odd_light": 1, "x_odd_owner": "ME",
    }  # fmt: skip
    pairs = [f"{key}={value}" for key, value in changes.items()]
    done = run(home, "settings", "set", uri, *pairs, *history)
    assert done["fields"] == {
        key: {"old": SETTINGS[key], "sent": value, "read": value, "state": "applied"}
        for key, value in changes.items()
    }
    assert {function for function, _ in odd.writes} == {16}
    # What shares a register with it stays as it was.
    assert holding(odd, 0x20, 9) == [7701, 65, 108, 20 << 8 | 3, 50, 0, 9, 90, 0x8024]
    assert holding(odd, 0x29, 4) == ascii_words("ME", 4)
    undone = run(home, "settings", "undo", uri, *history)
    assert {field["state"] for field in undone["fields"].values()} == {"applied"}
    assert run(home, "settings", "read", uri)["settings"] == SETTINGS
    before = len(odd.writes)
    for pair in ("cell_ovp_v=3.95", "cell_ovp_v=3.60025", "x_odd_owner=far too long"):
        run(home, "settings", "set", uri, pair, code=5)
    run(home, "settings", "set", uri, "scp_a=1", code=5)
    assert len(odd.writes) == before


RESTING = {**BOARD, "input": {"0": [*INPUTS[:2], 0, *INPUTS[3:]]}}
"""No current flows: this board has no physics, and one that went on would say so."""


def test_it_is_switched(home: Path, tmp_path: Path) -> None:
    with pymodbus_board(tmp_path, RESTING) as served:
        switch(home, served)


def test_a_current_that_goes_on_is_believed_more_than_the_flag(home: Path, odd: Served) -> None:
    done = run(home, "control", address(odd), "charge", "off", "--yes", code=1)
    assert (done["confirmed"], done["error"]["key"]) == (False, "current_flows")


def switch(home: Path, odd: Served) -> None:
    uri = address(odd)

    def control(*words: str, code: int = 0) -> Any:
        return run(home, "control", uri, *words, "--yes", code=code)

    off = control("charge", "off")
    assert (off["action"], off["confirmed"], off["charge_mosfet"]) == ("charge", True, False)
    assert off["evidence"]["measured"] is None
    assert control("charge", "on")["charge_mosfet"] is True
    assert control("discharge", "off")["discharge_mosfet"] is False
    assert holding(odd, 0x41) == [0x5A]
    assert control("discharge", "on")["discharge_mosfet"] is True
    assert control("locate")["action"] == "locate"
    assert holding(odd, 0x42) == [7]
    # This one acknowledges, and keeps its counters.
    cleared = control("clear-counters", code=1)
    assert cleared["confirmed"] is False
    before = len(odd.writes)
    assert control("restart", code=5)["error"]["key"] == "unsupported"
    assert len(odd.writes) == before


def test_a_setting_that_the_board_will_not_store_is_told(home: Path, tmp_path: Path) -> None:
    with pymodbus_board(tmp_path, {**BOARD, "refuse": [0x21]}) as served:
        done = run(
            home, "settings", "set", address(served), "chg_otp_c=70", "cell_ovp_v=3.6", code=1
        )
        states = {key: field["state"] for key, field in done["fields"].items()}
        assert states == {"chg_otp_c": "refused", "cell_ovp_v": "applied"}
        assert holding(served, 0x20, 2) == [7200, 65]


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(start))


WRONG: list[tuple[str, Callable[[str], str], str]] = [
    ("no TOML", lambda t: t.replace("[link]", "[link"), "[link"),
    ("a section nobody knows", lambda t: t.replace("[extras]", "[extra]"), "[extra]"),
    ("a value nobody knows", lambda t: t.replace("\nsoh_pct", "\nsoh_percent"), "soh_percent"),
    ("a word nobody knows", lambda t: t.replace('"bcd"', '"bdc"'), "cycles"),
    ("no address", lambda t: t.replace("input = 30, ", ""), "power_w"),
    ("an address too high", lambda t: t.replace("input = 16,", "input = 65536,"), "mode ="),
    ("a text as an address", lambda t: t.replace("input = 15", 'input = "15"'), "fan_rpm"),
    ("a scale of nothing", lambda t: t.replace("scale = -0.1", "scale = 0"), "current_a"),
    ("limits that cross", lambda t: t.replace("minimum = 3.4", "minimum = 3.95"), "cell_ovp_v"),
    ("another file's setting", lambda t: t.replace("x_odd_light", "x_new_light"), "x_new_light"),
    ("two in one register", lambda t: t.replace("{ at = 0x22,", "{ at = 0x21,"), "chg_utp_c"),
    ("a setting that is an input", lambda t: t.replace("at = 0x24", "input = 36"), "nominal_ah"),
    ("an action nobody knows", lambda t: t.replace("\nlocate", "\nblink"), "blink"),
    ("half a switch", lambda t: t.replace(", off = 0x5A", ""), "discharge ="),
    ("too long a text", lambda t: t.replace("registers = 6", "registers = 40"), "serial"),
    ("a block too long", lambda t: t.replace("max_registers = 24", "max_registers = 0"), "max_"),
    ("a base that is not there", lambda t: 'extends = "none"\n' + t, "extends"),
    ("another format", lambda t: t.replace("profile/1", "profile/2"), "format"),
]


@pytest.fixture(scope="module")
def command(home: Path) -> Iterator[Command]:
    with commands(home) as running:
        yield running


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A board that nobody may talk to."""
    with pymodbus_board(tmp_path_factory.mktemp("board"), BOARD) as served:
        yield served
        assert served.requests == []


def refused(command: Command, served: Served, file: Path) -> list[dict[str, Any]]:
    """The problems of a wrong file; nothing is done with it, and nothing is sent."""
    code, out = command("profiles", "check", str(file))
    checked = json.loads(out)
    assert (code, checked["ok"]) == (4, False)
    uri = address(served, file)
    for words in (
        ("read", uri),
        ("settings", "set", uri, "cell_ovp_v=3.6"),
        ("control", uri, "charge", "off", "--yes"),
    ):
        code, out = command(*words)
        error = json.loads(out)["error"]
        assert code == 4, error
        assert error["key"] == "profile_invalid"
        assert error["message"]
    assert served.requests == []
    problems: list[dict[str, Any]] = checked["problems"]
    return problems


@pytest.mark.parametrize(("change", "start"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_file_is_told_its_line_and_never_used(
    command: Command,
    watched: Served,
    tmp_path: Path,
    change: Callable[[str], str],
    start: str,
) -> None:
    text = change(TEXT)
    assert text != TEXT
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    problems = refused(command, watched, file)
    lines = {problem["line"] for problem in problems}
    assert line_of(text, start) in lines, problems
    assert all(problem["message"] for problem in problems)


def test_what_is_no_file_of_text(command: Command, watched: Served, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    for path in (tmp_path / "missing.toml", tmp_path, file):
        file.write_bytes(b"\xff\xfe\x00profile")
        code, out = command("profiles", "check", str(path))
        assert code == 4
        assert json.loads(out)["error"]["hint"]
        code, out = command("settings", "set", address(watched, path), "cell_ovp_v=3.6")
        assert code == 4
    assert watched.requests == []


WORDS = st.sampled_from(
    [
        *(
            "0",
            "-1",
            "65535",
            "65536",
            "0x22",
            "1e999",
            "nan",
            "true",
            '"high"',
            '"tower"',
            '"i32"',
        ),
        *("[]", "{}", "at", "input", "coil", "type", "scale", "bit", "[status]", "[[cells]]"),
        *("=", '"', "#"),
    ]
)
PIECES = re.findall(r"\w+|\s+|[^\w\s]", TEXT)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The good file with some of its words taken out, doubled, swapped or replaced."""
    pieces = list(PIECES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(pieces) - 2))
        match draw(st.integers(0, 4)):
            case 0:
                del pieces[at : at + draw(st.integers(1, 30))]
            case 1:
                pieces[at:at] = pieces[at : at + draw(st.integers(1, 30))]
            case 2:
                other = draw(st.integers(0, len(pieces) - 1))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                pieces[at] = draw(WORDS)
            case _:
                pieces[at] = draw(st.text(max_size=8))
        if len(pieces) < 3:
            break
    return "".join(pieces)


@settings(
    max_examples=1000 if os.environ.get("MINGTANG_FUZZ") == "long" else 60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=mutated())
def test_no_mutation_crashes_or_writes(
    command: Command, watched: Served, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "mutated.toml"
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    code, out = command("profiles", "check", str(file))
    checked = json.loads(out)
    if code == 0:
        assert checked["ok"] is True  # still a good file, only another one
        return
    if "error" in checked:
        assert (code, checked["error"]["key"]) == (4, "file_unreadable")
        return
    count = len(text.splitlines()) + 1
    for problem in refused(command, watched, file):
        assert 1 <= problem["line"] <= count
        assert problem["message"]
