"""Devices: what is open, and the form that connects another one."""

from mingtang_desk.ui.panels.devices.panel import DevicesPanel

__all__ = ["DevicesPanel"]
