"""Mingtang and China Tower boards by the command line, and what two other masters say of them."""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymodbus.client import ModbusSerialClient

from tests.integration.many_commands import commands
from tests.integration.pymodbus_board import pymodbus_board
from tests.integration.simulators import run, simulator
from tests.sim.test_mingtang_clients import mbpoll, needs_mbpoll

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")

MANUAL = {
    "nominal_ah": 50, "cell_count": 17, "chemistry": "nmc",
    "cell_ovp_v": 4.25, "cell_ovr_v": 4.15, "cell_uvp_v": 2.75, "cell_uvr_v": 3.0,
    "cell_delta_protect_v": 1.0, "pack_ovp_v": 71.75, "pack_ovr_v": 69.7, "pack_uvp_v": 47.6,
    "pack_uvr_v": 52.7, "secondary_ovp_v": 72.25, "secondary_uvp_v": 45.9, "rated_current_a": 45,
    "board_otp_c": 75, "board_otr_c": 60, "board_utp_c": -20, "board_utr_c": -15,
    "chg_otp_c": 60, "chg_otr_c": 50, "chg_utp_c": -5, "chg_utr_c": 0,
    "dsg_otp_c": 65, "dsg_otr_c": 55, "dsg_utp_c": -20, "dsg_utr_c": -15,
    "chg_ocp_1_a": 49, "chg_ocp_1_delay_s": 10, "chg_ocp_1_recovery_s": 30,
    "chg_ocp_2_a": 38, "chg_ocp_2_delay_s": 30, "chg_ocp_2_recovery_s": 30,
    "chg_ocp_3_a": 27, "chg_ocp_3_delay_s": 120, "chg_ocp_3_recovery_s": 30,
}  # fmt: skip
"""The set of the manual, CONTRACT section 4."""
ONLY_TOWER = "need the vendor's register map, which is not public"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def address(path: Path, protocol: str = "mingtang", more: str = "") -> str:
    return f"serial://{path}?protocol={protocol}&listen=off{more}"


@contextmanager
def other_master(path: Path) -> Iterator[ModbusSerialClient]:
    client = ModbusSerialClient(str(path), baudrate=9600, timeout=2)
    assert client.connect()
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


def protected(client: ModbusSerialClient) -> list[bool]:
    """The fault coils of section 2.3, once the board has waited for as long as it has to."""
    deadline = time.monotonic() + 5
    while True:
        coils = list(client.read_coils(0, count=52).bits[:52])
        if any(coils) or time.monotonic() > deadline:
            return coils
        time.sleep(0.05)


def signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word


def tower(word: int) -> int:
    return signed(word) if word > 200 else word if word <= 100 else 100 - word


@needs_mbpoll
@pytest.mark.parametrize("state", ["idle", "cold and discharging"])
def test_mbpoll_reads_what_read_prints(home: Path, tmp_path: Path, state: str) -> None:
    path = tmp_path / "p"
    words = ["--speed", "0.001"]
    if state != "idle":
        words += [
            "--set",
            "current_a=-12.5,ambient_c=-9,temp_c_1=-7.6,temp_c_5=-3.4,cell_v_4=3.701",
        ]
    with simulator(home, "mingtang-13s", f"pty:{path}", *words):
        sample = run(home, "read", address(path))
        status = mbpoll(path, "4", 0, 29)
        code = mbpoll(path, "4:hex", 1000, 12)
        public = run(home, "read", address(path, "tt"))
    # Under load the last digit wanders from one reading to the next.
    noise_v = 0.0 if state == "idle" else 0.0021
    for printed in (sample, public):
        assert printed["pack_v"] == pytest.approx(status[0] / 100, abs=10 * noise_v)
        assert printed["info"]["cell_count"] == status[1] == len(printed["cell_v"])
        assert printed["soc_pct"] == status[2]
        assert printed["remaining_ah"] == status[3] / 100
        assert printed["soh_pct"] == status[4]
        assert printed["current_a"] == pytest.approx(signed(status[5]) / 100, abs=10 * noise_v)
        assert printed["cell_v"] == pytest.approx([raw / 1000 for raw in status[9:22]], abs=noise_v)
        assert printed["info"]["battery_code"] == b"".join(
            word.to_bytes(2, "big") for word in code
        ).decode("ascii")
    assert status[22:29] == [0] * 7
    whole = {sensor["name"]: sensor["c"] for sensor in public["temperatures"]}
    assert whole == {
        "ambient": tower(status[6]), "cell_1": tower(status[7]), "mosfet": tower(status[8]),
    }  # fmt: skip
    fine = {sensor["name"]: sensor["c"] for sensor in sample["temperatures"]}
    warmest_or_coldest = (fine["cell_1"], fine["cell_2"])
    assert min(abs(c - whole["cell_1"]) for c in warmest_or_coldest) <= 0.5
    if state == "idle":
        assert (status[0], status[2], status[3], status[5]) == (4718, 50, 2530, 0)
        assert status[9:13] == [3629, 3629, 3629, 3631]
    else:
        assert signed(status[5]) == pytest.approx(-1250, abs=5)
        assert whole["cell_1"] < 0
        assert fine["cell_1"] < 0


def test_pymodbus_and_the_desk_see_each_others_writes(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    uri = address(path)
    words = ("--set", "cell_v_3=4.31", "--speed", "20")
    with simulator(home, "mingtang-13s", f"pty:{path}", *words):
        with other_master(path) as client:
            faults = protected(client)
            charging = client.read_coils(0x2000, count=1).bits[0]
            assert not client.write_coil(0x2002, False).isError()  # FC 05
            assert not client.write_register(0x2206, 2800).isError()  # FC 06
            assert not client.write_registers(0x2204, [4200, 4100]).isError()  # FC 16
            assert not client.write_registers(0x2200, [1, 0]).isError()
            assert client.write_register(0x2204, 9999).exception_code == 3
        sample = run(home, "read", uri)
        public = run(home, "read", address(path, "tt"))
        settings = run(home, "settings", "read", uri)["settings"]
        assert [coil for coil, on in enumerate(faults) if on] == [12 + 2]
        assert charging is True
        assert sample["protections"] == public["protections"] == ["cell_ov"]
        assert public["raw"]["protection_bits"] == 1 << 14
        assert (sample["charge_mosfet"], sample["balancer"]) == (False, False)
        keys = ("cell_ovp_v", "cell_ovr_v", "cell_uvp_v", "nominal_ah")
        assert [settings[key] for key in keys] == [4.2, 4.1, 2.8, 655.36]

        run(home, "settings", "set", uri, "cell_ovp_v=4.18", "nominal_ah=700.01", "board_utp_c=-25")
        run(home, "control", uri, "charge", "off", "--yes")
        run(home, "control", uri, "balance", "on", "--yes")
        with other_master(path) as client:
            assert client.read_holding_registers(0x2200, count=6).registers == [
                *(1, 70001 - 65536), 13, 0, 4180, 4100,
            ]  # fmt: skip
            assert client.read_holding_registers(0x2212, count=1).registers == [0x10000 - 250]
            assert client.read_coils(0x2000, count=3).bits[:3] == [False, True, True]


def test_the_24s_pack_by_itself_and_in_words(home: Path, tmp_path: Path) -> None:
    history = ("--history", str(tmp_path / "h.sqlite"))
    with simulator(home, "mingtang-24s", "tcp:127.0.0.1:0") as listen:
        place = f"tcp://{listen.removeprefix('tcp:')}"
        sample = run(home, "read", place)  # nobody says what it is
        uri = f"{place}?protocol=mingtang"
        lines = run(home, "watch", uri, "--seconds", "0.9", "--every", "0.2", *history)
    assert sample["protocol"] == "mingtang"
    assert (sample["pack_v"], sample["soc_pct"], sample["remaining_ah"]) == (71.66, 9.0, 0.5)
    assert (sample["cycles"], sample["nominal_ah"], len(sample["cell_v"])) == (1, 5.0, 24)
    assert sample["cell_v"][20:] == [2.985, 2.986, 2.987, 2.986]
    assert (sample["cell_min_v"], sample["cell_max_v"], sample["cell_delta_v"]) == (
        2.984, 2.988, 0.004,
    )  # fmt: skip
    assert [(s["name"], s["c"]) for s in sample["temperatures"]] == [
        ("board", 24.6), ("cell_1", 24.6), ("cell_2", 23.8), ("ext_1", 23.8), ("ext_2", 23.9),
    ]  # fmt: skip
    assert sample["lock"] == {"function": None, "status": None}
    assert sample["tracker"] == {"sim": "ok", "signal": 34, "fix": False, "satellites": 0}
    assert sample["info"]["chemistry"] == "lfp"
    assert sample["device_time"].startswith("2023-06-16T13:56:")
    assert len(lines) >= 3
    assert run(home, "history", "stat", *history)["samples"] == len(lines)


def test_the_17s_set_of_the_manual_is_applied(home: Path, tmp_path: Path) -> None:
    path, file = tmp_path / "p", tmp_path / "manual.json"
    uri, history = address(path), ("--history", str(tmp_path / "h.sqlite"))
    file.write_text(json.dumps(MANUAL), encoding="utf-8")
    wrong = {"cell_ovp_v": 4.2, "pack_uvr_v": 50, "chg_ocp_3_a": 20, "board_utp_c": -22}
    words = ("--set", ",".join(f"{key}={value}" for key, value in wrong.items()))
    findings = run(home, "settings", "lint", str(file))["findings"]
    assert {each["severity"] for each in findings} == {"warning"}
    with simulator(home, "mingtang-17s", f"pty:{path}", *words):
        stats = run(home, "stats", uri)
        assert stats == {
            **{"cell_ov": 70, "cell_uv": 131, "pack_ov": 3, "pack_uv": 6, "chg_oc": 0, "dsg_oc": 3},
            **{"chg_protection": 73, "dsg_protection": 142, "chg_ot": 0, "chg_ut": 0},
            **{"dsg_ot": 0, "dsg_ut": 2, "short": 0, "restarts": 0},
        }
        found = run(home, "settings", "diff", uri, str(file), code=1)["differences"]
        assert {d["key"]: (d["a"], d["b"]) for d in found if d["b"] is not None} == {
            key: (value, MANUAL[key]) for key, value in wrong.items()
        }
        fields = run(home, "settings", "apply", uri, str(file), *history)["fields"]
        assert {key: field["read"] for key, field in fields.items()} == MANUAL
        assert {field["state"] for field in fields.values()} == {"applied"}
        assert {key: fields[key]["old"] for key in wrong} == wrong
        whole = run(home, "settings", "read", uri)
        assert {key: whole["settings"][key] for key in MANUAL} == MANUAL
        file.write_text(json.dumps(whole), encoding="utf-8")
        assert run(home, "settings", "diff", uri, str(file)) == {"differences": []}
        assert run(home, "stats", uri) == stats
        undone = run(home, "settings", "undo", uri, *history)["fields"]
        assert {key: field["read"] for key, field in undone.items()} == wrong
        for pair, key in (("rated_current_a=50", "read_only_setting"), ("cell_ovp_v=5.2", None)):
            error = run(home, "settings", "set", uri, pair, code=5)["error"]
            assert key in (None, error["key"])
            assert error["hint"].startswith("Nothing was sent")


def test_every_control_is_confirmed(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    uri = address(path)
    lock = {"function": "on", "status": "unlocked"}
    expected: list[tuple[str, dict[str, object]]] = [
        ("charge off", {"charge_mosfet": False}),
        ("charge on", {"charge_mosfet": True}),
        ("discharge off", {"discharge_mosfet": False}),
        ("discharge on", {"discharge_mosfet": True}),
        ("balance off", {"balancer": False}),
        ("balance on", {"balancer": True}),
        ("lock-function on", {"lock": lock}),
        ("lock", {"lock": {**lock, "status": "locked"}}),
        ("unlock", {"lock": lock}),
        ("lock-function off", {"lock": {**lock, "function": "off"}}),
        ("set-soc 60", {"soc_pct": 60.0}),
        ("locate", {}),
        ("restart", {"evidence": "restarts"}),
    ]
    with (
        simulator(home, "mingtang-17s", f"pty:{path}", "--set", "cell_ovp_v=4.2"),
        commands(home) as command,
    ):

        def control(words: str) -> tuple[int, dict[str, Any]]:
            code, out = command("control", uri, *words.split(), "--yes")
            return code, json.loads(out)

        for words, state in expected:
            code, done = control(words)
            assert (code, done["action"]) == (0, words.split()[0])
            assert {**done, **state, "confirmed": True} == done, words
        code, done = control("set-clock")
        assert (code, done["confirmed"], done["device_time"][:2]) == (0, True, "20")
        code, done = control("clear-counters")
        assert (code, set(done["stats"].values())) == (0, {0})
        code, done = control("lock")  # the function is off
        assert (code, done["error"]["key"]) == (3, "rejected")
        code, done = control("factory-reset")
        assert (code, done["confirmed"]) == (0, True)
        code, out = command("settings", "read", uri)
        assert json.loads(out)["settings"]["cell_ovp_v"] == 4.25
        assert control("set-soc 101")[0] in (2, 5)
        assert control("explode")[0] == 2


def test_captured_bytes_are_decoded_with_their_requests(home: Path, tmp_path: Path) -> None:
    path, log = tmp_path / "p", tmp_path / "log.jsonl"
    with simulator(home, "mingtang-24s", f"pty:{path}"):
        sample = run(home, "read", address(path), "--capture", str(log))
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()[1:]]
    chunks = [(line["dir"], line["hex"]) for line in lines if "hex" in line]
    words = ["tx:" * (way == "tx") + data for way, data in chunks]
    decoded = run(home, "decode", "--protocol", "mingtang", *words)
    assert (decoded["bad_frames"], decoded["ignored_bytes"]) == (0, 0)
    for key in ("pack_v", "cell_v", "soc_pct", "temperatures", "cycles", "device_time", "info"):
        assert decoded["sample"][key] == sample[key], key
    assert {int(data[2:4], 16) for way, data in chunks if way == "tx"} <= {1, 3}
    replies = [data for way, data in chunks if way == "rx"]
    refused = run(home, "decode", "--protocol", "mingtang", *replies, code=4)
    assert refused["error"]["key"] == "nothing_decoded"
    assert refused["bad_frames"] == 0


def test_a_tower_board_shows_its_status_and_takes_no_write(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    uri = address(path)
    with simulator(home, "tt-20s", f"pty:{path}"):
        named, found = run(home, "read", uri), run(home, "read", f"serial://{path}?listen=off")
        refused = run(home, "settings", "set", uri, "cell_ovp_v=4.2", code=5)["error"]
        switched = run(home, "control", uri, "charge", "off", "--yes", code=5)["error"]
        assert run(home, "settings", "read", uri, code=5)["error"]
        assert run(home, "stats", uri, code=5)["error"]
        plain = run(home, "settings", "set", address(path, "tt"), "cell_ovp_v=4.2", code=None)
    assert (named["protocol"], found["protocol"]) == ("mingtang", "tt")
    assert named["cell_v"] == found["cell_v"]
    assert len(named["cell_v"]) == 20
    assert (named["soh_pct"], named["cycles"], named["balancer"]) == (97.0, None, None)
    assert named["info"]["battery_code"] == "BT106004020TT00210612007"
    for error in (refused, switched):
        assert error["key"] == "unsupported_here"
        assert ONLY_TOWER in error["message"]
        assert error["hint"].startswith("Nothing was sent")
    assert plain["error"]


def test_nothing_is_sent_to_a_tower_board_that_would_take_it(home: Path, tmp_path: Path) -> None:
    # All that tells it from a Mingtang board is the mark at 2000; it would store whatever comes.
    board = {
        "coils": {"0": [0] * 52, "0x2000": [1] * 5},
        "holding": {
            "0": [4718, 13, 50, 2530, 98, 0, 25, 25, 25, *[3629] * 13, *[0] * 7],
            "0x31": [1000, 5460, 0xAA55],
            "0x3E8": [0x4254] * 12,
            "0x2000": [0xBEEF, 1],
            "0x2200": [0] * 0x33,
        },
    }
    with pymodbus_board(tmp_path, board) as served:
        uri = address(served.path)
        assert run(home, "read", uri)["pack_v"] == 47.18
        for words in (
            ("settings", "set", uri, "cell_ovp_v=4.2"),
            ("control", uri, "charge", "off", "--yes"),
            ("control", uri, "factory-reset", "--yes"),
        ):
            assert ONLY_TOWER in run(home, *words, code=5)["error"]["message"]
        assert served.writes == []
        assert served.requests


def test_three_boards_on_one_bus(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    with simulator(home, "mingtang-13s@1+mingtang-24s@2+tt-20s@3", f"pty:{path}"):
        for number, (protocol, cells) in enumerate(
            (("mingtang", 13), ("mingtang", 24), ("tt", 20)), 1
        ):
            sample = run(home, "read", address(path, protocol, f"&address={number}"))
            assert (sample["protocol"], len(sample["cell_v"])) == (protocol, cells)
        set_ = run(home, "settings", "set", address(path, more="&address=2"), "cell_ovp_v=3.6")
        assert set_["fields"]["cell_ovp_v"]["state"] == "applied"
        untouched = run(home, "settings", "read", address(path, more="&address=1"))
        assert untouched["settings"]["cell_ovp_v"] == 4.25
        error = run(home, "read", address(path, more="&address=9"), code=3)["error"]
        assert error["key"] == "no_answer"
        assert "address" in error["hint"]
        wrong = run(home, "read", address(path, more="&address=248"), code=2)["error"]
        assert wrong["key"] == "option_invalid"


def test_a_board_that_acknowledges_and_does_otherwise(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    fault = ("--fault", "clamp=cell_ovp_v,refuse=chg_ocp_1_a")
    with simulator(home, "mingtang-13s", f"pty:{path}", *fault):
        pairs = ("cell_ovp_v=4.2", "chg_ocp_1_a=44", "cell_uvp_v=2.8")
        fields = run(home, "settings", "set", address(path), *pairs, code=1)["fields"]
        now = run(home, "settings", "read", address(path))["settings"]
    assert {key: field["state"] for key, field in fields.items()} == {
        "cell_ovp_v": "clamped", "chg_ocp_1_a": "refused", "cell_uvp_v": "applied",
    }  # fmt: skip
    assert {key: field["read"] for key, field in fields.items()} == {
        key: now[key] for key in fields
    }


def test_a_bad_line_costs_time_and_no_truth(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "p"
    uri, faults = address(path), "lost=0.08,damage=0.08,repeat=0.1,late=0.02"
    with simulator(
        home, "mingtang-13s", f"pty:{path}", "--fault", faults, "--seed", "7", "--speed", "0.001"
    ):
        sample = run(home, "read", uri, code=None)
        done = run(home, "settings", "set", uri, "cell_ovp_v=4.2", "cell_uvp_v=2.8", code=None)
        now = run(home, "settings", "read", uri, code=None)
    if "error" in sample:
        assert sample["error"]["key"] in ("no_answer", "only_garbage")
    else:
        assert (sample["pack_v"], sample["soc_pct"], sample["cycles"]) == (47.18, 50.0, 162)
        assert len(sample["cell_v"]) == 13
        assert sample["info"]["battery_code"] == "BT204805013CT00220940784"
    if "error" in done:
        assert done["error"]["key"] in ("no_answer", "only_garbage")
    elif "error" not in now:
        for key, field in done["fields"].items():
            assert field["read"] in (None, now["settings"][key])
            assert field["state"] != "applied" or field["read"] == field["sent"]
    assert not all("error" in printed for printed in (sample, done, now))


# The three writes are bytes 105 to 128 that the board gets; 108 and 116 cut one in the middle.
@pytest.mark.parametrize(("cut", "stored"), [(104, 0), (108, 0), (112, 1), (116, 1), (128, 3)])
def test_a_power_cut_while_writing_ends_in_the_truth(
    home: Path, tmp_path: Path, cut: int, stored: int
) -> None:
    path, state = tmp_path / "p", tmp_path / "eeprom.json"
    uri, history = address(path), ("--history", str(tmp_path / "h.sqlite"))
    words = (f"pty:{path}", "--state", str(state))
    wanted = {"cell_ovp_v": 4.2, "cell_uvp_v": 2.8, "chg_ocp_1_a": 44}
    pairs = [f"{key}={value}" for key, value in wanted.items()]
    with ThreadPoolExecutor(1) as beside:
        with simulator(home, "mingtang-13s", *words, "--fault", f"cut-after={cut}"):
            writing = beside.submit(run, home, "settings", "set", uri, *pairs, *history, code=None)
            deadline = time.monotonic() + 20
            while path.is_symlink():
                assert time.monotonic() < deadline
                time.sleep(0.02)
        with simulator(home, "mingtang-13s", *words):  # the power comes back
            done = writing.result(30)
            now = run(home, "settings", "read", uri)["settings"]
    kept = [key for key, value in wanted.items() if now[key] == value]
    assert kept == list(wanted)[:stored]
    entries = run(home, "history", "list", *history, code=None).get("journal", [])
    if "error" in done:  # it broke before there was anything to write
        assert (stored, entries) == (0, [])
        return
    fields = done["fields"]
    assert {key: field["read"] for key, field in fields.items()} == {
        key: now[key] for key in wanted
    }
    # It was read after the power had been off: what reads as sent has lasted.
    states = {key: "applied" if key in kept else "refused" for key in wanted}
    assert {key: field["state"] for key, field in fields.items()} == states
    (entry,) = entries
    assert {key: field["state"] for key, field in entry["fields"].items()} == states


def test_they_are_listed(home: Path) -> None:
    rows = {row["key"]: row for row in run(home, "protocols")}
    assert rows["tt"]["capabilities"]
    assert "settings_write" not in rows["tt"]["capabilities"]
    assert "settings_write" in rows["mingtang"]["capabilities"]
    models = {row["model"]: row for row in run(home, "simulate", "--list")}
    for model, protocol in (
        ("mingtang-13s", "mingtang"), ("mingtang-17s", "mingtang"),
        ("mingtang-24s", "mingtang"), ("tt-20s", "tt"),
    ):  # fmt: skip
        assert models[model]["protocol"] == protocol
        assert {"pty", "tcp"} <= set(models[model]["listen"])
    shipped = run(home, "profiles", "list")
    assert [row["key"] for row in shipped] == ["mingtang", "tt"]
    for row in shipped:
        assert run(home, "profiles", "check", row["file"])["ok"] is True
