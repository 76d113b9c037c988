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
type Reader = Callable[[object], object]

_LARGEST = 1 << 63
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)
"""Times before and after cannot be shown in every zone."""
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
    try:
        return cast(T, _reader(cast(Hashable, kind))(value))
    except AnswerError as error:
        raise AnswerError(f"{where}{error}") from error


@cache
def _reader(hint: Hashable) -> Reader:
    """Return what reads a value; its errors begin where the value stands."""
    if (simple := _SIMPLE.get(hint)) is not None:
        return simple
    if is_dataclass(hint):
        return _dataclass_reader(cast(type[object], hint))
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _maybe(_reader(next(each for each in args if each is not type(None))))
    if origin is tuple:
        return _many(_reader(args[0]))
    return _object


def _dataclass_reader(kind: type[object]) -> Reader:
    hints = get_type_hints(kind)
    plan = tuple(
        (
            each.name,
            str(each.metadata.get(_NAME, each.name)),
            _reader(hints[each.name]),
            each.default is not MISSING or each.default_factory is not MISSING,
        )
        for each in fields(cast(Any, kind))
    )

    def read(value: object) -> object:
        members = _object(value)
        found: dict[str, object] = {}
        for attribute, name, member, is_optional in plan:
            if name in members:
                try:
                    found[attribute] = member(members[name])
                except AnswerError as error:
                    raise AnswerError(f".{name}{error}") from error
            elif not is_optional:
                raise AnswerError(f" has no {name}")
        return kind(**found)

    return read


def _maybe(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _many(inner: Reader) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise AnswerError(" is no list")
        found = []
        for i, each in enumerate(value):
            try:
                found.append(inner(each))
            except AnswerError as error:
                raise AnswerError(f"[{i}]{error}") from error
        return tuple(found)

    return read


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise AnswerError(" is no text")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise AnswerError(" is neither true nor false")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _LARGEST:
        raise AnswerError(" is no whole number")
    return value


def _fraction(value: object) -> float:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return float(value)
    if not isinstance(value, float) or not math.isfinite(value):
        raise AnswerError(" is no number")
    return value


def _moment(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value))
        if found.tzinfo is not None:
            return min(max(found.astimezone(UTC), _FIRST), _LAST)
    except (ValueError, OverflowError) as error:
        raise AnswerError(" is no time") from error
    raise AnswerError(" is a time without a zone")


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise AnswerError(" is no object")
    return value


_SIMPLE: Mapping[Any, Reader] = {
    str: _text,
    bool: _flag,
    int: _whole,
    float: _fraction,
    datetime: _moment,
}


def moment(value: object, where: str) -> datetime:
    """Return a time with its zone as UTC.

    Raises:
        AnswerError: it is none.
    """
    try:
        return _moment(value)
    except AnswerError as error:
        raise AnswerError(f"{where}{error}") from error


def json_object(value: object, where: str) -> Json:
    """Return an object of JSON.

    Raises:
        AnswerError: it is none.
    """
    if not isinstance(value, dict):
        raise AnswerError(f"{where} is no object")
    return value


def plain(text: str, most: int = 300) -> str:
    """Return a text of a server as it may be shown: no control characters, not endless."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: most + 1])
    return shown if len(shown) <= most else shown[:most] + "…"
