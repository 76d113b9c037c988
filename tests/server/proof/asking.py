"""Calls of a route as the document has it: by somebody, with ids that belong to somebody."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.app import make_app
from tests.server.kit import Kit
from tests.server.openapi import Operation, body_schema, document, operations, resolved
from tests.server.proof import examples, rules
from tests.server.proof.examples import MAKERS, Made

ALIASES: Mapping[str, str] = {
    "account": "account_id",
    "battery": "number",
    "device": "number",
    "numbers": "number",
    "devices": "number",
    "user": "user_id",
    "parent": "account_id",
    "parent_id": "account_id",
    "fence": "fence_id",
    "alarm": "alarm_id",
    "command": "command_id",
}
"""What queries and bodies call an id, and what paths call it."""
SEARCHES = frozenset({"q", "search", "text", "prefix"})
PROBLEMS = frozenset({401, 403, 404, 405, 422, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """The document, read once.

    Attributes:
        document: as the application says it; operations: its routes.
        rights: what each needs, by operationId, where the route names it.
    """

    document: dict[str, Any]
    operations: tuple[Operation, ...]
    rights: Mapping[str, Right]

    @classmethod
    def read(cls) -> "Routes":
        """Read them."""
        found = document()
        every = tuple(operations(found))
        named = _rights()
        rights = {
            each.id: right
            for each in every
            if (right := named.get((each.path, each.method))) is not None
        }
        return cls(document=found, operations=every, rights={**rights, **examples.NEEDS})

    def gaps(self) -> Iterator[str]:
        """Say what examples.py lacks."""
        known = {each.id for each in self.operations}
        for table in ("BODIES", "QUERIES", "NEEDS", "ADMIN", "BY_HAND"):
            for name in set(getattr(examples, table)) - known:
                yield f"examples.{table}: there is no operation {name!r} any more"
        for each in self.operations:
            for name in each.path_names:
                if name not in MAKERS:
                    yield (
                        f"{each.id}: examples.MAKERS has no {name!r}: add what makes such an"
                        f" object in an account, for {each.method.upper()} {each.path}"
                    )
            if each.value.get("requestBody") and each.id not in examples.BODIES:
                schema = body_schema(each, self.document)
                fields = None if schema is None else self._sketch(schema)
                yield f"{each.id}: examples.BODIES has no body for it; it takes {fields}"
            asked = [p["name"] for p in each.parameters if p["in"] == "query" and p.get("required")]
            for name in asked:
                if name not in examples.QUERIES.get(each.id, {}):
                    yield f"{each.id}: examples.QUERIES has no {name!r} for it"
            is_personal = examples.PERSONAL.match(each.path)
            if not (is_open(each) or is_personal or each.id in self.rights):
                yield f"{each.id}: say in examples.NEEDS which right it takes"

    def _sketch(self, schema: Mapping[str, Any]) -> str:
        wanted = set(schema.get("required", ()))
        fields = schema.get("properties", {})
        return ", ".join(f"{name}{'' if name in wanted else '?'}" for name in fields) or "anything"

    def body_names(self, operation: Operation) -> Iterator[str]:
        """Give the fields of a body that name an object."""
        schema = body_schema(operation, self.document) or {}
        for name in resolved(dict(schema), self.document).get("properties", {}):
            if ALIASES.get(name, name) in MAKERS:
                yield name


def is_open(operation: Operation) -> bool:
    """Whether a route is for everybody: by the list of the house, whatever the document says."""
    return f"{operation.method.upper()} {operation.path}" in rules.OPEN


def _rights() -> dict[tuple[str, str], Right]:
    found: dict[tuple[str, str], Right] = {}
    for route in iter_route_contexts(make_app(None).routes):
        dependant = getattr(route, "dependant", None)
        right = None if dependant is None else _right_of(dependant)
        if right is not None:
            for method in route.methods or ():
                found[route.path_format or "", method.lower()] = right
    return found


def _right_of(dependant: Dependant) -> Right | None:
    """Return what `deps.having` was given, the strictest where there are two."""
    found = [right for each in dependant.dependencies if (right := _right_of(each)) is not None]
    for cell in getattr(dependant.call, "__closure__", None) or ():
        if isinstance(cell.cell_contents, Right):
            found.append(cell.cell_contents)
    order = list(Right)
    return max(found, key=order.index, default=None)


async def make(kit: Kit, operation: Operation, account: str) -> Made:
    """Make what a path names, in an account."""
    made: Made = {}
    for name in operation.path_names:
        if name not in made:
            made[name] = await MAKERS[name](kit, account, made)
    return made


def unlike(value: str) -> str:
    """Return an id of the same form that nothing has."""
    try:
        uuid.UUID(value)
    except ValueError:
        return "7" * len(value)
    return str(uuid.uuid4())


async def ask(
    kit: Kit,
    operation: Operation,
    who: str | None,
    ids: Mapping[str, str],
    *,
    query: Mapping[str, str] | None = None,
    change: Callable[[Any], Any] = lambda body: body,
) -> httpx.Response:
    """Call a route.

    Args:
        kit: the server.
        operation: the route.
        who: as in `Kit.tokens`, None = nobody.
        ids: for its path.
        query: beside what it has to have.
        change: of the body.
    """
    own = examples.QUERIES.get(operation.id, {})
    parameters = {name: value.format(**ids) for name, value in own.items()} | dict(query or {})
    headers = {"Idempotency-Key": str(uuid.uuid4())} if operation.method != "get" else {}
    sent: dict[str, Any] = {}
    if (body := examples.BODIES.get(operation.id)) is not None:
        value = change(body(kit, dict(ids)))
        if isinstance(value, bytes | str):
            kinds = operation.value.get("requestBody", {}).get("content", {"text/plain": {}})
            sent["content"] = value
            headers["Content-Type"] = next(iter(kinds))
        else:
            sent["content"] = json.dumps(value)  # escapes what UTF-8 does not have
            headers["Content-Type"] = "application/json"
    path = operation.path.format(**ids).removeprefix("/api/v1")
    async with kit.client(who) as client:
        return await client.request(
            operation.method.upper(), path, params=parameters, headers=headers, **sent
        )


def variants(operation: Operation, of: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Give queries that change the form or the choice of an answer: each value of each choice."""
    yield {}
    for parameter in operation.parameters:
        if parameter["in"] != "query":
            continue
        schema = resolved(parameter.get("schema", {}), of)
        for kind in (schema, *(resolved(each, of) for each in schema.get("anyOf", ()))):
            for value in kind.get("enum", ()):
                yield {parameter["name"]: str(value)}
            if kind.get("type") == "boolean":
                yield {parameter["name"]: "true"}
