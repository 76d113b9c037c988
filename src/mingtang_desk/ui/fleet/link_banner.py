"""Says over old values that the link to the server broke, how old they are, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.shown import age
from mingtang_desk.ui.widgets.state_note import AgeBanner

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet


class LinkBanner(AgeBanner):
    """Hidden while everything that happens is heard."""

    def show_fleet(self, fleet: Fleet | None) -> None:
        """Show how the link of a fleet is."""
        from mingtang_desk.cloud.fleet import FleetPhase

        if fleet is None or fleet.phase in (FleetPhase.LIVE, FleetPhase.LOADING):
            self.say("", "")
            return
        words = "" if fleet.error is None else " ".join(error_words(fleet.error)).strip()
        if fleet.phase is FleetPhase.ENDED:
            self.say(self.tr("The login has ended"), words)
            return
        seconds = fleet.age_s
        told = self.tr("never") if seconds is None else age(seconds)
        self.say(self.tr("Heard from the server: {age}").format(age=told), words)
