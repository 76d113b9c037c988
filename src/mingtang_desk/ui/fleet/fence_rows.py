"""The rows of the list of fences: one fence each, with what is pending and what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.fence_draft import Fault, FenceDraft, watches
from mingtang_desk.cloud.models_rides import Fence
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.fence_words import hours_words, shape_words, whose_words
from mingtang_desk.ui.shown import age

NEW = "new"
"""Key of the fence that was drawn and not saved yet."""


class Sign(StrEnum):
    """What matters most of a fence."""

    NONE = ""
    LEFT = "left"
    ENTERED = "entered"
    FAULTY = "faulty"
    CHANGED = "changed"
    ASLEEP = "asleep"


MARKS: Mapping[Sign, tuple[str, str]] = {
    Sign.NONE: ("●", "ok_text"),
    Sign.LEFT: ("!", "bad_text"),
    Sign.ENTERED: ("→", "ok_text"),
    Sign.FAULTY: ("?", "bad_text"),
    Sign.CHANGED: ("✎", "accent_text"),
    Sign.ASLEEP: ("○", "muted"),
}
"""Sign and token of its colour."""
_TEXTS = {
    Sign.NONE: QT_TRANSLATE_NOOP("Fence", "watches"),
    Sign.ASLEEP: QT_TRANSLATE_NOOP("Fence", "outside its hours"),
    Sign.CHANGED: QT_TRANSLATE_NOOP("Fence", "not saved"),
    Sign.FAULTY: QT_TRANSLATE_NOOP("Fence", "cannot be saved yet"),
}
_BY_ZONE = QT_TRANSLATE_NOOP("Fence", "watches at its hours, by the zone of each battery")
_LEFT = QT_TRANSLATE_NOOP("Fence", "{number} left {age}")
_ENTERED = QT_TRANSLATE_NOOP("Fence", "{number} came in {age}")
_LEFT_AT = QT_TRANSLATE_NOOP("Fence", "{number} left at {time}")
_ENTERED_AT = QT_TRANSLATE_NOOP("Fence", "{number} came in at {time}")
_UNNAMED = QT_TRANSLATE_NOOP("Fence", "New fence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """What the server said last of a fence: `number` crossed it at `time`; `left`: outwards."""

    number: str
    time: datetime
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceRow:
    """A row.

    Attributes:
        key: id of the fence, `NEW` for one that is not saved.
        fence: as the server has it, None = not yet. draft: as it is shown.
        is_changed: draft and fence differ. is_asleep: it does not watch now by its hours.
        crossing: what happened last, None = nothing that stands open.
        sign: what matters most. state: that in words.
    """

    key: str
    fence: Fence | None
    draft: FenceDraft
    faults: tuple[Fault, ...] = ()
    is_changed: bool = False
    is_asleep: bool = False
    crossing: Crossing | None = None
    sign: Sign = Sign.NONE
    state: str = ""

    @property
    def name(self) -> str:
        """How it is called."""
        return self.draft.name.strip() or _say(_UNNAMED)

    @property
    def sub(self) -> str:
        """Shape, hours and whom it watches."""
        draft = self.draft
        return " · ".join((shape_words(draft), hours_words(draft.schedule), whose_words(draft)))

    @property
    def title(self) -> str:
        """All of it, for a tooltip or the map; the same until something changes."""
        crossing, state = self.crossing, self.state
        if crossing is not None and self.sign in (Sign.LEFT, Sign.ENTERED):
            text = _LEFT_AT if crossing.left else _ENTERED_AT
            when = crossing.time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            state = _say(text).format(number=crossing.number, time=when)
        return f"{self.name}\n{state}\n{self.sub}"


def rows_of(
    fences: Sequence[tuple[Fence, FenceDraft]],
    drafts: Mapping[str, FenceDraft],
    crossings: Mapping[str, Crossing],
    now: datetime,
    zone_min: int | None,
) -> list[FenceRow]:
    """Return all fences in the order of the server, the new one first.

    Args:
        fences: as the server has them, and each as a draft.
        drafts: what is pending, by key.
        crossings: what happened, by id.
        now: by the clock of the server.
        zone_min: of the chosen battery, None = not known.
    """
    rows: list[FenceRow] = []
    if NEW in drafts:
        rows.append(_row(NEW, None, drafts[NEW], None, now, zone_min))
    for fence, saved in fences:
        draft = drafts.get(fence.id, saved)
        rows.append(_row(fence.id, fence, draft, crossings.get(fence.id), now, zone_min, saved))
    return rows


def _row(
    key: str,
    fence: Fence | None,
    draft: FenceDraft,
    crossing: Crossing | None,
    now: datetime,
    zone_min: int | None,
    saved: FenceDraft | None = None,
) -> FenceRow:
    changed = draft is not saved
    faults = draft.faults() if changed else ()
    awake = watches(draft.schedule, now, zone_min)
    if crossing is not None and crossing.left:
        sign = Sign.LEFT
    elif faults:
        sign = Sign.FAULTY
    elif changed:
        sign = Sign.CHANGED
    elif crossing is not None:
        sign = Sign.ENTERED
    else:
        sign = Sign.ASLEEP if awake is False else Sign.NONE
    return FenceRow(
        key=key,
        fence=fence,
        draft=draft,
        faults=faults,
        is_changed=changed,
        is_asleep=awake is False,
        crossing=crossing,
        sign=sign,
        state=_state(sign, crossing, now) if awake is not None or sign else _say(_BY_ZONE),
    )


def _state(sign: Sign, crossing: Crossing | None, now: datetime) -> str:
    if crossing is not None and sign in (Sign.LEFT, Sign.ENTERED):
        ago = age(max((now - crossing.time).total_seconds(), 0.0))
        return _say(_LEFT if crossing.left else _ENTERED).format(number=crossing.number, age=ago)
    return _say(_TEXTS[sign])


def _say(text: str) -> str:
    return QCoreApplication.translate("Fence", text)
