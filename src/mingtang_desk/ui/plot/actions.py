"""What can be done in the plot: a row per action, for its button, its menu entry and its key."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, icon_button


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotAction:
    """One row.

    Attributes:
        name: of the method of the panel that does it; one that can be checked gets the new state.
        key: of the keyboard, "" = none; it counts while the panel has the keyboard.
        icon: of its button in the title line, "" = it is in the menu alone.
    """

    name: str
    text: str
    key: str = ""
    icon: str = ""
    checkable: bool = False
    apart: bool = False


ACTIONS: tuple[PlotAction, ...] = (
    PlotAction(name="choose", text=QT_TRANSLATE_NOOP("Plot", "Choose values…"), icon="list-plus"),
    PlotAction(
        name="cross",
        text=QT_TRANSLATE_NOOP("Plot", "Crosshair"),
        key="C",
        icon="crosshair",
        checkable=True,
        apart=True,
    ),
    PlotAction(
        name="ranging",
        text=QT_TRANSLATE_NOOP("Plot", "Range between two cursors"),
        key="R",
        icon="unfold-horizontal",
        checkable=True,
    ),
    PlotAction(
        name="statistics",
        text=QT_TRANSLATE_NOOP("Plot", "Mean, lowest and highest of the range"),
        key="M",
        checkable=True,
    ),
    PlotAction(
        name="stacked",
        text=QT_TRANSLATE_NOOP("Plot", "A strip for each unit"),
        key="S",
        icon="rows-2",
        checkable=True,
        apart=True,
    ),
    PlotAction(name="zoom_in", text=QT_TRANSLATE_NOOP("Plot", "Zoom in"), key="I"),
    PlotAction(name="zoom_out", text=QT_TRANSLATE_NOOP("Plot", "Zoom out"), key="O"),
    PlotAction(name="fit", text=QT_TRANSLATE_NOOP("Plot", "Fit the axes to what is seen"), key="F"),
    PlotAction(name="whole", text=QT_TRANSLATE_NOOP("Plot", "Show the whole time"), key="W"),
    PlotAction(
        name="paused",
        text=QT_TRANSLATE_NOOP("Plot", "Stop the picture"),
        icon="pause",
        checkable=True,
        apart=True,
    ),
    PlotAction(
        name="export",
        text=QT_TRANSLATE_NOOP("Plot", "Save the shown values as CSV…"),
        icon="download",
    ),
)
_MORE = QT_TRANSLATE_NOOP("Plot", "What can be done with the plot")
_WITH_KEY = QT_TRANSLATE_NOOP("Plot", "{text} ({key})")
_FIRST = frozenset(("choose",))
"""Buttons that stay when the title line is narrow."""


class PlotActions:
    """Actions, buttons, keys and menu of a panel.

    Args:
        do: called with the name of an action, and whether it is on now.

    Attributes:
        buttons: for the title line; more: the last of them, that of the menu.
        needed: those that stay when there is no room for all.
    """

    def __init__(self, theme: Theme, panel: QWidget, do: Callable[[str, bool], None]) -> None:
        self._panel = panel
        self.actions: dict[str, QAction] = {}
        self.buttons: dict[str, Button] = {}
        self.menu = QMenu(panel)
        for row in ACTIONS:
            action = self.actions[row.name] = QAction(panel)
            action.setCheckable(row.checkable)
            action.triggered.connect(lambda on, name=row.name: do(name, on))
            if row.apart:
                self.menu.addSeparator()
            self.menu.addAction(action)
            if row.icon:
                self.buttons[row.name] = self._button(theme, row, action)
            if row.key:
                # The action itself has no shortcut: as one of the window it would be in the way of
                # the same letter elsewhere.
                key = QShortcut(QKeySequence(row.key), panel)
                key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                key.activated.connect(action.trigger)
        self.more = icon_button(theme, "ellipsis-vertical")
        self.more.setObjectName("plot-more")
        self.more.clicked.connect(self._pop_up)

    @property
    def row(self) -> tuple[Button, ...]:
        """All buttons in their order."""
        return (*self.buttons.values(), self.more)

    @property
    def needed(self) -> tuple[Button, ...]:
        """The buttons that lead to everything else."""
        return (*(self.buttons[name] for name in _FIRST), self.more)

    def check(self, name: str, on: bool) -> None:
        """Show that something is on, without doing it."""
        self.actions[name].setChecked(on)
        if name in self.buttons:
            self.buttons[name].setChecked(on)

    def enable(self, on: bool) -> None:
        """Offer what needs curves, or only the choice of them."""
        for name, action in self.actions.items():
            action.setEnabled(on or name in _FIRST)
            if name in self.buttons:
                self.buttons[name].setEnabled(on or name in _FIRST)

    def retranslate(self) -> None:
        """Write texts anew."""
        translate = QCoreApplication.translate
        for row in ACTIONS:
            text = translate("Plot", row.text)
            # A tab puts the key where a menu has it.
            self.actions[row.name].setText(f"{text}\t{row.key}" if row.key else text)
            if row.name in self.buttons:
                named = (
                    translate("Plot", _WITH_KEY).format(text=text, key=row.key) if row.key else text
                )
                self.buttons[row.name].name(named)
        self.more.name(translate("Plot", _MORE))

    def pop_up(self, place: QPoint) -> None:
        """Open the menu."""
        self.menu.popup(place)

    def _pop_up(self) -> None:
        corner = self.more.mapToGlobal(self.more.rect().bottomRight())
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), -4))

    def _button(self, theme: Theme, row: PlotAction, action: QAction) -> Button:
        made = icon_button(theme, row.icon)
        made.setObjectName(f"plot-{row.name}")
        made.setCheckable(row.checkable)
        made.clicked.connect(action.trigger)
        if row.checkable:
            action.toggled.connect(made.setChecked)
        return made
