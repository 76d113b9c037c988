"""Where this user's data lives: history, preferences, logs, captures."""

import os
import sys
from pathlib import Path


def home() -> Path:
    """Return the folder of all local data; `MINGTANG_HOME` moves it."""
    chosen = os.environ.get("MINGTANG_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "MingtangDesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "MingtangDesk"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "mingtang-desk"


def tiles_path() -> Path:
    """Return the folder of the tiles of map servers; whoever deletes it loses nothing."""
    if os.environ.get("MINGTANG_HOME"):
        return home() / "tiles"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", Path.home())
        return Path(local) / "MingtangDesk" / "tiles"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "MingtangDesk" / "tiles"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mingtang-desk/tiles"


def history_path() -> Path:
    """Return the history file."""
    return home() / "history.sqlite"


def run_path() -> Path:
    """Return the folder where running desks say which ports they hold."""
    return home() / "run"


def log_path() -> Path:
    """Return the log file."""
    return home() / "logs" / "desk.log"


def found_path() -> Path:
    """Return the file of what was found behind which adapter."""
    return home() / "found.json"


def roles_path() -> Path:
    """Return the file of who may write what; none = everybody everything."""
    return home() / "roles.json"


def golden_path() -> Path:
    """Return the folder of the saved golden sets."""
    return home() / "golden"


def captures_path() -> Path:
    """Return the folder that captures are written to."""
    return home() / "captures"


def cloud_path() -> Path:
    """Return the folder of the self-hosted server."""
    return home() / "cloud"


def cloud_log_path() -> Path:
    """Return the file of what the server on this computer says."""
    return home() / "logs" / "cloud.log"


def cloud_secrets_path() -> Path:
    """Return the file that keeps logins at servers where the machine has no keyring."""
    return home() / "cloud-secrets.json"


def cloud_demo_path() -> Path:
    """Return the folder of its demo, which no real data gets into."""
    return home() / "cloud-demo"
