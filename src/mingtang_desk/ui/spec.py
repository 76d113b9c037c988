"""What a panel is (`PanelSpec`) and all it gets (`PanelContext`); it finds nothing by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.ui.fleet.chosen import Chosen
from mingtang_desk.ui.map.overlays import MapDesk
from mingtang_desk.ui.past import Past
from mingtang_desk.ui.plot.plotted import Plotted

if TYPE_CHECKING:
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.device.capabilities import Capability
    from mingtang_desk.session.found import Tell
    from mingtang_desk.session.golden_files import GoldenShelf
    from mingtang_desk.session.hub import DeviceHub
    from mingtang_desk.session.roles import Roles
    from mingtang_desk.ui.panel import Panel
    from mingtang_desk.ui.prefs import Preferences
    from mingtang_desk.ui.selection import Selection
    from mingtang_desk.ui.theme import Theme


class Area(StrEnum):
    """Where a panel stands until the user moves it."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortOffer:
    """A serial port somebody may connect to: its path, and what the system says of it."""

    path: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOffer:
    """A simulated pack: its address and what to call it."""

    uri: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelContext:
    """Everything a panel may use.

    Attributes:
        hub: the open devices; every write goes through it.
        selection: the device that panels follow, and the colour of each device.
        history: queries of the history, None where none is kept.
        ports: lists the serial ports that are there now; may take some milliseconds.
        packs: simulated packs on offer.
        protocols: lists (key, label) of every protocol; looks for installed ones, which takes time.
        find: searches batteries everywhere and tells what it does and finds; None = it cannot.
        plotted: what is plotted; any panel may add to it.
        roles: who is signed in, None where roles cannot be had.
        golden: the saved golden sets, None where none are kept.
        cloud: logins and the open fleet, None where the client of the cloud is not installed.
        chosen: the battery of the fleet that is shown.
        map: layers of the map.
        tiles: folder where tiles of map servers are kept, None = nowhere.
        past: the moment of a track that plot and cells of its battery show.
    """

    hub: DeviceHub
    theme: Theme
    prefs: Preferences
    selection: Selection
    history: object | None = None
    ports: Callable[[], Sequence[PortOffer]] = tuple
    packs: Sequence[PackOffer] = ()
    protocols: Callable[[], Sequence[tuple[str, str]]] = tuple
    find: Callable[[Tell], Awaitable[int]] | None = None
    plotted: Plotted = field(default_factory=Plotted)
    roles: Roles | None = None
    golden: GoldenShelf | None = None
    cloud: CloudDesk | None = None
    chosen: Chosen = field(init=False)
    map: MapDesk = field(default_factory=MapDesk)
    tiles: Path | None = None
    past: Past = field(default_factory=Past)

    def __post_init__(self) -> None:
        """Tie the chosen battery to the devices."""
        made = Chosen(self.hub, self.selection, self.cloud)
        object.__setattr__(self, "chosen", made)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSpec:
    """One panel; dock, menu entry, shortcut, saved layout and contract test are made from the row.

    Attributes:
        key: stable name, in saved layouts too.
        title: marked for translation in context "Panel".
        needs: without it on a board the panel says in one line why it is empty.
        make: imports and makes the panel.
        follows: True = it shows one device and can be pinned to it.
        early: made soon after the start even where it is not in sight, for it keeps what it saw.
        tab_with: key of the panel it lies on top of at first, "" = a place of its own.
    """

    key: str
    title: str
    area: Area
    make: Callable[[PanelContext], Panel]
    needs: Capability | None = None
    shortcut: str = ""
    follows: bool = True
    early: bool = False
    tab_with: str = ""
