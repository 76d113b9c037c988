"""A share in words: how its link is, who looks, what was asked last, what may be written."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.share_state import Asked, SharePhase, ShareState
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

CONTEXT = "Share"
_PHASES: Mapping[SharePhase, tuple[str, str]] = {
    SharePhase.OPENING: (QT_TRANSLATE_NOOP("Share", "Connecting"), "muted"),
    SharePhase.LIVE: (QT_TRANSLATE_NOOP("Share", "Shared"), "ok"),
    SharePhase.BROKEN: (QT_TRANSLATE_NOOP("Share", "Link lost, trying again"), "warn"),
    SharePhase.ENDED: (QT_TRANSLATE_NOOP("Share", "Not shared any more"), "muted"),
}
_KINDS: Mapping[str, str] = {
    "bms_read": QT_TRANSLATE_NOOP("Share", "read"),
    "bms_write": QT_TRANSLATE_NOOP("Share", "write settings"),
    "bms_control": QT_TRANSLATE_NOOP("Share", "switch something"),
    "bms_request": QT_TRANSLATE_NOOP("Share", "send bytes"),
}
_PROBLEMS: Mapping[str, str] = {
    "bench_read_only": QT_TRANSLATE_NOOP("Share", "refused: writing is not allowed"),
    "bench_not_permitted": QT_TRANSLATE_NOOP("Share", "refused: not by the role signed in here"),
    "bench_busy": QT_TRANSLATE_NOOP("Share", "refused: the bench was busy"),
    "bench_too_fast": QT_TRANSLATE_NOOP("Share", "refused: too many requests"),
    "bench_unknown_bytes": QT_TRANSLATE_NOOP("Share", "refused: bytes nobody can judge"),
    "bench_other_board": QT_TRANSLATE_NOOP("Share", "refused: meant for another board"),
    "bench_link_down": QT_TRANSLATE_NOOP("Share", "not done: no link to the board"),
}


def phase_words(state: ShareState) -> tuple[str, str]:
    """Return how the link is, and the fill of its chip."""
    text, look = _PHASES[state.phase]
    return QCoreApplication.translate(CONTEXT, text), look


def place_of(state: ShareState) -> str:
    """Return the server without its scheme."""
    return state.server.partition("://")[2]


def looking_words(state: ShareState) -> str:
    """Return who looks: "li, wang"."""
    if not state.looking:
        return QCoreApplication.translate("Share", "nobody within the last five minutes")
    return ", ".join(state.looking)


def writing_words(state: ShareState) -> str:
    """Return what may be written: "writing not allowed", "writing allowed, 9 min left"."""
    left = state.writing_left_s
    if left is None:
        return QCoreApplication.translate("Share", "writing not allowed")
    minutes = max(1, round(left / 60))
    return QCoreApplication.translate("Share", "writing allowed, %n min left", "", minutes)


def short_words(state: ShareState) -> str:
    """Return the line under the name of a device: "2 looking, writing not allowed"."""
    parts = []
    if state.phase is not SharePhase.LIVE:
        parts.append(phase_words(state)[0])
    count = len(state.looking)
    if count:
        parts.append(QCoreApplication.translate("Share", "%n looking", "", count))
    parts.append(writing_words(state))
    return ", ".join(parts)


def asked_words(asked: Asked | None) -> str:
    """Return the last request: "10:32:07 li: read"."""
    if asked is None:
        return QCoreApplication.translate("Share", "Nothing was asked yet.")
    at = asked.at.astimezone().strftime("%H:%M:%S")
    who = asked.by or QCoreApplication.translate("Share", "somebody")
    kind = _KINDS.get(asked.kind)
    what = asked.kind if kind is None else QCoreApplication.translate(CONTEXT, kind)
    problem = _PROBLEMS.get(asked.problem, "")
    end = QCoreApplication.translate(CONTEXT, problem) if problem else ""
    return f"{at}  {who}: {what}" + (f" ({end})" if end else "")


def counts_words(state: ShareState) -> str:
    """Return how much was asked: "41 passed on, 2 of them writes; 3 refused"."""
    text = QCoreApplication.translate("Share", "{n} passed on, {w} of them writes; {r} refused")
    return text.format(n=state.passed, w=state.written, r=state.refused)
