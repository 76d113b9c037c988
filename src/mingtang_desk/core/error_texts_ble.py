"""What goes wrong over Bluetooth: rows of `ERROR_TEXTS`."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

BLE_TEXTS: dict[str, ErrorText] = {
    "ble_package_missing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Bluetooth needs the package {package}, which is not there."),
        QT_TRANSLATE_NOOP("Error", "Install it: pip install '{extra}'."),
    ),
    "ble_no_adapter": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This computer has no Bluetooth adapter that can be used."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Plug in a Bluetooth 4.0 adapter or later, or start the Bluetooth service. ({detail})",
        ),
    ),
    "ble_no_controller": ErrorText(
        QT_TRANSLATE_NOOP("Error", "No virtual Bluetooth controller answers at {where}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Start one by “mingtang-desk simulate MODEL --listen hci:{where}”, or unset "
            "MINGTANG_BLE_HCI.",
        ),
    ),
    "ble_off": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Bluetooth is switched off."),
        QT_TRANSLATE_NOOP("Error", "Switch it on in the settings of the system, then try again."),
    ),
    "ble_denied": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The system does not let this program use Bluetooth."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Allow it in the privacy settings; on Linux your user needs access to the Bluetooth "
            "service. ({detail})",
        ),
    ),
    "ble_adapter_busy": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The Bluetooth adapter is busy with something else."),
        QT_TRANSLATE_NOOP(
            "Error", "Close other programs that search or pair, or wait a moment and try again."
        ),
    ),
    "ble_not_found": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} was not heard within {seconds} s."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Go nearer (about 15 m in the open, less through metal), wake the board by charger or "
            "load, and close the phone app: a board that is connected to a phone cannot be found.",
        ),
    ),
    "ble_asleep": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is no longer heard: it sleeps or is out of range."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Wake it by charger, load or button, go nearer, or close the phone app if that has "
            "taken it over. The desk keeps looking.",
        ),
    ),
    "ble_name_ambiguous": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Several devices are called {where}: {known}."),
        QT_TRANSLATE_NOOP("Error", "Choose one by its address."),
    ),
    "ble_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} is near but does not accept a connection."),
        QT_TRANSLATE_NOOP(
            "Error",
            "It is probably in use by another phone or desk: close the app there. Else go nearer, "
            "or switch Bluetooth off and on. ({detail})",
        ),
    ),
    "ble_gatt_unreachable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Windows reached {where} but not its services ({tries} tries)."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Remove the device in the Bluetooth settings of Windows, switch Bluetooth off and on, "
            "and close the phone app; then connect again.",
        ),
    ),
    "ble_pairing": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} wants to be paired with this computer first."),
        QT_TRANSLATE_NOOP(
            "Error", "Pair it in the Bluetooth settings of the system, then connect again."
        ),
    ),
    "ble_no_line": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} offers no service that a BMS could be read through."),
        QT_TRANSLATE_NOOP(
            "Error", "It may be another kind of device; choose the right one by its last five."
        ),
    ),
    "ble_write_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} refused what was sent: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Connect anew; if it stays, choose the protocol by hand."),
    ),
    "ble_pin_needed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The Bluetooth module of {where} asks for its owner's PIN."),
        QT_TRANSLATE_NOOP("Error", "Enter the six digits that were set in the phone app."),
    ),
    "ble_pin_wrong": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The PIN for {where} is wrong; {left} attempts are left."),
        QT_TRANSLATE_NOOP(
            "Error", "Ask the owner. The desk stops before the module might lock itself."
        ),
    ),
    "ble_pin_locked": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The Bluetooth module of {where} takes no PIN any more."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Use the RS485 or UART port, or switch the pack off and on and ask the owner for the "
            "PIN; connect again after that.",
        ),
    ),
    "ble_pin_no_address": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The PIN of {where} cannot be given: its address is hidden."),
        QT_TRANSLATE_NOOP(
            "Error", "This system hides Bluetooth addresses; use Linux or Windows, or a cable."
        ),
    ),
    "ble_family_version": ErrorText(
        QT_TRANSLATE_NOOP("Error", "aiobmsble {wanted} is needed, {found} is there."),
        QT_TRANSLATE_NOOP("Error", "Install it: pip install 'aiobmsble=={wanted}'."),
    ),
    "ble_family_only": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{protocol} is read over Bluetooth only, not over {scheme}."),
        QT_TRANSLATE_NOOP("Error", "Use an address that starts with ble://."),
    ),
    "ble_family_read_only": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} is not possible: read only, by aiobmsble."),
        QT_TRANSLATE_NOOP("Error", "Use the maker's app, or a board that the desk speaks itself."),
    ),
    "ble_family_values": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{where} answered, but not as {protocol} does: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Choose another protocol, or let the desk find out."),
    ),
}
