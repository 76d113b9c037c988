"""What is wrong with a link and what to do, in words."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.link_quality import ENOUGH, Finding, Verdict
from mingtang_desk.ui.shown import number

_BAD_PCT = 10.0
_SPANS = (
    QT_TRANSLATE_NOOP("LinkQuality", "over the last minute"),
    QT_TRANSLATE_NOOP("LinkQuality", "in this recording"),
)
_CHIPS: dict[Finding, str] = {
    Finding.GOOD: QT_TRANSLATE_NOOP("LinkQuality", "GOOD"),
    Finding.TOO_FEW: QT_TRANSLATE_NOOP("LinkQuality", "COUNTING"),
    Finding.NOT_COUNTED: QT_TRANSLATE_NOOP("LinkQuality", "NOT COUNTED"),
    Finding.NO_ANSWER: QT_TRANSLATE_NOOP("LinkQuality", "NO ANSWER"),
    Finding.GARBLED: QT_TRANSLATE_NOOP("LinkQuality", "GARBLED"),
    Finding.DAMAGED: QT_TRANSLATE_NOOP("LinkQuality", "DAMAGED"),
    Finding.NOISE: QT_TRANSLATE_NOOP("LinkQuality", "NOISE"),
    Finding.MISSING: QT_TRANSLATE_NOOP("LinkQuality", "MISSING"),
    Finding.DROPS: QT_TRANSLATE_NOOP("LinkQuality", "BREAKS OFF"),
    Finding.SLOW: QT_TRANSLATE_NOOP("LinkQuality", "SLOW"),
    Finding.WEAK: QT_TRANSLATE_NOOP("LinkQuality", "WEAK"),
}
_TITLES: dict[Finding, str] = {
    Finding.GOOD: QT_TRANSLATE_NOOP("LinkQuality", "Good: {failed} of {n} requests failed {span}."),
    Finding.TOO_FEW: QT_TRANSLATE_NOOP(
        "LinkQuality", "Too little to judge yet: {n} requests {span}."
    ),
    Finding.NOT_COUNTED: QT_TRANSLATE_NOOP(
        "LinkQuality", "This board is read by a library that does not count errors."
    ),
    Finding.NO_ANSWER: QT_TRANSLATE_NOOP(
        "LinkQuality", "No answers: {n} requests {span}, none was answered."
    ),
    Finding.GARBLED: QT_TRANSLATE_NOOP(
        "LinkQuality", "Nothing whole comes: {bad} damaged frames, {bytes} stray bytes {span}."
    ),
    Finding.DAMAGED: QT_TRANSLATE_NOOP("LinkQuality", "Frames are damaged: {damaged} % {span}."),
    Finding.NOISE: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Noise on the line: {bytes} stray bytes, {errors} % of the requests failed {span}.",
    ),
    Finding.MISSING: QT_TRANSLATE_NOOP(
        "LinkQuality", "Answers are missing: {errors} % of {n} requests {span}."
    ),
    Finding.DROPS: QT_TRANSLATE_NOOP("LinkQuality", "Lost {drops} times within ten minutes."),
    Finding.SLOW: QT_TRANSLATE_NOOP("LinkQuality", "Answers are slow: {latency} ms {span}."),
    Finding.WEAK: QT_TRANSLATE_NOOP("LinkQuality", "Weak signal: {signal} dBm when it was found."),
}
_WIRE: dict[Finding, str] = {
    Finding.TOO_FEW: QT_TRANSLATE_NOOP("LinkQuality", "It takes {enough} of them."),
    Finding.NOT_COUNTED: QT_TRANSLATE_NOOP(
        "LinkQuality", "Only samples a second and the signal are known."
    ),
    Finding.NO_ANSWER: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Check plug, address and speed, and whether the board sleeps: a charger, a load or its "
        "button wakes it.",
    ),
    Finding.GARBLED: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Check baud rate and protocol, whether A and B are swapped, and that nobody else talks.",
    ),
    Finding.DAMAGED: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Check the cable, the termination (120 Ω at both ends), the ground and power cables beside "
        "it. On a long line a lower speed helps.",
    ),
    Finding.NOISE: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Check ground, termination and bias resistors, and that no second program or device talks "
        "on this line.",
    ),
    Finding.MISSING: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Check the plugs and the supply of the board, and that no other board has its address. A "
        "busy board skips some too.",
    ),
    Finding.DROPS: QT_TRANSLATE_NOOP(
        "LinkQuality", "Check plug and adapter; a loose USB cable or a hub without power does this."
    ),
    Finding.SLOW: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "The board or a converter takes its time. Check the packet delay of the converter and how "
        "many devices share the line.",
    ),
}
_AIR: dict[Finding, str] = {
    Finding.NO_ANSWER: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Connected, but the board behind the module is silent: it may sleep. A charger, a load or "
        "its button wakes it.",
    ),
    Finding.DAMAGED: QT_TRANSLATE_NOOP(
        "LinkQuality",
        "Radio repairs its own errors: check the wires between Bluetooth module and board.",
    ),
    Finding.MISSING: QT_TRANSLATE_NOOP(
        "LinkQuality", "Come nearer, or take metal out of the way. A busy board skips some too."
    ),
    Finding.DROPS: QT_TRANSLATE_NOOP(
        "LinkQuality", "Come nearer, take metal out of the way, keep other phones off the board."
    ),
    Finding.SLOW: QT_TRANSLATE_NOOP(
        "LinkQuality", "Come nearer: each packet that is lost on the air is sent again."
    ),
    Finding.WEAK: QT_TRANSLATE_NOOP(
        "LinkQuality", "Come nearer or take metal out of the way before you write settings."
    ),
}
_FOREIGN = QT_TRANSLATE_NOOP(
    "LinkQuality", "Another master asks on this line too; its requests and ours collide."
)
_MUTED = (Finding.TOO_FEW, Finding.NOT_COUNTED)
_GRAVE = (Finding.NO_ANSWER, Finding.GARBLED)
_CALM = (Finding.GOOD, Finding.TOO_FEW, Finding.NOT_COUNTED, Finding.WEAK)


class VerdictWords(NamedTuple):
    """A chip (word and fill), what is wrong, what to do."""

    chip: str
    state: str
    title: str
    hint: str


def verdict_words(
    verdict: Verdict, *, radio: bool, recorded: bool, signal_dbm: int | None
) -> VerdictWords:
    """Return a verdict in words; over the `radio` there are other things to do than at a wire."""
    finding, counts = verdict.finding, verdict.counts
    values = {
        "span": _tr(_SPANS[recorded]),
        "n": counts.tried or counts.frames,
        "failed": (counts.timeouts or 0) if counts.tried else (counts.bad or 0),
        "bad": counts.bad or 0,
        "bytes": counts.ignored_bytes or 0,
        "damaged": number(counts.damaged_pct or 0.0, 1),
        "errors": number(counts.error_pct or 0.0, 1),
        "latency": number((counts.latency_mean_s or 0.0) * 1000, 0),
        "drops": verdict.drops,
        "signal": number(signal_dbm or 0, 0),
        "enough": ENOUGH,
    }
    hint = (_AIR if radio else {}).get(finding) or _WIRE.get(finding, "")
    hints = [_tr(hint).format(**values)] if hint else []
    if verdict.foreign and finding not in _CALM:
        hints.insert(0, _tr(_FOREIGN))
    return VerdictWords(
        _tr(_CHIPS[finding]),
        _state(verdict),
        _tr(_TITLES[finding]).format(**values),
        " ".join(hints),
    )


def _state(verdict: Verdict) -> str:
    finding = verdict.finding
    if finding is Finding.GOOD:
        return "ok"
    if finding in _MUTED:
        return "muted"
    worst = max(verdict.counts.damaged_pct or 0.0, verdict.counts.error_pct or 0.0)
    return "bad" if finding in _GRAVE or worst >= _BAD_PCT else "warn"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LinkQuality", text)
