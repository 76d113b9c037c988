"""What the rules share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mingtang_desk.geo.fix import Fix
from mingtang_desk.server.rides.alarms import Alarms
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.journeys import Journeys
from mingtang_desk.server.rides.live import Sight
from mingtang_desk.server.rides.pending import Pending
from mingtang_desk.server.rides.watch import Watch, Watches

HISTORIC_S = 600.0
"""What came later than this is listed, not shouted."""


@dataclass(slots=True, kw_only=True)
class Rules:
    """What rules share.

    Attributes:
        alarms, watches, journeys, pending: see there.
        watch: of the battery of the reading at hand; None = neither guarded nor fenced.
        sights: rows that became believable by it.
        fix: the row, without its event where that was heard before.
        late: it is a row with an event that came after later ones.
    """

    alarms: Alarms
    watches: Watches
    journeys: Journeys
    pending: Pending
    watch: Watch | None = None
    sights: Sequence[Sight] = ()
    fix: Fix | None = None
    late: bool = False


type Rule[R] = Callable[[Rules, R], Sequence[Change]]
