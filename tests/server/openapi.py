"""Writes docs/openapi.json: `make openapi`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingtang_desk.server.api.app import make_app

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
_METHODS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route of the document.

    Attributes:
        id: its operationId; method: in small letters; path: with its parameters in braces.
        value: all that the document says of it.
    """

    id: str
    method: str
    path: str
    value: dict[str, Any]

    @property
    def parameters(self) -> tuple[dict[str, Any], ...]:
        """What goes into path, query and headers."""
        return tuple(self.value.get("parameters", ()))

    @property
    def path_names(self) -> tuple[str, ...]:
        """Names of what stands in braces."""
        return tuple(each["name"] for each in self.parameters if each["in"] == "path")

    @property
    def query_names(self) -> frozenset[str]:
        """Names of what may follow the question mark."""
        return frozenset(each["name"] for each in self.parameters if each["in"] == "query")

    @property
    def is_open(self) -> bool:
        """Whether nobody has to be logged in."""
        return not self.value.get("security")

    @property
    def has_body(self) -> bool:
        """Whether something has to be sent."""
        return bool(self.value.get("requestBody", {}).get("required"))


def document() -> dict[str, Any]:
    """Return what the application says of itself."""
    found: dict[str, Any] = json.loads(json.dumps(make_app(None).openapi()))
    return found


def text() -> str:
    """Return the file's text: sorted, so that a change of one route is a change of one place."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def operations(of: dict[str, Any] | None = None) -> Iterator[Operation]:
    """Give every route of the document."""
    for path, item in sorted((of or document())["paths"].items()):
        for method in _METHODS:
            if method in item:
                value = item[method]
                yield Operation(id=value["operationId"], method=method, path=path, value=value)


def resolved(schema: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """Return a schema itself where it is a reference to one."""
    while "$ref" in schema:
        schema = of["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def body_schema(operation: Operation, of: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the body of a route has to look like, None = no JSON is sent."""
    content = operation.value.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return None if schema is None else resolved(schema, of)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
