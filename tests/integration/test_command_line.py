"""The command line of CONTRACT.md against simulated boards in other processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.simulators import environment, run, simulator

SAMPLE_15S = "DD03001B1700000002D003E8000020780000000000001048030F020B760B82FBFF77"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_the_13s_pack_is_read_as_it_is(home: Path, tmp_path: Path) -> None:
    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'p'}"):
        sample = run(home, "read", f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off")
    assert sample["pack_v"] == 47.18
    assert sample["soc_pct"] == 50.0
    assert sample["remaining_ah"] == 25.3
    assert sample["nominal_ah"] == 50.0
    assert sample["cycles"] == 162
    assert sample["current_a"] == 0.0
    cells = [
        3.629,
        3.629,
        3.629,
        3.631,
        3.629,
        3.630,
        3.629,
        3.630,
        3.629,
        3.630,
        3.630,
        3.630,
        3.630,
    ]
    assert sample["cell_v"] == cells
    assert sample["cell_delta_v"] == 0.002
    assert sample["temperatures"] == [{"name": "cell_1", "c": 27.5}, {"name": "cell_2", "c": 27.8}]
    assert sample["charge_mosfet"] is True
    assert sample["discharge_mosfet"] is True
    assert sample["protections"] == sample["alarms"] == sample["faults"] == []
    assert sample["quality"]["ok"] is True
    assert "power_w" in sample["quality"]["derived"]


def test_the_board_is_identified_without_being_named(home: Path, tmp_path: Path) -> None:
    with simulator(home, "jbd-4s", f"pty:{tmp_path / 'p'}"):
        sample = run(home, "read", f"serial://{tmp_path / 'p'}")
    assert sample["protocol"] == "jbd"
    assert len(sample["cell_v"]) == 4


def test_set_read_back_undo_and_history(home: Path, tmp_path: Path) -> None:
    state = tmp_path / "eeprom.json"
    uri = f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off"
    history = ("--history", str(tmp_path / "h.sqlite"))
    with simulator(
        home, "jbd-13s", f"pty:{tmp_path / 'p'}", "--state", str(state), "--set", "count_cell_ov=3"
    ):
        assert run(home, "stats", uri)["cell_ov"] == 3
        done = run(home, "settings", "set", uri, "cell_ovp_v=4.22", "cell_uvp_delay_s=6", *history)
        assert done["fields"] == {
            "cell_ovp_v": {"old": 4.25, "sent": 4.22, "read": 4.22, "state": "applied"},
            "cell_uvp_delay_s": {"old": 4, "sent": 6, "read": 6, "state": "applied"},
        }
        assert "counters_cleared" in done["side_effects"]
        assert run(home, "stats", uri)["cell_ov"] == 0
        whole = run(home, "settings", "read", uri)
        assert whole["format"] == "mingtang-settings/1"
        assert whole["settings"]["cell_ovp_v"] == 4.22
        assert whole["settings"]["cell_ovp_delay_s"] == 2  # the neighbour in the same register
        undone = run(home, "settings", "undo", uri, *history)
        assert undone["fields"]["cell_ovp_v"]["state"] == "applied"
        assert run(home, "settings", "read", uri)["settings"]["cell_ovp_v"] == 4.25
        refused = run(home, "settings", "undo", uri, *history, code=5)
        assert refused["error"]["key"] == "undo_nothing"
    listed = run(home, "history", "list", *history)
    kinds = [entry["kind"] for entry in listed["journal"]]
    assert sorted(kinds) == ["settings", "undo"]
    assert run(home, "history", "verify", *history)["ok"] is True


def test_out_of_range_never_leaves_the_pc(home: Path, tmp_path: Path) -> None:
    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'p'}"):
        uri = f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off"
        for pair in (
            "cell_ovp_v=9",
            "cell_ovp_v=4.1",
            "cell_ovp_v=nan",
            "cell_ovp_v=4.2503",
            "scp_a=100",
        ):
            refused = run(home, "settings", "set", uri, pair, code=5)
            assert refused["error"]["hint"].startswith("Nothing was sent")
        assert (
            run(home, "settings", "set", uri, "no_such_key=1", code=5)["error"]["key"]
            == "setting_unknown"
        )
        assert run(home, "settings", "read", uri)["settings"]["cell_ovp_v"] == 4.25
        entries = run(home, "history", "list")["journal"]
    assert [
        entry for entry in entries if entry["device"]["uri"].startswith(f"serial://{tmp_path}")
    ] == []


def test_a_front_end_that_is_named_may_be_written(home: Path, tmp_path: Path) -> None:
    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'p'}"):
        uri = f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off&ic=ti"
        done = run(home, "settings", "set", uri, "dsg_ocp_2_a=84", "scp_delay_us=200")
        assert {field["state"] for field in done["fields"].values()} == {"applied"}
        off_table = run(home, "settings", "set", uri, "dsg_ocp_2_a=85", code=5)
        assert off_table["error"]["key"] == "not_on_step"


def test_apply_what_was_read_and_diff(home: Path, tmp_path: Path) -> None:
    with simulator(home, "jbd-17s", f"pty:{tmp_path / 'p'}"):
        uri = f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off"
        document = run(home, "settings", "read", uri)
        file = tmp_path / "set.json"
        file.write_text(json.dumps(document))
        assert run(home, "settings", "diff", uri, str(file)) == {"differences": []}
        same = run(home, "settings", "apply", uri, str(file))
        assert {field["state"] for field in same["fields"].values()} == {"applied"}
        document["settings"]["pack_ovr_v"] = 69.5
        file.write_text(json.dumps(document))
        found = run(home, "settings", "diff", uri, str(file), code=1)
        assert found == {"differences": [{"key": "pack_ovr_v", "a": 69.7, "b": 69.5}]}
        done = run(home, "settings", "apply", uri, str(file))
        assert done["fields"]["pack_ovr_v"]["state"] == "applied"
        assert run(home, "settings", "read", uri)["settings"]["pack_ovr_v"] == 69.5
        file.write_text("{")
        assert (
            run(home, "settings", "apply", uri, str(file), code=4)["error"]["key"]
            == "settings_file_invalid"
        )
        other = {**document, "protocol": "daly"}
        file.write_text(json.dumps(other))
        assert (
            run(home, "settings", "apply", uri, str(file), code=5)["error"]["key"]
            == "settings_file_other"
        )


def test_the_17s_set_of_the_manual(home: Path) -> None:
    values = run(home, "settings", "read", "sim://jbd-17s")["settings"]
    expected = {
        "nominal_ah": 50, "cell_count": 17,
        "cell_ovp_v": 4.25, "cell_ovr_v": 4.15, "cell_uvp_v": 2.75, "cell_uvr_v": 3.0,
        "pack_ovp_v": 71.75, "pack_ovr_v": 69.7, "pack_uvp_v": 47.6, "pack_uvr_v": 52.7,
        "chg_otp_c": 60, "chg_otr_c": 50, "chg_utp_c": -5, "chg_utr_c": 0,
        "dsg_otp_c": 65, "dsg_otr_c": 55, "dsg_utp_c": -20, "dsg_utr_c": -15,
        "chg_ocp_1_a": 49, "chg_ocp_1_delay_s": 10, "chg_ocp_1_recovery_s": 30,
    }  # fmt: skip
    assert {key: values[key] for key in expected} == expected


def test_a_board_that_acknowledges_and_ignores_is_not_believed(home: Path, tmp_path: Path) -> None:
    for fault, state in (("refuse=cell_ovp_v", "refused"), ("clamp=cell_ovp_v", "clamped")):
        path = tmp_path / fault.partition("=")[0]
        with simulator(home, "jbd-13s", f"pty:{path}", "--fault", fault):
            uri = f"serial://{path}?protocol=jbd&listen=off"
            done = run(home, "settings", "set", uri, "cell_ovp_v=4.22", code=1)
        assert done["fields"]["cell_ovp_v"]["state"] == state


def test_mosfets_are_switched_and_confirmed(home: Path, tmp_path: Path) -> None:
    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'p'}"):
        uri = f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off"
        assert run(home, "control", uri, "charge", "off", "--yes") == {
            "action": "charge", "confirmed": True, "charge_mosfet": False,
            "evidence": {
                "flag": True, "measured": None, "current_before_a": 0.0, "current_after_a": 0.0,
            },
        }  # fmt: skip
        off = run(home, "control", uri, "discharge", "off", "--yes")
        assert off["discharge_mosfet"] is False
        sample = run(home, "read", uri)
        assert (sample["charge_mosfet"], sample["discharge_mosfet"]) == (False, False)
        assert "mos_lock" in sample["faults"]
        run(home, "control", uri, "charge", "on", "--yes")
        sample = run(home, "read", uri)
        assert (sample["charge_mosfet"], sample["discharge_mosfet"]) == (True, False)
        run(home, "control", uri, "discharge", "on", "--yes")
        assert run(home, "control", uri, "restart", code=5)["error"]["key"] == "unsupported"
        assert run(home, "control", uri, "explode", code=2)["error"]["key"] == "action_unknown"


def test_watch_prints_what_is_stored(home: Path, tmp_path: Path) -> None:
    history = ("--history", str(tmp_path / "h.sqlite"))
    with simulator(home, "jbd-16s-lfp", "tcp:127.0.0.1:0") as listen:
        uri = f"tcp://{listen.removeprefix('tcp:')}?protocol=jbd"
        samples = run(home, "watch", uri, "--seconds", "2", "--every", "0.25", *history)
    assert 6 <= len(samples) <= 9
    stat = run(home, "history", "stat", *history)
    assert stat["samples"] == len(samples)
    assert stat["devices"] == 1
    exported = tmp_path / "all.jsonl"
    run(home, "history", "export", "--out", str(exported), *history)
    other = ("--history", str(tmp_path / "other.sqlite"))
    for _ in range(2):
        run(home, "history", "import", str(exported), *other)
    assert run(home, "history", "stat", *other)["samples"] == len(samples)


def test_decode(home: Path, tmp_path: Path) -> None:
    document = run(home, "decode", "--protocol", "jbd", SAMPLE_15S[:20], SAMPLE_15S[20:])
    assert document["sample"]["pack_v"] == 58.88
    assert document["sample"]["info"]["production_date"] == "2016-03-24"
    assert (document["bad_frames"], document["ignored_bytes"]) == (0, 0)
    assert "settings" not in document
    broken = SAMPLE_15S[:8] + "18" + SAMPLE_15S[10:]
    refused = run(home, "decode", "--protocol", "jbd", broken, code=4)
    assert refused["error"]["key"] == "nothing_decoded"
    assert refused["bad_frames"] == 1
    lenient = run(home, "decode", "--protocol", "jbd", "--lenient", broken)
    assert lenient["unverified"] is True
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps([SAMPLE_15S]) + "\n" + json.dumps(["00"]) + "\n")
    rows = run(home, "decode", "--protocol", "jbd", "--batch", str(batch))
    assert rows[0]["sample"]["soc_pct"] == 72.0
    assert rows[1]["error"]["key"] == "nothing_decoded"


def test_errors_say_what_where_and_what_to_do(home: Path, tmp_path: Path) -> None:
    for uri, key, code in (
        ("serial:///dev/ttyNOPE?protocol=jbd", "port_missing", 3),
        ("tcp://127.0.0.1:1?protocol=jbd", "host_refused", 3),
        ("nonsense", "uri_invalid", 2),
        ("warp://x", "scheme_unknown", 2),
        ("sim://jbd-99s", "model_unknown", 2),
        ("sim://jbd-13s?protocol=foo", "protocol_unknown", 2),
    ):
        error = run(home, "read", uri, code=code)["error"]
        assert error["key"] == key
        assert error["message"]
        assert error["hint"]
    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'p'}", "--fault", "mute"):
        error = run(home, "read", f"serial://{tmp_path / 'p'}?protocol=jbd", code=3)["error"]
    assert error["key"] == "no_answer"
    corrupt = tmp_path / "corrupt.sqlite"
    corrupt.write_bytes(b"this is no database" * 100)
    error = run(home, "history", "stat", "--history", str(corrupt), code=4)["error"]
    assert error["key"] == "history_corrupt"
    assert corrupt.read_bytes() == b"this is no database" * 100


def test_every_command_has_an_example(home: Path) -> None:
    for words in ([], ["read"], ["settings", "set"], ["history", "stat"], ["doctor"], ["simulate"]):
        done = subprocess.run(
            [sys.executable, "-m", "mingtang_desk.app", *words, "--help"],
            capture_output=True, text=True, timeout=30, check=True, env=environment(home),
        )  # fmt: skip
        assert "example: mingtang-desk" in done.stdout


def test_doctor_and_protocols(home: Path, tmp_path: Path) -> None:
    report = run(home, "doctor", "--bundle", str(tmp_path / "bundle.zip"), code=None)
    assert {"PySide6-Essentials", "data folder", "history"} <= {
        check["what"] for check in report["checks"]
    }
    assert (tmp_path / "bundle.zip").exists()
    keys = [row["key"] for row in run(home, "protocols")]
    assert keys[:5] == ["jbd", "mingtang", "tt", "daly", "modbus"]
    families = [key for key in keys[5:] if key.startswith("aiobmsble:")]
    assert len(families) == len(keys) - 5 == 52


def test_a_killed_watch_loses_nothing_it_printed(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    words = ["watch", "sim://jbd-4s", "--every", "0.05", "--json", "--history", str(file)]
    process = subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk.app", *words],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(home),
    )
    assert process.stdout is not None
    printed = [json.loads(process.stdout.readline()) for _ in range(12)]
    process.kill()
    process.wait(10)
    printed += [json.loads(line) for line in process.stdout if line.endswith("}\n")]
    process.stdout.close()
    assert run(home, "history", "verify", "--history", str(file))["ok"] is True
    assert run(home, "history", "stat", "--history", str(file))["samples"] >= len(printed)


@pytest.mark.parametrize("cut", [400, 455, 470, 900])
def test_power_cut_while_writing_the_journal_says_the_truth(
    home: Path, tmp_path: Path, cut: int
) -> None:
    state, history = tmp_path / "eeprom.json", ("--history", str(tmp_path / "h.sqlite"))
    uri = f"serial://{tmp_path / 'p'}?protocol=jbd&listen=off"
    words = (f"pty:{tmp_path / 'p'}", "--state", str(state))
    with simulator(home, "jbd-13s", *words, "--fault", f"cut-after={cut}"):
        run(home, "settings", "set", uri, "cell_ovp_v=4.22", *history, code=None)
    with simulator(home, "jbd-13s", *words):
        now = run(home, "settings", "read", uri)["settings"]["cell_ovp_v"]
    entries = run(home, "history", "list", *history)["journal"]
    said = [entry["fields"]["cell_ovp_v"]["state"] for entry in entries]
    if now == 4.22:
        assert said in (["applied"], ["unknown"])
    else:
        assert said in ([], ["unknown"])


def test_what_the_driver_cannot_encode_is_refused_before_anything_is_sent(home: Path) -> None:
    for pair, key in (
        ("x_jbd_production_date=yesterday", "wrong_type"),
        ("x_jbd_barcode=电池", "text_character"),
    ):
        error = run(home, "settings", "set", "sim://jbd-13s", pair, code=5)["error"]
        assert error["key"] == key
    journal = run(home, "history", "list")["journal"]
    assert [entry for entry in journal if entry["device"]["uri"] == "sim://jbd-13s"] == []


def test_a_recorded_link_plays_back_the_same_values(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    words = ("--capture", str(file), "--history", str(tmp_path / "h.sqlite"))
    uri = "sim://jbd-16s-lfp?protocol=jbd&set.current_a=-20"
    live = run(home, "watch", uri, "--seconds", "1", "--every", "0.3", *words)
    header = json.loads(file.read_text().splitlines()[0])
    assert (header["capture"], header["protocol"]) == ("mingtang-capture/1", "jbd")
    played = run(home, "read", f"replay://{file}?speed=max")
    keys = ("pack_v", "cell_v", "soc_pct", "device_id", "temperatures", "cycles")
    assert {key: played[key] for key in keys} == {key: live[0][key] for key in keys}
    again = run(home, "read", uri, "--capture", str(file), code=4)
    assert again["error"]["key"] == "file_unwritable"  # a recording is never overwritten
