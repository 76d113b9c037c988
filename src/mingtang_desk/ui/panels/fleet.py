"""Fleet of the fleet."""

from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.state_note import StateNote


class FleetListPanel(FleetPanel):
    """Fleet."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.note = StateNote(context.theme)
        self.body.addWidget(self.note, 1)
        self.start()

    def retranslate(self) -> None:
        """Write all texts."""
        self.note.say(self.tr("Not logged in"), self.tr("Log in to a cloud in the panel Account."))
