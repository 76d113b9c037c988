"""What a panel looks like in the middle of something: typed, reviewed, written, asked, refused."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import cast

from mingtang_desk.core.errors import StorageError, VerifyError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.control_guard import Evidence
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument, sealed
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.trial import Stage, Trial
from mingtang_desk.ui.forms import control_texts
from mingtang_desk.ui.forms.review import ReviewPage
from mingtang_desk.ui.golden.sources import of_document
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.control import ControlPanel
from mingtang_desk.ui.panels.journal import JournalPanel
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.panels.stats import StatsPanel
from tests.shots import calibration_scenes as calibration
from tests.shots import link_scenes, wake_scenes
from tests.shots.bytes_scenes import console_asks, frame_details, registers
from tests.ui.bench_kit import KEY, BenchHub, entry
from tests.ui.building import settle
from tests.ui.fakes import COUNTERS_17S, START, FakeClock, FakeHub, FakeSession, sample_weak

TYPED = {"cell_ovp_v": "4.2", "cell_uvp_v": "2.8", "pack_ovp_v": "71.4", "chemistry": "lmo"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A panel, the hub under it, and what is done before the picture."""

    panel: str
    name: str
    make: Callable[[], FakeHub]
    act: Callable[[MainWindow], None]


def _hub() -> FakeHub:
    hub = BenchHub()
    hub.bench()
    return hub


def _unlocked() -> FakeHub:
    hub = _hub()
    hub.set_writing(True)
    return hub


def _stubborn() -> FakeHub:
    hub = BenchHub()
    hub.bench()
    hub.set_writing(True)
    hub.states = {
        "cell_uvp_v": (FieldState.CLAMPED, 2.75),
        "pack_ovp_v": (FieldState.REFUSED, 71.75),
        "chemistry": (FieldState.UNKNOWN, None),
    }
    hub.side_effects = ("counters_cleared",)
    return hub


def _poor() -> FakeHub:
    hub = FakeHub()
    poor = hub.add("serial:///dev/ttyUSB0?baud=9600&protocol=jbd")
    poor.identify("JBD-SP04S020", capabilities=frozenset((Capability.CLOCK,)))
    poor.model.set_link(LinkPhase.LIVE)
    return hub


def _settings(window: MainWindow) -> SettingsPanel:
    panel = window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    return panel


def _type(window: MainWindow) -> None:
    for key, text in TYPED.items():
        _settings(window).form.rows[key].set_text(text)


def _mistype(window: MainWindow) -> None:
    rows = _settings(window).form.rows
    rows["cell_ovp_v"].set_text("4250")
    rows["cell_ovr_v"].set_text("12")
    rows["cell_uvp_v"].set_text("abc")


def _review(window: MainWindow) -> None:
    _type(window)
    _settings(window).review_all()


def _contradict(window: MainWindow) -> None:
    rows = _settings(window).form.rows
    rows["cell_ovr_v"].set_text("4.3")
    rows["cell_delta_protect_v"].set_text("1.2")
    _settings(window).review_all()


def _contradict_alone(window: MainWindow) -> None:
    rows = _settings(window).form.rows
    rows["cell_ovp_v"].set_text("4.1")
    rows["cell_ovr_v"].set_text("4.0")
    rows["cell_ovp_v"].setup.click()


def _warn(window: MainWindow) -> None:
    rows = _settings(window).form.rows
    rows["cell_delta_protect_v"].set_text("1.2")
    rows["cell_ovp_v"].set_text("4.28")
    _settings(window).review_all()


def _page(window: MainWindow) -> ReviewPage:
    page = _settings(window).review
    assert page is not None
    return page


def _writing(window: MainWindow) -> None:
    _review(window)
    _page(window).writing()


def _write(window: MainWindow) -> None:
    _review(window)

    async def go() -> None:
        _page(window).write.click()
        await asyncio.sleep(0.05)

    asyncio.run(go())


GOLDEN = sealed(
    SettingsDocument(
        path=PurePath("house-13S-v3.json"),
        protocol="jbd",
        settings={"cell_ovp_v": 4.2, "cell_uvp_v": 2.8, "pack_ovp_v": 54.6},
    ),
    GoldenHead(name="house 13S", version=3, chemistry="nmc", cells=13),
)


def _compare(window: MainWindow) -> None:
    panel = _settings(window)

    async def go() -> None:
        panel.files._compare_with(of_document(GOLDEN, "golden"), GOLDEN)
        await asyncio.sleep(0.05)

    asyncio.run(go())


def _presets(window: MainWindow) -> None:
    _settings(window).files.show_presets()


def _apply_many(window: MainWindow) -> None:
    _settings(window).files.apply(GOLDEN)


def _next_pack(window: MainWindow) -> None:
    _settings(window).files.loop(GOLDEN)


def _ask(window: MainWindow) -> None:
    panel = window.docks["control"].panel
    assert isinstance(panel, ControlPanel)
    panel.ask(Action.DISCHARGE, "off")
    settle()


def _flowing(window: MainWindow) -> None:
    """Ask while a load draws its current."""
    session = window.context.selection.current
    assert session is not None
    session.model.apply_sample(sample_weak(current_a=-28.0, power_w=-1321.0, state="discharge"))
    _ask(window)


def _trial(stage: Stage) -> Callable[[MainWindow], None]:
    def go(window: MainWindow) -> None:
        session, panel = window.context.selection.current, window.docks["control"].panel
        assert session is not None
        assert isinstance(panel, ControlPanel)
        session.model.apply_sample(sample_weak(discharge_mosfet=False))
        trial = Trial(
            action=Action.DISCHARGE,
            back=Action.DISCHARGE,
            back_value=True,
            who="anna",
            control=3,
            entry=4,
            key=KEY,
            now=session.model.clock.monotonic,
            ends_at=session.model.clock.monotonic() + 17,
            stage=stage,
            began=entry(4, {}, closed=None),
            error=VerifyError("verify_failed", what="discharge", sent="on", read="off"),
        )
        cast("FakeSession", session).dead_men.open = (trial,)
        panel.follower.flush()
        panel._grow_older()
        proof = Evidence(flag=True, measured=True, before_a=28.0, after_a=0.0)
        said = control_texts.proven(panel.rows[Action.DISCHARGE].spec, "off", proof)
        panel.rows[Action.DISCHARGE].say(lambda: said, "ok")
        settle()

    return go


def _missing(window: MainWindow) -> None:
    session, panel = window.context.selection.current, window.docks["control"].panel
    assert session is not None
    assert isinstance(panel, ControlPanel)
    cast("FakeSession", session).identify("JBD-SP13S050", capabilities=JBD.capabilities)
    panel.follower.flush()
    panel.more.click()
    settle()


def read_journal(window: MainWindow) -> None:
    """Let the journal ask its history, which takes a loop."""
    panel = window.docks["journal"].panel
    assert isinstance(panel, JournalPanel)

    async def go() -> None:
        panel.reload()
        await asyncio.sleep(0.05)

    asyncio.run(go())


def _select_line(window: MainWindow) -> None:
    read_journal(window)
    panel = window.docks["journal"].panel
    assert isinstance(panel, JournalPanel)
    panel.list.setCurrentIndex(panel.model_of_rows.index(0, 0))


def _damaged(window: MainWindow) -> None:
    window.docks["journal"].panel.show_error(
        StorageError("history_corrupt", path="/home/me/history.sqlite", detail="page 3")
    )


def _plot(window: MainWindow) -> PlotPanel:
    """Let the device live for six minutes, with a load on it and a link that was away."""
    panel = window.docks["plot"].panel
    assert isinstance(panel, PlotPanel)
    session = cast("FakeSession", panel.session)
    clock = cast("FakeClock", session.model.clock)
    for second in range(360):
        clock.go(1.0)
        if 150 <= second < 190:
            continue
        load = 0.0 if second < 80 or second > 260 else -12.0
        ripple = 0.003 * math.sin(second / 40) + 0.0004 * math.sin(second * 1.7)
        cells = [v + load * 0.0015 + ripple - second * 4e-5 for v in sample_weak().cell_v]
        cells[6] -= second * 3e-5
        sample = sample_weak(
            time=clock.now(),
            cell_v=tuple(cells),
            pack_v=round(sum(cells), 2),
            current_a=load,
            soc_pct=50.0 - second / 60,
        )
        session.live(sample)
    panel.follower.flush()
    return panel


def live_a_while(window: MainWindow) -> None:
    """Give the plot something to show."""
    _plot(window)


def _plot_cross(window: MainWindow) -> None:
    panel = _plot(window)
    window.context.plotted.choose(("pack_v", "cell_v.worst", "current_a", "soc_pct"))
    panel.act("cross", True)


def _plot_range(window: MainWindow) -> None:
    panel = _plot(window)
    window.context.plotted.choose(("pack_v", "cell_v.1", "cell_v.7", "current_a"))
    panel.act("stacked", True)
    panel.act("ranging", True)


def _plot_paused(window: MainWindow) -> None:
    _plot(window).act("paused", True)


def _plot_empty(window: MainWindow) -> None:
    window.context.plotted.choose(())


def _plot_unreported(window: MainWindow) -> None:
    window.context.plotted.choose(("soh_pct", "full_ah"))


def _counted(window: MainWindow) -> None:
    """Let protections fire, somebody clear the counters, and ask to clear them again."""
    panel = window.docks["stats"].panel
    assert isinstance(panel, StatsPanel)
    session = cast("FakeSession", panel.session)
    zero: dict[str, int | None] = dict.fromkeys(COUNTERS_17S, 0)
    for seconds, values in enumerate((COUNTERS_17S, zero, {**COUNTERS_17S, "cell_uv": 133})):
        at = START + timedelta(seconds=seconds)
        session.model.apply_counters(CounterReading(time=at, values=values))
        panel.follower.flush()
    panel.ask_clear()


def _nothing(window: MainWindow) -> None:
    pass


SCENES: tuple[Scene, ...] = (
    Scene("frames", "details", _hub, frame_details),
    Scene("frames", "console", _unlocked, console_asks),
    Scene("extend", "registers", _hub, registers),
    Scene("link", "good", _hub, link_scenes.good),
    Scene("link", "damaged", _hub, link_scenes.damaged),
    Scene("link", "lost", _hub, link_scenes.lost),
    Scene("link", "weak", link_scenes.over_the_air, link_scenes.weak),
    Scene("settings", "typed", _unlocked, _type),
    Scene("settings", "mistyped", _unlocked, _mistype),
    Scene("settings", "review-locked", _hub, _review),
    Scene("settings", "review", _unlocked, _review),
    Scene("settings", "contradiction", _unlocked, _contradict),
    Scene("settings", "review-blocked", _unlocked, _contradict_alone),
    Scene("settings", "review-warnings", _unlocked, _warn),
    Scene("settings", "writing", _unlocked, _writing),
    Scene("settings", "result", _stubborn, _write),
    Scene("settings", "compare", _unlocked, _compare),
    Scene("settings", "presets", _unlocked, _presets),
    Scene("settings", "apply-many", _hub, _apply_many),
    Scene("settings", "next-pack", _hub, _next_pack),
    Scene("control", "confirm", _unlocked, _ask),
    Scene("control", "confirm-flowing", _unlocked, _flowing),
    Scene("control", "trial", _unlocked, _trial(Stage.COUNTING)),
    Scene("control", "trial-waiting", _unlocked, _trial(Stage.WAITING)),
    Scene("control", "trial-failed", _unlocked, _trial(Stage.FAILED)),
    Scene("control", "trial-left", _unlocked, _trial(Stage.LEFT)),
    Scene("control", "missing", _unlocked, _missing),
    Scene("journal", "lines", _hub, read_journal),
    Scene("journal", "details", _hub, _select_line),
    Scene("journal", "damaged", _hub, _damaged),
    Scene("plot", "live", _hub, live_a_while),
    Scene("plot", "crosshair", _hub, _plot_cross),
    Scene("plot", "range", _hub, _plot_range),
    Scene("plot", "paused", _hub, _plot_paused),
    Scene("plot", "nothing-chosen", _hub, _plot_empty),
    Scene("plot", "not-reported", _hub, _plot_unreported),
    Scene("stats", "clear", _hub, _counted),
    Scene("calibration", "target", _hub, calibration.choose_cell),
    Scene("calibration", "balancing", _hub, calibration.balancing),
    Scene("calibration", "meter", _hub, calibration.by_meter),
    Scene("calibration", "overdue", _hub, calibration.overdue),
    Scene("calibration", "waiting", _hub, calibration.waiting),
    Scene("calibration", "review-locked", _hub, calibration.review),
    Scene("calibration", "review", _unlocked, calibration.review),
    Scene("calibration", "result", _unlocked, calibration.result),
    Scene("calibration", "bad-result", _unlocked, calibration.bad_result),
    Scene("calibration", "records", _hub, calibration.records),
    Scene("devices", "found", FakeHub, wake_scenes.found),
    Scene("devices", "not-found", FakeHub, wake_scenes.not_found),
    Scene("devices", "radio", wake_scenes.radio, wake_scenes.look),
    Scene("devices", "silent", wake_scenes.silent, wake_scenes.look),
    Scene("devices", "wake", wake_scenes.silent, wake_scenes.help_waking),
    Scene("devices", "wake-asleep", wake_scenes.sleeping, wake_scenes.help_waking),
    Scene("devices", "wake-radio", wake_scenes.taken, wake_scenes.help_waking),
    Scene("devices", "wake-trying", wake_scenes.silent, wake_scenes.trying),
    Scene("devices", "wake-mute", wake_scenes.silent, wake_scenes.mute),
    Scene("devices", "wake-woken", wake_scenes.silent, wake_scenes.woken),
    Scene("bank", "packs", wake_scenes.bank, _nothing),
    *(Scene(key, "unsupported", _poor, _nothing) for key in ("settings", "cells", "stats")),
    Scene("calibration", "unsupported", _poor, _nothing),
    *(Scene(key, "unsupported", _poor, _nothing) for key in ("status", "control")),
)
