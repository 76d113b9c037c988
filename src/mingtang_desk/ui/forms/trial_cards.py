"""The cards of everything that is on trial, each below the row that was switched."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.session.trial import Trial
from mingtang_desk.ui.forms.control_row import ControlRow
from mingtang_desk.ui.forms.trial_card import TrialCard
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.scroll import reveal


class TrialCards(QObject):
    """Puts cards into the column of the panel and takes them out again.

    Args:
        theme: for the cards.
        column: that the rows are in; scroll: the area that shows it.
        rows: of the panel, by action.
    """

    kept = Signal(object)
    wanted_back = Signal(object)

    def __init__(
        self,
        theme: Theme,
        column: QVBoxLayout,
        rows: Mapping[Action, ControlRow],
        scroll: QScrollArea,
    ) -> None:
        super().__init__(scroll)
        self.cards: dict[Trial, TrialCard] = {}
        self._theme, self._column, self._rows, self._scroll = theme, column, rows, scroll

    def show_open(self, found: Sequence[Trial]) -> list[Trial]:
        """Show these trials as they are now; return those that are not among them any more."""
        gone = [trial for trial in self.cards if trial not in found]
        for trial in gone:
            card = self.cards.pop(trial)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for trial in found:
            if trial in self.cards:
                self.cards[trial].look()
            else:
                self._add(trial)
        return gone

    def _add(self, trial: Trial) -> None:
        card = self.cards[trial] = TrialCard(self._theme, trial, self._rows[trial.action].spec)
        card.kept.connect(lambda: self.kept.emit(trial))
        card.wanted_back.connect(lambda: self.wanted_back.emit(trial))
        self._column.insertWidget(self._column.indexOf(self._row_of(trial)) + 1, card)
        card.show()
        at = QApplication.focusWidget()
        # Only who pressed here is asked at once: nobody's typing elsewhere ends on a button.
        # The button that was pressed is gone by then: Qt gives the keyboard to the panel around.
        if at is None or self._scroll.isAncestorOf(at) or at.isAncestorOf(self._scroll):
            card.keep.setFocus()
        reveal(self._scroll, card)

    def _row_of(self, trial: Trial) -> ControlRow:
        """Return the row that is shown: once locked, that is the one that unlocks."""
        row = self._rows[trial.action]
        return self._rows[trial.back] if row.isHidden() else row
