"""Where packed files (icons, fonts, translations) are, in a wheel as in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def _folder(packed: str, checkout: Path) -> Path:
    inside = _PACKAGE / packed  # as importlib.resources has it, which takes its time to load
    return inside if inside.is_dir() else checkout


def resource_path(name: str) -> Path:
    """Return the path of a file under `resources/`, for example `icons/lock.svg`."""
    return _folder("_resources", _CHECKOUT / "resources") / name


def translation_path(name: str) -> Path:
    """Return the path of a compiled translation, for example `mingtang_zh_CN.qm`."""
    return _folder("_translations", _CHECKOUT / "build" / "translations") / name
