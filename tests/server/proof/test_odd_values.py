"""Odd values in every field that the document knows: kept as they are or refused, never run."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.server.clock import FakeClock
from tests.server.kit import kit_of
from tests.server.openapi import Operation, body_schema, resolved
from tests.server.proof import examples, world
from tests.server.proof.asking import Routes, ask, make

pytestmark = pytest.mark.asyncio
TEXTS = (
    "Robert'); DROP TABLE devices; --",
    "' OR '1'='1",
    '<script>alert("x")</script>',
    "<img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}%(x)s%n",
    "../../../etc/passwd",
    "电池 №1 \U0001f6f5",
    "=1+1",
)
"""What may stand in a name."""
UNSTORABLE = ("a\0b", "\ud800", "\udfff\ud800")
"""What no database takes."""
BEYOND = (2**63, 2**64, -(2**63) - 1, 10**400)


def fields(operation: Operation, of: dict[str, Any], kinds: frozenset[str]) -> Iterator[str]:
    """Give the fields of a body that may be of some type."""
    schema = body_schema(operation, of) or {}
    for name, value in schema.get("properties", {}).items():
        value = resolved(value, of)
        for kind in (value, *(resolved(each, of) for each in value.get("anyOf", ()))):
            is_free = not kinds & {"string"} or not ({"enum", "const", "format"} & set(kind))
            if kind.get("type") in kinds and is_free:
                yield name
                break


def with_bodies(routes: Routes) -> Iterator[Operation]:
    """Routes that take JSON."""
    for each in routes.operations:
        if each.id in examples.BODIES and body_schema(each, routes.document) is not None:
            yield each


def put(name: str, value: object) -> Any:
    """Return what changes a field of a body."""
    return lambda body: {**body, name: value} if isinstance(body, dict) else body


async def test_texts_are_texts(db: str, tmp_path: Path, clock: FakeClock) -> None:
    routes, complaints = Routes.read(), list[str]()
    async with kit_of(db, tmp_path, clock=clock, **world.cheap()) as kit:
        for operation in with_bodies(routes):
            for name in fields(operation, routes.document, frozenset({"string"})):
                for text in TEXTS:
                    clock.advance(30)
                    await world.stay_logged_in(kit)
                    made = await make(kit, operation, "top")
                    answer = await ask(kit, operation, "top-owner", made, change=put(name, text))
                    where = f"{operation.id}.{name} = {text!r}: {answer.status_code}"
                    if answer.status_code >= 500:
                        complaints.append(where)
                    kind = answer.headers.get("content-type", "application/json")
                    if "json" not in kind or answer.headers["x-content-type-options"] != "nosniff":
                        complaints.append(f"{where}: a browser may take {kind} for a page")
                    if answer.status_code < 300 and answer.content and "json" in kind:
                        said = answer.json()
                        kept = said.get(name) if isinstance(said, dict) else None
                        if isinstance(kept, str) and kept != text and name != "login":
                            complaints.append(f"{where}: came back as {kept!r}")
        async with kit.services.core.store.read() as connection:
            await connection.exec_driver_sql("SELECT count(*) FROM devices")
    assert complaints == []


@pytest.mark.parametrize(
    ("kinds", "values"),
    [({"string"}, UNSTORABLE), ({"integer", "number"}, BEYOND)],
    ids=["texts", "numbers"],
)
async def test_what_cannot_be_stored_is_refused(
    db: str, tmp_path: Path, clock: FakeClock, kinds: set[str], values: tuple[object, ...]
) -> None:
    routes, complaints = Routes.read(), list[str]()
    async with kit_of(db, tmp_path, clock=clock, **world.cheap()) as kit:
        for operation in with_bodies(routes):
            for name in fields(operation, routes.document, frozenset(kinds)):
                for value in values:
                    clock.advance(30)
                    await world.stay_logged_in(kit)
                    made = await make(kit, operation, "top")
                    answer = await ask(kit, operation, "top-owner", made, change=put(name, value))
                    if not 400 <= answer.status_code < 500:
                        complaints.append(
                            f"{operation.id}.{name} = {str(value)[:30]!a}: {answer.status_code}"
                        )
    assert complaints == []


async def test_numbers_in_queries_have_bounds(db: str, tmp_path: Path, clock: FakeClock) -> None:
    routes, complaints = Routes.read(), list[str]()
    async with kit_of(db, tmp_path, clock=clock, **world.cheap()) as kit:
        for operation in routes.operations:
            if operation.method != "get":
                continue
            for parameter in operation.parameters:
                if parameter["in"] != "query":
                    continue
                for value in ("-1", "99999999999999999999", "1e400", "NaN", "\0", "x" * 5_000):
                    clock.advance(5)
                    await world.stay_logged_in(kit)
                    made = await make(kit, operation, "top")
                    query: Mapping[str, str] = {parameter["name"]: value}
                    answer = await ask(kit, operation, "top-owner", made, query=query)
                    if answer.status_code >= 500:
                        complaints.append(f"{operation.id}?{parameter['name']}={value[:20]!r}")
    assert complaints == []
