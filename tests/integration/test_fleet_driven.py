"""A working day with a fleet in the real window, in both languages, on a screen of its own.

The steps are in `fleet_driving`, and `python -m tests.shots.tour` takes their pictures.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("fastapi")

from tests.integration.fleet_driving import STEPS
from tests.integration.simulators import environment

ROOT = Path(__file__).resolve().parents[2]
XVFB = shutil.which("Xvfb")
TIMEOUT_S = 400

pytestmark = pytest.mark.slow


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """What a window needs to be seen: the screen that is there, one of Xvfb, else none."""
    if os.environ.get("DISPLAY") and os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb":
        yield {}
        return
    if XVFB is None:
        yield {"QT_QPA_PLATFORM": "offscreen", "MINGTANG_MAP": "painter"}
        return
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [XVFB, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, "Xvfb did not start"
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.skipif(sys.platform == "win32", reason="of POSIX")
@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("zh_CN", "light")])
def test_a_day_with_the_fleet(tmp_path: Path, language: str, scheme: str) -> None:
    with screen() as where:
        # Chromium keeps no sandbox for root; where it cannot start the map is painted.
        env = {"QTWEBENGINE_DISABLE_SANDBOX": "1", **environment(tmp_path / "home"), **where}
        done = subprocess.run(
            [sys.executable, "-m", "tests.shots.tour", language, scheme, "", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            cwd=ROOT,
            env=env,
        )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert [path.name for path in pictures] == [
        f"{n:02}-{step}-{language}.png" for n, step in enumerate(STEPS, 1)
    ]
    assert all(path.stat().st_size > 20_000 for path in pictures)
