"""The OpenAPI document: kept in docs, valid, and true to the rules of the house."""

from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
import pytest
from fastapi.routing import iter_route_contexts
from schemathesis.specs.openapi import definitions

from mingtang_desk.server.api.app import PREFIX, make_app
from tests.server import openapi
from tests.server.proof import rules

type Rule = Callable[[rules.Document], Iterator[str]]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """What the application says of itself."""
    return openapi.document()


def test_the_file_in_docs_is_what_the_server_says() -> None:
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.text(), "run `make openapi`"


def test_it_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    validator = jsonschema_rs.validator_for(definitions.OPENAPI_31)
    assert [str(error) for error in validator.iter_errors(document)] == []


def test_its_schemas_are_valid(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(schema), name


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    known = {
        f"#/components/{kind}/{name}"
        for kind, each in document["components"].items()
        for name in each
    }
    assert set(references(document)) <= known


@pytest.mark.parametrize("rule", rules.all_rules(), ids=lambda rule: rule.__name__)
def test_rules(document: dict[str, Any], rule: Rule) -> None:
    assert list(rule(document)) == []


def test_every_route_of_the_application_is_in_it(document: dict[str, Any]) -> None:
    hidden = {f"{PREFIX}/openapi.json", "/setup", "/{path:path}"}
    for route in iter_route_contexts(make_app(None).routes):
        if route.methods is not None and route.path not in hidden:
            assert route.path_format in document["paths"], "include it in the document"
        if route.path not in hidden:
            assert str(route.path).startswith(PREFIX)


ODD: dict[str, Any] = {
    "openapi": "3.1.0",
    "components": {
        "schemas": {
            "In": {
                "type": "object",
                "properties": {
                    "role": {"type": "string"},
                    "speed": {"anyOf": [{"type": "number"}, {"type": "null"}]},
                    "created_ms": {"type": "integer"},
                },
            },
            "package__module__In": {"type": "object"},
            "Page": {
                "type": "object",
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/components/schemas/In"}}
                },
            },
        }
    },
    "paths": {
        "/odd": {
            "get": {
                "operationId": "odd",
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Page"}}
                        }
                    }
                },
            },
            "post": {
                "operationId": "odd",
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/In"},
                            }
                        }
                    }
                },
                "responses": {"422": {"content": {"application/json": {}}}},
            },
        }
    },
}


@pytest.mark.parametrize("rule", rules.all_rules(), ids=lambda rule: rule.__name__)
def test_each_rule_finds_what_it_is_there_for(rule: Rule) -> None:
    assert list(rule(ODD))


def test_a_capped_list_with_a_cursor_is_a_page() -> None:
    document: dict[str, Any] = {
        **ODD,
        "paths": {
            "/odd": {
                "get": {
                    **ODD["paths"]["/odd"]["get"],
                    "parameters": [
                        {"in": "query", "name": "limit", "schema": {"maximum": 500}},
                        {"in": "query", "name": "cursor", "schema": {"type": "string"}},
                    ],
                }
            }
        },
    }
    assert list(rules.lists_have_pages(document)) == []
    document["paths"]["/odd"]["get"]["parameters"][0]["schema"] = {"type": "integer"}
    assert list(rules.lists_have_pages(document)) == ["odd: its limit has no maximum"]
