"""Whether whoever asked for a command still may: nothing that waits outlives the rights for it."""

from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.accounts.users import find_user
from mingtang_desk.server.commands.policy import Needs
from mingtang_desk.server.commands.rows import Command
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.store.tables.accounts import USERS


async def may_still(core: Core, command: Command, device: Device, needs: Needs) -> bool:
    """Return whether a command would be taken from the same user now.

    A user may have been removed, disabled or given a lesser role since, and the battery may have
    gone to another account: it is not for its former owner to switch.
    """
    async with core.store.read() as connection:
        user = await find_user(connection, USERS.c.id == command.by)
    if user is None or user.is_blocked:
        return False
    who = user.principal
    return (
        who.sees(device.account_path)
        and who.may(needs.right)
        and (who.is_admin or not needs.admin)
        and (who.role is Role.OWNER or not command.order.override_interlock)
    )
