"""`geo convert` and `cloud trips` as processes: documents, exit codes, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.geo.rides import theft

DATA = Path(__file__).parents[1] / "unit" / "geo"


def run(*words: str) -> tuple[int, Any]:
    command = [sys.executable, "-m", "mingtang_desk", *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout)


def test_convert() -> None:
    points = json.loads((DATA / "datum-dev.json").read_text(encoding="utf-8"))["points"]
    places = [",".join(map(str, point["wgs"])) for point in points]
    code, told = run("geo", "convert", "--from", "wgs84", "--to", "bd09", "--everywhere", *places)
    assert code == 0
    for (lat, lon), point in zip(told["points"], points, strict=True):
        assert [lat, lon] == pytest.approx(point["bd"], abs=4e-7)
    code, told = run("geo", "convert", "--from", "gcj02", "--to", "wgs84", "-33.9,151.2", "0,-5")
    assert (code, told) == (0, {"points": [[-33.9, 151.2], [0.0, -5.0]]})


@pytest.mark.parametrize("place", ["1", "91,0", "0,181", "nan,0", "a,b", "1,2,3"])
def test_convert_refuses(place: str) -> None:
    code, told = run("geo", "convert", "--from", "wgs84", "--to", "gcj02", place)
    assert (code, told["error"]["key"]) == (2, "place_invalid")


def test_trips(tmp_path: Path) -> None:
    case, file = theft(7), tmp_path / "track.json"
    file.write_text(json.dumps(case.document), encoding="utf-8")
    code, told = run("cloud", "trips", str(file))
    assert code == 0
    keys = {"trips", "stops", "mileage_m", "fence_events", "alarms", "rejected"}
    assert set(told) == keys
    assert len(told["trips"]) == len(case.rider.trips)
    vibrations = [alarm["time"] for alarm in told["alarms"] if alarm["type"] == "vibration"]
    assert vibrations == case.vibrations


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "line 1, column 1"),
        (b'{"columns": [],\n ,}', "line 2"),
        (b"\xff\xfe", "byte 0"),
        (b"[" * 100_000, "nested"),
        (b'{"columns": ["unix_s", "lat", "lon"], "rows": [[1, 2, "x"]]}', "row 1, lon"),
    ],
)
def test_trips_refuses(tmp_path: Path, content: bytes, word: str) -> None:
    file = tmp_path / "track.json"
    file.write_bytes(content)
    code, told = run("cloud", "trips", str(file))
    assert code == 4
    assert word in told["error"]["message"]


def test_no_file_and_no_words(tmp_path: Path) -> None:
    assert run("cloud", "trips", str(tmp_path / "none"))[0] == 4
    assert run("cloud")[0] == 2
