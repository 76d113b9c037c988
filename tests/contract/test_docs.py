"""Pages that are made from rows and headers say what those say, and links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from mingtang_desk.app.cli import parser_cloud
from mingtang_desk.app.cli.parser import Parser, build
from mingtang_desk.session.drivers import DRIVERS
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.workspaces import WORKSPACES
from mingtang_desk.wire.capture import read_capture

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md"))
    if "build" not in path.parts
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
ANCHOR = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)")
MANUAL = ROOT / "docs" / "manual.md"
COMMAND = re.compile(r"^ {4}(?:\w+=\S+ )?mingtang-desk (.+)$", re.MULTILINE)
BEHIND = re.compile(r"\s(?:&|>|\|).*|;.*")
"""What a shell does with a command is not the command's."""


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


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links, as hosts of Markdown make it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_headings(page: Path) -> None:
    links = ANCHOR.findall(page.read_text(encoding="utf-8"))
    assert not [
        (path, name)
        for path, name in links
        if name not in anchors(page.parent / path if path else page)
    ]


def test_the_manual_knows_every_key_of_a_panel() -> None:
    keys = MANUAL.read_text(encoding="utf-8").partition("| Alt with |")[2]
    rows = [row.strip("| ").split(" | ") for row in keys.splitlines()[2:5]]
    digits = [[*"1234567890"], *(row[0].split() for row in rows[1:])]
    assert rows[0][0] == "1 to 9, 0"
    told = {
        f"Alt+{key}": title
        for row, some in zip(rows, digits, strict=True)
        for key, title in zip(some, row[1].split(", "), strict=True)
    }
    assert told == {spec.shortcut: spec.title for spec in PANELS}


def test_the_manual_knows_every_workspace() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    told = re.findall(r"Ctrl\+\d \w+", text.partition("**Workspaces**")[2].partition("\n\n")[0])
    assert told == [f"{row.shortcut} {row.title}" for row in WORKSPACES]
    assert f"Ctrl+1 to {len(WORKSPACES)} workspaces" in text


def test_every_command_of_the_cloud_is_told() -> None:
    parser = Parser()
    kinds = parser.add_subparsers(parser_class=Parser)
    parser_cloud.add_cloud(kinds)
    pages = [ROOT / "docs" / "server" / "client.md", ROOT / "docs" / "server.md"]
    pages += [ROOT / "docs" / "server" / "rides.md"]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert not [name for name in kinds.choices if f"mingtang-desk cloud {name}" not in text]
    helps = {name: each.format_help() for name, each in kinds.choices.items()}
    assert not [name for name in helps if f"example: mingtang-desk cloud {name}" not in helps[name]]
    options = set(re.findall(r"--[a-z0-9-]+", helps["serve"])) - {"--help"}
    page = pages[1].read_text(encoding="utf-8")
    assert not [name for name in options if name not in page]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_are_words_that_the_desk_knows(page: Path) -> None:
    parser = build()
    for line in COMMAND.findall(page.read_text(encoding="utf-8")):
        words = shlex.split(BEHIND.sub("", line), comments=True)
        parser.parse_args([word.replace("URI", "sim://jbd-13s") for word in words])
