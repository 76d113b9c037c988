"""Which methods a path has: for OPTIONS, and for the answer to a wrong one."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts


class Methods:
    """Methods by path, of an application."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def of(self, path: str) -> list[str]:
        """Return the methods of a path, none where it leads nowhere."""
        found: set[str] = set()
        for route in iter_route_contexts(self._app.routes):
            if route.methods and route.path_regex.match(path):
                found |= route.methods
        if "GET" in found:
            found.add("HEAD")
        return sorted({*found, "OPTIONS"}) if found else []
