"""Set-up of a checkout: `python3 packaging/bootstrap.py`, called by every make target.

Finds a Python that fits, makes .venv, installs the locked packages (hashes checked) and the
project itself, adds the system libraries that Qt needs where it may, and compiles translations
and bytecode. A second run finds its stamp and is done at once. Standard library only, and it has
to run on whatever python3 a machine has (3.8 or newer).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator, Sequence

import i18n

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
WANTED = ("3.12", "3.13")  # requires-python of pyproject.toml, the preferred one first
NO_PYTHON = (
    "setup: needs Python 3.12 or 3.13 and found none: run `uv python install 3.12`"
    " or `pyenv install 3.12`, then start again"
)

# What PySide6-Essentials opens on Debian and Ubuntu for xcb and offscreen (from ldd over its
# plugins), and PySide6-WebEngine beyond that; a screen and a Modbus master for tests; fonts, for
# without them each Chinese character is an empty box.
SYSTEM_LIBRARIES = """
libgl1 libegl1 libx11-6 libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0 libxcb1 libxcb-cursor0
libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
libdbus-1-3 libglib2.0-0 libfontconfig1 libfreetype6 libbrotli1 libexpat1 libgssapi-krb5-2
libzstd1 zlib1g libasound2 libdrm2 libgbm1 libnspr4 libnss3 libudev1 libxcb-dri3-0 libxcomposite1
libxdamage1 libxext6 libxfixes3 libxkbfile1 libxrandr2 libxrender1 libxtst6
fontconfig fonts-dejavu-core fonts-noto-cjk xvfb mbpoll postgresql
"""

# The jobs without Qt and with the server extra only leave these out of their environment, and with
# them what no test of theirs imports.
QT = [
    *("pyside6-essentials", "pyside6-addons", "pyside6-webengine", "shiboken6", "qasync"),
    *("pytest-qt", "pyqtgraph", "folium"),
]
LINKS = ["pyserial", "bleak", "aiobmsble", "bmstools"]
TOOLS = ["uv", "ruff", "mypy", "librt", "ast-serialize", "codespell", "import-linter", "grimp"]


def say(text: str) -> None:
    """Print one line of progress."""
    print("setup: " + text, flush=True)


def run(command: Sequence[str], **env: str | None) -> int:
    """Run a command in the root; an environment value of None is taken out."""
    full = {k: v for k, v in os.environ.items() if k not in env}
    full.update({k: v for k, v in env.items() if v is not None})
    return subprocess.call(list(command), cwd=str(ROOT), env=full, stdin=subprocess.DEVNULL)


def must(what: str, command: Sequence[str], **env: str | None) -> None:
    """Run a step that the rest needs; its own output says why it failed.

    Raises:
        SystemExit: the step failed.
    """
    say(what)
    if run(command, **env) != 0:
        raise SystemExit(
            "setup: stopped: " + what + ": `" + " ".join(command) + "` failed, see above"
        )


# --- a Python that fits --------------------------------------------------------------------------


def version_of(python: str) -> str | None:
    """Version as text, "3.12.1", if this interpreter runs here and fits."""
    ask = "import platform; print(platform.python_version())"
    try:
        done = subprocess.run(
            [python, "-I", "-c", ask],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    text = done.stdout.decode("ascii", "replace").strip()
    fits = text.rpartition(".")[0] in WANTED
    return text if done.returncode == 0 and fits else None


def candidates() -> Iterator[str]:
    """Interpreters to try, cheapest first; most of them may not exist."""
    yield sys.executable
    names = ["python" + minor for minor in WANTED]
    for name in [*names, "python3", "python"]:
        found = shutil.which(name)
        if found:
            yield found  # a pyenv shim runs only where its version is selected; tried all the same
    roots = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv")]
    for minor in WANTED:
        for root in filter(None, roots):
            folders = Path(root).glob("versions/" + minor + ".*/bin/python")
            yield from (str(p) for p in sorted(folders, reverse=True))
        for tool in ([shutil.which("uv")], [sys.executable, "-m", "uv"]):
            if tool[0]:
                yield from output([*tool, "python", "find", minor])
    if os.name == "nt":
        for minor in WANTED:
            yield from output(["py", "-" + minor, "-c", "import sys; print(sys.executable)"])


def output(command: Sequence[str | None]) -> list[str]:
    """Lines that a command prints, none if it is missing or fails."""
    try:
        return (
            subprocess.check_output(
                [str(part) for part in command],
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                timeout=30,
            )
            .decode("utf-8", "replace")
            .split("\n")
        )
    except (OSError, subprocess.SubprocessError):
        return []


def find_python() -> str:
    """Path of an interpreter for the environment.

    Raises:
        SystemExit: there is none; the one line says how to get one.
    """
    seen = set()
    for python in candidates():
        if python and python not in seen:
            seen.add(python)
            version = version_of(python)
            if version:
                say("Python " + version + " at " + python)
                return python
    raise SystemExit(NO_PYTHON)


# --- the environment -----------------------------------------------------------------------------


def python_in(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv(venv: Path) -> str:
    """Create the environment, or take over one that fits; returns its interpreter."""
    python = str(python_in(venv))
    if version_of(python) and output([python, "-m", "pip", "--version"]):
        return python
    base = find_python()
    must("new environment in " + venv.name, [base, "-m", "venv", "--clear", str(venv)])
    return python


def locked(without: Sequence[str]) -> str:
    """Text of the lock, less some packages."""
    entries = re.split(r"^(?=\S)", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(e for e in entries if re.split(r"[=\s]", e, maxsplit=1)[0] not in without)


def install(venv: Path, python: str, without: Sequence[str], editable: bool) -> None:
    """Install what the lock says, exactly, then the project without asking for anything more."""
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
    pip += ["--no-deps", "--root-user-action=ignore"]
    wanted = venv / "setup-requirements.txt"
    wanted.write_text(locked(without), encoding="utf-8")
    must("installing the locked packages (a minute)", [*pip, "--require-hashes", "-r", str(wanted)])
    if editable:
        must("installing mingtang-desk", [*pip, "--no-build-isolation", "-e", str(ROOT)])
    say("compiling bytecode")
    # Some packages ship templates that are no valid Python: the result does not matter.
    compile_all = [python, "-m", "compileall", "-qq", "-j0", str(venv)]
    run(compile_all, PYTHONDONTWRITEBYTECODE=None)


def fingerprint(python: str, extra: str) -> str:
    """What an installation depends on; a change of any of it means a new one."""
    digest = hashlib.sha256((extra + str(ROOT) + (version_of(python) or "none")).encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def set_up(venv: Path, without: Sequence[str], editable: bool) -> str:
    """Bring an environment up to date; returns its interpreter."""
    stamp = venv / "setup-stamp"
    python = str(python_in(venv))
    mark = fingerprint(python, " ".join(without))
    if stamp.is_file() and stamp.read_text() == mark:
        return python
    python = make_venv(venv)
    install(venv, python, without, editable)
    stamp.write_text(fingerprint(python, " ".join(without)))
    return python


# --- system libraries ----------------------------------------------------------------------------


def missing_libraries() -> list[str]:
    """Names from SYSTEM_LIBRARIES that dpkg does not have; empty where there is no dpkg."""
    wanted = SYSTEM_LIBRARIES.split()
    both = [name for base in wanted for name in (base, base + "t64")]  # renamed since Debian 13
    lines = output_even_if_failed(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *both]
    )
    have = {line.split()[0] for line in lines if line.endswith(" installed")}
    return [name for name in wanted if name not in have and name + "t64" not in have]


def output_even_if_failed(command: Sequence[str]) -> list[str]:
    """Lines of a command that fails as soon as one of its names is unknown."""
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace").splitlines()


def add_libraries(may_install: bool) -> None:
    """Install missing libraries where that is allowed, otherwise say the one line to run."""
    if not sys.platform.startswith("linux"):
        return
    if not shutil.which("dpkg-query"):
        if may_install:
            say(
                "not a Debian system: Qt needs the counterparts of "
                + " ".join(SYSTEM_LIBRARIES.split())
            )
        return
    missing = missing_libraries()
    if not missing:
        return
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=400", "-o", "Dpkg::Use-Pty=0"]
    command = [*apt, "install", "-y", "-q", "--no-install-recommends", *missing]
    if may_install and shutil.which("apt-get"):
        prefix = as_root()
        if prefix is not None:
            say("adding system libraries: " + " ".join(missing))
            if apt_install(prefix, apt, command):
                return
    line = "sudo apt-get install -y --no-install-recommends " + " ".join(missing)
    say("missing system libraries; the window may not start. Run: " + line)


def as_root() -> list[str] | None:
    """Prefix that makes a command run as root without a question; None if there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and run([sudo, "-n", "true"]) == 0:
        return [sudo, "-n"]
    return None


def apt_install(prefix: list[str], apt: list[str], command: list[str]) -> bool:
    """Install; if that fails the lists are absent or old, so fetch them and try once more."""
    env: dict[str, str | None] = {"DEBIAN_FRONTEND": "noninteractive"}
    if run([*prefix, *command], **env) == 0:
        return True
    say("fetching the package lists first")
    return run([*prefix, *apt, "update", "-q"], **env) == 0 and run([*prefix, *command], **env) == 0


# --- the command ---------------------------------------------------------------------------------


def main() -> None:
    """Set up the checkout, or with --without-qt DIR the environment of the jobs without Qt."""
    parser = argparse.ArgumentParser(description="Sets up a checkout of Mingtang Desk.")
    parser.add_argument(
        "--without-qt", metavar="DIR", help="only an environment without Qt, in DIR"
    )
    options = parser.parse_args()
    started = time.monotonic()
    if options.without_qt:
        set_up(Path(options.without_qt).resolve(), [*QT, *LINKS, *TOOLS], editable=True)
        return
    fresh = not (VENV / "setup-stamp").is_file()
    python = set_up(VENV, [], editable=True)
    add_libraries(may_install=fresh)
    if i18n.stale(ROOT):
        must("translations", [python, str(ROOT / "packaging" / "i18n.py"), "release"])
    run([python, "-m", "compileall", "-qq", "src"], PYTHONDONTWRITEBYTECODE=None)
    say("ready in %.1f s" % (time.monotonic() - started))


if __name__ == "__main__":
    main()
