"""Collects the texts of src/ into translations/*.ts, compiles them to build/translations/*.qm.

Runs in an environment that has PySide6: its folder holds Qt's own lupdate and lrelease.

    python packaging/i18n.py update     new texts into the .ts files, gone ones out
    python packaging/i18n.py release    .ts -> .qm, only what is older than its source
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh_CN")


def targets(root: Path) -> list[tuple[Path, Path]]:
    """Pairs of a translation and its compiled file."""
    sources = sorted((root / "translations").glob("*.ts"))
    return [(ts, root / "build" / "translations" / (ts.stem + ".qm")) for ts in sources]


def stale(root: Path) -> list[tuple[Path, Path]]:
    """Pairs whose compiled file is missing or older than its source."""
    return [
        (ts, qm)
        for ts, qm in targets(root)
        if not qm.exists() or qm.stat().st_mtime_ns < ts.stat().st_mtime_ns
    ]


def tool(name: str) -> str:
    """Path of a Qt tool in the folder of PySide6.

    Raises:
        SystemExit: this environment has no PySide6.
    """
    spec = importlib.util.find_spec("PySide6")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise SystemExit("i18n: no PySide6 here, so no " + name + ": run `make setup` first")
    return str(Path(next(iter(folders))) / (name + (".exe" if os.name == "nt" else "")))


def update(root: Path) -> None:
    """Bring the .ts files up to date with every text in src/."""
    sources = sorted(str(p.relative_to(root)) for p in (root / "src").rglob("*.py"))
    (root / "translations").mkdir(exist_ok=True)
    for language in LANGUAGES:
        ts = "translations/mingtang_" + language + ".ts"
        # English is the language of the source: it needs its plurals and nothing else.
        plural = ["-pluralonly"] if language == "en" else []
        command = [tool("lupdate"), "-no-obsolete", "-locations", "none", "-silent", *plural]
        command += ["-source-language", "en", "-target-language", language]
        subprocess.run([*command, *sources, "-ts", ts], cwd=root, check=True)
        print("i18n: " + ts + " is up to date")


def release(root: Path) -> None:
    """Compile what is stale; a reader never meets half a file."""
    for ts, qm in stale(root):
        qm.parent.mkdir(parents=True, exist_ok=True)
        part = qm.with_suffix("." + str(os.getpid()) + ".part")
        subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(part)], check=True)
        os.replace(part, qm)
        print("i18n: " + qm.name)


if __name__ == "__main__":
    actions = {"update": [update, release], "release": [release]}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        raise SystemExit(__doc__)
    for action in actions[sys.argv[1]]:
        action(ROOT)
