"""Verdicts and evidence of `device.asleep` in English; the window translates these very texts."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.asleep import Diagnosis, Reason, Verdict

VERDICTS: dict[Verdict, ErrorText] = {
    Verdict.AWAKE: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board answers"),
        QT_TRANSLATE_NOOP("Wake", "There is nothing to wake."),
    ),
    Verdict.WOKEN: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board was asleep and is awake now"),
        QT_TRANSLATE_NOOP("Wake", "It may fall asleep again when nobody asks it."),
    ),
    Verdict.ASLEEP: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board is probably asleep"),
        QT_TRANSLATE_NOOP("Wake", "Wake it as below; it is read again by itself."),
    ),
    Verdict.SILENT: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "No answer; why cannot be told from here"),
        QT_TRANSLATE_NOOP(
            "Wake",
            "The board may be asleep, dead or not plugged in, A and B may be swapped, or speed or "
            "address be wrong: on the line all of these look the same.",
        ),
    ),
    Verdict.MUTE: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board no longer answers, waking did not help"),
        QT_TRANSLATE_NOOP(
            "Wake",
            "It sleeps so deeply that only the steps below wake it, or its plug, its power or the "
            "board itself has failed.",
        ),
    ),
    Verdict.ECHO: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The adapter works, the board is silent"),
        QT_TRANSLATE_NOOP(
            "Wake",
            "The board may be asleep, dead or not plugged in, A and B may be swapped behind the "
            "adapter, or speed or address be wrong.",
        ),
    ),
    Verdict.TAKEN: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board is near and awake, but lets nobody in"),
        QT_TRANSLATE_NOOP("Wake", "Most often a phone is connected to it: close the app there."),
    ),
    Verdict.WRONG_SPEED: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "Somebody sends, but at another speed or over a bad line"),
        QT_TRANSLATE_NOOP(
            "Wake",
            "This is no sleep. Choose another baud rate or protocol, or let the desk find the "
            "battery; then check A, B and ground.",
        ),
    ),
    Verdict.DAMAGED: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board sends, but what arrives is damaged"),
        QT_TRANSLATE_NOOP(
            "Wake",
            "This is no sleep: the speed was right before. Check plug, cable and ground, and that "
            "nobody else sends on this line.",
        ),
    ),
    Verdict.FOREIGN: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "Somebody talks on this line, but not to the desk"),
        QT_TRANSLATE_NOOP(
            "Wake", "Check protocol and address, and unplug other masters of this bus."
        ),
    ),
    Verdict.NOT_THERE: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "There is nothing at this address now"),
        QT_TRANSLATE_NOOP(
            "Wake",
            "Port, converter or radio is not there. Over Bluetooth this is also what a board looks "
            "like that sleeps, is out of range or is connected to a phone.",
        ),
    ),
    Verdict.UNASKED: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "The board could not be asked"),
        QT_TRANSLATE_NOOP(
            "Wake", "Nothing is known of it: mend the link first, as the error says."
        ),
    ),
    Verdict.UNKNOWN: ErrorText(
        QT_TRANSLATE_NOOP("Wake", "Nothing is known of this board yet"),
        QT_TRANSLATE_NOOP("Wake", "Try to wake it: the desk asks it several times, read only."),
    ),
}

REASONS: dict[str, str] = {
    "opened_wire": QT_TRANSLATE_NOOP("Wake", "The port opens: computer and adapter are in order."),
    "opened_network": QT_TRANSLATE_NOOP("Wake", "The converter accepts the connection."),
    "opened_radio": QT_TRANSLATE_NOOP(
        "Wake", "The Bluetooth module is connected, so it has power."
    ),
    "not_opened": QT_TRANSLATE_NOOP("Wake", "The link could not be opened."),
    "gone": QT_TRANSLATE_NOOP("Wake", "There is no such port or host."),
    "heard": QT_TRANSLATE_NOOP("Wake", "It announces itself over Bluetooth."),
    "not_heard": QT_TRANSLATE_NOOP("Wake", "It does not announce itself over Bluetooth."),
    "not_connected": QT_TRANSLATE_NOOP("Wake", "It does not accept a connection."),
    "early": QT_TRANSLATE_NOOP("Wake", "{n} bytes came before anything was asked."),
    "asked": QT_TRANSLATE_NOOP("Wake", "Asked {n} times, without an answer."),
    "answered_first": QT_TRANSLATE_NOOP("Wake", "The first ask was answered."),
    "answered": QT_TRANSLATE_NOOP("Wake", "Ask {n} was answered, those before it were not."),
    "then_mute": QT_TRANSLATE_NOOP("Wake", "After that, {n} asks were not answered."),
    "garbage": QT_TRANSLATE_NOOP("Wake", "{n} bytes came that belong to no frame."),
    "frames": QT_TRANSLATE_NOOP("Wake", "{n} good frames came that answer nothing of ours."),
    "echoed": QT_TRANSLATE_NOOP("Wake", "Only our own bytes come back."),
    "no_byte": QT_TRANSLATE_NOOP("Wake", "Not a single byte came."),
    "others_answer": QT_TRANSLATE_NOOP("Wake", "Another board on this line answers."),
    "never_answered": QT_TRANSLATE_NOOP("Wake", "It has not answered in this connection."),
    "answered_before": QT_TRANSLATE_NOOP("Wake", "It answered earlier in this connection."),
    "undervoltage": QT_TRANSLATE_NOOP("Wake", "Its under-voltage protection was on then."),
    "low_soc": QT_TRANSLATE_NOOP("Wake", "Its charge was {n} % then."),
    "rested": QT_TRANSLATE_NOOP("Wake", "No current had flowed for {n} min."),
    "unasked": QT_TRANSLATE_NOOP("Wake", "Nobody had asked it for {n} s."),
    "sleeps": QT_TRANSLATE_NOOP("Wake", "Boards of this kind are known to sleep."),
    "sleep_unknown": QT_TRANSLATE_NOOP("Wake", "Whether this kind of board sleeps is not known."),
}


def reason_text(reason: Reason) -> str:
    """Return a line of evidence in English."""
    return REASONS[reason.key].format(**reason.values)


def verdict_document(diagnosis: Diagnosis) -> dict[str, object]:
    """Return verdict and evidence as commands print them."""
    message, hint = VERDICTS[diagnosis.verdict]
    return {
        "key": diagnosis.verdict.value,
        "message": message,
        "hint": hint,
        "evidence": [reason_text(reason) for reason in diagnosis.reasons],
    }
