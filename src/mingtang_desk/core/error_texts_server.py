"""What goes wrong with the self-hosted server, and the way out of it."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

SERVER_TEXTS: dict[str, ErrorText] = {
    "database_unusable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The database of the server cannot be used: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Check the address given with --db or the folder given with --data; “mingtang-desk "
            "cloud admin doctor” looks closer.",
        ),
    ),
    "server_extra_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server needs packages that are not installed: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Install “mingtang-desk[server]”."),
    ),
    "tracker_refused": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "The tracker of {where} refused what it was asked (result {result})."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Result 1 is a failure, 2 a wrong message, 3 something that it cannot do."
        ),
    ),
    "interlock_moving": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} moves: nothing that may cut its power is sent."),
        QT_TRANSLATE_NOOP("Error", "Wait until it stands."),
    ),
    "device_expired": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The time of {where} has run out."),
        QT_TRANSLATE_NOOP("Error", "Renew it first."),
    ),
    "device_not_enabled": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is not enabled."),
        QT_TRANSLATE_NOOP("Error", "Enable it first."),
    ),
    "port_taken": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nothing can listen at {where}: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Give another HOST:PORT with {option}."),
    ),
    "server_runs": ErrorText(
        QT_TRANSLATE_NOOP("Error", "A server runs on this database already: {where} ({who})."),
        QT_TRANSLATE_NOOP(
            "Error", "Stop it first, or give another --data or --db: one server owns its database."
        ),
    ),
    "tls_unusable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Certificate and key cannot be used: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "Give PEM files that belong together with --tls-cert and --tls-key."
        ),
    ),
    "admin_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "That cannot be done: {detail}."),
        "",
    ),
    "server_password_weak": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This password is too easy. {detail}"),
        QT_TRANSLATE_NOOP(
            "Error", "Several words in a row are easy to remember and hard to guess."
        ),
    ),
    "no_database": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no database at {where}."),
        QT_TRANSLATE_NOOP(
            "Error", "Give the folder or address that “cloud serve” is started with."
        ),
    ),
    "backup_unusable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is no usable backup: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Take another one; this one has not been touched."),
    ),
    "program_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The program {program} is not installed."),
        QT_TRANSLATE_NOOP("Error", "Install the client programs of PostgreSQL."),
    ),
    "gateway_only_bytes": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{where} hangs on a gateway, which takes nothing but bytes for the board."
        ),
        QT_TRANSLATE_NOOP("Error", "Only commands to the board itself can be carried out."),
    ),
}
