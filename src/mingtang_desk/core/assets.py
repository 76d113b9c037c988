"""Where packed files (icons, fonts, translations) are, in a wheel as in a checkout."""

from importlib.resources import files
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]


def _find(packed: str, checkout: Path, name: str) -> Path:
    inside = Path(str(files("mingtang_desk"))) / packed
    return (inside if inside.is_dir() else checkout) / name


def resource_path(name: str) -> Path:
    """Return the path of a file under `resources/`, for example `icons/lock.svg`."""
    return _find("_resources", _CHECKOUT / "resources", name)


def translation_path(name: str) -> Path:
    """Return the path of a compiled translation, for example `mingtang_zh_CN.qm`."""
    return _find("_translations", _CHECKOUT / "build" / "translations", name)
