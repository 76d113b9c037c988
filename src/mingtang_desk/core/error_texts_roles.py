"""Errors of roles and PINs in English."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

ROLE_TEXTS: dict[str, ErrorText] = {
    "not_permitted": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This needs the role {needed}; you are {role} ({what})."),
        QT_TRANSLATE_NOOP(
            "Error", "Sign in as somebody who may. On the command line: --as NAME and the PIN."
        ),
    ),
    "pin_wrong": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Name or PIN is wrong; {left} attempts are left."),
        QT_TRANSLATE_NOOP("Error", "Then the desk waits before it takes another."),
    ),
    "pin_wait": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Too many wrong PINs: wait {seconds} s."),
        QT_TRANSLATE_NOOP("Error", "An engineer can set a new PIN for {name} meanwhile."),
    ),
    "pin_short": ErrorText(
        QT_TRANSLATE_NOOP("Error", "A PIN has {least} characters at least."),
        QT_TRANSLATE_NOOP("Error", "Choose a longer one."),
    ),
    "person_name": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{name}” cannot be a name here: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Choose another name."),
    ),
    "person_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Nobody is called “{name}” here."),
        QT_TRANSLATE_NOOP("Error", "“mingtang-desk roles list” tells who is known."),
    ),
    "last_engineer": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{name}” is the only engineer."),
        QT_TRANSLATE_NOOP("Error", "Add another engineer first, or turn roles off."),
    ),
    "roles_off": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Roles are off: everybody may do everything."),
        QT_TRANSLATE_NOOP("Error", "Turn them on first, with the name and PIN of an engineer."),
    ),
    "roles_on": ErrorText(
        QT_TRANSLATE_NOOP("Error", "Roles are on already."),
        QT_TRANSLATE_NOOP("Error", "Sign in as an engineer to change them."),
    ),
    "roles_corrupt": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The file of roles {path} is damaged: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Until it is mended everybody is an observer. Put back a copy, or delete it to turn "
            "roles off.",
        ),
    ),
}
