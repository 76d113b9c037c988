"""One writer, one scope, no SQL made of texts: read from the sources of the server."""

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3] / "src" / "mingtang_desk" / "server"
WRITERS = ("store/store.py", "store/migrations/", "store/migrate.py")
"""The only places that begin a transaction."""
READERS: Mapping[str, str] = {}
"""Files that write past `Store.write`, and why: "admin/restore.py": "no server runs"."""
OUTSIDE: Mapping[str, str] = {
    "api/accounts.py:by_pk": "those of an account that was just moved, found in scope",
    "api/commands.py:by_pk": "the number of the battery of a command that was found in scope",
    "api/devices_edit.py:by_pk": "one that was just changed, found in scope",
    "api/devices_sheet.py:by_pk": "those that were just changed, found in scope",
    "api/fences.py:by_pk": "batteries of a fence that was found in scope",
}
"""Places of api/ that find a battery without `device_for`, and why."""
PLAIN_SQL: Mapping[str, str] = {
    "store/bulk.py": "a pragma with a number of its own",
    "store/engine.py": "a pragma with a number of its own",
    "admin/backup.py": "a pragma with a number of its own; names of METADATA's tables",
}
"""Files with SQL that is put together from texts of the program's own, and why."""


def sources(folder: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Give the modules of the server, or of a part of it."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


def begins(name: str, module: ast.Module) -> Iterator[str]:
    """Find transactions that are no `Store.write`."""
    if name.startswith(WRITERS) or name in READERS:
        return
    for node in ast.walk(module):
        called = name_of(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and called in {"begin", "begin_nested", "commit"}:
            yield f"{name}:{node.lineno}: {ast.unparse(node)}; what writes uses store.write()"
        is_engine = isinstance(node, ast.Name) and node.id == "create_async_engine"
        if is_engine and name != "store/engine.py":
            yield f"{name}: an engine beside the store's"


def writes_while_reading(name: str, module: ast.Module) -> Iterator[str]:
    """Find statements that change something inside `store.read()`."""
    for node in ast.walk(module):
        if not isinstance(node, ast.AsyncWith):
            continue
        if not any(".read(" in ast.unparse(item.context_expr) for item in node.items):
            continue
        for inner in ast.walk(node):
            if not isinstance(inner, ast.Call) or not isinstance(inner.func, ast.Name):
                continue
            if inner.func.id in {"insert", "update", "delete"}:
                yield f"{name}:{inner.lineno}: {ast.unparse(inner)[:60]} inside store.read()"


def sql_from_texts(name: str, module: ast.Module) -> Iterator[str]:
    """Find SQL that is put together with values."""
    if name in PLAIN_SQL or name.startswith("store/migrations/"):
        return
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        called = name_of(node.func)
        if called not in {"text", "execute", "exec_driver_sql", "literal_column", "executemany"}:
            continue
        for argument in node.args[:1]:
            if is_made(argument):
                yield f"{name}:{node.lineno}: {called}({ast.unparse(argument)[:60]})"


def is_made(node: ast.expr) -> bool:
    """Whether a text is made of parts: f"", "%" , "+", format."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.FormattedValue) for each in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and any(
            isinstance(each, ast.Constant | ast.JoinedStr) for each in (node.left, node.right)
        )
    return isinstance(node, ast.Call) and name_of(node.func) == "format"


def unscoped(name: str, module: ast.Module) -> Iterator[str]:
    """Find routes with a battery in their path that look it up without `device_for`."""
    for node in ast.walk(module):
        if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            continue
        paths = [
            argument.value
            for decorator in node.decorator_list
            if isinstance(decorator, ast.Call)
            for argument in decorator.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if not any("{number}" in path for path in paths):
            continue
        uses = {name_of(each) for each in ast.walk(node) if isinstance(each, ast.Name)}
        annotations = {ast.unparse(each.annotation) for each in node.args.args if each.annotation}
        is_asked = "device_for" in uses or {"Own", "OwnDevice", "Battery"} & annotations
        if not is_asked and f"{name}:{node.name}" not in OUTSIDE:
            yield f"{name}:{node.lineno}: {node.name} does not ask device_for"


def reads_past_the_directory(name: str, module: ast.Module) -> Iterator[str]:
    """Find routes that find a battery by its number on their own."""
    if name == "api/deps.py":
        return
    for node in ast.walk(module):
        if not isinstance(node, ast.Attribute) or f"{name}:{node.attr}" in OUTSIDE:
            continue
        if node.attr in {"by_number", "by_pk", "by_terminal"}:
            yield f"{name}:{node.lineno}: {ast.unparse(node)}; device_for looks whose it is"


def name_of(node: ast.expr) -> str:
    """Return the last part of a name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


type Rule = Callable[[str, ast.Module], Iterator[str]]
EVERYWHERE: tuple[Rule, ...] = (begins, writes_while_reading, sql_from_texts)
IN_THE_API: tuple[Rule, ...] = (unscoped, reads_past_the_directory)


@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)
def test_the_server(rule: Rule) -> None:
    assert [each for name, module in sources() for each in rule(name, module)] == []


@pytest.mark.parametrize("rule", IN_THE_API, ids=lambda rule: rule.__name__)
def test_the_routes(rule: Rule) -> None:
    assert [each for name, module in sources("api") for each in rule(name, module)] == []


BAD = """
@router.get("/devices/{number}/x")
async def x(server, number):
    async with server.core.store.read() as connection:
        await connection.execute(update(T))
    async with engine.begin() as other:
        await other.execute(text(f"SELECT {number}"))
    return server.directory.by_number(number)
"""


@pytest.mark.parametrize("rule", EVERYWHERE + IN_THE_API, ids=lambda rule: rule.__name__)
def test_each_rule_finds_what_it_is_there_for(rule: Rule) -> None:
    assert len(list(rule("api/bad.py", ast.parse(BAD)))) == 1
