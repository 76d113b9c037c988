"""The lock is complete, exact, hashed, and says nothing about where packages come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
BODY = "".join(line for line in TEXT.splitlines(keepends=True) if not line.startswith("#"))
ENTRIES = [entry for entry in re.split(r"^(?=\S)", BODY, flags=re.MULTILINE) if entry.strip()]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_entry_is_exact_and_hashed() -> None:
    entry = re.compile(
        r"[a-z0-9-]+==[\w.!+]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    )
    assert not [e.split("\n", 1)[0] for e in ENTRIES if not entry.fullmatch(e)]
    assert len(ENTRIES) > 40


def test_no_address_and_no_option() -> None:
    assert "://" not in TEXT
    assert not re.search(r"^\s*(-i|-f|-e|--(?!hash=))", TEXT, flags=re.MULTILINE)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert set(extras) == {"desktop", "server", "demo", "dev"}
    wanted = [*project["dependencies"], *(name for names in extras.values() for name in names)]
    names = {plain(re.split(r"[^\w.-]", name, maxsplit=1)[0]) for name in wanted}
    assert names - {"mingtang-desk"} <= {entry.split("==", 1)[0] for entry in ENTRIES}


def test_qt_is_no_base_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = " ".join(project["dependencies"]).lower()
    assert not [name for name in ("pyside", "qasync", "pyserial", "bleak") if name in base]


def test_the_python_of_the_checkout_is_one_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.12,<3.14"
    assert (ROOT / ".python-version").read_text(encoding="utf-8").strip() == "3.12"


def test_the_lock_of_another_tool_stays_out() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "/uv.lock" in ignored
