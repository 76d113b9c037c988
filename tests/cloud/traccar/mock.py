"""A Traccar server made from its OpenAPI document: routes, parameters, bodies and answers are its.

Whatever is asked that the document does not know is 404; a parameter or body that does not fit is
400 and noted in `wrong`; an answer that does not fit the document fails the test that got it. What
is behind the routes is `state.State`. The WebSocket is not in the document; it is written after
what Traccar's own documentation says of it.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs
import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.cloud.traccar.state import COOKIE, TOKEN, NotHereError, State

DOCUMENT = Path(__file__).with_name("openapi.yaml")
_VERBS = ("get", "post", "put", "delete")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return found


def validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """What holds a value against a schema of the document."""
    whole = {**schema, "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


@dataclass
class Mock:
    """A server that stands.

    Attributes:
        state: what it knows; asked: method and path of each request.
        wrong: what did not fit the document: requests, and answers of this mock itself.
    """

    state: State
    http: str = ""
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)

    async def tell(self, **message: list[dict[str, Any]]) -> None:
        """Tell something over all WebSockets."""
        for socket in tuple(self.sockets):
            await socket.send_text(json.dumps(message))

    async def cut(self) -> None:
        """Cut all WebSockets."""
        for socket in tuple(self.sockets):
            with contextlib.suppress(RuntimeError):
                await socket.close(1012)


class _Operation:
    """One route of the document."""

    def __init__(self, mock: Mock, path: str, verb: str, spec: Mapping[str, Any]) -> None:
        self._mock, self._path, self._verb, self._spec = mock, path, verb, spec
        self._name = spec["operationId"]
        self._is_open = spec.get("security") == []

    async def __call__(self, request: Request) -> Response:
        mock = self._mock
        mock.asked.append(f"{self._verb.upper()} {request.url.path.removeprefix('/api')}")
        if not self._is_open and not self._is_known(request):
            return Response(status_code=401)
        try:
            params = self._params(request)
            body = await self._body(request)
        except ValueError as error:
            mock.wrong.append(f"{self._name}: {error}")
            return PlainTextResponse(str(error), 400)
        doing = getattr(mock.state, _snake(self._name), None)
        if doing is None:
            mock.wrong.append(f"{self._name}: nothing is behind it")
            return Response(status_code=501)
        try:
            value = doing(params, body, request.headers.get("authorization", ""))
        except NotHereError as error:
            return Response(status_code=error.status)
        return self._answer(value)

    def _is_known(self, request: Request) -> bool:
        bearer = request.headers.get("authorization") == f"Bearer {TOKEN}"
        return self._mock.state.is_logged_in and (
            bearer or request.cookies.get("JSESSIONID") == COOKIE
        )

    def _params(self, request: Request) -> dict[str, Any]:
        found: dict[str, Any] = dict(request.path_params)
        known = {each["name"]: each for each in self._spec.get("parameters", ())}
        for name in request.query_params:
            if name not in known:
                raise ValueError(f"there is no parameter {name}")
        for name, each in known.items():
            given = request.query_params.getlist(name) if each["in"] == "query" else None
            if given is None:
                found[name] = _typed(request.path_params[name], each["schema"])
            elif given:
                schema = each["schema"]
                is_many = schema.get("type") == "array"
                item = schema.get("items", schema)
                values = [_typed(one, item) for one in given]
                found[name] = values if is_many else values[0]
            elif each.get("required"):
                raise ValueError(f"{name} is missing")
        return found

    async def _body(self, request: Request) -> Any:
        spec = self._spec.get("requestBody")
        if spec is None:
            return None
        kind = request.headers.get("content-type", "").partition(";")[0]
        data = await request.body()
        if not data and not spec.get("required"):
            return {}
        if kind not in spec["content"]:
            raise ValueError(f"a body of {kind}")
        value: Any = (
            json.loads(data)
            if kind == "application/json"
            else dict(parse_qsl(data.decode(), keep_blank_values=True))
        )
        for error in validator(spec["content"][kind]["schema"]).iter_errors(value):
            raise ValueError(f"body: {error.message}")
        return value

    def _answer(self, value: Any) -> Response:
        if value is None:
            return Response(status_code=204)
        content = self._spec["responses"]["200"]["content"]
        kind = "text/plain" if isinstance(value, str) else "application/json"
        for error in validator(content[kind]["schema"]).iter_errors(value):
            self._mock.wrong.append(f"answer of {self._name}: {error.message}")
        if isinstance(value, str):
            return PlainTextResponse(value)
        answer = JSONResponse(value)
        if self._path == "/session":
            answer.set_cookie("JSESSIONID", COOKIE, path="/", httponly=True)
        return answer


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    value: Any = text
    if schema.get("type") == "integer":
        value = int(text)
    elif schema.get("type") == "number":
        value = float(text)
    elif schema.get("type") == "boolean":
        value = {"true": True, "false": False}[text]
    for error in validator(schema).iter_errors(value):
        raise ValueError(f"{text}: {error.message}")
    return value


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _app(mock: Mock) -> Starlette:
    async def socket(connection: WebSocket) -> None:
        if connection.cookies.get("JSESSIONID") != COOKIE or not mock.state.is_logged_in:
            await connection.close(1008)
            return
        await connection.accept()
        mock.sockets.append(connection)
        try:
            first = {"positions": mock.state.latest(), "devices": list(mock.state.devices.values())}
            await connection.send_text(json.dumps(first))
            while True:
                await connection.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            mock.sockets.remove(connection)

    routes: list[Route | WebSocketRoute] = [WebSocketRoute("/api/socket", socket)]
    for path, verbs in document()["paths"].items():
        for verb in _VERBS:
            if verb in verbs:
                doing = _Operation(mock, path, verb, verbs[verb])

                async def endpoint(request: Request, doing: _Operation = doing) -> Response:
                    return await doing(request)

                routes.append(Route("/api" + path, endpoint, methods=[verb.upper()]))
    return Starlette(routes=routes)


@asynccontextmanager
async def mocking() -> AsyncIterator[Mock]:
    """Serve for the time of a block; what did not fit the document fails here."""
    mock = Mock(State())
    config = uvicorn.Config(_app(mock), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    async with asyncio.timeout(10):
        while not server.started:
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    mock.http = f"http://127.0.0.1:{port}"
    try:
        yield mock
    finally:
        server.should_exit = True
        await mock.cut()
        async with asyncio.timeout(10):
            await task
    assert mock.wrong == []
