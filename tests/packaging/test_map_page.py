"""The committed page of the map is what folium makes today, and asks only for what is ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import map_page
from mingtang_desk.core.assets import resource_path

FOLDER = resource_path("map")
OURS = ("map.js", "map_fleet.js", "map_layers.js", "map_lines.js")


def test_folium_makes_the_same_page_again() -> None:
    committed = (FOLDER / "page.html").read_text(encoding="utf-8")
    assert map_page.page() == committed
    assert map_page.page() == committed, "names in it are random"


def test_the_page_asks_for_its_own_files_alone() -> None:
    page = (FOLDER / "page.html").read_text(encoding="utf-8")
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert set(asked) == {"leaflet.js", "leaflet.css", "map.css", "qwebchannel.js", *OURS}
    assert not re.findall(
        r"(?:https?:)?//[\w.]+", page.replace("img-src mtdesk: data: https: http:", "")
    )
    # Scripts in the page run by their hash alone; a handler inside a name would not.
    assert "unsafe-eval" not in page
    script = page.partition("script-src ")[2].partition(";")[0]
    assert "'unsafe-inline'" not in script
    assert script.count("'sha256-") == len(re.findall(r"<script>", page)) == 2


@pytest.mark.parametrize("name", ["leaflet.css", "map.css"])
def test_every_file_a_sheet_names_is_there_or_served(name: str) -> None:
    sheet = (FOLDER / name).read_text(encoding="utf-8")
    named = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet)
    fonts = {"inter.otf", "inter-semibold.otf"}
    assert named
    for each in named:
        assert each.startswith("#") or each in fonts or (FOLDER / each).is_file(), each


def test_what_is_not_ours_has_its_licence_and_all_is_small() -> None:
    licence = (FOLDER / "leaflet-LICENSE.txt").read_text(encoding="utf-8")
    assert "BSD 2-Clause" in licence
    assert "Leaflet 1.9.4" in (FOLDER / "leaflet.js").read_text(encoding="utf-8")[:200]
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 2_000_000
    known = {*map_page.ASSETS.values(), "page.html", *OURS, "map.css", "sample.mbtiles"}
    assert {path.relative_to(FOLDER).as_posix() for path in files} == known


def test_nothing_at_run_time_imports_folium() -> None:
    source = Path(map_page.__file__).resolve().parents[1] / "src"
    users = [path for path in source.rglob("*.py") if "import folium" in path.read_text("utf-8")]
    assert not users
