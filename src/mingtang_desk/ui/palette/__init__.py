"""Ctrl+K: finds any setting, command, panel or device by a few letters of its name."""

from mingtang_desk.ui.palette.view import Palette

__all__ = ["Palette"]
