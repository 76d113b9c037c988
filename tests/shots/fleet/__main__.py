"""Grabs every scene into build/shots/fleet."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import qasync

from mingtang_desk.ui.languages import LANGUAGES, Translations
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from tests.fleet.kit import fleet_kit
from tests.ui.building import app

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "build" / "shots" / "fleet"
SETTLE_S = 0.3


async def main(wanted: str) -> int:
    """Grab what is wanted; return how many pictures were taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    theme, translations, taken = Theme(), Translations(app()), 0
    package = importlib.import_module("tests.shots.fleet")
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    for name in names:
        if name.startswith("_") or wanted not in name:
            continue
        module = importlib.import_module(f"tests.shots.fleet.{name}")
        theme.apply(Scheme.DARK)
        translations.use("en")
        with tempfile.TemporaryDirectory() as folder:
            async with fleet_kit(theme, Path(folder)) as kit:
                async for title, widget in module.scenes(kit):
                    for scheme in (Scheme.DARK, Scheme.LIGHT):
                        for language in LANGUAGES:
                            theme.apply(scheme)
                            translations.use(language.key)
                            await asyncio.sleep(SETTLE_S)
                            path = FOLDER / f"{title}-{scheme.value}-{language.key}.png"
                            widget.grab().save(str(path))
                            taken += 1
                    theme.apply(Scheme.DARK)
                    translations.use("en")
    return taken


if __name__ == "__main__":
    app().setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app())) as runner:
        count = runner.run(main(sys.argv[1] if len(sys.argv) > 1 else ""))
    print(f"{count} pictures in {FOLDER}")
