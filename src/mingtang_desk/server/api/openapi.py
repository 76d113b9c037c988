"""The OpenAPI document: what the routes say of themselves, and what holds for all of them."""

from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from mingtang_desk.server.api.deps import principal_of

_METHODS = ("get", "put", "post", "delete", "patch")
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457). Further members may follow.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Stable; programs go by it."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do, in English."},
        "fields": {
            "type": "array",
            "description": "Which fields are not as they have to be.",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_ANSWER: dict[str, Any] = {
    "description": "It was not carried out.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def describe(app: FastAPI) -> None:
    """Let an application answer with the whole document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        separate_input_output_schemas=app.separate_input_output_schemas,
    )
    names, closed = _routes(app)
    for path, operations in made["paths"].items():
        for method in _METHODS:
            if (operation := operations.get(method)) is None:
                continue
            operation["operationId"] = names[path, method]
            if (path, method) in closed:
                operation["security"] = [{"bearer": []}]
            # What FastAPI says of a 422 is not what we answer with.
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _ANSWER
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = _PROBLEM
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of a session, or an API token.",
        }
    }
    return made


def _routes(app: FastAPI) -> tuple[dict[tuple[str, str], str], set[tuple[str, str]]]:
    """Return the name of each route, and which of them ask who is there."""
    names: dict[tuple[str, str], str] = {}
    closed: set[tuple[str, str]] = set()
    for route in iter_route_contexts(app.routes):
        for method in route.methods or ():
            key = (route.path_format or "", method.lower())
            names[key] = route.name or ""
            dependant = getattr(route, "dependant", None)
            if dependant is not None and _asks_who(dependant):
                closed.add(key)
    return names, closed


def _asks_who(dependant: Dependant) -> bool:
    return dependant.call is principal_of or any(_asks_who(each) for each in dependant.dependencies)
