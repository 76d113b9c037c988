"""pytest plug-in of the jobs without Qt and with the server extra only.

`python -m pytest -p without_qt tests/unit tests/history`: nothing below `ui` may need Qt, and what
a server shares with the desk needs no port and no radio either, not even by way of a third library.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
import tomllib
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest

HOME_ONLY = {"PySide6", "shiboken6", "qasync", "pyqtgraph", "serial", "bleak"}
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


class _Guard(importlib.abc.MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in HOME_ONLY:
            raise ModuleNotFoundError(f"{name} is for the desktop alone", name=name)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings of pytest-qt, which is not here, and check that Qt is not either.

    Raises:
        UsageError: the environment has Qt, a serial port or a radio, so the job would show nothing.
    """
    there = sorted(name for name in HOME_ONLY if importlib.util.find_spec(name))
    if there:
        raise pytest.UsageError(f"this environment has {', '.join(there)}")
    sys.meta_path.insert(0, _Guard())
    options = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    for name, value in options.items():
        if name.startswith("qt_"):
            kind: Literal["linelist", "string"] = (
                "linelist" if isinstance(value, list) else "string"
            )
            parser.addini(name, "unused here", type=kind)
