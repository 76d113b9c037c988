"""The panels, one row each. A panel may import all of `ui` but never another panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.ui.spec import Area, PanelContext, PanelSpec

if TYPE_CHECKING:  # its texts of errors are many, and no panel is made before the first paint
    from mingtang_desk.ui.panel import Panel


def _devices(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.devices import DevicesPanel

    return DevicesPanel(context)


def _status(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.status import StatusPanel

    return StatusPanel(context)


def _cells(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.cells import CellsPanel

    return CellsPanel(context)


def _settings(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.settings import SettingsPanel

    return SettingsPanel(context)


def _control(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.control import ControlPanel

    return ControlPanel(context)


def _stats(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.stats import StatsPanel

    return StatsPanel(context)


def _plot(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.plot import PlotPanel

    return PlotPanel(context)


def _journal(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.journal import JournalPanel

    return JournalPanel(context)


def _map(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.map import MapPanel

    return MapPanel(context)


def _frames(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.frames import FramesPanel

    return FramesPanel(context)


def _extend(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.extend import ExtendPanel

    return ExtendPanel(context)


def _bank(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.bank import BankPanel

    return BankPanel(context)


def _link(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.link import LinkPanel

    return LinkPanel(context)


def _calibration(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.calibration import CalibrationPanel

    return CalibrationPanel(context)


def _bench_check(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.bench_check import BenchCheckPanel

    return BenchCheckPanel(context)


def _jobs(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.jobs import JobsPanel

    return JobsPanel(context)


def _fleet(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.fleet import FleetListPanel

    return FleetListPanel(context)


def _track(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.track import TrackPanel

    return TrackPanel(context)


def _mileage(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.mileage import MileagePanel

    return MileagePanel(context)


def _alarms(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.alarms import AlarmsPanel

    return AlarmsPanel(context)


def _fences(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.fences import FencesPanel

    return FencesPanel(context)


def _battery(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.battery import BatteryPanel

    return BatteryPanel(context)


def _instructions(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.instructions import InstructionsPanel

    return InstructionsPanel(context)


def _account(context: PanelContext) -> Panel:
    from mingtang_desk.ui.panels.account import AccountPanel

    return AccountPanel(context)


PANELS: tuple[PanelSpec, ...] = (
    PanelSpec(
        key="devices",
        title=QT_TRANSLATE_NOOP("Panel", "Devices"),
        area=Area.LEFT,
        make=_devices,
        shortcut="Alt+1",
        follows=False,
    ),
    PanelSpec(
        key="status",
        title=QT_TRANSLATE_NOOP("Panel", "Status"),
        area=Area.LEFT,
        make=_status,
        needs=Capability.STATUS,
        shortcut="Alt+2",
    ),
    PanelSpec(
        key="cells",
        title=QT_TRANSLATE_NOOP("Panel", "Cells"),
        area=Area.CENTRE,
        make=_cells,
        needs=Capability.CELLS,
        shortcut="Alt+3",
    ),
    PanelSpec(
        key="plot",
        title=QT_TRANSLATE_NOOP("Panel", "Plot"),
        area=Area.CENTRE,
        make=_plot,
        needs=Capability.STATUS,
        shortcut="Alt+8",
        early=True,
    ),
    PanelSpec(
        key="journal",
        title=QT_TRANSLATE_NOOP("Panel", "Journal"),
        area=Area.CENTRE,
        make=_journal,
        shortcut="Alt+7",
    ),
    PanelSpec(
        key="stats",
        title=QT_TRANSLATE_NOOP("Panel", "Statistics"),
        area=Area.CENTRE,
        make=_stats,
        needs=Capability.COUNTERS,
        shortcut="Alt+6",
        tab_with="journal",
    ),
    PanelSpec(
        key="settings",
        title=QT_TRANSLATE_NOOP("Panel", "Settings"),
        area=Area.RIGHT,
        make=_settings,
        needs=Capability.SETTINGS_READ,
        shortcut="Alt+4",
    ),
    PanelSpec(
        key="control",
        title=QT_TRANSLATE_NOOP("Panel", "Control"),
        area=Area.RIGHT,
        make=_control,
        shortcut="Alt+5",
    ),
    PanelSpec(
        key="map",
        title=QT_TRANSLATE_NOOP("Panel", "Map"),
        area=Area.CENTRE,
        make=_map,
        shortcut="Alt+9",
        tab_with="journal",
    ),
    PanelSpec(
        key="frames",
        title=QT_TRANSLATE_NOOP("Panel", "Frames"),
        area=Area.CENTRE,
        make=_frames,
        shortcut="Alt+0",
        tab_with="journal",
    ),
    PanelSpec(
        key="extend",
        title=QT_TRANSLATE_NOOP("Panel", "Extend"),
        area=Area.CENTRE,
        make=_extend,
        shortcut="Alt+E",
        tab_with="journal",
    ),
    PanelSpec(
        key="calibration",
        title=QT_TRANSLATE_NOOP("Panel", "Calibration"),
        area=Area.RIGHT,
        make=_calibration,
        needs=Capability.CALIBRATION,
        shortcut="Alt+C",
        tab_with="settings",
    ),
    PanelSpec(
        key="bank",
        title=QT_TRANSLATE_NOOP("Panel", "Bank"),
        area=Area.CENTRE,
        make=_bank,
        shortcut="Alt+B",
        follows=False,
        tab_with="plot",
    ),
    PanelSpec(
        key="link",
        title=QT_TRANSLATE_NOOP("Panel", "Link"),
        area=Area.CENTRE,
        make=_link,
        shortcut="Alt+L",
        tab_with="plot",
    ),
    PanelSpec(
        key="bench_check",
        title=QT_TRANSLATE_NOOP("Panel", "Bench check"),
        area=Area.CENTRE,
        make=_bench_check,
        shortcut="Alt+K",
        tab_with="plot",
    ),
    PanelSpec(
        key="jobs",
        title=QT_TRANSLATE_NOOP("Panel", "Jobs"),
        area=Area.CENTRE,
        make=_jobs,
        shortcut="Alt+J",
        tab_with="plot",
    ),
    PanelSpec(
        key="fleet",
        title=QT_TRANSLATE_NOOP("Panel", "Fleet"),
        area=Area.LEFT,
        make=_fleet,
        shortcut="Alt+F",
        follows=False,
        tab_with="devices",
    ),
    PanelSpec(
        key="track",
        title=QT_TRANSLATE_NOOP("Panel", "Track"),
        area=Area.CENTRE,
        make=_track,
        shortcut="Alt+T",
        follows=False,
        tab_with="plot",
    ),
    PanelSpec(
        key="mileage",
        title=QT_TRANSLATE_NOOP("Panel", "Mileage"),
        area=Area.CENTRE,
        make=_mileage,
        shortcut="Alt+M",
        follows=False,
        tab_with="plot",
    ),
    PanelSpec(
        key="alarms",
        title=QT_TRANSLATE_NOOP("Panel", "Alarms"),
        area=Area.RIGHT,
        make=_alarms,
        shortcut="Alt+A",
        follows=False,
        tab_with="journal",
    ),
    PanelSpec(
        key="fences",
        title=QT_TRANSLATE_NOOP("Panel", "Fences"),
        area=Area.RIGHT,
        make=_fences,
        shortcut="Alt+G",
        follows=False,
        tab_with="settings",
    ),
    PanelSpec(
        key="battery",
        title=QT_TRANSLATE_NOOP("Panel", "Battery"),
        area=Area.RIGHT,
        make=_battery,
        shortcut="Alt+D",
        follows=False,
        tab_with="settings",
    ),
    PanelSpec(
        key="instructions",
        title=QT_TRANSLATE_NOOP("Panel", "Instructions"),
        area=Area.RIGHT,
        make=_instructions,
        shortcut="Alt+I",
        follows=False,
        tab_with="control",
    ),
    PanelSpec(
        key="account",
        title=QT_TRANSLATE_NOOP("Panel", "Account"),
        area=Area.RIGHT,
        make=_account,
        shortcut="Alt+P",
        follows=False,
        tab_with="settings",
    ),
)
