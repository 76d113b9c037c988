"""What holds for every route of the OpenAPI document; each rule returns its complaints."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.server.openapi import Operation, operations, resolved

type Document = dict[str, Any]

OPEN: Mapping[str, str] = {
    "GET /api/v1/health": "asked by what watches over the server",
    "GET /api/v1/time": "for clients whose clocks are wrong, so that they can log in",
    "GET /api/v1/agreement": "is read before somebody has an account",
    "POST /api/v1/auth/login": "proves who is there",
    "POST /api/v1/auth/refresh": "carries its own token",
    "POST /api/v1/setup": "is the first run, with a token used once",
}
"""Routes that nobody has to be logged in for, and why."""

NO_PAGES: Mapping[str, str] = {
    "commands_one.log": "a command is tried a few times only",
    "devices_device_counts.children": "capped by CHILDREN",
    "devices_quarantine.items": "the table is bounded: the oldest make room",
    "me_list_sessions.items": "at most 50",
    "me_list_tokens.items": "at most 50",
    "rides_mileage.items": "one a day, week or month of a range that has a limit",
    "stream_changes.events": "has `since` and `limit`",
}
"""Keys of answers that hold a list without pages, "operationId.property", and why it is short."""

_BODY = "test_matrix.test_a_body_names_nothing_of_somebody_else"
GIVEN: Mapping[str, str] = {
    "accounts_add_account.parent_id": _BODY,
    "accounts_add_user.role": "tests/server/accounts: nobody gives a role above his own",
    "accounts_change_user.role": "tests/server/accounts: nobody gives a role above his own",
    "accounts_move_account.parent_id": _BODY,
    "auth_login.account": "the login of who comes",
    "commands_ask.id": "made by the client; another body with it is a 409",
    "commands_ask.expires_in_s": "of the command; each class has a limit",
    "devices_accept_tracker.account_id": _BODY,
    "devices_edit_device.expires": "tests/server/devices: an account above decides",
    "devices_enable_device.expires": "tests/server/devices: an account above decides",
    "devices_enter_device.account_id": _BODY,
    "devices_enter_device.enabled": "tests/server/devices: an account above decides",
    "devices_enter_device.expires": "tests/server/devices: an account above decides",
    "devices_move_device.account_id": _BODY,
    "fences_add.account_id": _BODY,
    "fences_change.account_id": _BODY,
    "me_make_token.expires": "of the own token",
    "me_make_token.scopes": "never more than the rights of its user: tests/server/accounts",
    "uplink_uplink.id": "the client's own number of a message",
}
"""Fields of inputs that name whose something is or how long it lives, "operationId.field", and
which test shows that only those with the right to can set them."""

NOT_FROM_OUTSIDE = re.compile(
    r"^(id|pk|path|account|account_id|account_path|parent_id|user_id|owner|owner_id|role|scopes"
    r"|is_admin|is_open|disabled\w*|enabled\w*|expires\w*|expiry\w*|created\w*|proven\w*|balance\w*"
    r"|password_hash|auth_code|totp_secret|hash|previous)$"
)
_STEMS = (
    *("speed", "voltage", "current", "temperature", "altitude", "distance", "mileage", "radius"),
    *("duration", "interval", "age", "energy", "capacity", "course", "timeout", "delay", "soc"),
    *("soh", "power", "resistance", "size", "accuracy", "hysteresis", "period", "retention"),
    *("threshold", "expiry", "wait", "length"),
)
_UNITS = (
    *("kmh", "m", "km", "v", "mv", "a", "ma", "c", "s", "ms", "min", "h", "d", "days", "pct", "wh"),
    *("kwh", "ah", "mah", "w", "ohm", "mohm", "deg", "bytes", "dbm", "hz", "count", "cells", "mm"),
)
_UNITLESS: Mapping[str, str] = {
    "threshold": "of an alarm: its unit stands in `unit` beside it",
    "days_to_expiry": "days",
}
_NUMBERS = {"number", "integer"}


def all_rules() -> tuple[Callable[[Document], Iterator[str]], ...]:
    """Return them."""
    return (
        every_route_is_described,
        every_name_is_described,
        no_schema_is_named_by_its_place,
        names_are_unique,
        every_route_says_how_it_fails,
        only_listed_routes_are_open,
        lists_have_pages,
        names_carry_units,
        times_are_texts,
        inputs_do_not_say_whose_it_is,
        routes_are_below_one_prefix,
    )


def every_route_is_described(of: Document) -> Iterator[str]:
    """An operationId, a summary, a description, one tag."""
    for each in operations(of):
        for member in ("operationId", "summary", "description", "tags"):
            if not each.value.get(member):
                yield f"{each.id}: has no {member}"


def every_name_is_described(of: Document) -> Iterator[str]:
    """Parameters and fields say what they mean."""
    for each in operations(of):
        for parameter in each.parameters:
            if not (parameter.get("description") or parameter["schema"].get("description")):
                yield f"{each.id}: {parameter['name']} says nothing"
    for title, schema in of["components"]["schemas"].items():
        for name, value in schema.get("properties", {}).items():
            if not value.get("description"):
                yield f"{title}.{name}: says nothing; api/glossary.py has the words"


def no_schema_is_named_by_its_place(of: Document) -> Iterator[str]:
    """Clients are generated from these names; two models of one name get those of modules."""
    for title in of["components"]["schemas"]:
        if not title.isalnum():
            yield f"{title}: two models have this name"


def names_are_unique(of: Document) -> Iterator[str]:
    """Clients are generated from operationIds."""
    seen: dict[str, str] = {}
    for each in operations(of):
        if each.id in seen:
            yield f"{each.id}: both {seen[each.id]} and {each.path}"
        seen[each.id] = each.path


def every_route_says_how_it_fails(of: Document) -> Iterator[str]:
    """With problem+json, and never FastAPI's own form."""
    for each in operations(of):
        answers = each.value["responses"]
        errors = [code for code in answers if code == "default" or code.startswith("4")]
        if not errors:
            yield f"{each.id}: says of no error"
        for code in errors:
            content = _answer(answers[code], of).get("content", {})
            if content and "application/problem+json" not in content:
                yield f"{each.id}: answers {code} with {', '.join(content)}"


def _answer(value: Document, of: Document) -> Document:
    while "$ref" in value:
        value = of["components"]["responses"][value["$ref"].rpartition("/")[2]]
    return value


def only_listed_routes_are_open(of: Document) -> Iterator[str]:
    """Whoever adds an open route writes down why."""
    for each in operations(of):
        name = f"{each.method.upper()} {each.path}"
        if each.is_open and name not in OPEN:
            yield f"{each.id}: {name} needs nobody to be logged in; say why in rules.OPEN"
        if not each.is_open and name in OPEN:
            yield f"{each.id}: {name} is in rules.OPEN, but is not open"


def lists_have_pages(of: Document) -> Iterator[str]:
    """A list of objects is read page by page, and a page has a cap."""
    for each in operations(of):
        if each.method != "get":
            continue
        for name in _lists(each, of):
            if f"{each.id}.{name}" in NO_PAGES:
                continue
            if not {"limit", "cursor"} <= each.query_names:
                yield f"{each.id}: lists {name} without limit and cursor"
                continue
            limit = next(p["schema"] for p in each.parameters if p["name"] == "limit")
            if not any("maximum" in kind for kind in _kinds(limit, of)):
                yield f"{each.id}: its limit has no maximum"


def _lists(operation: Operation, of: Document) -> Iterator[str]:
    content = operation.value["responses"].get("200", {}).get("content", {})
    schema = resolved(content.get("application/json", {}).get("schema", {}), of)
    if schema.get("type") == "array":
        yield "the answer"
    for name, value in schema.get("properties", {}).items():
        for kind in _kinds(value, of):
            is_of_objects = "properties" in resolved(kind.get("items", {}), of)
            if kind.get("type") == "array" and is_of_objects and "maxItems" not in kind:
                yield name


def names_carry_units(of: Document) -> Iterator[str]:
    """A number whose unit may be doubted ends in it."""
    for where, name in _numbers(of):
        words = name.split("_")
        is_said = words[-1] in _UNITS or name in _UNITLESS
        if any(stem in words for stem in _STEMS) and not is_said:
            yield f"{where}.{name}: says no unit"


def times_are_texts(of: Document) -> Iterator[str]:
    """Milliseconds since 1970 are for tables."""
    for where, name in _numbers(of):
        stem = name.rpartition("_")[0]
        is_moment = re.search(
            r"(^|_)(created|seen|received|raised|cleared|acked|sent|delivered|ended|linked|expires"
            r"|enabled|disabled|used|proven|time|until|started|position|since|from|to|at)$",
            stem,
        )
        if name.endswith("_ms") and is_moment:
            yield f"{where}.{name}: a time in JSON is ISO 8601"


def _numbers(of: Document) -> Iterator[tuple[str, str]]:
    for title, schema in of.get("components", {}).get("schemas", {}).items():
        for name, value in schema.get("properties", {}).items():
            if any(kind.get("type") in _NUMBERS for kind in _kinds(value, of)):
                yield title, name
    for each in operations(of):
        for parameter in each.parameters:
            schema = parameter.get("schema", {})
            if any(kind.get("type") in _NUMBERS for kind in _kinds(schema, of)):
                yield each.id, parameter["name"]


def inputs_do_not_say_whose_it_is(of: Document) -> Iterator[str]:
    """What comes from outside names no owner, role or expiry, unless written down in GIVEN."""
    for each in operations(of):
        for content in each.value.get("requestBody", {}).get("content", {}).values():
            for name in sorted(set(_fields(content.get("schema", {}), of, frozenset()))):
                key = f"{each.id}.{name}"
                if NOT_FROM_OUTSIDE.match(name) and key not in GIVEN:
                    yield f"{key}: mass assignment? name in rules.GIVEN the test of its right"


def _fields(schema: Document, of: Document, above: frozenset[str]) -> Iterator[str]:
    if "$ref" in schema:
        if schema["$ref"] in above:
            return
        above |= {schema["$ref"]}
    schema = resolved(schema, of)
    for name, value in schema.get("properties", {}).items():
        yield name
        yield from _fields(value, of, above)
    for key in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(key, ()):
            yield from _fields(each, of, above)
    if isinstance(schema.get("items"), dict):
        yield from _fields(schema["items"], of, above)


def routes_are_below_one_prefix(of: Document) -> Iterator[str]:
    """Versions are told apart by it."""
    for path in of["paths"]:
        if not path.startswith("/api/v1/") and path != "/setup":
            yield f"{path}: is not below /api/v1"


def _kinds(schema: Document, of: Document) -> Iterator[Document]:
    """Give a schema itself, or what it may be."""
    schema = resolved(schema, of)
    yield schema
    for key in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(key, ()):
            yield from _kinds(each, of)
