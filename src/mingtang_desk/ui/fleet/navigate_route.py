"""A way on the map: from the workshop or another battery, by the router that is set up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from mingtang_desk.cloud.navigation import Target, target_of
from mingtang_desk.cloud.route_decode import Profile, Route
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.geo.places import read_place, write_place
from mingtang_desk.session.secrets import Keyring, Secrets
from mingtang_desk.ui.fleet.fence_drawing import HandDrawing
from mingtang_desk.ui.fleet.fence_words import distance_words
from mingtang_desk.ui.fleet.navigate_router import RouterForm
from mingtang_desk.ui.fleet.navigate_words import PROFILES, said, time_words
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Layer, Line, Mark, Shape
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, choice, icon_button, label, plain
from mingtang_desk.ui.widgets.error_line import ErrorLine

if TYPE_CHECKING:
    from mingtang_desk.cloud.models import Battery

LAYER = "route"
_WORKSHOP, _BATTERY = range(2)
_LEAST_DIGITS = 4


class RoutePart(QWidget):
    """Start, profile, the question to the router and what it answered."""

    def __init__(self, context: PanelContext, number: str, secrets: Secrets | None = None) -> None:
        super().__init__()
        theme = context.theme
        self._context, self._number = context, number
        self._target: Target | None = None
        self._task: asyncio.Task[None] | None = None
        self._route: Route | None = None
        self.drawing = HandDrawing(context.map, self)
        self.title = label("strong")
        self.origin, self.field = choice(), QLineEdit()
        self.origin.addItems(["", ""])
        self.pick = icon_button(theme, "crosshair")
        self.pick.setCheckable(True)
        self.pick.clicked.connect(lambda: self.drawing.toggle(Shape.PLACE))
        self.profiles = {each: Button(theme, "segment") for each in Profile}
        for profile, button in self.profiles.items():
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(profile.value == context.prefs.values.route_profile)
            button.clicked.connect(self._profiled)
        self.ask, self.cancel = plain(theme, "route"), plain(theme)
        self.ask.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._cancel)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.result, self.problem = label("strong", wrap=True), label("muted", wrap=True)
        self.named, self.set_up = label("muted", wrap=True), Button(theme, "link")
        self.set_up.clicked.connect(self._set_up)
        self.form = RouterForm(context, secrets or Keyring())
        self.form.done.connect(self._set_up_ended)
        self.error_line = ErrorLine(theme, self)
        self.field.setText(context.prefs.values.route_start)
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self.ask.click)
        self.origin.activated.connect(self._origin_chosen)
        self._build()
        self.drawing.drawn.connect(self._drawn)
        self.drawing.changed.connect(self._look)

    def show_target(self, target: Target | None) -> None:
        """Say where to; None = it is not known."""
        self._target = target
        self._look()

    def show_error(self, error: MingtangError | None) -> None:
        """Say what went wrong."""
        self.error_line.show_error(error)

    def stop(self) -> None:
        """Ask no more, and take the way off the map."""
        self._cancel()
        self.drawing.stop()
        self._context.map.remove(LAYER)

    def retranslate(self) -> None:
        """Write all texts."""
        self.title.setText(self.tr("Way on the map"))
        self.origin.setItemText(_WORKSHOP, self.tr("From the workshop"))
        self.origin.setItemText(_BATTERY, self.tr("From another battery"))
        self.origin.setAccessibleName(self.tr("Where it begins"))
        self.pick.name(self.tr("Set the workshop on the map"))
        for profile, button in self.profiles.items():
            button.setText(said(PROFILES[profile]))
        self.ask.setText(self.tr("Show the way"))
        self.cancel.setText(self.tr("Cancel"))
        self.progress.setAccessibleName(self.tr("The router is asked"))
        self.form.retranslate()
        self._look()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        start, how, go, foot = (QHBoxLayout() for _ in range(4))
        for row in (start, go, foot):
            row.setSpacing(8)
        start.addWidget(self.field, 1)
        start.addWidget(self.pick)
        how.setSpacing(0)
        for button in self.profiles.values():
            how.addWidget(button)
        how.addStretch(1)
        go.addWidget(self.result, 1)
        go.addStretch(0)
        go.addWidget(self.cancel)
        go.addWidget(self.ask)
        foot.addWidget(self.named, 1)
        foot.addWidget(self.set_up)
        column.addWidget(self.title)
        column.addWidget(self.origin)
        column.addLayout(start)
        column.addWidget(self.problem)
        column.addLayout(how)
        column.addLayout(go)
        for widget in (self.progress, self.error_line):
            column.addWidget(widget)
        column.addLayout(foot)
        column.addWidget(self.form)
        for hidden in (self.progress, self.cancel, self.form):
            hidden.hide()

    def _start(self) -> Place | None:
        """Return where the way begins, None = that is not said yet."""
        if self.origin.currentIndex() == _WORKSHOP:
            place = read_place(self.field.text())
            return None if place is None else Place(*place)
        battery = self._battery()
        found = None if battery is None else target_of(battery)
        return Place(*found.place) if isinstance(found, Target) else None

    def _battery(self) -> Battery | None:
        """Return the battery whose number, or whose last digits, are typed."""
        cloud, typed = self._context.cloud, self.field.text().strip()
        fleet = None if cloud is None else cloud.fleet
        if fleet is None or not typed:
            return None
        exact = fleet.table.get(typed)
        if exact is not None or len(typed) < _LEAST_DIGITS:
            return exact
        found = [each for each in fleet.table if each.number.endswith(typed)]
        return found[0] if len(found) == 1 else None

    def _ask(self) -> None:
        if self._task is None and self.ask.isEnabled():
            self._task = spawn(self, self._find(), done=self._asked, stoppable=True)
            self._look()

    async def _find(self) -> None:
        from mingtang_desk.cloud.routers import ask_route

        start, target = self._start(), self._target
        router = await self.form.router()
        if start is None or target is None or router is None:
            return
        if self.origin.currentIndex() == _WORKSHOP:
            self._context.prefs.keep(self.show_error, route_start=write_place(start))
        self._show_route(None)
        profile = Profile(self._context.prefs.values.route_profile)
        self._show_route(await ask_route(router, start, target.place, profile))

    def _show_route(self, route: Route | None) -> None:
        self._route = route
        desk = self._context.map
        if route is None:
            desk.remove(LAYER)
        else:
            points = tuple(Place(*point) for point in route.points)
            ends = (
                Mark(key="start", place=points[0], colour="ok", title=self.tr("Start")),
                Mark(key="end", place=points[-1], colour="bad", title=self._name()),
            )
            desk.put(LAYER, Layer(lines=(Line(points=points, width=5.0),), marks=ends))
            desk.look_at(points)
        self._look()

    def _name(self) -> str:
        return self._number if self._target is None else self._target.name

    def _asked(self) -> None:
        self._task = None
        self._look()

    def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._look()

    def _profiled(self) -> None:
        chosen = next(each for each, button in self.profiles.items() if button.isChecked())
        self._context.prefs.keep(self.show_error, route_profile=chosen.value)

    def _origin_chosen(self) -> None:
        workshop = self.origin.currentIndex() == _WORKSHOP
        self.field.setText(self._context.prefs.values.route_start if workshop else "")
        self.field.setFocus()
        self._look()

    def _drawn(self, area: Area) -> None:
        if area.centre is not None:
            self.origin.setCurrentIndex(_WORKSHOP)
            self.field.setText(write_place(area.centre))
            self._context.prefs.keep(self.show_error, route_start=self.field.text())
        self._look()

    def _set_up(self) -> None:
        self.form.begin()
        self.form.show()
        self.set_up.hide()

    def _set_up_ended(self) -> None:
        self.form.hide()
        self.set_up.show()
        self._look()

    def _look(self) -> None:
        busy, name = self._task is not None, self.form.name
        workshop = self.origin.currentIndex() == _WORKSHOP
        typed, start = bool(self.field.text().strip()), self._start()
        self.pick.setVisible(workshop)
        self.pick.setChecked(self.drawing.asked is not None)
        self.field.setPlaceholderText("22.5431, 114.0579" if workshop else self._battery_hint())
        self.field.setAccessibleName(
            self.tr("Place of the workshop") if workshop else self._battery_hint()
        )
        self.problem.setText(self._problem(workshop=workshop, typed=typed, known=start is not None))
        self.problem.setVisible(bool(self.problem.text()))
        self.ask.setEnabled(
            bool(name) and start is not None and self._target is not None and not busy
        )
        self.ask.setToolTip("" if name else self.tr("Set up a router first."))
        self.ask.setVisible(not busy)
        self.cancel.setVisible(busy)
        self.progress.setVisible(busy)
        self.named.setText(name or self.tr("No router is set up; nothing is asked."))
        self.set_up.setText(self.tr("Change…") if name else self.tr("Set up a router…"))
        route = self._route
        self.result.setText(
            ""
            if route is None
            else f"{distance_words(route.distance_m)} · {time_words(route.duration_s)}"
        )

    def _battery_hint(self) -> str:
        return self.tr("Number, or its last digits")

    def _problem(self, *, workshop: bool, typed: bool, known: bool) -> str:
        if self.drawing.asked is not None:
            return self.tr("Click on the map where the workshop is.")
        if known or not typed:
            return ""
        if workshop:
            return self.tr("Write it like 22.5431, 114.0579, or set it on the map.")
        if self._battery() is None:
            return self.tr("No battery, or several, have this number.")
        return self.tr("Nobody knows where that battery is.")
