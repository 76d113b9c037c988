"""The application: one literal list of routers, one form of errors."""

import logging
import time

from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
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
    setup_page,
    stream,
    system,
    uplink,
)
from mingtang_desk.server.api.answers import answer
from mingtang_desk.server.api.document import document, operation_id
from mingtang_desk.server.api.edge import Edge
from mingtang_desk.server.api.idempotency import Replay
from mingtang_desk.server.api.limits import Limits
from mingtang_desk.server.api.methods import Methods
from mingtang_desk.server.metrics import Metrics
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.services import Services

PREFIX = "/api/v1"
_log = logging.getLogger(__name__)
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
        description=(
            "Errors are problem documents (RFC 9457), times ISO 8601 UTC, units the ends of names. "
            "Lists are `items`; where they may be long there is `next_cursor`, which is given as "
            "`cursor` for the next page. For operators: docs/server.md; what is pushed: "
            "docs/server/push.md. There is one version, /api/v1; it is only added to."
        ),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=True,
        generate_unique_id_function=operation_id,
    )
    limits = _limits(services)
    methods = Methods(app)
    app.state.methods = methods
    app.state.services = services
    app.state.limits = limits
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(setup_page.router)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Replay, _replay)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    for away in (StorageError, OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(away, _storage)
    app.add_exception_handler(DataError, _out_of_range)
    app.add_exception_handler(OverflowError, _out_of_range)
    app.add_middleware(
        Edge,
        methods=methods,
        limits=limits,
        metrics=Metrics() if services is None else services.core.metrics,
    )
    app.openapi = lambda: _documented(app)  # type: ignore[method-assign]
    return app


def _limits(services: Services | None) -> Limits:
    if services is None:
        return Limits(0, time.monotonic)
    return Limits(services.core.config.requests_per_s, services.core.clock.monotonic)


def _documented(app: FastAPI) -> dict[str, object]:
    if app.openapi_schema is None:
        app.openapi_schema = document(app)
    return app.openapi_schema


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return answer(error)


async def _replay(_: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)
    return error.response()


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    keys = {404: "not_found", 405: "method_not_allowed"}
    key = keys.get(error.status_code, "http_error")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(request.app.state.methods.of(request.url.path))
    return answer(Problem(error.status_code, key, str(error.detail), headers=headers))


async def _invalid(_: Request, error: Exception) -> Response:
    """Say which fields are wrong; never repeat what was sent, it may be a secret."""
    assert isinstance(error, RequestValidationError)
    fields = [
        {"field": _plain(".".join(str(part) for part in each["loc"])), "detail": each["msg"]}
        for each in error.errors()
    ]
    extra = {"fields": jsonable_encoder(fields)}
    return answer(Problem(422, "invalid", "Some fields are not as they have to be.", extra=extra))


async def _storage(_: Request, error: Exception) -> Response:
    """Say that the database is away, full or busy: nothing was done, so it may be asked again."""
    _log.error("the database does not answer a request: %s", type(error).__name__)
    text, headers = "The database does not answer; try later.", {"Retry-After": "5"}
    return answer(Problem(503, "database_unusable", text, headers=headers))


async def _out_of_range(_: Request, error: Exception) -> Response:
    """The database refused a value: longer, larger or other than it can store."""
    return answer(Problem(422, "out_of_range", "A value cannot be stored: too large or too long."))


def _plain(text: str) -> str:
    """Return a text that can be sent: names of fields come from the request."""
    return text[:200].encode("utf-8", "replace").decode()
