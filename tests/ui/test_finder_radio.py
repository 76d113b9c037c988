"""What a radio hears in the list of a search, and the PIN that a module asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from mingtang_desk.core.errors import LinkNotFoundError, LockedError
from mingtang_desk.session import pins
from mingtang_desk.session.found import Failure, Found, Tell
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.panels.devices import pin_line as pin_module
from mingtang_desk.ui.panels.devices.finder_view import FinderView
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.ui.conftest import until
from tests.ui.fakes import FakeHub

WHERE = "Bluetooth"
NEEDED = LockedError("ble_pin_needed", where="A5:C2:37:00:00:02")
WRONG = LockedError("ble_pin_wrong", where="A5:C2:37:00:00:02", left=2)


def heard(name: str, signal: int, *, protocol: str = "jbd", last5: str = "00001") -> Found:
    uri = f"ble://A5:C2:37:00:00:{abs(signal):02}"
    return Found(
        uri=f"{uri}?protocol={protocol}" if protocol else uri,
        where=WHERE,
        name=name,
        protocol=protocol,
        signal=signal,
        last5=last5,
    )


FAR = heard("xiaoxiang-10021", -81, last5="10021")
NEAR = heard("xiaoxiang-10022", -48, last5="10022")
STRANGER = heard("Kettle", -60, protocol="", last5="00060")


@pytest.fixture
def view(theme: Theme, translations: Translations) -> Iterator[FinderView]:
    made = FinderView(theme)
    made.begin()
    for found in (FAR, STRANGER, NEAR):
        made.take(found)
    made.end()
    yield made
    made.deleteLater()


def names(view: FinderView) -> list[str]:
    rows = view.places[WHERE].found
    return [row.found.name for row in rows if not row.isHidden()]


def test_the_nearest_comes_first(view: FinderView) -> None:
    assert names(view) == ["xiaoxiang-10022", "Kettle", "xiaoxiang-10021"]
    column = view.places[WHERE].column
    placed = [column.indexOf(row) for row in view.places[WHERE].found]
    assert placed == sorted(placed)


def test_a_row_says_number_signal_and_whose_it_is(view: FinderView) -> None:
    near, stranger, _ = (row.accessibleName() for row in view.places[WHERE].found)
    assert near == "xiaoxiang-10022: jbd · …10022 · −48 dBm"
    assert stranger == "Kettle: unknown · …00060 · −60 dBm"


@pytest.mark.parametrize("typed", ["10021", "0021", "A5:C2:37:00:00:81", "ang-10021"])
def test_the_last_five_find_one(view: FinderView, typed: str) -> None:
    view.filter.setText(typed)
    assert names(view) == ["xiaoxiang-10021"]
    view.filter.clear()
    assert len(names(view)) == 3


def test_a_number_that_nobody_has_is_said(view: FinderView) -> None:
    view.filter.setText("99999")
    assert names(view) == []
    assert view.title.text() == "No board of that number"
    assert not view.filter.isHidden()


def test_what_nobody_recognises_is_no_board_and_is_not_connected_with_the_rest(
    view: FinderView,
) -> None:
    wanted: list[list[str]] = []
    view.wanted.connect(wanted.append)
    assert view.title.text() == "2 boards found. Click to connect."
    view.all_button.click()
    view.places[WHERE].found[1].click()
    assert wanted == [[NEAR.uri, FAR.uri], [STRANGER.uri]]


@pytest.mark.parametrize(
    ("key", "does"),
    [
        ("ble_off", "Switch it on"),
        ("ble_no_adapter", "Plug in"),
        ("ble_denied", "Allow it"),
        ("ble_adapter_busy", "Close other programs"),
    ],
)
def test_a_radio_that_hears_nothing_says_what_to_do(theme: Theme, key: str, does: str) -> None:
    view = FinderView(theme)
    view.begin()
    view.take(Failure(where=WHERE, error=LinkNotFoundError(key, detail="none")))
    view.end()
    assert does in view.places[WHERE].doing.text()
    assert view.filter.isHidden()
    view.deleteLater()


@pytest.fixture
def panel(context: PanelContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[DevicesPanel]:
    async def find(tell: Tell) -> int:
        tell(NEAR)
        return 1

    async def there() -> bool:
        return True

    monkeypatch.setattr(pin_module, "has_keyring", there)
    made = DevicesPanel(replace(context, find=find))
    made.show()
    yield made
    made.stop()
    made.deleteLater()


async def type_pin(panel: DevicesPanel, pin: str) -> None:
    line = panel.pin_line
    await until(lambda: line.isVisible() and line.field.text() == "")
    line.field.setText(pin)
    line.give_button.click()


@pytest.mark.asyncio
async def test_a_module_gets_its_pin(panel: DevicesPanel, hub: FakeHub, qapp: QApplication) -> None:
    hub.wants_pin, hub.then_wants = NEEDED, WRONG
    panel.search()
    await until(lambda: bool(panel.finder.found))
    panel.finder.places[WHERE].found[0].click()
    await until(panel.pin_line.isVisible)
    assert panel.pin_line.field.echoMode() is QLineEdit.EchoMode.Password
    assert "asks for its owner's PIN" in panel.pin_line.words.text()
    await type_pin(panel, "111111")
    await until(lambda: "2 attempts are left" in panel.pin_line.words.text())
    panel.pin_line.keep.setChecked(True)
    await type_pin(panel, " 123456 ")
    await until(lambda: bool(hub.sessions))
    assert hub.pins == [pins.GivenPin("111111"), pins.GivenPin("123456", keep=True)]
    assert hub.opened == [NEAR.uri]
    assert panel.pin_line.isHidden()
    assert panel.pin_line.field.text() == ""


@pytest.mark.asyncio
async def test_without_a_pin_the_error_stays(panel: DevicesPanel, hub: FakeHub) -> None:
    hub.wants_pin = NEEDED
    panel.connect_to(NEAR.uri)
    await until(panel.pin_line.isVisible)
    panel.pin_line.cancel_button.click()
    await until(lambda: panel.error_line.error is not None)
    assert panel.error_line.error is NEEDED
    assert panel.pin_line.isHidden()
    assert not hub.sessions


class Module:
    """Opens with one PIN."""

    def __init__(self, left: int) -> None:
        self.left, self.pin = left, ""

    def give_pin(self, pin: str, *, keep: bool = False) -> None:
        self.pin = pin

    async def connect(self) -> None:
        if not self.pin:
            raise NEEDED
        if self.pin != "123456":
            self.left -= 1
            raise LockedError("ble_pin_wrong", where="x", left=self.left)


@pytest.mark.asyncio
async def test_nobody_is_asked_once_no_attempt_is_left() -> None:
    asked: list[str] = []

    async def ask(error: LockedError) -> pins.GivenPin:
        asked.append(error.key)
        await asyncio.sleep(0)
        return pins.GivenPin("000000")

    with pytest.raises(LockedError) as caught:
        await pins.connect_asking(Module(2), ask)
    assert asked == ["ble_pin_needed", "ble_pin_wrong"]
    assert caught.value.values["left"] == 0
