"""What goes wrong between the desk and a self-hosted server, and the way out of it."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

CLOUD_TEXTS: dict[str, ErrorText] = {
    "cloud_address_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{server}” is not the address of a server: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Write it like https://cloud.example.org or https://host:8443."),
    ),
    "cloud_insecure": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{server} would be reached without encryption: nothing was sent."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Everybody on the way could read the password. Use https://, or --insecure in a "
            "network that you trust.",
        ),
    ),
    "cloud_unreachable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server {server} cannot be reached: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check its address, that it runs, and the network."),
    ),
    "cloud_tls": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} did not prove who it is: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Nothing was sent. Its certificate may have run out or be its own; check the clock "
            "here too.",
        ),
    ),
    "cloud_timeout": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server {server} did not answer within {seconds} s."),
        QT_TRANSLATE_NOOP("Error", "Try again; if it stays so, look at the server."),
    ),
    "cloud_answer_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} answered something that cannot be so: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Check the address: another program may answer there."),
    ),
    "cloud_server_older": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "The server {server} is of version {version}, older than this program ({ours}).",
        ),
        QT_TRANSLATE_NOOP("Error", "It cannot do this. Ask whoever runs it to update it."),
    ),
    "cloud_server_newer": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "The server {server} is of version {version}, newer than this program ({ours}).",
        ),
        QT_TRANSLATE_NOOP("Error", "Update this program."),
    ),
    "cloud_login_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server {server} refused the login of {user}."),
        QT_TRANSLATE_NOOP("Error", "The name or the password is wrong, or the user is disabled."),
    ),
    "cloud_code_due": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{user} needs the code of the authenticator too."),
        QT_TRANSLATE_NOOP("Error", "Give it with --totp, or a recovery code with --recovery."),
    ),
    "cloud_code_wrong": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The code is wrong, or was used before."),
        QT_TRANSLATE_NOOP(
            "Error", "Wait for the next one; the clock of the phone may be wrong too."
        ),
    ),
    "cloud_password_wrong": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The password of {user} is another one."),
        QT_TRANSLATE_NOOP("Error", "Nothing was changed. Type the present password again."),
    ),
    "cloud_password_weak": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server does not take this new password. {detail}"),
        QT_TRANSLATE_NOOP("Error", "Nothing was changed. Several words in a row are a good one."),
    ),
    "cloud_agreement_due": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} wants its user agreement to be accepted first."),
        QT_TRANSLATE_NOOP(
            "Error", "Read and accept it in the panel Account, or by “cloud agreement”."
        ),
    ),
    "cloud_agreement_changed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} has another version of its user agreement."),
        QT_TRANSLATE_NOOP("Error", "Read the present one, and accept that."),
    ),
    "cloud_not_told": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} could not be told that you logged out."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Here the login has ended. There its session runs out by itself within 30 days; from "
            "another login it can be ended under Sessions.",
        ),
    ),
    "cloud_kind_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The login at {server} is of a kind “{kind}” not known here."),
        QT_TRANSLATE_NOOP(
            "Error", "A newer program made it. Update this one, or forget the login."
        ),
    ),
    "embedded_failed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server on this computer did not start: {detail}"),
        QT_TRANSLATE_NOOP("Error", "Its log says more: {log}"),
    ),
    "embedded_absent": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This program cannot start a server on this computer."),
        QT_TRANSLATE_NOOP("Error", "Log in at another server."),
    ),
    "embedded_elsewhere": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Another window runs the server on this computer."),
        QT_TRANSLATE_NOOP("Error", "Do it in that window, or close it first."),
    ),
    "cloud_too_many": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} was asked too often; it wants {seconds} s of rest."),
        QT_TRANSLATE_NOOP("Error", "Wait so long, then try again."),
    ),
    "cloud_logged_out": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The login of {user} at {server} has ended."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Log in again. If you did not end it, look at the sessions and change the password.",
        ),
    ),
    "cloud_no_login": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nobody is logged in at {server}."),
        QT_TRANSLATE_NOOP("Error", "“mingtang-desk cloud login URL --user U” logs in."),
    ),
    "cloud_login_unclear": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Several logins could be meant: {logins}."),
        QT_TRANSLATE_NOOP("Error", "Name one with --server and --user."),
    ),
    "cloud_not_permitted": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} does not permit this: {detail}"),
        QT_TRANSLATE_NOOP("Error", "Somebody with a higher role can do it, or give you the role."),
    ),
    "cloud_battery_over": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} refused this: {detail}"),
        QT_TRANSLATE_NOOP(
            "Error", "Somebody of the account above yours can enable it or extend its time."
        ),
    ),
    "cloud_some_refused": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "Refused for {count} of {all} batteries, first {number}: {detail}"
        ),
        QT_TRANSLATE_NOOP("Error", "The others were asked."),
    ),
    "cloud_not_found": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} knows no such thing: {detail}"),
        QT_TRANSLATE_NOOP(
            "Error", "It may be gone, or be of another account than yours: read the list again."
        ),
    ),
    "cloud_not_known_yet": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} has no such data of this battery yet: {detail}"),
        QT_TRANSLATE_NOOP("Error", "Wait until it reports, or ask it by a command."),
    ),
    "cloud_refused": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} refused this ({problem}): {detail}"),
        "",
    ),
    "cloud_failed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} could not do it (status {status}): {detail}"),
        QT_TRANSLATE_NOOP("Error", "Try again; if it stays so, look at the server."),
    ),
    "cloud_command_open": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} is not done with the command {id}; it is {state}."),
        QT_TRANSLATE_NOOP("Error", "It goes on without us: look at the commands of the battery."),
    ),
    "cloud_command_ended": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The command {id} ended as “{state}” at {server}."),
        QT_TRANSLATE_NOOP(
            "Error", "The battery may be out of reach. Read what is so before you try again."
        ),
    ),
    "cloud_stream_broken": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The live link to {server} broke: {detail}."),
        QT_TRANSLATE_NOOP("Error", "It is opened again by itself."),
    ),
    "cloud_accounts_corrupt": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The list of cloud logins {path} is damaged: {detail}."),
        QT_TRANSLATE_NOOP("Error", "It was left as it is. Mend it, or delete it and log in again."),
    ),
    "cloud_accounts_busy": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Another program is using the cloud login {path}."),
        QT_TRANSLATE_NOOP("Error", "Try again in a moment."),
    ),
    "cloud_battery_gone": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{server} has no battery {number} for this login."),
        QT_TRANSLATE_NOOP(
            "Error", "The number may be wrong, or it was given to another account or removed."
        ),
    ),
    "cloud_battery_expired": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The battery {number} has expired."),
        QT_TRANSLATE_NOOP("Error", "It takes no commands until its time is extended."),
    ),
    "cloud_battery_not_enabled": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The battery {number} is not enabled."),
        QT_TRANSLATE_NOOP("Error", "It takes no commands until somebody enables it."),
    ),
    "cloud_tracker_away": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "The tracker of {number} is {state}; it was last heard {seen}. Nothing was sent.",
        ),
        QT_TRANSLATE_NOOP("Error", "Try again when it is online."),
    ),
    "cloud_protocol_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "What the board of {number} speaks is not known yet."),
        QT_TRANSLATE_NOOP(
            "Error", "Have it read once while its tracker is online, then try again."
        ),
    ),
    "cloud_write_warned": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server warns, and wrote nothing: {detail}"),
        QT_TRANSLATE_NOOP("Error", "Write the same again within two minutes if it is meant so."),
    ),
    "cloud_write_warned_here": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The server warns of more, and wrote nothing."),
        QT_TRANSLATE_NOOP("Error", "Read the warnings above; then write if it is meant so."),
    ),
    "cloud_consent_old": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{server} took no command for so long that the yes to the warnings ran out."
        ),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent. Write again."),
    ),
    "cloud_moving": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "The vehicle moves, and this may cut its power. It was not sent."
        ),
        QT_TRANSLATE_NOOP("Error", "Wait until it stands."),
    ),
    "cloud_control_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what} was sent, and nobody knows whether it happened ({id})."),
        QT_TRANSLATE_NOOP(
            "Error", "The server looks when the tracker is back. Do not send it again before that."
        ),
    ),
    "cloud_no_trial": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "Nothing is put back by itself over the cloud, and nothing was switched."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Whoever counts the seconds has to be at the board. Switch it without a trial and back "
            "by hand, or switch it beside the board.",
        ),
    ),
    "cloud_no_wake": ErrorText(
        QT_TRANSLATE_NOOP("Error", "A server cannot wake a board."),
        QT_TRANSLATE_NOOP("Error", "Its tracker wakes by its own clock, or by a charger or load."),
    ),
    "cloud_no_raw": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Bytes as they are do not go over the cloud from here."),
        QT_TRANSLATE_NOOP("Error", "Connect to the board itself for that."),
    ),
    "cloud_no_bytes": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "There is nothing to record: no byte of it crosses a link here."
        ),
        QT_TRANSLATE_NOOP("Error", "The log of each command at the server has the bytes."),
    ),
    "cloud_no_clock": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The clock is not set over the cloud; nothing was sent."),
        QT_TRANSLATE_NOOP(
            "Error",
            "A server would set its own time of day, which may be that of another time zone. Set "
            "the clock with a desk beside the board.",
        ),
    ),
    "cloud_no_undo_reset": ErrorText(
        QT_TRANSLATE_NOOP("Error", "A factory reset cannot be undone over the cloud."),
        QT_TRANSLATE_NOOP(
            "Error", "The settings from before are in the log of the command; write them anew."
        ),
    ),
}
