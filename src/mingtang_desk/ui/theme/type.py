"""Type: Inter packed with the app, Chinese by the system's own font, digits that do not jump."""

from enum import IntEnum

from PySide6.QtGui import QFont, QFontDatabase

from mingtang_desk.core.assets import resource_path

FILES = ("fonts/Inter-Regular.otf", "fonts/Inter-SemiBold.otf")
FAMILIES = (
    "Inter",
    "Noto Sans CJK SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Source Han Sans SC",
    "DejaVu Sans",
)


class Size(IntEnum):
    """Sizes in pixels."""

    DRAWING = 11
    SMALL = 12
    TEXT = 13
    CELL = 17
    HEADLINE = 26


def load_fonts() -> None:
    """Make the packed fonts known to Qt; needs an application."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource_path(name)))


def font(size: int = Size.TEXT, *, strong: bool = False) -> QFont:
    """Return a font of the desk with tabular figures."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(int(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    # Hinted to whole pixels the letters stand too far apart at 12 and 13 px.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Digits of one width, so that a changing value does not move its neighbours.
    made.setFeature(QFont.Tag("tnum"), 1)
    # Inter would write 0x2010 as 0×2010.
    made.setFeature(QFont.Tag("calt"), 0)
    return made


def mono(size: int = Size.SMALL) -> QFont:
    """Return a font of one width, for bytes: whatever the system has."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPixelSize(int(size))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
