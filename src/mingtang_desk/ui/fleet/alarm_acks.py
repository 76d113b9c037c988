"""Saying that alarms were seen: who may, how it is sent, and the buttons below the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, plain

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_MOST_AT_ONCE = 200
_CANNOT = QT_TRANSLATE_NOOP("AlarmFoot", "This cloud does not note who has seen an alarm.")
_MAY_LOOK = QT_TRANSLATE_NOOP("AlarmFoot", "Your role may look at alarms, not acknowledge them.")


def ack_refusal(fleet: Fleet) -> str:
    """Return why this login cannot acknowledge, "" = it can."""
    if fleet.provider.acks is None:
        return words("AlarmFoot", _CANNOT)
    if not fleet.can("acknowledge"):
        return lacks_right(fleet, words("AlarmFoot", _MAY_LOOK))
    return ""


async def send_acks(fleet: Fleet, ids: Sequence[str]) -> None:
    """Acknowledge; that it is so comes back as events, which change the rows.

    Raises:
        CloudError: they could not be sent.
    """
    acks = fleet.provider.acks
    assert acks is not None
    for at in range(0, len(ids), _MOST_AT_ONCE):
        await acks.acknowledge(ids[at : at + _MOST_AT_ONCE])


class AlarmFoot(QWidget):
    """The buttons below the list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ack, self.switches = plain(theme, "check"), Button(theme, "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.ack)
        row.addStretch(1)
        row.addWidget(self.switches)

    def show_for(self, fleet: Fleet | None, raised: int) -> None:
        """Show what can be done; `raised`: selected alarms that nobody has seen."""
        refusal = "" if fleet is None else ack_refusal(fleet)
        self.ack.setText(
            self.tr("Acknowledge %n", "", raised) if raised > 1 else self.tr("Acknowledge")
        )
        self.ack.setVisible(fleet is not None and fleet.provider.acks is not None)
        self.ack.setEnabled(raised > 0 and not refusal)
        self.ack.setToolTip(refusal or self.tr("Say that you have seen them (Del)"))
        self.switches.setVisible(fleet is not None and fleet.provider.switches is not None)
        self.switches.setText(self.tr("Which alarms…"))
        self.switches.setToolTip(
            self.tr("Switch types on and off, severities, delays, quiet hours, notices")
        )
