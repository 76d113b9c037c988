"""Errors, clocks, the translation marker, packed files. May import the standard library only."""
