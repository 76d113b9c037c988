"""Names of roles and of classes of writing, in the language of the window."""

from PySide6.QtCore import QCoreApplication

from mingtang_desk.device.roles import CLASS_NAMES, ROLE_NAMES, Role, WriteClass


def role_word(role: Role) -> str:
    """Return what a role is called."""
    return QCoreApplication.translate("Role", ROLE_NAMES[role])


def class_word(write_class: WriteClass) -> str:
    """Return what a class is called."""
    return QCoreApplication.translate("Role", CLASS_NAMES[write_class])
