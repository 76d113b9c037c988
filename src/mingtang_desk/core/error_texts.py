"""What each error key means and what to do, in English; the window translates these very texts."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.error_texts_ble import BLE_TEXTS
from mingtang_desk.core.error_texts_calibration import CALIBRATION_TEXTS
from mingtang_desk.core.error_texts_cloud import CLOUD_TEXTS
from mingtang_desk.core.error_texts_control import CONTROL_TEXTS
from mingtang_desk.core.error_texts_finding import FINDING_TEXTS
from mingtang_desk.core.error_texts_geo import GEO_TEXTS
from mingtang_desk.core.error_texts_golden import GOLDEN_TEXTS
from mingtang_desk.core.error_texts_links import LINK_TEXTS
from mingtang_desk.core.error_texts_recordings import RECORDING_TEXTS
from mingtang_desk.core.error_texts_roles import ROLE_TEXTS
from mingtang_desk.core.error_texts_routers import ROUTER_TEXTS
from mingtang_desk.core.error_texts_scan import SCAN_TEXTS
from mingtang_desk.core.error_texts_server import SERVER_TEXTS
from mingtang_desk.core.error_texts_share import SHARE_TEXTS
from mingtang_desk.core.error_texts_tracks import TRACK_TEXTS
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["ERROR_TEXTS", "ErrorText"]

ERROR_TEXTS: dict[str, ErrorText] = {
    **LINK_TEXTS,
    **FINDING_TEXTS,
    **BLE_TEXTS,
    **RECORDING_TEXTS,
    **ROLE_TEXTS,
    **SCAN_TEXTS,
    **CONTROL_TEXTS,
    **CALIBRATION_TEXTS,
    **GOLDEN_TEXTS,
    **GEO_TEXTS,
    **SERVER_TEXTS,
    **CLOUD_TEXTS,
    **ROUTER_TEXTS,
    **SHARE_TEXTS,
    **TRACK_TEXTS,
    # addresses and usage
    "uri_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{uri}” is not a device address: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Write it like serial:///dev/ttyUSB0?protocol=jbd or tcp://host:port?protocol=jbd.",
        ),
    ),
    "usage_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{detail}."),
        QT_TRANSLATE_NOOP("Error", "“{command} --help” shows how."),
    ),
    "interrupted": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Stopped by the user."),
        QT_TRANSLATE_NOOP("Error", "The journal tells what had been written."),
    ),
    "scheme_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no transport “{scheme}”."),
        QT_TRANSLATE_NOOP("Error", "Known transports: {known}."),
    ),
    "protocol_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no protocol “{protocol}”."),
        QT_TRANSLATE_NOOP("Error", "Known protocols: {known}."),
    ),
    "protocol_not_identified": ErrorText(
        QT_TRANSLATE_NOOP("Error", "No known board answered at {where}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Check wiring, baud rate and power, or name the board with protocol=…. Tried: {tried}.",
        ),
    ),
    "option_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{value}” is no valid value for {option}."),
        QT_TRANSLATE_NOOP("Error", "Allowed: {allowed}."),
    ),
    "setting_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no setting “{name}” on this board."),
        QT_TRANSLATE_NOOP("Error", "“settings read” lists what the board has."),
    ),
    "action_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no action “{action}” with value “{value}”."),
        QT_TRANSLATE_NOOP("Error", "Known actions: {known}."),
    ),
    "model_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no simulated board “{model}”."),
        QT_TRANSLATE_NOOP("Error", "Known models: {known}."),
    ),
    "simulator_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The simulator cannot be started so: {detail}."),
        QT_TRANSLATE_NOOP("Error", "“simulate --list” shows models, values and faults."),
    ),
    "not_confirmed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{action} was not confirmed; nothing was sent."),
        QT_TRANSLATE_NOOP("Error", "Confirm it, or pass --yes on the command line."),
    ),
    "extra_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The package “{package}” is not installed."),
        QT_TRANSLATE_NOOP("Error", "Install mingtang-desk[{extra}]."),
    ),
    # device
    "unsupported_here": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This board has no “{what}”. {why}"),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Its status can be read."),
    ),
    "unsupported": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This board has no “{what}”."),
        QT_TRANSLATE_NOOP("Error", "“protocols” lists what each board can do."),
    ),
    "out_of_range": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name} = {value} is outside {minimum} to {maximum} {unit}."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Choose a value inside the range."),
    ),
    "not_on_step": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name} = {value} cannot be stored; the board knows {allowed}."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Choose one of these values."),
    ),
    "wrong_type": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name} = “{value}” is not {expected}."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Write {expected} instead."),
    ),
    "text_character": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name}: “{char}” at place {place} cannot be stored."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent. Write plain letters, digits and signs (ASCII)."
        ),
    ),
    "text_empty": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name} cannot be erased on this board."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Write a text."),
    ),
    "read_only_setting": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name} is shown only; it cannot be written on this board."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Leave this value out. {detail}"),
    ),
    "cross_check": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{detail}"),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Change the values so that they agree."),
    ),
    "undo_nothing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no written change of {device} to undo."),
        QT_TRANSLATE_NOOP("Error", "“history list” shows what was written."),
    ),
    "interrupted_nothing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "No write of {device} was interrupted."),
        QT_TRANSLATE_NOOP("Error", "“history list” shows what was written and how it ended."),
    ),
    "undo_changed": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "The last change of {device} cannot be undone: {names} changed since."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent. Set the values one by one if you want the old ones."
        ),
    ),
    "verify_failed": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{what} was sent, but the board still reports {read} instead of {sent}."
        ),
        QT_TRANSLATE_NOOP(
            "Error", "It is not in effect. Look at active protections, then try again."
        ),
    ),
    "control_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} was sent, but its effect could not be read back."),
        QT_TRANSLATE_NOOP("Error", "Read the state again before you rely on it."),
    ),
    "restart_unseen": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} was sent, but nothing shows that the board restarted."),
        QT_TRANSLATE_NOOP(
            "Error", "It answered all the time. Restart it by its power switch or button."
        ),
    ),
    "reset_unseen": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} was sent, but no setting has changed."),
        QT_TRANSLATE_NOOP(
            "Error", "Either they were the factory's already, or the board ignores it. Read them."
        ),
    ),
    "clock_stands": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{what} was sent and the clock shows this time, but it does not run."
        ),
        QT_TRANSLATE_NOOP("Error", "Look at the clock again; its battery may be empty."),
    ),
    # files
    "file_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no file {path}."),
        QT_TRANSLATE_NOOP("Error", "Check the path."),
    ),
    "file_unreadable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} cannot be read: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check the path and its permissions."),
    ),
    "file_unwritable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} cannot be written: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check free space and permissions."),
    ),
    "map_key_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The chosen map needs a key, and none is known here."),
        QT_TRANSLATE_NOOP("Error", "Choose the map again and give its key."),
    ),
    "profile_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path}, line {line}: {detail}. Problems in all: {count}."),
        QT_TRANSLATE_NOOP(
            "Error", "“profiles check FILE” lists all of them. Nothing was sent to the board."
        ),
    ),
    "profile_needed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The protocol “{protocol}” needs the board's register map."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Name its file: protocol=modbus&profile=FILE. “profiles list” shows files to copy.",
        ),
    ),
    "capture_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path}, line {line}: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "The file is of another kind, or damaged there: take that line out, or choose another "
            "file.",
        ),
    ),
    "settings_file_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is not a settings file: {detail}."),
        QT_TRANSLATE_NOOP("Error", "“settings read” writes such a file; nothing was sent."),
    ),
    "settings_file_other": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} was made for {theirs}, this board is {ours}."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent. Read this board's own settings and carry values over."
        ),
    ),
    "history_corrupt": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The history {path} is damaged: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "It was left untouched. Move it away or name another file with --history."
        ),
    ),
    "document_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The history has no document {number}."),
        QT_TRANSLATE_NOOP(
            "Error", "It may be of another history. Close the page and open it from the list again."
        ),
    ),
    "history_busy": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The history {path} is locked by another program."),
        QT_TRANSLATE_NOOP("Error", "Close the other program, then try again."),
    ),
    "history_newer": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The history {path} was written by a newer version ({detail})."),
        QT_TRANSLATE_NOOP("Error", "Update this program; the file was left untouched."),
    ),
    "journal_failed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The journal could not be written: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent to the device. Free space or choose another folder."
        ),
    ),
    "journal_not_closed": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "How a write ended could not be put into the journal: {detail}."
        ),
        QT_TRANSLATE_NOOP("Error", "Its entry stays open, as unknown. Read the settings again."),
    ),
    "import_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path}, line {line}: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was imported. It must be an export or lines of “watch”."
        ),
    ),
    "preferences_corrupt": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The preferences {path} are damaged at line {line}: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error", "Defaults are used; the file is kept as it was until you mend or delete it."
        ),
    ),
}
