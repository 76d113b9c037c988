"""Findings about cells, pure: no clock, no link, no Qt. May import `device` and `core`."""
