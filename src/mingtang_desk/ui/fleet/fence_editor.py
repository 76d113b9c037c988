"""The form of a fence: name, shape in numbers, whom it watches, when."""

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.cloud.fence_draft import (
    LEAST_RADIUS_M,
    MOST_NAME,
    MOST_RADIUS_M,
    Fault,
    FenceDraft,
    numbers_in,
)
from mingtang_desk.cloud.models_rides import Circle, Schedule
from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.places import read_place, write_place
from mingtang_desk.ui.fleet.fence_schedule import ScheduleEdit
from mingtang_desk.ui.forms.numbers import typed_number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import choice, label

_STEPS = 1000
_CHOSEN, _LISTED, _ACCOUNT = range(3)


class FenceEditor(QWidget):
    """`changed` carries the draft as it is typed; `faults` is what could not be read of it."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._draft = FenceDraft(name="")
        self._filling = False
        self._chosen = ""
        self._knows: Callable[[str], bool] = lambda _: True
        self.faults: tuple[Fault, ...] = ()
        self.name, self.centre, self.radius = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setMaxLength(MOST_NAME)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(50)
        self.radius.setFixedWidth(96)
        self.radius.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.corners, self.numbers = QPlainTextEdit(), QPlainTextEdit()
        for text, high in ((self.corners, 104), (self.numbers, 72)):
            text.setFixedHeight(high)
            text.setTabChangesFocus(True)
        self.whose = choice()
        self.whose.setSizeAdjustPolicy(
            self.whose.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.whose.setMinimumContentsLength(10)
        self.whose.addItems(["", "", ""])
        self.listed = label("muted", wrap=True)
        self.hours = ScheduleEdit(theme)
        self._captions: list[QLabel] = []
        self._build()
        self.name.textEdited.connect(self._typed)
        self.centre.textEdited.connect(self._typed)
        self.radius.textEdited.connect(self._typed)
        self.slider.valueChanged.connect(self._slid)
        self.corners.textChanged.connect(self._typed)
        self.numbers.textChanged.connect(self._typed)
        self.whose.activated.connect(self._typed)
        self.hours.changed.connect(self._hours)

    def show_draft(
        self, draft: FenceDraft, chosen: str, knows: Callable[[str], bool], *, fresh: bool
    ) -> None:
        """Show a fence; what is typed and means the same is left as it stands.

        Args:
            draft: what to show.
            chosen: the battery that is chosen, "" = none.
            knows: whether a number is one of the fleet.
            fresh: another fence, or back to what is saved: nothing typed is kept.
        """
        self._chosen, self._knows = chosen, knows
        if fresh or draft != self._draft:
            self._draft, self._filling = draft, True
            self._write(draft)
            self.whose.setCurrentIndex(self._who(draft, fresh=fresh))
            self._filling = False
        self._find_faults()
        self._look()

    def retranslate(self) -> None:
        """Write all texts."""
        texts = (
            self.tr("Name"),
            self.tr("Centre: latitude, longitude"),
            self.tr("Radius"),
            self.tr("Corners: latitude, longitude, one a line"),
            self.tr("Which batteries"),
            self.tr("When"),
        )
        fields = (self.name, self.centre, self.radius, self.corners, self.whose, self.hours)
        for caption, text, field in zip(self._captions, texts, fields, strict=True):
            caption.setText(text)
            field.setAccessibleName(text)
        self.slider.setAccessibleName(self.tr("Radius"))
        self.numbers.setAccessibleName(self.tr("Numbers of batteries"))
        self.numbers.setPlaceholderText(self.tr("Paste numbers, one a line or with commas"))
        self.whose.setItemText(_LISTED, self.tr("Listed batteries"))
        self.whose.setItemText(_ACCOUNT, self.tr("Whole account and all below"))
        self.hours.retranslate()
        self._look()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.slider, 1)
        line.addWidget(self.radius)
        self._radius_row = row
        for field in (self.name, self.centre, row, self.corners, self.whose, self.hours):
            caption = label("muted")
            caption.setContentsMargins(0, 6 if self._captions else 0, 0, 0)
            self._captions.append(caption)
            column.addWidget(caption)
            column.addWidget(field)
            if field is self.whose:
                column.addSpacing(4)
                column.addWidget(self.numbers)
                column.addWidget(self.listed)
        column.addStretch(1)

    def _write(self, draft: FenceDraft) -> None:
        if self.name.text().strip() != draft.name.strip():
            self.name.setText(draft.name)
        if draft.circle is not None:
            circle = draft.circle
            if read_place(self.centre.text()) != (circle.lat, circle.lon):
                self.centre.setText(write_place((circle.lat, circle.lon)))
            if typed_number(self.radius.text(), "m") != circle.radius_m:
                self.radius.setText(f"{circle.radius_m:g} m")
            self.slider.setValue(_step_of(circle.radius_m))
        corners, wrong = self._read_corners()
        if draft.polygon is not None and (wrong or corners != draft.polygon):
            self.corners.setPlainText("\n".join(write_place(each) for each in draft.polygon))
        if numbers_in(self.numbers.toPlainText()) != draft.devices:
            self.numbers.setPlainText("\n".join(draft.devices))
        self.hours.show_schedule(draft.schedule)

    def _typed(self) -> None:
        if self._filling:
            return
        draft = replace(self._draft, name=self.name.text())
        if draft.circle is not None:
            draft = replace(draft, circle=self._circle())
        if draft.polygon is not None:
            draft = replace(draft, polygon=self._read_corners()[0])
        who = self.whose.currentIndex()
        devices = numbers_in(self.numbers.toPlainText())
        if who == _CHOSEN and self._chosen:
            devices = (self._chosen,)
        draft = replace(draft, whole_account=who == _ACCOUNT, devices=devices)
        self._take(draft)

    def _slid(self, step: int) -> None:
        if self._filling or self._draft.circle is None:
            return
        self._filling = True
        self.radius.setText(f"{_radius_of(step):g} m")
        self._filling = False
        self._typed()

    def _hours(self, schedule: Schedule | None) -> None:
        if not self._filling:
            self._take(replace(self._draft, schedule=schedule))

    def _take(self, draft: FenceDraft) -> None:
        self._draft = draft
        if draft.circle is not None:
            self._filling = True
            self.slider.setValue(_step_of(draft.circle.radius_m))
            self._filling = False
        self._find_faults()
        self._look()
        self.changed.emit(draft)

    def _circle(self) -> Circle | None:
        """Return the circle that is typed; what cannot be read stays as it was."""
        was = self._draft.circle
        if was is None:
            return None
        place = read_place(self.centre.text()) or (was.lat, was.lon)
        radius = typed_number(self.radius.text(), "m")
        return Circle(
            lat=place[0], lon=place[1], radius_m=was.radius_m if radius is None else radius
        )

    def _read_corners(self) -> tuple[tuple[Place, ...], int]:
        """Return the corners that are typed, and the first line that is none, 0 = all are."""
        found: list[Place] = []
        wrong = 0
        for n, line in enumerate(self.corners.toPlainText().splitlines(), 1):
            if not line.strip():
                continue
            place = read_place(line)
            if place is None:
                wrong = wrong or n
            else:
                found.append(place)
        return tuple(found), wrong

    def _find_faults(self) -> None:
        found: list[Fault] = []
        draft = self._draft
        if draft.circle is not None:
            if read_place(self.centre.text()) is None:
                found.append(Fault(key="centre_typed", values={}))
            if typed_number(self.radius.text(), "m") is None:
                found.append(Fault(key="radius_typed", values={}))
        wrong = 0 if draft.polygon is None else self._read_corners()[1]
        if wrong:
            found.append(Fault(key="corner_line", values={"line": str(wrong)}))
        if not draft.whole_account:
            unknown = next((each for each in draft.devices if not self._knows(each)), None)
            if unknown is not None:
                found.append(Fault(key="device_unknown", values={"number": unknown[:40]}))
        self.faults = tuple(found)

    def _who(self, draft: FenceDraft, *, fresh: bool) -> int:
        if draft.whole_account:
            return _ACCOUNT
        typed = not fresh and self.whose.currentIndex() == _LISTED
        return _CHOSEN if draft.devices == (self._chosen,) and not typed else _LISTED

    def _look(self) -> None:
        draft = self._draft
        round_one, corners = draft.circle is not None, draft.polygon is not None
        for caption, field, seen in (
            (self._captions[1], self.centre, round_one),
            (self._captions[2], self._radius_row, round_one),
            (self._captions[3], self.corners, corners),
        ):
            caption.setVisible(seen)
            field.setVisible(seen)
        self.whose.setItemText(
            _CHOSEN,
            self.tr("Battery {number}").format(number=self._chosen)
            if self._chosen
            else self.tr("No battery is chosen"),
        )
        listed = self.whose.currentIndex() == _LISTED
        self.numbers.setVisible(listed)
        count = len(draft.devices)
        self.listed.setVisible(listed)
        self.listed.setText(
            self.tr("%n batteries", "", count)
            if count
            else self.tr("It watches no battery until some are listed.")
        )


def _radius_of(step: int) -> float:
    """Return metres, in steps that grow: 50 m to 100 km."""
    metres = LEAST_RADIUS_M * (MOST_RADIUS_M / LEAST_RADIUS_M) ** (step / _STEPS)
    grain = 10 ** max(math.floor(math.log10(metres)) - 1, 1)
    return float(min(max(round(metres / grain) * grain, LEAST_RADIUS_M), MOST_RADIUS_M))


def _step_of(metres: float) -> int:
    held = min(max(metres, LEAST_RADIUS_M), MOST_RADIUS_M)
    return round(
        _STEPS * math.log(held / LEAST_RADIUS_M) / math.log(MOST_RADIUS_M / LEAST_RADIUS_M)
    )
