"""The application: one literal list of routers, one form of errors."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from mingtang_desk import __version__
from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.api import (
    accounts,
    alarms,
    audit,
    auth,
    commands,
    devices,
    fences,
    frames,
    me,
    positions,
    rides,
    stream,
    system,
    uplink,
)
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.services import Services

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
ROUTERS = (
    system.router,
    auth.router,
    me.router,
    accounts.router,
    devices.router,
    positions.router,
    frames.router,
    commands.router,
    alarms.router,
    fences.router,
    rides.router,
    uplink.router,
    audit.router,
    stream.router,
)


def make_app(services: Services | None) -> FastAPI:
    """Return the application; without services only its OpenAPI document can be asked for."""
    app = FastAPI(
        title="Mingtang Cloud",
        version=__version__,
        summary="Self-hosted cloud of Mingtang Desk: batteries, trackers, commands.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=True,
    )
    app.state.services = services
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StorageError, _storage)
    app.middleware("http")(_secure_headers)
    return app


def answer(problem: Problem) -> JSONResponse:
    """Return a problem as a response."""
    return JSONResponse(
        problem.document(),
        status_code=problem.status,
        headers=problem.headers,
        media_type=PROBLEM,
    )


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return answer(error)


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    keys = {404: "not_found", 405: "method_not_allowed"}
    key = keys.get(error.status_code, "http_error")
    headers = dict(error.headers or {})
    return answer(Problem(error.status_code, key, str(error.detail), headers=headers))


async def _invalid(_: Request, error: Exception) -> Response:
    """Say which fields are wrong; never repeat what was sent, it may be a secret."""
    assert isinstance(error, RequestValidationError)
    fields = [
        {"field": ".".join(str(part) for part in each["loc"]), "detail": each["msg"]}
        for each in error.errors()
    ]
    extra = {"fields": jsonable_encoder(fields)}
    return answer(Problem(422, "invalid", "Some fields are not as they have to be.", extra=extra))


async def _storage(_: Request, error: Exception) -> Response:
    return answer(Problem(503, "database_unusable", "The database does not answer; try later."))


async def _secure_headers(
    request: Request, call: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
