"""Mingtang Desk: the open desktop workshop and diagnostics tool for battery management systems."""

__version__ = "0.1.0"
