"""Why no battery was found at a place: rows of `ERROR_TEXTS`."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

FINDING_TEXTS: dict[str, ErrorText] = {
    "no_ports": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This computer has no serial port."),
        QT_TRANSLATE_NOOP(
            "Error", "Plug the USB adapter in and check its driver, or type the address of a port."
        ),
    ),
    "find_silent": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nobody answers on {where}; not a single byte came."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Check that the board has power and that A and B are not swapped; wake a sleeping "
            "board by charger or button. Tried: {tried}.",
        ),
    ),
    "find_garbage": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "On {where} bytes come ({count}), but none that make a frame at any speed."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "A and B may be swapped, ground may be missing, or the board speaks another protocol. "
            "Tried: {tried}.",
        ),
    ),
    "find_unknown": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "Somebody on {where} speaks {protocol}, but as no board that the desk knows."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Connect it with a register map of its own: protocol=modbus&profile=FILE."
        ),
    ),
    "find_unconfirmed": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "On {where} a {protocol} board answered once and not a second time."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Check plug and cable, look for a second master, then search again."
        ),
    ),
    "find_stopped": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The search on {where} was stopped before its end."),
        QT_TRANSLATE_NOOP("Error", "Search again and give it more time."),
    ),
    "address_clash": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "On {where} two boards seem to answer at address {address} at once."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Unplug all but one of them and give it another address, then search again."
        ),
    ),
    "port_open_here": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is open in this desk already."),
        QT_TRANSLATE_NOOP("Error", "Its devices are in the list; disconnect them to search there."),
    ),
    "probe_writes": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "Protocol {protocol} would write while it searches; it was left out."
        ),
        QT_TRANSLATE_NOOP("Error", "Connect such a board by naming its protocol."),
    ),
}
