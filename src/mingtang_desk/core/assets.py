"""Where packed files (icons, fonts, translations) are, in a wheel as in a checkout."""

from functools import cache
from importlib.resources import files
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]


@cache
def _folder(packed: str, checkout: Path) -> Path:
    inside = Path(str(files("mingtang_desk"))) / packed
    return inside if inside.is_dir() else checkout


def resource_path(name: str) -> Path:
    """Return the path of a file under `resources/`, for example `icons/lock.svg`."""
    return _folder("_resources", _CHECKOUT / "resources") / name


def translation_path(name: str) -> Path:
    """Return the path of a compiled translation, for example `mingtang_zh_CN.qm`."""
    return _folder("_translations", _CHECKOUT / "build" / "translations") / name
