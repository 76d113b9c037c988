"""Makes the page of the map, resources/map/: folium writes it once; at run time it is not needed.

`python packaging/map_page.py` writes page.html and fetches Leaflet with npm into a folder of its
own, from which it copies what the page uses, with its licence. `--page` writes the page alone. What
the page does (markers, tracks, grid) is in map.js and map.css, which are written by hand.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import folium

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "map"
LEAFLET = "leaflet@1.9.4"
ASSETS = {
    "package/dist/leaflet.js": "leaflet.js",
    "package/dist/leaflet.css": "leaflet.css",
    # Named by leaflet.css, though no control of ours shows them.
    "package/dist/images/layers.png": "images/layers.png",
    "package/dist/images/layers-2x.png": "images/layers-2x.png",
    "package/dist/images/marker-icon.png": "images/marker-icon.png",
    "package/LICENSE": "leaflet-LICENSE.txt",
}
TILES = "tiles/0/{z}/{x}/{y}"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_COMMENT = re.compile(rb"\t*/\*.*?\*/\n*", re.DOTALL)
_OURS = """    <script src="qwebchannel.js"></script>
    <script src="map.js" defer></script>
    <script src="map_fleet.js" defer></script>
    <script src="map_lines.js" defer></script>
    <script src="map_layers.js" defer></script>
    <link rel="stylesheet" href="map.css"/>
"""


class Map(folium.Map):
    """A map that asks for Leaflet alone, from beside itself."""

    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012 (lists, as folium has them)
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012


def page() -> str:
    """Return the page: the same text each time, scripts in it allowed by their hash alone."""
    made = Map(
        location=[22.54, 114.05],
        zoom_start=13,
        tiles=None,
        min_zoom=2,
        max_zoom=19,
        prefer_canvas=True,
        attribution_control=False,
        zoom_animation=False,
        fade_animation=False,
        marker_zoom_animation=False,
        world_copy_jump=True,
    )
    tiles = folium.TileLayer(TILES, attr=" ", min_zoom=0, max_zoom=19)
    # Names that map.js can know; folium would make random ones.
    made._id = tiles._id = "desk"
    tiles.add_to(made)
    text = made.get_root().render()
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    text = "\n".join(lines) + "\n"
    head = (
        "<head>\n" + f'    <meta http-equiv="Content-Security-Policy" content="{policy(text)}"/>\n'
    )
    return text.replace("<head>\n", head, 1).replace("</head>\n", _OURS + "</head>\n", 1)


def policy(text: str) -> str:
    """Return what the page may load: its own files, and pictures of the tile server chosen."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _SCRIPT.findall(text))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        "default-src 'none'; "
        f"script-src mtdesk: {hashes}; "
        "style-src mtdesk: 'unsafe-inline'; "
        "font-src mtdesk:; "
        "img-src mtdesk: data:"
    )


def fetch_assets(target: Path) -> None:
    """Copy what the page uses out of the package.

    Raises:
        SystemExit: npm is not there, or could not fetch it.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("map: npm is needed to fetch Leaflet; --page writes the page alone")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", LEAFLET, "--silent", "--pack-destination", folder]
        if subprocess.run(command, check=False, timeout=300).returncode:
            raise SystemExit(f"map: `{' '.join(command)}` failed, see above")
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as packed:
            for inside, name in ASSETS.items():
                stream = packed.extractfile(inside)
                if stream is None:
                    raise SystemExit(f"map: {archive.name} has no {inside}")
                place = target / name
                place.parent.mkdir(parents=True, exist_ok=True)
                data = stream.read()
                place.write_bytes(_COMMENT.sub(b"", data) if place.suffix == ".css" else data)


def main() -> None:
    """Write page and assets of the checkout."""
    parser = argparse.ArgumentParser(description="Makes the page of the map.")
    parser.add_argument("--page", action="store_true", help="the page alone, without npm")
    options = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "page.html").write_text(page(), encoding="utf-8", newline="\n")
    if not options.page:
        fetch_assets(TARGET)
    for path in sorted(TARGET.rglob("*")):
        if path.is_file():
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
