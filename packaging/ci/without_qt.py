"""pytest plug-in of the job without Qt: `python -m pytest -p without_qt tests/unit`.

Nothing below `ui` may need Qt, not even by way of a third library.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

HOME_ONLY = {"PySide6", "shiboken6", "qasync", "pyqtgraph"}


class _Guard(importlib.abc.MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in HOME_ONLY:
            raise ModuleNotFoundError(f"{name} is for ui and app alone", name=name)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings of pytest-qt, which is not here, and check that Qt is not either.

    Raises:
        UsageError: the environment has Qt, so the job would show nothing.
    """
    there = sorted(name for name in HOME_ONLY if importlib.util.find_spec(name))
    if there:
        raise pytest.UsageError(f"this environment has {', '.join(there)}")
    sys.meta_path.insert(0, _Guard())
    parser.addini("qt_api", "unused here")
    parser.addini("qt_log_level_fail", "unused here")
