"""Writes docs/settings-rules.md from the rows of the linter's book.

    python packaging/rules_page.py

A test compares the page with the rows, so that neither is changed alone.
"""

from pathlib import Path

from mingtang_desk.rules.book import CHAPTERS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings-rules.md"
HEAD = """\
# Rules of the settings linter

Made from `src/mingtang_desk/rules/` by `packaging/rules_page.py`; change it there.

An **error** is never written: `settings set` and `apply` refuse it (exit 5), the form shows it
in red, `settings lint` ends with 1. A **warning** is something that sane boards may have and
somebody should look at: the window asks whether it was read, a command says it on stderr and
goes on. What stands on a board already blocks nothing as long as a change does not touch it, so
that a bad set can be mended step by step, and an undo may put back whatever was there.

The chemistry is taken from the settings, then from what the pack says of itself, then from an
over-voltage limit of a cell that only one chemistry can have (NMC and LMO share theirs); else
it stays unknown, and what depends on it is not judged. Besides these rules each value is held
to type, range and step of the catalogue, and what was probably meant (4250 for 4.250 V, 3331
for 60 °C, -49 A for 49 A) is offered, never taken silently.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for title, rules in CHAPTERS.items():
        parts += [f"\n## {title}\n", "| rule | says | why | source |", "| --- | --- | --- | --- |"]
        for rule in rules:
            cells = (f"`{rule.key}`", rule.title, rule.reason, rule.source)
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written to {PAGE.name}")
