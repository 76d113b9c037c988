"""The container file and the unit file: what can be checked without building and installing."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from mingtang_desk.app.cli import parser

ROOT = Path(__file__).resolve().parents[2]
CONTAINER = ROOT / "packaging" / "server" / "Containerfile"
UNIT = ROOT / "packaging" / "server" / "mingtang-cloud.service"
WORDS = "mingtang-desk"


def _steps() -> list[tuple[str, str]]:
    """Instructions of the container file with their words, lines that go on joined."""
    lines = [line for line in CONTAINER.read_text().splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [
        (word, rest.strip())
        for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line.strip())
    ]


def _copied() -> list[str]:
    return [
        source
        for word, rest in _steps()
        if word == "COPY" and not rest.startswith("--from=")
        for source in shlex.split(rest)[:-1]
    ]


def _arguments(text: str) -> list[str]:
    return re.findall(r'"([^"]*)"', text)


def test_what_is_copied_exists() -> None:
    assert _copied()
    for source in _copied():
        assert (ROOT / source).exists(), source


def test_what_is_installed_is_an_extra_of_ours() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    install = next(rest for word, rest in _steps() if word == "RUN" and "pip install" in rest)
    (wanted,) = re.findall(r'"\.\[([^\]]*)\]"', install)
    assert wanted.split(",") == ["server"]
    assert wanted in extras["optional-dependencies"]
    image = next(rest for word, rest in _steps() if word == "FROM")
    version = tuple(map(int, re.findall(r"python:(\d+)\.(\d+)-slim", image)[0]))
    low, high = re.findall(r"(\d+)\.(\d+)", extras["requires-python"])
    assert tuple(map(int, low)) <= version < tuple(map(int, high))


def test_the_container_runs_as_nobody_special_and_is_looked_at() -> None:
    steps = dict(_steps())
    assert steps["USER"] == "mingtang"
    assert steps["VOLUME"] == "/data"
    assert "/api/v1/health" in steps["HEALTHCHECK"]
    assert _arguments(steps["ENTRYPOINT"]) == [WORDS]
    args = parser.build().parse_args(_arguments(steps["CMD"]))
    assert args.command == "cloud"
    ports = {str(args.http[1]), str(args.jt808[1])}
    assert set(steps["EXPOSE"].split()) == ports
    assert args.accept_unknown is args.demo is False


@pytest.mark.slow
def test_the_copied_files_are_enough_to_build(tmp_path: Path) -> None:
    for source in _copied():
        target = tmp_path / "build" / source
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / source, target, ignore=ignore)
        else:
            shutil.copy(ROOT / source, target)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)],
        cwd=tmp_path / "build",
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "mingtang_desk/server/run.py" in names
    assert any(name.startswith("mingtang_desk/_resources/") for name in names)


def _unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text().splitlines():
        if line and line[0] not in "#[":
            name, sign, value = line.partition("=")
            assert sign, line
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_starts_what_we_have() -> None:
    unit = _unit()
    (start,) = unit["ExecStart"]
    program, *words = start.split()
    assert Path(program).name == WORDS
    args = parser.build().parse_args(words)
    assert args.http[0] == "127.0.0.1"  # a proxy with TLS stands before it
    assert args.data == Path("/var/lib") / unit["StateDirectory"][0]
    assert unit["DynamicUser"] == ["yes"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["UMask"] == ["0077"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    text = UNIT.read_text().replace("/opt/mingtang/bin/mingtang-desk", "/bin/true")
    copy.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
