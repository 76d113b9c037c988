"""What may go wrong while a board is calibrated or a meter is read: rows of `ERROR_TEXTS`."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

CALIBRATION_TEXTS: dict[str, ErrorText] = {
    "calibration_target_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is nothing called “{target}” to calibrate."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Known: zero-current, charge-current, discharge-current, cell-1…, ntc-1….",
        ),
    ),
    "calibration_not_here": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This board has no calibration of {target}."),
        QT_TRANSLATE_NOOP("Error", "It can calibrate: {known}."),
    ),
    "calibration_no_reading": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The board reads nothing for {target}."),
        QT_TRANSLATE_NOOP(
            "Error", "A broken sense wire or an open sensor must be repaired, not calibrated."
        ),
    ),
    "calibration_no_current": ErrorText(
        QT_TRANSLATE_NOOP("Error", "For {target} too little current flows: {amps} A."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Let a constant current of at least 1 A flow in this direction.",
        ),
    ),
    "calibration_current_flows": ErrorText(
        QT_TRANSLATE_NOOP("Error", "A current of {amps} A flows; at rest it may be {most} A."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Unplug load and charger and wait a minute."),
    ),
    "calibration_balancing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The board balances {target}, which falsifies its voltage."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Wait until balancing ends or turn it off."),
    ),
    "calibration_far": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "The reference {reference} {unit} is too far from the reading {reading} {unit} of "
            "{target}; at most {most} {unit} are taken.",
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Check probe, range and unit of the meter; an error so large is a "
            "fault of the board.",
        ),
    ),
    "calibration_beyond": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "{target} would need a correction of {value}; the board takes {minimum} to {maximum}.",
        ),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was written. Check the reference; the board may be broken."
        ),
    ),
    "calibration_unsteady": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "Not steady within {seconds} s: {what} is {meaning} ({drift} {unit} a minute, spread "
            "{spread} {unit}).",
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Let current, temperature and contacts settle, then try again.",
        ),
    ),
    "calibration_moved": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Since it was steady, {what} moved from {was} to {now} {unit}."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Wait until it is steady again."),
    ),
    "calibration_undo_changed": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "The correction of {target} was changed since: {now} instead of {expected}."
        ),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Calibrate again instead."),
    ),
    "calibration_no_undo": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The calibration of {target} cannot be undone."),
        QT_TRANSLATE_NOOP(
            "Error", "This board does not tell its corrections. Calibrate again instead."
        ),
    ),
    "calibration_record_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "A calibration record cannot be read: {detail}."),
        QT_TRANSLATE_NOOP("Error", "It was left as it is; newer versions may read it."),
    ),
    "instrument_overdue": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The calibration of {name} ran out on {due}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Use another meter, or accept it knowingly; the record will say so.",
        ),
    ),
    "meter_address": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{address}” is no address of a meter."),
        QT_TRANSLATE_NOOP("Error", "Write it like {examples}."),
    ),
    "meter_is_board": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is the line of the board, not of a meter."),
        QT_TRANSLATE_NOOP("Error", "Give the address of the meter."),
    ),
    "meter_silent": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The meter at {where} did not answer {question} in time."),
        QT_TRANSLATE_NOOP(
            "Error", "Check cable, baud rate and that SCPI is on at the meter; try again."
        ),
    ),
    "meter_no_identity": ErrorText(
        QT_TRANSLATE_NOOP("Error", "What answers there is no SCPI meter: “{answer}”."),
        QT_TRANSLATE_NOOP("Error", "Check the address, baud rate and language of the meter."),
    ),
    "meter_nonsense": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The meter answered “{answer}” where a number was asked for."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Look at its display, then read again."),
    ),
    "meter_overload": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The meter shows an overload ({answer})."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Choose a larger range or check the probes."),
    ),
    "meter_nan": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The meter has no reading ({answer})."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Check its function and probes."),
    ),
    "meter_unit": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The meter answered “{answer}”; {unit} was asked for."),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Set the unit of the meter to {unit}."),
    ),
}
