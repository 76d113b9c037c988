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
    "port_taken": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nothing can listen at {where}: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Give another HOST:PORT with --http or --jt808."),
    ),
    "gateway_only_bytes": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{where} hangs on a gateway, which takes nothing but bytes for the board."
        ),
        QT_TRANSLATE_NOOP("Error", "Only commands to the board itself can be carried out."),
    ),
}
