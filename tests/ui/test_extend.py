"""The Extend panel: vendor values, raw registers, tips, export; and the one wording of tips."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.sample import PackSample, Position, TrackerState
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.protocols.jbd import settings as jbd_settings
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.ui.extend.model import Column
from mingtang_desk.ui.panels.extend import ExtendPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tips import origin_tip, setting_tip
from mingtang_desk.ui.value_names import extra_name, status_name
from tests.protocols.jbd.hand import CELLS_13S, basic, reply, words
from tests.ui.building import settle
from tests.ui.conftest import until
from tests.ui.fakes import START, FakeHub, FakeSession

TAIL = bytes.fromhex("50 0000 1388 0000 0000")


def sample(amps: int = 0) -> PackSample:
    frames = JbdFramer().feed(reply(3, basic(amps=amps, tail=TAIL)) + reply(4, words(*CELLS_13S)))
    decoded = JBD.decode([("rx", frame) for frame in frames], datetime.now(UTC))
    assert decoded.sample is not None
    return replace(
        decoded.sample,
        tracker=TrackerState(sim="ok", signal=34, fix=True, satellites=7),
        position=Position(lat=48.1, lon=-11.5, speed_kmh=12.0),
    )


def reading() -> SettingsReading:
    registers = {0x24: b"\x10\x9a", 0x3A: b"\x05\x02", 0xA2: b"\x05HELLO"}
    return SettingsReading(
        time=START,
        protocol="jbd",
        device_id=None,
        values=jbd_settings.decode(registers),
        raw={f"{register:02X}": data for register, data in registers.items()},
    )


@pytest.fixture
def session(hub: FakeHub) -> FakeSession:
    made = hub.add("serial:///dev/ttyUSB0?protocol=jbd")
    known(made, frozenset(JBD.capabilities))
    made.live(sample())
    return made


def known(session: FakeSession, capabilities: frozenset[Capability]) -> None:
    session.model.identify(
        protocol="jbd",
        label="JBD",
        name="pack",
        capabilities=capabilities,
        specs=dict(JBD.settings),
        origins=JBD.origins,
        setting_origins=JBD.setting_origins,
    )


@pytest.fixture
def panel(context: PanelContext, session: FakeSession) -> Iterator[ExtendPanel]:
    context.selection.select(context.hub.sessions[0])
    made = ExtendPanel(context)
    made.resize(760, 480)
    made.show()
    settle()
    yield made
    made.stop()
    made.close()
    made.deleteLater()
    settle()


def place(panel: ExtendPanel, name: str) -> int:
    return next(n for n, row in enumerate(panel.registers.rows) if name in row.names.split(", "))


def text(panel: ExtendPanel, row: int, column: Column) -> str:
    return str(panel.registers.index(row, column).data())


def test_what_is_beyond_the_common_set(panel: ExtendPanel, session: FakeSession) -> None:
    assert panel.rows["x_jbd_humidity_pct"].text == "80 %"
    assert panel.rows["x_jbd_humidity_pct"].caption == "Humidity"
    assert panel.rows["tracker.satellites"].text == "7"
    assert panel.rows["position"].text == "48.10000, −11.50000"
    assert panel.rows["position.speed_kmh"].text == "12.0 km/h"
    assert "x_jbd_barcode" not in panel.rows
    session.model.apply_settings(reading())
    panel.follower.flush()
    assert panel.rows["x_jbd_barcode"].text == "HELLO"
    assert not panel.nothing.isVisibleTo(panel)


def test_every_byte_is_a_row(panel: ExtendPanel, session: FakeSession) -> None:
    session.model.apply_settings(reading())
    panel.follower.flush()
    rows = panel.registers.rows
    pack = session.model.sample
    assert pack is not None
    for block, data in pack.wire.items():
        assert b"".join(row.data for row in rows if row.block == block) == data
    volts = place(panel, "Total voltage")
    assert [text(panel, volts, column) for column in Column] == [
        "03, byte 0-1", "12 6E", "Total voltage", "47.18 V", "4718", "4718",
        "00010010 01101110", ".n", "u16 × 0.01 V",
    ]  # fmt: skip
    delays = [row for row in rows if row.block == "3A"]
    assert [(row.offset, row.values) for row in delays] == [(0, "5 s"), (1, "2 s")]
    barcode = next(row for row in rows if row.block == "A2")
    assert (barcode.text, barcode.unsigned, barcode.binary) == (".HELLO", "", "")


def test_what_changed_since_the_last_reading(panel: ExtendPanel, session: FakeSession) -> None:
    amps = place(panel, "Current")
    session.model.apply_sample(sample(-1200))
    panel.follower.flush()
    assert text(panel, amps, Column.HEX) == "FB 50 ≠"
    assert text(panel, amps, Column.SIGNED) == "−1200"
    tip = panel.registers.index(amps, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Changed, before: 00 00" in tip
    panel.follower.flush()
    panel._show()  # nothing was read meanwhile: the mark stays
    assert text(panel, amps, Column.HEX) == "FB 50 ≠"
    session.model.apply_sample(sample(-1200))
    panel.follower.flush()
    assert text(panel, amps, Column.HEX) == "FB 50"


def test_filter_copy_export(panel: ExtendPanel, tmp_path: Path) -> None:
    panel.filter.setText("total volt")
    assert [row.names for row in panel.registers.rows] == ["Total voltage"]
    panel.copy()
    assert QGuiApplication.clipboard().text().startswith("03, byte 0-1\t12 6E\t4718\t4718\t")
    path = tmp_path / "registers.csv"
    panel.export(path)
    (line,) = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert (line["block"], line["offset"], line["hex"], line["keys"]) == (
        "03", "0", "12 6E", "pack_v",
    )  # fmt: skip
    panel.filter.setText("126e")
    assert panel.registers.rowCount() == 1
    panel.export(tmp_path / "no folder" / "x.csv")
    assert panel.error_line.error is not None


@pytest.mark.asyncio
async def test_settings_are_read_on_request(panel: ExtendPanel, session: FakeSession) -> None:
    assert not panel.read_at.isVisibleTo(panel)
    panel.read_button.click()
    await until(lambda: session.model.settings is not None)
    panel.follower.flush()
    assert panel.read_button.isEnabled()
    assert panel.read_at.text().startswith("settings read at")


def test_states(panel: ExtendPanel, session: FakeSession, hub: FakeHub) -> None:
    known(session, frozenset({Capability.STATUS}))
    panel.follower.flush()
    assert not panel.read_button.isVisibleTo(panel)
    assert panel.reason.text() == "Its settings cannot be read."
    session.model.apply_sample(PackSample(time=START, protocol="jbd"))
    panel.follower.flush()
    assert panel.nothing.isVisibleTo(panel)
    assert panel.no_bytes.isVisibleTo(panel)
    assert not panel.export_button.isEnabled()
    hub.clock.go(60)
    panel._show()
    assert panel.banner.isVisibleTo(panel)
    hub.drop(session)
    settle()
    assert panel.notice.title == "No device connected"


def test_the_model_keeps_the_rules(panel: ExtendPanel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(panel.registers)  # type: ignore[no-untyped-call]


def test_a_tip_says_register_bytes_scale_and_age(session: FakeSession, hub: FakeHub) -> None:
    model = session.model
    hub.clock.go(0.4)
    assert origin_tip(model, "pack_v").splitlines() == [
        "Register 03, byte 0-1",
        "Bytes 12 6E = 4718",
        "Read as u16 × 0.01 V",
        "Received 0.4 s ago",
    ]
    assert origin_tip(model, "power_w").startswith("Computed by the desk")
    assert origin_tip(model, "cell_v.4").startswith("Register 04, byte 6-7\nBytes 0E 2F = 3631")
    assert setting_tip(model, "cell_ovp_v") == "Register 24\nRead as u16 × 0.001 V"
    model.apply_settings(reading())
    assert "Bytes 10 9A = 4250" in setting_tip(model, "cell_ovp_v")
    assert "Bytes 05 48 45 4C 4C 4F =" in setting_tip(model, "x_jbd_barcode")
    assert setting_tip(model, "no such") == ""
    hub.clock.go(60)
    assert origin_tip(model, "pack_v").endswith("Stale: received 1 min ago")
    assert origin_tip(hub.add("sim://jbd-4s").model, "pack_v") == ""


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("cell_v.12", "Cell 12"),
        ("temperature.board", "Board temperature"),
        ("temperature.cell_2", "Battery temperature 2"),
        ("temperature.strange", "strange"),
        ("protections", "Protections"),
        ("x_jbd_humidity_pct", "Humidity"),
        ("x_tt_inner_pressure_v", "Inner pressure"),
        ("no_such_key", "no_such_key"),
    ],
)
def test_names(key: str, name: str) -> None:
    assert status_name(key) == name


def test_a_vendor_value_without_unit_keeps_its_name() -> None:
    assert extra_name("x_jbd_mode") == "Mode"
