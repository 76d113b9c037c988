"""A board on the bench that is shared to a server: what goes wrong here, and what is told there."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

SHARE_TEXTS: dict[str, ErrorText] = {
    "share_taken": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "Battery {number} has a link at {server} already: a tracker or another desk."
        ),
        QT_TRANSLATE_NOOP("Error", "Choose another number, or end that link first."),
    ),
    "share_impossible": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} cannot be shared."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Only a board that this desk talks to itself can be: no recording, no battery of a "
            "cloud, and none that a plug-in of another program reads.",
        ),
    ),
    "share_known": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} is shared already, as battery {number}."),
        QT_TRANSLATE_NOOP("Error", "End that first."),
    ),
    "share_many": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} takes up to {limit} shared boards of one user."),
        QT_TRANSLATE_NOOP("Error", "End another one first."),
    ),
    "bench_read_only": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "The desk that shares {where} lets it be read only: nothing was written."
        ),
        QT_TRANSLATE_NOOP("Error", "Ask whoever is at the bench to allow writing from afar."),
    ),
    "bench_not_permitted": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "Whoever is signed in at the desk that shares {where} may not let writes in."
        ),
        QT_TRANSLATE_NOOP("Error", "An engineer has to sign in at the bench, or write there."),
    ),
    "bench_busy": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The desk that shares {where} uses the board itself now."),
        QT_TRANSLATE_NOOP("Error", "Whoever is at the bench comes first; try again in a moment."),
    ),
    "bench_too_fast": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The desk that shares {where} was asked too much at once."),
        QT_TRANSLATE_NOOP("Error", "It keeps its bus free for its own work; try again slower."),
    ),
    "bench_unknown_bytes": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "The desk that shares {where} does not know what these bytes would do."
        ),
        QT_TRANSLATE_NOOP("Error", "It passes on nothing that its driver cannot judge."),
    ),
    "bench_other_board": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "These bytes are for another board than the one that is shared as {where}."
        ),
        QT_TRANSLATE_NOOP("Error", "Nobody reaches the others on its bus from afar."),
    ),
    "bench_link_down": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The desk that shares {where} has no link to the board now."),
        QT_TRANSLATE_NOOP(
            "Error", "Cable, radio or power is off at the bench, or it was released."
        ),
    ),
    "bench_ended": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The desk does not share {where} any more."),
        QT_TRANSLATE_NOOP("Error", "Ask whoever is at the bench to share it again."),
    ),
}
