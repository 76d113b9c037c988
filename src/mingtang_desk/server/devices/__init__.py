"""Batteries: which there are, whose, in which state; trackers nobody entered."""
