"""Which of the two draws the map on this machine, and why; needs no Qt itself."""

import os
from importlib import import_module
from typing import NamedTuple

VARIABLE = "MINGTANG_MAP"


class Backend(NamedTuple):
    """Whether the page is shown, else the painter draws; `reason` is for people who mend things."""

    web: bool
    reason: str


def backend() -> Backend:
    """Return what draws the map; looks by importing WebEngine, so that missing libraries count."""
    if os.environ.get(VARIABLE, "").lower() == "painter":
        return Backend(False, f"painter, because {VARIABLE}=painter")
    try:
        for module in ("QtWebEngineCore", "QtWebEngineWidgets", "QtWebChannel"):
            import_module(f"PySide6.{module}")
    except ImportError as error:
        return Backend(False, f"painter, because Qt WebEngine cannot be loaded: {error}")
    from importlib.metadata import (  # slow, the first paint goes before
        PackageNotFoundError,
        version,
    )

    try:
        return Backend(True, f"Qt WebEngine {version('PySide6-WebEngine')}")
    except PackageNotFoundError:
        return Backend(True, "Qt WebEngine")


def prepare_process() -> None:
    """Say to Qt, before there is an application, that a web page may come later; costs nothing.

    WebEngine itself is loaded with the first map, after the first paint: its address scheme has to
    be registered before its first profile, not before the application (decision 0012).
    """
    if os.environ.get(VARIABLE, "").lower() == "painter":
        return
    from PySide6.QtCore import QCoreApplication, Qt

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    # The page has a window of its own; without this every dock beside it would get one too.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontCreateNativeWidgetSiblings)
