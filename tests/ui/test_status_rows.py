"""The rows of the status panel: order, clock, tracker, doubtful values, tips."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.origins import Origin, Origins
from mingtang_desk.device.sample import (
    LockState,
    PackInfo,
    PackSample,
    Position,
    SampleQuality,
    TrackerState,
)
from mingtang_desk.ui.board_clock import clock_offset, clock_words, duration, offset_words
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.status_rows import Row, rows
from tests.ui.building import settle
from tests.ui.fakes import START, FakeClock, FakeHub, FakeSession, sample_13s


def found(session: FakeSession) -> dict[str, Row]:
    return {row.key: row for row in rows(session.model, "c")}


def live(**changes: object) -> FakeSession:
    session = FakeSession("serial:///dev/ttyS1", FakeClock())
    session.identify("one")
    session.live(sample_13s(**changes))
    return session


def local(seconds: float) -> datetime:
    """The clock of a board that is so many seconds ahead of this computer's."""
    return (START + timedelta(seconds=seconds)).astimezone().replace(tzinfo=None)


def test_rows_stand_in_the_order_of_the_phone_app() -> None:
    order = [row.key for row in rows(live().model, "c")]
    wanted = [
        "device_time", "warnings", "pack_v", "soc_pct", "remaining_ah", "protection.short",
        "protection.temperature", "info.chemistry", "protection.charge", "protection.discharge",
        "charge_current_a", "discharge_current_a", "temperature.board", "nominal_ah",
        "temperature.cell_1", "temperature.cell_2", "temperature.ext_1", "temperature.ext_2",
        "balancer", "cycles", "tracker.sim", "tracker.signal", "tracker.fix", "tracker.satellites",
        "info.battery_code", "lock.function", "lock.status", "info.firmware", "info.vendor_code",
        "cell_max_v", "cell_min_v", "cell_delta_v", "balancing",
    ]  # fmt: skip
    assert [key for key in order if key in wanted] == wanted


def test_the_24s_pack_reads_as_the_mission_says() -> None:
    session = live(
        info=PackInfo(vendor_code="570_TL_24S_100A_MT", chemistry="lfp", cell_count=24),
        lock=LockState(),
        tracker=TrackerState(sim="ok", signal=34, fix=False, satellites=0),
        alarms=("low_soc",),
    )
    session.identify("one", capabilities=frozenset((Capability.STATUS, Capability.LOCK)))
    shown = found(session)
    assert shown["info.battery_code"].value == "not written"
    assert (shown["lock.function"].value, shown["lock.status"].value) == ("unknown", "unknown")
    assert shown["tracker.sim"].value == "OK"
    assert shown["tracker.fix"].value == "no"
    assert shown["tracker.satellites"].value == "0"
    assert shown["info.chemistry"].value == "lithium iron · 24S"


@pytest.mark.parametrize(
    ("sim", "words"),
    [
        ("missing", "no SIM"),
        ("locked", "locked by its PIN"),
        ("no_network", "no network"),
        ("roaming", "roaming"),
    ],
)
def test_sim_states_are_words(sim: str, words: str) -> None:
    assert found(live(tracker=TrackerState(sim=sim)))["tracker.sim"].value == words


def test_a_pack_without_tracker_has_no_rows_of_one() -> None:
    shown = found(live(tracker=TrackerState()))
    assert not [key for key in shown if key.startswith(("tracker", "position"))]


def test_position_and_speed_stand_there_when_reported() -> None:
    shown = found(live(position=Position(lat=-31.2304164, lon=121.473701, speed_kmh=23.44)))
    assert shown["position"].value == "−31.230416, 121.473701"
    assert (shown["position.speed"].value, shown["position.speed"].unit) == ("23.4", "km/h")
    assert "position.course" not in shown
    doubt = SampleQuality(implausible=("position",))
    shown = found(live(position=Position(lat=95.0, lon=0.0, course_deg=271.0), quality=doubt))
    assert (shown["position"].value, shown["position"].token) == ("? 95.000000, 0.000000",
                                                                 "warn_text")  # fmt: skip
    assert shown["position.course"].value == "271"


def test_a_doubtful_current_is_doubtful_in_both_its_rows() -> None:
    shown = found(live(quality=SampleQuality(implausible=("current_a",)), current_a=-900.0))
    assert shown["charge_current_a"].value == "? 0.00"
    assert shown["discharge_current_a"].value == "? 900.00"
    assert shown["discharge_current_a"].token == "warn_text"


@pytest.mark.parametrize(
    ("off", "row", "tip"),
    [
        (-192.0, "3 min 12 s behind", "The board's clock is 3 min 12 s behind this computer's."),
        (121.0, "2 min 1 s ahead", "The board's clock is 2 min 1 s ahead of this computer's."),
        (-120.0, "", "2 min 0 s behind"),
        (1.0, "", "The board's clock agrees with this computer's."),
    ],
)
def test_the_clock_of_the_board_is_compared(off: float, row: str, tip: str) -> None:
    session = live(device_time=local(off))
    shown = found(session)
    assert shown["device_time"].value == local(off).strftime("%Y-%m-%d %H:%M:%S")
    assert tip in shown["device_time"].tip
    assert ("device_time.off" in shown) == bool(row)
    if row:
        assert (shown["device_time.off"].value, shown["device_time.off"].token) == (
            row,
            "warn_text",
        )


def test_a_board_without_clock_has_no_row_for_it() -> None:
    session = live(device_time=None)
    assert "device_time" not in found(session)
    assert session.model.sample is not None
    assert clock_offset(session.model.sample) is None
    assert clock_words(session.model.sample) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 s"),
        (-59.4, "59 s"),
        (60.0, "1 min 0 s"),
        (3661.0, "1 h 1 min"),
        (86399.6, "1 d 0 h"),
        (-200_000.0, "2 d 7 h"),
    ],
)
def test_durations_have_two_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words
    assert offset_words(seconds) == f"{words} {'behind' if seconds < 0 else 'ahead'}"


def origins(sample: PackSample) -> Origins:
    return {
        "pack_v": Origin("03", 0, 2, "register 03, byte 0-1", "u16 × 0.01 V"),
        "protections": Origin("03", 2, 2, "register 03, byte 16-17", "u16, bits 0-10"),
    }


def test_tips_say_place_bytes_scale_and_age() -> None:
    session = FakeSession("serial:///dev/ttyS1", FakeClock())
    session.identify("one")
    session.model.identify(
        protocol="jbd",
        label="JBD",
        name="one",
        capabilities=frozenset(Capability),
        specs={},
        origins=origins,
    )
    wire = {"03": bytes.fromhex("126e0003")}
    session.live(sample_13s(wire=wire, protections=("cell_ov", "chg_ot"), raw={"cycles": 162}))
    shown = found(session)
    assert shown["pack_v"].tip.splitlines() == [
        "47.18 V",
        "Register 03, byte 0-1",
        "Bytes 12 6E = 4718",
        "Read as u16 × 0.01 V",
        "Received 0.0 s ago",
    ]
    for key in ("warnings", "warnings.1", "protection.charge", "protection.temperature"):
        assert "Bytes 00 03 = 3" in shown[key].tip
    assert "As received: cycles = 0x00A2" in shown["cycles"].tip
    assert "Bytes" not in shown["cell_delta_v"].tip
    session.model.clock.go(9)  # type: ignore[attr-defined]
    assert "Stale: received 9.0 s ago" in shown["pack_v"].tip  # made when it is asked for


def test_a_row_shows_its_tip_when_it_is_asked(
    context: PanelContext, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: said.append(text))
    panel = StatusPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    session.live(sample_13s())
    panel.show()
    settle()
    panel.follower.flush()
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(panel.rows["pack_v"], event)
    assert said == ["47.18 V\nReceived 0.0 s ago"]
    assert panel.clock.text() == "13:48:51"
    assert panel.clock.property("look") == "warn"
    assert "behind this computer" in panel.clock.toolTip()
    session.live(sample_13s(device_time=local(5)))
    panel.follower.flush()
    assert panel.clock.property("look") == "muted"
    panel.stop()


@pytest.mark.parametrize(
    ("code", "tip"),
    [
        ("BT204805013CT00220940784", "48 V 50 Ah, manganese, 1300 cycles, maker CT00, 2022-09"),
        ("BT904805013CT00220940784", "48 V 50 Ah, unknown, 1300 cycles"),
        ("MY-OWN-CODE", ""),
    ],
)
def test_a_battery_code_is_read_softly(code: str, tip: str) -> None:
    row = found(live(info=PackInfo(battery_code=code)))["info.battery_code"]
    assert row.value == code
    assert tip in row.tip
    assert ("The code says" in row.tip) == bool(tip)
