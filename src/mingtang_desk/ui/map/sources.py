"""Where the pictures of the map come from, one row each; nothing is fetched unless chosen."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import InputFileError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.map.map_file import MapFile
from mingtang_desk.ui.prefs import Values

SAMPLE_FILE = "map/sample.mbtiles"
_PLACES = re.compile(r"\{([^{}]*)\}")
_KNOWN = frozenset({"z", "x", "y", "-y", "s", "r"})
_SUBDOMAINS = "abc"
_WEB_ZOOM = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """One way to get tiles.

    Attributes:
        key: kept in the preferences as `map_source`.
        label: marked in context "Map".
        asks: what the user has to name first: a file, an address, or nothing.
        url: template of the tiles; "" = they lie in a file, or the user names it.
        attribution: marked in context "Map"; that of a user's own map is shown as it is.
        online: choosing it means that this desk asks servers for pictures.
    """

    key: str
    label: str
    asks: Literal["", "file", "url"] = ""
    url: str = ""
    attribution: str = ""
    online: bool = False


SOURCES: tuple[SourceSpec, ...] = (
    SourceSpec(
        key="sample",
        label=QT_TRANSLATE_NOOP("Map", "Sample map (not a real place)"),
        attribution=QT_TRANSLATE_NOOP("Map", "Sample map, not a real place"),
    ),
    SourceSpec(key="file", label=QT_TRANSLATE_NOOP("Map", "Map file (MBTiles)…"), asks="file"),
    SourceSpec(
        key="osm",
        label=QT_TRANSLATE_NOOP("Map", "OpenStreetMap, from the internet"),
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        attribution=QT_TRANSLATE_NOOP("Map", "© OpenStreetMap contributors"),
        online=True,
    ),
    SourceSpec(
        key="url", label=QT_TRANSLATE_NOOP("Map", "Own tile server…"), asks="url", online=True
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """The source in use.

    Attributes:
        file: the open file, None when the tiles come from a server.
        url: template of a server, "" for a file.
    """

    key: str
    file: MapFile | None = None
    url: str = ""
    attribution: str = ""

    @property
    def min_zoom(self) -> int:
        """The coarsest level it has."""
        return 0 if self.file is None else self.file.min_zoom

    @property
    def max_zoom(self) -> int:
        """The deepest level it has."""
        return _WEB_ZOOM if self.file is None else self.file.max_zoom

    @property
    def origins(self) -> frozenset[str]:
        """Scheme, host and port of every server that may be asked: `https://a.example:443`."""
        if not self.url:
            return frozenset()
        return frozenset(
            origin_of(self.url.replace("{s}", letter).split("/{")[0]) for letter in _SUBDOMAINS
        )


def spec_of(key: str) -> SourceSpec:
    """Return the row of a key; an unknown one gives the sample."""
    return next((spec for spec in SOURCES if spec.key == key), SOURCES[0])


def open_tiles(values: Values) -> Tiles:
    """Open what the preferences name.

    Raises:
        InputFileError: the file is gone or no map; use `sample_tiles` then.
    """
    spec = spec_of(values.map_source)
    if spec.asks == "file":
        if not values.map_file:
            return sample_tiles()
        file = MapFile(Path(values.map_file))
        return Tiles(key=spec.key, file=file, attribution=_plain(file.attribution or file.name))
    if spec.asks == "url":
        if template_problem(values.map_url):
            return sample_tiles()
        host = urlsplit(values.map_url.replace("{s}.", "")).hostname or ""
        return Tiles(key=spec.key, url=values.map_url, attribution=host)
    if spec.url:
        return Tiles(key=spec.key, url=spec.url, attribution=spec.attribution)
    return sample_tiles()


def sample_tiles() -> Tiles:
    """Open the packed sample; without it (a damaged installation) there is the grid alone."""
    try:
        file = MapFile(resource_path(SAMPLE_FILE))
    except InputFileError:
        return Tiles(key=SOURCES[0].key)
    return Tiles(key=SOURCES[0].key, file=file, attribution=SOURCES[0].attribution)


def template_problem(text: str) -> Literal["", "scheme", "host", "places"]:
    """Return what is wrong with the address of a tile server, "" when nothing is."""
    try:
        parts = urlsplit(text.replace("{s}", "a"))
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "host"
    if parts.scheme not in ("http", "https"):
        return "scheme"
    if not host or _PLACES.search(host):
        return "host"
    names = set(_PLACES.findall(text))
    if not names <= _KNOWN or not {"z", "x"} <= names or not names & {"y", "-y"}:
        return "places"
    return ""


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, with the port that its scheme means."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{parts.hostname or ''}:{port}"


def _plain(html: str) -> str:
    """Take the tags out of an attribution: it is shown as text."""
    return re.sub(r"<[^>]*>", "", html).strip()
