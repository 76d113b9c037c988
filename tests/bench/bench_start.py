"""First paint of the window against that of a bare QMainWindow, each in fresh processes."""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import mingtang_desk
from tests.bench.table import Row

ROUNDS = 5
GOAL = 2.5
LONGEST_S = 60.0

# Both children say when the first frame, all its children included, is on the surface.
WATCH = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
def done():
    print("painted", flush=True)
    os._exit(0)
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, done)
        return False
app = QApplication([])
watch = Watch()
def show(window, plain=QMainWindow.show):
    window.installEventFilter(watch)  # on the window alone: a filter for all events costs time
    plain(window)
QMainWindow.show = show
"""
BARE = (
    WATCH
    + """
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.exec()
"""
)
OURS = (
    WATCH
    + """
from mingtang_desk.app.__main__ import main
sys.exit(main([]))
"""
)


def seconds(code: str, home: Path) -> float:
    """From starting a process to its line."""
    environment = {**os.environ, "MINGTANG_HOME": str(home)}
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            took = time.perf_counter() - began
            process.wait(LONGEST_S)
        finally:
            process.kill()
    if not line.startswith("painted"):
        raise OSError(f"no window was painted: {line!r}")
    return took


def run() -> list[Row]:
    """Start both in turn."""
    for package in Path(mingtang_desk.__file__).parent, Path(sys.prefix) / "lib":
        compileall.compile_dir(package, quiet=2, maxlevels=30)
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS + 1):
            theirs = seconds(BARE, Path(folder))
            took = seconds(OURS, Path(folder))
            if number:  # the first round warms the disk cache for both
                bare.append(theirs)
                ours.append(took)
    ratios = sorted(a / b for a, b in zip(ours, bare, strict=True))
    ratio = statistics.median(ours) / statistics.median(bare)
    return [
        Row(
            name="first paint of the window",
            ours=statistics.median(ours) * 1000,
            theirs=statistics.median(bare) * 1000,
            ratio=f"{ratio:.2f} x as long ({ratios[0]:.2f} to {ratios[-1]:.2f})",
            unit="ms",
            goal=f"at most {GOAL} x",
            met=ratio <= GOAL,
            note="a bare QMainWindow; from process start, bytecode compiled",
        )
    ]
