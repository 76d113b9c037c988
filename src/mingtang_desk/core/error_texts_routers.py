"""What goes wrong on the way to a battery, and the way out of it."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

ROUTER_TEXTS: dict[str, ErrorText] = {
    "router_address_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{url}” is not the address of a router: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Write it like https://router.example.org or http://host:5000."),
    ),
    "router_key_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The key of the router has signs that cannot be sent."),
        QT_TRANSLATE_NOOP("Error", "Copy it again, without spaces around it."),
    ),
    "router_timeout": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The router {router} did not answer within {seconds} s."),
        QT_TRANSLATE_NOOP("Error", "Try again; a long way by a small router takes its time."),
    ),
    "router_unreachable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The router {router} cannot be reached: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check its address, that it runs, and the network."),
    ),
    "router_key_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The router {router} does not take the key (status {status})."),
        QT_TRANSLATE_NOOP("Error", "Give the key of this router; it may have run out."),
    ),
    "router_too_many": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The router {router} was asked too often."),
        QT_TRANSLATE_NOOP("Error", "Wait a moment, then try again."),
    ),
    "router_no_way": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The router {router} knows no way: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "Its map may not reach there, or not have this profile; try another one."
        ),
    ),
    "router_answer_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{router} answered something that is no route: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check address and kind: another program may answer there."),
    ),
}
