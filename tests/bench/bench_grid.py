"""Share of one core that the status and cell panels of one pack take at 20 samples a second.

Runs in a process of its own; the same loop without panels is subtracted by measuring it beside.
"""

import os
import statistics
import subprocess
import sys

from tests.bench.table import Row

SECONDS, RATE = 10.0, 20
GOAL_PCT = 5.0

CHILD = """
import asyncio, sys, time
from dataclasses import replace
from datetime import UTC, datetime
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from PySide6.QtCore import QTimer
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.sample import SampleQuality
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.jbd.sample import build_sample
from mingtang_desk.protocols.jbd.status import decode_basic
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from tests.protocols.jbd.hand import basic

with_panels, seconds, rate = sys.argv[1] == "panels", float(sys.argv[2]), int(sys.argv[3])
app = QApplication([])
clock = SystemClock()
hub = DeviceHub(clock=clock)
theme = Theme(parent=app)
theme.apply(Scheme.DARK)
selection = Selection(hub)

class Session:
    uri = parse_uri("sim://jbd-16s-lfp")
    where = "sim"

session = Session()
from mingtang_desk.device.model import DeviceModel, Mode
session.model = DeviceModel("sim://jbd-16s-lfp", clock, mode=Mode.SIMULATOR, poll_s=1 / rate)
session.model.identify(protocol="jbd", label="JBD", name="x", capabilities=JBD.capabilities,
                       specs=dict(JBD.settings))
session.model.set_link(LinkPhase.LIVE)
host = QWidget()
layout = QHBoxLayout(host)
panels = []
if with_panels:
    context = PanelContext(hub=hub, theme=theme, prefs=Preferences(None), selection=selection)
    panels = [StatusPanel(context), CellsPanel(context)]
    for panel in panels:
        layout.addWidget(panel)
host.resize(1100, 800)
host.show()
selection.select(session)

# Made beforehand: what is measured is the showing.
samples = []
for n in range(40):
    cells = tuple((3300 + (7 * c + 3 * n) % 41) / 1000 for c in range(32))
    body = basic(volts=5300 + n, amps=-1200 + 7 * n, left=4000 - n, soc=50, cells=32,
                 sensors=(2981 + n, 2990, 3001 - n, 2950), balance=1 << n % 32)
    samples.append(build_sample(datetime.now(UTC), basic=decode_basic(body), cells=cells))
count = 0
def tick():
    global count
    session.model.apply_sample(samples[count % len(samples)])
    count += 1
timer = QTimer(interval=1000 // rate)
timer.timeout.connect(tick)
timer.start()
used = {}
def begin():
    used["cpu"], used["wall"], used["count"] = time.process_time(), time.monotonic(), count
def end():
    cpu, wall = time.process_time() - used["cpu"], time.monotonic() - used["wall"]
    print("share", 100 * cpu / wall, (count - used["count"]) / wall, flush=True)
    app.quit()
QTimer.singleShot(1500, begin)
QTimer.singleShot(1500 + int(seconds * 1000), end)
app.exec()
for panel in panels:
    panel.stop()
"""


def share(which: str) -> float:
    """Percent of a core; asserts that the samples really came at the rate."""
    environment = dict(os.environ)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-c", CHILD, which, str(SECONDS), str(RATE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    words = done.stdout.split()
    if len(words) != 3 or words[0] != "share":
        raise OSError(f"the panels did not run: {done.stderr.strip()[-300:]}")
    assert float(words[2]) > 0.9 * RATE
    return float(words[1])


def run() -> list[Row]:
    """Measure with panels and without, in turn."""
    shares = [(share("panels"), share("bare")) for _ in range(3)]
    ours, bare = (statistics.median(side) for side in zip(*shares, strict=True))
    low, high = min(a for a, _ in shares), max(a for a, _ in shares)
    return [
        Row(
            name=f"status and cells of one pack at {RATE} Hz",
            ours=ours,
            theirs=bare,
            ratio=f"{ours:.1f} % of a core ({low:.1f} to {high:.1f})",
            unit="% of a core",
            goal=f"under {GOAL_PCT:g} %",
            met=ours < GOAL_PCT,
            note=f"{SECONDS:g} s, 32 cells; the other figure is the same loop without panels",
        )
    ]
