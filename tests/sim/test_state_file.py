"""The EEPROM file: kept over restarts, written whole, never overwritten when it is damaged."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mingtang_desk.sim.errors import StateFileError
from mingtang_desk.sim.models import make_board
from tests.sim.hand import Client, write


def changed(path: Path) -> Client:
    client = Client(make_board("jbd-13s", state=path))
    client.enter()
    client.put(0x24, 4200)
    client.put(0xA1, b"\x04PACK")
    client.leave(save=True)
    return client


def test_saved_settings_come_back_in_another_process_life(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    client = changed(path)
    client.enter()
    client.put(0x24, 4100)  # used, never saved
    again = Client(make_board("jbd-13s", state=path))
    assert again.board.eeprom[0x24] == 4200
    assert again.board.registers[0x24] == 4200
    assert again.get(5) == b"PACK"


def test_counters_cycles_and_charge_are_kept_without_a_save(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    client = Client(make_board("jbd-16s-lfp", state=path))
    client.board.set_current(130.0)
    client.wait(10.1)
    counted = client.counts()
    left = client.info()["remaining_ah"]
    again = Client(make_board("jbd-16s-lfp", state=path))
    assert again.counts()[:11] == counted[:11]
    assert again.counts()[1] == 1
    assert again.counts()[11] == 1  # one restart
    assert again.info()["remaining_ah"] == left


def test_a_name_that_is_set_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    changed(path)
    board = make_board("jbd-13s", sets={"cell_ovp_v": "4.15"}, state=path)
    assert board.eeprom[0x24] == 4150


def test_power_cut_before_saving_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    changed(path)
    before = path.read_bytes()
    client = Client(make_board("jbd-13s", state=tmp_path / "eeprom.json"))
    after_start = json.loads(path.read_text())
    assert after_start["journal"]["restarts"] == json.loads(before)["journal"]["restarts"] + 1
    client.enter()
    client.put(0x24, 4000)
    client.board.cut_power()
    assert json.loads(path.read_text()) == after_start


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[]",
        lambda text: text.replace("mingtang-sim-eeprom/1", "else"),
        lambda text: text.replace('"36": 4200', '"36": 70000'),
        lambda text: text.replace('"36": 4200', '"36": "x"'),
        lambda text: text.replace('"36": 4200,', ""),
        lambda text: text.replace('"jbd-13s"', '"jbd-4s"'),
        lambda text: text.replace('"journal"', '"nothing"'),
    ],
)
def test_a_damaged_file_is_refused_by_name_and_kept(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    path = tmp_path / "eeprom.json"
    changed(path)
    text = damage(path.read_text())
    assert text != path.read_text()
    path.write_text(text)
    with pytest.raises(StateFileError, match=r"eeprom\.json"):
        make_board("jbd-13s", state=path)
    assert path.read_text() == text


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StateFileError):
        make_board("jbd-13s", state=path)
    assert path.read_bytes() == b"\xff\xfe\x00"


def test_a_folder_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(StateFileError, match="folder"):
        make_board("jbd-13s", state=tmp_path / "no" / "eeprom.json")


SAVE_FOREVER = """
import sys
import time
from collections.abc import Callable
from pathlib import Path
from mingtang_desk.sim.models import make_board
board = make_board("jbd-13s", state=Path(sys.argv[1]))
frames = [bytes.fromhex(part) for part in sys.argv[2].split(",")]
print("go", flush=True)
while True:
    for frame in frames:
        board.receive(frame, 0.0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_a_killed_process_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    changed(path)
    enter, save = write(0x00, b"\x56\x78"), write(0x01, b"\x28\x28")
    values = [write(0x24, bytes([0x10, low])) for low in (1, 2)]
    frames = ",".join(f.hex() for v in values for f in (enter, v, save))
    for turn in range(6):
        command = [sys.executable, "-c", SAVE_FOREVER, str(path), frames]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"go\n"
            time.sleep(0.007 * turn)
            process.send_signal(signal.SIGKILL)
        board = make_board("jbd-13s", state=path)
        assert board.eeprom[0x24] in (4200, 0x1001, 0x1002)
