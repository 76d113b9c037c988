"""Fahrenheit: typed, shown, reviewed and switched; what is written is Celsius all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.settings import Kind, SettingLimits
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.degrees import in_fahrenheit, to_model, to_screen, with_unit
from mingtang_desk.ui.forms.journal_rows import rows_of
from mingtang_desk.ui.forms.typed import interpret
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import BenchHub, context_for, full_history
from tests.ui.building import settle

OTP, UTP = SETTINGS["chg_otp_c"], SETTINGS["chg_utp_c"]
WHOLE = SettingLimits(minimum=-40, maximum=120, step=1)
TENTHS = SettingLimits(minimum=-40, maximum=120, step=0.1)


@pytest.fixture
def hub() -> BenchHub:
    return BenchHub()


@pytest.fixture
def panel(hub: BenchHub, qapp: QApplication) -> Iterator[SettingsPanel]:
    hub.bench()
    context = context_for(hub, Theme())
    context.prefs.set(temperature="f")
    made = SettingsPanel(context)
    made.resize(388, 600)
    made.show()
    yield made
    made.stop()
    context.selection.stop()
    made.close()
    made.deleteLater()
    settle()


@pytest.mark.parametrize(
    ("text", "degrees", "celsius", "converted"),
    [
        ("140", "f", 60.0, False),
        ("140 °F", "f", 60.0, False),
        ("140F", "c", 60.0, True),
        ("60 °C", "f", 60.0, True),
        ("60c", "f", 60.0, True),
        ("60", "c", 60.0, False),
        ("−40", "f", -40.0, False),
        ("32", "f", 0.0, False),
        ("140℉", "c", 60.0, True),
        ("60℃", "f", 60.0, True),
    ],
)
def test_either_degrees_may_be_typed(
    text: str, degrees: str, celsius: float, converted: bool
) -> None:
    typed = interpret(OTP, text, WHOLE, 55.0, degrees)
    assert typed.value == pytest.approx(celsius, abs=1e-9)
    assert typed.converted is converted


@pytest.mark.parametrize("text", ["abc", "300", "-300", "140 K", "°F", "nan", "inf", "1e999"])
def test_what_is_no_such_temperature_is_refused_in_the_degrees_of_the_screen(text: str) -> None:
    typed = interpret(OTP, text, WHOLE, 55.0, "f")
    assert typed.value is None
    assert typed.error is not None
    words = texts.refusal(OTP, WHOLE, typed.error, "f")
    assert words == ("Allowed: -40 to 248 °F" if typed.error.key == "out_of_range" else words)
    assert "°C" not in words


def test_between_two_steps_the_nearest_is_offered_never_taken() -> None:
    typed = interpret(OTP, "141", WHOLE, 55.0, "f")
    assert typed.value is None
    assert typed.error is not None
    assert texts.refusal(OTP, WHOLE, typed.error, "f") == "The board stores 140, 141.8 °F"
    assert typed.offer == 61.0
    assert interpret(OTP, "60.5", WHOLE, 55.0, "c").offer is None
    assert interpret(OTP, "248.4", WHOLE, 55.0, "f").offer is None


def test_range_and_change_are_in_the_degrees_of_the_screen() -> None:
    assert texts.range_text(OTP, WHOLE, "f") == "Allowed: -40 to 248 °F, in steps of 1.8 °F"
    assert texts.range_text(OTP, WHOLE) == "Allowed: -40 to 120 °C, in steps of 1 °C"
    assert texts.change_text(OTP, 60.0, 55.0, "f") == "−9.0 °F · acts earlier"
    assert texts.value_text(UTP, -5.0, degrees="f") == "23.0 °F"
    assert texts.value_text(SETTINGS["cell_ovp_v"], 4.25, degrees="f") == "4.250 V"
    assert "248 °F" in texts.help_text(OTP, WHOLE, "f")


def test_only_temperatures_are_converted() -> None:
    for spec in SETTINGS.values():
        assert in_fahrenheit(spec, "f") is (spec.unit == "°C" and spec.kind is Kind.NUMBER)
        assert not in_fahrenheit(spec, "c")
        if not in_fahrenheit(spec, "f"):
            assert to_screen(spec, 12.5, "f") == to_model(spec, 12.5, "f") == 12.5


@given(st.integers(-400, 1200))
def test_what_is_shown_can_be_typed_back(tenths: int) -> None:
    value = tenths / 10
    shown = texts.value_text(OTP, value, unit=False, degrees="f")
    typed = interpret(OTP, shown, TENTHS, value, "f")
    assert typed.value == pytest.approx(value, abs=1e-6)
    assert typed.error is None


@given(st.sampled_from("cf"), st.integers(-40, 120))
def test_a_typed_text_keeps_its_meaning_when_the_degrees_change(old: str, value: int) -> None:
    kept = with_unit(OTP, str(value), old)
    before = interpret(OTP, str(value), None, None, old)
    for degrees in "cf":
        assert interpret(OTP, kept, None, None, degrees).value == before.value
    assert with_unit(OTP, kept, "c") == kept
    assert with_unit(SETTINGS["cell_ovp_v"], "4.2", old) == "4.2"


def test_a_change_typed_in_fahrenheit_is_written_in_celsius(
    panel: SettingsPanel, hub: BenchHub
) -> None:
    row = panel.form.rows["chg_otp_c"]
    assert row.current.text() == "140.0 °F"
    row.set_text("131")
    assert panel.form.changes == {"chg_otp_c": 55.0}
    assert row.message.text() == "−9.0 °F · acts earlier"
    hub.set_writing(True)
    panel.review_all()
    page = panel.review
    assert page is not None
    line = page.table.lines[0]
    assert (line.old.text(), line.new.text()) == ("140.0 °F", "131.0 °F")

    async def go() -> None:
        page.write.click()
        await asyncio.sleep(0.02)

    asyncio.run(go())
    assert hub.sessions[0].writes == [{"chg_otp_c": 55.0}]  # type: ignore[attr-defined]
    assert "131.0 °F" in line.meaning.text()


def test_switching_the_degrees_changes_no_pending_value(panel: SettingsPanel) -> None:
    panel.form.rows["chg_otp_c"].set_text("131")
    panel.form.rows["cell_ovp_v"].set_text("4.2")
    before = panel.form.changes
    for degrees in ("c", "f", "c"):
        panel.context.prefs.set(temperature=degrees)
        assert panel.form.changes == before
    row = panel.form.rows["chg_otp_c"]
    assert row.text == "131 °F"
    assert row.message.text() == "= 55.0 °C · −5.0 °C · acts earlier"
    assert row.current.text() == "60.0 °C"


def test_a_step_between_offers_its_neighbour(panel: SettingsPanel) -> None:
    row = panel.form.rows["chg_otp_c"]
    row.show_value(60.0, replace(WHOLE))
    row.set_text("141")
    assert row.invalid
    assert row.message.text() == "The board stores 140, 141.8 °F"
    assert row.offer.text() == "Use 141.8 °F"
    row.take_offer()
    assert row.text == "141.8"
    assert row.typed is not None
    assert row.typed.value == pytest.approx(61.0, abs=1e-6)


def test_the_journal_speaks_the_degrees_of_the_screen() -> None:
    rows = rows_of(full_history().entries, [], {}, degrees="f")
    assert any("140.0 → 131.0 °F" in row.text for row in rows)
