"""Which methods a path has: for OPTIONS, and for the answer to a wrong one."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from starlette.routing import Route


class Methods:
    """Methods by path, of an application that is made of routers under a prefix."""

    def __init__(self, prefix: str, routers: Iterable[APIRouter], app: FastAPI) -> None:
        self._prefix = prefix
        self._routers = tuple(routers)
        self._app = app

    def of(self, path: str) -> list[str]:
        """Return the methods of a path, none where it leads nowhere."""
        found: set[str] = set()
        if path == self._app.openapi_url:
            found.add("GET")
        rest = path.removeprefix(self._prefix)
        if rest != path:
            for router in self._routers:
                for route in router.routes:
                    if isinstance(route, Route) and route.path_regex.match(rest):
                        found |= set(route.methods or ())
        if "GET" in found:
            found.add("HEAD")
        return sorted({*found, "OPTIONS"}) if found else []
