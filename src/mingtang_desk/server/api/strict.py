"""JSON that can be stored: what is read here and refused would fail in a database or an answer."""

import json
import math
import re
from typing import NoReturn

from mingtang_desk.server.problem import Problem

DEPTH = 32
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_LOW, _HIGH = -(1 << 63), (1 << 63) - 1


class _OddError(ValueError):
    """A value that cannot be stored."""


def refuse_odd_json(content_type: bytes, body: bytes) -> None:
    """Refuse what is JSON but cannot be stored; what is no JSON at all is left to the route.

    Raises:
        Problem: 422.
    """
    if not body or not (b"json" in content_type.lower() or not content_type):
        return
    if _NUL.search(body):
        _refuse("A text holds the character NUL.")
    try:
        value = json.loads(body, parse_constant=_odd, parse_float=_float, parse_int=_int)
    except _OddError:
        _refuse("A number is not finite or has more than 64 bits.")
    except RecursionError:
        _refuse("It is nested too deeply.")
    except ValueError:
        return
    # Counting the brackets is cheap; only where there are many the tree is walked.
    if body.count(b"[") + body.count(b"{") > DEPTH and _is_deeper(value):
        _refuse("It is nested too deeply.")


def _is_deeper(value: object) -> bool:
    level = [value]
    for _ in range(DEPTH):
        below: list[object] = []
        for each in level:
            if isinstance(each, dict):
                below += each.values()
            elif isinstance(each, list):
                below += each
        if not below:
            return False
        level = below
    return any(isinstance(each, dict | list) for each in level)


def _odd(_: str) -> NoReturn:
    raise _OddError


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _OddError
    return value


def _int(text: str) -> int:
    if len(text) > 20 or not _LOW <= (value := int(text)) <= _HIGH:
        raise _OddError
    return value


def _refuse(detail: str) -> NoReturn:
    raise Problem(422, "invalid_json", detail)
