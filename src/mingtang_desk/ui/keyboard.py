"""The keyboard table: what help lists beside the commands of the menu, and who answers a key.

No key writes to a device: the ones that lead to a write open its review.
"""

from dataclasses import dataclass

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """Keys that no command of the menu has; `text` is marked in context "Keyboard"."""

    keys: str
    text: str


IN_PANELS: tuple[KeyRow, ...] = (
    KeyRow(
        keys="Enter",
        text=QT_TRANSLATE_NOOP("Keyboard", "In a field: take the offered value, or go on"),
    ),
    KeyRow(keys="Esc", text=QT_TRANSLATE_NOOP("Keyboard", "In a field: empty it")),
    KeyRow(keys="Z", text=QT_TRANSLATE_NOOP("Keyboard", "In Cells: zoom to the spread")),
    KeyRow(
        keys="C R M",
        text=QT_TRANSLATE_NOOP("Keyboard", "In Plot: crosshair, range, statistics of the range"),
    ),
    KeyRow(
        keys="I O F W",
        text=QT_TRANSLATE_NOOP("Keyboard", "In Plot: zoom in and out, fit the axes, whole time"),
    ),
    KeyRow(keys="S", text=QT_TRANSLATE_NOOP("Keyboard", "In Plot: a strip for each unit")),
    KeyRow(keys="Ctrl+C", text=QT_TRANSLATE_NOOP("Keyboard", "In Journal: copy the line, or all")),
)
REPLAY: tuple[KeyRow, ...] = (
    KeyRow(keys="Space", text=QT_TRANSLATE_NOOP("Keyboard", "Play or pause the recording")),
    KeyRow(keys="← →", text=QT_TRANSLATE_NOOP("Keyboard", "Previous or next sample")),
    KeyRow(keys="N P", text=QT_TRANSLATE_NOOP("Keyboard", "Next or previous event")),
)
STOP = KeyRow(
    keys="Esc",
    text=QT_TRANSLATE_NOOP("Keyboard", "Stop: end a connect or a read, close what lies on top"),
)
