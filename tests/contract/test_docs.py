"""Pages that are made from rows and headers say what those say, and links lead somewhere."""

import re
from pathlib import Path

import pytest

from mingtang_desk.session.drivers import DRIVERS
from mingtang_desk.wire.capture import read_capture

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md"))
    if "build" not in path.parts
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def table(*rows: tuple[str, ...]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def boards() -> str:
    """One line a row of DRIVERS."""
    return table(
        ("key", "boards", "links", "can"),
        ("---",) * 4,
        *(
            (
                f"`{driver.key}`",
                driver.label,
                ", ".join(driver.transports),
                ", ".join(sorted(what.value for what in driver.capabilities)),
            )
            for driver in DRIVERS
        ),
    )


def hardware() -> str:
    """One line a capture that was not made by hand."""
    rows = []
    for path in sorted((ROOT / "tests" / "protocols").glob("*/captures/*.jsonl")):
        header = read_capture(path).header
        if not header.extra.get("synthetic"):
            told = [str(header.extra[name]) for name in ("brand", "model", "hardware", "firmware")]
            rows.append((header.protocol, *told, str(header.extra["source"])))
    names = ("protocol", "brand", "model", "hardware", "firmware", "source")
    return table(names, ("---",) * 6, *rows)


@pytest.mark.parametrize("made", [boards, hardware], ids=lambda made: made.__name__)
def test_the_tables_of_tested_hardware_are_up_to_date(made: object) -> None:
    assert callable(made)
    page = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
    assert made() in page, f"docs/hardware.md should hold:\n{made()}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
