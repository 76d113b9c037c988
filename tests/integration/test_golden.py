"""Golden sets on the command line, against simulated boards in other processes."""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.app import __main__ as program
from mingtang_desk.app import logs
from mingtang_desk.app.cli import settings_look
from mingtang_desk.app.cli.cloud_battery import consented
from mingtang_desk.cloud import battery_maker
from mingtang_desk.cloud.battery_consent import Asks
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.core.errors import DeviceError
from mingtang_desk.session.golden_look import Looked, look_at
from mingtang_desk.session.opening import MakeSession
from tests.integration.simulators import environment, simulator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no ptys here")


class Run:
    """Runs commands in this process, which is quicker than many: boards are in others."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> Any:
        got = program.main([*words, "--json"])
        told = self._capsys.readouterr().out.splitlines()
        assert got == code, told
        documents = [json.loads(line) for line in told]
        return documents[0] if len(documents) == 1 else documents


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("MINGTANG_HOME", str(home))
    monkeypatch.setattr(program, "_end_like_ctrl_c", lambda: None)
    monkeypatch.setattr(logs, "start", lambda **_: None)
    return Run(capsys)


@pytest.fixture
def jbd(home: Path, tmp_path: Path) -> Iterator[str]:
    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'jbd'}"):
        yield f"serial://{tmp_path / 'jbd'}?protocol=jbd&listen=off"


@pytest.fixture
def mingtang(home: Path, tmp_path: Path) -> Iterator[str]:
    with simulator(home, "mingtang-13s", f"pty:{tmp_path / 'mt'}"):
        yield f"serial://{tmp_path / 'mt'}?protocol=mingtang&listen=off"


def refusals(document: Any) -> list[tuple[str, str]]:
    assert document["error"]["message"]
    assert document["error"]["hint"]
    return [(row["field"], row["key"]) for row in document["refused"]]


def test_a_set_is_saved_compared_and_applied_to_the_next_pack(
    run: Run, home: Path, tmp_path: Path, mingtang: str
) -> None:
    run("settings", "set", mingtang, "cell_ovp_v=4.2", "cell_ovr_v=4.1")
    saved = run("settings", "golden", "save", mingtang, "house 13S", "--note", "n")
    assert (saved["name"], saved["version"], saved["cells"]) == ("house 13S", 1, 13)
    assert (saved["protocol"], saved["chemistry"]) == ("mingtang", "nmc")
    assert "x_mingtang_battery_code" in saved["left_out"]
    listed = run("settings", "golden", "list")
    assert [row["name"] for row in listed["sets"]] == ["house 13S"]
    assert listed["damaged"] == []
    assert run("settings", "diff", mingtang, "golden:house 13S", code=1)["differences"]
    with simulator(home, "mingtang-13s", f"pty:{tmp_path / 'b'}", "--seed", "7"):
        other = f"serial://{tmp_path / 'b'}?protocol=mingtang&listen=off"
        done = run("settings", "apply", other, "golden:house 13S")
        assert {f["state"] for f in done["fields"].values()} == {"applied"}
        assert done["fields"]["cell_ovp_v"] == {
            "old": 4.25, "sent": 4.2, "read": 4.2, "state": "applied",
        }  # fmt: skip
        again = run("settings", "apply", other, "golden:house 13S")
        assert again["transaction"] == 0  # nothing differed, nothing was sent
        last = run("settings", "diff", "snapshot:last", other)
        assert last == {"differences": []}
    second = run("settings", "golden", "save", "golden:house 13S", "house 13S")
    assert second["version"] == 2
    words = ("settings", "golden", "save", "golden:house 13S", "house 13S", "--version", "1")
    assert run(*words, code=2)["error"]["key"] == "golden_exists"
    run("settings", "golden", "remove", "house 13S v2")
    assert len(run("settings", "golden", "list")["sets"]) == 1


def test_bad_files_are_refused_and_nothing_is_sent(
    run: Run, home: Path, tmp_path: Path, jbd: str
) -> None:
    file = tmp_path / "f.json"

    def apply(text: str, *words: str, code: int) -> Any:
        file.write_text(text, encoding="utf-8")
        return run("settings", "apply", jbd, str(file), *words, code=code)

    whole = run("settings", "read", jbd)
    half = json.dumps(whole)[:400]
    assert apply(half, code=4)["error"]["key"] == "settings_file_invalid"
    assert apply('{"cell_ovp_v": 4.2, "cell_ovp_v": 4.1}', code=4)["error"]
    other = apply(json.dumps({**whole, "protocol": "mingtang"}), code=5)
    assert refusals(other) == [("protocol", "settings_file_other")]
    settings = {**whole["settings"], "cell_count": 17}
    cells = apply(json.dumps({**whole, "settings": settings}), code=5)
    assert refusals(cells) == [("cell_count", "settings_other_cells")]
    units = apply('{"cell_ovp_v": 4250, "cell_uvp_v": 2.8, "mystery": 1}', code=5)
    assert refusals(units) == [
        ("cell_ovp_v", "settings_other_unit"),
        ("mystery", "setting_unknown"),
    ]
    assert "4.25 V" in units["error"]["message"]
    lfp = apply('{"cell_ovp_v": 3.65, "cell_ovr_v": 3.55}', code=5)
    assert refusals(lfp) == [("cell_ovp_v", "settings_other_chemistry")]
    typed = run("settings", "set", jbd, "cell_ovp_v=4200", code=5)["error"]
    assert typed["key"] == "settings_other_unit"
    run("settings", "golden", "save", jbd, "house")
    golden = home / "golden" / "house-v1.json"
    golden.write_text(golden.read_text().replace('"cell_uvp_v": 2.75', '"cell_uvp_v": 2.9'))
    edited = run("settings", "apply", jbd, "golden:house", code=5)
    assert refusals(edited) == [("", "golden_edited")]
    assert run("settings", "golden", "list")["sets"][0]["edited"] is True
    assert run("settings", "read", jbd)["settings"] == whole["settings"]
    assert run("history", "list")["journal"] == []
    taken = run("settings", "apply", jbd, "golden:house", "--accept-edited")
    assert taken["fields"]["cell_uvp_v"]["read"] == 2.9


def test_codes_of_another_pack_are_written_only_when_asked_for(
    run: Run, home: Path, tmp_path: Path, jbd: str
) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"cell_ovp_v": 4.2, "x_jbd_barcode": "BT999", "x_jbd_serial_number": 7}')
    done = run("settings", "apply", jbd, str(file))
    assert list(done["fields"]) == ["cell_ovp_v"]
    assert done["left_out"] == ["x_jbd_barcode", "x_jbd_serial_number"]
    asked = run("settings", "apply", jbd, str(file), "--with-identity")
    assert asked["fields"]["x_jbd_barcode"]["read"] == "BT999"


def test_a_file_of_a_jbd_tool_becomes_one_of_ours(
    run: Run, home: Path, tmp_path: Path, jbd: str
) -> None:
    fig, ours = tmp_path / "pack.fig", tmp_path / "pack.json"
    lines = ("FileCode 3838", "CellOverVoltage 4200", "CellOVRelease 4100", "Mystery 5")
    fig.write_bytes("\r\r\n".join(f"  {line}" for line in lines).encode())
    refused = run("settings", "apply", jbd, str(fig), code=4)
    assert "settings import" in refused["error"]["message"]
    made = run("settings", "import", str(fig), "--out", str(ours))
    assert made["settings"] == {"cell_ovp_v": 4.2, "cell_ovr_v": 4.1}
    assert made["unknown"] == {"Mystery": "5"}
    assert run("settings", "import", str(fig), "--out", str(ours), code=4)["error"]
    done = run("settings", "apply", jbd, str(ours))
    assert done["fields"]["cell_ovp_v"]["state"] == "applied"
    fig.write_text("nothing known here 1")
    wrong = run("settings", "import", str(fig), "--out", str(tmp_path / "n"), code=4)
    assert wrong["error"]["key"] == "fig_invalid"
    fig.write_text("CellOverVoltage=4,2\nCellOVRelease=4100")
    part = run("settings", "import", str(fig), "--out", str(tmp_path / "p"), code=1)
    assert part["refused"] == ["line 1: CellOverVoltage = “4,2” is no number of its register"]


def test_presets_are_listed_proposed_and_applied(
    run: Run, home: Path, tmp_path: Path, jbd: str
) -> None:
    listed = run("settings", "preset")["presets"]
    assert all(row["source"] for row in listed)
    made = run("settings", "preset", "lg-mj1@13s4p")
    assert made["settings"]["pack_ovp_v"] == 55.25
    file = tmp_path / "p.json"
    saved = run("settings", "preset", "lg-mj1@13s4p", "--protocol", "jbd", "--out", str(file))
    assert saved["left_out"] == ["chemistry"]
    assert json.loads(file.read_text())["proposal"] is True
    done = run("settings", "apply", jbd, str(file))
    assert done["fields"]["cell_uvp_v"]["read"] == 2.6
    assert run("settings", "diff", jbd, "preset:lg-mj1@13s4p", code=1)["differences"]
    wrong = run("settings", "apply", jbd, "preset:eve-lf280k@13s1p", code=5)
    assert ("cell_ovp_v", "settings_other_chemistry") in refusals(wrong)
    for words in (["nobody"], ["lg-mj1"], ["lg-mj1@13s", "--protocol", "auto"]):
        assert run("settings", "preset", *words, code=2)["error"]
    assert run("settings", "preset", "lg-mj1@99s", code=5)["error"]["key"] == "preset_cells"


def test_many_packs_one_line_each_and_a_report(run: Run, home: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        uris = []
        for name in ("a", "b", "c"):
            fault = ["--fault", "refuse=cell_ovp_v"] if name == "b" else []
            stack.enter_context(simulator(home, "jbd-13s", f"pty:{tmp_path / name}", *fault))
            uris.append(f"serial://{tmp_path / name}?protocol=jbd&listen=off")
        uris.append(f"serial://{tmp_path / 'nobody'}?protocol=jbd")
        file = tmp_path / "set.json"
        file.write_text('{"protocol": "jbd", "format": "mingtang-settings/1", "settings": '
                        '{"cell_ovp_v": 4.2, "cell_uvp_v": 2.8}}')  # fmt: skip
        report = tmp_path / "r.csv"
        words = ("settings", "apply-many", str(file), *uris)
        stopped = run(*words, code=1)
        assert [row["state"] for row in stopped] == ["applied", "partly", "cancelled", "cancelled"]
        all_of_them = run(*words, "--keep-going", "--report", str(report), code=1)
        assert [row["state"] for row in all_of_them] == ["applied", "partly", "applied", "failed"]
        assert all_of_them[0]["changed"] == 0
        assert all_of_them[1]["fields"]["cell_ovp_v"]["state"] == "refused"
        assert all_of_them[3]["error"]["key"]
        with report.open(encoding="utf-8-sig", newline="") as rows:
            assert [row["result"] for row in csv.DictReader(rows)].count("partly") == 2
        wrong = run(*words, "--report", "r.pdf", code=2)
        assert wrong["error"]["key"] == "usage_invalid"


def test_packs_that_are_warned_of_are_left_out_although_nobody_could_look_before(
    run: Run, tmp_path: Path, jbd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack that is out of reach in the look, and there in the run."""
    file = tmp_path / "frost.json"
    file.write_text('{"chg_utp_c": -4}')
    look = look_at

    async def unreachable(uri: str, *args: object, **more: object) -> Looked:
        error = DeviceError("undo_nothing", device="it")
        return Looked(uri=uri, changes={}, error=error)

    monkeypatch.setattr(settings_look, "look_at", unreachable)
    words = ("settings", "apply-many", str(file), jbd)
    left = run(*words, "--skip-warned", code=1)
    assert left["state"] == "skipped"
    assert left["error"]["key"] == "warnings_not_accepted"
    monkeypatch.setattr(settings_look, "look_at", look)
    assert run(*words, "--skip-warned", code=1)["state"] == "skipped"
    assert run(*words)["state"] == "applied"


def test_a_server_that_warns_in_spite_of_the_look_gets_no_yes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is there to be asked, so that the warning ends the write; else a command says yes."""
    file, make, asked = tmp_path / "frost.json", battery_maker.battery_maker, list[object]()
    file.write_text('{"chg_utp_c": -4}')

    def maker(desk: CloudDesk, asks: Asks | None = None) -> MakeSession:
        asked.append(asks)
        return make(desk, asks)

    monkeypatch.setattr(battery_maker, "battery_maker", maker)
    words = ("settings", "apply-many", str(file), "cloud://127.0.0.1:1/13800000002")
    run(*words, code=3)
    assert asked == [consented]
    run(*words, "--skip-warned", code=3)
    assert asked[1:] == [None, None]


def test_every_pack_that_is_plugged_in_gets_the_set(run: Run, home: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    file, report = tmp_path / "set.json", tmp_path / "r.json"
    file.write_text('{"cell_ovp_v": 4.2}')
    env = {**environment(home), "MINGTANG_PORTS": f"{first},{second}"}
    words = [sys.executable, "-m", "mingtang_desk", "settings", "next-pack", str(file), "--json"]
    words += ["--count", "3", "--options", "protocol=jbd&listen=off", "--report", str(report)]
    loop = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )
    try:
        assert loop.stderr is not None
        assert loop.stdout is not None
        told = iter(loop.stderr.readline, "")
        assert any("Plug in" in line for line in told)
        time.sleep(1)
        for path, model in ((first, "jbd-13s"), (second, "jbd-4s"), (first, "jbd-17s")):
            with simulator(home, model, f"pty:{path}"):
                line = json.loads(loop.stdout.readline())
                assert line["uri"].startswith(f"serial://{path}")
                good = model != "jbd-4s"
                assert line["state"] == ("applied" if good else "refused"), line
        assert loop.wait(30) == 5  # one of them was refused
        packs = json.loads(report.read_text())["packs"]
        assert [pack["state"] for pack in packs] == ["applied", "refused", "applied"]
    finally:
        loop.kill()
        loop.wait(10)
        for stream in (loop.stdout, loop.stderr):
            if stream is not None:
                stream.close()


def test_the_adapter_that_stays(run: Run, home: Path, tmp_path: Path, jbd: str) -> None:
    file = tmp_path / "set.json"
    file.write_text('{"cell_ovp_v": 4.2}')
    line = run("settings", "next-pack", str(file), jbd, "--count", "1")
    assert line["state"] == "applied"
    assert line["fields"]["cell_ovp_v"]["read"] == 4.2
    nobody = f"serial://{tmp_path / 'nobody'}?protocol=jbd"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mingtang_desk", "settings", "next-pack", str(file), nobody),
            *("--seconds", "1"),
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=environment(home),
    )
    assert done.returncode == 0
    assert done.stdout == ""


def test_read_out_checks_what_it_saved(run: Run, home: Path, tmp_path: Path, jbd: str) -> None:
    file = tmp_path / "pack.json"
    said = run("settings", "read", jbd, "--out", str(file))
    assert said["settings"] == len(json.loads(file.read_text())["settings"])
    assert run("settings", "diff", jbd, str(file)) == {"differences": []}
    snapshots = run("settings", "diff", jbd, "snapshot:last", code=5)
    assert snapshots["error"]["key"] == "snapshot_missing"
    assert run("settings", "diff", jbd, "snapshot:first", code=2)["error"]
