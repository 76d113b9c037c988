"""What goes wrong on the way to a board and in its answers: rows of `ERROR_TEXTS`."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

LINK_TEXTS: dict[str, ErrorText] = {
    # links
    "port_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no port {where}."),
        QT_TRANSLATE_NOOP(
            "Error", "Plug the adapter in, check its driver, or choose one of: {known}."
        ),
    ),
    "port_busy": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Port {where} is in use by {holder}."),
        QT_TRANSLATE_NOOP(
            "Error", "Close the other program or window that holds this port, then try again."
        ),
    ),
    "port_busy_for": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Port {where} is in use by {holder} for {seconds} s more."),
        QT_TRANSLATE_NOOP("Error", "Wait until then, or end that program."),
    ),
    "port_kept": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{holder} was asked for port {where} and keeps it."),
        QT_TRANSLATE_NOOP(
            "Error", "Release the link there (Ctrl+R) or close that program, then try again."
        ),
    ),
    "port_unanswered": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{holder} was asked for port {where} and gave no answer within {seconds} s."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Answer the question there, or close that program, then try again."
        ),
    ),
    "port_forbidden": ErrorText(
        QT_TRANSLATE_NOOP("Error", "You may not open port {where}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "On Linux add yourself to the group “{group}” (sudo usermod -aG {group} $USER) and "
            "log in again.",
        ),
    ),
    "port_setup": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Port {where} does not accept these settings: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Choose another baud rate or adapter."),
    ),
    "line_differs": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{where} is open here with {option} {have}; {option} {value} cannot be added."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Boards on one line share its speed. Disconnect the others first."
        ),
    ),
    "host_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nothing listens at {where}."),
        QT_TRANSLATE_NOOP(
            "Error", "Check address, port number and that the converter is switched on."
        ),
    ),
    "host_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The host of {where} cannot be found."),
        QT_TRANSLATE_NOOP("Error", "Check the name or write its IP address."),
    ),
    "host_timeout": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} did not accept the connection within {seconds} s."),
        QT_TRANSLATE_NOOP("Error", "Check the network and that the converter is switched on."),
    ),
    "host_unreachable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} cannot be reached: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check the network between this computer and the converter."),
    ),
    "write_stuck": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} takes no bytes."),
        QT_TRANSLATE_NOOP("Error", "Check the adapter and its flow control, or plug it in again."),
    ),
    "link_lost": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The link to {where} was cut."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Check cable and power; the desk reconnects by itself while the device is open.",
        ),
    ),
    "recording_ended": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The recording {where} has ended."),
        QT_TRANSLATE_NOOP("Error", "Open it again to play it from the start."),
    ),
    "link_closed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The link to {where} is not open."),
        QT_TRANSLATE_NOOP("Error", "Connect first."),
    ),
    "link_released": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The link to {where} is released; another program may use it."),
        QT_TRANSLATE_NOOP("Error", "Press Ctrl+R to take it back."),
    ),
    "link_lent": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The link to {where} is lent to {holder}."),
        QT_TRANSLATE_NOOP(
            "Error", "It comes back by itself when that program is done, or with Ctrl+R."
        ),
    ),
    "no_answer": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} did not answer ({what}, {tries} tries)."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Check wiring (A and B swapped?), baud rate and address; wake a sleeping board by "
            "charger or button.",
        ),
    ),
    "only_garbage": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "{where} sends bytes, but none that make a valid frame ({what}, {tries} tries).",
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Most often the baud rate or the protocol is wrong, or two masters share the bus.",
        ),
    ),
    "garbage_unasked": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "{where} sends bytes, but none that make a valid frame ({what}, {tries} tries); "
            "{unasked} of them came before anything was asked.",
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Somebody else talks on this line, or the baud rate is wrong, or A and B are swapped.",
        ),
    ),
    "bus_in_use": ErrorText(
        QT_TRANSLATE_NOOP("Error", "On {where} another master {what}. Nothing was sent."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Unplug the other master, or add share=on to the address to ask in the gaps it leaves.",
        ),
    ),
    "bus_never_quiet": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{where} was never quiet long enough to ask for {what}; nothing was sent."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Another master leaves no gap on this line. Unplug it, or slow it down."
        ),
    ),
    "write_locked": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Writing is locked."),
        QT_TRANSLATE_NOOP("Error", "Unlock writing in the strip at the top, then try again."),
    ),
    "read_only_link": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is a recording and cannot be written to."),
        QT_TRANSLATE_NOOP("Error", "Connect the device itself."),
    ),
    # protocol
    "frame_invalid": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "A reply to {what} is too short or contradicts itself: {detail}."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Save a capture and report it; nothing was shown from this reply."
        ),
    ),
    "reply_unexpected": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The board answered {got} when {what} was asked."),
        QT_TRANSLATE_NOOP("Error", "Another master may be talking on the same bus."),
    ),
    "board_changed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "At {where} now answers {got}, before it was {before}."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent to it. Look which pack is connected, then read it again."
        ),
    ),
    "rejected": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The board refused {what} (code {code}: {meaning})."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Read the settings again; a password or another state of the board may be needed.",
        ),
    ),
    "not_saved": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The board uses the new values but did not save them ({code})."),
        QT_TRANSLATE_NOOP("Error", "They may be gone after a restart. Write them again."),
    ),
    "nothing_decoded": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "No valid frame in these bytes ({bad_frames} bad frames, {ignored_bytes} bytes "
            "ignored).",
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Check the protocol, or try --lenient to look at frames with a bad checksum."
        ),
    ),
    "hex_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{text}” is not hexadecimal."),
        QT_TRANSLATE_NOOP("Error", "Write bytes as pairs of 0-9 and A-F."),
    ),
}
