"""What each error key means and what to do, in English; the window translates these very texts."""

from typing import NamedTuple

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP


class ErrorText(NamedTuple):
    """Message (what, where) and hint (what to do); braces name the error's values."""

    message: str
    hint: str


ERROR_TEXTS: dict[str, ErrorText] = {
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
    # links
    "port_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no port {where}."),
        QT_TRANSLATE_NOOP(
            "Error", "Plug the adapter in, check its driver, or choose one of: {known}."
        ),
    ),
    "port_busy": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Port {where} is in use by another program."),
        QT_TRANSLATE_NOOP(
            "Error", "Close the other program or window that holds this port, then try again."
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
    # device
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
    "read_only_setting": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{name} is shown only; it cannot be written on this board."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. {detail}"),
    ),
    "cross_check": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{detail}"),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Change the values so that they agree."),
    ),
    "undo_nothing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no written change of {device} to undo."),
        QT_TRANSLATE_NOOP("Error", "“history list” shows what was written."),
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
    "capture_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path}, line {line}: {detail}."),
        QT_TRANSLATE_NOOP("Error", "It is not a capture of this program or it is damaged there."),
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
