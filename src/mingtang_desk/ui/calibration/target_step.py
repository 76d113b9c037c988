"""Step 1: what is calibrated, what has to be so for it, and what the board reads there now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.calibration import RULES, Target, check_conditions, reading_of
from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.ui.calibration.words import figure, target_name
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.target_names import say
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, rule
from mingtang_desk.ui.widgets.value_row import ValueRow


class TargetStep(QWidget):
    """Chooses a target; `changed` when another one was chosen or a reading came in."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._offers: Sequence[CalibrationOffer] = ()
        self._sample: PackSample | None = None
        self._names: tuple[str, ...] = ()
        self.caption = label("muted")
        self.which = QComboBox()
        self.which.setMaxVisibleItems(20)
        self.which.setMinimumContentsLength(12)
        self.which.currentIndexChanged.connect(self._chosen)
        self.caption.setBuddy(self.which)
        self.reading = ValueRow(theme)
        self.conditions_title = label("strong")
        self.conditions = label(wrap=True)
        self.hinders = label("warn", wrap=True)
        self.note, self.undo = label("muted", wrap=True), label("muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        for widget in (
            self.caption,
            self.which,
            self.reading,
            rule(),
            self.conditions_title,
            self.conditions,
            self.hinders,
            rule(),
            self.note,
            self.undo,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)

    @property
    def offer(self) -> CalibrationOffer | None:
        """What is chosen."""
        index = self.which.currentIndex()
        return self._offers[index] if 0 <= index < len(self._offers) else None

    @property
    def ready(self) -> bool:
        """Whether the pack is in a state in which it may be calibrated, as far as is seen now."""
        return self.offer is not None and not self.hinders.text()

    def choose(self, target: Target) -> None:
        """Choose a target by program; one that is not offered changes nothing."""
        for index, offer in enumerate(self._offers):
            if offer.target == target:
                self.which.setCurrentIndex(index)

    def show_board(self, offers: Sequence[CalibrationOffer], sample: PackSample | None) -> None:
        """Show what a board offers and reads; the choice stays where it is still offered."""
        kept = self.offer
        names = tuple(target_name(offer.target, sample) for offer in offers)
        self._sample = sample
        if tuple(offers) != tuple(self._offers) or names != self._names:
            self._names = names
            self.which.blockSignals(True)
            self._offers = offers
            self.which.clear()
            self.which.addItems(list(names))
            self.which.blockSignals(False)
            if kept is not None:
                self.choose(kept.target)
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.caption.setText(self.tr("What to calibrate"))
        self.which.setAccessibleName(self.caption.text())
        self.conditions_title.setText(self.tr("Before you go on"))
        self._names = ()
        self.show_board(self._offers, self._sample)

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        offer, sample = self.offer, self._sample
        if offer is None:
            return
        about = RULES[offer.target.kind]
        reading = None if sample is None else reading_of(offer.target, sample)
        text, _, unit = figure(reading, about).partition(" ")
        self.reading.show_value(self.tr("The board reads"), text, unit, "text")
        self.conditions.setText(say(about.conditions))
        self.hinders.setText(_hindered(offer.target, sample))
        self.hinders.setVisible(bool(self.hinders.text()))
        self.note.setText(say(offer.note))
        way_back = self.tr("Way back: the former correction can be put back.")
        self.undo.setText(way_back if offer.undo else say(offer.no_undo))


def _hindered(target: Target, sample: PackSample | None) -> str:
    """Return why the pack may not be calibrated as it is now."""
    if sample is None:
        return ""
    try:
        check_conditions(target, sample)
    except MingtangError as error:
        return error_words(error).message
    return ""
