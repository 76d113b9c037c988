"""What can be done with batteries of the fleet: one menu for the list, the map and the alarms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMetaMethod
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.parts_rides import GuardPart

_COPY = QT_TRANSLATE_NOOP("FleetAction", "Copy number")
_COPY_MANY = QT_TRANSLATE_NOOP("FleetAction", "Copy numbers")
_MAP = QT_TRANSLATE_NOOP("FleetAction", "Show on the map")
_NO_PLACE = QT_TRANSLATE_NOOP("FleetAction", "No position is known yet.")
_NAVIGATE = QT_TRANSLATE_NOOP("FleetAction", "Navigate there…")
_KEEP = QT_TRANSLATE_NOOP("FleetAction", "Keep open beside the next one")
_ARM = QT_TRANSLATE_NOOP("FleetAction", "Arm")
_DISARM = QT_TRANSLATE_NOOP("FleetAction", "Disarm")
_LOCATE = QT_TRANSLATE_NOOP("FleetAction", "Locate now")
_READ = QT_TRANSLATE_NOOP("FleetAction", "Read now")
_RESTART = QT_TRANSLATE_NOOP("FleetAction", "Restart tracker…")
_MANY = QT_TRANSLATE_NOOP("FleetAction", "Settings of these batteries…")
_NO_RIGHT = QT_TRANSLATE_NOOP("FleetAction", "Your role may not do this.")
_EXPIRED = QT_TRANSLATE_NOOP("FleetAction", "Expired or not enabled: it takes no instructions.")
_PANELS: tuple[tuple[str, str], ...] = (
    ("battery", QT_TRANSLATE_NOOP("FleetAction", "Details")),
    ("track", QT_TRANSLATE_NOOP("FleetAction", "Track")),
    ("mileage", QT_TRANSLATE_NOOP("FleetAction", "Mileage")),
    ("fences", QT_TRANSLATE_NOOP("FleetAction", "Fences")),
    ("alarms", QT_TRANSLATE_NOOP("FleetAction", "Alarms")),
    ("instructions", QT_TRANSLATE_NOOP("FleetAction", "Instructions…")),
    ("settings", QT_TRANSLATE_NOOP("FleetAction", "Settings")),
)
"""Panels that show the chosen battery, with what they are called here."""
_NEEDS: dict[str, str] = {
    "track": "places",
    "mileage": "rides",
    "fences": "fences",
    "alarms": "alarms",
    "instructions": "commands",
    "settings": "boards",
}
"""Parts of a cloud without which a panel has nothing to show."""
_ENDED = frozenset(("expired", "not_enabled"))


def battery_menu(context: PanelContext, numbers: Sequence[str], parent: QWidget) -> QMenu:
    """Return the menu of one battery or of several; its owner shows and deletes it.

    What fails is shown by `parent`, where it shows errors.
    """
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    fleet = None if context.cloud is None else context.cloud.fleet
    if fleet is not None and numbers:
        one = numbers[0] if len(numbers) == 1 else ""
        if one:
            _views(menu, context, fleet, one)
        else:
            _places(menu, context, fleet, numbers)
        menu.addSeparator()
        _guard(menu, fleet, numbers, parent)
        _orders(menu, fleet, numbers, parent)
        if one and fleet.provider.commands is not None:
            restart = _add(menu, _RESTART, partial(ask_there, context, one, "restart"))
            _need(restart, fleet, "command_momentary")
        if len(numbers) > 1 and _is_heard(context, "batch_wanted"):
            many = _add(menu, _MANY, lambda: context.chosen.batch_wanted.emit(list(numbers)))
            _need(many, fleet, "command_set")
        menu.addSeparator()
    copy = _COPY if len(numbers) == 1 else _COPY_MANY
    _add(menu, copy, lambda: QGuiApplication.clipboard().setText("\n".join(numbers)))
    return menu


def show_panel(context: PanelContext, number: str, key: str) -> None:
    """Choose a battery and bring a panel up that shows it."""
    context.chosen.choose(number)
    context.chosen.panel_wanted.emit(key)


def ask_there(context: PanelContext, number: str, key: str) -> None:
    """Open an instruction of the panel Instructions, where it is confirmed."""
    show_panel(context, number, "instructions")
    context.chosen.instruction_wanted.emit(key)


def navigate(context: PanelContext, number: str) -> None:
    """Ask for the way to a battery; whoever can show it listens to `Chosen.navigate_wanted`."""
    context.chosen.navigate_wanted.emit(number)


def can_navigate(context: PanelContext) -> bool:
    """Return whether somebody shows the way to a battery."""
    return _is_heard(context, "navigate_wanted")


def look_at(context: PanelContext, fleet: Fleet, numbers: Sequence[str]) -> bool:
    """Show batteries on the map; return whether the place of any is known."""
    places = [
        Place(row.lat, row.lon)
        for number in numbers
        if (row := fleet.table.get(number)) is not None
        and row.lat is not None
        and row.lon is not None
    ]
    context.map.look_at(places)
    return bool(places)


def is_gone(fleet: Fleet, number: str) -> bool:
    """Return whether a battery is not in the list any more: it went to another account."""
    return fleet.is_whole and number not in fleet.table


def is_over(fleet: Fleet, number: str) -> bool:
    """Return whether a battery takes no instructions: expired, or not enabled."""
    row = fleet.table.get(number)
    return row is not None and row.state in _ENDED


def _views(menu: QMenu, context: PanelContext, fleet: Fleet, number: str) -> None:
    def on_map() -> None:
        context.chosen.choose(number)
        look_at(context, fleet, [number])

    row = fleet.table.get(number)
    shown = _add(menu, _MAP, on_map)
    if row is None or row.lat is None:
        _refuse(shown, _words(_NO_PLACE))
    for key, text in _PANELS:
        needed = _NEEDS.get(key)
        if needed is None or getattr(fleet.provider, needed) is not None:
            _add(menu, text, partial(show_panel, context, number, key))
    if can_navigate(context):
        _add(menu, _NAVIGATE, partial(navigate, context, number))
    keep = _add(menu, _KEEP, context.chosen.keep)
    keep.setVisible(context.chosen.number == number)


def _places(menu: QMenu, context: PanelContext, fleet: Fleet, numbers: Sequence[str]) -> None:
    shown = _add(menu, _MAP, lambda: look_at(context, fleet, numbers))
    rows = [fleet.table.get(number) for number in numbers]
    if not any(row is not None and row.lat is not None for row in rows):
        _refuse(shown, _words(_NO_PLACE))


def _guard(menu: QMenu, fleet: Fleet, numbers: Sequence[str], parent: QWidget) -> None:
    guard = fleet.provider.guard
    if guard is None:
        return

    async def arm(guard: GuardPart, number: str) -> None:
        await guard.arm(number)

    async def disarm(guard: GuardPart, number: str) -> None:
        await guard.disarm(number)

    for text, what in ((_ARM, arm), (_DISARM, disarm)):
        action = _add(menu, text, partial(_each, parent, numbers, partial(what, guard)))
        _need(action, fleet, "arm")


def _orders(menu: QMenu, fleet: Fleet, numbers: Sequence[str], parent: QWidget) -> None:
    commands = fleet.provider.commands
    if commands is None:
        return

    async def ask(order: dict[str, object], number: str) -> None:
        await commands.ask(number, order)

    orders: tuple[tuple[str, dict[str, object]], ...] = (
        (_LOCATE, {"kind": "locate"}),
        (_READ, {"kind": "bms_read", "what": "sample"}),
    )
    for text, order in orders:
        action = _add(menu, text, partial(_each, parent, numbers, partial(ask, order)))
        _need(action, fleet, "command_read")
        if all(is_over(fleet, number) for number in numbers):
            _refuse(action, _words(_EXPIRED))


def _each(parent: QWidget, numbers: Sequence[str], what: Callable[[str], Awaitable[None]]) -> None:
    """Do something with each battery, one after another.

    One that the server refuses stops no other, and is told at the end; a link that breaks ends it.
    """

    async def run() -> None:
        refused: list[tuple[str, CloudRefusalError]] = []
        for number in numbers:
            try:
                await what(number)
            except CloudRefusalError as error:
                if len(numbers) == 1 or error.key == "cloud_logged_out":
                    raise
                refused.append((number, error))
        if refused:
            number, why = refused[0]
            raise CloudRefusalError(
                "cloud_some_refused",
                count=len(refused),
                all=len(numbers),
                number=number,
                detail=why.values.get("detail", why.message),
            ) from why

    spawn(parent, run())


def _is_heard(context: PanelContext, signal: str) -> bool:
    """Return whether anybody listens: an entry that does nothing is left out."""
    method = QMetaMethod.fromSignal(getattr(context.chosen, signal))
    return context.chosen.isSignalConnected(method)


def _add(menu: QMenu, text: str, call: Callable[[], object]) -> QAction:
    action = menu.addAction(_words(text))
    action.triggered.connect(lambda: call())
    return action


def _need(action: QAction, fleet: Fleet, right: str) -> None:
    if not fleet.can(right):
        _refuse(action, lacks_right(fleet, _words(_NO_RIGHT)))


def _refuse(action: QAction, reason: str) -> None:
    action.setEnabled(False)
    action.setToolTip(reason)


def _words(text: str) -> str:
    return QCoreApplication.translate("FleetAction", text)
