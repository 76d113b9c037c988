"""Turns JSON of a server into frozen dataclasses by their annotations, and believes nothing.

Unknown members are ignored, since newer servers tell more. A member that is missing or of another
kind is an error that names it. Whole numbers stand for fractions, never the other way round.
"""

import math
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

type Json = Mapping[str, object]

_LARGEST = 1 << 63
_NAME = "json"
"""Key of a field's metadata: what the member is called in JSON, where that differs."""


class AnswerError(ValueError):
    """An answer is not what it should be; the text says where."""


def called(name: str) -> Mapping[str, str]:
    """Return metadata of a field whose member has another name."""
    return {_NAME: name}


def decoded[T](kind: type[T], value: object, where: str = "answer") -> T:
    """Return a dataclass made of a JSON object.

    Raises:
        AnswerError: something is missing, or of the wrong kind.
    """
    if not isinstance(value, Mapping):
        raise AnswerError(f"{where} is no object")
    found: dict[str, object] = {}
    for attribute, name, hint, is_optional in _plan(cast(Hashable, kind)):
        if name in value:
            found[attribute] = _value(hint, value[name], f"{where}.{name}")
        elif not is_optional:
            raise AnswerError(f"{where} has no {name}")
    return kind(**found)


@cache
def _plan(kind: Hashable) -> tuple[tuple[str, str, Any, bool], ...]:
    made = cast(type[Any], kind)
    hints = get_type_hints(made)
    return tuple(
        (
            each.name,
            str(each.metadata.get(_NAME, each.name)),
            hints[each.name],
            each.default is not MISSING or each.default_factory is not MISSING,
        )
        for each in fields(made)
    )


def _value(hint: Any, value: object, where: str) -> object:
    if (simple := _SIMPLE.get(hint)) is not None:
        return simple(value, where)
    if is_dataclass(hint):
        return decoded(cast(type[object], hint), value, where)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in args:
            return None
        return _value(next(each for each in args if each is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise AnswerError(f"{where} is no list")
        return tuple(_value(args[0], each, f"{where}[{i}]") for i, each in enumerate(value))
    return json_object(value, where)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise AnswerError(f"{where} is no text")
    return value


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise AnswerError(f"{where} is neither true nor false")
    return value


def _whole(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _LARGEST:
        raise AnswerError(f"{where} is no whole number")
    return value


def _fraction(value: object, where: str) -> float:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return float(value)
    if not isinstance(value, float) or not math.isfinite(value):
        raise AnswerError(f"{where} is no number")
    return value


def moment(value: object, where: str) -> datetime:
    """Return a time with its zone as UTC.

    Raises:
        AnswerError: it is none.
    """
    try:
        found = datetime.fromisoformat(_text(value, where))
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise AnswerError(f"{where} is no time") from error
    raise AnswerError(f"{where} is a time without a zone")


def json_object(value: object, where: str) -> Json:
    """Return an object of JSON.

    Raises:
        AnswerError: it is none.
    """
    if not isinstance(value, dict):
        raise AnswerError(f"{where} is no object")
    return value


_SIMPLE: Mapping[Any, Callable[[object, str], object]] = {
    str: _text,
    bool: _flag,
    int: _whole,
    float: _fraction,
    datetime: moment,
}


def plain(text: str, most: int = 300) -> str:
    """Return a text of a server as it may be shown: no control characters, not endless."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: most + 1])
    return shown if len(shown) <= most else shown[:most] + "…"
