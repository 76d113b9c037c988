"""Verdicts, evidence and ways of waking in the language of the window."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.device.asleep import Diagnosis, Reason
from mingtang_desk.device.asleep_words import REASONS, VERDICTS
from mingtang_desk.interfaces.wake import PRACTICE, WakeWay


class VerdictWords(NamedTuple):
    """What is the matter; what that means."""

    title: str
    hint: str


def verdict_words(diagnosis: Diagnosis) -> VerdictWords:
    """Return a verdict in words."""
    message, hint = VERDICTS[diagnosis.verdict]
    return VerdictWords(_tr(message), _tr(hint))


def reason_words(reason: Reason) -> str:
    """Return a line of evidence in words."""
    return _tr(REASONS[reason.key]).format(**reason.values)


def step_words(way: WakeWay) -> str:
    """Return what to do."""
    return _tr(way.text)


def source_words(way: WakeWay) -> str:
    """Return where a way is known from; documents keep their names."""
    if way.source == PRACTICE:
        return QCoreApplication.translate("Wake", "Common practice; no document says so.")
    return QCoreApplication.translate("Wake", "Known from: {source}").format(source=way.source)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Wake", text)
