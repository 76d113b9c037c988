"""Strip, headline, status rows, menu, layout."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import LinkPhase, LinkStats, Mode
from mingtang_desk.device.sample import LockState, PackInfo, SampleQuality, Temperature
from mingtang_desk.ui.link_words import mode_words
from mingtang_desk.ui.shown import age, degrees, number
from mingtang_desk.ui.status_rows import rows
from tests.ui.building import settle
from tests.ui.conftest import MakeWindow
from tests.ui.fakes import FakeClock, FakeHub, FakeSession, bench_hub, sample_13s, sample_weak


def shown_rows(session: FakeSession, temperature: str = "c") -> dict[str, tuple[str, str]]:
    return {
        row.key: (f"{row.value} {row.unit}".strip(), row.token)
        for row in rows(session.model, temperature)
    }


def live(**changes: object) -> FakeSession:
    session = FakeSession("serial:///dev/ttyS1", FakeClock())
    session.identify("one")
    session.live(sample_13s(**changes))
    return session


def test_the_sample_pack_reads_as_the_mission_says() -> None:
    found = shown_rows(live())
    assert found["pack_v"][0] == "47.18 V"
    assert found["soc_pct"][0] == "50 %"
    assert found["remaining_ah"][0] == "25.30 Ah"
    assert found["cell_delta_v"][0] == "0.002 V"
    assert found["cycles"][0] == "162"
    assert found["temperature.board"][0] == "29.7 °C"
    assert found["temperature.cell_2"][0] == "27.8 °C"
    assert found["temperature.ext_1"][0] == "open circuit"
    assert found["balancer"][0] == "on"
    assert found["balancing"][0] == "None"
    assert found["lock.function"][0] == "off"
    assert found["lock.status"][0] == "unlocked"
    assert found["info.battery_code"][0] == "BT204805013CT00220940784"
    assert found["info.vendor_code"][0] == "312_SY_13S_55A_BT204805013CT00220940784"
    assert found["warnings"][0] == "None"
    assert found["info.chemistry"][0] == "ternary · 13S"
    assert found["tracker.signal"][0] == "34"


def test_what_a_board_has_not_is_left_out_but_for_the_core() -> None:
    session = live(pack_v=None, soh_pct=None, info=PackInfo(), lock=LockState(), cell_v=())
    session.identify("one", capabilities=frozenset((Capability.STATUS,)))
    found = shown_rows(session)
    assert found["pack_v"] == ("not reported", "muted")
    assert found["info.battery_code"] == ("not written", "muted")
    assert "soh_pct" not in found
    assert "lock.status" not in found


def test_a_lock_that_does_not_tell_is_unknown() -> None:
    assert shown_rows(live(lock=LockState()))["lock.status"] == ("unknown", "muted")


def test_protections_stand_in_words_at_their_rows() -> None:
    found = shown_rows(live(protections=("chg_oc_2", "dsg_ut", "short"), alarms=("low_soc",)))
    assert found["protection.charge"] == ("Charge over-current 2", "bad_text")
    assert found["protection.discharge"] == ("Discharge low-temperature", "bad_text")
    assert found["protection.temperature"] == ("Discharge low-temperature", "bad_text")
    assert found["protection.short"] == ("Short circuit", "bad_text")
    assert found["warnings.3"] == ("Low charge", "warn_text")


def test_implausible_has_a_sign_and_stale_is_grey() -> None:
    session = live(
        quality=SampleQuality(implausible=("pack_v", "temperature.board")),
        temperatures=(Temperature(name="board", c=180.0),),
    )
    found = shown_rows(session)
    assert found["pack_v"] == ("? 47.18 V", "warn_text")
    assert found["temperature.board"] == ("? 180.0 °C", "warn_text")
    session.model.set_link(LinkPhase.SILENT)
    assert {token for _, token in shown_rows(session).values()} <= {"muted", "warn_text"}


def test_fahrenheit() -> None:
    assert shown_rows(live(), "f")["temperature.board"][0] == "85.5 °F"
    assert str(degrees(-40, "f")) == "−40.0 °F"


def test_numbers_have_a_true_minus_and_no_minus_zero() -> None:
    assert number(-12.44, 1) == "−12.4"
    assert number(-0.001, 1) == "0.0"
    assert number(0.4, 0, sign=True) == "0"
    assert number(2, 0, sign=True) == "+2"


def test_ages() -> None:
    assert age(0.14) == "0.1 s ago"
    assert age(42) == "42 s ago"
    assert age(130) == "2 min ago"
    assert age(7300) == "2 h ago"
    assert age(200000) == "2 d ago"


def test_the_chip_tells_the_mode() -> None:
    session = FakeSession("serial:///dev/ttyS1", FakeClock())
    assert mode_words(None).state == "muted"
    assert mode_words(session.model).text == "OFFLINE"
    session.live(sample_13s())
    assert mode_words(session.model) == ("LIVE", "ok")
    session.model.mode = Mode.REPLAY
    assert mode_words(session.model) == ("REPLAY", "replay")
    session.model.set_link(LinkPhase.SILENT)
    assert mode_words(session.model).state == "warn"
    session.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="x"))
    assert mode_words(session.model).state == "muted"


def test_the_strip_shows_and_unlocks(make_window: MakeWindow) -> None:
    hub, first = bench_hub()
    built = make_window(hub)
    built.show()
    strip = built.window.strip
    assert strip.chip.text == "LIVE"
    assert strip.name.text == "BT204805013CT00220940784"
    assert strip.what.text == "13S ternary · 50 Ah · Mingtang BM312"
    assert strip.health.text == "9.8 samples/s · 0 bad frames"
    assert strip.age.text == "0.0 s ago"
    strip.link.set_text("Serial " + "/a/long/way" * 12)
    strip.health.set_text("1.0 samples/s · 0 bad frames, " * 4)
    settle()
    assert strip.age.width() >= strip.age.sizeHint().width()
    assert strip.lock.text() == "Read only"
    QTest.mouseClick(strip.lock, Qt.MouseButton.LeftButton)
    assert hub.writing_unlocked
    assert strip.lock.text() == "Writing unlocked"
    QTest.keyClick(built.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hub.set_writing(False)
    assert strip.lock.text() == "Read only"
    first.live(sample_weak(protections=("cell_ov",)))
    first.model.set_stats(LinkStats(good=10, bad=1))
    strip.follower.flush()
    assert strip.alarms.text() == "1"
    assert strip.health.text == "1 bad frame"
    hub.clock.go(30)
    strip._show_age()
    assert strip.age.text == "30 s ago"
    assert strip.chip.text == "WAITING"


def test_the_frame_takes_the_colour_of_the_mode(make_window: MakeWindow) -> None:
    hub, _ = bench_hub()
    built = make_window(hub)
    built.show()
    picture = built.window.grab().toImage()
    assert picture.pixelColor(1, 300) == built.context.theme.color("ok")
    built.context.selection.select(hub.sessions[1])
    settle()
    picture = built.window.grab().toImage()
    assert picture.pixelColor(1, 300) == built.context.theme.color("accent")


def test_the_headline_counts_what_is_wrong(make_window: MakeWindow) -> None:
    hub, first = bench_hub()
    built = make_window(hub)
    built.show()
    headline = built.window.headline
    assert headline.pack.text == "47.18 V Δ 19 mV"
    assert headline.current.text == "0.0 A idle"
    assert headline.soc.text == "50 % 25.3 Ah"
    assert headline.warnings.text == "None 0 active protections"
    first.live(sample_weak(protections=("cell_ov",), current_a=-12.44, state="discharge"))
    headline.follower.flush()
    assert headline.warnings.text == "1 Cell over-voltage"
    assert headline.current.text == "−12.4 A discharging"


def test_twenty_samples_a_second_are_ten_repaints(make_window: MakeWindow) -> None:
    hub, first = bench_hub()
    built = make_window(hub)
    built.show()
    panel = built.window.docks["status"].panel
    calls: list[object] = []
    panel.follower._on_refresh = calls.append
    for n in range(10):
        first.live(sample_weak(cycles=n))
        QTest.qWait(50)
    assert 3 <= len(calls) <= 6


def test_hidden_panels_rest_and_catch_up(make_window: MakeWindow) -> None:
    hub, first = bench_hub()
    built = make_window(hub)
    built.show()
    dock = built.window.docks["cells"]
    dock.hide()
    calls: list[object] = []
    dock.panel.follower._on_refresh = calls.append
    first.live(sample_weak(cycles=7))
    QTest.qWait(250)
    assert not calls
    dock.show()
    QTest.qWait(50)
    assert len(calls) == 1


def test_theme_language_and_degrees_change_at_once(make_window: MakeWindow) -> None:
    hub, _ = bench_hub()
    built = make_window(hub)
    built.show()
    prefs = built.context.prefs
    prefs.set(temperature="f")
    status = built.window.docks["status"].panel
    text = status.rows["temperature.board"].text  # type: ignore[attr-defined]
    assert text == "85.5 °F"
    prefs.set(language="zh_CN")
    settle()
    assert built.window.docks["status"].windowTitle() == "状态"
    assert built.window.strip.chip.text == "实时"
    prefs.set(language="en", theme="light")
    settle()
    assert built.context.theme.scheme.value == "light"
    prefs.set(theme="dark")


def test_alarms_lead_to_the_status(make_window: MakeWindow) -> None:
    built = make_window(FakeHub())
    built.show()
    status = built.window.docks["status"]
    status.hide()
    built.window.strip.alarms.click()
    assert status.isVisible()
