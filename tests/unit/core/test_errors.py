"""Every error finds its words, and every place that raises one gives all they need."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from mingtang_desk.core import errors
from mingtang_desk.core.error_texts import ERROR_TEXTS

SOURCES = sorted(Path(errors.__file__).parents[1].rglob("*.py"))
CLASSES = {name for name, thing in vars(errors).items() if isinstance(thing, type)}
NOT_VALUES = {"reason", "data"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(ERROR_TEXTS))
def test_every_text_has_named_placeholders_and_a_message(key: str) -> None:
    text = ERROR_TEXTS[key]
    assert text.message
    for name in placeholders(text.message + text.hint):
        assert name.isidentifier()


def raised(tree: ast.AST) -> list[tuple[int, str, set[str], bool]]:
    """(line, key, values given, all of them named) of each of our errors that is made."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        key = node.args[0]
        if name in CLASSES and isinstance(key, ast.Constant) and isinstance(key.value, str):
            given = {keyword.arg for keyword in node.keywords if keyword.arg is not None}
            if name == "RejectedError":
                given.add("code")
            named = all(keyword.arg is not None for keyword in node.keywords)
            found.append((node.lineno, key.value, given - NOT_VALUES, named))
    return found


def test_every_raised_key_has_a_text_and_its_values() -> None:
    wrong = []
    for path in SOURCES:
        for line, key, given, named in raised(ast.parse(path.read_text(encoding="utf-8"))):
            if key not in ERROR_TEXTS:
                wrong.append(f"{path.name}:{line}: no text {key}")
                continue
            missing = placeholders(ERROR_TEXTS[key].message + ERROR_TEXTS[key].hint) - given
            if named and missing:
                wrong.append(f"{path.name}:{line}: {key} lacks {sorted(missing)}")
    assert not wrong


def test_the_rule_on_values_sees_them() -> None:
    tree = ast.parse('raise UsageError("uri_invalid", uri=1)\nraise RejectedError("x", **v)')
    assert raised(tree) == [(1, "uri_invalid", {"uri"}, True), (2, "x", {"code"}, False)]


def test_an_error_speaks_english_and_says_what_to_do() -> None:
    error = errors.UsageError("uri_invalid", uri="{COM5}", detail="it has no scheme")
    assert error.message == "“{COM5}” is not a device address: it has no scheme."
    assert error.hint.startswith("Write it like serial:///dev/ttyUSB0")
    assert str(error) == f"{error.message} {error.hint}"
    assert error.key == "uri_invalid"


def test_a_text_without_a_hint_ends_with_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ERROR_TEXTS, "bare", ERROR_TEXTS["uri_invalid"]._replace(hint=""))
    assert str(errors.UsageError("bare", uri="x", detail="y")).endswith(": y.")


def test_a_denied_link_says_why() -> None:
    error = errors.LinkDeniedError("port_busy", reason=errors.DeniedReason.BUSY, where="COM5")
    assert error.reason is errors.DeniedReason.BUSY
    assert isinstance(error, errors.TransportError)


def test_a_protocol_error_carries_its_bytes_cut_at_64() -> None:
    error = errors.DecodeError("frame_invalid", data=bytes(100), what="x", detail="y")
    assert error.hexdump == " ".join(["00"] * 64)
    assert errors.UnexpectedReplyError("reply_unexpected").hexdump == ""


def test_a_refusal_keeps_the_boards_own_code() -> None:
    error = errors.RejectedError("rejected", code=0x81, data=b"\xdd", what="w", meaning="m")
    assert (error.code, error.values["code"], error.hexdump) == (0x81, "81", "dd")
    assert "81" in str(error)


@pytest.mark.parametrize(
    ("ours", "builtin"),
    [(errors.LinkTimeoutError, TimeoutError), (errors.OutOfRangeError, ValueError)],
)
def test_some_errors_are_builtin_ones_too(ours: type[Exception], builtin: type[Exception]) -> None:
    assert issubclass(ours, errors.MingtangError)
    assert issubclass(ours, builtin)


def test_only_a_busy_port_has_a_holder() -> None:
    busy = errors.LinkDeniedError("port_busy", reason=errors.DeniedReason.BUSY, where="COM5")
    other = errors.LinkDeniedError("port_busy", reason=errors.DeniedReason.FORBIDDEN, where="COM5")
    assert busy.values["holder"] == errors.SOMEBODY
    assert "holder" not in other.values
