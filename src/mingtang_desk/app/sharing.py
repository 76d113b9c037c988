"""How this process shares its ports with other desks of the same user."""

import argparse
import logging

from mingtang_desk.app.home import run_path
from mingtang_desk.session.lender import Lender
from mingtang_desk.session.portshare import PortShare

_log = logging.getLogger(__name__)


def command_share(args: argparse.Namespace, lender: Lender | None = None) -> PortShare:
    """Return the share of one command; it tells on stderr whom it asked for a port."""
    return PortShare(
        run_path(),
        f"mingtang-desk {args.command}",
        lender=lender,
        wait_s=getattr(args, "wait", None),
        told=_tell,
    )


def window_share() -> PortShare:
    """Return the share of a window; its lender comes with the window."""
    return PortShare(run_path(), "mingtang-desk")


def _tell(holder: str, where: str, seconds: float) -> None:
    _log.warning("%s has port %s and was asked for it; waiting up to %g s.", holder, where, seconds)
