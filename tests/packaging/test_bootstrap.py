"""Set-up: what it says where it can do nothing, and that it is quick the second time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bootstrap


def test_without_a_python_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "candidates", lambda: iter(["/nowhere/python", ""]))
    with pytest.raises(SystemExit) as stop:
        bootstrap.find_python()
    message = str(stop.value)
    assert "\n" not in message
    assert "3.12" in message
    assert "install" in message


def test_a_python_that_fits_is_found() -> None:
    assert bootstrap.version_of(sys.executable) is not None
    assert bootstrap.version_of(bootstrap.find_python()) is not None


@pytest.mark.parametrize(
    ("answer", "fits"),
    [("3.12.1", True), ("3.13.0", True), ("3.11.7", False), ("3.14.0", False), ("3.1.2", False)],
)
def test_versions(tmp_path: Path, answer: str, *, fits: bool) -> None:
    if sys.platform == "win32":
        pytest.skip("a stand-in interpreter is a shell script")
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\necho {answer}\n", encoding="utf-8")
    fake.chmod(0o755)
    assert (bootstrap.version_of(str(fake)) == answer) is fits


def test_a_shim_that_fails_is_passed_over(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a stand-in interpreter is a shell script")
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\necho 3.12.1\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    assert bootstrap.version_of(str(shim)) is None


def test_the_lock_can_leave_packages_out() -> None:
    lean = bootstrap.locked(bootstrap.QT)
    assert "pyside6-essentials==" in bootstrap.locked([])
    assert "pyside6" not in lean
    assert "\nsqlalchemy==" in lean
    assert "\npytest==" in lean


def say_into(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(bootstrap, "say", said.append)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(bootstrap, "missing_libraries", lambda: ["libxcb-cursor0", "xvfb"])
    return said


def test_where_it_may_not_install_it_prints_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = say_into(monkeypatch)
    monkeypatch.setattr(bootstrap, "as_root", lambda: None)
    bootstrap.add_libraries(may_install=True)
    assert len(said) == 1
    assert "apt-get install -y --no-install-recommends libxcb-cursor0 xvfb" in said[0]


def test_as_root_it_installs_and_fetches_lists_only_if_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say_into(monkeypatch)
    ran: list[list[str]] = []

    def run(command: list[str], **_env: str | None) -> int:
        ran.append(command)
        return 100 if len(ran) == 1 else 0

    monkeypatch.setattr(bootstrap, "as_root", lambda: ["sudo", "-n"])
    monkeypatch.setattr(bootstrap, "run", run)
    bootstrap.add_libraries(may_install=True)
    assert ["update" in c for c in ran] == [False, True, False]
    assert all(c[:2] == ["sudo", "-n"] and "DPkg::Lock::Timeout=400" in c for c in ran)


def test_a_second_run_is_quick() -> None:
    stamp = bootstrap.VENV / "setup-stamp"
    python = str(bootstrap.python_in(bootstrap.VENV))
    if not stamp.is_file() or stamp.read_text() != bootstrap.fingerprint(python, ""):
        pytest.skip("this checkout was not set up by packaging/bootstrap.py")
    started = time.monotonic()
    subprocess.run([sys.executable, bootstrap.__file__], check=True, timeout=60)
    assert time.monotonic() - started < 5
