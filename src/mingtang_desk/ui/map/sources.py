"""Where the pictures of the map come from, one row each; nothing is fetched unless chosen.

The rules of OpenStreetMap's own server are kept: its attribution is seen, this desk has a name of
its own, what it said of keeping tiles is heeded, and nothing is fetched but what is looked at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.geo.datum import Datum
from mingtang_desk.ui.map.map_file import MapFile, TileFile, open_map_file
from mingtang_desk.ui.prefs import Values

SAMPLE_FILE = "map/sample.mbtiles"
_PLACES = re.compile(r"\{([^{}]*)\}")
_KNOWN = frozenset({"z", "x", "y", "-y", "s", "r", "key"})
_SUBDOMAINS = "abc"
_TIANDITU = (
    "https://t{s}.tianditu.gov.cn/NAME_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=NAME&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)
_WEB_ZOOM = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """One way to get tiles.

    Attributes:
        key: kept in the preferences as `map_source`.
        label: marked in context "Map".
        asks: what the user has to name first: a file, an address, a key, or nothing.
        url: template of the tiles; "" = they lie in a file, or the user names it.
        over: template of a second layer above it, "" = none.
        subdomains: what `{s}` may be. deepest: the last level there is.
        keys_from: where a key can be had.
        attribution: marked in context "Map"; that of a user's own map is shown as it is.
        online: choosing it means that this desk asks servers for pictures.
    """

    key: str
    label: str
    asks: Literal["", "file", "url", "key"] = ""
    url: str = ""
    over: str = ""
    subdomains: str = _SUBDOMAINS
    deepest: int = _WEB_ZOOM
    attribution: str = ""
    keys_from: str = ""
    online: bool = False


SOURCES: tuple[SourceSpec, ...] = (
    SourceSpec(
        key="sample",
        label=QT_TRANSLATE_NOOP("Map", "Sample map (not a real place)"),
        attribution=QT_TRANSLATE_NOOP("Map", "Sample map, not a real place"),
    ),
    SourceSpec(
        key="file", label=QT_TRANSLATE_NOOP("Map", "Map file (MBTiles, PMTiles)…"), asks="file"
    ),
    SourceSpec(
        key="osm",
        label=QT_TRANSLATE_NOOP("Map", "OpenStreetMap, from the internet"),
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        attribution=QT_TRANSLATE_NOOP("Map", "© OpenStreetMap contributors"),
        online=True,
    ),
    SourceSpec(
        # Official, and in CGCS2000: within a decimetre of WGS-84, so nothing is shifted.
        key="tianditu",
        label=QT_TRANSLATE_NOOP("Map", "Tianditu, with a key of your own…"),
        asks="key",
        url=_TIANDITU.replace("NAME", "vec"),
        over=_TIANDITU.replace("NAME", "cva"),
        subdomains="01234567",
        deepest=18,
        attribution=QT_TRANSLATE_NOOP("Map", "© Tianditu (National Platform, China)"),
        keys_from="https://console.tianditu.gov.cn",
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
        url: template of a server, "" for a file; `over` of a second layer. A key is in it.
        datum: what it is drawn in.
    """

    key: str
    file: TileFile | None = None
    url: str = field(default="", repr=False)
    over: str = field(default="", repr=False)
    subdomains: str = _SUBDOMAINS
    deepest: int = _WEB_ZOOM
    attribution: str = ""
    datum: Datum = Datum.WGS84

    @property
    def min_zoom(self) -> int:
        """The coarsest level it has."""
        return 0 if self.file is None else self.file.min_zoom

    @property
    def max_zoom(self) -> int:
        """The deepest level it has."""
        return self.deepest if self.file is None else self.file.max_zoom

    @property
    def origins(self) -> frozenset[str]:
        """Scheme, host and port of every server that may be asked: `https://a.example:443`."""
        return frozenset(
            origin_of(url.replace("{s}", letter).split("/{")[0])
            for url in (self.url, self.over)
            for letter in self.subdomains
            if url
        )

    def address(self, layer: int, zoom: int, x: int, y: int) -> str:
        """Return where a tile of a server is, `y` counted from the north; "" = no such layer."""
        template = (self.url, self.over)[layer]
        places = {
            "{z}": zoom,
            "{x}": x,
            "{y}": y,
            "{-y}": 2**zoom - 1 - y,
            "{s}": self.subdomains[(x + y) % len(self.subdomains)],
            "{r}": "",
        }
        for place, value in places.items():
            template = template.replace(place, str(value))
        return template


def spec_of(key: str) -> SourceSpec:
    """Return the row of a key; an unknown one gives the sample."""
    return next((spec for spec in SOURCES if spec.key == key), SOURCES[0])


def key_name(source: str) -> str:
    """Return under which name the key of a source is kept in the keyring."""
    return f"map-key-{source}"


def needs_key(values: Values) -> bool:
    """Return whether the source in use has a key."""
    spec = spec_of(values.map_source)
    return spec.asks == "key" or (spec.asks == "url" and "{key}" in values.map_url)


def open_tiles(values: Values, keys: Mapping[str, str] | None = None) -> Tiles:
    """Open what the preferences name; `keys` by source.

    Raises:
        InputFileError: the file is gone or no map; use `sample_tiles` then.
        UsageError: the source needs a key and there is none; likewise.
    """
    spec = spec_of(values.map_source)
    key = quote((keys or {}).get(spec.key, ""), safe="")
    if needs_key(values) and not key:
        raise UsageError("map_key_missing")
    if spec.asks == "file":
        if not values.map_file:
            return sample_tiles()
        file = open_map_file(Path(values.map_file))
        said = _plain(file.attribution or file.name)
        return Tiles(key=spec.key, file=file, attribution=said, datum=datum_of(values))
    if spec.asks == "url":
        if template_problem(values.map_url):
            return sample_tiles()
        host = urlsplit(values.map_url.replace("{s}.", "")).hostname or ""
        return Tiles(
            key=spec.key,
            url=values.map_url.replace("{key}", key),
            attribution=values.map_attribution or host,
            datum=datum_of(values),
        )
    if spec.url:
        return Tiles(
            key=spec.key,
            url=spec.url.replace("{key}", key),
            over=spec.over.replace("{key}", key),
            subdomains=spec.subdomains,
            deepest=spec.deepest,
            attribution=spec.attribution,
        )
    return sample_tiles()


def datum_of(values: Values) -> Datum:
    """Return what the user's own map is drawn in; an unknown word is WGS-84."""
    known = {each.value: each for each in Datum}
    return known.get(values.map_datum, Datum.WGS84)


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
