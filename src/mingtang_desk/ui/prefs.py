"""Preferences of the window: one JSON file in the folder of the desk's data.

A damaged file is refused with its place and kept as it is; defaults are used until it is mended or
deleted, and nothing is written over it.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from mingtang_desk.core.errors import InputFileError, MingtangError, StorageError

FILE = "preferences.json"
RECENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Every preference with its default.

    Attributes:
        language: key of `ui.languages`, "" = the system's.
        theme: column of the table of colours.
        temperature: "c" or "f".
        zoomed: the cell grid is zoomed to the spread.
        cell_layouts: how the cells of a device lie (`ui.cell_layout`), by its id or address.
        recents: addresses, newest first.
        names: what a recent address last called itself.
        geometry: of the window, base64.
        workspace: key of the one in use.
        layouts: where the docks stand, base64, by workspace; each text knows its version.
        folder: where the last file was opened or saved.
        plot: keys of what is plotted (`ui.plot.quantities`); plot_stacked: each scale has a strip.
        replay_speed: of recordings, 0 = as fast as possible; replay_loop: they begin again.
        track_colour: what a track is coloured by: "speed_kmh", "soc_pct" or "current_a".
        track_speed: of its playback; track_skip: it does not wait in stops.
        mileage_bucket: "day", "week", "month" or "total".
        calibration: address and papers of the meter used last.
        fences_of_battery: the list of fences shows those of the chosen battery alone.
        navigate_app: key of `cloud.navigation.MapApp`, which leads to a battery.
        router: kind and address of the router in use, empty = none; its key is in the keyring.
        route_profile: key of `cloud.route_decode.Profile`; route_start: place of the workshop.
        fleet_columns: columns of the list of batteries, () = the usual ones; fleet_widths: of those
            that were dragged; fleet_sort: a column, with "-" the other way round; fleet_tree: the
            accounts stand beside the list.
        alarm_notices: severities of alarms that are told at once; alarm_sound: with a sound.
        map_source: key of `ui.map.sources`; map_file, map_url: what its row asked for.
        map_datum: of a map of one's own (`geo.datum.Datum`); map_attribution: whose it is.
    """

    language: str = ""
    theme: str = "dark"
    temperature: str = "c"
    zoomed: bool = False
    cell_layouts: Mapping[str, str] = field(default_factory=dict)
    recents: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    geometry: str = ""
    workspace: str = "bench"
    layouts: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    plot: tuple[str, ...] = ("pack_v", "cell_v.worst")
    plot_stacked: bool = False
    replay_speed: float = 1.0
    replay_loop: bool = False
    map_source: str = "sample"
    map_file: str = ""
    map_url: str = ""
    fleet_columns: tuple[str, ...] = ()
    fleet_widths: Mapping[str, str] = field(default_factory=dict)
    fleet_sort: str = "number"
    fleet_tree: bool = True
    track_colour: str = "speed_kmh"
    track_speed: float = 8.0
    track_skip: bool = True
    mileage_bucket: str = "day"
    map_datum: str = "wgs84"
    map_attribution: str = ""
    calibration: Mapping[str, str] = field(default_factory=dict)
    fences_of_battery: bool = False
    navigate_app: str = "amap"
    router: Mapping[str, str] = field(default_factory=dict)
    route_profile: str = "bicycle"
    route_start: str = ""
    alarm_notices: tuple[str, ...] = ("warning", "critical")
    alarm_sound: bool = False


class Preferences(QObject):
    """The values in use; `changed` carries the names of those that changed.

    Attributes:
        error: why the file was refused, None when it was read or is not there.
    """

    changed = Signal(set)

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = None if folder is None else folder / FILE
        self.error: MingtangError | None = None
        self.values = Values()
        if self._path is not None and self._path.exists():
            try:
                self.values = read_preferences(self._path)
            except MingtangError as error:
                self.error = error

    def set(self, **new: object) -> None:
        """Change values and write the file.

        Raises:
            StorageError: the file cannot be written; the values are in use all the same.
        """
        changed = {name for name, value in new.items() if getattr(self.values, name) != value}
        if not changed:
            return
        loose: dict[str, Any] = dict(new)
        self.values = replace(self.values, **loose)
        try:
            self._write()
        finally:
            self.changed.emit(changed)

    def keep(self, say: Callable[[MingtangError], object], **new: object) -> None:
        """Change values as `set` does; `say` gets the error where the file cannot be written."""
        try:
            self.set(**new)
        except MingtangError as error:
            say(error)

    def remember(self, uri: str, name: str) -> None:
        """Put an address at the top of the recents."""
        recents = (uri, *(old for old in self.values.recents if old != uri))[:RECENTS]
        known = {**self.values.names, uri: name}
        self.set(recents=recents, names={key: known.get(key, key) for key in recents})

    def forget(self, uri: str) -> None:
        """Take an address out of the recents."""
        recents = tuple(old for old in self.values.recents if old != uri)
        names = {key: name for key, name in self.values.names.items() if key != uri}
        self.set(recents=recents, names=names)

    def _write(self) -> None:
        if self._path is None or self.error is not None:
            return
        part = self._path.with_suffix(".part")
        text = json.dumps(asdict(self.values), ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text + "\n", encoding="utf-8")
            os.replace(part, self._path)
        except OSError as error:
            raise StorageError(
                "file_unwritable", path=self._path, detail=error.strerror or str(error)
            ) from error


def read_preferences(path: Path) -> Values:
    """Read a file of preferences; names it does not know are left out.

    Raises:
        InputFileError: it is damaged, with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(path, error.lineno, error.msg) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise _damaged(path, line, error.reason) from error
    except OSError as error:
        raise InputFileError(
            "file_unreadable", path=path, detail=error.strerror or str(error)
        ) from error
    if not isinstance(found, dict):
        raise _damaged(path, 1, "no object")
    defaults, taken = Values(), dict[str, Any]()
    for entry in fields(Values):
        if entry.name not in found:
            continue
        value = _checked(found[entry.name], getattr(defaults, entry.name))
        if value is None:
            raise _damaged(path, _line_of(text, entry.name), f"“{entry.name}” has a wrong value")
        taken[entry.name] = value
    return Values(**taken)


def _checked(value: object, default: object) -> object | None:
    if isinstance(default, tuple):
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if good and isinstance(value, list) else None
    if isinstance(default, Mapping):
        good = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
        return value if good else None
    return value if type(value) is type(default) else None


def _line_of(text: str, name: str) -> int:
    return text[: max(text.find(f'"{name}"'), 0)].count("\n") + 1


def _damaged(path: Path, line: int, detail: str) -> InputFileError:
    return InputFileError("preferences_corrupt", path=path, line=line, detail=detail)
