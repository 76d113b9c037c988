"""What a user gets: the wheel, installed into an empty environment, starts and finds its files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]
FOREIGN = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MINGTANG_PORTS", "MINGTANG_BLE_HCI")
PNG = b"\x89PNG\r\n\x1a\n"


class Installed:
    """An environment that holds the wheel and what it asks for, and nothing else."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.scripts = home / "env" / ("Scripts" if os.name == "nt" else "bin")

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        env |= {"QT_QPA_PLATFORM": "offscreen", "MINGTANG_HOME": str(self.home / "data")}
        return subprocess.run(
            [str(self.scripts / program), *arguments],
            cwd=self.home,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def must(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    home = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    must(*build, "--outdir", str(home), str(ROOT))
    (wheel,) = home.glob("*.whl")

    venv.create(home / "env", with_pip=False)
    there = Installed(home)
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    exact = re.findall(r"^[a-z0-9].*?(?= \\$)", lock, flags=re.MULTILINE)
    (home / "constraints.txt").write_text("\n".join(exact) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(there.scripts / "python")]
    pip += ["install", "-qq", "--disable-pip-version-check", "--root-user-action=ignore"]
    must(*pip, "-c", str(home / "constraints.txt"), f"{wheel}[desktop]")
    yield there
    rmtree(home, ignore_errors=True)  # 300 MB, and pytest would keep three of them


def test_it_helps(installed: Installed) -> None:
    done = installed.run("mingtang-desk", "--help")
    assert done.returncode == 0, done.stderr
    assert "simulate" in done.stdout


def test_it_lists_its_protocols(installed: Installed) -> None:
    done = installed.run("mingtang-desk", "protocols", "--json")
    assert done.returncode == 0, done.stderr
    assert "jbd" in {row["key"] for row in json.loads(done.stdout)}


def test_the_command_line_needs_no_qt(installed: Installed) -> None:
    code = """
import sys
sys.modules.update({"PySide6": None, "qasync": None})
sys.argv = ["mingtang-desk", "protocols", "--json"]
from mingtang_desk.app.__main__ import main
sys.exit(main())
"""
    done = installed.run("python", "-c", code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_resources_and_translations_are_in_it(installed: Installed) -> None:
    code = """
from importlib.resources import files
package = files("mingtang_desk")
for folder in ("_resources", "_translations"):
    for path in sorted(p for p in package.joinpath(folder).rglob("*") if p.is_file()):
        print(path.relative_to(package).as_posix(), len(path.read_bytes()))
"""
    done = installed.run("python", "-c", code)
    assert done.returncode == 0, done.stderr
    sizes = {name: int(size) for name, size in (s.rsplit(" ", 1) for s in done.stdout.splitlines())}
    there = {p.relative_to(ROOT / "resources") for p in (ROOT / "resources").rglob("*")}
    wanted = {f"_resources/{p.as_posix()}" for p in there if (ROOT / "resources" / p).is_file()}
    wanted |= {f"_translations/{p.stem}.qm" for p in (ROOT / "translations").glob("*.ts")}
    assert wanted
    assert wanted <= set(sizes)


def test_the_window_starts(installed: Installed) -> None:
    picture = installed.home / "x.png"
    done = installed.run("mingtang-desk", "demo", "--seconds", "2", "--screenshot", str(picture))
    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(PNG)
