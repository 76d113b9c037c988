"""What goes wrong with settings files, golden sets and presets, and the way out of it."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

GOLDEN_TEXTS: dict[str, ErrorText] = {
    "golden_edited": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{path} was changed after it was released: its checksum does not fit it."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Save the set again under a new version, or accept the edited file "
            "(--accept-edited) if you know who changed it.",
        ),
    ),
    "settings_other_board": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The set was released for {theirs}, this board is {ours}."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent. Choose a set for this board, or save a new version for it."
        ),
    ),
    "settings_other_chemistry": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{name}: the set is for {theirs} cells, this pack is set for {ours}."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Choose a set for these cells. If the board is to be set up for "
            "others, accept the chemistry (--accept-chemistry).",
        ),
    ),
    "settings_other_cells": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{name}: the set is for {theirs} cells in series, this pack has {ours}."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Choose a set for {ours} cells. If the board is to be set up for "
            "another pack, accept the number of cells (--accept-cells).",
        ),
    ),
    "settings_other_unit": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "{name} = {value} is outside {minimum} to {maximum} {unit}; {offer} {unit} was "
            "probably meant.",
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent. Write {name} = {offer} if that is meant; it is not assumed."
        ),
    ),
    "warnings_not_accepted": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nobody accepted what it is warned of: {detail}"),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent to it. Accept the warning in another run."),
    ),
    "settings_all_left_out": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} holds nothing but what belongs to one pack: {names}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Codes, serial numbers and dates are written to another pack only "
            "when you ask for it (--with-identity).",
        ),
    ),
    "golden_exists": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is a set “{name}” of version {version} already."),
        QT_TRANSLATE_NOOP(
            "Error", "Save it under version {next}; a released version is never overwritten."
        ),
    ),
    "golden_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no golden set “{name}”."),
        QT_TRANSLATE_NOOP("Error", "“settings golden list” lists those that are saved."),
    ),
    "golden_name": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{name}” is no name for a set: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Use 1 to 60 letters, digits, spaces and the signs - _ . +"),
    ),
    "file_differs": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} was written, but reads differently: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Do not use it. Save it on another disk."),
    ),
    "file_exists": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} exists already."),
        QT_TRANSLATE_NOOP("Error", "Name another file, or move it away."),
    ),
    "snapshot_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The history has no earlier settings of {device}."),
        QT_TRANSLATE_NOOP("Error", "Read the settings of the board once; they are kept then."),
    ),
    "preset_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no preset “{name}”."),
        QT_TRANSLATE_NOOP("Error", "Known presets: {known}."),
    ),
    "source_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{source}” cannot be used here: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "Write an address, a file, golden:NAME, preset:NAME or snapshot:last."
        ),
    ),
    "preset_cells": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{series} cells in series and {parallel} in parallel: {detail}."
        ),
        QT_TRANSLATE_NOOP("Error", "Write 1 to 48 in series and 1 to 1000 in parallel."),
    ),
    "preset_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is no list of presets: {detail}."),
        QT_TRANSLATE_NOOP("Error", "The file of the program is damaged: install it again."),
    ),
    "fig_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is no settings file of a JBD tool: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Lines of it read like “CellOverVoltage 4250”. Nothing was imported.",
        ),
    ),
}
