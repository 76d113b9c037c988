"""The OpenAPI document: what is the same for every route is said in one place."""

from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from mingtang_desk.server.api.answers import PROBLEM
from mingtang_desk.server.api.deps import principal_of
from mingtang_desk.server.api.glossary import explain

TAGS = (
    ("system", "Health, time and figures of the server itself."),
    ("auth", "Logging in, refreshing, a second factor, setting up."),
    ("me", "Whoever asks: profile, password, sessions, tokens."),
    ("accounts", "The tree of accounts and the users in it."),
    ("devices", "Batteries, their state, and trackers that nobody entered."),
    ("positions", "Where batteries are and were, and what their boards said."),
    ("frames", "Raw frames as they crossed the line."),
    ("commands", "What is asked of batteries, and what became of it."),
    ("alarms", "Alarms and which of them are wanted."),
    ("fences", "Areas that batteries should not leave."),
    ("rides", "Trips, stops and mileage."),
    ("uplink", "For gateways and desks that report batteries."),
    ("audit", "Who did what."),
    (
        "stream",
        "What happens, as it happens. The WebSocket `/api/v1/stream` takes the access token in the "
        'Authorization header, then `{"op":"sub","topics":["device:*","alarm","command"],'
        '"since":number}`; `/changes` is the same for who cannot keep a socket. '
        "See docs/server/push.md.",
    ),
)
_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "Access token of a login, or an API token.",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "Login and password, for the command line.",
    },
}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "An error (RFC 9457). `type` is stable: programs go by it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:mingtang:problem:[a-z0-9_]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
    "example": {
        "type": "urn:mingtang:problem:not_found",
        "title": "not found",
        "status": 404,
        "detail": "There is no such battery.",
    },
}
_METHODS = ("get", "put", "post", "delete", "patch")


def operation_id(route: APIRoute) -> str:
    """Return what programs made from the document call a route; it only changes with its name."""
    return f"{route.tags[0]}_{route.name}" if route.tags else route.name


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application."""
    made: dict[str, Any] = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS],
        servers=[{"url": "/", "description": "The server this document comes from."}],
        separate_input_output_schemas=True,
    )
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    components["securitySchemes"] = _SCHEMES
    schemas["Problem"] = _PROBLEM
    components["responses"] = {"Problem": _response("Whatever goes wrong.")}
    guarded = {
        (route.path_format, method.lower())
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and _asks(route.dependant)
        for method in route.methods or ()
    }
    for path, item in made["paths"].items():
        for method in _METHODS:
            if method in item:
                _complete(item[method], is_open=(path, method) not in guarded)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    explain(made)
    return made


def _asks(dependant: Dependant) -> bool:
    """Whether a route asks who it is."""
    return dependant.call is principal_of or any(_asks(each) for each in dependant.dependencies)


def _complete(operation: dict[str, Any], *, is_open: bool) -> None:
    operation["security"] = [] if is_open else [{"bearer": []}, {"basic": []}]
    responses = operation.setdefault("responses", {})
    if "422" in responses and not _is_ours(responses["422"]):
        responses["422"] = _response("Some fields are not as they have to be.")
    responses.setdefault("default", {"$ref": "#/components/responses/Problem"})


def _is_ours(response: dict[str, Any]) -> bool:
    return PROBLEM in response.get("content", {})


def _response(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {PROBLEM: {"schema": schema}}}
